"""Two releases of one small table, attacked together: what is the same in both is the same, and of what differs
by a few readers know which of the two is more."""

from collections.abc import Collection, Mapping

from tests.support.attack import ENOUGH, Name, Puzzle, Solver
from tests.support.attack_again import THEN, _add

Truth = Mapping[Name, int]
DIFFERENCE = "verschil"


def attack_both(
    now: tuple[Puzzle, Truth],
    then: tuple[Puzzle, Truth],
    kept: Collection[Name],
    telling: int = 5,
    apart: Collection[Name] = (),
) -> list[Name]:
    """What comes out of two puzzles and is to be kept: these names of now (of then with THEN before), and
    every small difference. Readers do not know which of the names in `apart` are the same."""
    puzzle, truth = now
    older, before = then
    _add(puzzle, older)
    targets = list(kept)
    for name in [name for name in truth if name in before]:
        apart_by = truth[name] - before[name]
        if apart_by == 0 and name not in apart:
            puzzle.equal(name, [(THEN, *name)])
        elif 0 < abs(apart_by) < telling:
            difference = (DIFFERENCE, *name)
            more, less = (name, (THEN, *name)) if apart_by > 0 else ((THEN, *name), name)
            puzzle.count(difference, None)
            puzzle.equal(more, [less, difference])
            targets.append(difference)
    solver = Solver(puzzle)
    return [name for name in targets if name in puzzle.unknown and len(solver.values(name)) < ENOUGH]
