"""Randomisation inference against going through every assignment by brute force (exact, tolerance 1e-9)."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from pipeline.evaluation.effect.did import loting, verschil_in_verschillen
from pipeline.evaluation.effect.paneel import NOOIT, Paneel
from pipeline.evaluation.effect.toeval import (
    aantal_toewijzingen,
    interval,
    kleinste_p,
    overschrijding,
    toewijzingen,
)
from tests.support.effect import paneel, traag


def brute(p: Paneel, effect: float = 0.0) -> float:
    """p of the hypothesis of a constant effect: every distinct order, least squares each time."""
    y = p.percentage - effect * (p.tijd >= 0)
    orders = sorted(set(permutations(p.start.tolist())))
    real = traag(y, p.n, p.start, p.cohorten, 0, 3)
    found = [traag(y, p.n, np.array(order), p.cohorten, 0, 3) for order in orders]
    return float(np.mean([abs(one) >= abs(real) - 1e-9 for one in found]))


@pytest.mark.parametrize(
    "starts", [[2018, 2018, 2018, 2018, None, None, None], [2018, 2018, 2020, 2020, None, None]]
)
def test_p_is_that_of_full_enumeration(starts: list[int | None]) -> None:
    p = paneel(starts, jaren=range(2014, 2023), effect=8, seed=4)
    found = verschil_in_verschillen(p, 3, "proef")
    assert found.volledig
    assert found.p == pytest.approx(brute(p), abs=1e-12)


def test_the_interval_holds_what_full_enumeration_does_not_reject() -> None:
    p = paneel([2018] * 4 + [None] * 4, jaren=range(2014, 2022), effect=15, seed=2)
    found = verschil_in_verschillen(p, 3, "proef")
    assert found.laag is not None and found.hoog is not None
    for bound, inward in ((found.laag, 1), (found.hoog, -1)):
        assert brute(p, bound + inward * 1e-6) > 0.05
        assert brute(p, bound - inward * 1e-6) <= 0.05


def test_staggered_interval_too() -> None:
    p = paneel([2018, 2018, 2020, 2020, None, None, None], jaren=range(2014, 2023), effect=20, seed=3)
    found = verschil_in_verschillen(p, 3, "proef")
    assert found.laag is not None and found.hoog is not None
    for bound, inward in ((found.laag, 1), (found.hoog, -1)):
        assert brute(p, bound + inward * 1e-6) > 0.05
        assert brute(p, bound - inward * 1e-6) <= 0.05


def test_all_assignments_are_there_once_and_the_real_one_is_first() -> None:
    start = np.array([2019, 2017, NOOIT, NOOIT, 2017])
    alle = toewijzingen(start, "x")
    assert alle.mogelijk == aantal_toewijzingen(start) == 30  # 5! / (2! 2! 1!)
    assert {tuple(row) for row in alle.starts} == set(permutations(start.tolist()))
    assert len(alle.starts) == 30
    assert alle.starts[0].tolist() == start.tolist()


def test_a_draw_belongs_to_its_name() -> None:
    start = np.array([2018] * 4 + [2020] * 4 + [NOOIT] * 8)  # 16! / (4! 4! 8!) = 900,900
    one, again, other = (toewijzingen(start, naam) for naam in ("P2", "P2", "K1"))
    assert (one.mogelijk, one.volledig, len(one.starts)) == (900_900, False, 5_000)
    assert np.array_equal(one.starts, again.starts)
    assert not np.array_equal(one.starts, other.starts)
    assert (np.sort(one.starts, axis=1) == np.sort(start)).all()


def test_boards_are_permuted_whole() -> None:
    start = np.array([2018, 2018, NOOIT, NOOIT, NOOIT, 2018])
    blokken = ("A", "A", "B", "B", "C", "D")
    alle = toewijzingen(start, "x", blokken)
    assert alle.mogelijk == 6  # two of four boards
    assert (alle.starts[:, 0] == alle.starts[:, 1]).all()
    with pytest.raises(ValueError, match="one block"):
        toewijzingen(start, "x", ("A", "A", "A", "B", "C", "D"))


def test_swapping_the_halves_of_a_symmetric_design_doubles_the_smallest_p() -> None:
    p = paneel([2018] * 4 + [None] * 4, jaren=range(2016, 2020))
    gelijk = np.full(p.n.shape, 10.0)
    even = Paneel(gelijk, p.k * 0, p.start, p.cohorten, p.scholen, p.besturen)
    assert loting(even, 3, "x").kleinste_p == pytest.approx(2 / 70)
    uneven = paneel([2018] * 4 + [None] * 5, jaren=range(2016, 2020))
    assert loting(uneven, 3, "x").kleinste_p == pytest.approx(1 / 126)


def test_too_few_assignments_give_no_bounds() -> None:
    p = paneel([2018, 2018, 2018, 2018, None], effect=40)
    found = verschil_in_verschillen(p, 3, "x")
    assert found.p_kleinste == pytest.approx(0.2)
    assert (found.laag, found.hoog) == (-np.inf, np.inf)


def test_p_counts_both_sides_and_the_real_one() -> None:
    assert overschrijding(np.array([2.0, -2.0, 1.0, np.nan, 3.0])) == pytest.approx(3 / 4)
    assert kleinste_p(
        np.array([[[1.0, -1.0]], [[-1.0, 1.0]], [[0.5, 0.5]], [[np.nan, 0.0]]])
    ) == pytest.approx(2 / 3)


@pytest.mark.parametrize("seed", range(30))
def test_the_interval_is_what_a_grid_of_tests_finds(seed: int) -> None:
    draw = np.random.default_rng(seed)
    s, b = draw.normal(0, 5, 60), draw.uniform(-1.3, 1.3, 60)
    b[0] = 1
    b[1:4] = 1, -1, 1
    grid = np.arange(-300, 300, 0.01)

    def accepted(t: np.ndarray) -> np.ndarray:
        return (np.abs(s[:, None] - t * b[:, None]) >= np.abs(s[0] - t) - 1e-9).mean(axis=0) > 0.2

    laag, hoog = interval(s, b, 0.2)
    inside = grid[accepted(grid)]
    assert laag <= inside.min() and inside.max() <= hoog
    assert accepted(np.array([bound for bound in (laag, hoog) if np.isfinite(bound)])).all()
