"""Which cells to hide so that the hidden ones stay hidden, at the least cost to the reader.

Choice and audit in turn. The choice hides what the conditions so far ask for; the audit names the numbers
that can still be worked out, and what would have to be hidden to prevent that; each answer is a condition for
the next choice. A condition follows from the attacker's own proof, so every safe pattern meets it, and the
first pattern that passes the audit is the cheapest safe one. (After Fischetti and Salazar, Management Science
47 (2001) 1008-1027.)
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np

from pipeline.release.audit import Auditor, Weakness
from pipeline.release.solver import Choice
from pipeline.release.system import Sum, System, components

_PART = 0.01
_NAMED = 5


class CannotProtect(ValueError):
    """Hidden cells cannot be protected while all are kept that must be; the message names some of those."""

    def __init__(self, kept: Sequence[str]) -> None:
        self.kept = tuple(kept)
        more = f" and {len(kept) - _NAMED} more" if len(kept) > _NAMED else ""
        super().__init__(", ".join(sorted(kept)[:_NAMED]) + more)


def choose_hidden(system: System, width: int) -> frozenset[str]:
    """Keys of the cells to hide, those hidden by a rule included; every guarded number keeps `width` values.

    Raises CannotProtect.
    """
    hidden = {cell.key for cell in system.cells if cell.primary}
    for piece in components(system):
        hidden |= {piece.cells[cell].key for cell in _hide(piece, width)}
    return frozenset(hidden)


def concede(system: System, seen: Collection[str], hidden: Collection[str], width: int) -> int:
    """Take it that readers know what the cells in `seen` hold, and let go of all that they would know then if
    no more than the cells in `hidden` were hidden. Gives how much a rule would hide of what is known then:
    cells, and numbers that follow.
    """
    ruled = system.primary()
    system.settle(seen, ())
    positions = frozenset(at for at, cell in enumerate(system.cells) if cell.key in hidden)
    known = {i for i in range(len(system.numbers)) if system.known(i, positions)}
    follows = {weakness.number for weakness in Auditor(system, width).weaknesses(positions)}
    told = ruled.intersection(cell for i in known for cell in system.numbers[i].guards)
    system.let_go(known | follows)
    return len(told) + len(follows)


def _hide(piece: System, width: int) -> frozenset[int]:
    if not piece.primary() and not any(number.secret for number in piece.numbers):
        return frozenset()
    conditions, auditor = _Conditions(piece), Auditor(piece, width)
    conditions.add(_visible_at_once(piece, width))
    while True:
        for hidden in conditions.sketches():
            conditions.add(auditor.weaknesses(hidden))
        hidden = conditions.choose()
        weak = auditor.weaknesses(hidden)
        if not weak:
            return hidden
        conditions.add(weak)


def _visible_at_once(piece: System, width: int) -> Iterator[Weakness]:
    """What one sum by itself gives away of a secret, or of what a rule hides: clear before any audit."""
    primary, exempt = piece.primary(), piece.implied_zeros()
    for s in piece.sums:
        bare = [i for i in (s.total, *s.parts) if not piece.numbers[i].cells]
        for i in (s.total, *s.parts) if len(bare) <= 1 else ():
            number = piece.numbers[i]
            hidden = number.secret or (not bare and not primary.isdisjoint(number.guards))
            if hidden and i not in exempt and bare in ([], [i]):
                yield Weakness(i, _gains_within(piece, s, i, width))


def _gains_within(piece: System, s: Sum, number: int, width: int) -> dict[int, float]:
    """A hidden total frees its parts; a hidden part gives another part no more room than it had itself."""
    gains = {i: 1.0 for i in (s.total, *s.parts) if i != number}
    need = width - 1 - piece.numbers[number].value
    if number != s.total and need > 0:
        gains |= {i: min(1.0, piece.numbers[i].value / need) for i in s.parts if i != number}
    return {i: gain for i, gain in gains.items() if gain > 0}


class _Conditions:
    """The choice of cells of one piece. Columns: the cells, then the unguarded numbers in several cells."""

    def __init__(self, piece: System) -> None:
        self._piece = piece
        shared = [i for i, number in enumerate(piece.numbers) if len(number.cells) > 1 and not number.guards]
        self._column = {i: len(piece.cells) + at for at, i in enumerate(shared)}
        self._choice = Choice(
            weights=[0.0 if cell.primary else cell.weight for cell in piece.cells] + [0.0] * len(shared),
            lower=[float(cell.primary) for cell in piece.cells] + [0.0] * len(shared),
            upper=[float(cell.primary or not cell.keep) for cell in piece.cells] + [1.0] * len(shared),
        )
        for i in range(len(piece.numbers)):
            self._tie(i)

    def _tie(self, number: int) -> None:
        """A number is hidden only where all its cells are; a guard that hides it takes the others along."""
        for column in self._piece.numbers[number].guards or [self._column.get(number)]:
            for cell in self._piece.numbers[number].cells:
                if column is not None and cell != column:
                    self._choice.require({cell: 1.0, column: -1.0})

    def add(self, found: Iterable[Weakness]) -> None:
        """As long as such a number is hidden, what is hidden besides must make up for what it lacks."""
        for weakness in found:
            terms: dict[int, float] = {}
            for number, gain in weakness.gains.items():
                column = self._of(number)
                terms[column] = min(1.0, terms.get(column, 0.0) + gain)
            if self._piece.numbers[weakness.number].secret:
                self._choice.require(terms, least=1.0)
            elif (own := self._of(weakness.number)) not in terms:
                self._choice.require({**terms, own: -1.0})

    def sketches(self) -> Iterator[frozenset[int]]:
        """Generous patterns, hiding whatever is chosen in part, for as long as new conditions change them.

        They gather most of the conditions at a fraction of the time that whole choices would take.
        """
        last, sketch = None, self._choice.sketch()
        while sketch is not None and (last is None or not np.allclose(last, sketch)):
            yield frozenset(np.flatnonzero(sketch[: len(self._piece.cells)] > _PART).tolist())
            last, sketch = sketch, self._choice.sketch()

    def choose(self) -> frozenset[int]:
        """The cheapest pattern under the conditions so far. Raises CannotProtect."""
        chosen = self._choice.best()
        if chosen is None:
            kept = [cell for cell in self._piece.cells if cell.keep and not cell.primary]
            raise CannotProtect([cell.key for cell in kept if cell.top] or [cell.key for cell in kept])
        return frozenset(np.flatnonzero(chosen[: len(self._piece.cells)]).tolist())

    def _of(self, number: int) -> int:
        """The column that says whether a number is hidden."""
        found = self._piece.numbers[number]
        return self._column.get(number, (found.guards or found.cells)[0])
