"""A small table beside what earlier releases of its school year showed of it.

A late delivery changes counts by one or two. Old report and new one subtracted then tell of those one or two
pupils; and a count that was hidden may follow from what was shown then and is shown now. So the table as it
was is taken into the system in which is decided what is hidden now, with all that was shown of it given:

* A count that is the same then and now is one number: readers are taken to know that it is the same. Where it
  was shown it is known, whatever is hidden now.
* A count that is another one now, by less than the smallest count that may be shown, is not shown now if it
  was then; and the difference, of hidden counts and of the rests of their wholes too, is a number that must
  keep as many values as a hidden count. Readers are taken to know which of the two is more.
* A count that differs more is another count.
* What was hidden then, and a rule hides, must not come out of the two together.

Who knows which hidden counts are the same knows more than any reader does, so what is safe from him is safe.
But what other tables tell may be too much for it: one leaver more in `cijfers` is one more in one of these
counts, and who knows that the others are the same knows in which. Where that is so, none of the counts of
that subject is shown: what is left is a reader who does not know which of them changed, and has no sum of now
to subtract what was shown then from.

What earlier releases gave away by themselves (under a lower threshold, or before they were remembered) is
known, and is not protected any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Protocol

from pipeline.release.audit import Auditor
from pipeline.release.system import DoesNotAddUp

if TYPE_CHECKING:
    from pipeline.release.small_memory import Earlier
    from pipeline.release.small_tables import Draft, Row

Places = Mapping["Row", int]
"""The positions of counts by name."""


class Begin(Protocol):
    """Gives the table with other counts, and what is known beside them."""

    def __call__(self, counts: Mapping[Row, int], known: Mapping[Row, int], /) -> Draft: ...


class Again:
    """One system of a table now and as it was; the one of the draft, which it adds to."""

    def __init__(self, draft: Draft, earlier: Sequence[Earlier], begin: Begin) -> None:
        self._draft, self._system, self._begin = draft, draft.system, begin
        self._now = {name: at for name, at in draft.numbers.items() if draft.guarded(name)}
        self._cells = frozenset(cell for at in self._now.values() for cell in self._system.numbers[at].guards)
        self._differences: dict[int, Row] = {}
        self._link([self._now, *(self._add(at, one) for at, one in enumerate(earlier, start=1))])

    def give_up(self, width: int) -> frozenset[Row]:
        """Let go of what comes out whatever is hidden now. Gives the counts of now of which that is, or of
        which it is the difference with then."""
        hidden = self._system.primary() | self._cells
        follows = {weakness.number for weakness in Auditor(self._system, width).weaknesses(hidden)}
        self._system.let_go(follows)
        names = {at: name for name, at in self._now.items()} | self._differences
        return frozenset(names[at] for at in follows if at in names)

    def _add(self, at: int, one: Earlier) -> Places:
        """Take the table in as it was."""
        then = self._as_it_was(one) or self._as_shown(one)
        then.system.cells = [replace(cell, key=f"{at}:{cell.key}") for cell in then.system.cells]
        up = self._system.absorb(then.system)
        return {name: up + number for name, number in then.numbers.items() if name not in one.known}

    def _as_it_was(self, one: Earlier) -> Draft | None:
        """With what was hidden; not if that is not known, or was counted by other definitions."""
        if one.hidden is None:
            return None
        try:
            then = self._begin(one.counts, one.known)
        except (KeyError, DoesNotAddUp):
            return None
        shown = {then.cell(row) for row in one.shown}
        then.system.settle(shown, ())
        then.system.give_up({then.cell(row) for row in one.hidden} - shown)
        return then

    def _as_shown(self, one: Earlier) -> Draft:
        """Only what was shown, and the rests that follow from that."""
        then = self._begin({}, {})
        for row, aantal in one.shown.items():
            name = self._draft.same.get(row, row)
            if name in self._now and not self._draft.moves(row):
                then.known(name, int(aantal))
        names = {at: name for name, at in self._now.items()}
        for total, parts in self._sums(names):
            left = [part for part in parts if part not in then.numbers]
            if total in then.numbers and len(left) == 1:
                others = sum(then.value(part) for part in parts if part != left[0])
                then.known(left[0], then.value(total) - others)
        return then

    def _sums(self, names: Mapping[int, Row]) -> Iterator[tuple[Row, list[Row]]]:
        for s in self._system.sums:
            if all(at in names for at in (s.total, *s.parts)):
                yield names[s.total], [names[part] for part in s.parts]

    def _link(self, versions: Sequence[Places]) -> None:
        for name in dict.fromkeys(name for version in versions for name in version):
            there = [version[name] for version in versions if name in version]
            tied: set[int] = set()
            for one, other in combinations(there, 2):
                self._compare(name, one, other, tied)

    def _compare(self, name: Row, one: int, other: int, tied: set[int]) -> None:
        """One number, or a small difference between two. one: the later of the two, or that of now."""
        value, before = (self._system.numbers[at].value for at in (one, other))
        seen = self._now.get(name) == one and self._known(other)
        if value == before and other not in tied:
            tied.add(other)
            self._system.add_sum(one, [other])
            if seen:
                self._system.let_go([one])
        elif self._draft.policy.klein(abs(value - before)):
            secret = self._system.add_secret(abs(value - before))
            more, less = (one, other) if value > before else (other, one)
            self._system.add_sum(more, [less, secret])
            if self._now.get(name) == one:
                self._differences[secret] = name
            if seen:
                self._hide(name)

    def _known(self, number: int) -> bool:
        return self._system.known(number, self._system.primary())

    def _hide(self, name: Row) -> None:
        """A rest has no cell of its own: it is the choice what to hide for its sake."""
        for at in self._system.numbers[self._now[name]].guards:
            if self._system.cells[at].key == self._draft.cell(name):
                self._system.cells[at] = replace(self._system.cells[at], primary=True, keep=False)
