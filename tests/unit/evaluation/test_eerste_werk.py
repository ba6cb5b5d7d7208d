"""Time to first work: of which cohorts there is a curve, and that nothing is left where there is none."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.evaluation.eerste_werk import KWARTALEN, only_where_known, te_meten
from pipeline.indicators.compute import GETALLEN
from pipeline.release.figures import count_rows

TELLING = 5


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
    """Of cohorts (c2016) the share whose begin is known, and of each quarter 30 of 60; of a school too."""
    numbers = dict.fromkeys(GETALLEN, 0.0) | {"onbekend": 0, "quarantaine": 0}
    rows = [
        {"cohort": int(name[1:]), "indicator": indicator, "niveau": niveau, "k": k, "n": n}
        for name, share in known.items()
        for indicator, (k, n) in {"T_BEKEND": share, **dict.fromkeys((*KWARTALEN, "P2"), (30, 60))}.items()
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
    assert set(count_rows(after).query("cohort == 2015").indicator) == {"T_BEKEND", "P2"}


def test_what_is_not_measured_yet_stays_so() -> None:
    before = figures(c2016=(70, 100)).assign(status="nog niet te meten")
    assert set(only_where_known(before, TELLING).status) == {"nog niet te meten"}


def test_of_a_cohort_of_which_nobody_worked_there_is_no_curve() -> None:
    before = figures(c2016=(90, 100))
    before = before[before.indicator != "T_BEKEND"]
    assert set(only_where_known(before, TELLING).query("indicator == 'T_1'").status) == {"niet gemeten"}
