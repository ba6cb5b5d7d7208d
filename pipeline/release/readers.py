"""Who reads a release: by which thresholds, what they have seen before, and who sees more than they do.

There are two publics. What is openbaar is seen by everybody, the stuurgroep too. What is hidden from the
stuurgroep, by its own thresholds, is hidden from everybody; so the stuurgroep knows what it was shown and
nothing besides, and everybody else knows less.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from pipeline.release.attacker import Row
from pipeline.release.policy import Policy

if TYPE_CHECKING:
    from pipeline.release.versions import Before

Rows = frozenset[Row]
Steps = frozenset[tuple[int, str]]
"""Steps of the flow from rows to leavers, by cohort and name."""


@dataclass(frozen=True)
class Out:
    """Rows that earlier releases showed, with the numbers that they have now; and of those the ones of which
    they showed onbekend and bounds as well."""

    cells: Rows = frozenset()
    bounds: Rows = frozenset()

    def __bool__(self) -> bool:
        return bool(self.cells or self.bounds)

    def among(self, rows: Rows) -> Self:
        """What of it is about these rows."""
        return replace(self, cells=self.cells & rows, bounds=self.bounds & rows)

    def more(self, told: Rows) -> Self:
        """The same when onbekend and bounds were shown of these rows as well."""
        return replace(self, cells=self.cells | told, bounds=self.bounds | told)


NOTHING_OUT = Out()


@dataclass(frozen=True)
class Readers:
    """The readers of one cohort, or of several together.

    wider: those who see this too, and more. before: how they saw it while it had other figures, and
    what was shared of it.
    """

    policy: Policy
    out: Out = NOTHING_OUT
    wider: "Readers | None" = None
    before: "tuple[Before, ...]" = ()
