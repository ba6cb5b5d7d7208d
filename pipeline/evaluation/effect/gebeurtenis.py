"""The effect by year since the start, and the years before it, in which nothing should be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.evaluation.effect.did import Toewijzing, loting
from pipeline.evaluation.effect.imputatie import doel
from pipeline.evaluation.effect.paneel import Paneel
from pipeline.evaluation.effect.toeval import interval, overschrijding

if TYPE_CHECKING:
    import pandas as pd

VOOR = 4
_MEESTE = 5000
KOLOMMEN = ("tijd", "deel", "schatting", "laag", "hoog", "p", "scholen", "n", "k")


def gebeurtenisstudie(
    paneel: Paneel, horizon: int, naam: str, per: Toewijzing = "school", voor: int = VOOR
) -> pd.DataFrame:
    """A row per year since the start: tijd (0 is the first cohort under a plan), deel ("voor" or "sinds"),
    schatting, laag and hoog in percentage points, p, and scholen, n and k it is about.

    Years before the start are estimated as if plans had started up to four years earlier, with the years
    under a plan left out, so their effect cannot leak in; against the years before that. Where schools start
    in different years that leaves different gaps per assignment, and the intervals of these years are then
    approximate; voortrend.py has the exact test. Intervals hold per year, not for all together.
    """
    import pandas as pd

    vroeger = min(voor, int((paneel.start[~paneel.nooit] - paneel.cohorten[0]).max(initial=0)) - 1)
    eerder = paneel.alleen_onbehandeld().vervroegd(vroeger) if vroeger > 0 else paneel
    rijen = [
        *(_rij(eerder, t, naam, per, t - vroeger) for t in range(max(vroeger, 0))),
        *(_rij(paneel, t, naam, per, t) for t in range(horizon)),
    ]
    return pd.DataFrame([rij for rij in rijen if rij is not None], columns=list(KOLOMMEN))


def _rij(paneel: Paneel, jaar: int, naam: str, per: Toewijzing, tijd: int) -> tuple[object, ...] | None:
    mee = doel(paneel.n, paneel.start[None], paneel.cohorten, jaar, jaar + 1)[0]
    if not mee.any():
        return None
    lot = loting(paneel, jaar + 1, f"{naam} {tijd}", per, van=jaar, meeste=_MEESTE)
    schattingen = lot.schattingen(paneel.percentage)
    geteld = int(mee.any(axis=1).sum()), int(paneel.n[mee].sum()), int(np.round(paneel.k[mee].sum()))
    deel = "voor" if tijd < 0 else "sinds"
    return (
        tijd,
        deel,
        schattingen[0],
        *interval(schattingen, lot.van_een),
        overschrijding(schattingen),
        *geteld,
    )
