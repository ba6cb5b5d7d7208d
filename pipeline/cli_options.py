"""Options and arguments that several verbs take."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.vocabulary.schooljaar import Schooljaar

WorkspaceOption = Annotated[
    Path,
    typer.Option("--workspace", "-w", help="Folder of the workspace, or one inside it.", show_default="here"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object on standard output, for machines.")]
DAY = "YYYY-MM-DD"


def parse_day(text: str) -> date:
    """A day as --date and --before take it. Raises BadParameter."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as fault:
        raise typer.BadParameter(f"{text!r}: expected a day, such as 2026-01-20") from fault


def parse_schooljaar(label: str, argument: str = "--schooljaar", advice: str = "") -> Schooljaar:
    """A school year as verbs take it. Raises BadParameter."""
    from pipeline.vocabulary.schooljaar import Schooljaar, SchooljaarError

    try:
        return Schooljaar.parse(label)
    except SchooljaarError as fault:
        said = f"{label!r}: {fault}. {advice}".rstrip()
        raise typer.BadParameter(said, param_hint=argument) from fault
