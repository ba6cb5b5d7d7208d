"""The trend tests against Agresti and R's own documentation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.trendtoets import chi_kwadraat, cochran_armitage

TOLERANCE = 1e-9
SMOKERS, PATIENTS = [83, 90, 129, 70], [86, 93, 136, 82]
"""Fleiss (1981), p. 139, as in R's ?prop.trend.test."""


def test_the_trend_as_agresti_has_it() -> None:
    """Alcohol and malformation (Categorical Data Analysis, table 5.3): z^2 = 6.6, p = 0.010."""
    malformed, without = [48, 38, 5, 1, 1], [17066, 14464, 788, 126, 37]
    found = cochran_armitage(malformed, np.add(malformed, without), [0, 0.5, 1.5, 4, 7])
    assert found.z**2 == pytest.approx(6.57, abs=5e-3)
    assert round(found.p, 3) == 0.010
    # statsmodels 0.15 (Table.test_ordinal_association) has N - 1 for N in the variance: 2.5631879.
    assert found.z * np.sqrt(32573 / 32574) == pytest.approx(2.5631879, abs=1e-7)


def test_the_trend_as_r_has_it() -> None:
    """prop.trend.test(smokers, patients): X-squared = 8.2249, df = 1, p-value = 0.004132. The share falls."""
    found = cochran_armitage(SMOKERS, PATIENTS, [2019, 2020, 2021, 2022])
    assert found.z**2 == pytest.approx(8.2249, abs=5e-5)
    assert found.p == pytest.approx(0.004132, abs=5e-7)
    assert found.z < 0
    assert found.helling < 0


def test_any_change_as_r_has_it() -> None:
    """prop.test(smokers, patients): X-squared = 12.6, df = 3, p-value = 0.005585."""
    found = chi_kwadraat(np.column_stack([SMOKERS, np.subtract(PATIENTS, SMOKERS)]))
    assert found.chi2 == pytest.approx(12.6, abs=5e-4)
    assert found.p == pytest.approx(0.005585, abs=5e-7)
    assert found.vrijheidsgraden == 3
    # By hand: 25 do not smoke of 397, so of the smallest group of 82 5.16 would not.
    assert found.kleinste_verwacht == pytest.approx(82 * 25 / 397, abs=TOLERANCE)


def test_a_slope_by_hand() -> None:
    """20, 30 and 40 of 100: ten points a year."""
    assert cochran_armitage([20, 30, 40], [100] * 3, [2020, 2021, 2022]).helling == pytest.approx(10)


@pytest.mark.parametrize(
    ("k", "n", "jaar"),
    [([], [], []), ([3], [9], [2020]), ([0, 0], [4, 5], [2020, 2021]), ([4, 5], [4, 5], [2020, 2021])],
)
def test_without_anything_to_vary_there_is_no_test(k: list[int], n: list[int], jaar: list[int]) -> None:
    assert np.isnan(cochran_armitage(k, n, jaar).p)
    assert np.isnan(chi_kwadraat(np.array([k, np.subtract(n, k)]).T.reshape(len(k), 2)).p)


years = st.lists(
    st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=11
)


@given(years, st.integers(-3000, 3000))
def test_only_distances_between_years_matter(counts: list[tuple[int, int]], shift: int) -> None:
    k, n = np.array(counts).T
    year = np.arange(len(k))
    plain, moved = cochran_armitage(k, n, year), cochran_armitage(k, n, year + shift)
    mirrored = cochran_armitage(n - k, n, year)
    if np.isnan(plain.z):
        assert np.isnan(moved.z)
        assert np.isnan(mirrored.z)
        return
    assert (moved.z, moved.helling) == pytest.approx((plain.z, plain.helling), abs=1e-6)
    assert (mirrored.z, mirrored.p) == pytest.approx((-plain.z, plain.p), abs=1e-6)
    assert plain.z**2 <= chi_kwadraat(np.column_stack([k, n - k])).chi2 + 1e-6, "a part of the whole change"
