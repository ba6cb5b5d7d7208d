"""Files whose sheets were recognised are judged, source by source, and what may be kept is kept.

Most of the time of a statement goes to working out what it means, on one processor; so the sheets of two
sources go side by side, each in a session of its own.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, count
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Self

from pipeline.sources.delivery import Delivery
from pipeline.sources.intake import connection, judge
from pipeline.sources.keep import keep
from pipeline.sources.opname import Inzending, NieuwBestand, Opname
from pipeline.workspace.errors import Beeindigd, LeveringGeweigerd
from pipeline.workspace.folders import Workspace

if TYPE_CHECKING:
    import duckdb

SESSIONS = 2
_INTERVAL = 0.0002
"""Seconds after which a thread lets the other go on: both wait for the database a thousand times, and with
Python's own 5 ms also for one another."""
_AGAIN = 0.05
"""Seconds after which a thread that has to stop is told so again: between two statements it does not hear."""


@dataclass
class Genomen:
    """What was kept, and what was refused, source by source."""

    leveringen: list[Delivery] = field(default_factory=list)
    geweigerd: list[LeveringGeweigerd] = field(default_factory=list)


class Taking(ExitStack):
    """Takes files in. What does not fit in memory waits in the private folder `room`."""

    def __init__(self, workspace: Workspace, opname: Opname, room: Path) -> None:
        super().__init__()
        self._workspace, self._opname, self._room = workspace, opname, room
        self._free: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
        self._sessions: list[duckdb.DuckDBPyConnection] = []

    def __enter__(self) -> Self:
        super().__enter__()
        self._prepare(1)
        return self

    def take(self, files: Sequence[NieuwBestand]) -> Genomen:
        """Judge files, and keep those that are not refused; one with sheets of several sources whole or not
        at all. The outcome is in the order of the files, whatever was ready first.
        """
        groups: dict[str, list[Inzending]] = {}
        for file in files:
            for inzending in file.inzendingen:
                groups.setdefault(inzending.herkend.contract.bron, []).append(inzending)
        if len(groups) > 1 and len(files) == 1 and (refused := self._refused(list(groups.values()))):
            return Genomen(geweigerd=refused)
        by_place = {file.bestand.pad: file for file in files}
        take = partial(self._take_group, by_place)
        made = Genomen()
        # A file that comes alone may be large: its sheets get all memory and both processors in turn. And of
        # two workbooks that are read in pages each would be opened again for every page of the other.
        in_pages = sum(any(one.herkend.blad.vervolgt for one in group) for group in groups.values())
        beside = len(files) > 1 and len(groups) > 1 and in_pages < 2
        for one in (self._side_by_side if beside else map)(take, groups.values()):
            made.leveringen += one.leveringen
            made.geweigerd += one.geweigerd
        return made

    def _refused(self, groups: list[list[Inzending]]) -> list[LeveringGeweigerd]:
        """Of one file with sheets of several sources: why none of it may be kept."""
        with self._session() as con:
            judged = [outcome for group in groups for outcome in judge(con, group, self._opname)]
        return [outcome for outcome in judged if isinstance(outcome, LeveringGeweigerd)]

    def _side_by_side(
        self, take: Callable[[list[Inzending]], Genomen], groups: Collection[list[Inzending]]
    ) -> list[Genomen]:
        """What becomes of each group, in their order; the one with most sheets is begun first."""
        self._prepare(SESSIONS)
        before = sys.getswitchinterval()
        sys.setswitchinterval(_INTERVAL)
        threads = ThreadPoolExecutor(SESSIONS)
        made: dict[int, Future[Genomen]] = {}
        try:
            for at, group in sorted(enumerate(groups), key=lambda group: -len(group[1])):
                made[at] = threads.submit(take, group)
            return [made[at].result() for at in range(len(groups))]
        except BaseException as stop:
            self._stop(made.values(), at_once=not isinstance(stop, Exception))
            raise
        finally:
            threads.shutdown()
            sys.setswitchinterval(before)

    def _stop(self, work: Collection[Future[Genomen]], *, at_once: bool) -> None:
        """Return when none of it goes on: a session may not be closed under a thread.

        What was begun is finished first, unless `at_once`, or as soon as the user wants to stop: a signal
        breaks off a statement of the main thread only, so those of the others are broken off here.
        """
        for one in work:
            one.cancel()
        while going_on := [one for one in work if not one.done()]:
            try:
                if at_once:
                    for con in self._sessions:
                        con.interrupt()
                wait(going_on, _AGAIN)
            except (KeyboardInterrupt, Beeindigd):
                at_once = True

    def _take_group(self, files: Mapping[str, NieuwBestand], group: list[Inzending]) -> Genomen:
        with self._session() as con:
            judged = judge(con, group, self._opname)
            several_sheets = len({inzending.bestand.pad for inzending in group}) < len(group)
            made = Genomen(geweigerd=[o for o in judged if isinstance(o, LeveringGeweigerd)])
            for nr, outcome in enumerate(judged):
                if isinstance(outcome, LeveringGeweigerd) or (several_sheets and made.geweigerd):
                    continue
                file, free = files[outcome.pad], _free_id(self._workspace, outcome)
                delivery = replace(outcome, id=free, vervangt=file.vervangt, bladen=file.bladen)
                keep(con, nr, delivery, self._workspace)
                made.leveringen.append(delivery)
        return made

    def _prepare(self, sessions: int) -> None:
        """So many sessions are there: made, as an import is, where nothing else goes on beside it."""
        import pyarrow  # noqa: F401

        while len(self._sessions) < sessions:
            spill = Path(tempfile.mkdtemp(dir=self._room))
            self._sessions.append(self.enter_context(connection(self._opname, spill)))
            self._free.put(self._sessions[-1])

    @contextmanager
    def _session(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A session that nobody else uses now."""
        con = self._free.get()
        try:
            yield con
        finally:
            self._free.put(con)


def _free_id(workspace: Workspace, delivery: Delivery) -> str:
    """A delivery is never overwritten: content that comes back after having been replaced gets a next id."""
    folder = delivery.folder(workspace)
    names = chain([delivery.id], (f"{delivery.id}-{n}" for n in count(2)))
    return next(name for name in names if not folder.with_name(name).exists())
