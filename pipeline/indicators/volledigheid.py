"""Whether everything that a report is about was delivered: definitief when it was, else voorlopig.

What is expected follows from what came before: a school that gave up leavers last year does so this year,
unless the settings say that it no longer delivers, and of every cohort that the report is about there is
something measured at each of its moments. Whether a delivery is right, or all of it, it cannot say.
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
    """What a report still lacks: schools without leavers, and moments of which nothing is measured."""

    scholen: tuple[str, ...] = ()
    """BRINs."""
    momenten: tuple[str, ...] = ()
    """As "V3 van 2022-2023"."""

    @property
    def status(self) -> str:
        return VOORLOPIG if self.scholen or self.momenten else DEFINITIEF

    def as_meta(self) -> dict[str, Any]:
        """For release.json: how many schools, not which."""
        return {
            "status": self.status,
            "scholen_zonder_uitstroomlijst": len(self.scholen),
            "momenten_zonder_meting": ", ".join(self.momenten),
        }


def compute_volledigheid(
    con: duckdb.DuckDBPyConnection, settings: Settings, schooljaar: Schooljaar
) -> Volledigheid:
    """What the report of a school year lacks at its stand."""
    con.execute(f"SET VARIABLE schooljaar = {schooljaar.start}")
    con.execute(f"SET VARIABLE stand = DATE '{settings.stand(schooljaar).isoformat()}'")
    con.execute("SET VARIABLE zonder_levering = ?::VARCHAR[]", [settings.vrijgave.zonder_levering])
    found = con.execute(_SQL.read_text("utf-8")).fetchall()
    return Volledigheid(
        tuple(wat for soort, wat, _ in found if soort == "school"),
        tuple(f"{wat} van {Schooljaar(cohort)}" for soort, wat, cohort in found if soort == "meetmoment"),
    )
