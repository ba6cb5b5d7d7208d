"""The difference between two years, with what chance can make of it."""

from dataclasses import dataclass
from math import hypot

from pipeline.reporting.cijfers import Cel, Waarden
from pipeline.reporting.notation import decimaal, punten


@dataclass(frozen=True)
class Verschil:
    """Percentage points between two independent rates, with a 95% interval."""

    punten: float
    laag: float
    hoog: float

    @property
    def aantoonbaar(self) -> bool:
        """Whether the interval leaves no room for no difference."""
        return self.laag > 0 or self.hoog < 0


def verschil(later: Waarden, eerder: Waarden) -> Verschil:
    """Later minus earlier, with Newcombe's hybrid interval from the two Wilson intervals.

    Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine
    17 (1998), method 10.
    """
    punt = later.pct - eerder.pct
    omlaag = hypot(later.pct - later.laag, eerder.hoog - eerder.pct)
    omhoog = hypot(later.hoog - later.pct, eerder.pct - eerder.laag)
    return Verschil(punt, punt - omlaag, punt + omhoog)


def ten_opzichte_van(nu: Cel, toen: Cel) -> str:
    """One sentence on the change since an earlier cohort; nothing when one of the two has no figure."""
    if nu.waarden is None or toen.waarden is None:
        return ""
    v = verschil(nu.waarden, toen.waarden)
    was = f"Cohort {toen.cohort} kwam op {decimaal(toen.waarden.pct)}%"
    if decimaal(abs(v.punten)) == "0,0":
        return f"{was}: even hoog."
    kant = "hoger" if v.punten > 0 else "lager"
    marge = f"{_getekend(v.laag)} tot {_getekend(v.hoog)}"
    toeval = "zo goed als zeker geen toeval" if v.aantoonbaar else "dat kan toeval zijn"
    return f"{was}. Het cijfer is nu {punten(v.punten)} {kant} (marge {marge}): {toeval}."


def _getekend(waarde: float) -> str:
    tekst = decimaal(abs(waarde))
    return tekst if tekst == "0,0" else f"{'+' if waarde > 0 else '−'}{tekst}"


def richting(nu: Cel, toen: Cel) -> str:
    """The change in a few words, for a table."""
    if nu.waarden is None or toen.waarden is None:
        return ""
    v = verschil(nu.waarden, toen.waarden)
    teken = _getekend(v.punten)
    return f"{teken} *" if v.aantoonbaar else teken
