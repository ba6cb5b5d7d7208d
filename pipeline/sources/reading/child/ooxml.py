"""The cells of an XLSX or XLSM of which calamine does not tell enough."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import IO

from .sax import Attributes, walk
from .special import PERCENT, Bijzonder, is_percent, nothing

_MARKS = (b't="e', b"<f")
_PERCENT_FORMATS = {"9", "10"}
"""0% and 0,00%, which every workbook has under these numbers."""
_PLACE = re.compile(r"([A-Z]+)([0-9]+)")

Open = Callable[[str], IO[bytes]]


def xlsx_marks(percent: set[str], start: bytes) -> tuple[bytes, ...]:
    """Bytes of which a sheet that starts so has one when it has an error, a formula or a percentage."""
    prefixed = (b":f",) if b":worksheet" in start else ()
    return (*_MARKS, *prefixed, *(f's="{style}"'.encode() for style in percent))


def percent_styles(stream: IO[bytes]) -> set[str]:
    """The styles (as cells name them) under which 0.85 shows as 85%."""
    formats = set(_PERCENT_FORMATS)
    styles: list[str] = []
    inside = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside
        name = _local(name)
        if name in ("cellXfs", "cellStyleXfs"):
            inside = name == "cellXfs"
        elif name == "numFmt" and is_percent(attributes.get("formatCode", "")):
            formats.add(attributes.get("numFmtId", ""))
        elif name == "xf" and inside:
            styles.append(attributes.get("numFmtId", ""))
        elif name == "cellStyles":
            inside = False

    walk(stream, start)
    return {str(place) for place, number in enumerate(styles) if number in formats}


def special_of_xlsx(open_part: Open, marked: set[str], percent: set[str]) -> dict[str, Bijzonder]:
    """What there is to know of the sheets in the marked parts, by the name of the sheet."""
    sheets, recalculate = _sheets(open_part)
    return {
        naam: _Sheet(percent, recalculate).read(open_part(part))
        for naam, part in sheets.items()
        if part in marked
    }


def _sheets(open_part: Open) -> tuple[dict[str, str], bool]:
    """Per sheet the part that it is in; and whether every formula has yet to be calculated."""
    ids: dict[str, str] = {}
    targets: dict[str, str] = {}
    recalculate = False

    def workbook(name: str, attributes: Attributes) -> None:
        nonlocal recalculate
        if _local(name) == "sheet":
            rid = next((value for key, value in attributes.items() if _local(key) == "id"), "")
            ids[attributes.get("name", "")] = rid
        elif _local(name) == "calcPr":
            recalculate = attributes.get("fullCalcOnLoad") in ("1", "true")

    def relations(name: str, attributes: Attributes) -> None:
        if _local(name) == "Relationship":
            target = posixpath.join("/xl", attributes.get("Target", "").replace("\\", "/"))
            targets[attributes.get("Id", "")] = posixpath.normpath(target).lstrip("/").lower()

    walk(open_part("xl/workbook.xml"), workbook)
    walk(open_part("xl/_rels/workbook.xml.rels"), relations)
    return {naam: targets[rid] for naam, rid in ids.items() if rid in targets}, recalculate


class _Sheet:
    """Reads one sheet; its cells are known only when the next one starts."""

    def __init__(self, percent: set[str], recalculate: bool) -> None:
        self._percent = percent
        self._recalculate = recalculate
        self._found = nothing()
        self._row = self._column = -1
        self._cell: Attributes | None = None
        self._formula = False
        self._in_value = False
        self._value = ""

    def read(self, stream: IO[bytes]) -> Bijzonder:
        walk(stream, self._start, self._end, self._text)
        return self._found

    def _start(self, name: str, attributes: Attributes) -> None:
        name = _local(name)
        if name == "c":
            self._cell, self._formula, self._value = attributes, False, ""
            self._column += 1
            if place := _PLACE.fullmatch(attributes.get("r", "")):
                self._column, self._row = _column(place[1]), int(place[2]) - 1
        elif name == "row":
            self._row = int(attributes["r"]) - 1 if attributes.get("r", "").isdecimal() else self._row + 1
            self._column = -1
        elif name == "f":
            self._formula = True
        elif name == "v":
            self._in_value = True

    def _end(self, name: str) -> None:
        name = _local(name)
        if name == "v":
            self._in_value = False
        elif name == "c" and self._cell is not None:
            self._note(self._cell.get("t", "n"), self._cell.get("s", ""))
            self._cell = None

    def _text(self, text: str) -> None:
        if self._in_value:
            self._value += text

    def _note(self, kind: str, style: str) -> None:
        if kind == "e":
            self._found.cellen.setdefault(self._row, {})[self._column] = self._value
        elif self._formula and self._uncalculated(kind):
            self._found.onberekend.append((self._row, self._column))
        elif kind == "n" and self._value and style in self._percent:
            self._found.cellen.setdefault(self._row, {})[self._column] = PERCENT

    def _uncalculated(self, kind: str) -> bool:
        """A formula without a value; or with an empty one or 0 where the writer left calculating to Excel."""
        if self._recalculate:
            return self._value in ("", "0")
        return not self._value and kind != "str"


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _column(letters: str) -> int:
    """The place of a column: A is 0, AA is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1
