"""Approved school years wait: corrections of what was published enter together, once a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.indicators.volledigheid import VOORLOPIG
from pipeline.release.besluit import newest_of
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from pipeline.gang import Wens
    from pipeline.vocabulary.schooljaar import Schooljaar

WHY = (
    "it is approved: corrections enter together, with the first release of a new school year,"
    " or when it is asked for by name (--schooljaar)"
)


def waiting(
    workspace: Workspace, settings: Settings, years: list[Schooljaar], wens: Wens
) -> list[Schooljaar]:
    """Those of these years whose release and reports stay as they are in this run, whatever was corrected.

    Not the newest: it is always made of the microdata that are there. Not in the run in which a new school
    year gets its first release. And none that is asked for by name, or again.
    """
    newest = newest_of(workspace, years)
    if wens.opnieuw or newest not in workspace.released():
        return []
    older = [year for year in years if year != newest and year not in wens.schooljaren]
    return [year for year in older if _approved(workspace, settings, year)]


def _approved(workspace: Workspace, settings: Settings, year: Schooljaar) -> bool:
    """Whether all schools are in it, and all who must, and somebody, reviewed what lies there now."""
    from pipeline.reporting.approval import vrijgave
    from pipeline.reporting.reviews import read_reviews

    if year not in workspace.released() or not read_reviews(workspace.release_dir(year)):
        return False
    state = vrijgave(workspace, year, settings.vrijgave.beoordelaars)
    return state.vrijgegeven and bool(state.beoordelingen) and state.status != VOORLOPIG
