"""Which school has not delivered what, of which school year: for who reminds schools, never for a report.

Leavers of a school that is expected to have them make a report voorlopig (volledigheid.py). A school whose
leavers are in no Intergrip delivery at a moment does not: others may have been measured. It is asked all the
same, because its leavers count as not measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pipeline.indicators.volledigheid import Volledigheid
from pipeline.vocabulary.schooljaar import Schooljaar

if TYPE_CHECKING:
    import duckdb

_SQL = Path(__file__).with_name("volgmetingen.sql")
_YEARS_AFTER = {"V1": 1, "V2": 1, "V3": 2, "V4": 2}


@dataclass(frozen=True, order=True)
class Herinnering:
    """What one school has not delivered of one cohort, for the report of one school year."""

    school: str
    """BRIN."""
    naam: str
    """As last delivered, or the BRIN."""
    bron: str
    cohort: str
    momenten: tuple[str, ...]
    rapport: str
    """The first report that lacks it."""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> Self:
        return cls(**{**found, "momenten": tuple(found["momenten"])})


def compute_herinneringen(
    con: duckdb.DuckDBPyConnection, volledigheid: Volledigheid
) -> tuple[Herinnering, ...]:
    """What each school is asked for, for a report whose volledigheid was computed in this session: the school
    year, stand and schools not waited for are those it left in it."""
    names = dict(
        con.execute("SELECT brin, arg_max(naam, (cohort, naam)) FROM school GROUP BY brin").fetchall()
    )
    outflow = [
        Herinnering(
            brin, names.get(brin, brin), "uitstroom", str(Schooljaar(start)), (), str(Schooljaar(start))
        )
        for brin, start in volledigheid.scholen
    ]
    found = con.execute(_SQL.read_text("utf-8")).fetchall()
    followed = []
    for (brin, cohort, years), rows in groupby(found, lambda row: (*row[:2], _YEARS_AFTER[row[2]])):
        moments = tuple(moment for _, _, moment in rows)
        label, report = str(Schooljaar(cohort)), str(Schooljaar(cohort + years))
        followed.append(Herinnering(brin, names.get(brin, brin), "intergrip", label, moments, report))
    return tuple(sorted([*outflow, *followed]))
