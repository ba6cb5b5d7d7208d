"""What an attacker can work out about the hidden numbers, exactly.

The attacker knows every shown number, every sum, which cells are hidden, and that counts are whole and not
negative. (Percentages and intervals add nothing: where they are shown, so are k and n.) A linear programme
may only condemn: its interval is wider than the truth. A number is cleared by as many whole solutions that
differ in it, found one by one.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from pipeline.release.equations import Equations, Floats, Row
from pipeline.release.nearby import Nearby
from pipeline.release.solver import Extreme, Polytope, directions, whole
from pipeline.release.system import LATENT, Sum, System

_ROUNDING = 1e-6
_MANY = 8
_DIRECTIONS = 6


@dataclass(frozen=True)
class Weakness:
    """A hidden number with too few possible values.

    gains: for each shown number that the attacker needs, how much hiding it could widen the interval, as a
    share of what is needed. Every safe pattern that hides `number` also hides numbers with gains of 1 in all.
    """

    number: int
    gains: Mapping[int, float]


class Solutions:
    """Whole solutions that were found so far, and which of them fit what is unknown now.

    A solution is a way to fill in every number, so it says something of each; and whatever is hidden next, it
    stays one as long as it differs from the truth in unknown numbers only.
    """

    def __init__(self, system: System) -> None:
        self.truth = _truth(system)
        self._points = self.truth[np.newaxis, :].astype(np.int32)
        self._size = 1
        self._fitting = [0]

    def look(self, unknown: Collection[int]) -> None:
        """Keep to the solutions that fit when these numbers are unknown."""
        known = np.ones(len(self.truth), dtype=bool)
        known[list(unknown)] = False
        fits = (self._points[: self._size, known] == self.truth[known]).all(axis=1)
        self._fitting = np.flatnonzero(fits).tolist()

    def add(self, members: NDArray[np.int64], values: Floats) -> None:
        """Add a solution that fits, by the numbers in which it may differ from the truth."""
        if self._size == len(self._points):
            self._points = np.vstack([self._points, np.zeros_like(self._points)])
        self._points[self._size] = self.truth
        self._points[self._size, members] = np.round(values)
        self._fitting.append(self._size)
        self._size += 1

    def enough(self, number: int, width: int) -> bool:
        """Whether the solutions that fit give a number as many values."""
        return len(np.unique(self._points[self._fitting, number])) >= width


def _truth(system: System) -> Floats:
    """The true numbers, and for those that nobody knows some numbers that fit. Raises NoSolution."""
    truth = np.array([number.value for number in system.numbers], dtype=float)
    latent = {i: at for at, i in enumerate(np.flatnonzero(truth == LATENT).tolist())}
    if latent:
        rows = []
        for s in system.sums:
            terms = {latent[i]: sign for i, sign in _signed(s) if i in latent}
            if terms:
                rows.append(Row(terms, -sum(sign * truth[i] for i, sign in _signed(s) if i not in latent)))
        truth[list(latent)] = np.round(Polytope(Equations(len(latent), rows)).somewhere())
    return truth


class Auditor:
    """The attacker's view of one system; asked again and again with other cells hidden."""

    def __init__(self, system: System, width: int) -> None:
        self._system, self._width = system, width
        self._exempt = system.implied_zeros()
        self._sums_of: list[list[int]] = [[] for _ in system.numbers]
        for at, s in enumerate(system.sums):
            for i in (s.total, *s.parts):
                self._sums_of[i].append(at)
        self._found: dict[frozenset[int], list[Weakness]] = {}
        self._solutions = Solutions(system)

    def weaknesses(self, hidden: frozenset[int]) -> list[Weakness]:
        """The guarded numbers that keep fewer than `width` possible values when these cells are hidden.

        Raises NoSolution when the shown numbers contradict each other.
        """
        unknown = {i for i in range(len(self._system.numbers)) if not self._system.known(i, hidden)}
        self._solutions.look(unknown)
        return [weakness for knot in self._knots(unknown) for weakness in self._examine(*knot)]

    def _knots(self, unknown: set[int]) -> Iterator[tuple[frozenset[int], list[Sum]]]:
        """The unknown numbers in groups that no sum connects, each with its sums."""
        left = dict.fromkeys(sorted(unknown))
        while left:
            todo = [next(iter(left))]
            del left[todo[0]]
            members, sums = [], set()
            while todo:
                members.append(todo.pop())
                for at in self._sums_of[members[-1]]:
                    if at not in sums:
                        sums.add(at)
                        s = self._system.sums[at]
                        found = [i for i in (s.total, *s.parts) if i in left]
                        todo += found
                        for i in found:
                            del left[i]
            yield frozenset(members), [self._system.sums[at] for at in sorted(sums)]

    def _examine(self, members: frozenset[int], sums: Sequence[Sum]) -> list[Weakness]:
        """What is found of a group holds wherever the same numbers are unknown."""
        if members not in self._found:
            suspects = [i for i in sorted(members - self._exempt) if self._system.numbers[i].protected]
            left = [i for i in suspects if not self._solutions.enough(i, self._width)]
            knot = _Knot(self._system, sorted(members), sums, self._width, self._solutions) if left else None
            if knot and len(left) > _MANY:
                knot.scatter(left)
            found = (knot.weakness(i) for i in left) if knot else ()
            self._found[members] = [weakness for weakness in found if weakness is not None]
        return self._found[members]


