"""Power, dispersion and invented outcomes, against simulations that go another way.

Tolerances are three Monte Carlo standard errors, or said where they are used.
"""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.evaluation.effect.did import loting, verschil_in_verschillen
from pipeline.evaluation.effect.kracht import gevonden, kleinste_met, kracht
from pipeline.evaluation.effect.paneel import Paneel
from pipeline.evaluation.effect.simulatie import hoofdeffecten, trek, verwachting
from pipeline.evaluation.effect.toeval import generator, overschrijding
from tests.support.effect import paneel

STARTS: list[int | None] = [2018] * 5 + [None] * 7


def test_the_same_power_as_testing_panels_one_by_one() -> None:
    p = paneel(STARTS, n=30)
    found = kracht(p, 3, "x", extra=(12.0,)).tabel.set_index("effect")
    basis = verwachting(p)
    kans = (basis.percentage + 12 * (p.tijd >= 0)) / 100
    hits = 0
    for y in trek(np.random.default_rng(5), kans, p.n, basis.rho, 300):
        one = Paneel(p.n, y * p.n / 100, p.start, p.cohorten, p.scholen, p.besturen)
        p_value = verschil_in_verschillen(one, 3, "x").p
        hits += p_value is not None and p_value <= 0.05
    share = hits / 300
    spread = np.sqrt(share * (1 - share) * (1 / 300 + 1 / 1000))
    assert found.kracht[12.0] == pytest.approx(share, abs=3 * spread)
    assert sorted(found.index) == [0, 5, 10, 12, 15, 20]


def test_effects_that_are_not_tried_could_not_be_the_smallest() -> None:
    """Every step by itself, one after the other, as if none could be left out."""
    p = paneel(STARTS, n=30)
    basis, lot = verwachting(p), loting(p, 3, "x", meeste=2000)
    found = kracht(p, 3, "x")
    power = {}
    for effect in (0, 2.5, 5, 7.5, 10, 12.5, 15, 17.5, 20, 25, 30, 40):
        kans = (basis.percentage + effect * (p.tijd >= 0)) / 100
        outcomes = trek(generator("kracht x"), kans, p.n, basis.rho, 1000)
        power[float(effect)] = float(
            np.mean([overschrijding(lot.schattingen(one)) <= 0.05 for one in outcomes])
        )
    assert found.aantoonbaar == kleinste_met(power, 0.8) and 5 < found.aantoonbaar < 20
    shown = found.tabel.set_index("effect").kracht.to_dict()
    assert shown == {effect: power[effect] for effect in shown}


@pytest.mark.parametrize("alfa", [0.02, 0.05, 0.3, 1.0])
def test_many_outcomes_at_once_are_found_as_each_is(alfa: float) -> None:
    p = paneel(STARTS)
    lot = loting(p, 3, "x")
    outcomes = np.random.default_rng(3).uniform(0, 100, (60, *p.n.shape))
    each = [overschrijding(lot.schattingen(one)) <= alfa for one in outcomes]
    assert gevonden(lot, outcomes, alfa).tolist() == each and any(each)


def test_without_effect_it_is_found_in_one_of_twenty_and_power_grows() -> None:
    found = kracht(paneel(STARTS, n=30), 3, "x")
    power = found.tabel.kracht.tolist()
    assert power[0] <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 1000)
    assert power == sorted(power)
    assert found.aantoonbaar is not None
    assert found.tabel.laag.le(found.tabel.kracht).all() and found.tabel.hoog.ge(found.tabel.kracht).all()


def test_what_is_seen_since_the_start_does_not_matter() -> None:
    small, large = (kracht(paneel(STARTS, effect=effect, seed=5), 3, "x") for effect in (0, 30))
    assert small.tabel.equals(large.tabel)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ({0.0: 0.05, 10.0: 0.55, 20.0: 0.95}, 16.25),  # 10 + 0.25 / 0.40 * 10
        ({0.0: 0.9}, 0.0),
        ({0.0: 0.1, 10.0: 0.8}, 10.0),
        ({0.0: 0.1, 40.0: 0.7}, None),
    ],
)
def test_the_smallest_effect_is_interpolated(points: dict[float, float], expected: float | None) -> None:
    found = kleinste_met(points, 0.8)
    assert found == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize("rho", [0.0, 0.05, 0.15])
def test_invented_outcomes_have_the_level_and_dispersion_they_were_given(rho: float) -> None:
    n = np.full((40, 10), 25.0)
    kans = np.full(n.shape, 0.4)
    y = trek(np.random.default_rng(1), kans, n, rho, 50)
    assert y.mean() == pytest.approx(40, abs=0.5)
    binomial = 100**2 * 0.4 * 0.6 / 25
    assert y.var() / binomial == pytest.approx(1 + 24 * rho, rel=0.05)


@pytest.mark.parametrize("rho", [0.0, 0.1])
def test_the_dispersion_of_a_panel_is_found_again(rho: float) -> None:
    n = np.full((60, 20), 25.0)
    y = trek(np.random.default_rng(2), np.full(n.shape, 0.5), n, rho, 1)[0]
    names = tuple(map(str, range(60)))
    big = Paneel(n, y * n / 100, np.full(60, 9999), np.arange(2000, 2020), names, names)
    found = verwachting(big)
    assert found.phi == pytest.approx(1 + 24 * rho, rel=0.1)
    assert found.rho == pytest.approx(rho, abs=0.015)


def test_main_effects_are_a_table_of_sums() -> None:
    y = np.array([10.0, 20, 30])[:, None] + np.array([1.0, 5, 3, 0])[None, :]
    weights = np.array([[3.0, 1, 0, 4], [2, 2, 2, 2], [0, 5, 1, 1]])
    assert hoofdeffecten(np.where(weights > 0, y, 99), weights) == pytest.approx(y)


def test_a_school_never_seen_without_a_plan_gets_the_level_of_its_cohort() -> None:
    y = np.array([[10.0, 12], [20, 22], [99, 99]])
    fitted = hoofdeffecten(y, np.array([[1.0, 1], [1, 1], [0, 0]]))
    assert fitted[2] == pytest.approx([15, 17])


def test_two_leavers_that_differ_do_not_break_the_simulation() -> None:
    n = np.array([[1.0, 1], [1, 1]])
    tiny = Paneel(
        n, np.array([[0.0, 1], [1, 0]]), np.array([9999, 9999]), np.arange(2), ("a", "b"), ("a", "b")
    )
    assert 0 <= verwachting(tiny).rho <= 0.5
