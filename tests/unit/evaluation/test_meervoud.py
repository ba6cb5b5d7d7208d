"""Holm's adjustment against a published and a hand-worked example, and what must hold for any p-values."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.meervoud import holm, holm_per_familie

TOLERANCE = 1e-12
EXAMPLES = [
    # The worked example "Holm-Bonferroni method" of Wikipedia: H1..H4.
    ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),
    # By hand: 5 x .01, 4 x .02, 3 x .03; then 2 x .04 = .08 and 1 x .05 are pulled up to .09.
    ([0.01, 0.02, 0.03, 0.04, 0.05], [0.05, 0.08, 0.09, 0.09, 0.09]),
]
p_values = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@pytest.mark.parametrize(("p", "expected"), EXAMPLES)
def test_published_examples(p: list[float], expected: list[float]) -> None:
    assert holm(p) == pytest.approx(expected, abs=TOLERANCE)


def test_what_is_not_tested_is_no_comparison() -> None:
    adjusted = holm([0.02, np.nan, 0.01])
    assert adjusted[[0, 2]] == pytest.approx([0.02, 0.02], abs=TOLERANCE)
    assert np.isnan(adjusted[1])


@pytest.mark.parametrize("wrong", [-0.1, 1.1])
def test_what_is_no_chance_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="outside"):
        holm([0.5, wrong])


def test_each_family_is_its_own() -> None:
    table = pd.DataFrame({"familie": ["a", "b", "a", "a"], "p": [0.01, 0.04, 0.03, np.nan]})
    adjusted = holm_per_familie(table)
    assert adjusted.p_holm.to_list()[:3] == pytest.approx([0.02, 0.04, 0.03], abs=TOLERANCE)
    assert adjusted.in_familie.to_list() == [2, 1, 2, 2]


def _step_down(p: list[float], level: float) -> set[int]:
    """Which are rejected, by the procedure in Holm's words: go on while p_(i) <= level / (m - i + 1)."""
    rejected: set[int] = set()
    for step, place in enumerate(sorted(range(len(p)), key=lambda i: p[i])):
        if p[place] * (len(p) - step) > level:
            break
        rejected.add(place)
    return rejected


@given(p_values, st.sampled_from([0.01, 0.05, 0.2]))
def test_the_same_are_rejected_as_by_the_procedure(p: list[float], level: float) -> None:
    assert {i for i, value in enumerate(holm(p)) if value <= level} == _step_down(p, level)


@given(p_values, st.randoms())
def test_order_does_not_matter_and_nothing_gets_smaller(p: list[float], random: object) -> None:
    order = list(range(len(p)))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert holm([p[i] for i in order]) == pytest.approx(holm(p)[order], abs=TOLERANCE)
    assert np.all(holm(p) >= np.asarray(p))
    assert np.all(holm(p) <= np.minimum(1, len(p) * np.asarray(p) + TOLERANCE))
