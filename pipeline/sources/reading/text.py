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
        raise _no_text(path, _row_at(content, content.index(b"\0")))

    def kop(separator: str) -> list[Rij]:
        return list(
            islice(_rows(path, _lenient(content[:HEADER_BYTES]), separator, strict=False), HEADER_ROWS)
        )

    def rijen(separator: str, coderingen: tuple[str, ...]) -> list[Rij]:
        return list(_rows(path, decode(path, content, coderingen), separator, strict=True))

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
            text = content.decode(codering)
        except UnicodeDecodeError as error:
            problem = problem or error
            continue
        if "\0" in text:
            raise _no_text(path, _row_at(text.encode(), text.encode().index(b"\0")))
        return text
    row = _row_at(content, problem.start) if problem else 1
    raise LeveringGeweigerd(
        f"{path.name}, row {row}: the text is not encoded as {' or '.join(coderingen)}",
        advice="export it again as 'CSV UTF-8'",
    )


def _no_text(path: Path, row: int) -> LeveringGeweigerd:
    return LeveringGeweigerd(
        f"{path.name}, row {row}: holds NUL bytes, so it is not a text export",
        advice="export it again as CSV or XLSX",
    )


def _row_at(content: bytes, place: int) -> int:
    """The line on which a byte stands, whatever the line ends."""
    return len((content[:place] + b"x").splitlines())


def _lenient(start: bytes) -> str:
    """Enough of the text to find a header in; headers are plain letters in every declared encoding."""
    if start.startswith(_UTF16_MARKS):
        return start[: len(start) // 2 * 2].decode("utf-16", errors="replace")
    return start.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")


def _rows(path: Path, text: str, separator: str, *, strict: bool) -> Iterator[Rij]:
    """Rows with their number, blank ones left out. Lines end in any of three ways; a quoted end is text.

    Strict refuses a quote that does not end with its cell: it would swallow the rows up to the next quote.
    """
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise LeveringGeweigerd(
            f"{path.name}, row {number + 1}: cannot be read as CSV ({error})",
            advice="look for a quote inside a cell of that row; export again as XLSX or with quoted text",
        ) from error
