"""A sheet of text cells, with the row numbers a person sees in Excel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Rij = tuple[int, list[str]]
"""Row number as Excel counts it, and the cells as text."""


@dataclass(frozen=True)
class Blad:
    """One sheet: where it stands, how its rows can be had, and (for text) under which encodings.

    `kop(scheidingsteken)` gives the first rows, to find a header in; `rijen(scheidingsteken, coderingen)`
    gives all of them, read strictly. A spreadsheet ignores both arguments.
    """

    path: Path
    naam: str
    scheidingstekens: tuple[str, ...]
    kop: Callable[[str], list[Rij]]
    rijen: Callable[[str, tuple[str, ...]], list[Rij]]

    @property
    def plaats(self) -> str:
        """File and sheet, as a message names them."""
        return f"{self.path.name}, sheet {self.naam}" if self.naam else self.path.name
