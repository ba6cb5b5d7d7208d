"""A workbook through calamine: its sheets, and their rows as text, a page at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from .biff import OLE_MAGIC, special_of_xls
from .cells import TEXT, percentage
from .merged import Stretched
from .page import MAX_COLUMNS, Bladzijde, Rij, cut, page_of
from .parts import Onderdelen
from .refusal import Gebrek, Geweigerd, no_spreadsheet
from .special import PERCENT, Bijzonder, nothing

Sheet = tuple[str, bool, CalamineSheet]
"""Name, whether it is hidden, and cells."""


class Werkboek:
    """An open workbook."""

    def __init__(self, bladen: list[Blad]) -> None:
        self.bladen = bladen

    @classmethod
    def open(cls, pad: str, unpacked: int, head: int) -> Werkboek:
        """Read a workbook that unpacks to so many bytes at most; first pages have `head` rows, if there are.

        Of the sheets that hold anything. Raises Geweigerd.
        """
        sheets, special = _read(Path(pad).read_bytes(), unpacked)
        filled = [sheet for sheet in sheets if sheet[2].start is not None]
        return cls([Blad(*sheet, special.get(sheet[0], nothing()), head) for sheet in filled])

    def beschrijving(self) -> list[dict[str, Any]]:
        return [{"naam": blad.naam, "verborgen": blad.verborgen} for blad in self.bladen]

    def eerste_bladzijden(self) -> list[Bladzijde]:
        return [blad.bladzijde(0) for blad in self.bladen]


def _read(data: bytes, unpacked: int) -> tuple[list[Sheet], dict[str, Bijzonder]]:
    """The sheets, and by their names what calamine does not tell of them."""
    if data.startswith(OLE_MAGIC):
        special = special_of_xls(data)
        sheets = _sheets(data)
        return sheets, dict(zip((sheet[0] for sheet in sheets), special, strict=False))
    parts = Onderdelen(data, unpacked)
    return parts.scan_during(lambda: _sheets(data)), parts.special()


def _sheets(data: bytes) -> list[Sheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        hidden = {m.name: m.visible != SheetVisibleEnum.Visible for m in workbook.sheets_metadata}
        return [(naam, hidden[naam], workbook.get_sheet_by_name(naam)) for naam in workbook.sheet_names]
    except (CalamineError, ValueError) as error:
        if "cell error" in str(error):
            raise Geweigerd(
                "holds an error such as #SPILL! or #CALC! that only new versions of Excel know",
                "mend the formula or put its value in its place, and save it again",
            ) from error
        raise no_spreadsheet() from error


class Blad:
    """One sheet, of which pages are asked for in order, and sometimes again from the start."""

    def __init__(
        self, naam: str, verborgen: bool, sheet: CalamineSheet, bijzonder: Bijzonder, head: int
    ) -> None:
        self.naam = naam
        self.verborgen = verborgen
        self._sheet = sheet
        self._bijzonder = bijzonder
        self._rows: Iterator[Rij] = iter(())
        self._next = -1
        self._head = head

    def bladzijde(self, nummer: int) -> Bladzijde:
        """Rows that follow each other, and what is wrong with a cell of theirs."""
        if nummer != self._next:
            self._rows, self._next = self._from_start(), 0
            for earlier in range(nummer):
                self.bladzijde(earlier)
        self._next += 1
        if nummer > 0:
            return page_of(self._rows, None)
        return page_of(self._rows, self._known_defect(), self._head)

    def _known_defect(self) -> Gebrek | None:
        """What is known of the sheet before its rows are read."""
        last = self._sheet.end or (0, 0)
        if last[1] >= MAX_COLUMNS:
            return Gebrek(
                last[0] + 1,
                last[1] + 1,
                f"the sheet goes on to this column; at most {MAX_COLUMNS} columns are read",
                "clear what stands to the right of the table, and save it again",
            )
        for row, column in self._bijzonder.onberekend[:1]:
            return Gebrek(
                row + 1,
                column + 1,
                "a formula that was never calculated, so that its value is not in the file",
                "open it in Excel, save it, and deliver that",
            )
        return None

    def _from_start(self) -> Iterator[Rij]:
        merged = self._merged()
        return self._with_special(merged) if merged or self._bijzonder.cellen else self._plain()

    def _plain(self) -> Iterator[Rij]:
        """Every row as text, from the first row and column of the sheet on."""
        start, end = self._sheet.start or (0, 0), self._sheet.end or (0, 0)
        indent = [""] * min(start[1], MAX_COLUMNS + 1)
        as_it_is = not indent and end[1] < MAX_COLUMNS
        for number, row in enumerate(self._sheet.iter_rows(), 1):
            cells = [cell.strip() if type(cell) is str else TEXT[type(cell)](cell) for cell in row]
            yield number, cells if as_it_is else cut(indent + cells)

    def _with_special(self, merged: list[tuple[int, int, int]]) -> Iterator[Rij]:
        """The same, with errors and percentages as they show, and merged cells in each of their rows."""
        start = (self._sheet.start or (0, 0))[1]
        stretched = Stretched(merged)
        for (number, cells), row in zip(self._plain(), self._sheet.iter_rows(), strict=True):
            for column, what in self._bijzonder.cellen.get(number - 1, {}).items():
                if start <= column < len(cells):
                    cells[column] = percentage(row[column - start]) if what == PERCENT else what
            stretched.fill(number - 1, cells)
            yield number, cells

    def _merged(self) -> list[tuple[int, int, int]]:
        ranges = self._sheet.merged_cell_ranges or []
        found = [(first[0], first[1], last[0]) for first, last in ranges if last[0] > first[0]]
        return found + self._bijzonder.samengevoegd
