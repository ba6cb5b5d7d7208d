"""What the tests of a question would have given, had some more or fewer leavers of one school-year reached
the outcome.

The release asks that of every count it hides (release/effect.py). Every estimate is linear in the counts, so
the draw and its weights are made once, and another count is a step along one column of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pipeline.evaluation.effect.analyseplan import Vraag
from pipeline.evaluation.effect.did import (
    Loting,
    Toewijzing,
    Uitkomst,
    loting,
    waarom_geen,
)
from pipeline.evaluation.effect.paneel import Getallen, Paneel
from pipeline.evaluation.effect.toeval import MEESTE, interval, overschrijding
from pipeline.evaluation.effect.voortrend import p_voortrend

_MINDER = 2000
"""Assignments of the tests beside the headline, as in gevoelig.py."""
Waarde = tuple[float, float]


@dataclass(frozen=True)
class Wijziging:
    """Another count: of this indicator, school and cohort so many more in the numerator (or fewer)."""

    indicator: str
    school: str
    cohort: int
    erbij: int

    def plaats(self, paneel: Paneel) -> tuple[int, int] | None:
        """Where it is in a panel, or None when it is not, or has no leavers there."""
        if self.school not in paneel.scholen or self.cohort not in paneel.cohorten:
            return None
        s, t = paneel.scholen.index(self.school), int(self.cohort - paneel.cohorten[0])
        return (s, t) if paneel.n[s, t] > 0 else None

    def toegepast(self, paneel: Paneel) -> Paneel:
        """The panel with this count in it."""
        plaats = self.plaats(paneel)
        k = paneel.k.copy()
        if plaats:
            k[plaats] += self.erbij
        return replace(paneel, k=k)


@dataclass(frozen=True)
class Proef:
    """One estimate with its draw; `lot` is None where nothing is estimated, whatever the counts are."""

    paneel: Paneel
    lot: Loting | None

    @classmethod
    def van(cls, paneel: Paneel, tot: int, naam: str, per: Toewijzing, meeste: int) -> Proef:
        """The estimate of did.verschil_in_verschillen."""
        if waarom_geen(paneel, tot, per):
            return cls(paneel, None)
        bruikbaar = paneel.met_voormeting()
        return cls(bruikbaar, loting(bruikbaar, tot, naam, per, meeste=meeste))

    @cached_property
    def _schattingen(self) -> Getallen:
        return np.zeros(1) if self.lot is None else self.lot.schattingen(self.paneel.percentage)

    def schattingen(self, anders: Wijziging | None) -> Getallen | None:
        """Per assignment, the real one first; None where nothing is estimated."""
        if self.lot is None:
            return None
        plaats = anders.plaats(self.paneel) if anders else None
        if anders is None or plaats is None:
            return self._schattingen
        stap = 100 * anders.erbij / self.paneel.n[plaats]
        verplaatst: Getallen = self._schattingen + stap * self.lot.gewicht[:, plaats[0], plaats[1]]
        return verplaatst

    def p(self, anders: Wijziging | None) -> float | None:
        gevonden = self.schattingen(anders)
        return None if gevonden is None else overschrijding(gevonden)


@dataclass(frozen=True)
class Meting:
    """All of a question that follows from its counts."""

    uitkomst: Uitkomst
    p_voortrend: float | None
    p_placebos: Mapping[str, float | None]
    """Per placebo outcome, and under "" the placebo date."""
    zonder_een: tuple[Waarde, ...]
    p_bestuur: float | None

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
    hoofd: Proef
    placebos: Mapping[str, Proef]
    zonder_een: tuple[Proef, ...]
    bestuur: Proef

    @classmethod
    def van(cls, vraag: Vraag, paneel: Paneel, placebos: Mapping[str, Paneel], uitkomst: Uitkomst) -> Proeven:
        """Make every draw of a question once, as toetsing.beantwoord does; `uitkomst` is its headline."""
        naam, per, tot = vraag.naam, vraag.toewijzing, vraag.horizon
        bruikbaar, jaren = paneel.met_voormeting(), vraag.placebo_jaren
        eerder = bruikbaar.alleen_onbehandeld().vervroegd(jaren)
        proeven = {"": Proef.van(eerder, jaren, f"{naam} {jaren} jaar eerder", per, _MINDER)}
        proeven |= {
            code: Proef.van(los, tot, f"{naam} {code}", per, _MINDER) for code, los in placebos.items()
        }
        return cls(
            vraag,
            bruikbaar,
            uitkomst,
            Proef.van(bruikbaar, tot, naam, per, MEESTE),
            proeven,
            tuple(
                Proef.van(bruikbaar.zonder({school}), tot, naam, "school", _MINDER)
                for school in sorted(bruikbaar.scholen)
            ),
            Proef.van(bruikbaar, tot, naam, "bestuur", MEESTE),
        )

    @cached_property
    def meting(self) -> Meting:
        """With the counts as they are."""
        return Meting(
            self.uitkomst,
            p_voortrend(self.paneel, self.vraag.naam, self.vraag.toewijzing),
            {code: proef.p(None) for code, proef in self.placebos.items()},
            tuple(_waarde(proef, None) for proef in self.zonder_een),
            self.bestuur.p(None),
        )

    def anders(self, wijziging: Wijziging) -> Meting:
        """With another count; the same object where the question does not look at it."""
        if wijziging.indicator == self.vraag.indicator:
            return self._hoofd_anders(wijziging)
        if wijziging.indicator not in self.placebos:
            return self.meting
        ander = self.placebos[wijziging.indicator].p(wijziging)
        return replace(self.meting, p_placebos={**self.meting.p_placebos, wijziging.indicator: ander})

    def _hoofd_anders(self, wijziging: Wijziging) -> Meting:
        if wijziging.plaats(self.paneel) is None:
            return self.meting
        return Meting(
            self._uitkomst_anders(wijziging),
            self._voortrend_anders(wijziging),
            {**self.meting.p_placebos, "": self.placebos[""].p(wijziging)},
            tuple(_waarde(proef, wijziging) for proef in self.zonder_een),
            self.bestuur.p(wijziging),
        )

    def _uitkomst_anders(self, wijziging: Wijziging) -> Uitkomst:
        lot, gevonden = self.hoofd.lot, self.hoofd.schattingen(wijziging)
        if lot is None or gevonden is None:
            return self.uitkomst
        laag, hoog = interval(gevonden, lot.van_een)
        return replace(
            self.uitkomst, schatting=float(gevonden[0]), laag=laag, hoog=hoog, p=overschrijding(gevonden)
        )

    def _voortrend_anders(self, wijziging: Wijziging) -> float | None:
        if wijziging.cohort >= self.paneel.start.min():
            return self.meting.p_voortrend
        ander = wijziging.toegepast(self.paneel)
        return p_voortrend(ander, self.vraag.naam, self.vraag.toewijzing)


def _waarde(proef: Proef, wijziging: Wijziging | None) -> Waarde:
    """Estimate and p; where nothing can be estimated the p counts as 1, as in toetsing.py."""
    gevonden = proef.schattingen(wijziging)
    return (0.0, 1.0) if gevonden is None else (float(gevonden[0]), overschrijding(gevonden))
