"""Spreadsheets: XLSX, XLSM, XLS and ODS, parsed in a child process and handed over as text, a page at a time.

Macros and links to other files are not looked at. A formula counts for the value that the file holds for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.sources.reading.bestand import Bestand
from pipeline.sources.reading.blad import Blad, Rij, column_letter
from pipeline.sources.reading.child.page import BETWEEN_CELLS, BETWEEN_ROWS
from pipeline.sources.reading.names import printable
from pipeline.sources.reading.text import HEADER_ROWS
from pipeline.sources.reading.worker import PROCES
from pipeline.workspace.errors import LeveringGeweigerd

MAX_BYTES = 256 * 1024 * 1024
MAX_UNPACKED = 512 * 1024 * 1024


def read_spreadsheet(bestand: Bestand) -> list[Blad]:
    """The sheets of a workbook that hold anything. Raises LeveringGeweigerd for what cannot be read."""
    if bestand.grootte > MAX_BYTES:
        raise LeveringGeweigerd(
            f"{bestand.naam} is larger than {MAX_BYTES >> 20} MB", advice="export it as CSV"
        )
    about, *pages = _open(bestand)
    sheets = json.loads(about)
    return [_blad(bestand, nr, sheet, pages[nr]) for nr, sheet in enumerate(sheets)]


def _open(bestand: Bestand) -> list[bytes]:
    """What the child says of the sheets, and the first page of each."""
    with PROCES.alone:
        PROCES.open = None
        parts = PROCES.ask(
            bestand.naam,
            "werkboek_openen",
            pad=str(bestand.path.absolute()),
            uitgepakt=MAX_UNPACKED,
            kop=HEADER_ROWS,
        )
        bestand.refuse_changed()
        PROCES.open = bestand
        return parts


def _blad(bestand: Bestand, nr: int, sheet: dict[str, Any], page: bytes) -> Blad:
    """A sheet whose first page is here, packed; the other pages are fetched when its rows are asked for."""
    first = _Bladzijde.of(page)
    kop = first.rijen[:HEADER_ROWS]
    blad = Blad(
        bestand,
        printable(sheet["naam"]),
        ("",),
        lambda _: kop,
        lambda *_: _rijen(blad, nr, page),
        verborgen=sheet["verborgen"],
        vervolgt=not first.laatste,
    )
    return blad


def _rijen(blad: Blad, nr: int, first: bytes) -> Iterator[Rij]:
    """Every row. Raises LeveringGeweigerd for a cell that the sheet cannot be taken with."""
    number, page = 0, _Bladzijde.of(first)
    while True:
        page.refuse_defect(blad)
        yield from page.rijen
        if page.laatste:
            return
        number += 1
        page = _fetch(blad.bestand, nr, number)


def _fetch(bestand: Bestand, nr: int, number: int) -> _Bladzijde:
    with PROCES.alone:
        if PROCES.open != bestand:  # another workbook was opened since, or the child was replaced
            _open(bestand)
        (page,) = PROCES.ask(bestand.naam, "bladzijde", blad=nr, nummer=number)
    return _Bladzijde.of(page)


@dataclass(frozen=True)
class _Bladzijde:
    """Rows that follow each other, and what is wrong with a cell among them."""

    rijen: list[Rij]
    laatste: bool
    gebrek: tuple[int, int, str, str] | None

    @classmethod
    def of(cls, part: bytes) -> _Bladzijde:
        about, _, text = part.partition(b"\n")
        content = json.loads(about)
        rows = text.decode().split(BETWEEN_ROWS) if content["nummers"] else []
        cells = [row.split(BETWEEN_CELLS) for row in rows]
        return cls(list(zip(content["nummers"], cells, strict=True)), content["laatste"], content["gebrek"])

    def refuse_defect(self, blad: Blad) -> None:
        if self.gebrek:
            row, column, wat, advies = self.gebrek
            raise LeveringGeweigerd(
                f"{blad.plaats}, row {row}, column {column_letter(column - 1)}: {wat}", advice=advies
            )
