"""Voorlopig or definitief: what a report of 2023-2024 lacks, from small hand-made microdata."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from pipeline.indicators.volledigheid import Volledigheid, compute_volledigheid
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Settings

JAAR, STAND = Schooljaar(2023), date(2024, 12, 31)
PEILDATA = {
    (2022, "V1"): "2024-04-01", (2022, "V2"): "2024-11-01",
    (2021, "V3"): "2024-04-01", (2021, "V4"): "2024-11-01",
}  # fmt: skip
"""The moments that the report of 2023-2024 is about, worked out by hand from the calendar."""


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """Two schools that gave up leavers of three cohorts, all of whom are followed at every moment."""
    with duckdb.connect() as con:
        con.execute("CREATE TABLE uitschrijving (brin VARCHAR, cohort INTEGER)")
        con.execute("CREATE TABLE schoolverlater (cohort INTEGER)")
        con.execute("CREATE TABLE meting (cohort INTEGER, meetmoment VARCHAR, peildatum DATE)")
        for cohort in (2021, 2022, 2023):
            con.execute("INSERT INTO schoolverlater VALUES (?)", [cohort])
            for brin in ("99AA00", "99BB00"):
                con.execute("INSERT INTO uitschrijving VALUES (?, ?)", [brin, cohort])
        for (cohort, moment), day in PEILDATA.items():
            con.execute("INSERT INTO meting VALUES (?, ?, ?)", [cohort, moment, day])
        yield con


def lacking(con: duckdb.DuckDBPyConnection, *zonder: str, stand: date = STAND) -> Volledigheid:
    settings = {
        "vrijgave": {"zonder_levering": list(zonder)},
        "stand": {"per_schooljaar": {JAAR.label: stand}},
    }
    return compute_volledigheid(con, Settings.model_validate(settings), JAAR)


def test_with_everything_there_it_is_definitief(con: duckdb.DuckDBPyConnection) -> None:
    assert lacking(con) == Volledigheid()
    assert lacking(con).as_meta() == {
        "status": "definitief", "scholen_zonder_uitstroomlijst": 0, "momenten_zonder_meting": "",
    }  # fmt: skip


def test_a_school_of_last_year_without_leavers_makes_it_voorlopig(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DELETE FROM uitschrijving WHERE brin = '99BB00' AND cohort = 2023")
    assert lacking(con) == Volledigheid(scholen=("99BB00",))
    meta = lacking(con).as_meta()
    assert (meta["status"], meta["scholen_zonder_uitstroomlijst"]) == ("voorlopig", 1)
    assert "99BB00" not in str(meta)


def test_a_school_that_no_longer_delivers_is_not_waited_for(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DELETE FROM uitschrijving WHERE brin = '99BB00' AND cohort = 2023")
    assert lacking(con, "99BB00").status == "definitief"
    assert lacking(con, "99AA00").status == "voorlopig"


def test_a_new_school_and_one_of_longer_ago_are_no_reason(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO uitschrijving VALUES ('99CC00', 2023), ('99DD00', 2021)")
    assert lacking(con).status == "definitief"


@pytest.mark.parametrize(("cohort", "moment"), PEILDATA)
def test_a_moment_of_which_nothing_is_measured_makes_it_voorlopig(
    con: duckdb.DuckDBPyConnection, cohort: int, moment: str
) -> None:
    con.execute("DELETE FROM meting WHERE cohort = ? AND meetmoment = ?", [cohort, moment])
    assert lacking(con) == Volledigheid(momenten=(f"{moment} van {Schooljaar(cohort)}",))
    assert lacking(con).status == "voorlopig"


def test_a_measurement_after_the_stand_does_not_count(con: duckdb.DuckDBPyConnection) -> None:
    early = lacking(con, stand=date(2024, 10, 31))
    assert early.momenten == ("V2 van 2022-2023", "V4 van 2021-2022")


def test_of_a_cohort_without_leavers_nothing_is_expected(con: duckdb.DuckDBPyConnection) -> None:
    for table in ("schoolverlater", "uitschrijving", "meting"):
        con.execute(f"DELETE FROM {table} WHERE cohort < 2023")
    assert lacking(con).status == "definitief"
