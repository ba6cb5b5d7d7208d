"""Text exports: strict decoding in a declared order, and csv as the standard library reads it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pipeline.sources.reading.blad import Blad, Rij
from pipeline.workspace.errors import LeveringGeweigerd

HEADER_ROWS = 30
HEADER_BYTES = 256 * 1024
MAX_CELL = 1024 * 1024
SEPARATORS = (";", ",", "\t")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text(path: Path, content: bytes) -> Blad:
    """A text file as a sheet without a name. Refuses what is empty or not text at all."""
    if not content.strip():
        raise LeveringGeweigerd(f"{path.name} is empty", advice="export it again")
    if not content.startswith(_UTF16_MARKS) and b"\0" in content:
        row = content[: content.index(b"\0")].count(b"\n") + 1
        raise LeveringGeweigerd(
            f"{path.name}, row {row}: holds NUL bytes, so it is not a text export",
            advice="export it again as CSV or XLSX",
        )

    def kop(separator: str) -> list[Rij]:
        return list(islice(_rows(path, _lenient(content[:HEADER_BYTES]), separator), HEADER_ROWS))

    def rijen(separator: str, coderingen: tuple[str, ...]) -> list[Rij]:
        return list(_rows(path, decode(path, content, coderingen), separator))

    return Blad(path, "", SEPARATORS, kop, rijen)


def decode(path: Path, content: bytes, coderingen: tuple[str, ...]) -> str:
    """Decode strictly in the declared order; a byte-order mark decides at once. Never guesses."""
    if content.startswith(_UTF16_MARKS):
        order = tuple(c for c in coderingen if c == "utf-16")
    elif content.startswith(codecs.BOM_UTF8):
        order = ("utf-8-sig",)
    else:
        order = tuple(c for c in coderingen if c != "utf-16")
    problem = None
    for codering in order:
        try:
            return content.decode(codering)
        except UnicodeDecodeError as error:
            problem = problem or error
    row = content[: problem.start].count(b"\n") + 1 if problem else 1
    raise LeveringGeweigerd(
        f"{path.name}, row {row}: the text is not encoded as {' or '.join(coderingen)}",
        advice="export it again as 'CSV UTF-8'",
    )


def _lenient(start: bytes) -> str:
    """Enough of the text to find a header in; headers are plain letters in every declared encoding."""
    if start.startswith(_UTF16_MARKS):
        return start[: len(start) // 2 * 2].decode("utf-16", errors="replace")
    return start.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")


def _rows(path: Path, text: str, separator: str) -> Iterator[Rij]:
    """Rows with their number, blank ones left out. Line breaks of all three kinds; a quoted one is in its cell."""
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(_line_ends(text), newline=""), delimiter=separator)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise LeveringGeweigerd(
            f"{path.name}, row {number + 1}: cannot be read as CSV", advice="open it in Excel and save it as XLSX"
        ) from error


def _line_ends(text: str) -> str:
    """CR-only files (old Mac exports) read as one endless line otherwise."""
    return text.replace("\r", "\n") if "\r" in text and "\n" not in text else text
