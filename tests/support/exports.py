"""Small exports, written the way schools write them: every separator, encoding and kind of cell."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

Cell = str | int | float | bool | date | None
Rows = Iterable[Sequence[Cell]]

LEERLING: dict[str, Cell] = {
    "Leerlingnummer": "1001",
    "PGN": "999990019",
    "Achternaam": "Testman",
    "Voorvoegsel": "van",
    "Roepnaam": "Proef",
    "Geboortedatum": "17-05-2000",
    "Geslacht": "M",
    "BRIN": "99AA00",
    "School": "De Proef",
    "Bestuur": "Bestuur A",
    "Schooltype": "PRO",
    "Datum uitstroom": "10-07-2017",
    "Bestemming": "Regulier werk",
    "Reden": "",
    "Werkgever": "Bakker Bol",
    "Uren": "32",
}
"""A leaver of whom nothing is wrong; the number is of the range for tests."""
KOP = list(LEERLING)


def leerling(**changes: Cell) -> list[Cell]:
    """A row of an outflow list under KOP; keywords name columns, with _ for a space."""
    named = {naam.replace("_", " "): cell for naam, cell in changes.items()}
    assert named.keys() <= LEERLING.keys(), named.keys() - LEERLING.keys()
    return list((LEERLING | named).values())


def write_csv(
    path: Path, rows: Rows, *, separator: str = ";", encoding: str = "utf-8", line_end: str = "\r\n"
) -> Path:
    """Rows as text, cells quoted where they must be; an empty row is an empty line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator, lineterminator=line_end).writerows(rows)
    return path


def write_xlsx(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook; dates, numbers and booleans become cells of that kind, an empty row stays empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd-mm-yyyy"}) as workbook:
        for naam, rows in sheets.items():
            sheet = workbook.add_worksheet(naam)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def write_uitstroom(path: Path, *rows: Sequence[Cell]) -> Path:
    """An outflow list under KOP, as CSV or XLSX according to its name."""
    content = [KOP, *rows]
    return write_xlsx(path, {"Blad1": content}) if path.suffix == ".xlsx" else write_csv(path, content)
