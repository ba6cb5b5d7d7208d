"""An attacker with a published table of figures and what an analyst shared beside it. Of the release code it
uses nothing: groups are sets of made-up leavers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from tests.support.attack import ENOUGH, Name, Puzzle, Recovered, Rows, Solver, _add_definitions, _empty, read
from tests.support.differences import add_differences

Indicator = tuple[str, str]
"""An indicator, and of D the class."""
Counts = Callable[[pd.DataFrame, Indicator], tuple[int, int]]
"""k and n of an indicator among leavers."""
Allowed = Callable[[int, int], bool]
"""Whether k of n in a group is no secret for this reader; it is hidden for those who may see less."""


@dataclass(frozen=True)
class Gedeeld:
    """One row that was shared: the leavers, and per indicator whether it is shown. samen: its share."""

    naam: str
    samen: str
    leden: frozenset[int]
    getoond: Mapping[Indicator, bool]


def attack_shared(
    cijfers: pd.DataFrame,
    eenheden: pd.DataFrame,
    quarantine: Rows,
    truth: pd.DataFrame,
    people: pd.DataFrame,
    shared: list[Gedeeld],
    counts: Counts,
    telling: int = 5,
    allowed: Allowed = lambda *_: False,
) -> list[Recovered]:
    """What can be worked out of one cohort: what `attack` looks for, hidden counts of what was shared, and
    small counts of who is in one group or unit and not in a part of it."""
    puzzle, targets = read(cijfers, eenheden, quarantine)
    targets += add_differences(puzzle, truth, telling)
    nobody = _empty(truth)
    targets = [one for one in targets if one[1:] not in nobody]
    indicators = list(dict.fromkeys(name for one in shared for name in one.getoond))
    for one in shared:
        for indicator, shown in one.getoond.items():
            kn = counts(people.loc[list(one.leden)], indicator)
            hidden = _add_group(puzzle, one, indicator, shown, kn)
            targets += [] if allowed(*kn) else hidden
        _add_definitions(puzzle, ("groep", one.naam))
    for indicator in indicators:
        members = _add_atoms(puzzle, people, shared, indicator)
        targets += _add_left(puzzle, members, people, shared, indicator, counts, telling)
        said = _said(puzzle, members, indicator)
        targets = [one for one in targets if one not in said]
    solver = Solver(puzzle)
    known = [one for one in targets if one in puzzle.unknown]
    return [Recovered(one, frozenset(found)) for one in known if len(found := solver.values(one)) < ENOUGH]


def _add_group(
    puzzle: Puzzle, one: Gedeeld, indicator: Indicator, shown: bool, kn: tuple[int, int]
) -> list[Name]:
    k, n = kn
    hidden: list[Name] = []
    for what, value in (("k", k), ("others", n - k)):
        name = (what, *indicator, "groep", one.naam)
        puzzle.count(name, value if shown or not n else None)
        hidden += [] if shown or not n else [name]
    return hidden


def _add_atoms(
    puzzle: Puzzle, people: pd.DataFrame, shared: list[Gedeeld], indicator: Indicator
) -> dict[tuple[str, str], frozenset[int]]:
    """Leavers of one school who are in the same groups, of whom nothing is told; what adds up from them."""
    signature = pd.Series(
        [tuple(at in one.leden for one in shared) for at in people.index], index=people.index
    )
    atoms = {
        name: frozenset(rows) for name, rows in people.groupby([people["school"], signature]).groups.items()
    }
    members: dict[tuple[str, str], frozenset[int]] = {
        ("groep", one.naam): one.leden for one in shared if indicator in one.getoond
    }
    members["regio", "regio"] = frozenset(people.index)
    for niveau in ("schooltype", "bestuur", "school"):
        members |= {
            (niveau, str(name)): frozenset(rows) for name, rows in people.groupby(niveau).groups.items()
        }
    for what in ("k", "others"):
        for name in atoms:
            puzzle.count(("atoom", what, indicator, name), None)
        for unit, rows in members.items():
            parts = [("atoom", what, indicator, name) for name, own in atoms.items() if own <= rows]
            total = (what, *indicator, *unit)
            if total not in puzzle.known and total not in puzzle.unknown:
                puzzle.count(total, None)
            puzzle.equal(total, parts)
    return members


def _said(
    puzzle: Puzzle, members: Mapping[tuple[str, str], frozenset[int]], indicator: Indicator
) -> set[Name]:
    """Nobody in a whole is a statement that is shown and allowed, and it is about every group in it."""
    return {
        (what, *indicator, *part)
        for what in ("k", "others")
        for whole, own in members.items()
        if puzzle.known.get((what, *indicator, *whole)) == 0
        for part, other in members.items()
        if part[0] == "groep" and other < own
    }


def _add_left(
    puzzle: Puzzle,
    members: Mapping[tuple[str, str], frozenset[int]],
    people: pd.DataFrame,
    shared: list[Gedeeld],
    indicator: Indicator,
    counts: Counts,
    telling: int,
) -> list[Name]:
    """Small counts that are left when a group, or those of one share, are taken from what they are in."""
    found: list[Name] = []
    for whole, parts in _parts(members, shared):
        left = members[whole].difference(*(members[part] for part in parts))
        k, n = counts(people.loc[list(left)], indicator)
        for what, value in (("k", k), ("others", n - k)):
            if 0 < value < telling:
                name = ("over", what, indicator, whole, tuple(parts))
                puzzle.count(name, None)
                puzzle.equal(
                    (what, *indicator, *whole), [*((what, *indicator, *part) for part in parts), name]
                )
                found.append(name)
    return found


def _parts(
    members: Mapping[tuple[str, str], frozenset[int]], shared: list[Gedeeld]
) -> Iterator[tuple[tuple[str, str], list[tuple[str, str]]]]:
    for whole, own in members.items():
        for part, other in members.items():
            if other < own and "groep" in (whole[0], part[0]):
                yield whole, [part]
        for samen in {one.samen for one in shared}:
            of = [
                ("groep", one.naam) for one in shared if one.samen == samen and ("groep", one.naam) in members
            ]
            within = [part for part in of if members[part] < own]
            if len(within) > 1:
                yield whole, within
