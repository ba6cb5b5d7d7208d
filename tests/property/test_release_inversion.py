"""A percentage with its interval is the count itself: whoever prints the one prints the other."""

import numpy as np
import pytest

from pipeline.indicators.rates import percentage, wilson
from pipeline.release.policy import Policy
from pipeline.release.protection import protect
from tests.support import population
from tests.support.inversion import invert

SHOWN = [(46.3, 36.0, 57.1, (38, 82)), (88.2, 65.7, 96.7, (15, 17)), (0.0, 0.0, 24.2, (0, 12))]


@pytest.mark.parametrize(("pct", "low", "high", "counts"), SHOWN)
def test_what_a_report_of_ecbo_prints_is_turned_back_into_its_counts(
    pct: float, low: float, high: float, counts: tuple[int, int]
) -> None:
    assert invert(pct, low, high) == (counts,)


def test_up_to_sixty_leavers_every_count_can_be_read_off_its_percentage_and_interval() -> None:
    """From the numbers of the pipeline, by the table of an attacker who works out Wilson for himself."""
    counts = [(k, n) for n in range(1, 61) for k in range(n + 1)]
    k, n = (np.array(column) for column in zip(*counts, strict=True))
    shown = zip(percentage(k, n), *wilson(k, n), strict=True)
    assert [invert(*numbers, most=60) for numbers in shown] == [(count,) for count in counts]


def test_no_percentage_interval_or_bound_is_left_where_a_count_is_hidden() -> None:
    units = population.eenheden([2020], 6, 3)
    cijfers = population.cijfers(population.leavers(units, seed=4, mean=35), units)
    found = protect(cijfers, units, Policy()).cijfers
    hidden = found[found["status"] == "niet getoond"]
    rest = ["pct", "laag", "hoog", "onbekend", "aandeel_onbekend", "ondergrens", "bovengrens"]
    assert len(hidden) > 20 and hidden[rest].isna().all(axis=None)
    readable = {
        counts
        for row in found[found["status"] == "gemeten"].itertuples()
        for counts in invert(row.pct, row.laag, row.hoog)
    }
    assert not any(0 < k < 5 or 0 < n - k < 5 for k, n in readable if n <= 60)
