"""Small tables as systems for the release code, and the same tables as puzzles for the attacker."""

from collections.abc import Collection, Mapping, Sequence

from pipeline.release.system import Cell, System
from tests.support.attack import Puzzle

Sums = Mapping[str, Sequence[str]]


def system(
    values: Mapping[str, int],
    sums: Sums,
    primary: Collection[str] = (),
    keep: Collection[str] = (),
    costs: Mapping[str, float] | None = None,
) -> System:
    """One cell per count, all at the same cost unless said otherwise."""
    made = System()
    place = {}
    for name, value in values.items():
        cost = (costs or {}).get(name, 1.0)
        cell = made.add_cell(Cell(name, cost, primary=name in primary, keep=name in keep))
        place[name] = made.add_number(value, guards=[cell])
    for total, parts in sums.items():
        made.add_sum(place[total], [place[part] for part in parts])
    return made


def puzzle(values: Mapping[str, int], sums: Sums, hidden: Collection[str]) -> Puzzle:
    """What an attacker sees of the same table."""
    made = Puzzle()
    for name, value in values.items():
        made.count(name, None if name in hidden else value)
    for total, parts in sums.items():
        made.equal(total, list(parts))
    return made
