"""Indicators for any group: by hand, and against the code that counts the figures of the release."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.indicators.compute import compute_cijfers, observe
from pipeline.indicators.definitions import definities
from pipeline.indicators.groepen import Groepering, compute_indicator, kolommen_van
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Settings
from tests.support.leavers import Leaver, deliveries, lost_rows, panels
from tests.support.panel import Levering, microdata

JAAR, SETTINGS = Schooljaar(2018), Settings()
PER = {"regio": (), "schooltype": ("schooltype",), "bestuur": ("bestuur",), "school": ("school_id",)}
SAME = [
    "n", "k", "pct", "laag", "hoog", "onbekend", "aandeel_onbekend", "ondergrens", "bovengrens",
    "quarantaine", "n_beste", "k_beste", "status", "definitie_versie",
]  # fmt: skip
ROWS = [
    {"persoon": "a", "geslacht": "V", "bestemming": "ARB_REG", "perspectief_arbeid": "J"},
    {"persoon": "b", "geslacht": "V", "bestemming": "GEEN", "perspectief_arbeid": "J"},
    {"persoon": "c", "geslacht": "M", "bestemming": "ONBEKEND", "perspectief_arbeid": "J"},
    {"persoon": "d", "brin": "99BB00", "bestuur": "Bestuur B", "schooltype": "VSO", "geslacht": "M"},
    {"brin": "99AA00", "lot": "quarantaine", "quarantaine_reden": "persoon niet vast te stellen"},
    {"brin": None, "lot": "quarantaine", "quarantaine_reden": "school niet vast te stellen"},
    {"brin": "99ZZ00", "lot": "quarantaine", "quarantaine_reden": "persoon niet vast te stellen"},
]
"""Three of one school, one of another. In quarantine: one of the first school, one of any, one of a school
that nobody else left."""


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with microdata([Levering("uitstroom", ROWS)]) as session:
        observe(session, SETTINGS, JAAR)
        yield session


def counted(con: duckdb.DuckDBPyConnection, code: str, groepering: Groepering) -> pd.DataFrame:
    return compute_indicator(con, code, groepering, SETTINGS.momenten, SETTINGS.stand(JAAR))


def test_by_a_column_that_no_release_has(con: duckdb.DuckDBPyConnection) -> None:
    """P2 of girls 1 of 2, of boys 0 of 1 (unknown stays in); each row in quarantine may be of either."""
    found = counted(con, "P2", Groepering(per=("geslacht",))).set_index("geslacht")
    assert found.loc["V", ["n", "k", "onbekend"]].to_list() == [2, 1, 3]
    # d is not of the group: her perspective is not filled in, so she may be of it, and she works.
    assert found.loc["M", ["n", "k", "onbekend"]].to_list() == [1, 0, 1 + 1 + 3]
    assert found.loc["V", ["ondergrens", "bovengrens"]].to_list() == pytest.approx([100 / 5, 100 * 4 / 5])


@pytest.mark.parametrize(
    ("per", "waar", "rows"),
    [
        ((), (), 3),
        (("school_id",), ("school_id = '99AA00'",), 2),
        (("school_id",), ("school_id = '99BB00'",), 1),
        ((), ("school_id = '99BB00'",), 1),
        (("schooltype",), ("schooltype = 'PRO'",), 3),
        (("schooltype",), ("schooltype = 'VSO'",), 2),
        ((), ("schooltype = 'VSO'",), 2),
        (("geslacht",), ("schooltype = 'VSO'",), 2),
        ((), ("schooltype = 'VSO'", "geslacht = 'M'"), 2),
        ((), ("schooltype = 'VSO' AND geslacht = 'M'",), 3),
        (("bestuur", "geslacht"), ("bestuur = 'Bestuur A'", "geslacht = 'V'"), 3),
    ],
)
def test_which_rows_in_quarantine_may_be_of_a_group(
    con: duckdb.DuckDBPyConnection, per: tuple[str, ...], waar: tuple[str, ...], rows: int
) -> None:
    """Of a condition on more than her school nothing is known, so it rules nobody out."""
    found = counted(con, "K1", Groepering(per=per, waar=waar))
    assert found.quarantaine.to_list() == [rows]


def test_who_does_not_meet_a_condition_for_certain_is_not_in_it(con: duckdb.DuckDBPyConnection) -> None:
    assert counted(con, "K1", Groepering(waar=("perspectief_arbeid = 'J'",))).n.to_list() == [3]
    assert counted(con, "K1", Groepering(waar=("perspectief_arbeid <> 'J'",))).empty


def test_not_measured_is_told_by_the_whole_region(con: duckdb.DuckDBPyConnection) -> None:
    """Of nobody it is known whether the work suits her: that is not measured, also where nobody works."""
    found = counted(con, "Q", Groepering(per=("geslacht",)))
    assert set(found.status) == {"niet gemeten"}
    assert found[["n", "k", "pct"]].isna().all(axis=None)


def test_what_a_condition_looks_at(con: duckdb.DuckDBPyConnection) -> None:
    assert kolommen_van(con, "leeftijd > 18 AND lower(Geslacht) = 'v'") == {"leeftijd", "geslacht"}
    for wrong in ("leeftijd >", "", "1; DROP TABLE school", "true), (false", "true) FROM school WHERE (true"):
        with pytest.raises(ValueError, match="not one condition"):
            kolommen_van(con, wrong)


def test_an_indicator_that_does_not_exist(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(KeyError):
        counted(con, "P9", Groepering())


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(people=panels, lost=lost_rows, code=st.sampled_from(["D", *definities()]))
def test_the_groups_of_a_release_have_the_figures_of_the_release(
    people: list[Leaver], lost: list[str | None], code: str
) -> None:
    """At every level, with bounds and quarantine; and a condition on the school says what its level says."""
    with microdata(deliveries({2014: people, 2015: people[:3]}, {2014: lost})) as con:
        release = compute_cijfers(con, SETTINGS, JAAR)
        for niveau, per in PER.items():
            same(con, release, code, niveau, per)
        for unit in sorted(set(release[release.niveau == "schooltype"].eenheid)):
            found = counted(con, "P1", Groepering(waar=(f"schooltype = '{unit}'",)))
            wanted = release.query("indicator == 'P1' and niveau == 'schooltype' and eenheid == @unit")
            pd.testing.assert_frame_equal(
                found[SAME].reset_index(drop=True), wanted[SAME].reset_index(drop=True), check_dtype=False
            )


def same(
    con: duckdb.DuckDBPyConnection, release: pd.DataFrame, code: str, niveau: str, per: tuple[str, ...]
) -> None:
    order = ["cohort", "eenheid", "klasse"]
    wanted = release[
        (release.indicator == code) & (release.niveau == niveau) & (release.soort_klasse != "code")
    ]
    found = counted(con, code, Groepering(per=per))
    found = found.assign(eenheid=found[per[0]] if per else "regio")
    left, right = (t.sort_values(order).reset_index(drop=True)[[*order, *SAME]] for t in (wanted, found))
    pd.testing.assert_frame_equal(left, right, check_dtype=False)
