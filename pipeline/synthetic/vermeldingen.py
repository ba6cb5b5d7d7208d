"""Rows of the exports that one office makes for everybody: what is written, and what must be read of it.

The rows of schools and of Intergrip are in records.py; these have one spelling at a time and no layout of a
school.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipeline.synthetic.layout import NIEUWE_INTERGRIP
from pipeline.synthetic.records import Cel, RijLot, Tabel, TabelBron
from pipeline.synthetic.spellings import HEADERS

_SCHEIDING = {"cambo": ","}


@dataclass(frozen=True)
class Vermelding:
    """A row: its cells by canonical column, as written, and the values that the contract makes of them.

    `gebrek` is what a rule of the contract says of it; `lot` is its fate once everything is delivered.
    """

    bron: TabelBron
    pad: str
    leverdatum: date
    cellen: Mapping[str, Cel]
    waarden: dict[str, object]
    lot: RijLot = "gehouden"
    gebrek: str = ""


def als_tabellen(vermeldingen: Iterable[Vermelding]) -> tuple[Tabel, ...]:
    """A file per place, with its rows in the order in which they come and the headers of its time."""
    return tuple(_tabel(rijen) for rijen in _per_bestand(vermeldingen).values())


def waarheid(vermeldingen: Iterable[Vermelding]) -> dict[str, pd.DataFrame]:
    """Per source a table with bestand, leverdatum, rij (from 1), lot, gebrek and the values to be read."""
    found: defaultdict[str, defaultdict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
    for pad, rijen in _per_bestand(vermeldingen).items():
        for number, v in enumerate(rijen, start=1):
            herkomst = {"bestand": pad, "leverdatum": v.leverdatum, "rij": number}
            for naam, waarde in (herkomst | {"lot": v.lot, "gebrek": v.gebrek} | v.waarden).items():
                found[v.bron][naam].append(waarde)
    return {bron: pd.DataFrame(columns, dtype=object) for bron, columns in found.items()}


def schooljaar_van(dag: date) -> int:
    """Start year of the school year (1 August to 31 July) in which a day falls."""
    return dag.year if dag.month >= 8 else dag.year - 1


def _per_bestand(vermeldingen: Iterable[Vermelding]) -> dict[str, list[Vermelding]]:
    files: defaultdict[str, list[Vermelding]] = defaultdict(list)
    for vermelding in vermeldingen:
        files[vermelding.pad].append(vermelding)
    return dict(files)


def _tabel(rijen: list[Vermelding]) -> Tabel:
    first = rijen[0]
    versie = 0 if first.leverdatum < NIEUWE_INTERGRIP else 1
    spellings = HEADERS[first.bron]
    return Tabel(
        bron=first.bron,
        pad=first.pad,
        leverdatum=first.leverdatum,
        kop=tuple(spellings[naam][min(versie, len(spellings[naam]) - 1)] for naam in first.cellen),
        rijen=tuple(tuple(rij.cellen.values()) for rij in rijen),
        scheiding=_SCHEIDING.get(first.bron, ";"),
    )
