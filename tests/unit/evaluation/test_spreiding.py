"""Overdispersion against what FunnelPlotR, metafor and funnelR publish for their own example data.

Where the numbers were seen: FunnelPlotR, tests/testthat/test-classes_methods.R (phi 2.948033); metafor,
tests/testthat/test_misc_metan_vs_rma.uni_with_dat.bcg.r (QE 152.2330; tau2 0.3088 with method DL, measure
RR); funnelR 0.1.0, inst/doc/introduction.html (column z of its third example).
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.spreiding import overspreiding, standaardfout, winsoriseer, z_scores

TOLERANCE = 1e-6
BCG = [
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
    (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232),
    (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
]  # fmt: skip
"""Trials of BCG vaccine (Colditz et al., JAMA 271 (1994), 698-702; metafor's dat.bcg): cases and others per
arm."""


def test_phi_as_published_by_funnelplotr() -> None:
    """Its test of phi: O and E of six groups, z = sqrt(E) log(O / E), nothing cut off with six: 2.948033."""
    observed = np.array([100, 150, 180, 80, 120, 225])
    expected = np.array([108, 112, 165, 95, 100, 220])
    z = np.sqrt(expected) * np.log(observed / expected)
    found = overspreiding(z, 1 / np.sqrt(expected), aandeel=0)
    assert found.phi == pytest.approx(2.948033, abs=TOLERANCE)


def test_tau2_as_published_by_metafor() -> None:
    """DerSimonian-Laird on log risk ratios: metafor prints Q(df = 12) = 152.2330 and tau^2 = 0.3088."""
    ill, well, ill_without, well_without = np.array(BCG, dtype=float).T
    effect = np.log(ill / (ill + well)) - np.log(ill_without / (ill_without + well_without))
    error = np.sqrt(1 / ill - 1 / (ill + well) + 1 / ill_without - 1 / (ill_without + well_without))
    pooled = np.average(effect, weights=error**-2)
    found = overspreiding((effect - pooled) / error, error, aandeel=0)
    assert 13 * found.phi == pytest.approx(152.2330, abs=5e-5)
    assert found.tau2 == pytest.approx(0.3088, abs=5e-5)


def test_z_scores_as_published_by_funnelr() -> None:
    """Column z of its vignette's ten physicians at a benchmark of 50%, printed without sign."""
    k = [130, 65, 155, 125, 19, 185, 82, 77, 50, 80]
    n = [150, 200, 300, 250, 50, 220, 100, 90, 400, 425]
    published = [
        8.9814624, 4.9497475, 0.5773503, 0.0, 1.6970563, 10.1129979, 6.4, 6.7461923, 15.0, 12.8543881,
    ]  # fmt: skip
    assert np.abs(z_scores(k, n, 50)) == pytest.approx(published, abs=1e-7)


def test_winsorised_by_hand() -> None:
    """Eleven scores 0..10: the 10% and 90% quantiles are 1 and 9."""
    assert winsoriseer(np.arange(11)).tolist() == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]


def test_the_sign_that_it_is_not_chance() -> None:
    """Eight schools: 1 + 2 sqrt(2 / 8) = 2."""
    just_below = overspreiding(np.full(8, np.sqrt(1.99)), np.ones(8))
    just_above = overspreiding(np.full(8, np.sqrt(2.01)), np.ones(8))
    assert (just_below.aangetoond, just_above.aangetoond) == (False, True)


def test_without_schools_there_is_no_spread() -> None:
    nothing = overspreiding([], [])
    assert (nothing.scholen, nothing.tau2, nothing.factor, nothing.aangetoond) == (0, 0.0, 1.0, False)
    assert overspreiding([3.0], [1.0]).tau2 == 0.0


@given(st.lists(st.floats(-20, 20), min_size=2, max_size=40), st.randoms())
def test_a_few_outliers_never_make_more_of_it(scores: list[float], random: object) -> None:
    errors = standaardfout(np.arange(5, 5 + len(scores)), 60)
    found, plain = overspreiding(scores, errors), overspreiding(scores, errors, aandeel=0)
    assert found.factor >= 1
    assert found.tau2 >= 0
    if min(scores) <= 0 <= max(scores) and np.median(scores) == 0:
        assert found.phi <= plain.phi + TOLERANCE
    order = list(range(len(scores)))
    random.shuffle(order)  # type: ignore[attr-defined]
    again = overspreiding([scores[i] for i in order], errors[order])
    assert (again.phi, again.tau2) == pytest.approx((found.phi, found.tau2))
