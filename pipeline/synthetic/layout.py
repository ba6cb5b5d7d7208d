"""How each invented school, and Intergrip in its two versions, lays out and spells its files.

Half of the schools write XLSX, half CSV; what else differs is drawn per school, as listed in spellings.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.synthetic.draw import Lot
from pipeline.synthetic.records import IntergripRij, UitstroomRij, kolommen
from pipeline.synthetic.region import School
from pipeline.synthetic.spellings import HEADERS, VALUES

_Gemeentewijze = Literal["naam", "code", "code zonder nul"]
NIEUWE_INTERGRIP = date(2020, 1, 1)


@dataclass(frozen=True)
class Indeling:
    """The layout of a file: its form, its header in order, and how every code is spelled.

    `titelrijen` stand above the header and only in XLSX; `nummers_als_getal` writes PGN and leerlingnummer as
    number cells; `kort_datum` writes 1-7-2017 for 01-07-2017 in CSV; `leeg` is written for a missing
    value in a column without codes.
    """

    vorm: Literal["xlsx", "csv"]
    codering: Literal["cp1252", "utf-8-sig"]
    kop: Mapping[str, str]
    waarden: Mapping[str, Mapping[str, str]]
    titelrijen: int = 0
    extra_blad: bool = False
    nummers_als_getal: bool = False
    kort_datum: bool = False
    leeg: Literal["", "NULL", "-"] = ""
    gemeente: _Gemeentewijze = "naam"
    schooljaar_met: Literal["-", "/"] = "-"

    @property
    def heeft_schooljaar(self) -> bool:
        """Whether the file names the school year; without it the date of leaving decides the cohort."""
        return "schooljaar" in self.kop


def schoolindelingen(seed: int, scholen: tuple[School, ...]) -> dict[str, Indeling]:
    """The layout of each school, by BRIN."""
    return {school.brin: _van_school(seed, number, school) for number, school in enumerate(scholen)}


def intergripindeling(seed: int, leverdatum: date) -> tuple[str, Indeling]:
    """Name and layout of Intergrip's export on a date; headers and words changed in 2020."""
    versie = 0 if leverdatum < NIEUWE_INTERGRIP else 1
    lot = Lot(seed, "intergrip", versie)
    kop = {column: _versie(HEADERS["intergrip"][column], versie) for column in kolommen(IntergripRij)}
    waarden = {field: _spelling(lot, field) for field in VALUES if field in kop}
    scheiding: Literal["-", "/"] = "-" if versie == 0 else "/"
    return f"intergrip-{versie}", Indeling("csv", "utf-8-sig", kop, waarden, schooljaar_met=scheiding)


def _van_school(seed: int, number: int, school: School) -> Indeling:
    lot = Lot(seed, "indeling", school.brin)
    xlsx = number % 2 == 0
    kop = _kop(lot, met_schooljaar=number % 8 < 5)
    gemeente: _Gemeentewijze = "code" if number % 8 == 3 else "code zonder nul" if number % 8 == 6 else "naam"
    return Indeling(
        vorm="xlsx" if xlsx else "csv",
        codering="cp1252" if number % 4 == 1 else "utf-8-sig",
        kop=kop,
        waarden={field: _spelling(lot, field) for field in VALUES if field in kop},
        titelrijen=1 + lot.getal(0, 2) if xlsx else 0,
        extra_blad=xlsx and number % 8 == 2,
        nummers_als_getal=xlsx and number % 4 == 0,
        kort_datum=number % 16 == 7,
        leeg="NULL" if number == 3 else "-" if number == 5 else "",
        gemeente=gemeente,
    )


def _kop(lot: Lot, met_schooljaar: bool) -> dict[str, str]:
    columns = [c for c in kolommen(UitstroomRij) if met_schooljaar or c != "schooljaar"]
    if lot.kans(0.4):
        split = columns.index("brin")
        columns = [*columns[split : split + 4], *columns[:split], *columns[split + 4 :]]
    return {column: lot.een(HEADERS["uitstroom"][column]) for column in columns}


def _versie(spellings: tuple[str, ...], versie: int) -> str:
    return spellings[min(versie, len(spellings) - 1)]


def _spelling(lot: Lot, field: str) -> dict[str, str]:
    """One way to write each code; yes and no, and man and woman, have their words from one pair."""
    codes = VALUES[field]
    if field == "geslacht" or set(codes) == {"J", "N"}:
        choice = lot.getal(0, 1)
        return {code: spellings[choice] for code, spellings in codes.items()}
    return {code: lot.een(spellings) for code, spellings in codes.items()}
