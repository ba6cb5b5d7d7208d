"""From an executed notebook to the files of its report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.gate.check import refuse_faults
from pipeline.reporting.bijlage import workbook_of
from pipeline.reporting.drawing import draw_once
from pipeline.reporting.dress import dress_file
from pipeline.reporting.embedded import EmbeddedRenderer
from pipeline.reporting.frontmatter import Voorblad
from pipeline.reporting.jobs import RenderJob
from pipeline.workspace.errors import RenderFout


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
