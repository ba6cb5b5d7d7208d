"""Exports with a marked value in every personal column of every source, as the contracts name them.

All marks have a part in common, so that a search looks for a handful of them in any form (searching.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.sources.contract import Contract, Kolom, contracten
from tests.support.exports import write_csv, write_xlsx

WORD = "Zqxkanarie"
NUMBER = "9999710"
"""The first seven digits of every PGN; two more tell which row."""
BORN = "23-11-1931"
POSTCODE = "7391QX"
MARKS = (WORD, NUMBER, BORN, "1931-11-23", "19311123", POSTCODE, "7391 QX")
"""What may be nowhere, in any form."""

LEAVERS = 40
_DEFECTIVE = ("datum", "tijdstip", "geheel", "decimaal")
"""Types of which a cell that cannot be read is a counted defect."""
_PLAIN = {
    "tekst": "iets", "brin": "99AA00", "datum": "10-07-2017", "geheel": "2", "decimaal": "12,5", "janee": "J",
    "schooljaar": "2016-2017", "gemeente": "0599", "tijdstip": "2017-07-10T09:30:00Z",
}  # fmt: skip
_NAMES = {"duo_nenr": "NenR2018D.csv", "duo_nrsp": "NRSP2018D.csv", "duo_a04": "201703A04.csv"}
Row = dict[str, str]


def is_marked(kolom: Kolom) -> bool:
    """Personal, read past or kept as a hash only; a column of a few codes cannot hold a mark."""
    return kolom.type != "code" and (kolom.persoonlijk or kolom.weg or kolom.sleutel is not None)


def mark(contract: Contract, kolom: Kolom, row: int) -> str:
    """A value that gives itself away, and of text also the column that it came from."""
    match kolom.type:
        case "pgn":
            return f"{NUMBER}{row:02}"
        case "datum":
            return BORN
        case "postcode4":
            return POSTCODE
        case "tekst":
            return f"{WORD}{contract.bron}{kolom.naam}{row}é"
        case other:
            raise AssertionError(f"no mark for a personal column of type {other}: {kolom.naam}")


def row_of(contract: Contract, number: int) -> Row:
    """A row of which nothing is wrong."""
    return {k.naam: mark(contract, k, number) if is_marked(k) else _plain(k) for k in contract.kolommen}


def _plain(kolom: Kolom) -> str:
    return next(iter(kolom.waarden)) if kolom.type == "code" else _PLAIN[kolom.type]


def rows_of(contract: Contract) -> list[Row]:
    """Good rows, one in which what is read row by row cannot be read, and one that is nobody's."""
    good = [row_of(contract, number) for number in range(LEAVERS if contract.bron == "uitstroom" else 3)]
    if contract.bron == "uitstroom":
        for row, bestemming in zip(good, 10 * ["ARB_REG", "MBO_BOL", "ARB_BBL", "ARB_GAR"], strict=True):
            row["bestemming"] = bestemming
    identity = contract.identiteit
    broken = row_of(contract, 97)
    for kolom in contract.bewaard:
        if kolom.type in _DEFECTIVE:
            broken[kolom.naam] = f"{WORD}{contract.bron}{kolom.naam}"
    nobody = row_of(contract, 98)
    for naam in (*identity.pgn, *identity.leerling, *filter(None, [identity.schooljaar, identity.datum])):
        nobody[naam] = ""
    return [*good, broken, nobody]


def write_canaries(raw: Path) -> None:
    """An export of every source; half of them are text, half workbooks."""
    for at, contract in enumerate(contracten().values()):
        rows = rows_of(contract)
        content = [list(rows[0]), *(list(row.values()) for row in rows)]
        folder = raw / "2017-11-20"
        if name := _NAMES.get(contract.bron):
            write_csv(folder / name, content)
        elif at % 2:
            write_csv(folder / f"{contract.bron}.csv", content)
        else:
            write_xlsx(folder / f"{contract.bron}.xlsx", {"Blad1": content})


def write_refused(raw: Path) -> None:
    """Exports that are refused, each for something that is a person's."""
    for name, content in _refused(contracten()["uitstroom"]):
        write_csv(raw / "2017-12-20" / f"{name}.csv", content)


def _refused(contract: Contract) -> Iterator[tuple[str, list[list[str]]]]:
    row = row_of(contract, 96)
    head, cells = list(row), list(row.values())
    surname = row["achternaam"]
    yield "waarde", [head, list((row | {"bestemming": surname}).values())]
    yield "kop", [[*head, surname], [*cells, surname]]
    yield "cellen", [head, [surname, *cells, surname]]
    yield "zonder kop", [cells, cells]
