"""What a report lacks, against the rule in sets: any schools in any cohorts, any of them forgotten."""

from __future__ import annotations

from datetime import date

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from pipeline.indicators.volledigheid import DEFINITIEF, compute_volledigheid
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Settings

JAAR = 2023
SCHOLEN = ("99AA00", "99AA01", "99BB00")
MOMENTEN = {"V1": 2022, "V2": 2022, "V3": 2021, "V4": 2021}
cohorts = st.integers(2018, 2024)


@given(
    seen=st.sets(st.tuples(st.sampled_from(SCHOLEN), cohorts)),
    measured=st.sets(st.sampled_from(sorted(MOMENTEN))),
    lost=st.frozensets(st.integers(2018, 2022), max_size=3),
    closed=st.sets(st.sampled_from(SCHOLEN), max_size=1),
)
def test_what_is_lacking_is_what_the_rule_says(
    seen: set[tuple[str, int]], measured: set[str], lost: frozenset[int], closed: set[str]
) -> None:
    there = {cohort for _, cohort in seen}
    about = [c for c in (2021, 2022, 2023) if c not in lost and any(c >= early for early in there | lost)]
    known = {school for school, cohort in seen if cohort in (2020, 2021, 2022)}
    schools = {(school, c) for school in known - closed for c in about if (school, c) not in seen}
    moments = {m for m, c in MOMENTEN.items() if c in about and c in there and m not in measured}

    with duckdb.connect() as con:
        con.execute("CREATE TABLE uitschrijving (brin VARCHAR, cohort INTEGER)")
        con.execute("CREATE TABLE schoolverlater (cohort INTEGER)")
        con.execute("CREATE TABLE meting (cohort INTEGER, meetmoment VARCHAR, peildatum DATE)")
        for school, cohort in seen:
            con.execute("INSERT INTO uitschrijving VALUES (?, ?)", [school, cohort])
            con.execute("INSERT INTO schoolverlater VALUES (?)", [cohort])
        for moment in measured:
            con.execute("INSERT INTO meting VALUES (?, ?, ?)", [MOMENTEN[moment], moment, date(2024, 4, 1)])
        settings = Settings.model_validate({"vrijgave": {"zonder_levering": sorted(closed)}})
        found = compute_volledigheid(con, settings, Schooljaar(JAAR), lost)

    assert set(found.scholen) == schools and len(found.scholen) == len(schools)
    assert set(found.momenten) == {f"{m} van {Schooljaar(MOMENTEN[m])}" for m in moments}
    assert found.zonder_eerder_cohort == (not known)
    assert (found.status == DEFINITIEF) == (bool(known) and not schools and not moments)
