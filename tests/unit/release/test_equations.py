"""Equations with columns left out say the same: the same points, extremes, and prices that prove them."""

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import linprog

from pipeline.release.equations import Equations, Row
from pipeline.release.solver import NoSolution, Polytope

MOST = 4


def test_what_follows_from_one_other_is_left_out() -> None:
    """a = b, b + c = 5, d = 3, and a + e + f = c: a, b and c are one column, d is none."""
    said = [
        Row({0: 1.0, 1: -1.0}, 0.0),
        Row({1: 1.0, 2: 1.0}, 5.0),
        Row({3: 1.0}, 3.0),
        Row({0: 1.0, 4: 1.0, 5: 1.0, 2: -1.0}, 0.0),
    ]
    found = Equations(6, said)
    assert (found.columns, found.size, len(found.rows)) == (6, 3, 1)
    point = np.array([2.0, 2.0, 3.0, 3.0, 1.0, 0.0])
    assert found.point(found.inner(point)).tolist() == point.tolist()
    assert found.at(3, 7.0) == (None, 3.0)
    assert found.weights().tolist().count(3.0) == 1


def test_the_same_row_twice_is_one_whatever_its_sign() -> None:
    rows = [Row({0: 1.0, 1: -1.0, 2: -1.0}, 0.0), Row({0: -1.0, 1: 1.0, 2: 1.0}, 0.0)]
    assert len(Equations(3, rows).rows) == 1
    assert not Equations(3, rows).contradictory


@pytest.mark.parametrize(
    "rows",
    [
        [Row({0: 1.0}, 2.0), Row({0: 1.0}, 3.0)],
        [Row({0: 1.0, 1: -1.0}, 0.0), Row({0: 1.0, 1: -1.0}, 1.0)],
        [Row({0: 1.0}, -1.0)],
        [Row({0: 1.0, 1: 1.0}, -2.0)],
        [Row({0: 1.0, 1: 1.0, 2: 1.0}, 2.0), Row({0: -1.0, 1: -1.0, 2: -1.0}, 2.0)],
    ],
)
def test_rows_that_cannot_all_hold(rows: list[Row]) -> None:
    assert Equations(3, rows).contradictory
    polytope = Polytope(Equations(3, rows))
    assert polytope.fill_in(0, 1) is None
    with pytest.raises(NoSolution):
        polytope.least(0, 1)


def test_with_nothing_left_there_is_one_point() -> None:
    polytope = Polytope(Equations(2, [Row({0: 1.0}, 2.0), Row({0: 1.0, 1: -1.0}, 1.0)]))
    assert polytope.least(1, -1).point.tolist() == [2.0, 1.0]
    assert polytope.fill_in(1, 2) is None
    one = polytope.fill_in(1, 1)
    assert one is not None and one.tolist() == [2.0, 1.0]


@st.composite
def said(draw: st.DrawFn) -> tuple[int, list[Row]]:
    """Rows that a point of small numbers meets; the last one keeps all of them small."""
    size = draw(st.integers(2, 6))
    point = np.array(draw(st.lists(st.integers(0, MOST), min_size=size, max_size=size)), dtype=float)
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        among = draw(st.sets(st.integers(0, size - 1), min_size=1, max_size=draw(st.sampled_from((2, 2, 4)))))
        terms = {at: float(draw(st.sampled_from((-1, 1, 1, -1, 2)))) for at in sorted(among)}
        rows.append(Row(terms, sum(factor * point[at] for at, factor in terms.items())))
    return size, [*rows, Row(dict.fromkeys(range(size), 1.0), float(point.sum()))]


def _points(size: int, rows: list[Row]) -> set[tuple[float, ...]]:
    most = int(rows[-1].right)
    return {
        point
        for point in product(range(most + 1), repeat=size)
        if all(sum(f * point[at] for at, f in row.terms.items()) == row.right for row in rows)
    }


@given(said())
def test_the_points_are_the_same(made: tuple[int, list[Row]]) -> None:
    size, rows = made
    assume((rows[-1].right + 1) ** size < 20_000)
    short = Equations(size, rows)
    assert not short.contradictory
    inside = product(
        *(
            range(int(a), int(min(b, rows[-1].right)) + 1)
            for a, b in zip(short.lower, short.upper, strict=True)
        )
    )
    found = {
        tuple(short.point(np.array(one, dtype=float)).tolist())
        for one in inside
        if all(sum(f * one[at] for at, f in row.terms.items()) == row.right for row in short.rows)
    }
    assert found == _points(size, rows)


@given(said(), st.data())
def test_extremes_are_those_of_all_rows_and_their_prices_prove_it(
    made: tuple[int, list[Row]], data: st.DataObject
) -> None:
    """Against SciPy's linear programmes on all rows and columns, and by duality: prices that cost no column
    more than it has, and that come to the value, leave no lower value."""
    size, rows = made
    column, sign = data.draw(st.integers(0, size - 1)), data.draw(st.sampled_from((1, -1)))
    matrix = np.array([[row.terms.get(at, 0.0) for at in range(size)] for row in rows])
    right = np.array([row.right for row in rows])
    polytope = Polytope(Equations(size, rows))
    least = polytope.least(column, sign)
    assert least.value == pytest.approx(linprog(least.costs, A_eq=matrix, b_eq=right).fun, abs=1e-6)
    assert matrix @ least.point == pytest.approx(right, abs=1e-6)
    assert least.point.min() > -1e-6
    prices = polytope.prices(least)
    assert (least.costs - matrix.T @ prices).min() > -1e-6
    assert prices @ right == pytest.approx(least.value, abs=1e-6)
