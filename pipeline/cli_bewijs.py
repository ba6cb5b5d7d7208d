"""The verbs that keep a release for good and prove it; no logic."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli_options import JsonOption, WorkspaceOption, parse_schooljaar
from pipeline.terminal import Terminal

bewijs_app = typer.Typer()
DIFFERENT = 6
"""The exit code of what was made again and is not the same."""


@bewijs_app.command()
def archive(
    schooljaar: Annotated[str, typer.Argument(help="School year, such as 2023-2024.")],
    confidential: Annotated[
        bool,
        typer.Option("--stuurgroep", help="Also what is for the stuurgroep alone: confidential as a whole."),
    ] = False,
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Write a release and its reports as one file to keep, in archief/: it opens without this program."""
    from pipeline.bewijs.archief import archive as write_archive
    from pipeline.reporting.contents import which_reports
    from pipeline.workspace.folders import Workspace

    place = Workspace.find(workspace)
    year = parse_schooljaar(schooljaar, "SCHOOLJAAR", which_reports(place))
    Terminal(as_json).archived(write_archive(place, year, confidential))


@bewijs_app.command()
def verify(
    schooljaar: Annotated[
        list[str] | None, typer.Option(help="Only this school year; may be repeated.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--archive", help="An archive instead; needs no workspace.", metavar="ZIP")
    ] = None,
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Make releases and reports again in a clean place and compare every figure, and every byte if it can."""
    from pipeline.workspace.folders import Workspace

    if file and schooljaar:
        raise typer.BadParameter("an archive has one school year: give --archive or --schooljaar")
    terminal = Terminal(as_json)
    years = [parse_schooljaar(label) for label in schooljaar or ()]
    with terminal.working() as tell:
        if file:
            from pipeline.herhaling.uit_archief import verify_archive

            found = [verify_archive(file, tell)]
        else:
            from pipeline.herhaling.verify import verify as make_again

            found = make_again(Workspace.find(workspace), years, tell)
    terminal.verified(found)
    if not all(one.gelijk for one in found):
        raise typer.Exit(DIFFERENT)
