"""Between which numbers of whole or half percentage points a difference lies, wide enough to hide a group.

One leaver moves a percentage by at most 100 / n points, n the smallest denominator that can be, so a step of
at least 100 * wide / n points holds `wide` sizes of the group that makes the difference. release/varianten.py
says what else the steps are for.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

STAPPEN = (Fraction(1, 2), Fraction(1), Fraction(2), Fraction(4))
"""Widths in percentage points; each is a whole number of times the one before."""
_OMHOOG = (("mislukt", "teller"), ("mislukt", "buiten"), ("buiten", "teller"))
_EINDE = Fraction(20)
"""Where the steps end for a variant that moves leavers both ways, or is about others."""
Stap = tuple[Fraction | None, Fraction | None]
"""Between which differences, from low to high; None is open."""


@dataclass(frozen=True)
class Cel:
    """The counts of a variant over its cohorts, beside those of its indicator, which are published."""

    n: int
    k: int
    n_kop: int
    k_kop: int

    @property
    def verschil(self) -> Fraction:
        """In percentage points, exactly; none where the variant is about nobody."""
        own = Fraction(self.k, self.n) if self.n else Fraction(self.k_kop, self.n_kop)
        return 100 * (own - Fraction(self.k_kop, self.n_kop))


@dataclass(frozen=True)
class Groep:
    """The leavers that a variant moves one way, out of at most `hooguit`."""

    van: str
    naar: str
    n: int
    k: int
    hooguit: int

    def verschil(self, size: int) -> Fraction:
        """The difference if it were so many."""
        n = self.n + size * ((self.van == "buiten") - (self.naar == "buiten"))
        k = self.k + size * ((self.naar == "teller") - (self.van == "teller"))
        return Cel(n, k, self.n, self.k).verschil

    @property
    def kleinste_noemer(self) -> int:
        """Of the variant, at a difference where there still are steps."""
        return self.n - (self.hooguit // 2 if self.naar == "buiten" else 0)

    @property
    def omhoog(self) -> bool:
        """Whether the variant can only be higher; otherwise it can only be lower."""
        return (self.van, self.naar) in _OMHOOG

    def kleinste(self, verschil: Fraction) -> int:
        """The smallest size with a difference of at least so much, either way."""
        low, high = 0, self.hooguit
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if abs(self.verschil(middle)) >= verschil else (middle + 1, high)
        return low


def one_way(groep: Groep, verschil: Fraction, wide: int) -> Stap | None:
    """The step of a group that moves one way; None where so few sizes are possible that none will do."""
    breed = _breedte(groep.kleinste_noemer, wide)
    if breed is None or groep.hooguit < 2 * wide:
        return None
    end = abs(groep.verschil(groep.hooguit // 2)) // breed * breed
    low = min(abs(verschil) // breed * breed, end)
    if not end:
        return None
    high = None if low == end else low + breed
    return (low, high) if groep.omhoog else (None if high is None else -high, -low)


def both_ways(cel: Cel, wide: int) -> Stap | None:
    """The step of a variant that moves groups more than one way, or is another indicator altogether."""
    breed = _breedte(cel.n_kop, wide)
    if breed is None:
        return None
    low = cel.verschil // breed * breed
    if low >= _EINDE:
        return _EINDE, None
    return (None, -_EINDE) if low < -_EINDE else (low, low + breed)


def _breedte(noemer: int, wide: int) -> Fraction | None:
    """The narrowest step in which so many sizes lie, one leaver being 100 / noemer points."""
    return next((stap for stap in STAPPEN if stap * noemer >= 100 * wide), None)


def nearest(stap: Stap | None) -> Fraction:
    """The smallest difference, either way, that a step tells of."""
    return min((abs(end) for end in stap or () if end is not None), default=Fraction(0))
