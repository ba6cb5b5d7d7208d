"""The renderer that needs nothing but Python packages: pandoc for both forms, typst for the PDF.

Writes the same classes, kinds and numbers as Quarto does, so that one style and one test suite serve both.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.reporting.assets import assets_dir, fonts_dir
from pipeline.reporting.drawing import plain_svg
from pipeline.reporting.jobs import Rendered, RenderJob, place
from pipeline.reporting.manuscript import Drawing, Manuscript, Target, drawing_mark, write_manuscript
from pipeline.reporting.pandoc import pandoc_version, run_pandoc
from pipeline.reporting.style import page_style, with_chart_heads, with_notes_head, with_script
from pipeline.workspace.errors import RenderFout

if TYPE_CHECKING:
    from nbformat import NotebookNode

TOC_TITLE = "Inhoud"
_REGION = "Figuur, horizontaal te verschuiven"
_WORKERS = 2


@dataclass(frozen=True)
class EmbeddedRenderer:
    """Renders with the packages of the project itself."""

    @property
    def label(self) -> str:
        """Name and versions, for the colophon."""
        return f"ingebouwde renderer (pandoc {pandoc_version()}, typst {version('typst')})"

    @property
    def apart(self) -> bool:
        return True

    def render(self, jobs: Sequence[RenderJob]) -> list[Rendered]:
        """Make a page and a PDF of every dressed notebook; all are put in place, or none.

        Raises RenderFout.
        """
        with ThreadPoolExecutor(_WORKERS) as pool:
            made = list(pool.map(_make, jobs))
        return place(jobs, made)


def _make(job: RenderJob) -> tuple[bytes, bytes]:
    """The page and the PDF of one report."""
    import nbformat

    notebook = nbformat.read(job.notebook, as_version=4)
    where = job.notebook.name
    with (
        tempfile.TemporaryDirectory(prefix="toeleiding-") as folder,
        ThreadPoolExecutor(1) as beside,  # pandoc, which does most of the work, is a process of its own
    ):
        page = beside.submit(html_of, notebook, Path(folder), where)
        pdf = pdf_of(notebook, Path(folder), where)
        return page.result(), pdf


def html_of(notebook: NotebookNode, folder: Path, where: str) -> bytes:
    """One self-contained page that asks nothing of any other address."""
    text = write_manuscript(notebook, "html", where)
    arguments = ["--to=html5", f"--template={assets_dir() / 'html' / 'embedded.html'}", "--section-divs"]
    arguments += ["--toc-depth=3", "--syntax-highlighting=none", "--email-obfuscation=none"]
    page = run_pandoc(text.text, [*arguments, metadata_of(text, folder, "html")], folder, where)
    for name, drawing in text.drawings.items():
        page = page.replace(drawing_mark(name), _in_page(drawing))
    page = with_script(with_chart_heads(with_notes_head(text.with_tables(page))))
    return page.replace("/*STYLE*/", page_style(), 1).encode()


def pdf_of(notebook: NotebookNode, folder: Path, where: str) -> bytes:
    """A tagged PDF that keeps to PDF/UA-1 and PDF/A-2a; typst refuses to write one that does not."""
    text = write_manuscript(notebook, "typst", where)
    main = folder / "report.typ"
    main.write_text(source_of(text, folder, where), encoding="utf-8")
    return _compile(main, text.front, where)


def source_of(text: Manuscript, folder: Path, where: str) -> str:
    """What typst reads; the drawings are put beside it, in the folder."""
    for name, drawing in text.drawings.items():
        (folder / name).write_text(plain_svg(drawing.svg), encoding="utf-8")
    template = f"--template={assets_dir() / 'typst' / 'embedded.typ'}"
    arguments = ["--to=typst-citations", template, metadata_of(text, folder, "typst")]
    return text.with_tables(run_pandoc(text.text, arguments, folder, where))


def metadata_of(text: Manuscript, folder: Path, target: Target) -> str:
    """The argument that gives pandoc the front matter, written to the folder."""
    path = folder / f"front-{target}.json"
    content = {**text.front, "toc-title": TOC_TITLE, "link-citations": True}
    path.write_text(json.dumps(content), encoding="utf-8")
    return f"--metadata-file={path}"


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[fonts_dir()])


def _compile(main: Path, front: Any, where: str) -> bytes:
    import typst

    day = datetime.fromisoformat(front["rapport"]["datum"]).replace(tzinfo=UTC)
    try:
        pdf, warnings = typst.compile_with_warnings(
            main, root=main.parent, font_paths=_fonts(), pdf_standards=["ua-1", "a-2a"], timestamp=day
        )
    except typst.TypstError as fault:
        raise RenderFout(f"{where}: typst failed: {fault.message}", " ".join(fault.hints)) from fault
    if warnings:
        raise RenderFout(f"{where}: typst warned: {'; '.join(warning.message for warning in warnings)}")
    return bytes(pdf)


def _in_page(drawing: Drawing) -> str:
    """A drawing as part of the page, so that it is set in the fonts of the page."""
    region = f'<div class="figuur-schuif" role="group" tabindex="0" aria-label="{_REGION}">'
    svg = drawing.svg.replace("<svg", f'<svg role="img" aria-label="{escape(drawing.alt)}"', 1)
    return f"{region}{svg}</div>"
