"""The dress of a table: format, separator, encoding, line ends, headers, and what stands around the rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from hypothesis import strategies as st

from pipeline.sources.contract import Contract
from tests.support.dress import csv_bytes, write_workbook
from tests.support.exports import Cell
from tests.support.roundtrip_cells import spelled_words
from tests.support.roundtrip_tables import Tabel
from tests.support.workbooks import write_ods, write_xls

Vorm = Literal["csv", "xlsx", "xlsm", "xls", "ods"]
BOMS = {"utf-8": b"", "utf-8-sig": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "cp1252": b""}


@dataclass(frozen=True)
class Kleding:
    """One way to deliver a table."""

    vorm: Vorm
    koppen: tuple[str, ...]
    boven: tuple[tuple[str, ...], ...] = ()
    """Rows above the header."""
    leeg_na: frozenset[int] = frozenset()
    """After which rows of data a blank row stands."""
    leeg_op: int | None = None
    """Where a column without a header and without cells stands."""
    totaal: bool = False
    echt: frozenset[str] = frozenset()
    """Columns that a workbook holds as numbers, dates and booleans."""
    scheiding: str = ";"
    codering: str = "utf-8"
    einde: str = "\r\n"
    alles_aangehaald: bool = False


def plain(tabel: Tabel) -> Kleding:
    """The plainest form there is."""
    return Kleding("csv", tabel.kolommen)


@st.composite
def kledingen(draw: st.DrawFn, tabel: Tabel, vorm: Vorm) -> Kleding:
    made = Kleding(
        vorm,
        tuple(draw(_header(tabel.contract, naam)) for naam in tabel.kolommen),
        boven=draw(
            st.sampled_from([(), (), (("Lijst van de school",), ()), (("Gemaakt", "20-11-2017"),) * 9])
        ),
        leeg_na=frozenset(draw(st.sets(st.integers(0, len(tabel.rijen)), max_size=2))),
        leeg_op=draw(st.sampled_from([None, None, 0, 1, len(tabel.kolommen)])),
        totaal=draw(st.booleans()),
        echt=frozenset(n for n in tabel.kolommen if draw(st.booleans())) if vorm != "csv" else frozenset(),
    )
    if draw(st.booleans()):
        made = replace(made, koppen=(f"#{made.koppen[0]}", *made.koppen[1:]))
    return draw(_as_text(tabel, made)) if vorm == "csv" else made


@st.composite
def _header(draw: st.DrawFn, contract: Contract, naam: str) -> str:
    kolom = contract.kolom(naam)
    word = draw(spelled_words(draw(st.sampled_from([naam, *kolom.aliassen]))))
    return re.sub("_", draw(st.sampled_from(["_", " ", "."])), word)


@st.composite
def _as_text(draw: st.DrawFn, tabel: Tabel, made: Kleding) -> Kleding:
    """Separator, encoding and line ends, of those that the contract declares and that can carry the table."""
    declared = tabel.contract.csv
    names = [c for declared_as in declared.coderingen for c in _spelled(declared_as)]
    made = replace(
        made,
        scheiding=draw(st.sampled_from(declared.scheidingstekens)),
        einde=draw(st.sampled_from(["\r\n", "\n", "\r"])),
        alles_aangehaald=draw(st.booleans()),
    )
    rows = laid_out(tabel, made)
    return replace(made, codering=draw(st.sampled_from([c for c in names if _carries(c, made, rows)])))


def _spelled(codering: str) -> tuple[str, ...]:
    """A declared encoding as files have it: with or without a BOM, in either order of bytes."""
    return {"utf-8": ("utf-8", "utf-8-sig"), "utf-16": ("utf-16-le", "utf-16-be")}.get(
        codering, (codering,) * 4
    )


def _carries(codering: str, made: Kleding, rows: list[list[Cell]]) -> bool:
    """Whether an encoding has every letter, and its bytes are not UTF-8 too, which is declared before it."""
    try:
        content = csv_bytes(rows, made.scheiding, codering)
    except UnicodeEncodeError:
        return False
    if codering != "cp1252" or content.isascii():
        return True
    try:
        content.decode()
    except UnicodeDecodeError:
        return True
    return False


def laid_out(tabel: Tabel, kleding: Kleding) -> list[list[Cell]]:
    """The rows of the sheet from its first on; a blank row is empty."""
    rows: list[list[Cell]] = [list(row) for row in kleding.boven]
    rows.append(_with_gap(kleding, list(kleding.koppen)))
    for place, rij in enumerate(tabel.rijen):
        if place in kleding.leeg_na:
            rows.append([])
        cells = [_cell(rij.cellen[naam], naam, kleding) for naam in tabel.kolommen]
        rows.append(_with_gap(kleding, cells))
    if kleding.totaal:
        rows.append(["Totaal", *[""] * (len(tabel.kolommen) - 2), "2"])
    return rows + ([[]] if len(tabel.rijen) in kleding.leeg_na else [])


def row_numbers(tabel: Tabel, kleding: Kleding) -> list[int]:
    """On which row of the sheet each row of the table stands."""
    first = len(kleding.boven) + 2
    return [
        first + place + sum(blank <= place for blank in kleding.leeg_na) for place in range(len(tabel.rijen))
    ]


def _with_gap(kleding: Kleding, row: list[Cell]) -> list[Cell]:
    return row if kleding.leeg_op is None else [*row[: kleding.leeg_op], "", *row[kleding.leeg_op :]]


def _cell(cel: Any, naam: str, kleding: Kleding) -> Cell:
    return cel.cel if naam in kleding.echt else cel.tekst


def write(path: Path, tabel: Tabel, kleding: Kleding) -> Path:
    """The table as a file in this dress."""
    rows = laid_out(tabel, kleding)
    match kleding.vorm:
        case "csv":
            bom = BOMS[kleding.codering]
            text = csv_bytes(rows, kleding.scheiding, kleding.codering, kleding.einde, bom=bom,
                             alles=kleding.alles_aangehaald)  # fmt: skip
            path.write_bytes(text)
        case "xls":
            write_xls(path, {"Blad1": rows})
        case "ods":
            write_ods(path, {"Blad1": rows})
        case _:
            write_workbook(path, {"Blad1": rows}, macros=kleding.vorm == "xlsm")
    return path
