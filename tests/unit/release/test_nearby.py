"""Whole numbers near some that fit: every answer fits, and where there is none all points are tried."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.release.equations import Equations, Row
from pipeline.release.nearby import Nearby

MOST = 4


def test_what_one_part_gains_another_loses() -> None:
    """x + y = 5 and y + z = 4, at (2, 3, 1): with x at 4 there is one way."""
    near = Nearby(
        Equations(3, [Row({0: 1.0, 1: 1.0}, 5.0), Row({1: 1.0, 2: 1.0}, 4.0)]), np.array([2.0, 3.0, 1.0])
    )
    found = near.fill_in(0, 4)
    assert found is not None
    assert found.tolist() == [4.0, 1.0, 3.0]
    assert near.fill_in(0, 6) is None
    other = near.fill_in(1, 2)
    assert other is not None
    assert other.tolist() == [3.0, 2.0, 2.0], "a question leaves no trace in the next"


def test_where_the_least_difference_is_in_halves_whole_numbers_are_looked_for_around_it() -> None:
    """2x = w + v at 0: with w at 1 the least is half an x; the least in whole numbers takes v along."""
    found = Nearby(Equations(3, [Row({0: 2.0, 1: -1.0, 2: -1.0}, 0.0)]), np.zeros(3)).fill_in(1, 1)
    assert found is not None
    assert found.tolist() == [1.0, 1.0, 1.0]


def test_halves_are_no_answer() -> None:
    """2x = w + 2v: w is even."""
    near = Nearby(Equations(3, [Row({0: 2.0, 1: -1.0, 2: -2.0}, 0.0)]), np.zeros(3))
    assert near.fill_in(1, 1) is None
    assert near.fill_in(1, 2) is not None


@st.composite
def points(draw: st.DrawFn) -> tuple[list[Row], np.ndarray, int, int]:
    size = draw(st.integers(2, 5))
    point = draw(st.lists(st.integers(0, MOST), min_size=size, max_size=size))
    signs = st.lists(st.sampled_from((-1, 0, 1, 1, 2)), min_size=size, max_size=size)
    rows = [
        Row({at: float(sign) for at, sign in enumerate(some) if sign}, float(np.dot(some, point)))
        for some in [*draw(st.lists(signs, min_size=1, max_size=3)), [1] * size]
        if any(some)
    ]
    return rows, np.array(point, dtype=float), draw(st.integers(0, size - 1)), draw(st.integers(0, 2 * MOST))


@given(points())
def test_an_answer_fits_and_where_there_is_none_nothing_fits(
    case: tuple[list[Row], np.ndarray, int, int],
) -> None:
    """The sum of all columns is an equation here, so that all points can be tried, and are all near."""
    rows, point, column, value = case
    found = Nearby(Equations(len(point), rows), point).fill_in(column, value)
    if found is not None:
        assert found[column] == value
        assert (found >= 0).all()
        assert (np.round(found) == found).all()
        assert all(sum(sign * found[at] for at, sign in row.terms.items()) == row.right for row in rows)
        return
    total = int(point.sum())
    others = (one for one in product(range(total + 1), repeat=len(point)) if one[column] == value)
    assert not any(
        all(sum(sign * one[at] for at, sign in row.terms.items()) == row.right for row in rows)
        for one in others
    )
