"""What one placement more has cost: only where it is shown that there were more.

Costs divided by an effect are meaningless where the effect may be nothing: the quotient then has no upper end
and jumps to minus infinity. So there is a value only where the whole interval of the effect is above 0, and
its interval is that of the effect turned round. The spending is taken as it is, without uncertainty. It is
all that was spent, also on what would have happened anyhow.
"""

from dataclasses import dataclass
from math import isnan

GEEN_EFFECT = "er is geen effect aangetoond"
INTERVAL_MET_NUL = "het interval van het effect bevat 0"
MINDER = "er zijn aantoonbaar minder plaatsingen, niet meer"
NIEMAND = "er zijn geen leerlingen over wie het effect gaat"
UITGAVEN_ONBEKEND = "het is niet bekend hoeveel er is uitgegeven"
NIETS_UITGEGEVEN = "er is niets uitgegeven"


@dataclass(frozen=True)
class Kosten:
    """Euros per placement more, with their 95% interval; `geen` says why there are none."""

    geen: str
    waarde: float | None = None
    laag: float | None = None
    hoog: float | None = None


def kosten_per_extra_plaatsing(
    uitgaven: float | None, schatting: float | None, laag: float | None, hoog: float | None, n: int
) -> Kosten:
    """Euros per placement that would not have been there, or the reason why that cannot be said.

    uitgaven: euros spent on the pupils of the estimate. schatting, laag, hoog: the effect on the share that
    is placed, in percentage points, with its 95% interval; None where none is shown. n: pupils in the group
    that it is about. An upper end above 100 points (or none) counts as 100: no more than everybody can be
    placed.
    Raises ValueError for an interval that does not hold its estimate.
    """
    if schatting is None or laag is None or hoog is None:
        return Kosten(GEEN_EFFECT)
    if isnan(schatting) or not laag <= schatting <= hoog:
        raise ValueError(f"the interval {laag} to {hoog} does not hold the estimate {schatting}")
    if geen := _waarom_niet(uitgaven, laag, hoog, n):
        return Kosten(geen)
    euro_per_punt = 100 * (uitgaven or 0) / n
    return Kosten("", *(euro_per_punt / min(punten, 100) for punten in (schatting, hoog, laag)))


def _waarom_niet(uitgaven: float | None, laag: float, hoog: float, n: int) -> str:
    """The first reason that holds; empty when there is a value."""
    redenen = (
        (hoog < 0, MINDER),
        (laag <= 0, INTERVAL_MET_NUL),
        (n <= 0, NIEMAND),
        (uitgaven is None, UITGAVEN_ONBEKEND),
        (uitgaven is not None and uitgaven <= 0, NIETS_UITGEGEVEN),
    )
    return next((reden for geldt, reden in redenen if geldt), "")
