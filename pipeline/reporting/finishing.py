"""From an executed notebook to the files of its report, in a process of its own.

It is a fork of the one that the kernels come from (kernels.py): what it needs is there already, it takes no
time of the program that counts the next release beside it, and what it leaves in memory goes with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.gate.check import refuse_faults
from pipeline.reporting.bijlage import workbook_of
from pipeline.reporting.drawing import draw_once
from pipeline.reporting.dress import dress_file
from pipeline.reporting.embedded import EmbeddedRenderer
from pipeline.reporting.frontmatter import Voorblad
from pipeline.reporting.jobs import RenderJob
from pipeline.workspace.errors import RenderFout

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from threading import Event

TIME_LIMIT = 600
"""Seconds for all that comes after the notebook; a renderer has a limit of its own within it."""
_LOOK = 0.2
"""Seconds between looks at whether there is still somebody who waits for it."""


@dataclass(frozen=True)
class Finish:
    """One report whose notebook was executed, and what is made of that, all in one scratch folder.

    render: whether its page and PDF are made as well; where not, a renderer does several at once.
    """

    naam: str
    executed: Path
    folder: Path
    drawings: Path
    voorblad: Voorblad
    docx: bool
    render: bool

    @property
    def dressed(self) -> Path:
        return self.folder / f"{self.naam}.ipynb"

    @property
    def job(self) -> RenderJob:
        return RenderJob(self.dressed, self.folder / f"{self.naam}.html", self.folder / f"{self.naam}.pdf")


def finish(task: Finish) -> None:
    """Write the dressed notebook, the workbook and, where asked for, document, page and PDF.

    Raises RenderFout when one of them cannot be made or may not leave.
    """
    dress_file(task.executed, task.dressed, task.voorblad, partial(draw_once, folder=task.drawings))
    made = {f"{task.naam}.xlsx": workbook_of(task.dressed)}
    if task.docx:
        from pipeline.reporting.document import document_of

        made[f"{task.naam}.docx"] = document_of(task.dressed)
    refuse_faults(made.items(), RenderFout)
    for name, content in made.items():
        (task.folder / name).write_bytes(content)
    if task.render:
        EmbeddedRenderer().render([task.job])


def finish_apart(task: Finish, stopped: Event) -> None:
    """The same in a fork. Raises what it raises, and RenderFout when it ends without a word or in time."""
    from multiprocessing import get_context

    context = get_context("forkserver")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_report_back, args=(theirs, finish, task), daemon=True)
    process.start()
    theirs.close()
    try:
        for _ in range(int(TIME_LIMIT / _LOOK)):
            if ours.poll(_LOOK):
                fault = ours.recv()
                break
            if stopped.is_set():
                return
        else:
            fault = RenderFout(f"{task.naam}: was not ready after {TIME_LIMIT} seconds")
    except EOFError:
        process.join()
        fault = RenderFout(
            f"{task.naam}: the process that rendered it died (exit {process.exitcode})",
            "It may have run out of memory.",
        )
    finally:
        process.kill()
        process.join()
        ours.close()
    if fault is not None:
        raise fault


def _report_back(to: Connection, what: Callable[[Any], None], task: object) -> None:
    """In the fork: tell how it went."""
    try:
        what(task)
    except Exception as fault:  # noqa: BLE001 - all of them go to who waits for it
        to.send(fault)
    else:
        to.send(None)
    finally:
        to.close()
