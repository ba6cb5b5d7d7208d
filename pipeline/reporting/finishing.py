"""From an executed notebook to the files of its report."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.gate.check import refuse_faults
from pipeline.reporting.bijlage import workbook_of
from pipeline.reporting.drawing import draw_once
from pipeline.reporting.dress import dress_file
from pipeline.reporting.frontmatter import Voorblad
from pipeline.reporting.jobs import RenderJob
from pipeline.reporting.renderer import Renderer
from pipeline.workspace.errors import RenderFout


@dataclass(frozen=True)
class Finish:
    """One report whose notebook was executed, and what is made of that, all in one scratch folder.

    renderer: what makes its page and PDF as well; None where those of several reports are made at once.
    """

    naam: str
    executed: Path
    folder: Path
    drawings: Path
    voorblad: Voorblad
    docx: bool
    renderer: Renderer | None

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
    with ThreadPoolExecutor(1) as beside:  # page and PDF are mostly other programs' work
        tables = beside.submit(_write_tables, task)
        if task.renderer:
            task.renderer.render([task.job])
        tables.result()


def _write_tables(task: Finish) -> None:
    """The workbook and, where asked for, the document. Raises RenderFout."""
    made = {f"{task.naam}.xlsx": workbook_of(task.dressed)}
    if task.docx:
        from pipeline.reporting.document import document_of

        made[f"{task.naam}.docx"] = document_of(task.dressed)
    refuse_faults(made.items(), RenderFout)
    for name, content in made.items():
        (task.folder / name).write_bytes(content)
