"""Costs per placement more, worked out by hand."""

from math import inf, nan

import pytest

from pipeline.evaluation import kosten
from pipeline.evaluation.kosten import Kosten, kosten_per_extra_plaatsing


def test_the_costs_are_the_spending_over_the_placements_that_came_on_top() -> None:
    """10 points of 200 pupils are 20 placements; 5 points are 10 of them and 20 points 40."""
    assert kosten_per_extra_plaatsing(120_000, 10, 5, 20, 200) == Kosten("", 6_000, 3_000, 12_000)


def test_an_effect_without_an_upper_end_is_at_most_everybody() -> None:
    """Of 50 pupils no more than 50 can be placed: 100,000 euros are at least 2,000 each."""
    assert kosten_per_extra_plaatsing(100_000, 25, 12.5, inf, 50) == Kosten("", 8_000, 2_000, 16_000)


@pytest.mark.parametrize(
    ("uitgaven", "effect", "n", "reden"),
    [
        (1000.0, (None, None, None), 100, kosten.GEEN_EFFECT),
        (None, (None, None, None), 0, kosten.GEEN_EFFECT),
        (1000.0, (5.0, -1.0, 11.0), 100, kosten.INTERVAL_MET_NUL),
        (1000.0, (5.0, 0.0, 10.0), 100, kosten.INTERVAL_MET_NUL),
        (1000.0, (-5.0, -10.0, 0.0), 100, kosten.INTERVAL_MET_NUL),
        (1000.0, (5.0, -inf, inf), 100, kosten.INTERVAL_MET_NUL),
        (1000.0, (-5.0, -9.0, -1.0), 100, kosten.MINDER),
        (1000.0, (5.0, 1.0, 9.0), 0, kosten.NIEMAND),
        (None, (5.0, 1.0, 9.0), 100, kosten.UITGAVEN_ONBEKEND),
        (0.0, (5.0, 1.0, 9.0), 100, kosten.NIETS_UITGEGEVEN),
    ],
)
def test_there_is_no_value_where_none_can_be_defended(
    uitgaven: float | None, effect: tuple[float | None, float | None, float | None], n: int, reden: str
) -> None:
    assert kosten_per_extra_plaatsing(uitgaven, *effect, n) == Kosten(reden)


@pytest.mark.parametrize("effect", [(5.0, 6.0, 9.0), (5.0, 1.0, 4.0), (nan, 1.0, 2.0)])
def test_an_interval_without_its_estimate_is_a_mistake(effect: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="does not hold the estimate"):
        kosten_per_extra_plaatsing(1000, *effect, 100)
