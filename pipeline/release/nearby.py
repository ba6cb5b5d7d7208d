"""Whole numbers that fit, close to some that are known to fit.

Where the published numbers leave room, there is nearly always another solution that differs from the truth in
a few numbers: one leaver more here, one less there. The least difference is a linear programme that begins at
the truth itself, and its answer is mostly whole; where it is not, one that is whole lies near it.
"""

from collections.abc import Mapping

import numpy as np

from pipeline.release.equations import Equations, Floats, Indices, Row
from pipeline.release.solver import Polytope, add_rows, columns, empty, solved, whole

_DUAL = 1  # the simplex that goes on well after other bounds
_MOVED = 1e-7


class Nearby:
    """The points around one point that meets all equations.

    A column that differs is what is there, plus a column of what comes to it, less one of what goes; what is
    sought is the least of both, over all columns: each that is left counts for those that follow it.
    """

    def __init__(self, equations: Equations, point: Floats) -> None:
        self._equations, self._rows, self._size = equations, equations.rows, equations.size
        self._point = equations.inner(point)
        self._room = np.concatenate([equations.upper - self._point, self._point - equations.lower])
        self._model = empty()
        self._model.setOptionValue("presolve", "off")
        self._model.setOptionValue("simplex_strategy", _DUAL)
        self._model.addVars(2 * self._size, np.zeros(2 * self._size), self._room)
        weights = np.tile(equations.weights(), 2)
        self._model.changeColsCost(2 * self._size, columns(2 * self._size), weights)
        add_rows(self._model, [self._both_ways(row) for row in self._rows])
        self._model.run()
        self._nowhere = self._model.getBasis()
        self._rows_of: list[list[int]] = [[] for _ in range(self._size)]
        for at, row in enumerate(self._rows):
            for column in row.terms:
                self._rows_of[column].append(at)

    def _both_ways(self, row: Row) -> Row:
        """What comes and what goes, by an equation, make up for each other."""
        return Row({**row.terms, **{self._size + at: -sign for at, sign in row.terms.items()}}, 0.0)

    def fill_in(self, column: int, value: int) -> Floats | None:
        """Whole numbers that fit with a column at this value; None if none are found here."""
        at, edge = self._equations.at(column, value)
        if at is None:
            return self._equations.point(self._point) if edge == value else None
        moves = self._least(at, edge - self._point[at]) if self._fits(edge, at) else None
        if moves is None:
            return None
        near = self._point + moves
        found = near if whole(near) else self._whole(np.flatnonzero(np.abs(moves) > _MOVED), at, edge)
        return None if found is None or not self._fits(found) else self._equations.point(found)

    def _fits(self, point: Floats | float, at: int | slice = slice(None)) -> bool:
        """Whether the columns that are left, or one of them, stay in their room."""
        lower, upper = self._equations.lower[at], self._equations.upper[at]
        return bool(np.all((point > lower - _MOVED) & (point < upper + _MOVED)))

    def _least(self, column: int, difference: float) -> Floats | None:
        """The least moves, in fractions if need be, that change a column so much; None if none do."""
        up, down = (column, max(difference, 0.0)), (column + self._size, max(-difference, 0.0))
        self._model.setBasis(self._nowhere)
        for at, move in (up, down):
            self._model.changeColBounds(at, move, move)
        moves = solved(self._model)
        for at, _ in (up, down):
            self._model.changeColBounds(at, 0.0, self._room[at])
        return None if moves is None else moves[: self._size] - moves[self._size :]

    def _whole(self, moved: Indices, column: int, value: float) -> Floats | None:
        """Whole numbers that differ in the columns that moved, and in those they share an equation with."""
        touched = {at for one in moved.tolist() for at in self._rows_of[one]}
        free = sorted({one for at in touched for one in self._rows[at].terms})
        place = {one: at for at, one in enumerate(free)}
        rows = sorted({at for one in free for at in self._rows_of[one]})
        here = Polytope(Equations(len(free), [self._among(self._rows[at], place) for at in rows]))
        values = here.fill_in(place[column], round(value))
        if values is None:
            return None
        found = self._point.copy()
        found[free] = np.round(values)
        return found

    def _among(self, row: Row, place: Mapping[int, int]) -> Row:
        """An equation in which the other columns stay as they are."""
        terms = {one: sign for one, sign in row.terms.items() if one in place}
        right = sum(sign * self._point[one] for one, sign in terms.items())
        return Row({place[one]: sign for one, sign in terms.items()}, right)
