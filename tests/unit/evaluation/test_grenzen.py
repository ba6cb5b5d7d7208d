"""Control limits and the exact test: by enumerating every outcome in fractions, and beside scipy's own
inversion.

Where the formula was seen: appendix A.1.1 of Spiegelhalter, Statistics in Medicine 24 (2005), 1185-1202, as
R. Wicklin writes it out in SAS ("Funnel plots for proportions", The DO Loop, 23 November 2011, step 3): the
quantile r, alpha = (F(r) - p) / (F(r) - F(r - 1)), and (r - alpha) / n. Of the paper itself only the summary
could be looked at. funnelR takes the whole number r (R/fundata.R).
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from pipeline.evaluation.grenzen import NIVEAUS, binomiale_grens, controlegrenzen, p_exact

TOLERANCE = 1e-9
sizes = st.integers(1, 60)
targets = st.integers(1, 99)


def _chances(n: int, percent: int) -> list[Fraction]:
    share = Fraction(percent, 100)
    return [comb(n, x) * share**x * (1 - share) ** (n - x) for x in range(n + 1)]


def _published(p: Fraction, n: int, percent: int) -> float:
    """Spiegelhalter's appendix in so many words, without a library: walk up until the chance is reached."""
    below = Fraction(0)
    for r, chance in enumerate(_chances(n, percent)):
        if below + chance >= p:
            return float(max(Fraction(0), (r - (below + chance - p) / chance) / n))
        below += chance
    raise AssertionError("chances add up to one")


@given(sizes, targets, st.sampled_from([Fraction(1, 1000), Fraction(25, 1000), Fraction(975, 1000)]))
def test_the_published_formula_by_enumeration(n: int, percent: int, p: Fraction) -> None:
    (found,) = binomiale_grens(float(p), [n], percent / 100)
    assert found == pytest.approx(_published(p, n, percent), abs=TOLERANCE)


@given(sizes, targets, st.sampled_from([0.001, 0.025, 0.975, 0.999]))
def test_the_limit_lies_within_one_leaver_under_that_of_funnelr(n: int, percent: int, p: float) -> None:
    (found,) = n * binomiale_grens(p, [n], percent / 100)
    whole = binom.ppf(p, n, percent / 100)
    assert max(0, whole - 1) - TOLERANCE <= found <= whole + TOLERANCE


def test_by_hand() -> None:
    """n = 2 at 50%: F(0) = 1/4, so r = 0, a = (1/4 - 1/40) / (1/4) = 9/10 and the limit would be -0.45: 0.

    n = 8 at 50%: F(0) = 1/256 < 0.025 <= F(1) = 9/256, a = (9/256 - 0.025) / (8/256) = 0.325: (1 - 0.325) /
    8.
    """
    low, high = controlegrenzen([2, 8], 50, 95.0)
    assert low == pytest.approx([0, 100 * 0.675 / 8], abs=TOLERANCE)
    assert high == pytest.approx([100, 100 - 100 * 0.675 / 8], abs=TOLERANCE)


def test_large_schools_have_normal_limits() -> None:
    low, high = controlegrenzen([100_000], 46.3, 95.0)
    half = 1.959964 * np.sqrt(46.3 * 53.7 / 100_000)
    assert (low[0], high[0]) == pytest.approx((46.3 - half, 46.3 + half), abs=1e-3)


@given(sizes, targets, st.sampled_from(NIVEAUS))
def test_at_most_so_many_on_target_fall_outside(n: int, percent: int, niveau: float) -> None:
    (low,), (high,) = controlegrenzen([n], percent, niveau)
    slack = 1e-9
    outside = sum(
        chance
        for x, chance in enumerate(_chances(n, percent))
        if 100 * x < n * low - slack or 100 * x > n * high + slack
    )
    assert outside <= 1 - niveau / 100 + TOLERANCE
    upper = binomiale_grens(1 - (1 - niveau / 100) / 2, [n], percent / 100)
    assert high >= 100 * upper[0] - TOLERANCE, "never narrower than the published upper limit"


@given(targets, st.sampled_from(NIVEAUS))
def test_limits_close_in_with_size_around_the_target(percent: int, niveau: float) -> None:
    low, high = controlegrenzen(np.arange(1, 300), percent, niveau)
    assert np.all(np.diff(low) >= -TOLERANCE)
    assert np.all(np.diff(high) <= TOLERANCE)
    assert np.all((low <= percent) & (percent <= high))
    wide_low, wide_high = controlegrenzen(np.arange(1, 300), percent, 99.8)
    assert np.all((wide_low <= low) & (high <= wide_high))


@given(sizes, targets)
def test_who_finds_work_and_who_does_not_have_the_same_funnel(n: int, percent: int) -> None:
    (low,), (high,) = controlegrenzen([n], percent, 95.0)
    (mirrored_low,), (mirrored_high,) = controlegrenzen([n], 100 - percent, 95.0)
    assert (low, high) == pytest.approx((100 - mirrored_high, 100 - mirrored_low), abs=1e-7)


@given(sizes.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), targets)
def test_the_test_is_the_inverse_of_clopper_pearson(counts: tuple[int, int], percent: int) -> None:
    k, n = counts
    (p,) = p_exact([k], [n], percent)
    interval = binomtest(k, n).proportion_ci(0.95, method="exact")
    if abs(p - 0.05) > 1e-6:
        assert (p > 0.05) == (interval.low < percent / 100 < interval.high)
    one_sided = [binomtest(k, n, percent / 100, side).pvalue for side in ("less", "greater")]
    assert p == pytest.approx(min(1, 2 * min(one_sided)), abs=TOLERANCE)


def test_nobody_gives_no_p() -> None:
    assert np.isnan(p_exact([0], [0], 50)).all()


@pytest.mark.parametrize("doel", [0, 100, -1, 101])
def test_a_target_at_which_nothing_varies_is_refused(doel: float) -> None:
    with pytest.raises(ValueError, match="target"):
        controlegrenzen([10], doel, 95.0)
