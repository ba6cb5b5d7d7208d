"""The years around the start, and whether paths were parallel before it."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from pipeline.evaluation.effect.gebeurtenis import gebeurtenisstudie
from pipeline.evaluation.effect.paneel import Paneel
from pipeline.evaluation.effect.simulatie import hoofdeffecten
from pipeline.evaluation.effect.voortrend import voortrend
from tests.support.effect import paneel, traag

STARTS: list[int | None] = [2018] * 4 + [None] * 5


def test_years_since_the_start_average_to_the_headline() -> None:
    p = paneel(STARTS, effect=10)
    found = gebeurtenisstudie(p, 3, "x").query("deel == 'sinds'")
    assert found.tijd.tolist() == [0, 1, 2]
    whole = traag(p.percentage, p.n, p.start, p.cohorten, 0, 3)
    assert np.average(found.schatting, weights=found.n) == pytest.approx(whole)
    assert found.scholen.tolist() == [4, 4, 4]
    assert found.k.sum() == p.k[(p.tijd >= 0) & (p.tijd < 3)].sum()


def test_years_before_are_measured_from_the_years_before_them() -> None:
    p = paneel(STARTS, effect=10)
    found = gebeurtenisstudie(p, 3, "x").query("deel == 'voor'")
    assert found.tijd.tolist() == [-3, -2, -1]  # 2014 alone is left to measure from
    n = np.where(p.tijd >= 0, 0, p.n)
    start = np.where(p.nooit, 9999, p.start - 3)
    for i, value in enumerate(found.schatting):
        assert value == pytest.approx(traag(p.percentage, n, start, p.cohorten, i, i + 1), abs=1e-9)


def test_years_before_do_not_see_the_effect() -> None:
    small, large = (gebeurtenisstudie(paneel(STARTS, effect=e, seed=3), 3, "x") for e in (0, 30))
    before = small.deel == "voor"
    assert small[before].equals(large[before])
    assert (large.schatting[~before] > small.schatting[~before]).all()


def test_with_one_year_before_there_is_nothing_to_show_before() -> None:
    found = gebeurtenisstudie(paneel([2015] * 4 + [None] * 5), 2, "x")
    assert found.deel.tolist() == ["sinds", "sinds"]


def slow_p(p: Paneel) -> float:
    """Every choice of schools: spread between the groups' mean rests, cohort by cohort."""
    early = p.voor(int(p.start.min()))
    rest = early.percentage - hoofdeffecten(early.percentage, early.n)
    count = int((early.start < 9999).sum())

    def spread(chosen: tuple[int, ...]) -> float:
        inside = np.isin(np.arange(len(early.start)), chosen)
        q = 0.0
        for group in (inside, ~inside):
            for t in range(len(early.cohorten)):
                weight = early.n[group, t]
                q += weight.sum() * np.average(rest[group, t], weights=weight) ** 2
        return q

    real = spread(tuple(np.flatnonzero(early.start < 9999)))
    return float(np.mean([spread(c) >= real - 1e-9 for c in combinations(range(len(early.start)), count)]))


@pytest.mark.parametrize("seed", range(3))
def test_the_joint_test_is_full_enumeration(seed: int) -> None:
    p = paneel(STARTS, seed=seed)
    found = voortrend(p, "x")
    assert found.cohorten == (2014, 2015, 2016, 2017)
    assert found.p == pytest.approx(slow_p(p), abs=1e-12)


def test_drift_is_seen_more_often_the_steeper_it_is() -> None:
    power = voortrend(paneel([2020] * 8 + [None] * 8, n=60), "x").kracht
    assert power.helling.tolist() == [0, 1, 2, 3, 5, 8]
    assert power.kracht.iloc[0] <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 400)
    assert power.kracht.iloc[-1] > 0.9
    assert power.kracht.is_monotonic_increasing


def test_a_drift_that_is_there_is_found() -> None:
    p = paneel([2020] * 8 + [None] * 8, n=60)
    drift = 6 * (p.cohorten - 2017)[None, :] * (p.start < 9999)[:, None]
    k = np.clip(p.percentage + drift, 0, 100) * p.n / 100
    bent = Paneel(p.n, k, p.start, p.cohorten, p.scholen, p.besturen)
    found = voortrend(bent, "x")
    assert found.p is not None and found.p < 0.01


def test_what_comes_after_the_first_start_does_not_matter() -> None:
    small, large = (voortrend(paneel(STARTS, effect=e, seed=3), "x") for e in (0, 30))
    assert (small.p, small.zichtbaar) == (large.p, large.zichtbaar)
    assert small.kracht.equals(large.kracht)


def test_a_school_with_a_plan_from_the_first_year_does_not_end_the_test() -> None:
    with_it = voortrend(paneel([*STARTS, 2014], seed=3), "x")
    without = voortrend(paneel(STARTS, seed=3), "x")
    assert with_it.p == without.p is not None


@pytest.mark.parametrize("starts", [[2015] * 4 + [None] * 5, [2014] * 4 + [None] * 5])
def test_one_year_before_is_no_trend(starts: list[int | None]) -> None:
    found = voortrend(paneel(starts), "x")
    assert found.p is None and found.kracht.empty and found.zichtbaar is None
