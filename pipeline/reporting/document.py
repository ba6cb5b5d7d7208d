"""A report as a document to write comments in: the same text, tables and drawings, for a word processor.

Made by pandoc whatever renders the report itself. What counts is the page and the PDF.
"""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import nbformat

from pipeline.reporting.embedded import metadata_of
from pipeline.reporting.manuscript import write_manuscript
from pipeline.reporting.pandoc import TIME_LIMIT, pandoc_path, run_pandoc
from pipeline.reporting.theme import registreer_fonts
from pipeline.workspace.errors import RenderFout

_SCALE = 2.0
_STYLES = {
    'w:val="24" />': 'w:val="20" />',
    'w:val="en-US"': 'w:val="nl-NL"',
    '<w:spacing w:before="180" w:after="180" />': '<w:spacing w:before="60" w:after="100" />',
    '<w:spacing w:before="36" w:after="36" />\n    </w:pPr>': (
        '<w:spacing w:before="20" w:after="20" />\n    </w:pPr><w:rPr><w:sz w:val="16" /></w:rPr>'
    ),
}
"""What is otherwise than in pandoc's own styles: 10 points, 8 in tables, Dutch, closer together."""
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PAGE = {
    "</w:sectPr>": '<w:pgSz w:w="11906" w:h="16838" /><w:pgMar w:top="1134" w:right="1134" w:bottom="1134"'
    ' w:left="1134" w:header="567" w:footer="567" w:gutter="0" /></w:sectPr>'
}
"""A4, with margins of two centimetres."""


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
        like = folder / "like.docx"
        like.write_bytes(_like())
        arguments = ["--to=docx", f"--output={made}", f"--reference-doc={like}", "--toc-depth=2"]
        arguments += ["--number-sections"]
        run_pandoc(text.text, [*arguments, metadata_of(text, folder, "docx")], folder, path.name, day)
        return made.read_bytes()


@cache
def _like() -> bytes:
    """The document that pandoc takes styles and page from: its own, with what is otherwise."""
    found = subprocess.run(
        [pandoc_path(), "--print-default-data-file=reference.docx"],
        capture_output=True,
        check=True,
        timeout=TIME_LIMIT,
    )
    changes = {"word/styles.xml": _STYLES, "word/document.xml": _PAGE}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(found.stdout)) as theirs, zipfile.ZipFile(buffer, "w") as ours:
        for part in theirs.infolist():
            text = theirs.read(part)
            part.date_time = _NO_TIME
            for was, becomes in changes.get(part.filename, {}).items():
                if was.encode() not in text:
                    raise RenderFout(f"pandoc's own {part.filename} has another form than expected: {was}")
                text = text.replace(was.encode(), becomes.encode())
            ours.writestr(part, text)
    return buffer.getvalue()
