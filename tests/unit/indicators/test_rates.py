"""Rates and Wilson intervals: the published values of domain.md §8, the edges, and scipy beside them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from pipeline.indicators.rates import percentage, wilson

TOLERANCE = 1e-6
PUBLISHED = [
    (38, 82, 46.3, 36.0, 57.1),
    (19, 82, 23.2, 15.4, 33.4),
    (21, 97, 21.6, 14.6, 30.8),
    (35, 97, 36.1, 27.2, 46.0),
    (110, 255, 43.1, 37.2, 49.3),
    (157, 297, 52.9, 47.2, 58.5),
    (15, 17, 88.2, 65.7, 96.7),
    (17, 18, 94.4, 74.2, 99.0),
    (17, 19, 89.5, 68.6, 97.1),
    (0, 12, 0.0, 0.0, 24.2),
    (12, 12, 100.0, 75.8, 100.0),
]
"""k, n, % and the two limits, to one decimal."""


@pytest.mark.parametrize(("k", "n", "pct", "low", "high"), PUBLISHED)
def test_published_intervals(k: int, n: int, pct: float, low: float, high: float) -> None:
    (found_low,), (found_high,) = wilson([k], [n])
    assert round(float(percentage([k], [n])[0]), 1) == pct
    assert (round(float(found_low), 1), round(float(found_high), 1)) == (low, high)


def test_nothing_of_nothing_is_no_number() -> None:
    assert np.isnan(percentage([0], [0])).all()
    low, high = wilson([0], [0])
    assert np.isnan(low).all()
    assert np.isnan(high).all()


def test_the_limits_of_none_and_all_are_exact() -> None:
    low, high = wilson([0, 7], [7, 7])
    assert low[0] == 0
    assert high[1] == 100


@pytest.mark.parametrize(("k", "n"), [(8, 7), (-1, 7), (1, 0)])
def test_a_numerator_outside_its_denominator_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="numerator"):
        wilson([3, k], [7, n])


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_same_as_scipy(counts: tuple[int, int]) -> None:
    k, n = counts
    expected = binomtest(k, n).proportion_ci(confidence_level=0.95, method="wilson")
    (low,), (high,) = wilson([k], [n])
    assert low == pytest.approx(100 * expected.low, abs=TOLERANCE)
    assert high == pytest.approx(100 * expected.high, abs=TOLERANCE)
    assert low <= float(percentage([k], [n])[0]) <= high
