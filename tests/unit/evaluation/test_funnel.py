"""The funnel of schools: who lies where, what overdispersion changes, and what always holds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.funnel import BINNEN, BOVEN, GEEN, MODELLEN, ONDER, funnel, kolom, lijnen
from pipeline.evaluation.grenzen import NIVEAUS
from pipeline.evaluation.meervoud import holm

TOLERANCE = 1e-9
PLACES = [kolom(model, niveau) for model in MODELLEN for niveau in NIVEAUS]
schools = st.lists(
    st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=20
)


def _frame(counts: list[tuple[int, int]]) -> pd.DataFrame:
    return pd.DataFrame(counts, columns=["k", "n"]).assign(school=[f"S{i}" for i in range(len(counts))])


def test_by_hand() -> None:
    """n = 8 at 50%: 95% limits at 0.675 and 7.325 leavers, so 0 and 8 are outside; P(8) = 1/256."""
    found = funnel(_frame([(8, 8), (7, 8), (0, 8), (0, 0)]), 50)
    assert found.scholen["exact_95"].to_list() == [BOVEN, BINNEN, ONDER, GEEN]
    assert found.scholen["exact_99.8"].to_list() == [BINNEN, BINNEN, BINNEN, GEEN]
    assert found.scholen.p.to_list()[:3] == pytest.approx([2 / 256, 18 / 256, 2 / 256], abs=TOLERANCE)
    assert found.scholen.p_holm.to_list()[:3] == pytest.approx([6 / 256, 18 / 256, 6 / 256], abs=TOLERANCE)
    assert found.scholen.loc[3, ["pct", "z", "p", "p_holm"]].isna().all()
    assert not found.gepoold


def test_more_spread_than_chance_explains_takes_the_alarm_away() -> None:
    """Ten schools of 100, half at 30% and half at 70%: phi = (20 / 5)^2 = 16, limits four times as wide."""
    found = funnel(_frame([(30, 100)] * 5 + [(70, 100)] * 5))
    assert (found.doel, found.gepoold) == (50.0, True)
    assert found.spreiding.phi == pytest.approx(16, abs=TOLERANCE)
    assert found.spreiding.aangetoond
    # By hand: tau2 = (160 - 9) / (10 w - w) with w = 1 / 25 per squared percentage point.
    assert found.spreiding.tau2 == pytest.approx(151 * 25 / 9, abs=1e-6)
    assert set(found.scholen["exact_99.8"]) == {ONDER, BOVEN}
    assert set(found.scholen["multiplicatief_95"]) == set(found.scholen["additief_95"]) == {BINNEN}
    assert found.scholen.verandert.all()


def test_the_lines_are_the_limits_the_schools_are_judged_by() -> None:
    found = funnel(_frame([(3, 10), (8, 12), (12, 19), (6, 6)]))
    drawn = lijnen(found, 19).set_index(["n", "model", "niveau"])
    assert len(drawn) == 19 * len(MODELLEN) * len(NIVEAUS)
    for school in found.scholen.itertuples():
        line = drawn.loc[(school.n, "exact", 95.0)]
        assert (line.onder <= school.pct <= line.boven) == (school.exact_95 == BINNEN)


@pytest.mark.parametrize(("k", "n", "doel"), [(0, 9, None), (9, 9, None), (3, 9, 100.0), (10, 9, 50.0)])
def test_what_gives_no_funnel_is_refused(k: int, n: int, doel: float | None) -> None:
    with pytest.raises(ValueError, match=r"target|numerator"):
        funnel(_frame([(k, n)]), doel)


@given(schools, st.floats(2, 98))
def test_outside_the_exact_limits_is_what_the_exact_test_says(
    counts: list[tuple[int, int]], doel: float
) -> None:
    found = funnel(_frame(counts), doel).scholen
    sure = (found.n > 0) & ((found.p - 0.05).abs() > 1e-7) & ((found.p - 0.002).abs() > 1e-7)
    assert ((found.p < 0.05) == found["exact_95"].isin([BOVEN, ONDER]))[sure].all()
    assert ((found.p < 0.002) == found["exact_99.8"].isin([BOVEN, ONDER]))[sure].all()
    assert np.allclose(found.p_holm, holm(found.p), equal_nan=True)
    assert (found[PLACES].eq(GEEN).all(axis=1) == (found.n == 0)).all()


@given(schools, st.floats(2, 98))
def test_wider_limits_only_take_alarms_away(counts: list[tuple[int, int]], doel: float) -> None:
    found = funnel(_frame(counts), doel).scholen
    for model in MODELLEN:
        inside, wider = found[kolom(model, 95.0)] == BINNEN, found[kolom(model, 99.8)] == BINNEN
        assert (wider | ~inside).all()
        for niveau in NIVEAUS:
            exact = found[kolom("exact", niveau)]
            assert (
                found[kolom(model, niveau)].isin([BINNEN, GEEN]) | found[kolom(model, niveau)].eq(exact)
            ).all()


@given(schools, st.floats(2, 98), st.randoms())
def test_the_order_of_schools_does_not_matter(
    counts: list[tuple[int, int]], doel: float, random: object
) -> None:
    shuffled = list(enumerate(counts))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = funnel(_frame([pair for _, pair in shuffled]), doel).scholen.drop(columns="school")
    again.index = pd.Index([place for place, _ in shuffled])
    expected = funnel(_frame(counts), doel).scholen.drop(columns="school")
    pd.testing.assert_frame_equal(again.sort_index(), expected, check_exact=False, rtol=1e-9)
