"""Small tables of counts that are protected by themselves: cells with names, the sums between them, what is
known of them from elsewhere, and the choice of what to hide."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pipeline.release.protection import NIET_GETOOND, refusals
from pipeline.release.small_again import Again
from pipeline.release.small_memory import Earlier
from pipeline.release.suppression import CannotProtect, choose_hidden
from pipeline.release.system import Cell, System

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.policy import Policy

GETOOND = "getoond"
ALLE = "alle"
_DUURDER = 10.0
Row = tuple[str, ...]
Ongunstig = Literal["niemand", "iedereen"]
"""What it is unfavourable to be certain of."""


@dataclass
class Draft:
    """A system in the making, with its numbers by name. must: rows hidden for readers who see more.

    keep: whether rows that are best kept are.
    """

    policy: Policy
    must: Collection[Row]
    keep: bool
    system: System = field(default_factory=System)
    numbers: dict[Row, int] = field(default_factory=dict)
    same: dict[Row, Row] = field(default_factory=dict)
    """Rows that say what another row says, and so have its cell."""

    def add(
        self,
        row: Row,
        aantal: int,
        of: int | None = None,
        ongunstig: Ongunstig | None = None,
        keep: bool = False,
        hide: bool = False,
    ) -> None:
        """Add a row and its count; with `of` also how many of the whole are not in it, as (*row, "rest").

        keep: rather not hidden for the sake of others. hide: hidden whatever the count.
        """
        primary = hide or self._ruled(aantal, of, ongunstig) or row in self.must
        alle = row.count(ALLE)
        cell = self.system.add_cell(
            Cell(
                "|".join(row),
                _DUURDER**alle,
                primary=primary,
                keep=keep and self.keep and not primary,
                top=alle == len(row) - 1,
            )
        )
        self.numbers[row] = self.system.add_number(aantal, guards=[cell])
        if of is not None:
            self.rest(row, of - aantal)

    def rest(self, row: Row, aantal: int, naam: str = "rest") -> None:
        """Add who are in some whole and not in a row: hidden with it."""
        cell = self.system.numbers[self.numbers[row]].guards[0]
        self.numbers[(*row, naam)] = self.system.add_number(aantal, guards=[cell])

    def known(self, row: Row, aantal: int) -> None:
        """Add what another table tells."""
        self.numbers[row] = self.system.add_known(aantal)

    def value(self, row: Row) -> int:
        """The count of a row."""
        return self.system.numbers[self.numbers[row]].value

    def cell(self, row: Row) -> str:
        """The name of the cell that shows a row."""
        return "|".join(self.same.get(row, row))

    def guarded(self, name: Row) -> bool:
        """Whether it is a count of this table, or a rest of its whole; not what another table tells."""
        return bool(self.system.numbers[self.numbers[name]].guards)

    def moves(self, row: Row) -> bool:
        """Whether what a row says is what another one says, which one depends on how far the year is."""
        return row in self.same and ALLE in row

    def _ruled(self, aantal: int, of: int | None, ongunstig: Ongunstig | None) -> bool:
        if self.policy.klein(aantal) or (of is not None and self.policy.klein(of - aantal)):
            return True
        return bool(of) and ongunstig is not None and aantal == (0 if ongunstig == "niemand" else of)

    def sum(self, total: Row, parts: Sequence[Row]) -> None:
        """Let rows add up, where there are such."""
        self.system.add_sum(self.numbers[total], [self.numbers[part] for part in parts])


@dataclass(frozen=True)
class Plan:
    """How a table is protected. must: rows that are hidden for readers who see more. build: makes the system
    of its counts, in a draft that has what is known. known: what other tables tell. earlier: the table as
    earlier releases had it. subject: of the name of a count, what it is about; no subject is tied to another.
    """

    policy: Policy
    must: Collection[Row]
    build: Callable[[Draft, Mapping[Row, int]], None]
    known: Mapping[Row, int] = field(default_factory=dict)
    earlier: Sequence[Earlier] = ()
    subject: Callable[[Row], str] = lambda _: ""

    def begin(
        self, counts: Mapping[Row, int], known: Mapping[Row, int], keep: bool = False, now: bool = False
    ) -> Draft:
        """The system of these counts beside what is known; of those of now with what must be hidden."""
        draft = Draft(self.policy, self.must if now else (), keep)
        for row, aantal in known.items():
            draft.known(row, aantal)
        if counts:
            self.build(draft, counts)
        return draft


def protected(
    counted: pd.DataFrame, names: tuple[str, ...], counts: Mapping[Row, int], plan: Plan
) -> pd.DataFrame:
    """The counts as a table, hidden where needed: schooljaar, the names of a row, aantal, status.

    counted: has the schooljaar. Raises ReleaseGeweigerd when the counts contradict each other.
    """
    import pandas as pd

    columns = ["schooljaar", *names, "aantal", "status"]
    if not counts:
        return pd.DataFrame(columns=columns).astype({"schooljaar": "Int64", "aantal": "Int64"})
    hidden = _hidden(counts, plan)
    year = int(counted["schooljaar"].iloc[0])
    rows = [
        (year, *row, None if row in hidden else aantal, NIET_GETOOND if row in hidden else GETOOND)
        for row, aantal in counts.items()
    ]
    return pd.DataFrame(rows, columns=columns).astype({"aantal": "Int64"})


def _hidden(counts: Mapping[Row, int], plan: Plan) -> frozenset[Row]:
    """The rows to hide: at the least cost, else also what is best kept, and if need be all of them."""
    for keep in (True, False):
        with refusals():
            draft = plan.begin(counts, plan.known, keep, now=True)
            again = Again(draft, plan.earlier, plan.begin) if plan.earlier else None
            given = again.give_up(plan.policy.breedte) if again else ()
            try:
                hidden = choose_hidden(draft.system, plan.policy.breedte)
            except CannotProtect:
                continue
            told = {plan.subject(name) for name in given}
            return frozenset(row for row in counts if draft.cell(row) in hidden or plan.subject(row) in told)
    return frozenset(counts)
