"""The Poisson-binomial: by enumerating every pattern of outcomes, and the binomial as its special case."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from pipeline.evaluation import grenzen
from pipeline.evaluation.poissonbinomiaal import controlegrenzen, interval, p_tweezijdig, verdeling

TOLERANCE = 1e-9
chances = st.lists(st.floats(0.01, 0.99), min_size=1, max_size=10).map(np.array)


@given(chances)
def test_every_pattern_of_outcomes(own: np.ndarray) -> None:
    expected = np.zeros(len(own) + 1)
    for pattern in product((0, 1), repeat=len(own)):
        expected[sum(pattern)] += np.prod(np.where(pattern, own, 1 - own))
    assert verdeling(own) == pytest.approx(expected, abs=TOLERANCE)


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(2, 98))
def test_equal_chances_are_the_binomial(counts: tuple[int, int], percent: int) -> None:
    o, n = counts
    own = np.full(n, percent / 100)
    assert verdeling(own) == pytest.approx(binom.pmf(np.arange(n + 1), n, percent / 100), abs=TOLERANCE)
    clopper_pearson = binomtest(o, n).proportion_ci(0.95, method="exact")
    assert interval(o, own) == pytest.approx((n * clopper_pearson.low, n * clopper_pearson.high), abs=1e-6)
    assert p_tweezijdig(o, own) == pytest.approx(grenzen.p_exact([o], [n], percent)[0], abs=TOLERANCE)
    for niveau in grenzen.NIVEAUS:
        (low,), (high,) = grenzen.controlegrenzen([n], percent, niveau)
        assert controlegrenzen(own, niveau) == pytest.approx((n * low / 100, n * high / 100), abs=1e-6)


@given(chances, st.data())
def test_limits_and_test_agree(own: np.ndarray, data: st.DataObject) -> None:
    o = data.draw(st.integers(0, len(own)))
    low, high = interval(o, own)
    p, expected = p_tweezijdig(o, own), own.sum()
    under, above = controlegrenzen(own, 95.0)
    if abs(p - 0.05) > 1e-6:
        assert (p > 0.05) == (low < expected < high) == (under - 1e-9 <= o <= above + 1e-9)
    assert 0 <= low <= o <= high <= len(own)
    wider_under, wider_above = controlegrenzen(own, 99.8)
    assert 0 <= wider_under <= under <= expected <= above <= wider_above <= len(own)


def test_nobody_and_everybody() -> None:
    """Three with chances a half: nobody is compatible with up to the chance where (1 - c)^3 = 0.025."""
    low, high = interval(0, np.full(3, 0.5))
    assert (low, high) == pytest.approx((0, 3 * (1 - 0.025 ** (1 / 3))), abs=1e-6)
    assert interval(3, np.full(3, 0.5)) == pytest.approx((3 - high, 3), abs=1e-6)