class _Knot:
    """Unknown numbers tied together by sums, with the solutions that were found so far."""

    def __init__(
        self, system: System, members: Sequence[int], sums: Sequence[Sum], width: int, solutions: Solutions
    ) -> None:
        self._width, self._solutions = width, solutions
        self._members = np.array(members, dtype=np.int64)
        self._place = {number: at for at, number in enumerate(members)}
        self._truth = solutions.truth
        terms = [(at, i, sign) for at, s in enumerate(sums) for i, sign in _signed(s)]
        known = [(at, i, sign) for at, i, sign in terms if i not in self._place]
        self._known_row, self._known = (np.array([term[n] for term in known], dtype=np.int64) for n in (0, 1))
        self._known_sign = np.array([sign for _, _, sign in known])
        right = np.zeros(len(sums))
        np.add.at(right, self._known_row, -self._known_sign * self._truth[self._known])
        terms_of = [{self._place[i]: sign for i, sign in _signed(s) if i in self._place} for s in sums]
        rows = [Row(*row) for row in zip(terms_of, right.tolist(), strict=True)]
        self._equations = Equations(len(members), rows)
        self._polytope = Polytope(self._equations)

    def scatter(self, numbers: Sequence[int]) -> None:
        """Look for solutions in which many of these numbers differ from the truth at once."""
        at = [self._place[number] for number in numbers]
        for signs in directions(len(at), _DIRECTIONS):
            costs = np.zeros(len(self._members))
            costs[at] = signs
            point = self._polytope.towards(costs)
            if whole(point):
                self._keep(point)

    def weakness(self, number: int) -> Weakness | None:
        """How an attacker narrows a number down too far, or None when that is proved impossible."""
        if self._cleared(number):
            return None
        low = self._extreme(number, 1)
        if self._cleared(number):
            return None
        high = self._extreme(number, -1)
        bottom, top = ceil(low.value - _ROUNDING), floor(-high.value + _ROUNDING)
        if top - bottom + 1 < self._width:
            return Weakness(number, self._gains(low, high))
        if self._cleared(number) or self._search(number, bottom, top):
            return None
        return Weakness(number, dict.fromkeys(self._known.tolist(), 1.0))

    def _extreme(self, number: int, sign: int) -> Extreme:
        extreme = self._polytope.least(self._place[number], sign)
        if whole(extreme.point):
            self._keep(extreme.point)
        return extreme

    def _keep(self, point: Floats) -> None:
        self._solutions.add(self._members, point)

    def _search(self, number: int, bottom: int, top: int) -> bool:
        """Look for whole solutions value by value, from the truth outwards, until there are enough."""
        for value in _outwards(int(self._truth[number]), bottom, top):
            point = self._fill_in(self._place[number], value)
            if point is not None:
                self._keep(point)
                if self._cleared(number):
                    return True
        return False

    def _fill_in(self, column: int, value: int) -> Floats | None:
        """Whole numbers that fit: near the truth, or else anywhere."""
        point = self._nearby.fill_in(column, value)
        return self._polytope.fill_in(column, value) if point is None else point

    @cached_property
    def _nearby(self) -> Nearby:
        return Nearby(self._equations, self._truth[self._members])

    def _cleared(self, number: int) -> bool:
        return self._solutions.enough(number, self._width)

    def _gains(self, low: Extreme, high: Extreme) -> dict[int, float]:
        """Hiding a number that props the interval up ends the proof; hiding another frees its own size."""
        need = self._width - 1 - (-high.value - low.value)
        gains = np.zeros(len(self._truth))
        for extreme in (low, high):
            prices = np.zeros(len(self._truth))
            rows = self._polytope.prices(extreme)[self._known_row]
            np.add.at(prices, self._known, -self._known_sign * rows)
            freed = np.maximum(prices, 0.0) * self._truth
            enough = (prices < -_ROUNDING) | ((freed > _ROUNDING) & (freed > need - _ROUNDING))
            gains += np.where(enough, 1.0, freed / max(need, 1.0))
        found = np.flatnonzero(gains > _ROUNDING)
        return dict(zip(found.tolist(), np.minimum(gains[found], 1.0).tolist(), strict=True))


def _outwards(start: int, bottom: int, top: int) -> Iterator[int]:
    """The values from bottom to top, the nearest to start first and of two as near the lower."""
    yield start
    for step in range(1, max(start - bottom, top - start) + 1):
        yield from (value for value in (start - step, start + step) if bottom <= value <= top)


def _signed(s: Sum) -> list[tuple[int, float]]:
    return [(s.total, 1.0), *((part, -1.0) for part in s.parts)]
