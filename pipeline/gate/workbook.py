"""A workbook: hidden sheets, rows and columns, comments, and who made it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from pipeline.gate.fault import Fault
from pipeline.gate.text import unseen

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|xl/(?:workbook|styles|sharedStrings|metadata)"
    r"\.xml|xl/theme/theme\d*\.xml|xl/worksheets/sheet\d+\.xml|xl/tables/table\d+\.xml|xl/(?:worksheets/)?_rels/"
    r"[\w.]+\.rels"
)
"""What a plain workbook is made of: no comments, macros, pictures, links or printer settings."""
_STATE = re.compile(r"<sheet\b[^>]*\bstate=\"(?:hidden|veryHidden)\"")
_HIDDEN_NAME = re.compile(r"<definedName\b[^>]*\bhidden=\"1\"")
_HIDDEN_COLUMN = re.compile(r"<col\b[^>]*\bhidden=\"(?:1|true)\"")
_HIDDEN_ROW = re.compile(r"<row\b[^>]*\bhidden=\"(?:1|true)\"")
_MAKER = re.compile(r"<(dc:creator|cp:lastModifiedBy|dc:description|cp:keywords|Company|Manager)>[^<]")
_HIDING = ((_STATE, "a hidden sheet"), (_HIDDEN_NAME, "a hidden name"), (_HIDDEN_COLUMN, "a hidden column"),
           (_HIDDEN_ROW, "a hidden row"))  # fmt: skip


def workbook_faults(content: bytes) -> Iterator[Fault]:
    """Faults of an XLSX workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from _part(name, archive)
            if archive.comment:
                yield Fault("the archive", "a comment")
    except zipfile.BadZipFile:
        yield Fault("the file", "not a workbook")


def _part(name: str, archive: zipfile.ZipFile) -> Iterator[Fault]:
    if not _PARTS.fullmatch(name):
        yield Fault(
            "a part of the workbook", "of a kind that may not leave: comments, macros, pictures or links"
        )
        return
    text = archive.read(name).decode("utf-8", errors="replace")
    for pattern, what in _HIDING:
        if pattern.search(text):
            yield Fault(name, what)
    for match in _MAKER.finditer(text):
        yield Fault(name, f"{match[1]} is filled in")
    yield from unseen(text, name, frozenset())
