"""Two releases of one cohort with other figures, attacked together: who did not change is the same."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from tests.support.attack import ENOUGH, Name, Puzzle, Recovered, Rows, Solver, _empty, read
from tests.support.differences import add_differences

THEN = "toen"
_KEY = ["indicator", "klasse", "soort_klasse", "niveau", "eenheid"]
_COUNTS, _BEHIND = ("k", "others"), ("onbekend", "erin", "erbuiten", "zonder reden")


def attack_both(
    now: tuple[pd.DataFrame, pd.DataFrame],
    then: tuple[pd.DataFrame, pd.DataFrame],
    eenheden: pd.DataFrame,
    quarantine: Rows,
    telling: int = 5,
) -> list[Recovered]:
    """What can be worked out from two releases: each what was published and the truth behind it.

    Targets are the hidden counts of both, but for what was shown then and is the same; those of then have
    THEN before their name.
    """
    puzzle, targets = _puzzle(now, eenheden, quarantine, telling)
    older, more = _puzzle(then, eenheden, quarantine, telling)
    _add(puzzle, older)
    same = set(_same(now[1], then[1]))
    for name in same:
        puzzle.equal(name, [(THEN, *name)])
    solver = Solver(puzzle)
    told = {name for name in same if name in older.known}
    wanted = [*(one for one in targets if one not in told), *((THEN, *name) for name in more)]
    found = ((target, solver.values(target)) for target in wanted)
    return [Recovered(target, frozenset(values)) for target, values in found if len(values) < ENOUGH]


def _puzzle(
    release: tuple[pd.DataFrame, pd.DataFrame], eenheden: pd.DataFrame, quarantine: Rows, telling: int
) -> tuple[Puzzle, list[Name]]:
    published, truth = release
    puzzle, targets = read(published, eenheden, quarantine)
    targets += add_differences(puzzle, truth, telling)
    nobody = _empty(truth)
    return puzzle, [one for one in targets if one[1:] not in nobody]


def _add(puzzle: Puzzle, older: Puzzle) -> None:
    puzzle.known |= {(THEN, *name): value for name, value in older.known.items()}
    puzzle.unknown |= {(THEN, *name): None for name in older.unknown}
    puzzle.equations += [
        ((THEN, *total), tuple((THEN, *part) for part in parts)) for total, parts in older.equations
    ]


def _same(now: pd.DataFrame, then: pd.DataFrame) -> Iterator[Name]:
    """The counts of rows that are the same; of what is behind the bounds where all of the row is."""
    before = _by_row(then)
    for where, (counts, behind) in _by_row(now).items():
        if where in before and before[where][0] == counts:
            yield from ((what, *where) for what in _COUNTS)
            if before[where][1] == behind:
                yield from ((what, *where) for what in _BEHIND)


def _by_row(truth: pd.DataFrame) -> dict[Name, tuple[tuple[Any, ...], tuple[Any, ...]]]:
    kinds = truth["klasse"].where(truth["soort_klasse"] == "", truth["soort_klasse"] + ":" + truth["klasse"])
    rows = truth.assign(klasse=kinds)
    rows = rows[rows["status"] == "gemeten"]
    return {
        (row.indicator, row.klasse, row.niveau, row.eenheid): (
            (row.k, row.n),
            (row.onbekend, row.k_beste, row.n_beste),
        )
        for row in rows.itertuples(index=False)
    }
