"""The imputation estimator against published data and against plain least squares.

Tolerance: 1e-8 against the published data (their means are given to nine decimals), 1e-9 against least
squares.
"""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.evaluation.effect.imputatie import doel, gewichten
from pipeline.evaluation.effect.paneel import NOOIT
from tests.support.effect import MPDTA, paneel, traag


def mpdta() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    starts = np.array(list(MPDTA))
    n = np.array([[size] * 5 for size, _ in MPDTA.values()], dtype=float)
    y = np.array([means for _, means in MPDTA.values()])
    return n, y, starts, np.arange(2003, 2008)


# diff-diff 3.13.0, ImputationDiD on the 500 counties: overall -0.04770991827781727, by years since the start.
@pytest.mark.parametrize(
    ("van", "tot", "expected"),
    [
        (0, 99, -0.04770991827781727),
        (0, 1, -0.031066927191940524),
        (1, 2, -0.052234856747866425),
        (2, 3, -0.13607811443998677),
        (3, 4, -0.10470747157562328),
    ],
)
def test_minimum_wages(van: int, tot: int, expected: float) -> None:
    n, y, starts, jaren = mpdta()
    w = gewichten(n, starts[None], jaren, van, tot)[0]
    assert (w * y).sum() == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("seed", range(5))
def test_least_squares_on_dummies_gives_the_same(seed: int) -> None:
    p = paneel([2018, 2018, 2020, 2021, None, None, None], seed=seed)
    n = p.n.copy()
    n[np.random.default_rng(seed).random(n.shape) < 0.1] = 0  # some school-years are missing
    w = gewichten(n, p.start[None], p.cohorten, 0, 3)[0]
    found = (w * p.percentage).sum()
    assert found == pytest.approx(traag(p.percentage, n, p.start, p.cohorten, 0, 3), abs=1e-9)


def test_weights_see_neither_school_nor_cohort_effects_and_measure_one_as_one() -> None:
    p = paneel([2018, 2019, 2019, None, None])
    w = gewichten(p.n, p.start[None], p.cohorten, 0, 3)[0]
    assert np.abs(w.sum(axis=0)).max() < 1e-12
    assert np.abs(w.sum(axis=1)).max() < 1e-12
    assert (w * (p.tijd >= 0)).sum() == pytest.approx(1)


def test_what_cannot_be_predicted_is_left_out() -> None:
    jaren = np.arange(2014, 2020)
    start = np.array([2014, 2016, 2016, NOOIT])  # the first school was never seen without a plan
    n = np.full((4, 6), 10.0)
    n[3, 5] = 0  # in the last cohort no school is without a plan
    mee = doel(n, start[None], jaren, 0, 9)[0]
    assert mee.sum(axis=1).tolist() == [0, 3, 3, 0]
    w = gewichten(n, start[None], jaren, 0, 9)[0]
    assert not w[0].any()
    assert not w[:, 5].any()


def test_nothing_to_estimate_gives_no_number() -> None:
    n = np.full((2, 4), 10.0)
    w = gewichten(n, np.array([[NOOIT, NOOIT], [2016, 2016]]), np.arange(2014, 2018), 0, 2)
    assert np.isnan(w).any(axis=(1, 2)).tolist() == [True, True]


def test_cohorts_that_do_not_hang_together_predict_nothing_for_each_other() -> None:
    # School 0 is seen in the first two cohorts, the others only in the last three.
    n = np.array([[9, 9, 9, 0, 0], [0, 0, 9, 9, 9], [0, 0, 9, 9, 9]], dtype=float)
    start = np.array([2016, 2018, NOOIT])
    mee = doel(n, start[None], np.arange(2014, 2019), 0, 9)[0]
    assert mee.tolist() == [[False] * 5, [False] * 4 + [True], [False] * 5]
