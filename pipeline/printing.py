"""The reports of a run: each begun as soon as its release is there, beside the next; and their index."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.gang import Gang
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.basis import Besluit, basis_hash
from pipeline.workspace.folders import Workspace
from pipeline.workspace.made import keep_made
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from pipeline.reporting.approval import Vrijgave
    from pipeline.reporting.press import Press
    from pipeline.reporting.reports import Opdracht


class Printing(ExitStack):
    """The reports whose release, code or renderer changed, of the school years that it is told of."""

    def __init__(self, gang: Gang) -> None:
        super().__init__()
        self._gang = gang
        self._stale: dict[Opdracht, Besluit] = {}
        self._press: Press | None = None
        self._start = time.monotonic()

    def begin(self, year: Schooljaar) -> None:
        """Start on the reports of a school year when they must be made; its release is as it will be."""
        from pipeline.reporting.reports import Opdracht

        gang = self._gang
        opdracht = Opdracht.of(year, gang.workspace, gang.renderer.label, gang.settings, gang.wens.docx)
        found = opdracht.besluit(gang.wens.opnieuw)
        if not found.nodig:
            gang.skipped(f"reports {year}", found.reden)
            return
        if self._press is None:
            from pipeline.reporting.press import Press

            self._start = time.monotonic()
            self._press = self.enter_context(Press(gang.renderer, gang.tell))
        self._stale[opdracht] = found
        self._press.begin(opdracht)

    def finish(self) -> None:
        """Wait for all of them, and put them in place. Raises NotebookFout or RenderFout; then none is."""
        if self._press is None:
            return
        gang, years = self._gang, [opdracht.schooljaar for opdracht in self._stale]
        why = _of_all(self._stale, gang.renderer.label)
        with gang.doing(f"reports {', '.join(map(str, years))}", why, self._start):
            self._press.made()
            refresh_index(gang.workspace, gang.settings, years)
            gang.verslag.rapporten.extend(self._press.place())
        for opdracht in self._stale:
            how = gang.how(basis_hash(dict(opdracht.basis)))
            keep_made(gang.workspace.made_record(opdracht.schooljaar), "rapporten", how)


def _of_all(stale: Mapping[Opdracht, Besluit], renderer: str) -> Besluit:
    """Why the reports of several years are made: each reason once, and each change with its year."""
    reasons = dict.fromkeys(found.reden for found in stale.values())
    changed = tuple(
        replace(change, wat=f"{opdracht.schooljaar}: {change.wat}")
        for opdracht, found in stale.items()
        for change in found.wijzigingen
    )
    return Besluit(True, f"{'; '.join(reasons)}; rendered by {renderer}", changed)


@contextmanager
def telling_how_far(workspace: Workspace, settings: Settings) -> Iterator[dict[str, Vrijgave]]:
    """Also of a run that fails the index and vrijgave.json say how far it is what lies there then.

    Gives where it says so itself, when it has ended: every school year by its label.
    """
    from pipeline.reporting.reviews import read_reviews

    for year in workspace.released():  # a record that cannot be read stops the run here, not at its end
        read_reviews(workspace.release_dir(year))
    states: dict[str, Vrijgave] = {}
    try:
        yield states
    finally:
        states |= refresh_index(workspace, settings)


def refresh_index(
    workspace: Workspace, settings: Settings, onderweg: Collection[Schooljaar] = ()
) -> dict[str, Vrijgave]:
    """Write reports/index.html over every school year that has reports, if there are, with how far each is.

    onderweg: school years whose reports are about to be replaced. They are nowhere called vrijgegeven while
    that goes on, so neither when the power goes in the middle of it.
    """
    from pipeline.reporting.approval import vrijgaven, write_status
    from pipeline.reporting.reports import write_index_of

    states = vrijgaven(workspace, settings.vrijgave.beoordelaars, onderweg)
    for state in states.values():
        write_status(workspace, state)
    if states:
        write_index_of(workspace.reports, {label: state.regel for label, state in states.items()})
    return states
