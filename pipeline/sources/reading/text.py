"""Text exports: strict decoding in a declared order, and csv as the standard library reads it.

Nothing holds a whole file: it is read in blocks, and its rows are given one by one.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice

from pipeline.sources.reading.bestand import Bestand, opened
from pipeline.sources.reading.blad import Blad, Rij
from pipeline.workspace.errors import LeveringGeweigerd

HEADER_ROWS = 30
MAX_CELL = 1024 * 1024
SEPARATORS = (";", ",", "\t")
_BLOCK = 1 << 20
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text(bestand: Bestand) -> Blad:
    """A text file as a sheet without a name. Refuses what is empty or not text at all."""
    start = bestand.start()
    _refuse_no_text(bestand, nul=not start.startswith(_UTF16_MARKS))

    def kop(separator: str) -> list[Rij]:
        return list(islice(_rows(bestand, io.StringIO(_lenient(start), newline=""), separator, strict=False),
                           HEADER_ROWS))  # fmt: skip

    def rijen(separator: str, coderingen: tuple[str, ...]) -> Iterator[Rij]:
        with bestand.path.open(encoding=codering(coderingen), newline="") as lines:
            yield from _rows(bestand, lines, separator, strict=True)

    def codering(coderingen: tuple[str, ...]) -> str:
        return choose_encoding(bestand, start, coderingen)

    return Blad(bestand, "", SEPARATORS, kop, rijen, codering)


def choose_encoding(bestand: Bestand, start: bytes, coderingen: tuple[str, ...]) -> str:
    """The first declared encoding in which every byte is text; a byte-order mark decides at once.

    Never guesses. Raises LeveringGeweigerd with the row of the first byte that does not fit.
    """
    if start.startswith(_UTF16_MARKS):
        order = tuple(c for c in coderingen if c == "utf-16")
    elif start.startswith(codecs.BOM_UTF8):
        order = ("utf-8-sig",)
    else:
        order = tuple(c for c in coderingen if c != "utf-16")
    rows = []
    for codering in order:
        row = _undecodable_row(bestand, codering)
        if row is None:
            return codering
        rows.append(row)
    raise LeveringGeweigerd(
        f"{bestand.naam}, row {rows[0] if rows else 1}: the text is not encoded as {' or '.join(coderingen)}",
        advice="export it again as 'CSV UTF-8'",
    )


def _undecodable_row(bestand: Bestand, codering: str) -> int | None:
    """The first row with bytes that are no text in this encoding. Raises LeveringGeweigerd for a NUL."""
    decoder = codecs.getincrementaldecoder(codering)()
    place = 0
    try:
        for block in _blocks(bestand):
            if codering != "utf-16" and block.isascii() and b"\0" not in block and not decoder.getstate()[0]:
                place += len(block)  # the same in every other encoding, and not decoded
                continue
            text = decoder.decode(block)
            if "\0" in text:
                raise _no_text(bestand, _row_at(bestand, place + text.index("\0"), codering))
            place += len(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return _row_at(bestand, place + error.start, codering)
    return None


def _row_at(bestand: Bestand, place: int, codering: str = "latin-1") -> int:
    """The line on which a byte stands, whatever the lines end in."""
    decoder = codecs.getincrementaldecoder(codering)("ignore")
    lines, last, left = 1, "", place
    for block in _blocks(bestand):
        text = decoder.decode(block[:left])
        lines += text.count("\n") + text.count("\r") - (last + text).count("\r\n")
        last, left = text[-1:], left - len(block)
        if left <= 0:
            break
    return lines


def _blocks(bestand: Bestand) -> Iterator[bytes]:
    with opened(bestand.path) as file:
        while block := file.read(_BLOCK):
            yield block


def _refuse_no_text(bestand: Bestand, nul: bool) -> None:
    """Refuse a file without anything in it and, unless it is UTF-16, one with NUL bytes."""
    place, empty = 0, True
    for block in _blocks(bestand):
        if nul and b"\0" in block:
            raise _no_text(bestand, _row_at(bestand, place + block.index(b"\0")))
        empty = empty and not block.strip()
        place += len(block)
    if empty:
        raise LeveringGeweigerd(f"{bestand.naam} is empty", advice="export it again")


def _no_text(bestand: Bestand, row: int) -> LeveringGeweigerd:
    return LeveringGeweigerd(
        f"{bestand.naam}, row {row}: holds NUL bytes, so it is not a text export",
        advice="export it again as CSV or XLSX",
    )


def _lenient(start: bytes) -> str:
    """Enough of the text to find a header in; headers are plain letters in every declared encoding."""
    if start.startswith(_UTF16_MARKS):
        return start[: len(start) // 2 * 2].decode("utf-16", errors="replace")
    return start.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")


def _rows(bestand: Bestand, lines: Iterable[str], separator: str, *, strict: bool) -> Iterator[Rij]:
    """Rows with their number, blank ones left out. Lines end in any of three ways; a quoted end is text.

    Strict refuses a quote that does not end with its cell: it would swallow the rows up to the next quote.
    """
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(lines, delimiter=separator, strict=strict)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise LeveringGeweigerd(
            f"{bestand.naam}, row {number + 1}: cannot be read as CSV ({error})",
            advice="look for a quote inside a cell of that row; export again as XLSX or with quoted text",
        ) from error
