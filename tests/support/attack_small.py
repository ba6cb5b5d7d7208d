"""Two releases of one small table, attacked together: what is the same in both is the same, and of what
differs by a few readers know which of the two is more."""

from collections.abc import Collection, Mapping

from tests.support.attack import ENOUGH, Name, Puzzle, Solver
from tests.support.attack_again import THEN, _add

Truth = Mapping[Name, int]


def attack_both(
    now: tuple[Puzzle, Truth],
    then: tuple[Puzzle, Truth],
    kept: Collection[Name],
    telling: int = 5,
    apart: Collection[Name] = (),
) -> list[Name]:
    """What comes out of two puzzles and is to be kept: these names of now (of then with THEN before), and
    every small difference. Of the names in `apart` readers do not know which are the same or which are more;
    then they would have the difference from the number of now, and that of then."""
    puzzle, truth = now
    older, before = then
    _add(puzzle, older)
    differences, pairs = [], []
    for name in [name for name in truth if name in before]:
        more = truth[name] - before[name]
        if name in apart:
            pairs += [(name, (THEN, *name))] if 0 < abs(more) < telling else []
        elif more == 0:
            puzzle.equal(name, [(THEN, *name)])
        elif abs(more) < telling:
            differences.append(_difference(puzzle, name, more))
    if not puzzle.unknown:
        return [name for one, other in pairs for name in (one, other)]
    solver = Solver(puzzle)

    def out(name: Name) -> bool:
        return name in puzzle.known or len(solver.values(name)) < ENOUGH

    found = [name for name in (*kept, *differences) if name not in puzzle.known and out(name)]
    return found + [name for name, older_name in pairs if out(name) and out(older_name)]


def _difference(puzzle: Puzzle, name: Name, more: int) -> Name:
    difference = ("verschil", *name)
    total, part = (name, (THEN, *name)) if more > 0 else ((THEN, *name), name)
    puzzle.count(difference, None)
    puzzle.equal(total, [part, difference])
    return difference
