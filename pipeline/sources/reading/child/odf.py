"""The cells of an ODS of which calamine does not tell enough."""

from __future__ import annotations

import re
from typing import IO

from .sax import Attributes, walk
from .special import PERCENT, Bijzonder, nothing

ODS_MARKS = (b"table:formula", b'"percentage"', b'value-type="error"', b"number-rows-spanned")
"""Bytes of which a workbook has at least one when it has an error, a formula, a percentage or merged rows."""
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|Err:[0-9]+")
_UNKNOWN_ERROR = "#N/A"
_MAX_ROWS, _MAX_COLUMNS = 1_048_576, 16_384
_CELLS = ("table:table-cell", "table:covered-table-cell")


def special_of_ods(stream: IO[bytes]) -> dict[str, Bijzonder]:
    """What there is to know, by the name of the sheet."""
    reader = _Content()
    walk(stream, reader.start, reader.end, reader.text)
    return reader.sheets


class _Content:
    """Reads content.xml. The prefixes are those that every program writes; calamine knows no others."""

    def __init__(self) -> None:
        self.sheets: dict[str, Bijzonder] = {}
        self._found = nothing()
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._cell: Attributes | None = None
        self._shown = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "table:table":
            self._found = self.sheets[attributes.get("table:name", "")] = nothing()
            self._row, self._rows = 0, 0
        elif name == "table:table-row":
            self._row += self._rows
            self._rows = _repeated(attributes, "table:number-rows-repeated", _MAX_ROWS)
            self._column, self._columns = 0, 0
        elif name in _CELLS:
            self._column += self._columns
            self._columns = _repeated(attributes, "table:number-columns-repeated", _MAX_COLUMNS)
            self._cell, self._shown = attributes, ""

    def text(self, text: str) -> None:
        if self._cell is not None:
            self._shown += text

    def end(self, name: str) -> None:
        if name in _CELLS and self._cell is not None:
            self._note(self._cell)
            self._cell = None

    def _note(self, cell: Attributes) -> None:
        kind, formula = cell.get("office:value-type"), "table:formula" in cell
        shown = self._shown.strip()
        if cell.get("calcext:value-type") == "error" or (formula and _ERROR.fullmatch(shown)):
            error = _ERROR.search(shown)  # a remark at the cell may come along
            self._put(error[0] if error else _UNKNOWN_ERROR)
        elif formula and kind is None:
            self._found.onberekend.append((self._row, self._column))
        elif kind == "percentage":
            self._put(PERCENT)
        spanned = _repeated(cell, "table:number-rows-spanned", _MAX_ROWS)
        if spanned > 1:
            self._found.samengevoegd.append((self._row, self._column, self._row + spanned - 1))

    def _put(self, what: str) -> None:
        for row in range(self._row, self._row + self._rows):
            cells = self._found.cellen.setdefault(row, {})
            cells.update(dict.fromkeys(range(self._column, self._column + self._columns), what))


def _repeated(attributes: Attributes, name: str, most: int) -> int:
    """How often, or over how many rows; never more than there can be, whatever the file says."""
    stated = attributes.get(name, "1")
    return min(int(stated), most) if stated.isdecimal() and len(stated) < 10 else 1
