"""An attacker with the figures of three cohorts, and with those of the three together."""

from __future__ import annotations

import pandas as pd

from tests.support.attack import ENOUGH, Name, Puzzle, Recovered, Rows, Solver, read
from tests.support.differences import add_differences


def attack_together(
    cijfers: pd.DataFrame, samen: pd.DataFrame, eenheden: pd.DataFrame, quarantine: Rows, truth: pd.DataFrame
) -> list[Recovered]:
    """What can be worked out of the years of every block, and of the block itself: as `attack` has it, from
    all of their figures at once.
    """
    found = []
    for van, rows in samen.groupby("cohort"):
        puzzle, targets = _years(range(van, van + 3), cijfers, eenheden, quarantine, truth)
        targets += _add_block(puzzle, van, rows)
        solver = Solver(puzzle)
        for target in targets:
            values = solver.values(target)
            if len(values) < ENOUGH:
                found.append(Recovered(target, frozenset(values)))
    return found


def _years(
    years: range, cijfers: pd.DataFrame, eenheden: pd.DataFrame, quarantine: Rows, truth: pd.DataFrame
) -> tuple[Puzzle, list[Name]]:
    """The puzzles of the years side by side; every name gets the year in front."""
    joined, targets = Puzzle(), []
    for year in years:
        of_year = (table[table["cohort"] == year] for table in (cijfers, eenheden, truth))
        rows, units, true = of_year
        puzzle, hidden = read(rows, units, quarantine)
        hidden += add_differences(puzzle, true)
        joined.known |= {(year, name): value for name, value in puzzle.known.items()}
        joined.unknown |= {(year, name): None for name in puzzle.unknown}
        joined.equations += [
            ((year, total), tuple((year, part) for part in parts)) for total, parts in puzzle.equations
        ]
        targets += [(year, name) for name in hidden]
    return joined, targets


def _add_block(puzzle: Puzzle, van: int, rows: pd.DataFrame) -> list[Name]:
    """The counts of three years together; gives those that are hidden."""
    hidden: list[Name] = []
    for row in rows.itertuples(index=False):
        shown = row.status == "gemeten"
        where = (row.indicator, "", row.niveau, row.eenheid)
        for what, count in (("k", row.k), ("others", row.n - row.k)):
            name = (van, "samen", what, *where)
            puzzle.count(name, int(count) if shown else 0 if row.status == "geen waarde" else None)
            parts = [(year, (what, *where)) for year in range(van, van + 3)]
            puzzle.equal(name, [part for part in parts if part in puzzle.known or part in puzzle.unknown])
            hidden += [name] if row.status == "niet getoond" else []
    return hidden
