"""Whether everything that a report is about was delivered: definitief when it was, else voorlopig.

A report is about the cohort of its school year and the two before it. What is expected of these follows from
what came before: a school that had leavers in one of the three years before has them in each, unless the
settings say that it is not waited for, and of each cohort there is something measured at each of its moments.
In the first year nothing says which schools there are, so that its report stays voorlopig. Whether a delivery
is right, or all of it, and whether a school without leavers had none, it cannot say.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    import duckdb

_SQL = Path(__file__).with_name("volledigheid.sql")
VOORLOPIG, DEFINITIEF = "voorlopig", "definitief"


@dataclass(frozen=True)
class Volledigheid:
    """What a report lacks: schools without leavers, moments of which nothing is measured, years before it."""

    scholen: tuple[tuple[str, int], ...] = ()
    """BRIN and cohort (start year)."""
    momenten: tuple[str, ...] = ()
    """As "V3 van 2022-2023"."""
    zonder_eerder_cohort: bool = False
    """Whether there is no cohort of the three years before to tell which schools are expected."""

    @property
    def status(self) -> str:
        return VOORLOPIG if self.scholen or self.momenten or self.zonder_eerder_cohort else DEFINITIEF

    def as_meta(self) -> dict[str, Any]:
        """For release.json: how many schools, not which."""
        cohorten = sorted({cohort for _, cohort in self.scholen})
        return {
            "status": self.status,
            "scholen_zonder_schoolverlaters": len({brin for brin, _ in self.scholen}),
            "cohorten_zonder_schoolverlaters": ", ".join(Schooljaar(cohort).label for cohort in cohorten),
            "momenten_zonder_meting": ", ".join(self.momenten),
            "zonder_eerder_cohort": int(self.zonder_eerder_cohort),
        }


def compute_volledigheid(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    schooljaar: Schooljaar,
    lost: frozenset[int] = frozenset(),
) -> Volledigheid:
    """What the report of a school year lacks at its stand.

    lost: start years of cohorts whose rows were forgotten. Their figures are taken over, and no delivery of
    them is waited for; which schools they had counts as far as rows are left.
    """
    con.execute(f"SET VARIABLE schooljaar = {schooljaar.start}")
    con.execute(f"SET VARIABLE stand = DATE '{settings.stand(schooljaar).isoformat()}'")
    con.execute("SET VARIABLE zonder_levering = ?::VARCHAR[]", [settings.vrijgave.zonder_levering])
    con.execute("SET VARIABLE verloren = ?::INTEGER[]", [sorted(lost)])
    found = con.execute(_SQL.read_text("utf-8")).fetchall()
    return Volledigheid(
        tuple((wat, cohort) for soort, wat, cohort in found if soort == "school"),
        tuple(f"{wat} van {Schooljaar(cohort)}" for soort, wat, cohort in found if soort == "meetmoment"),
        any(soort == "vorig cohort" for soort, *_ in found),
    )
