"""A sheet of text cells, with the row numbers a person sees in Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.sources.reading.bestand import Bestand

Rij = tuple[int, list[str]]
"""Row number as Excel counts it, and the cells as text."""


@dataclass(frozen=True)
class Blad:
    """One sheet: where it stands, how its rows can be had, and (for text) under which encodings.

    `kop(scheidingsteken)` gives the first rows, to find a header in; `rijen(scheidingsteken, coderingen)`
    gives all of them, read strictly, one by one. A spreadsheet ignores both arguments. `codering` is there
    for text only: it tells in which of the declared encodings the file is.
    """

    bestand: Bestand
    naam: str
    scheidingstekens: tuple[str, ...]
    kop: Callable[[str], list[Rij]]
    rijen: Callable[[str, tuple[str, ...]], Iterable[Rij]]
    codering: Callable[[tuple[str, ...]], str] | None = None
    verborgen: bool = False
    """Whether the sheet does not show in Excel, so that nobody knows what they deliver with it."""
    vervolgt: bool = False
    """Whether more of its rows have to be fetched than came when it was opened."""

    @property
    def plaats(self) -> str:
        """File and sheet, as a message names them."""
        return f"{self.bestand.naam}, sheet {self.naam}" if self.naam else self.bestand.naam


def column_letter(place: int) -> str:
    """The letter of a column as Excel shows it: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
