"""HiGHS behind two small classes: the attacker's polytope, and the choice of cells to hide.

One thread, no time limits, fixed seeds: the same question in the same order gives the same answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from pipeline.release.equations import Equations, Floats, Row

Bools = NDArray[np.bool_]

_TOLERANCE = 1e-6
_NODES = 10_000
_CORNERS = 3
_PRIMAL = 4  # the simplex that goes on well after other costs
_EXACT = {  # these problems are solved at or near the root: guessing and restarting only cost time
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_allow_restart": False,
    "mip_pool_soft_limit": 100,
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
}


@dataclass(frozen=True)
class Extreme:
    """The least sign * column over a polytope, as costs; a point where it is reached; and the prices of the
    rows and columns that are left of its equations."""

    value: float
    point: Floats
    costs: Floats
    row_prices: Floats
    column_prices: Floats


CONTRADICTION = "the published numbers contradict each other"


class NoSolution(ArithmeticError):
    """Nothing meets equations that the truth must meet."""


class Polytope:
    """All ways to fill in columns with numbers from 0, so that every equation holds."""

    def __init__(self, equations: Equations) -> None:
        self._equations = equations
        self._costs = self._model()
        self._costs.setOptionValue("presolve", "off")
        self._costs.setOptionValue("simplex_strategy", _PRIMAL)
        self._whole: highspy.Highs | None = None

    def least(self, column: int, sign: int) -> Extreme:
        """The least sign * column, in fractions if need be. Raises NoSolution if the equations contradict."""
        costs = np.zeros(self._equations.columns)
        costs[column] = sign
        solution = self._cheapest(costs)
        point = self._equations.point(np.array(solution.col_value))
        prices = (np.array(found) for found in (solution.row_dual, solution.col_dual))
        return Extreme(sign * point[column], point, costs, *prices)

    def prices(self, extreme: Extreme) -> Floats:
        """The price of each equation: how much of the least value is owed to it."""
        return self._equations.prices(extreme.costs, extreme.row_prices, extreme.column_prices)

    def towards(self, costs: Floats) -> Floats:
        """A corner where the sum of cost * column is least. Raises NoSolution if the equations contradict."""
        return self._equations.point(np.array(self._cheapest(costs).col_value))

    def fill_in(self, column: int, value: int) -> Floats | None:
        """Whole numbers that fit with a column at this value; None if there are none, or none are found."""
        at, edge = self._equations.at(column, value)
        if at is None:
            return self._wholes() if edge == value else None
        model = self._model_of_wholes()
        model.changeColBounds(at, edge, edge)
        found = self._wholes()
        model.changeColBounds(at, self._equations.lower[at], self._equations.upper[at])
        return found

    def somewhere(self) -> Floats:
        """Whole numbers that fit. Raises NoSolution."""
        corners = (self.towards(costs) for costs in directions(self._equations.columns, _CORNERS))
        point = next((corner for corner in corners if whole(corner)), None)
        point = self._wholes() if point is None else point
        if point is None:
            raise NoSolution(CONTRADICTION)
        return point

    def _cheapest(self, costs: Floats) -> highspy.HighsSolution:
        size = self._equations.size
        self._costs.changeColsCost(size, columns(size), self._equations.costs(costs))
        if self._equations.contradictory or solved(self._costs) is None:
            raise NoSolution(CONTRADICTION)
        return self._costs.getSolution()

    def _wholes(self) -> Floats | None:
        if self._equations.contradictory:
            return None
        found = solved(self._model_of_wholes())
        return None if found is None else self._equations.point(found)

    def _model_of_wholes(self) -> highspy.Highs:
        if self._whole is None:
            self._whole = self._model()
            size = self._equations.size
            kinds = _kinds(size, highspy.HighsVarType.kInteger)
            self._whole.changeColsIntegrality(size, columns(size), kinds)
            self._whole.setOptionValue("mip_max_nodes", _NODES)
        return self._whole

    def _model(self) -> highspy.Highs:
        model = empty()
        model.addVars(self._equations.size, self._equations.lower, self._equations.upper)
        add_rows(model, self._equations.rows)
        return model


class Choice:
    """Which yes/no columns to set, at least weight, under conditions that are added as they are found."""

    def __init__(self, weights: Sequence[float], lower: Sequence[float], upper: Sequence[float]) -> None:
        self._size = len(weights)
        self._model = empty()
        for option, value in _EXACT.items():
            self._model.setOptionValue(option, value)
        self._model.addVars(self._size, np.array(lower, dtype=float), np.array(upper, dtype=float))
        self._model.changeColsCost(self._size, columns(self._size), np.array(weights, dtype=float))

    def require(self, terms: Mapping[int, float], least: float = 0.0) -> None:
        """Add the condition: sum of coefficient * column >= least."""
        columns, values = np.array(list(terms), dtype=np.int32), np.array(list(terms.values()), dtype=float)
        self._model.addRow(least, highspy.kHighsInf, len(terms), columns, values)

    def sketch(self) -> Floats | None:
        """The choice of least weight when a column may be set in part; quick. None when there is none."""
        return self._solve(highspy.HighsVarType.kContinuous)

    def best(self) -> Bools | None:
        """The choice of least weight; None when no choice meets the conditions."""
        found = self._solve(highspy.HighsVarType.kInteger)
        return None if found is None else found > 0.5

    def _solve(self, kind: highspy.HighsVarType) -> Floats | None:
        self._model.changeColsIntegrality(self._size, columns(self._size), _kinds(self._size, kind))
        return solved(self._model)


def directions(size: int, steps: int) -> Iterator[Floats]:
    """Costs that pull columns apart: by turns up and down in ever larger steps, each with its opposite."""
    places = np.arange(size)
    for step in range(steps):
        signs = np.where((places >> step) & 1, 1.0, -1.0)
        yield signs
        yield -signs


def whole(point: Floats) -> bool:
    """Whether a point consists of whole numbers."""
    return bool(np.all(np.abs(point - np.round(point)) < _TOLERANCE))


def empty() -> highspy.Highs:
    """A model without columns and equations."""
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
        model.setOptionValue(option, value)
    return model


def add_rows(model: highspy.Highs, rows: Sequence[Row]) -> None:
    """Add equations."""
    right = np.array([row.right for row in rows], dtype=float)
    lengths = [len(row.terms) for row in rows]
    starts = np.cumsum([0, *lengths[:-1]], dtype=np.int32)
    places = np.array([column for row in rows for column in row.terms], dtype=np.int32)
    values = np.array([value for row in rows for value in row.terms.values()], dtype=float)
    model.addRows(len(right), right, right, len(places), starts, places, values)


def solved(model: highspy.Highs) -> Floats | None:
    """The best point of a model; None if there is none, or it was not found."""
    if not model.getNumCol():
        return np.zeros(0)
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.array(model.getSolution().col_value)


def columns(size: int) -> NDArray[np.int32]:
    """The positions of so many columns."""
    return np.arange(size, dtype=np.int32)


def _kinds(size: int, kind: highspy.HighsVarType) -> NDArray[np.uint8]:
    return np.full(size, int(kind), dtype=np.uint8)
