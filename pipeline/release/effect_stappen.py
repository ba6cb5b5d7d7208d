"""Estimates in whole steps of percentage points, as fine as they may be told (effect.py says when)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from math import ceil, floor, isinf
from typing import TypeVar

from pipeline.evaluation.effect.proef import Grenzen

STAPPEN = (1, 2, 3, 5)
RUIME_STAPPEN = (*STAPPEN, 10)
"""For what stands beside the headline, and is about fewer leavers."""
_CIJFERS = 6
"""Decimals behind which a number counts as whole, whatever machine computed it."""
KOLOMMEN = ["schatting", "laag", "hoog", "stap", "stap_laag", "stap_hoog"]
Soort = TypeVar("Soort")


def fijnste(
    echt: Soort, andere: Collection[Soort], rij: Callable[[Soort, int], Hashable], stappen: Sequence[int]
) -> int | None:
    """The smallest step in which the row of `echt` is also that of all others; None where there is none."""
    for stap in stappen:
        eigen = rij(echt, stap)
        if all(rij(een, stap) == eigen for een in andere):
            return stap
    return None


def dichtbij(waarde: float, stap: int) -> float:
    """The nearest step; halfway goes up."""
    return float(stap * floor(round(waarde, _CIJFERS) / stap + 0.5))


def omlaag(waarde: float, stap: int) -> float:
    """The step below; an end that is not there stays away."""
    return waarde if isinf(waarde) else float(stap * floor(round(waarde, _CIJFERS) / stap))


def omhoog(waarde: float, stap: int) -> float:
    """The step above; an end that is not there stays away."""
    return waarde if isinf(waarde) else float(stap * ceil(round(waarde, _CIJFERS) / stap))


def grenzen_in_stappen(echt: Grenzen, andere: Collection[Grenzen]) -> dict[str, float | None] | None:
    """KOLOMMEN: estimate and ends, each in the finest step in which it is the same for all others, the ends
    rounded outward; an end that is not there is None, with its step. None where one of the three would tell
    more at any step.
    """
    uit: dict[str, float | None] = {}
    for naam, stap_naam, afronden in _GRENZEN:
        waarde = getattr(echt, naam)
        stap = fijnste(waarde, [getattr(een, naam) for een in andere], afronden, RUIME_STAPPEN)
        if stap is None:
            return None
        eindig = not isinf(waarde)
        uit |= {naam: afronden(waarde, stap) if eindig else None, stap_naam: stap if eindig else None}
    return uit


_GRENZEN = (("schatting", "stap", dichtbij), ("laag", "stap_laag", omlaag), ("hoog", "stap_hoog", omhoog))
