"""Questions about a PDF: its tags, and its text without white space."""

from collections.abc import Iterable
from typing import Any

from pypdf import PdfReader


def structure(pdf: PdfReader) -> list[Any]:
    """All elements of the tag tree."""
    found, waiting = [], [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            found.append(node)
            if "/K" in node and not isinstance(node["/K"], int):
                waiting.append(node["/K"])
    return [node for node in found if "/S" in node]


def packed(pages: Iterable[str]) -> str:
    """The text of pages without white space and signs that only break lines."""
    return "".join("".join(pages).replace("\u200b", "").replace("\u00ad", "").split())
