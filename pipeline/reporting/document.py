"""A report as a document to write comments in: the same text, tables and drawings, for a word processor.

Made by pandoc whatever renders the report itself. What counts is the page and the PDF.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import nbformat

from pipeline.reporting.embedded import metadata_of
from pipeline.reporting.manuscript import write_manuscript
from pipeline.reporting.pandoc import run_pandoc
from pipeline.reporting.theme import registreer_fonts

_SCALE = 2.0


def document_of(path: Path) -> bytes:
    """The document of a dressed notebook. The same notebook gives the same bytes. Raises RenderFout."""
    import vl_convert

    text = write_manuscript(nbformat.read(path, as_version=4), "docx", path.name)
    registreer_fonts()
    with tempfile.TemporaryDirectory(prefix="toeleiding-") as scratch:
        folder = Path(scratch)
        for name, drawing in text.drawings.items():
            png = vl_convert.svg_to_png(drawing.svg, scale=_SCALE)
            (folder / name).with_suffix(".png").write_bytes(png)
        day = date.fromisoformat(text.front["rapport"]["datum"])
        made = folder / "report.docx"
        arguments = ["--to=docx", f"--output={made}", "--toc-depth=2", "--number-sections"]
        run_pandoc(text.text, [*arguments, metadata_of(text, folder, "docx")], folder, path.name, day)
        return made.read_bytes()
