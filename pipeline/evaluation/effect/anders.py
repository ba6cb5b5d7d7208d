"""What the tests of a question would have given, had some more or fewer leavers of one school-year reached
the outcome.

The release asks that of every count it hides (release/effect.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.evaluation.effect.analyseplan import Vraag
from pipeline.evaluation.effect.did import Uitkomst
from pipeline.evaluation.effect.gebeurtenis import Jaar, jaren
from pipeline.evaluation.effect.paneel import Paneel
from pipeline.evaluation.effect.proef import Grenzen, Proef, Wijziging, proef
from pipeline.evaluation.effect.toeval import MEESTE
from pipeline.evaluation.effect.voortrend import p_voortrend

_MINDER = 2000
"""Assignments of the tests beside the headline, as in gevoelig.py."""
Waarde = tuple[float, float]


@dataclass(frozen=True)
class Meting:
    """All of a question that follows from its counts."""

    uitkomst: Uitkomst
    p_voortrend: float | None
    p_placebos: Mapping[str, float | None]
    """Per placebo outcome, and under "" the placebo date."""
    zonder_een: tuple[Waarde, ...]
    p_bestuur: float | None
    per_jaar: tuple[Grenzen, ...]
    """Of the years of Proeven.jaren, in that order."""

    @property
    def p_placebo(self) -> float | None:
        """The smallest, times how many there are (Bonferroni)."""
        bekend = [p for p in self.p_placebos.values() if p is not None]
        return min(1.0, min(bekend) * len(bekend)) if bekend else None


@dataclass(frozen=True)
class Proeven:
    """Every test of one question that can be estimated, with its draws."""

    vraag: Vraag
    paneel: Paneel
    uitkomst: Uitkomst
    hoofd: Proef | None
    placebos: Mapping[str, Proef | None]
    zonder_een: tuple[Proef | None, ...]
    bestuur: Proef | None
    jaren: tuple[Jaar, ...]

    @classmethod
    def van(cls, vraag: Vraag, paneel: Paneel, placebos: Mapping[str, Paneel], uitkomst: Uitkomst) -> Proeven:
        """Make every draw of a question once, as toetsing.beantwoord does; `uitkomst` is its headline."""
        naam, per, tot = vraag.naam, vraag.toewijzing, vraag.horizon
        bruikbaar, vroeger = paneel.met_voormeting(), vraag.placebo_jaren
        eerder = bruikbaar.alleen_onbehandeld().vervroegd(vroeger)
        proeven = {"": proef(eerder, vroeger, f"{naam} {vroeger} jaar eerder", per, _MINDER)}
        proeven |= {code: proef(los, tot, f"{naam} {code}", per, _MINDER) for code, los in placebos.items()}
        return cls(
            vraag,
            bruikbaar,
            uitkomst,
            proef(bruikbaar, tot, naam, per, MEESTE),
            proeven,
            tuple(
                proef(bruikbaar.zonder({school}), tot, naam, "school", _MINDER)
                for school in sorted(bruikbaar.scholen)
            ),
            proef(bruikbaar, tot, naam, "bestuur", MEESTE),
            jaren(bruikbaar, tot, naam, per),
        )

    @cached_property
    def meting(self) -> Meting:
        """With the counts as they are."""
        return Meting(
            self.uitkomst,
            p_voortrend(self.paneel, self.vraag.naam, self.vraag.toewijzing),
            {code: _p(los, None) for code, los in self.placebos.items()},
            tuple(_waarde(los, None) for los in self.zonder_een),
            _p(self.bestuur, None),
            tuple(jaar.proef.grenzen() for jaar in self.jaren),
        )

    def anders(self, wijziging: Wijziging) -> Meting:
        """With another count; the same object where the question does not look at it."""
        if wijziging.indicator == self.vraag.indicator:
            return self._hoofd_anders(wijziging)
        if wijziging.indicator not in self.placebos:
            return self.meting
        ander = _p(self.placebos[wijziging.indicator], wijziging)
        return replace(self.meting, p_placebos={**self.meting.p_placebos, wijziging.indicator: ander})

    def _hoofd_anders(self, wijziging: Wijziging) -> Meting:
        if wijziging.plaats(self.paneel) is None:
            return self.meting
        return Meting(
            self._uitkomst_anders(wijziging),
            self._voortrend_anders(wijziging),
            {**self.meting.p_placebos, "": _p(self.placebos[""], wijziging)},
            tuple(_waarde(los, wijziging) for los in self.zonder_een),
            _p(self.bestuur, wijziging),
            tuple(jaar.proef.grenzen(wijziging) for jaar in self.jaren),
        )

    def _uitkomst_anders(self, wijziging: Wijziging) -> Uitkomst:
        if self.hoofd is None:
            return self.uitkomst
        gevonden = self.hoofd.grenzen(wijziging)
        return replace(
            self.uitkomst,
            schatting=gevonden.schatting,
            laag=gevonden.laag,
            hoog=gevonden.hoog,
            p=self.hoofd.p(wijziging),
        )

    def _voortrend_anders(self, wijziging: Wijziging) -> float | None:
        if wijziging.cohort >= self.paneel.start.min():
            return self.meting.p_voortrend
        ander = wijziging.toegepast(self.paneel)
        return p_voortrend(ander, self.vraag.naam, self.vraag.toewijzing)


def _p(los: Proef | None, wijziging: Wijziging | None) -> float | None:
    return None if los is None else los.p(wijziging)


def _waarde(los: Proef | None, wijziging: Wijziging | None) -> Waarde:
    """Estimate and p; where nothing can be estimated the p counts as 1, as in toetsing.py."""
    return (0.0, 1.0) if los is None else (float(los.schattingen(wijziging)[0]), los.p(wijziging))
