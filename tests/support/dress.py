"""Writers of whole files, to put in a table of cases: each gives a function that writes at a place."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.support.exports import Cell, Rows
from tests.support.workbooks import OdsCell, ods_parts, write_xls, write_zip

Schrijf = Callable[[Path], object]


def tekst(content: str, codering: str = "utf-8", einde: str = "\n", bom: bytes = b"") -> Schrijf:
    """A text as it stands here, without the indent; it ends in a line end."""
    lines = textwrap.dedent(content).strip("\n").split("\n")
    return ruw(bom + "".join(line + einde for line in lines).encode(codering))


def ruw(content: bytes) -> Schrijf:
    return lambda path: path.write_bytes(content)


def csv_bytes(
    rows: Rows,
    scheiding: str = ";",
    codering: str = "utf-8",
    einde: str = "\r\n",
    *,
    bom: bytes = b"",
    alles: bool = False,
) -> bytes:
    """Rows as text: cells between quotes where they must be, or `alles`; behind a BOM of its own."""
    lines = (scheiding.join(_quoted(cell, scheiding, alles) for cell in row) + einde for row in rows)
    return bom + "".join(lines).encode(codering)


def _quoted(cell: Cell, scheiding: str, alles: bool) -> str:
    text = "" if cell is None else str(cell)
    if alles or any(sign in text for sign in (scheiding, '"', "\r", "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text


def als_csv(
    rows: Rows, scheiding: str = ";", codering: str = "utf-8", einde: str = "\r\n", **more: Any
) -> Schrijf:
    return ruw(csv_bytes(rows, scheiding, codering, einde, **more))


def xlsx(
    sheets: Mapping[str, Rows],
    *,
    verborgen: Sequence[str] = (),
    samen: Sequence[tuple[str, int, int, int, int]] = (),
    macros: bool = False,
) -> Schrijf:
    """A workbook as Excel writes it; `samen` merges cells: sheet, first row and column, last row, column."""
    return lambda path: write_workbook(path, sheets, verborgen=verborgen, samen=samen, macros=macros)


def write_workbook(
    path: Path,
    sheets: Mapping[str, Rows],
    *,
    verborgen: Sequence[str] = (),
    samen: Sequence[tuple[str, int, int, int, int]] = (),
    macros: bool = False,
) -> None:
    """A text stays text whatever it looks like; dates, numbers and booleans become cells of that kind."""
    name = str(path.with_suffix(".xlsm" if macros else ".xlsx"))  # xlsxwriter warns of another name
    options = {"default_date_format": "dd-mm-yyyy", "in_memory": True}
    with xlsxwriter.Workbook(name, options) as workbook:
        if macros:
            workbook.add_vba_project(io.BytesIO(b"no macro, and never looked at"), is_stream=True)
        for naam, rows in sheets.items():
            sheet = workbook.add_worksheet(naam)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write(sheet, number, column, cell)
            for each in samen:
                if each[0] == naam:
                    sheet.merge_range(*each[1:], "")
                    _write(sheet, each[1], each[2], list(rows)[each[1]][each[2]])  # type: ignore[index]
            if naam in verborgen:
                sheet.hide()
    Path(name).rename(path)


def _write(sheet: object, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, str) and cell:
        sheet.write_string(row, column, cell)  # type: ignore[attr-defined]
    elif cell not in (None, ""):
        sheet.write(row, column, cell)  # type: ignore[attr-defined]


def xls(sheets: Mapping[str, Sequence[Sequence[Cell]]], **more: object) -> Schrijf:
    return lambda path: write_xls(path, sheets, **more)


def ods(
    sheets: Mapping[str, Sequence[Sequence[Cell | OdsCell] | str]], verborgen: Sequence[str] = ()
) -> Schrijf:
    return lambda path: write_zip(path, ods_parts(sheets, hidden=verborgen))


def zip_(leden: Mapping[str, Schrijf]) -> Schrijf:
    """An archive of files, each as its own writer makes it."""

    def make(path: Path) -> None:
        parts: dict[str, str | bytes] = {}
        for number, (naam, schrijf) in enumerate(leden.items()):
            beside = path.with_name(f"{path.name}.{number}")
            schrijf(beside)
            parts[naam] = beside.read_bytes()
            beside.unlink()
        write_zip(path, parts)

    return make
