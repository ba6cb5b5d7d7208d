"""A page: rows that travel together, as one text with separators that no cell holds."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from .refusal import Gebrek

PAGE = 500_000
"""A page holds rows until their text is as long as this; the first page, all rows that may be the header."""
MAX_ROW = 1024 * 1024
"""Characters of a row that can be taken."""
MAX_HEAD = 100_000
"""Characters of a row that can be a header, or stand just below it; a header has some hundreds."""
MAX_COLUMNS = 500
BETWEEN_CELLS, BETWEEN_ROWS = "\x1f", "\x1e"
"""What ASCII has for this; in a cell they mean nothing, and become spaces."""
_TRAVEL = str.maketrans({BETWEEN_CELLS: " ", BETWEEN_ROWS: " ", "\0": "\ufffd"})

Rij = tuple[int, list[str]]
"""Number as Excel counts it, and the cells."""


class Bladzijde(NamedTuple):
    """Rows with something in them."""

    nummers: list[int]
    tekst: str
    laatste: bool
    gebrek: Gebrek | None

    def packed(self) -> bytes:
        """A line of JSON about the rows, and their text behind it."""
        about = {"nummers": self.nummers, "laatste": self.laatste, "gebrek": self.gebrek}
        return f"{json.dumps(about)}\n{self.tekst}".encode()


def cut(cells: list[str]) -> list[str]:
    """A row with no more columns than are read, and one in which stands the first thing beyond those."""
    if len(cells) <= MAX_COLUMNS:
        return cells
    return [*cells[:MAX_COLUMNS], next((cell for cell in cells[MAX_COLUMNS:] if cell.strip()), "")]


def page_of(rows: Iterable[Rij], gebrek: Gebrek | None, head: int = 0) -> Bladzijde:
    """The next rows, until there are enough, and at least `head`; `gebrek` is what is wrong already."""
    numbers: list[int] = []
    kept: list[list[str]] = []
    texts: list[str] = []
    size, last = 0, True
    for number, cells in rows:
        text = BETWEEN_CELLS.join(cells)
        if len(text) < len(cells):
            continue  # there is nothing in it
        numbers.append(number)
        kept.append(cells)
        texts.append(text)
        size += len(text)
        if size >= PAGE and (len(numbers) >= head or size >= head * MAX_HEAD):
            last = False
            break
    tekst = BETWEEN_ROWS.join(texts)
    if not _clean(tekst, texts, kept):
        gebrek = gebrek or next(filter(None, map(_defect, numbers, kept)), None)
        tekst = BETWEEN_ROWS.join(map(_cleaned, kept))
    return Bladzijde(numbers, tekst, last, gebrek)


def _clean(tekst: str, texts: list[str], rows: list[list[str]]) -> bool:
    """Whether the text falls apart into the same cells again; looks at the page, not at cells."""
    return (
        "\0" not in tekst
        and max(map(len, texts), default=0) <= MAX_ROW
        and tekst.count(BETWEEN_ROWS) == max(len(rows) - 1, 0)
        and tekst.count(BETWEEN_CELLS) == sum(map(len, rows)) - len(rows)
    )


def _cleaned(cells: list[str]) -> str:
    """A row that can travel. One that is too long shows by its length that it is, and no more."""
    longest = max(cells, key=len)
    if len(longest) > MAX_HEAD:
        cells = [cell[: MAX_HEAD + 1] if cell is longest else "" for cell in cells]
    return BETWEEN_CELLS.join(cell.translate(_TRAVEL) for cell in cells)


def _defect(number: int, cells: list[str]) -> Gebrek | None:
    """Why a row is too long or no text, and the cell that is to blame for it."""
    longest = max(range(len(cells)), key=lambda place: ("\0" in cells[place], len(cells[place])))
    if "\0" in cells[longest]:
        return Gebrek(number, longest + 1, "holds NUL bytes, so it is not text", "type the cell anew")
    if sum(map(len, cells)) > MAX_ROW:
        return Gebrek(
            number,
            longest + 1,
            f"the row holds more than {MAX_ROW} characters, most of them here",
            "clear the cell, and save it again",
        )
    return None
