"""Another threshold for links: the figures as if the run had had it, and then those of the run again."""

from __future__ import annotations

import re
from typing import Any

import duckdb
import pandas as pd

from pipeline.indicators import gevoeligheid
from pipeline.indicators.compute import MISSCHIEN, WAARNEMING, compute_cijfers
from pipeline.indicators.gevoeligheid import compute_gevoeligheid
from pipeline.microdata.steps import lineage, steps, upstream
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Koppeling, Settings
from tests.support.panel import COHORT, Levering, microdata

JAAR = Schooljaar(COHORT + 2)


def pupil(persoon: str, **more: Any) -> dict[str, Any]:
    fields = {"kv_geboren": persoon[0], "kv_naam": persoon[0], "kv_klank": persoon[0], "kv_roepnaam": "emm"}
    return {"persoon": persoon, **fields, **more}


LEVERINGEN = [
    Levering("uitstroom", [pupil(naam, perspectief_arbeid="J") for naam in ("a", "b", "c", "d")]),
    Levering(
        "intergrip",
        [
            {"persoon": "a", "bestemming": "ARB_REG"},
            {"persoon": "b", "bestemming": "ARB_REG"},
            pupil("cx", pgn_geldig=False, bestemming="GEEN"),
        ],
    ),
]
"""Four leavers at work; after a year two of them still are, and the third, found by weighing, is not."""


def with_other_thresholds(con: duckdb.DuckDBPyConnection, settings: Settings) -> pd.DataFrame:
    found = compute_gevoeligheid(con, settings, JAAR, compute_cijfers(con, settings, JAAR))
    return found.set_index(["indicator", "drempel"])


def test_the_difference_is_that_of_a_run_with_the_other_threshold() -> None:
    """B1 after a year is 2 of 3 with the link and 2 of 2 without it: 33.3 points."""
    settings = Settings()
    with microdata(LEVERINGEN, settings) as con:
        before = compute_cijfers(con, settings, JAAR)
        observed = con.execute("FROM waarneming ORDER BY ALL").fetchall()
        found = with_other_thresholds(con, settings)
        assert con.execute("FROM waarneming ORDER BY ALL").fetchall() == observed
        assert compute_cijfers(con, settings, JAAR).equals(before)
        assert con.execute("SELECT getvariable('koppel_drempel')").fetchall() == [(0.99,)]
        (linked,) = con.execute("SELECT count(*) FROM gelijkstelling").fetchall()[0]
    assert linked == 1
    none = "geen koppeling met een kans"
    assert round(found.verschil["B1_1", none], 1) == 33.3
    assert (found.n["B1_1", none], found.verschil["B1_1", "90%"], found.verschil["P1", none]) == (3, 0.0, 0.0)


def test_a_run_with_the_highest_threshold_differs_from_a_lower_one() -> None:
    settings = Settings(koppeling=Koppeling(drempel=0.9999999))
    with microdata(LEVERINGEN, settings) as con:
        found = with_other_thresholds(con, settings)
    assert round(found.verschil["B1_1", "90%"], 1) == 33.3
    assert found.verschil["B1_1", "geen koppeling met een kans"] == 0.0


def test_both_sides_are_of_the_same_cohorts() -> None:
    """Without links by weighing nobody of the last cohort is measured; the fourth last is not taken instead.

    Of the last three, two of two are at work then and three of three with the link; of the fourth last none.
    """
    early = [(naam, COHORT - 3 + n) for n, naam in enumerate(("a", "b", "c"))]
    left = [pupil(naam, cohort=cohort, perspectief_arbeid="J") for naam, cohort in early]
    seen = [
        {"persoon": naam, "cohort": cohort, "bestemming": "GEEN" if naam == "a" else "ARB_REG"}
        for naam, cohort in early
    ]
    leveringen = [
        Levering("uitstroom", [*left, pupil("d", perspectief_arbeid="J")]),
        Levering("intergrip", [*seen, pupil("dx", pgn_geldig=False, bestemming="ARB_REG")]),
    ]
    settings = Settings()
    with microdata(leveringen, settings) as con:
        found = with_other_thresholds(con, settings)
    none = "geen koppeling met een kans"
    assert (found.n["B1_1", none], found.verschil["B1_1", none]) == (3, 0.0)


def test_every_table_between_a_decision_and_what_is_counted_is_made_again() -> None:
    """From the lineage of the steps, and the tables that are named where leavers are observed."""
    with duckdb.connect(":memory:") as con:
        of = lineage(con)
    after = {step.tabel for step in steps() if "koppelpaar" in upstream(step.tabel, of)}
    words = set(re.findall(r"\w+", WAARNEMING.read_text("utf-8") + MISSCHIEN.read_text("utf-8")))
    read = after & words
    assert set(gevoeligheid._OPNIEUW) == read | {
        t for table in read for t in upstream(table, of) if t in after
    }
