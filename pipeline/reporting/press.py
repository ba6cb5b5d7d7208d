"""Reports under way: two at a time, each as soon as its release is there; in place only when all are made."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Self

from pipeline.reporting.apart import run_apart
from pipeline.reporting.drawer import Charts, Drawer
from pipeline.reporting.finishing import Finish, finish
from pipeline.reporting.frontmatter import Voorblad
from pipeline.reporting.kernels import warm_up
from pipeline.reporting.renderer import Renderer
from pipeline.reporting.reports import RAPPORTEN, Opdracht, record_reports, status_of
from pipeline.reporting.run_notebook import NotebookJob, load_papermill, run_notebook
from pipeline.workspace.atomic import write_bytes
from pipeline.workspace.folders import project_root

WORKERS = 2
_INTERVAL = 0.0002
"""Seconds after which a thread lets another go on: a kernel waits for an answer at each of thousands of
messages while the next release is counted, and with Python's own 5 ms that takes longer than its work."""
Tell = Callable[[str], None]


@dataclass(frozen=True)
class _UnderWay:
    """The reports of one school year, and how far each is."""

    opdracht: Opdracht
    tasks: Sequence[Finish]
    ends: Sequence[Future[None]]


class Press:
    """Makes reports beside what else the program does; see `begin`, `made` and `place`."""

    def __init__(self, renderer: Renderer, tell: Tell) -> None:
        self._renderer, self._tell = renderer, tell
        self._under_way: list[_UnderWay] = []
        self._stopped = Event()
        self._scratch = tempfile.TemporaryDirectory(prefix="toeleiding-")
        self._threads = ThreadPoolExecutor(WORKERS)
        self._interval = sys.getswitchinterval()
        self._drawer: Drawer | None = None

    def __enter__(self) -> Self:
        if warm_up():
            self._drawer = Drawer()
            self._drawer.__enter__()
        load_papermill()  # once, and not in two threads at the same time
        sys.setswitchinterval(_INTERVAL)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """What is under way ends, and what was not placed is gone."""
        self._stopped.set()
        self._threads.shutdown(cancel_futures=True)
        if self._drawer:
            self._drawer.__exit__(kind, fault, trace)
        sys.setswitchinterval(self._interval)
        self._scratch.cleanup()

    def begin(self, opdracht: Opdracht) -> None:
        """Start on both reports of a school year, whose release must be there; does not wait for them."""
        folder = Path(self._scratch.name) / str(opdracht.schooljaar)
        folder.mkdir()
        drawings = folder / "tekeningen"
        drawings.mkdir()
        tasks = [
            Finish(
                naam, folder / f"uitgevoerd-{naam}.ipynb", folder, drawings,
                front_of(opdracht, naam, self._renderer.label), opdracht.docx,
                self._renderer if self._renderer.apart else None,
            )
            for naam in RAPPORTEN
        ]  # fmt: skip
        ends = [self._threads.submit(self._make, opdracht, task) for task in tasks]
        self._under_way.append(_UnderWay(opdracht, tasks, ends))

    def _make(self, opdracht: Opdracht, task: Finish) -> None:
        if self._stopped.is_set():
            return
        parameters = parameters_of(opdracht, task.naam, self._renderer.label)
        job = NotebookJob(template_of(task.naam), task.executed, parameters)
        if self._drawer:
            charts = Charts(self._drawer, task.drawings)
            run_notebook(job, True, charts.begin)
            charts.drawn(self._stopped)
        else:
            run_notebook(job)
        if not self._stopped.is_set():
            run_apart(finish, task, self._stopped) if self._drawer else finish(task)

    def made(self) -> None:
        """Wait until all is made. Raises NotebookFout or RenderFout of the first failure."""
        tasks = [task for year in self._under_way for task in year.tasks]
        self._tell(f"reports: {len(tasks)} with {self._renderer.label}")
        for year in self._under_way:
            for end in year.ends:
                end.result()
        if not self._renderer.apart:
            self._renderer.render([task.job for task in tasks])

    def place(self) -> list[str]:
        """Put all that was made where it belongs, each file whole; gives their paths."""
        return [path for year in self._under_way for path in _place(year)]


def make_reports(opdrachten: Sequence[Opdracht], renderer: Renderer, tell: Tell) -> list[str]:
    """Make both reports of every school year asked for; gives the paths of the pages and PDFs.

    Raises NotebookFout or RenderFout (exit 5); reports that were there stay as they were.
    """
    with Press(renderer, tell) as press:
        for opdracht in opdrachten:
            press.begin(opdracht)
        press.made()
        return press.place()


def _place(year: _UnderWay) -> Iterator[str]:
    opdracht = year.opdracht
    opdracht.doel.mkdir(parents=True, exist_ok=True)
    for name in opdracht.namen:
        write_bytes(opdracht.doel / name, (year.tasks[0].folder / name).read_bytes())
    if opdracht.bewaard:
        opdracht.bewaard.mkdir(parents=True, exist_ok=True)
        for task in year.tasks:
            write_bytes(opdracht.bewaard / task.dressed.name, task.dressed.read_bytes())
    yield from record_reports(opdracht)


def template_of(naam: str) -> Path:
    """The notebook of a report."""
    return project_root() / "notebooks" / f"{naam}.ipynb"


def parameters_of(opdracht: Opdracht, naam: str, renderer: str) -> dict[str, str]:
    """What the notebook of a report is filled with."""
    release = str(opdracht.van(naam).resolve())
    return {"schooljaar": opdracht.schooljaar.label, "release": release, "renderer": renderer}


def front_of(opdracht: Opdracht, naam: str, renderer: str) -> Voorblad:
    """What stands before a report."""
    manifest = opdracht.manifest
    return Voorblad(
        schooljaar=opdracht.schooljaar.label,
        stand=date.fromisoformat(manifest["stand"]),
        status=status_of(manifest),
        renderer=renderer,
        voorbeeldgegevens=manifest["voorbeeldgegevens"],
        publiek=None if opdracht.van(naam) == opdracht.release else "de stuurgroep, vertrouwelijk",
    )
