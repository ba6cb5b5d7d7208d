"""The interrupted time series against statsmodels 0.15.0 (tolerance 1e-6, the digits it printed)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.evaluation.effect.tijdreeks import tijdreeks

N = [163, 162, 229, 199, 209, 210, 221, 152, 198, 164, 190, 242, 204, 157, 204, 162, 225, 244]
K = [55, 51, 82, 62, 70, 81, 66, 54, 71, 81, 101, 132, 114, 89, 117, 103, 143, 140]
REEKS = pd.DataFrame({"cohort": range(2006, 2024), "n": N, "k": K})


def test_level_and_slope_are_those_of_statsmodels() -> None:
    """WLS with weights n, then cov_type="HAC", maxlags 1, use_correction, use_t."""
    found = tijdreeks(REEKS, 2015).verandering.set_index("wat")
    assert found.loc["niveau"].tolist() == pytest.approx(
        [16.55388166, 1.98359871, 12.29948556, 20.80827776, 8.34433342e-07], abs=1e-6
    )
    assert found.loc["helling"].tolist() == pytest.approx(
        [1.04977897, 0.44178392, 0.10224671, 1.99731124, 3.23052613e-02], abs=1e-6
    )


def test_the_points_and_the_line_go_with_it() -> None:
    found = tijdreeks(REEKS.sample(frac=1, random_state=1), 2015)
    assert found.geen == ""
    assert found.punten.deel.tolist() == ["voor"] * 9 + ["sinds"] * 9
    assert found.punten.percentage[0] == pytest.approx(100 * 55 / 163)
    assert found.punten.lijn[9] == pytest.approx(35.07710162 + 16.55388166)


@pytest.mark.parametrize(("start", "has"), [(2013, False), (2014, True), (2016, True), (2017, False)])
def test_eight_years_on_either_side_or_no_model(start: int, has: bool) -> None:
    found = tijdreeks(REEKS, start)
    assert (found.geen == "") is has
    assert found.verandering.empty is not has
    assert found.punten.lijn.notna().all() == has
    assert len(found.punten) == 18


def test_a_year_without_leavers_is_no_point() -> None:
    table = REEKS.assign(
        n=np.where(REEKS.cohort == 2006, 0, REEKS.n), k=np.where(REEKS.cohort == 2006, 0, REEKS.k)
    )
    assert "7 jaren voor" in tijdreeks(table, 2014).geen
    with pytest.raises(ValueError, match="one row per cohort"):
        tijdreeks(pd.concat([REEKS, REEKS]), 2015)
