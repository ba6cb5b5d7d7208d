"""The renderer of first choice: `quarto render`, one call for all reports, in a copy of the project."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.reporting.assets import quarto_project
from pipeline.reporting.jobs import Rendered, RenderJob, place
from pipeline.reporting.limits import run_limited
from pipeline.reporting.style import with_chart_heads, with_notes_head, with_script
from pipeline.workspace.errors import RenderFout

START_LIMIT, REPORT_LIMIT = 120, 120
"""Seconds for starting, and on top of that per report."""
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_WARNING = re.compile(r"^\s*\[?(?:WARN(?:ING)?|ERROR)\b.*|^warning: .*", re.MULTILINE)
_NO_DEFECT = "verapdf is not installed"
"""typst itself refuses a PDF that does not keep to its standard; a second opinion is not asked."""
_CAPTION = re.compile(r"(<figcaption[^>]*>\s*)((?:Figuur|Tabel)(?:&nbsp;|\xa0)\d+:)")
_UNRESOLVED = re.compile(r'class="[^"]*quarto-unresolved-ref|<strong>\?@?(?:fig|tbl|sec)-')


@dataclass(frozen=True)
class QuartoRenderer:
    """Renders with a Quarto that is installed on this machine."""

    program: str

    @property
    def label(self) -> str:
        """Name and version, for the colophon."""
        return f"Quarto {quarto_version(self.program)}"

    @property
    def apart(self) -> bool:
        return False

    def render(self, jobs: Sequence[RenderJob]) -> list[Rendered]:
        """Make a page and a PDF of every dressed notebook; all are put in place, or none.

        Raises RenderFout, also where Quarto itself only warns.
        """
        with tempfile.TemporaryDirectory(prefix="toeleiding-") as folder:
            project = Path(folder)
            names = lay_out(project, jobs)
            _render(self.program, project, len(jobs))
            made = [_read(project / "_output", name) for name in names]
        return place(jobs, made)


@cache
def quarto_version(program: str) -> str:
    """What the program says of itself. Raises RenderFout when it does not work."""
    done = run_limited([program, "--version"], START_LIMIT)
    if done.code:
        raise RenderFout(
            f"{program} does not work: {_COLOUR.sub('', done.err).strip()}",
            "Repair Quarto, or set TOELEIDING_RENDERER=embedded.",
        )
    return done.out.strip()


def lay_out(project: Path, jobs: Sequence[RenderJob]) -> list[str]:
    """Copy the project and the notebooks, under names that cannot collide; gives the names."""
    shutil.copy(quarto_project() / "_quarto.yml", project)
    shutil.copytree(quarto_project() / "assets", project / "assets")
    names = [f"{number:03d}-{job.notebook.stem}" for number, job in enumerate(jobs)]
    for name, job in zip(names, jobs, strict=True):
        shutil.copy(job.notebook, project / f"{name}.ipynb")
    return names


def _render(program: str, project: Path, reports: int) -> None:
    environment = {**os.environ, "NO_COLOR": "1"}
    limit = START_LIMIT + REPORT_LIMIT * reports
    done = run_limited([program, "render", str(project)], limit, folder=project, environment=environment)
    said = _COLOUR.sub("", f"{done.out}\n{done.err}")
    faults = list(_faults(said))
    if done.code or faults:
        raise RenderFout(f"quarto render failed: {'; '.join(faults) or said.strip()[-2000:]}")


def _faults(said: str) -> Iterator[str]:
    """What Quarto, pandoc and typst warn of while they still end well."""
    for match in _WARNING.finditer(said):
        if _NO_DEFECT not in match[0]:
            yield match[0].strip()


def _read(output: Path, name: str) -> tuple[bytes, bytes]:
    """The page and the PDF of one report. Raises RenderFout when one is missing or has a loose end."""
    page, pdf = output / f"{name}.html", output / f"{name}.pdf"
    for path in (page, pdf):
        if not path.is_file():
            raise RenderFout(f"quarto render did not write {path.name}")
    content = page.read_text("utf-8")
    if match := _UNRESOLVED.search(content):
        raise RenderFout(f"{page.name}: unresolved cross-reference: {match[0]}")
    numbered = _CAPTION.sub(r'\1<span class="nummer">\2</span>', content)
    page_text = with_script(with_chart_heads(with_notes_head(numbered)))
    return page_text.encode(), pdf.read_bytes()
