"""What somebody can work out who reads the printed differences and all that is published beside them.

Every true count that is possible is tried, and only those that would have been printed so are kept. Nothing
of pipeline/release is used: what is printed is `low` and `high`, in percentage points, None where open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

SMALLEST = 3
"""How many values every group must leave open."""
Printed = tuple[float | None, float | None]


@dataclass(frozen=True)
class Move:
    """Leavers who go from one place to another in a variant, of whom there are at most so many."""

    van: str
    naar: str
    most: int


def difference(n: int, k: int, moves: Sequence[Move], sizes: Sequence[int]) -> Fraction | None:
    """What the variant has more than k of n, if so many moved; None where nobody would be left."""
    n2, k2 = n, k
    for move, size in zip(moves, sizes, strict=True):
        n2 += size * ((move.naar != "buiten") - (move.van != "buiten"))
        k2 += size * ((move.naar == "teller") - (move.van == "teller"))
    return None if n2 <= 0 else Fraction(100 * k2, n2) - Fraction(100 * k, n)


def fits(value: Fraction | None, printed: Printed) -> bool:
    """Whether a difference would be printed so: away from zero the end that is nearest to it is included."""
    low, high = printed
    if value is None:
        return False
    above = low is not None and (low >= 0)
    if above:
        return low <= value and (high is None or value < high)  # type: ignore[operator]
    return value <= (high if high is not None else value) and (low is None or value > low)


def fits_floor(value: Fraction | None, printed: Printed) -> bool:
    """The same for a variant that can be higher and lower: the low end is included."""
    low, high = printed
    return value is not None and (low is None or low <= value) and (high is None or value < high)


def feasible(n: int, k: int, moves: Sequence[Move], printed: Printed) -> list[set[int]]:
    """Per group the sizes that could be behind what is printed."""
    test = fits if len(moves) == 1 else fits_floor
    found: list[set[int]] = [set() for _ in moves]
    for sizes in product(*(range(move.most + 1) for move in moves)):
        if test(difference(n, k, moves, sizes), printed):
            for known, size in zip(found, sizes, strict=True):
                known.add(size)
    return found


def together(
    cells: Mapping[str, tuple[int, int, Move]], printed: Mapping[str, Printed], total: int
) -> dict[str, set[int]]:
    """Per variant the sizes that are left when the groups are different leavers out of one number."""
    names = list(cells)
    alone = [sorted(feasible(n, k, [move], printed[name])[0]) for name, (n, k, move) in cells.items()]
    found: dict[str, set[int]] = {name: set() for name in names}
    for sizes in _within(alone, total):
        for name, size in zip(names, sizes, strict=True):
            found[name].add(size)
    return found


def _within(alone: Sequence[Sequence[int]], total: int) -> Iterator[tuple[int, ...]]:
    return (sizes for sizes in product(*alone) if sum(sizes) <= total)
