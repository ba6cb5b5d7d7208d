"""Spreadsheets as schools make them: titles above the header, a total below, real dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from pipeline.synthetic.records import Cel


def schrijf_xlsx(
    path: Path,
    dag: date,
    kop: Sequence[str],
    rijen: Sequence[Sequence[Cel]],
    titels: Sequence[str] = (),
    totaal: bool = False,
    extra_blad: bool = False,
) -> Path:
    """Write a workbook that says it was made on `dag`; gives its path."""
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy", "in_memory": True})
    book.set_properties({"title": "Voorbeeldgegevens", "created": datetime(dag.year, dag.month, dag.day)})
    sheet = book.add_worksheet("Uitstroom" if titels else "Blad1")
    for row, title in enumerate(titels):
        sheet.merge_range(row, 0, row, 3, title)
    start = len(titels)
    sheet.write_row(start, 0, kop)
    for row, cells in enumerate(rijen, start=start + 1):
        _schrijf_rij(sheet, row, cells)
    if totaal:
        sheet.write_row(start + len(rijen) + 1, 0, ("Totaal", len(rijen)))
    if extra_blad:
        book.add_worksheet("Toelichting").write(0, 0, "Voorbeeldgegevens, gemaakt door toeleiding")
    book.close()
    return path


def _schrijf_rij(sheet: xlsxwriter.worksheet.Worksheet, row: int, cells: Sequence[Cel]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(row, column, cell)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, cell)
        elif cell is not None:
            sheet.write_number(row, column, cell)
