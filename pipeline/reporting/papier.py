"""What is done to a PDF after typst: one body for each table, and its objects packed.

The theme holds the last rows of a long table together in the only way that typst has for that, as its footer
(assets/typst/typst-template.typ); to who hears the document they are rows like the others.

Nearly all of a tagged PDF is what its tags say: thousands of small objects, which typst writes one by one.
Since PDF 1.5 they can stand in compressed streams (ISO 32000-1, 7.5.7); PDF/A-2 and PDF/UA-1 allow that.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pipeline.workspace.errors import RenderFout


def finished(pdf: bytes) -> bytes:
    """The same pages in less bytes, and always the same ones. Raises RenderFout for what is no PDF."""
    import pikepdf

    made = BytesIO()
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            for one in document.objects:
                if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TFoot":
                    _into_body(one)
            document.save(
                made,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                deterministic_id=True,
                fix_metadata_version=False,
            )
    except pikepdf.PdfError as fault:
        raise RenderFout(f"the renderer made a PDF that cannot be read: {fault}") from fault
    return made.getvalue()


def _into_body(foot: Any) -> None:
    """Put the rows of a footer at the end of the body before it."""
    parts = foot.P.K
    body = parts[len(parts) - 2]
    if parts[len(parts) - 1].objgen != foot.objgen or body.S != "/TBody":
        raise RenderFout("a table in the PDF does not have its footer behind its body")
    for row in foot.K:
        row.P = body
        body.K.append(row)
    del parts[len(parts) - 1]
