"""Equations between numbers, with the numbers left out that follow from one other.

Most of what an attacker has are statements of two numbers: nobody of a school was in class B, so its total is
that of class A. Each is one column and one equation less; half of the columns and two thirds of the equations
go, and the programmes that are left take a third of the time. What is found of them holds of all: points are
filled in, and the prices of equations that were left out follow from those of the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

CEILING = 1e6  # no count in any release comes near it
_NONE = -1


@dataclass(frozen=True)
class Row:
    """An equation: the sum of coefficient * column is `right`."""

    terms: Mapping[int, float]
    right: float


class Equations:
    """Rows between columns that are whole numbers from 0, and the fewer rows and columns that say the same.

    columns: how many there are. rows: those that are left, between the columns that are left, of which there
    are `size`. lower, upper: the room of each.
    """

    def __init__(self, columns: int, rows: Sequence[Row]) -> None:
        self.columns, self._rows, self._links = columns, rows, _Links(columns)
        self._eliminated: list[tuple[int, int]] = []
        left = self._leave_out(list(range(len(rows))))
        self._place, self._sign, self._offset = self._links.columns()
        self._free = self._place != _NONE
        self.size = int(self._place.max(initial=_NONE)) + 1
        self._kept, self.rows = self._distinct(left)
        self.lower, self.upper = self._bounds()

    @cached_property
    def contradictory(self) -> bool:
        """Whether it showed that no numbers from 0 meet all rows. Where it did not, there may be none yet."""
        fixed = self._offset[~self._free]
        return self._links.contradictory or bool((fixed < 0).any() or (self.lower > self.upper).any())

    def at(self, column: int, value: float) -> tuple[int | None, float]:
        """The one that a column follows, by its place among those that are left, and what it is when the
        column has this value; of a column that is fixed, None and what it is."""
        if not self._free[column]:
            return None, float(self._offset[column])
        return int(self._place[column]), float((value - self._offset[column]) * self._sign[column])

    def costs(self, costs: Floats) -> Floats:
        """What the columns that are left cost, when all columns cost this."""
        free = self._free
        found: Floats = np.bincount(self._place[free], (self._sign * costs)[free], self.size).astype(float)
        return found

    def weights(self) -> Floats:
        """How many columns follow each that is left."""
        return np.bincount(self._place[self._free], minlength=self.size).astype(float)

    def inner(self, point: Floats) -> Floats:
        """The columns that are left of a point that meets all rows."""
        found = np.zeros(self.size)
        found[self._place[self._free]] = ((point - self._offset) * self._sign)[self._free]
        return found

    def point(self, inner: Floats) -> Floats:
        """All columns, from those that are left."""
        found = self._offset.copy()
        found[self._free] += self._sign[self._free] * inner[self._place[self._free]]
        return found

    def prices(self, costs: Floats, row_prices: Floats, column_prices: Floats) -> Floats:
        """The prices of all rows, from those of the rows and columns that are left.

        What a column costs is what its rows make of it, and its own price where it is 0. A column that was
        left out and has none of its own therefore says what the row is worth that it went with.
        """
        prices = np.zeros(len(self._rows))
        prices[self._kept] = row_prices
        if self._eliminated:
            unpaid = costs - self._matrix.T @ prices - self._own(column_prices)
            at, columns = self._left_out
            prices[at] = self._solver.solve(unpaid[columns])
        return prices

    def _leave_out(self, left: list[int]) -> list[int]:
        """Use every row that ties one column to one other, or to a value, until there is none.

        Again and again in order; a row that could not be used is looked at again only when one of the columns
        that it came down to follows another one since, or is fixed.
        """
        changed = set(left)
        waiting: list[list[int]] = [[] for _ in range(self.columns)]
        while changed:
            left = [at for at in left if at not in changed or not self._used(at, changed, waiting)]
            changed.intersection_update(left)
        return left

    def _used(self, at: int, changed: set[int], waiting: list[list[int]]) -> bool:
        """Whether a row says no more than what is known now of which column follows which.

        changed: rows to look at. waiting: by column, the rows to look at when something becomes known of it.
        """
        changed.remove(at)
        terms, right = self._links.through(self._rows[at])
        if not terms:
            self._links.contradictory |= abs(right) > _EXACT
            return True
        if len(terms) > 2 or any(abs(factor) != 1 for factor in terms.values()):
            for column in terms:
                waiting[column].append(at)
            return False
        (column, factor), *other = terms.items()
        if other:
            self._links.follow(column, other[0][0], -other[0][1] * factor, right * factor)
        else:
            self._links.fix(column, right * factor)
        self._eliminated.append((at, column))
        changed.update(waiting[column])
        waiting[column] = []
        return True

    def _distinct(self, left: Sequence[int]) -> tuple[Indices, list[Row]]:
        """The rows that are left, once each, and where they are among all."""
        found: dict[frozenset[tuple[int, float]], float] = {}
        kept, rows = [], []
        for at in left:
            terms, right = self._links.through(self._rows[at])
            sign = float(np.sign(terms[min(terms)]))
            same = frozenset((column, sign * factor) for column, factor in terms.items())
            if same not in found:
                found[same] = sign * right
                kept.append(at)
                inner = {int(self._place[column]): factor for column, factor in terms.items()}
                rows.append(Row(inner, right))
            self._links.contradictory |= abs(found[same] - sign * right) > _EXACT
        return np.array(kept, dtype=np.int64), rows

    def _bounds(self) -> tuple[Floats, Floats]:
        """The room of the columns that are left, in which none that follows one is less than 0. Which of
        those stands in the way is kept for the prices."""
        lower, upper = np.full(self.size, -CEILING), np.full(self.size, CEILING)
        self._lowest, self._highest = (np.full(self.size, _NONE) for _ in range(2))
        for column in np.flatnonzero(self._free).tolist():
            place, edge = int(self._place[column]), -self._offset[column] * self._sign[column]
            if self._sign[column] > 0 and edge > lower[place]:
                lower[place], self._lowest[place] = edge, column
            elif self._sign[column] < 0 and edge < upper[place]:
                upper[place], self._highest[place] = edge, column
        return lower, upper

    def _own(self, column_prices: Floats) -> Floats:
        """The price of each column itself: of those that follow one that is left, only the one in its way."""
        own = np.zeros(len(self._place))
        for carriers, prices in ((self._lowest, column_prices), (self._highest, -column_prices)):
            carried = (prices > 0) & (carriers != _NONE)
            own[carriers[carried]] = prices[carried]
        return own

    @cached_property
    def _matrix(self) -> csr_array:
        from scipy.sparse import csr_array

        lengths = [len(row.terms) for row in self._rows]
        columns = [column for row in self._rows for column in row.terms]
        factors = [factor for row in self._rows for factor in row.terms.values()]
        starts = np.cumsum([0, *lengths])
        return csr_array((factors, columns, starts), shape=(len(self._rows), len(self._place)))

    @cached_property
    def _left_out(self) -> tuple[Indices, Indices]:
        """The rows that were used, and the column that went with each."""
        rows, columns = np.array(self._eliminated, dtype=np.int64).T
        return rows, columns

    @cached_property
    def _solver(self) -> Any:
        from scipy.sparse.linalg import splu

        rows, columns = self._left_out
        return splu(self._matrix[rows][:, columns].T.tocsc())


_EXACT = 1e-9
"""What sums of whole numbers may differ by."""


class _Links:
    """Which column follows which: sign * the other + offset; or is fixed, and then only the offset."""

    def __init__(self, size: int) -> None:
        self.contradictory = False
        self._to = list(range(size))
        self._sign = [1.0] * size
        self._offset = [0.0] * size

    def find(self, column: int) -> tuple[int, float, float]:
        """The column that this one follows in the end (itself if none, _NONE if fixed), sign and offset."""
        sign, offset = 1.0, 0.0
        while column != _NONE and self._to[column] != column:
            sign, offset, column = (
                sign * self._sign[column],
                offset + sign * self._offset[column],
                self._to[column],
            )
        return column, sign, offset

    def through(self, row: Row) -> tuple[dict[int, float], float]:
        """A row in terms of columns that follow no other."""
        terms: dict[int, float] = {}
        right = row.right
        for column, factor in row.terms.items():
            root, sign, offset = self.find(column)
            right -= factor * offset
            if root != _NONE:
                terms[root] = terms.get(root, 0.0) + factor * sign
        return {column: factor for column, factor in terms.items() if factor}, right

    def follow(self, column: int, other: int, sign: float, offset: float) -> None:
        self._to[column], self._sign[column], self._offset[column] = other, sign, offset

    def fix(self, column: int, value: float) -> None:
        self._to[column], self._sign[column], self._offset[column] = _NONE, 0.0, value

    def columns(self) -> tuple[Indices, Floats, Floats]:
        """Of each column: the place of the one it follows among those that follow none, sign and offset."""
        found = [self.find(column) for column in range(len(self._to))]
        place = {root: at for at, root in enumerate(sorted({root for root, _, _ in found} - {_NONE}))}
        roots, signs, offsets = zip(*found, strict=True) if found else ((), (), ())
        places = [place.get(root, _NONE) for root in roots]
        return np.array(places, dtype=np.int64), np.array(signs, dtype=float), np.array(offsets, dtype=float)
