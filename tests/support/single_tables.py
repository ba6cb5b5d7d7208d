"""One table by itself: counts of leavers per school within board within region, by parts that add up to n.

To τ-ARGUS that is a table of two dimensions with one hierarchy, in which every count is a cell of its own; so
it is here, at the price that the release puts on a figure of that level. (In a release k, n - k and n of a
unit are one cell and tables hang together; a single table is what both programs can protect.)
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from pipeline.release.policy import kosten
from pipeline.release.system import Cell, System
from tests.support.attack import Puzzle
from tests.support.population import cijfers, eenheden, leavers

REGIO, N = "regio", "n"
TELLING = 5
Place = tuple[str, str]


@dataclass(frozen=True)
class Region:
    """How many schools and boards, and about how many leavers a school has."""

    schools: int = 16
    boards: int = 6
    mean: float = 47
    seed: int = 1


@dataclass(frozen=True)
class SingleTable:
    """Counts by unit and part, totals included. boards: the schools of each board."""

    boards: Mapping[str, Sequence[str]]
    parts: Sequence[str]
    values: Mapping[Place, int]
    costs: Mapping[Place, float]

    def sums(self) -> Iterator[tuple[Place, list[Place]]]:
        """What adds up: the parts of a unit, the schools of a board, the boards of the region."""
        for total, units in {REGIO: tuple(self.boards), **self.boards}.items():
            for part in (*self.parts, N):
                yield (total, part), [(unit, part) for unit in units]
        for unit in dict.fromkeys(unit for unit, _ in self.values):
            yield (unit, N), [(unit, part) for part in self.parts]

    def small(self) -> frozenset[Place]:
        """The cells that the rule telling hides."""
        return frozenset(place for place, value in self.values.items() if 0 < value < TELLING)

    def system(self, primary: Collection[Place], keep: Collection[Place] = ()) -> System:
        """The table for the release code, with cells that are hidden, or shown, whatever else is."""
        made, at = System(), {}
        for place, value in self.values.items():
            key, cost = "|".join(place), self.costs[place]
            cell = made.add_cell(Cell(key, cost, primary=place in primary, keep=place in keep))
            at[place] = made.add_number(value, guards=[cell])
        for total, parts in self.sums():
            made.add_sum(at[total], [at[part] for part in parts])
        return made

    def puzzle(self, hidden: Collection[Place]) -> Puzzle:
        """What an attacker sees of the table."""
        made = Puzzle()
        for place, value in self.values.items():
            made.count(place, None if place in hidden else value)
        for total, parts in self.sums():
            made.equal(total, parts)
        return made

    def positions(self, hidden: Collection[Place]) -> frozenset[int]:
        """Cells as positions in the system."""
        return frozenset(at for at, place in enumerate(self.values) if place in hidden)

    def named(self, keys: Collection[str]) -> frozenset[Place]:
        """Cells by the keys that they have in the system."""
        return frozenset(place for place in self.values if "|".join(place) in keys)


def single_table(indicator: str, soort: str = "", region: Region = Region()) -> SingleTable:
    """An indicator of made-up leavers: k and the others, or with `soort` the classes of D."""
    units, rows = _figures(region)
    rows = rows[(rows["indicator"] == indicator) & (rows["soort_klasse"] == soort)]
    values, costs = {}, {}
    for row in rows.itertuples(index=False):
        counts = {row.klasse: row.k} if soort else {"k": row.k, "anderen": row.n - row.k}
        for part, count in (counts | {N: row.n}).items():
            klasse = ("", "") if part == N else (row.klasse, soort)
            values[row.eenheid, part] = int(count)
            costs[row.eenheid, part] = kosten(indicator, *klasse, row.niveau)
    parts = [part for part in dict.fromkeys(part for _, part in values) if part != N]
    boards = {str(board): list(schools) for board, schools in units.groupby("bestuur")["school"]}
    return SingleTable(boards, parts, values, costs)


@cache
def _figures(region: Region) -> tuple[pd.DataFrame, pd.DataFrame]:
    units = eenheden([2023], region.schools, region.boards)
    rows = cijfers(leavers(units, region.seed, region.mean), units).fillna({"k": 0, "n": 0})
    return units, rows[rows["niveau"].isin([REGIO, "bestuur", "school"])]
