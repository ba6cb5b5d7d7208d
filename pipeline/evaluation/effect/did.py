"""The headline: staggered difference-in-differences with inference by randomisation.

One estimator is used, the imputation estimator on school-year percentages weighted by n (imputatie.py). With
some sixteen schools of about twenty leavers a year it has two things over the others: it uses every
school-year without a plan as comparison instead of one base year, which matters when each year is a noisy
percentage; and no school that already has a plan is a comparison for another, which is where plain two-way
regression goes wrong. The price is that schools must run parallel in all years before the start, which
gebeurtenis.py tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pipeline.evaluation.effect.imputatie import doel, gewichten
from pipeline.evaluation.effect.paneel import Getallen, Ja, Paneel
from pipeline.evaluation.effect.toeval import (
    MEESTE,
    Toewijzingen,
    interval,
    kleinste_p,
    overschrijding,
    toewijzingen,
)

if TYPE_CHECKING:
    import pandas as pd

MINSTENS = 4
"""With fewer schools under a plan nothing is estimated, only described."""
Toewijzing = Literal["school", "bestuur"]


@dataclass(frozen=True)
class Uitkomst:
    """An estimate in percentage points and what randomisation says of it; `geen` says why there is none."""

    geen: str
    """Why there is no estimate; empty when there is one."""
    schatting: float | None
    laag: float | None
    hoog: float | None
    """95% by test inversion; infinite where the test gives no bound."""
    p: float | None
    p_kleinste: float | None
    """The smallest p these schools could have given, whatever the figures."""
    toewijzingen: int
    volledig: bool
    """Whether all assignments were gone through, or a seeded draw."""
    scholen_met: int
    scholen_zonder: int
    """Schools with a plan in the estimate, and without one in any year."""
    n: int
    k: int
    """Leavers in the school-years the estimate is about, and how many of them reached the outcome."""
    niet_mee: tuple[str, ...]
    """Schools under a plan that cannot be in the estimate: no cohort before the start, or none after it."""


@dataclass(frozen=True)
class Loting:
    """The weights of one question under every assignment, made once for any outcome of the same n."""

    gewicht: Getallen
    van_een: Getallen
    kleinste_p: float
    volledig: bool
    aantal: int

    def schattingen(self, percentage: Getallen) -> Getallen:
        """Estimates per assignment (last axis of the result when `percentage` has more outcomes in front)."""
        plat = percentage.reshape(*percentage.shape[:-2], -1)
        uit: Getallen = plat @ self.gewicht.reshape(len(self.gewicht), -1).T
        return uit


def loting(
    paneel: Paneel, tot: int, naam: str, per: Toewijzing = "school", van: int = 0, meeste: int = MEESTE
) -> Loting:
    """Weights of the mean effect in years van..tot-1 since the start, under every assignment."""
    alle = toewijzingen(paneel.start, naam, paneel.besturen if per == "bestuur" else None, meeste)
    gewicht = gewichten(paneel.n, alle.starts, paneel.cohorten, van, tot)
    bekend = ~np.asarray(np.isnan(gewicht).any(axis=(1, 2)))
    if not bekend[0]:
        raise ValueError("nothing can be estimated: no school-year under a plan has a comparison")
    return _loting(paneel, gewicht[bekend], alle)


def _loting(paneel: Paneel, gewicht: Getallen, alle: Toewijzingen) -> Loting:
    onder = (paneel.tijd >= 0).astype(np.float64)
    van_een = (gewicht * onder).sum(axis=(1, 2))
    return Loting(gewicht, van_een, kleinste_p(gewicht), alle.volledig, len(gewicht))


def verschil_in_verschillen(
    paneel: Paneel, horizon: int, naam: str, per: Toewijzing = "school", meeste: int = MEESTE
) -> Uitkomst:
    """The mean effect over the first `horizon` cohorts under a plan, in percentage points.

    `naam` names the draw when there are more than `meeste` assignments. `per` says what got a plan: single
    schools, or whole boards; then boards are permuted. Nothing is estimated with fewer than four schools
    under a plan, or without a school to compare with.
    """
    mee = _in_schatting(paneel, horizon)
    if reden := waarom_geen(paneel, horizon, per):
        return _zonder(paneel, mee, reden)
    bruikbaar = paneel.met_voormeting()
    lot = loting(bruikbaar, horizon, naam, per, meeste=meeste)
    schattingen = lot.schattingen(bruikbaar.percentage)
    laag, hoog = interval(schattingen, lot.van_een)
    return Uitkomst(
        geen="",
        schatting=float(schattingen[0]),
        laag=laag,
        hoog=hoog,
        p=overschrijding(schattingen),
        p_kleinste=lot.kleinste_p,
        toewijzingen=lot.aantal,
        volledig=lot.volledig,
        **_omvang(paneel, mee),
    )


def beschrijving(paneel: Paneel) -> pd.DataFrame:
    """What was counted, without a model: n, k and percentage with Wilson limits before and since the start.

    Rows: groep ("met plan", "zonder plan") by periode ("voor", "sinds"). For schools without a plan the split
    lies at the first start of any school.
    """
    import pandas as pd

    from pipeline.indicators.rates import percentage, wilson

    eerste = int(paneel.start.min())
    sinds = np.where(paneel.nooit[:, None], paneel.cohorten[None, :] >= eerste, paneel.tijd >= 0)
    rijen = [
        (groep, periode, *_som(paneel, school[:, None] & cel))
        for groep, school in (("met plan", ~paneel.nooit), ("zonder plan", paneel.nooit))
        for periode, cel in (("voor", ~sinds), ("sinds", sinds))
    ]
    tabel = pd.DataFrame(rijen, columns=["groep", "periode", "scholen", "n", "k"])
    laag, hoog = wilson(tabel["k"], tabel["n"])
    return tabel.assign(percentage=percentage(tabel["k"], tabel["n"]), laag=laag, hoog=hoog)


def _som(paneel: Paneel, cel: Ja) -> tuple[int, int, int]:
    mee = cel & (paneel.n > 0)
    return int(mee.any(axis=1).sum()), int(paneel.n[mee].sum()), int(paneel.k[mee].sum())


def _in_schatting(paneel: Paneel, horizon: int) -> Ja:
    return np.asarray(doel(paneel.n, paneel.start[None], paneel.cohorten, 0, horizon)[0])


def waarom_geen(paneel: Paneel, horizon: int, per: Toewijzing = "school") -> str:
    """Why nothing is estimated, in Dutch; empty when something is. It follows from n and starts alone."""
    mee = _in_schatting(paneel, horizon)
    met = int(mee.any(axis=1).sum())
    if paneel.behandeld.any() and not mee.any():
        if paneel.nooit.any():
            return "er zijn geen schooljaren van vóór de plannen om mee te vergelijken"
        return "er zijn geen scholen zonder plan om mee te vergelijken"
    if met < MINSTENS:
        return f"er zijn minder dan {MINSTENS} scholen met een plan ({met})"
    if per == "bestuur" and len(set(zip(paneel.besturen, paneel.start, strict=True))) > len(
        set(paneel.besturen)
    ):
        return "scholen van één bestuur begonnen niet tegelijk, dus is er niet per bestuur te loten"
    return ""


def _zonder(paneel: Paneel, mee: Ja, reden: str) -> Uitkomst:
    return Uitkomst(
        geen=reden,
        schatting=None,
        laag=None,
        hoog=None,
        p=None,
        p_kleinste=None,
        toewijzingen=0,
        volledig=False,
        **_omvang(paneel, mee),
    )


def _omvang(paneel: Paneel, mee: Ja) -> Any:
    erin = mee.any(axis=1)
    buiten = ~erin & ~paneel.nooit
    return {
        "scholen_met": int(erin.sum()),
        "scholen_zonder": int(paneel.nooit.sum()),
        "n": int(paneel.n[mee].sum()),
        "k": int(paneel.k[mee].sum()),
        "niet_mee": tuple(sorted(s for s, b in zip(paneel.scholen, buiten, strict=True) if b)),
    }
