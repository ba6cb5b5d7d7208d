"""Spreadsheets through calamine: typed cells, written as text in one fixed way."""

from __future__ import annotations

import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import Any

from pipeline.sources.reading.bestand import Bestand
from pipeline.sources.reading.blad import Blad, Rij
from pipeline.sources.reading.text import HEADER_ROWS
from pipeline.workspace.errors import LeveringGeweigerd

MAX_UNPACKED = 512 * 1024 * 1024
DAMAGED_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
"""What the standard library raises on an archive that is damaged, encrypted or packed in an unknown way."""


def read_spreadsheet(bestand: Bestand) -> list[Blad]:
    """The sheets of a workbook that hold anything. Refuses what unpacks to too much or cannot be opened."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        _refuse_bomb(bestand)
        workbook = CalamineWorkbook.from_path(str(bestand.path))
        sheets = {
            naam: workbook.get_sheet_by_name(naam).to_python(skip_empty_area=False)
            for naam in workbook.sheet_names
        }
    except (CalamineError, ValueError, *DAMAGED_ZIP) as error:
        raise LeveringGeweigerd(
            f"{bestand.naam} cannot be opened as a spreadsheet",
            advice="open it in Excel and save it again as XLSX",
        ) from error
    return [_blad(bestand, naam, cells) for naam, cells in sheets.items() if cells]


def _refuse_bomb(bestand: Bestand) -> None:
    """Refuse what unpacks to too much. Unpacking once, within the stated sizes, shows that those are true."""
    if not zipfile.is_zipfile(bestand.path):
        return
    with zipfile.ZipFile(bestand.path) as archive:
        unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise LeveringGeweigerd(
                f"{bestand.naam} unpacks to {unpacked // 2**20} MB;"
                f" at most {MAX_UNPACKED // 2**20} MB is read",
                advice="export it as CSV",
            )
        if archive.testzip() is not None:
            raise zipfile.BadZipFile("a part is not as large as stated, or damaged")


def _blad(bestand: Bestand, naam: str, cells: list[list[Any]]) -> Blad:
    rows: list[Rij] = []
    for number, row in enumerate(cells, 1):
        text = [cell_text(cell) for cell in row]
        if any(text):
            rows.append((number, text))
    return Blad(bestand, naam, ("",), lambda _: rows[:HEADER_ROWS], lambda _separator, _coderingen: rows)


def cell_text(cell: Any) -> str:
    """A cell as text: dates ISO, whole numbers without a point, other numbers with a Dutch decimal comma."""
    match cell:
        case bool():
            return "J" if cell else "N"
        case float():
            return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case time() | timedelta():
            return str(cell)
        case _:
            return str(cell).strip()
