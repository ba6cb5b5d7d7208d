"""When the yearly run fires: the moments of [jaarlijks] in the settings, in local time."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pipeline.workspace.settings import Jaarlijks


@dataclass(frozen=True)
class Rooster:
    """The same time on certain days of certain months of every year; no days: every day of those months."""

    maanden: tuple[int, ...]
    dagen: tuple[int, ...]
    uur: int
    minuut: int

    @classmethod
    def of(cls, jaarlijks: Jaarlijks) -> Self:
        """The moments that the settings name."""
        uur, minuut = jaarlijks.tijd.split(":")
        return cls(tuple(jaarlijks.maanden), tuple(jaarlijks.dagen), int(uur), int(minuut))

    def after(self, moment: datetime) -> Iterator[datetime]:
        """Every time it fires after a moment, without end."""
        for jaar in count(moment.year):
            for maand in sorted(self.maanden):
                last = calendar.monthrange(jaar, maand)[1]
                for dag in sorted(self.dagen or range(1, last + 1)):
                    fires = datetime(jaar, maand, dag, self.uur, self.minuut)
                    if fires > moment:
                        yield fires
