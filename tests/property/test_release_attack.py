"""Made-up regions are protected, and attacked with integer programming by code that shares nothing with the
release.
"""

from collections.abc import Iterator

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, reject, settings
from hypothesis import strategies as st

from pipeline.release import decision, model
from pipeline.release.figures import KEY_COLUMNS
from pipeline.release.policy import Policy
from pipeline.release.protection import ProtectedTables, protect
from pipeline.release.system import System
from pipeline.workspace.errors import ReleaseGeweigerd
from tests.support import population
from tests.support.attack import Rows, attack

POLICY = Policy()
SIZES = [(5, 3, 40, 1), (4, 2, 30, 6), (6, 3, 35, 2)]
"""Regions that several tests look at, so that they are protected once."""
quick = settings(max_examples=2, suppress_health_check=[HealthCheck.too_slow])
thorough = settings(quick, max_examples=10)
small_regions = st.tuples(st.integers(4, 6), st.integers(2, 3), st.integers(25, 40), st.integers(0, 1000))
regions = st.tuples(st.integers(2, 16), st.integers(1, 6), st.integers(15, 60), st.integers(0, 1000))
"""Schools, boards, leavers per school on average, and a seed."""


def region(schools: int, boards: int, mean: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    units = population.eenheden([2020], schools, boards)
    return population.cijfers(population.leavers(units, seed, mean), units), units


def protected(cijfers: pd.DataFrame, units: pd.DataFrame) -> ProtectedTables:
    """The protected tables, if this region can have them; with detail given up, where it must be."""
    try:
        return protect(cijfers, units, POLICY)
    except ReleaseGeweigerd:
        reject()


def quarantine(cijfers: pd.DataFrame) -> Rows:
    """The rows in quarantine of every unit; whoever delivered them knows."""
    names = ["cohort", "niveau", "eenheid", "quarantaine"]
    return {
        (cohort, *unit): rows for cohort, *unit, rows in cijfers[names].itertuples(index=False, name=None)
    }


@quick
@example((5, 3, 40, 1))
@given(small_regions)
def test_nothing_can_be_worked_out(size: tuple[int, int, int, int]) -> None:
    cijfers, units = region(*size)
    made = protected(cijfers, units)
    assert attack(made.cijfers, units, quarantine(cijfers), cijfers) == []


@pytest.mark.full
@thorough
@given(regions)
def test_nothing_can_be_worked_out_of_a_region_of_any_size(size: tuple[int, int, int, int]) -> None:
    cijfers, units = region(*size)
    made = protected(cijfers, units)
    assert attack(made.cijfers, units, quarantine(cijfers), cijfers) == []


@pytest.mark.parametrize("size", SIZES)
def test_no_small_count_is_published(size: tuple[int, int, int, int]) -> None:
    cijfers, units = region(*size)
    found = protect(cijfers, units, POLICY).cijfers
    shown = found[found["status"] == "gemeten"]
    known = found[found["grenzen_getoond"]].merge(cijfers[[*KEY_COLUMNS, "quarantaine"]], on=KEY_COLUMNS)
    unknown = known["onbekend"] - known["quarantaine"]
    of = (
        (100 * known["onbekend"] / known["aandeel_onbekend"])
        .fillna(known["n"] + known["quarantaine"])
        .round()
    )
    outside = of - known["n"] - known["quarantaine"]
    for count in (shown["k"], shown["n"] - shown["k"], unknown, outside, unknown - outside):
        assert not count.between(1, POLICY.telling - 1).any()
    assert (shown["n"] >= POLICY.noemer).all()


@pytest.mark.parametrize("size", SIZES)
def test_a_row_is_shown_whole_or_not_at_all(size: tuple[int, int, int, int]) -> None:
    cijfers, units = region(*size)
    found = protect(cijfers, units, POLICY).cijfers
    shown, bounds = found["status"] == "gemeten", found["grenzen_getoond"]
    group = ["onbekend", "aandeel_onbekend", "ondergrens", "bovengrens"]
    rates = ["n", "k", "pct", "laag", "hoog"]
    assert found.loc[shown, rates].notna().all(axis=None)
    assert found.loc[~shown, [*rates, *group]].isna().all(axis=None)
    assert not (bounds & ~shown).any()
    assert found.loc[bounds, group].notna().all(axis=None)
    assert found.loc[~bounds, group].isna().all(axis=None)
    before = cijfers.set_index(KEY_COLUMNS)
    after = found[shown].set_index(KEY_COLUMNS)
    assert after["k"].equals(before.loc[after.index, "k"]) and after["n"].equals(before.loc[after.index, "n"])
    assert set(found["status"]) <= {"gemeten", "geen waarde", "niet getoond"}


@pytest.fixture
def rules_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Protection without its second step: only what a rule names is hidden."""

    def by_rule(system: System, width: int) -> frozenset[str]:
        return frozenset(cell.key for cell in system.cells if cell.primary or width == 0)

    decision.decide_stage.cache_clear()
    monkeypatch.setattr(decision, "hide", by_rule)
    yield
    decision.decide_stage.cache_clear()


@pytest.mark.usefixtures("rules_only")
@pytest.mark.parametrize("size", [(5, 3, 40, 1), pytest.param((3, 1, 12, 3), marks=pytest.mark.full)])
def test_the_rules_alone_do_not_withstand_the_attack(size: tuple[int, int, int, int]) -> None:
    cijfers, units = region(*size)
    made = protect(cijfers, units, POLICY)
    assert len(attack(made.cijfers, units, quarantine(cijfers), cijfers)) >= 5


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Protection of every indicator by itself, as if nobody set one against another."""
    decision.decide_stage.cache_clear()
    monkeypatch.setattr(model, "add_people", lambda _: None)
    yield
    decision.decide_stage.cache_clear()


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("size", [(5, 3, 40, 1), pytest.param((6, 3, 45, 5), marks=pytest.mark.full)])
def test_indicators_that_are_protected_one_by_one_give_each_other_away(
    size: tuple[int, int, int, int],
) -> None:
    cijfers, units = region(*size)
    made = protect(cijfers, units, POLICY)
    found = [r for r in attack(made.cijfers, units, quarantine(cijfers), cijfers) if r.name[1] == "meer"]
    assert len(found) >= 5
