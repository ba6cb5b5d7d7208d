"""Indicators as small tables: leavers in, figures out, both written as a reader of the definitions would.

A table of leavers has a row per kind of leaver and these columns, all but the first optional:

  bestemming  a code; with a job between brackets: ARB_REG (bakker, VAST, 32)
  V1 .. V4    a code (with a job), `niet bereikt`, or empty: no row, so not measured; `quarantaine`: a row of
              which nobody knows whose it is
  aantal      how many such leavers there are (1)
  vertrek     the day of leaving, and `begin` that of her first work as every row of V1 .. V4 gives it (both
              as 2017-07-31)
  school, bestuur, schooltype, perspectief, profiel, reden, uitkering, passend, werkgemeente
  vsv         the teljaar of a DUO file that the leaver stands in
  pgn         `nee` for a leaver without one
  quarantaine what could not be established of this row of the outflow: persoon, school or schooljaar. Of such
              a row only school and cohort are kept, as far as they are known; a school ? is not

A job is employer, contract and hours; a contract is VAST, TIJDELIJK (of unknown length) or begin/end; ? is
unknown. A table of figures names indicator and what else identifies a row, and the numbers that are expected,
in Dutch notation; - is no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from pipeline.vocabulary.meetmoment import MEETMOMENTEN
from pipeline.workspace.settings import Definities, Settings
from tests.support.panel import COHORT, Levering, cijfers

Cells = dict[str, str]
VSV_FILES = {2015: "D", 2016: "D", 2017: "D", 2018: "D"}
"""Teljaren of the definitive DUO files that were delivered, when a table has a column vsv."""
SECTOR_PER_1000 = """
        bestemming | reden   | aantal
        ARB_REG    |         | 371
        MBO_BOL    |         | 421
        PRO        |         | 50
        VSO        |         | 26
        VMBO       |         | 24
        DAG_ARB    |         | 30
        TRAJECT    |         | 24
        BUITENLAND |         | 12
        ONBEKEND   |         | 12"""
"""The sector's published breakdown in leavers of a thousand (domain.md §8), but for the 30 without work,
whose reasons decide how they count."""

_FIELDS = {"perspectief": "perspectief_arbeid", "profiel": "uitstroomprofiel", "school": "brin"}
_DAYS = {"vertrek": "datum_uitstroom"}
_GIVEN = (
    "school",
    "bestuur",
    "schooltype",
    "perspectief",
    "profiel",
    "reden",
    "uitkering",
    "passend",
    "werkgemeente",
)
_IDENTITY = {"klasse": "", "soort_klasse": None, "cohort": COHORT, "niveau": None, "eenheid": "regio"}
_LOST = ("bestemming", "pgn_geldig")
"""What a row of the panel has by default and a row in quarantine has not."""
_CELL = re.compile(r"(?P<code>[A-Z_]+)(?: \((?P<baan>[^)]*)\))?")
_ROUNDING = 0.05 + 1e-9


def check(
    leavers: str,
    expected: str,
    schooljaar: int = COHORT + 2,
    vsv_files: Mapping[int, str] = VSV_FILES,
    settings: Settings | None = None,
    **definities: Any,
) -> None:
    """Assert that these leavers give these figures in the report of a school year, under these settings."""
    settings = settings or Settings(definities=Definities(**definities))
    figures = cijfers(deliveries(leavers, vsv_files), settings, schooljaar)
    wrong = [fault for row in table(expected) for fault in _faults(row, figures)]
    assert not wrong, "\n".join(wrong)


def table(text: str) -> list[Cells]:
    """The rows of a table, by the names in its first line."""
    lines = [[cell.strip() for cell in line.strip().split("|")] for line in text.strip().splitlines()]
    names, *rows = lines
    for row in rows:
        assert len(row) == len(names), f"{len(row)} cells under {len(names)} names: {' | '.join(row)}"
    return [dict(zip(names, row, strict=True)) for row in rows]


def deliveries(leavers: str, vsv_files: Mapping[int, str]) -> list[Levering]:
    """The outflow, Intergrip and DUO deliveries that tell of these leavers."""
    people = list(_people(table(leavers)))
    outflow = [_uitstroom(person, row) for person, row in people]
    followed = [found for person, row in people for found in _intergrip(person, row)]
    found = [Levering("uitstroom", outflow), Levering("intergrip", followed)]
    if any("vsv" in row for _, row in people):
        found += [_duo(year, stand, people) for year, stand in vsv_files.items()]
    return found


def _people(rows: list[Cells]) -> Iterator[tuple[str, Cells]]:
    for kind, row in enumerate(rows):
        for number in range(int(row.get("aantal") or 1)):
            yield f"p{kind}.{number}", row


def _uitstroom(person: str, row: Cells) -> dict[str, Any]:
    if row.get("quarantaine"):
        return _quarantined(row)
    known: dict[str, Any] = {_FIELDS.get(name, name): row[name] for name in _GIVEN if row.get(name)}
    known |= {_DAYS[name]: date.fromisoformat(row[name]) for name in _DAYS if row.get(name)}
    identity = {"leerling": person} if row.get("pgn") == "nee" else {"persoon": person}
    return identity | known | _situation(row["bestemming"])


def _quarantined(row: Cells) -> dict[str, Any]:
    what = row["quarantaine"]
    known: dict[str, Any] = {"brin": row["school"]} if row.get("school") else {}
    known |= {"brin": None} if what == "school" or row.get("school") == "?" else {}
    known |= {"cohort": None} if what == "schooljaar" else {}
    return (
        dict.fromkeys(_LOST)
        | known
        | {"lot": "quarantaine", "quarantaine_reden": f"{what} niet vast te stellen"}
    )


def _intergrip(person: str, row: Cells) -> Iterator[dict[str, Any]]:
    for moment in MEETMOMENTEN:
        if (cell := row.get(moment)) == "quarantaine":
            yield dict.fromkeys(_LOST) | {"meetmoment": moment, "lot": "quarantaine"}
        elif cell:
            found = {"bereikt": "N", "bestemming": "ONBEKEND"} if cell == "niet bereikt" else _situation(cell)
            begin = {"begindatum_eerste_werk": date.fromisoformat(row["begin"])} if row.get("begin") else {}
            yield {"persoon": person, "meetmoment": moment, **found, **begin}


def _duo(year: int, stand: str, people: list[tuple[str, Cells]]) -> Levering:
    inside = [{"persoon": person} for person, row in people if row["vsv"] == str(year)]
    return Levering("duo_nenr", inside, teljaar=year, stand=stand)


def _situation(cell: str) -> dict[str, Any]:
    """A destination, and the job if one is given."""
    parsed = _CELL.fullmatch(cell)
    assert parsed, f"not a destination: {cell!r}"
    return {"bestemming": parsed["code"]} | (_job(parsed["baan"]) if parsed["baan"] else {})


def _job(text: str) -> dict[str, Any]:
    werkgever, contract, uren = (None if part == "?" else part for part in text.split(", "))
    job: dict[str, Any] = {"werkgever": werkgever, "uren": float(uren.replace(",", ".")) if uren else None}
    if contract and "/" in contract:
        begin, einde = map(date.fromisoformat, contract.split("/"))
        return job | {"contract_soort": "TIJDELIJK", "contract_begin": begin, "contract_einde": einde}
    return job | {"contract_soort": contract}


def _faults(row: Cells, figures: pd.DataFrame) -> Iterator[str]:
    wanted = {name: row.get(name) or default for name, default in _IDENTITY.items()} | {
        "indicator": row["indicator"]
    }
    chosen = pd.Series(True, index=figures.index)
    for name, value in wanted.items():
        chosen &= True if value is None else figures[name] == (int(value) if name == "cohort" else value)
    if chosen.sum() != 1:
        yield f"{chosen.sum()} rows for {wanted}"
        return
    actual = figures[chosen].iloc[0]
    for name in row.keys() - wanted.keys():
        if not _equal(row[name], actual[name]):
            yield f"{' | '.join(row.values())}: {name} is {actual[name]}"


def _equal(expected: str, actual: Any) -> bool:
    if pd.isna(actual) or expected == "-":
        return bool(pd.isna(actual)) and expected == "-"
    if isinstance(actual, str):
        return expected == actual
    return abs(float(expected.replace(",", ".")) - float(actual)) <= _ROUNDING
