"""How far paths may have drifted apart before the conclusion changes.

A. Rambachan and J. Roth, "A more credible approach to parallel trends", Review of Economic Studies 90 (2023),
2555-2591, bounds by relative magnitude, in the simple version: after the start the difference between schools
with and without a plan may change per year by at most M times the largest change between two years before it.
The path before the start is taken as estimated, without its own uncertainty; their conditional intervals,
which count that too, are wider. The bias this allows has a closed form, so there is nothing to optimise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.evaluation.effect.bijlage import Interactie, sun_abraham
from pipeline.evaluation.effect.did import Uitkomst
from pipeline.evaluation.effect.imputatie import gewichten
from pipeline.evaluation.effect.paneel import Paneel

if TYPE_CHECKING:
    import pandas as pd

MAAT = (0.0, 0.5, 1.0, 1.5, 2.0)


@dataclass(frozen=True)
class Parallel:
    """What the estimate becomes when paths need not be parallel."""

    tabel: pd.DataFrame
    """Per m: m, onder and boven (the estimate), laag and hoog (with the interval of the headline added)."""
    stap: float
    """The largest change between two years before the start, in percentage points."""
    kantelpunt: float | None
    """Smallest m at which the interval reaches 0; None when it already holds 0 at m = 0, or has no bounds."""


def parallel(
    paneel: Paneel, uitkomst: Uitkomst, horizon: int, interactie: Interactie | None = None
) -> Parallel | None:
    """Bounds on the effect for m = 0, 0.5, 1, 1.5 and 2 times the largest change before the start.

    `interactie` is sun_abraham of the panel, if it is there already. None when there is no estimate, no
    school that never had a plan, or fewer than two years before the start.
    """
    import pandas as pd

    if uitkomst.schatting is None or uitkomst.laag is None or uitkomst.hoog is None or not paneel.nooit.any():
        return None
    voor = (interactie or sun_abraham(paneel)).voor_de_start()
    stap = grootste_stap(voor)
    if stap is None:
        return None
    last = _last(paneel, horizon)
    bekend = sum(last.get(e, 0.0) * drift for e, drift in voor.items())
    helling = sum(c * (e + 1) for e, c in last.items() if e >= 0) * stap
    midden, laag, hoog = (waarde - bekend for waarde in (uitkomst.schatting, uitkomst.laag, uitkomst.hoog))
    rijen = [
        (m, midden - m * helling, midden + m * helling, laag - m * helling, hoog + m * helling) for m in MAAT
    ]
    tabel = pd.DataFrame(rijen, columns=["m", "onder", "boven", "laag", "hoog"])
    return Parallel(tabel, stap, _kantelpunt(laag, hoog, helling))


def grootste_stap(voor: dict[int, float]) -> float | None:
    """Largest change between consecutive years before the start; the year before it (-1) counts as 0."""
    pad = {**voor, -1: 0.0}
    stappen = [abs(pad[e + 1] - pad[e]) for e in pad if e + 1 in pad]
    return max(stappen) if stappen else None


def _last(paneel: Paneel, horizon: int) -> dict[int, float]:
    """What a drift of 1 point in a year since the start would do to the estimate, by year since the start."""
    w = gewichten(paneel.n, paneel.start[None], paneel.cohorten, 0, horizon)[0]
    met = np.broadcast_to(~paneel.nooit[:, None], w.shape)
    return {int(e): float(w[met & (paneel.tijd == e)].sum()) for e in np.unique(paneel.tijd[met])}


def _kantelpunt(laag: float, hoog: float, helling: float) -> float | None:
    if laag <= 0 <= hoog or not np.isfinite(laag) or not np.isfinite(hoog):
        return None
    return min(abs(laag), abs(hoog)) / helling if helling > 0 else float("inf")
