"""Time to first work: the curve from counts, by hand; of which cohorts there is one, and nothing left where
there is none."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.eerste_werk import KWARTALEN, deel, only_where_known, te_meten
from pipeline.indicators.compute import GETALLEN
from pipeline.indicators.rates import wilson
from pipeline.release.figures import count_rows

TELLING = 5
TOLERANCE = 1e-6


def test_the_part_is_that_of_two_steps() -> None:
    """Of 100 leavers 60 ever worked, of 48 it is known since when, and 36 of those had begun: 60% of 75%.

    Variance of the logarithm 1/60 - 1/100 + 1/36 - 1/48 = 0,0136111; that of 0,45 of N is (0,55/0,45)/N, so N
    is 89,796; Wilson of 0,45 at 89,796 by hand: (0,45 + 0,021390 -+ 1,95996 sqrt(0,2475/89,796 +
    0,00011910)) / 1,0427799: 35,13 and 55,28%.
    """
    found = deel(100, 60, 48, 36)
    assert found.pct == pytest.approx(45, abs=TOLERANCE)
    assert (found.ondergrens, found.bovengrens) == (36, 48)
    assert (found.laag, found.hoog) == pytest.approx((35.13, 55.28), abs=0.01)


@pytest.mark.parametrize(("n", "ooit", "binnen"), [(100, 60, 36), (40, 40, 40), (40, 40, 0), (50, 20, 20)])
def test_where_all_dates_are_known_it_is_a_plain_proportion(n: int, ooit: int, binnen: int) -> None:
    found = deel(n, ooit, ooit, binnen)
    low, high = wilson(binnen, n)
    expected = (100 * binnen / n, low, high, 100 * binnen / n, 100 * binnen / n)
    assert (found.pct, found.laag, found.hoog, found.ondergrens, found.bovengrens) == pytest.approx(
        expected, abs=1e-4
    )


@pytest.mark.parametrize(
    "counts", [(10, 11, 5, 5), (10, 9, 10, 5), (10, 9, 8, 9), (10, 9, 0, 0), (10, 9, 8, -1)]
)
def test_counts_that_are_not_parts_of_each_other_are_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="not each a part"):
        deel(*counts)


def test_the_interval_holds_the_part_as_often_as_it_says() -> None:
    """Of leavers 70% ever work, of 85% of those the begin is known, and 60% of them had begun: 42% of all.

    Leaving out who has no date would give 40%, and counting her as not begun 36%.
    """
    rng = np.random.default_rng(20161101)
    inside, mean, worlds = 0, 0.0, 4000
    for _ in range(worlds):
        ooit = int(rng.binomial(280, 0.7))
        bekend = int(rng.binomial(ooit, 0.85))
        found = deel(280, ooit, bekend, int(rng.binomial(bekend, 0.6)))
        inside += found.laag <= 42 <= found.hoog
        mean += found.pct / worlds
    assert 0.94 <= inside / worlds <= 0.965
    assert mean == pytest.approx(42, abs=0.2)


@given(st.lists(st.integers(0, 300), min_size=4, max_size=4).map(sorted).filter(lambda c: c[1]))
def test_for_any_counts(counts: list[int]) -> None:
    found = deel(*counts[::-1])
    ends = [found.ondergrens, found.pct, found.bovengrens]
    assert all(a <= b + TOLERANCE for a, b in pairwise(ends))
    assert 0 <= found.laag <= found.pct + TOLERANCE and found.pct <= found.hoog + TOLERANCE <= 100 + TOLERANCE


@pytest.mark.parametrize(
    ("bekend", "werkten", "there_is"),
    [
        *((80, 100, True), (79, 100, False), (100, 100, True), (25, 25, True), (20, 25, True)),
        *((19, 25, False), (24, 24, False), (1, 1, False), (0, 0, False)),
    ],
)
def test_known_of_four_in_five_of_enough_leavers(bekend: int, werkten: int, there_is: bool) -> None:
    assert te_meten(bekend, werkten, TELLING) == there_is


@pytest.mark.parametrize("telling", [2, 3, 5, 10, 20])
def test_that_there_is_a_curve_narrows_no_hidden_number_of_unknown(telling: int) -> None:
    """Who reads that there is one, or that there is none, can think of every small number of unknown,
    and of every small number of known, whatever the number of leavers they take it to be."""
    for werkten in range(1, 200):
        small = range(1, min(telling, werkten))
        assert len({te_meten(werkten - unknown, werkten, telling) for unknown in small}) <= 1, werkten
        assert not any(te_meten(known, werkten, telling) for known in small)


def figures(**known: tuple[int, int]) -> pd.DataFrame:
    """Of cohorts (c2016) of how many of how many who worked the begin is known, and of each quarter 30."""
    numbers = dict.fromkeys(GETALLEN, 0.0) | {"onbekend": 0, "quarantaine": 0}
    rows = [
        {"cohort": int(name[1:]), "indicator": indicator, "niveau": niveau, "k": k, "n": 150}
        for name, share in known.items()
        for indicator, k in [
            *zip(("T_BEKEND", "T_WERK"), share, strict=True),
            *((other, 30) for other in (*KWARTALEN, "P2")),
        ]
        for niveau in ("regio", "school")
    ]
    same = {"klasse": "", "soort_klasse": "", "eenheid": "x", "status": "gemeten", "definitie_versie": "1"}
    found = pd.DataFrame([numbers | same | row for row in rows])
    return found.assign(k_beste=found.k, n_beste=found.n)


def test_where_too_little_is_known_there_is_nothing_of_the_curve_at_any_unit() -> None:
    before = figures(c2015=(70, 100), c2016=(90, 100))
    after = only_where_known(before, TELLING)
    gone = after[(after.cohort == 2015) & after.indicator.isin(KWARTALEN)]
    assert len(gone) == 2 * len(KWARTALEN)
    assert set(gone.status) == {"niet gemeten"} and gone[GETALLEN].isna().all(axis=None)
    kept = after.drop(gone.index)
    pd.testing.assert_frame_equal(kept, before.drop(gone.index), check_dtype=False)
    assert set(count_rows(after).query("cohort == 2015").indicator) == {"T_WERK", "T_BEKEND", "P2"}


def test_what_is_not_measured_yet_stays_so() -> None:
    before = figures(c2016=(70, 100)).assign(status="nog niet te meten")
    assert set(only_where_known(before, TELLING).status) == {"nog niet te meten"}


def test_of_a_cohort_of_which_nobody_worked_there_is_no_curve() -> None:
    before = figures(c2016=(90, 100))
    before.loc[before.indicator.isin(["T_BEKEND", "T_WERK"]), "status"] = "geen waarde"
    assert set(only_where_known(before, TELLING).query("indicator == 'T_1'").status) == {"niet gemeten"}
