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


def lacking(
    con: duckdb.DuckDBPyConnection, *zonder: str, stand: date = STAND, lost: frozenset[int] = frozenset()
) -> Volledigheid:
    settings = {
        "vrijgave": {"zonder_levering": list(zonder)},
        "stand": {"per_schooljaar": {JAAR.label: stand}},
    }
    return compute_volledigheid(con, Settings.model_validate(settings), JAAR, lost)


def forget(con: duckdb.DuckDBPyConnection, condition: str, *tables: str) -> None:
    for table in tables or ("uitschrijving", "schoolverlater", "meting"):
        con.execute(f"DELETE FROM {table} WHERE {condition}")


def test_with_everything_there_it_is_definitief(con: duckdb.DuckDBPyConnection) -> None:
    assert lacking(con) == Volledigheid()
    assert lacking(con).as_meta() == {
        "status": "definitief",
        "scholen_zonder_schoolverlaters": 0,
        "cohorten_zonder_schoolverlaters": "",
        "momenten_zonder_meting": "",
        "zonder_eerder_cohort": 0,
    }


@pytest.mark.parametrize("cohort", [2021, 2022, 2023])
def test_a_school_without_leavers_in_a_cohort_of_the_report_makes_it_voorlopig(
    con: duckdb.DuckDBPyConnection, cohort: int
) -> None:
    """Also one that is missing in the middle: of its leavers this report shows what became."""
    forget(con, f"brin = '99BB00' AND cohort = {cohort}", "uitschrijving")
    assert lacking(con) == Volledigheid(scholen=(("99BB00", cohort),))
    meta = lacking(con).as_meta()
    assert (meta["status"], meta["scholen_zonder_schoolverlaters"]) == ("voorlopig", 1)
    assert meta["cohorten_zonder_schoolverlaters"] == Schooljaar(cohort).label
    assert "99BB00" not in str(meta)


def test_a_school_counts_once_however_many_cohorts_lack_it(con: duckdb.DuckDBPyConnection) -> None:
    forget(con, "brin = '99BB00' AND cohort > 2021", "uitschrijving")
    found = lacking(con)
    assert found.scholen == (("99BB00", 2022), ("99BB00", 2023))
    assert found.as_meta()["scholen_zonder_schoolverlaters"] == 1
    assert found.as_meta()["cohorten_zonder_schoolverlaters"] == "2022-2023, 2023-2024"


@pytest.mark.parametrize("written", ["99BB00", "99BB", "99bb 00", "99 bb"])
def test_a_school_that_no_longer_delivers_is_not_waited_for(
    con: duckdb.DuckDBPyConnection, written: str
) -> None:
    forget(con, "brin = '99BB00' AND cohort = 2023", "uitschrijving")
    assert lacking(con, written).status == "definitief"
    assert lacking(con, "99AA00").status == "voorlopig"
    assert lacking(con, "99BB01").status == "voorlopig"


def test_a_school_of_three_years_ago_is_waited_for_in_every_cohort_of_the_report(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute("INSERT INTO uitschrijving VALUES ('99AA00', 2020), ('99BB00', 2020), ('99DD00', 2020)")
    assert lacking(con).scholen == (("99DD00", 2021), ("99DD00", 2022), ("99DD00", 2023))
    assert lacking(con, "99DD00").status == "definitief"


def test_a_school_of_four_years_ago_and_one_that_is_new_this_year_are_no_reason(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute("INSERT INTO uitschrijving VALUES ('99AA00', 2020), ('99BB00', 2020)")
    con.execute("INSERT INTO uitschrijving VALUES ('99CC00', 2023), ('99DD00', 2019)")
    assert lacking(con).status == "definitief"


def test_a_school_that_is_first_seen_last_year_is_new_or_was_missing_before(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """Which of the two nobody can tell from the deliveries."""
    con.execute("INSERT INTO uitschrijving VALUES ('99CC00', 2022), ('99CC00', 2023)")
    assert lacking(con).scholen == (("99CC00", 2021),)
    assert lacking(con, "99CC00").status == "definitief"


def test_a_whole_cohort_that_is_absent_makes_it_voorlopig(con: duckdb.DuckDBPyConnection) -> None:
    forget(con, "cohort = 2022")
    found = lacking(con)
    assert found.scholen == (("99AA00", 2022), ("99BB00", 2022))
    assert found.status == "voorlopig" and not found.zonder_eerder_cohort


def test_before_the_first_cohort_there_is_nothing_to_wait_for(con: duckdb.DuckDBPyConnection) -> None:
    forget(con, "cohort = 2021")
    assert lacking(con) == Volledigheid()


def test_in_the_first_year_nobody_knows_which_schools_there_are(con: duckdb.DuckDBPyConnection) -> None:
    forget(con, "cohort < 2023")
    found = lacking(con)
    assert found == Volledigheid(zonder_eerder_cohort=True)
    assert (found.status, found.as_meta()["zonder_eerder_cohort"]) == ("voorlopig", 1)


def test_a_cohort_of_too_long_ago_is_nothing_to_compare_with(con: duckdb.DuckDBPyConnection) -> None:
    forget(con, "cohort < 2023")
    con.execute("INSERT INTO uitschrijving VALUES ('99AA00', 2019)")
    assert lacking(con) == Volledigheid(zonder_eerder_cohort=True)


def test_of_a_cohort_whose_rows_were_forgotten_nothing_is_lacking(con: duckdb.DuckDBPyConnection) -> None:
    """A few corrections of it are left; its figures are those of an earlier report."""
    forget(con, "cohort = 2022 AND brin = '99AA00'", "uitschrijving")
    forget(con, "cohort = 2022", "meting")
    assert lacking(con).status == "voorlopig"
    assert lacking(con, lost=frozenset({2022})) == Volledigheid()


def test_schools_of_a_cohort_whose_rows_were_forgotten_are_known_as_far_as_they_are_left(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute("INSERT INTO uitschrijving VALUES ('99DD00', 2022)")
    assert lacking(con, lost=frozenset({2022})).scholen == (("99DD00", 2021), ("99DD00", 2023))


def test_a_cohort_that_was_never_there_after_one_that_was_forgotten_is_lacking(
    con: duckdb.DuckDBPyConnection,
) -> None:
    forget(con, "cohort = 2021")
    assert lacking(con, lost=frozenset({2020})).scholen == (("99AA00", 2021), ("99BB00", 2021))


def test_when_all_earlier_cohorts_were_forgotten_there_is_nothing_to_compare_with(
    con: duckdb.DuckDBPyConnection,
) -> None:
    forget(con, "cohort < 2023")
    assert lacking(con, lost=frozenset({2020, 2021, 2022})) == Volledigheid(zonder_eerder_cohort=True)


@pytest.mark.parametrize(("cohort", "moment"), PEILDATA)
def test_a_moment_of_which_nothing_is_measured_makes_it_voorlopig(
    con: duckdb.DuckDBPyConnection, cohort: int, moment: str
) -> None:
    forget(con, f"cohort = {cohort} AND meetmoment = '{moment}'", "meting")
    assert lacking(con) == Volledigheid(momenten=(f"{moment} van {Schooljaar(cohort)}",))
    assert lacking(con).status == "voorlopig"


def test_a_measurement_after_the_stand_does_not_count(con: duckdb.DuckDBPyConnection) -> None:
    early = lacking(con, stand=date(2024, 10, 31))
    assert early.momenten == ("V2 van 2022-2023", "V4 van 2021-2022")
