"""The cells of an XLS of which calamine does not tell enough."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from .ole import OLE_MAGIC, Container
from .refusal import no_spreadsheet, password
from .special import PERCENT, Bijzonder, is_percent, nothing

__all__ = ["OLE_MAGIC", "special_of_xls"]

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _XF, _FORMAT, _RECALCID = 0x809, 0x0A, 0x2F, 0x85, 0xE0, 0x41E, 0x1C1
_FORMULA, _NUMBER, _RK, _MULRK, _BOOLERR = 0x06, 0x203, 0x27E, 0xBD, 0x205
_PERCENT_FORMATS = {9, 10}
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_UNKNOWN_ERROR = "#N/A"
_NO_NUMBER = b"\xff\xff"
_TO_CALCULATE = 0x2

Record = tuple[int, bytes]


def special_of_xls(data: bytes) -> list[Bijzonder]:
    """What there is to know, per sheet in their order. Raises Geweigerd for an encrypted or damaged file."""
    try:
        container = Container(data)
        if "EncryptedPackage" in container.names:
            raise password()
        book = container.stream("Workbook" if "Workbook" in container.names else "Book")
        return _of_book(book)
    except (struct.error, LookupError, ValueError) as error:
        raise no_spreadsheet() from error


def _of_book(book: bytes) -> list[Bijzonder]:
    formats, styles, starts = set(_PERCENT_FORMATS), list[int](), list[int]()
    calculated = False
    for kind, data in _records(book, 0):
        if kind == _FILEPASS:
            raise password()
        if kind == _BOUNDSHEET:
            starts.append(struct.unpack_from("<I", data)[0])
        elif kind == _FORMAT and is_percent(_format_code(data)):
            formats.add(struct.unpack_from("<H", data)[0])
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", data, 2)[0])
        calculated = calculated or kind == _RECALCID
    percent = {place for place, number in enumerate(styles) if number in formats}
    return [_of_sheet(book, start, percent, calculated) for start in starts]


def _format_code(data: bytes) -> str:
    """A number format; in Excel 95 its length takes one byte, later there are two and one about the signs."""
    if len(data) == 3 + data[2]:
        return data[3:].decode("cp1252", "replace")
    return data[5:].decode("utf-16-le" if data[4] & 1 else "latin-1", "replace")


def _of_sheet(book: bytes, start: int, percent: set[int], calculated: bool) -> Bijzonder:
    found = nothing()
    for kind, data in _records(book, start):
        if kind not in (_FORMULA, _NUMBER, _RK, _MULRK, _BOOLERR):
            continue
        row, column, style = struct.unpack_from("<HHH", data)
        error = _error(kind, data)
        if kind == _MULRK:
            _mulrk(found, row, column, data, percent)
        elif error:
            found.cellen.setdefault(row, {})[column] = error
        elif kind == _FORMULA and _is_uncalculated(data, calculated):
            found.onberekend.append((row, column))
        elif style in percent:
            found.cellen.setdefault(row, {})[column] = PERCENT
    return found


def _error(kind: int, data: bytes) -> str:
    if kind == _BOOLERR and data[7]:
        return _ERRORS.get(data[6], _UNKNOWN_ERROR)
    if kind == _FORMULA and data[6] == 2 and data[12:14] == _NO_NUMBER:
        return _ERRORS.get(data[8], _UNKNOWN_ERROR)
    return ""


def _is_uncalculated(data: bytes, calculated: bool) -> bool:
    """A formula that gives 0 or nothing, of a program that leaves calculating to Excel.

    Such a program says so at the formula, or does not say at the workbook which program calculated it last.
    """
    nothing_there = data[6:14] == bytes(8) or (data[6] == 3 and data[12:14] == _NO_NUMBER)
    return nothing_there and (not calculated or bool(data[14] & _TO_CALCULATE))


def _mulrk(found: Bijzonder, row: int, first: int, data: bytes, percent: set[int]) -> None:
    """A record with numbers side by side, each with its own style."""
    for place in range((len(data) - 6) // 6):
        if struct.unpack_from("<H", data, 4 + 6 * place)[0] in percent:
            found.cellen.setdefault(row, {})[first + place] = PERCENT


def _records(book: bytes, place: int) -> Iterator[Record]:
    """The records of one substream; those of charts inside it are passed over."""
    depth = 0
    while place + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, place)
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth == 0:
                return
        elif depth == 1:
            yield kind, book[place + 4 : place + 4 + size]
        place += 4 + size
