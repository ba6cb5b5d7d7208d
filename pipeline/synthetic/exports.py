"""Writes the exports of an invented population, each in its school's layout and spelling."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from pipeline.synthetic.jobs import gemeente_naam
from pipeline.synthetic.layout import Indeling
from pipeline.synthetic.records import Cel, Levering, Rij, Tabel
from pipeline.synthetic.sheets import schrijf_xlsx
from pipeline.synthetic.truth import Truth

_NUMMERS = ("leerlingnummer", "pgn")
_GEMEENTEN = ("gemeente", "werkgemeente")


def write_exports(truth: Truth, raw: Path, upto: date | None = None) -> list[Path]:
    """Write all files under raw/<leverdatum>/, or those delivered up to and including a day.

    Gives the paths, sorted.

    The same truth gives the same bytes. Files that are there already are overwritten.
    """
    tabellen = [tabel for tabel in truth.tabellen if upto is None or tabel.leverdatum <= upto]
    leveringen = [levering for levering in truth.leveringen if upto is None or levering.leverdatum <= upto]
    written = [_schrijf_tabel(tabel, _plek(raw, tabel.pad)) for tabel in tabellen]
    written += [
        _schrijf_levering(levering, truth.indelingen[levering.indeling], _plek(raw, levering.pad))
        for levering in leveringen
    ]
    return sorted(written)


def _plek(raw: Path, pad: str) -> Path:
    path = raw / pad
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _schrijf_tabel(tabel: Tabel, path: Path) -> Path:
    if path.suffix == ".xlsx":
        return schrijf_xlsx(path, tabel.leverdatum, tabel.kop, tabel.rijen)
    rijen = ([_tekst(cell) for cell in rij] for rij in tabel.rijen)
    return _schrijf_csv(path, "utf-8", tabel.kop, rijen, tabel.scheiding)


def _schrijf_levering(levering: Levering, indeling: Indeling, path: Path) -> Path:
    kop = tuple(indeling.kop.values())
    rijen = [_cellen(rij, indeling) for rij in levering.rijen]
    if path.suffix == ".csv":
        texts = (
            [cell if isinstance(cell, str) else _csv_tekst(cell, indeling) for cell in rij] for rij in rijen
        )
        return _schrijf_csv(path, indeling.codering, kop, texts)
    school = levering.rijen[0].school
    titels = (f"Uitstroomoverzicht {school}", "Peildatum 1 november", "Aangemaakt door de administratie")
    return schrijf_xlsx(
        path,
        levering.leverdatum,
        kop,
        [
            tuple(_getal(column, cell, indeling) for column, cell in zip(indeling.kop, rij, strict=True))
            for rij in rijen
        ],
        titels=titels[: indeling.titelrijen],
        totaal=True,
        extra_blad=indeling.extra_blad,
    )


def _cellen(rij: Rij, indeling: Indeling) -> tuple[Cel, ...]:
    """The row in the layout's columns and words, dates and numbers still as such."""
    return tuple(_cel(column, getattr(rij, column), indeling) for column in indeling.kop)


def _cel(column: str, value: Cel, indeling: Indeling) -> Cel:
    if column in indeling.waarden:
        return "" if value is None else indeling.waarden[column][str(value)]
    if value is None:
        return indeling.leeg
    if column in _GEMEENTEN:
        return _gemeente(str(value), indeling)
    if column == "schooljaar":
        return str(value).replace("-", indeling.schooljaar_met)
    return value


def _gemeente(code: str, indeling: Indeling) -> str:
    if indeling.gemeente == "naam":
        return gemeente_naam(code)
    return code if indeling.gemeente == "code" else code.lstrip("0")


def _getal(column: str, cell: Cel, indeling: Indeling) -> Cel:
    """A PGN or leerlingnummer as a number cell, where the school's spreadsheet does that."""
    numeric = indeling.nummers_als_getal and column in _NUMMERS and isinstance(cell, str)
    return float(cell) if numeric and str(cell).isdigit() and not str(cell).startswith("0") else cell  # type: ignore[arg-type]


def _csv_tekst(cell: Cel, indeling: Indeling) -> str:
    if isinstance(cell, date) and indeling.kort_datum:
        return f"{cell.day}-{cell.month}-{cell.year}"
    return _tekst(cell)


def _tekst(cell: Cel) -> str:
    """A cell as a Dutch CSV writes it: 01-07-2017 and 24,5."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    return f"{cell:g}".replace(".", ",") if isinstance(cell, float) else cell


def _schrijf_csv(
    path: Path, encoding: str, kop: Sequence[str], rijen: Iterable[Sequence[str]], scheiding: str = ";"
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=scheiding, lineterminator="\r\n")
        writer.writerow(kop)
        writer.writerows(rijen)
    return path
