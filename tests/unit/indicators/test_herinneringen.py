"""Whom to remind of what, from small hand-made microdata."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from pipeline.indicators.herinneringen import Herinnering, compute_herinneringen
from pipeline.indicators.volledigheid import compute_volledigheid
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Settings

JAAR = Schooljaar(2023)
PEILDATA = {
    (2022, "V1"): "2024-04-01", (2022, "V2"): "2024-11-01",
    (2021, "V3"): "2024-04-01", (2021, "V4"): "2024-11-01",
}  # fmt: skip


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """Two schools with leavers of three cohorts, who are all in Intergrip at every moment."""
    with duckdb.connect() as con:
        con.execute("CREATE TABLE uitschrijving (brin VARCHAR, cohort INTEGER)")
        con.execute("CREATE TABLE schoolverlater (cohort INTEGER)")
        con.execute("CREATE TABLE meting (cohort INTEGER, meetmoment VARCHAR, peildatum DATE)")
        con.execute("CREATE TABLE volgrecord (brin VARCHAR, cohort INTEGER, meetmoment VARCHAR)")
        con.execute("CREATE TABLE peildatum (cohort INTEGER, meetmoment VARCHAR, peildatum DATE)")
        con.execute("CREATE TABLE school (brin VARCHAR, cohort INTEGER, naam VARCHAR)")
        for cohort in (2021, 2022, 2023):
            con.execute("INSERT INTO schoolverlater VALUES (?)", [cohort])
            for brin in ("99AA00", "99BB00"):
                con.execute("INSERT INTO uitschrijving VALUES (?, ?)", [brin, cohort])
                con.execute("INSERT INTO school VALUES (?, ?, ?)", [brin, cohort, f"De {brin[2]} {cohort}"])
        for (cohort, moment), day in PEILDATA.items():
            for table in ("meting", "peildatum"):
                con.execute(f"INSERT INTO {table} VALUES (?, ?, ?)", [cohort, moment, day])
            for brin in ("99AA00", "99BB00"):
                con.execute("INSERT INTO volgrecord VALUES (?, ?, ?)", [brin, cohort, moment])
        yield con


def asked(
    con: duckdb.DuckDBPyConnection, *zonder: str, stand: date = date(2024, 12, 31), lost: tuple[int, ...] = ()
) -> tuple[Herinnering, ...]:
    settings = {
        "vrijgave": {"zonder_levering": list(zonder)},
        "stand": {"per_schooljaar": {JAAR.label: stand}},
    }
    return compute_herinneringen(
        con, compute_volledigheid(con, Settings.model_validate(settings), JAAR, frozenset(lost))
    )


def test_nobody_is_reminded_when_everything_is_there(con: duckdb.DuckDBPyConnection) -> None:
    assert asked(con) == ()


def test_a_school_without_leavers_is_asked_for_its_outflow_by_its_last_name(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute("DELETE FROM uitschrijving WHERE brin = '99BB00' AND cohort = 2023")
    con.execute("DELETE FROM school WHERE brin = '99BB00' AND cohort = 2023")
    assert asked(con) == (Herinnering("99BB00", "De B 2022", "uitstroom", "2023-2024", (), "2023-2024"),)
    assert asked(con, "99BB") == ()


def test_a_school_that_is_in_no_intergrip_delivery_is_asked_for_those_moments(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute("DELETE FROM volgrecord WHERE brin = '99AA00' AND meetmoment IN ('V1', 'V2', 'V4')")
    name = "De A 2023"
    both = (
        Herinnering("99AA00", name, "intergrip", "2021-2022", ("V4",), "2023-2024"),
        Herinnering("99AA00", name, "intergrip", "2022-2023", ("V1", "V2"), "2023-2024"),
    )
    assert asked(con) == both
    assert asked(con, stand=date(2024, 10, 31)) == (
        Herinnering("99AA00", name, "intergrip", "2022-2023", ("V1",), "2023-2024"),
    )
    assert asked(con, lost=(2021,)) == both[1:]
    assert asked(con, "99AA00") == ()


def test_it_is_written_down_and_read_back(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DELETE FROM volgrecord WHERE brin = '99AA00'")
    found = asked(con)
    assert tuple(Herinnering.from_dict(one.as_dict()) for one in found) == found
