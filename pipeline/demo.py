"""The demo: a workspace of invented schools and pupils, from their exports to the reports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.flow import run
from pipeline.gang import Verslag, Wens
from pipeline.pseudonym import DEMO_SLEUTEL
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.atomic import write_text
from pipeline.workspace.folders import Workspace

COHORTS = range(2014, 2025)
REPORTS = 3
FOLDER = "demo"


def prepare(root: Path, tell: Callable[[str], None]) -> Workspace:
    """The demo's workspace with its exports in data/raw; what is there already is left as it is."""
    workspace = Workspace.create(root, demo=True)
    if not any(path.is_dir() for path in workspace.raw.iterdir()):
        from pipeline.synthetic.exports import write_exports
        from pipeline.synthetic.population import generate

        tell("inventing schools and pupils")
        _set_first_year(workspace)
        write_exports(generate(cohorts=COHORTS), workspace.raw)
    return workspace


def _set_first_year(workspace: Workspace) -> None:
    """Reports for the last three school years only; the figures in them go back to the first."""
    first = Schooljaar(COHORTS[-REPORTS]).label
    settings = workspace.settings_file.read_text("utf-8")
    write_text(
        workspace.settings_file, settings.replace('eerste_schooljaar = ""', f'eerste_schooljaar = "{first}"')
    )


def demo(root: Path, tell: Callable[[str], None]) -> tuple[Workspace, Verslag]:
    """Everything, from exports to reports."""
    workspace = prepare(root, tell)
    return workspace, run(workspace, DEMO_SLEUTEL, Wens(), tell)
