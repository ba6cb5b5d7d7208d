"""The tables beside `cijfers`: the flow to leavers, deliveries, defects, repairs, targets, ESF, definitions.

All as known at the report's stand: a later delivery of a later measurement does not change an older report.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.indicators.definitions import BESTEMMING, definities
from pipeline.vocabulary.schooljaar import Schooljaar

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

FOLDER = Path(__file__).parent / "overzichten"
OVERZICHTEN = (
    "stroom",
    "leveringen",
    "defecten",
    "hersteld",
    "koppeling",
    "doelen",
    "esf",
    "aanbevelingen",
    "zelfevaluatie",
    "werkoverleg",
    "caseload",
    "aansluiting",
    "innovatieplannen",
    "achtergrond",
)


def compute_overzichten(
    con: duckdb.DuckDBPyConnection, schooljaar: Schooljaar, stand: date
) -> dict[str, pd.DataFrame]:
    """Every overview by name. Needs `waarneming` (compute.observe) for the same stand."""
    con.execute(f"SET VARIABLE stand = DATE '{stand.isoformat()}'")
    con.execute(f"SET VARIABLE schooljaar = {schooljaar.start}")
    return {naam: compute_overzicht(con, naam) for naam in OVERZICHTEN} | {"definities": definitietabel()}


def compute_overzicht(con: duckdb.DuckDBPyConnection, naam: str) -> pd.DataFrame:
    """One overview. Needs `waarneming`, and the variables that compute.observe sets."""
    return con.execute((FOLDER / f"{naam}.sql").read_text("utf-8")).df()


def compute_plannen(con: duckdb.DuckDBPyConnection) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the effect of innovatieplannen is asked with; of no release. Needs `waarneming`.

    The plans (plan, indicator, cohort, besturen, scholen), and per cohort the day on which something of it
    was first delivered (cohort, sinds).
    """
    plannen, uitkomsten = (
        con.execute((FOLDER / f"{naam}.sql").read_text("utf-8")).df() for naam in ("plannen", "uitkomsten")
    )
    return plannen, uitkomsten


def definitietabel() -> pd.DataFrame:
    """The definitions in words, one row per indicator."""
    import pandas as pd

    return pd.DataFrame(
        {
            "indicator": d.code,
            "naam": d.naam,
            "vraag": d.vraag,
            "teller": d.teller,
            "noemer": d.noemer,
            "onbekend_telt": d.onbekend_telt,
            "versie": d.versie,
            "bron": d.bron,
        }
        for d in (BESTEMMING, *definities().values())
    )
