"""Our pattern and that of τ-ARGUS for the same tables, by the same judges.

`python -m tests.support.tau_compare` prints the comparison as a table.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache

from pipeline.release.audit import Auditor
from pipeline.release.suppression import choose_hidden
from tests.support import tau
from tests.support.attack import ENOUGH, Solver
from tests.support.single_tables import Place, Region, SingleTable, single_table

METHODS = {"optimal": tau.OPTIMAL, "modular": tau.MODULAR}
_HEAD = [
    "table",
    "cells",
    "rule hides",
    "pattern",
    "hidden",
    "leavers hidden",
    "cost",
    "safe",
    "cost if mended",
]
_LARGE, _SMALL = Region(mean=70, seed=2), Region(schools=12, boards=9, mean=15)
_BOARDS_OF_ONE = Region(schools=9, boards=9, mean=12, seed=3)
_CLASSES = ("D", "klasse")
_BY_SIZE = ", by size"
_TABLES: Mapping[str, tuple[str, str, Region]] = {
    "P1": ("P1", "", Region()),
    "P2": ("P2", "", Region()),
    "UIT": ("UIT", "", Region()),
    "D": (*_CLASSES, Region()),
    "D, large schools": (*_CLASSES, _LARGE),
    f"D, large schools{_BY_SIZE}": (*_CLASSES, _LARGE),
    "D, small schools": (*_CLASSES, _SMALL),
    f"D, small schools{_BY_SIZE}": (*_CLASSES, _SMALL),
    "P1, small schools": ("P1", "", _SMALL),
    "K1, boards of one": ("K1", "", _BOARDS_OF_ONE),
}
NAMES = tuple(_TABLES)
"""Regions of ordinary, large and small schools, of boards with a single school, and another price."""


@dataclass(frozen=True)
class Compared:
    """A table, the patterns of both programs, and what the judges say of a pattern."""

    table: SingleTable
    ours: frozenset[Place]
    theirs: Mapping[str, tau.Pattern]

    def cost(self, hidden: Collection[Place]) -> float:
        """What a pattern costs beyond what the rule hides."""
        return sum(self.table.costs[place] for place in set(hidden) - self.table.small())

    def leavers(self, hidden: Collection[Place]) -> int:
        """The sum of the hidden counts."""
        return sum(self.table.values[place] for place in hidden)

    def mended(self, hidden: Collection[Place]) -> frozenset[Place]:
        """The cheapest safe pattern that hides all these cells."""
        return _ours(self.table, hidden)

    def ours_with_zeros_shown(self) -> frozenset[Place]:
        """What the release would choose if, like τ-ARGUS, it had to show every zero."""
        zeros = [place for place, value in self.table.values.items() if value == 0]
        return _ours(self.table, self.table.small(), keep=zeros)

    def weak_by_auditor(self, hidden: Collection[Place]) -> set[Place]:
        """The hidden cells with fewer than three possible values, by the auditor of the release."""
        places = list(self.table.values)
        found = Auditor(self.table.system(hidden), ENOUGH).weaknesses(self.table.positions(hidden))
        return {places[weakness.number] for weakness in found}

    def weak_by_attack(self, hidden: Collection[Place]) -> set[Place]:
        """The same by the attack that shares nothing with the release."""
        solver = Solver(self.table.puzzle(hidden))
        return {place for place in hidden if len(solver.values(place)) < ENOUGH}

    def bounds_by_attack(self, hidden: Collection[Place]) -> dict[Place, tuple[float, float]]:
        """The least and the most that every hidden cell can be, by that attack."""
        solver = Solver(self.table.puzzle(hidden))
        return {place: solver.bounds(place) for place in hidden}


@cache
def compared(name: str) -> Compared:
    """Both programs on one of the tables."""
    table = single_table(*_TABLES[name])
    if name.endswith(_BY_SIZE):
        table = _priced_by_size(table)
    theirs = {method: tau.suppress(table, command) for method, command in METHODS.items()}
    return Compared(table, _ours(table, table.small()), theirs)


def _priced_by_size(table: SingleTable) -> SingleTable:
    """Hiding a cell costs what is in it, as in the default of τ-ARGUS; a zero costs 1."""
    return replace(table, costs={place: max(1.0, value) for place, value in table.values.items()})


def _ours(table: SingleTable, primary: Collection[Place], keep: Collection[Place] = ()) -> frozenset[Place]:
    return table.named(choose_hidden(table.system(primary, keep), ENOUGH))


def rows() -> list[tuple[str, ...]]:
    """The comparison, a row per table and pattern."""
    found = []
    for name in NAMES:
        one = compared(name)
        patterns = {"ours": one.ours, **{f"τ-ARGUS, {m}": p.hidden for m, p in one.theirs.items()}}
        for pattern, hidden in patterns.items():
            safe = not one.weak_by_auditor(hidden)
            counts = (len(one.table.values), len(one.table.small()))
            cost, mended = (f"{one.cost(some):.0f}" for some in (hidden, one.mended(hidden)))
            sizes = (len(hidden), one.leavers(hidden))
            said = (cost, "yes" if safe else "no", mended)
            found.append((name, *map(str, counts), pattern, *map(str, sizes), *said))
    return found


if __name__ == "__main__":
    for row in (_HEAD, ("---",) * len(_HEAD), *rows()):
        print("| " + " | ".join(row) + " |")
