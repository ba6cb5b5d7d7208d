"""A small shift of what is told of an effect, that nobody can work out without the pseudonym key.

How fine an estimate may be told follows from the counts (effect.py), so who knew nearly all of them could run
this program for each value of the rest, and rule out those that come out otherwise. With a shift that only
the key tells, that takes more than the program. Take two sets of counts whose estimates differ by d points:
with a shift that is d points the other way, the one gives what the other gives. So an estimate rules out the
one with a chance of d out of the room that shifts are spread over evenly; for the end of an interval, which
is not quite linear in the counts, that holds about.

That room is as much as one hidden count moves the estimate within the values that it must keep, and at least
one point. An estimate is shifted by half of it at most, up or down; the ends of an interval outward, so that
it holds what it held. The same number is always shifted by the same part of its room, in each school year and
for each public, so there is nothing to take the mean of. A rotated key leaves shifts as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.evaluation.effect.did import Uitkomst
from pipeline.evaluation.effect.proef import Grenzen
from pipeline.pseudonym import Sleutel

_DOEL = "verschuiving"
_CIJFERS = 13
"""Hex digits: 52 bits, what a float holds."""


@dataclass(frozen=True)
class Verschuiving:
    """The shifts of a key; none at all without one, which is for tests of what is told.

    waarvan: what the numbers are of; another number has another shift. ruimte: the room, in
    percentage points.
    """

    sleutel: Sleutel | None
    waarvan: str = ""
    ruimte: float = 1.0

    def van(self, naam: str) -> Verschuiving:
        """The shifts of a part."""
        return replace(self, waarvan=f"{self.waarvan}{naam}|")

    def binnen(self, echt: float, andere: Iterable[float]) -> Verschuiving:
        """The shifts of an estimate that would have been one of these with another value of a count."""
        uiteen = (abs(ander - echt) for ander in andere)
        return replace(self, ruimte=max(self.ruimte, *uiteen, 0.0))

    def naar_buiten(self, naam: str) -> float:
        """How many percentage points an end is moved outward, from 0 to the room."""
        return 0.0 if self.sleutel is None else self.ruimte * self._deel(naam)

    def heen_of_weer(self, naam: str) -> float:
        """How many percentage points an estimate is moved, up to half the room."""
        return 0.0 if self.sleutel is None else self.ruimte * (self._deel(naam) - 0.5)

    def grenzen(self, gevonden: Grenzen) -> Grenzen:
        """An estimate and its ends, moved; ends that are not there stay away."""
        return Grenzen(
            gevonden.schatting + self.heen_of_weer("schatting"),
            gevonden.laag - self.naar_buiten("laag"),
            gevonden.hoog + self.naar_buiten("hoog"),
        )

    def samen(self, echt: Grenzen, andere: Sequence[Grenzen]) -> tuple[Grenzen, list[Grenzen]]:
        """An estimate and what it would have been with other values of a count, all moved by the same."""
        schuif = self.binnen(echt.schatting, (een.schatting for een in andere))
        return schuif.grenzen(echt), [schuif.grenzen(een) for een in andere]

    def uitkomst(self, gevonden: Uitkomst) -> Uitkomst:
        """The headline of a question, moved; as it is where nothing is estimated."""
        if gevonden.schatting is None or gevonden.laag is None or gevonden.hoog is None:
            return gevonden
        moved = self.grenzen(Grenzen(gevonden.schatting, gevonden.laag, gevonden.hoog))
        return replace(gevonden, schatting=moved.schatting, laag=moved.laag, hoog=moved.hoog)

    def _deel(self, naam: str) -> float:
        assert self.sleutel is not None
        return float(
            int(self.sleutel.stam.pseudonym(_DOEL, self.waarvan + naam)[:_CIJFERS], 16) / 16**_CIJFERS
        )


GEEN = Verschuiving(None)
