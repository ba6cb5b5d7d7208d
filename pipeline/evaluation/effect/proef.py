"""One estimate with its draw, and what it would have been with another count of one school-year.

Every estimate is linear in the counts, so the draw and its weights are made once, and another count is a step
along one column of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.evaluation.effect.did import Loting, Toewijzing, loting, waarom_geen
from pipeline.evaluation.effect.paneel import Getallen, Paneel
from pipeline.evaluation.effect.toeval import interval, overschrijding


@dataclass(frozen=True)
class Grenzen:
    """An estimate in percentage points with the ends of its interval, infinite where there is none."""

    schatting: float
    laag: float
    hoog: float


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
    """One estimate with its draw."""

    paneel: Paneel
    lot: Loting

    @cached_property
    def _schattingen(self) -> Getallen:
        return self.lot.schattingen(self.paneel.percentage)

    def schattingen(self, anders: Wijziging | None = None) -> Getallen:
        """Per assignment, the real one first; with the counts as they are or with another."""
        plaats = anders.plaats(self.paneel) if anders else None
        if anders is None or plaats is None:
            return self._schattingen
        stap = 100 * anders.erbij / self.paneel.n[plaats]
        verplaatst: Getallen = self._schattingen + stap * self.lot.gewicht[:, plaats[0], plaats[1]]
        return verplaatst

    def p(self, anders: Wijziging | None = None) -> float:
        return overschrijding(self.schattingen(anders))

    def grenzen(self, anders: Wijziging | None = None) -> Grenzen:
        """The estimate with its 95% interval."""
        gevonden = self.schattingen(anders)
        return Grenzen(float(gevonden[0]), *interval(gevonden, self.lot.van_een))


def proef(paneel: Paneel, tot: int, naam: str, per: Toewijzing, meeste: int) -> Proef | None:
    """The estimate of did.verschil_in_verschillen; None where nothing is estimated, whatever the counts."""
    if waarom_geen(paneel, tot, per):
        return None
    bruikbaar = paneel.met_voormeting()
    return Proef(bruikbaar, loting(bruikbaar, tot, naam, per, meeste=meeste))
