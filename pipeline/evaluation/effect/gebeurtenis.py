"""The effect by year since the start, and the years before it, in which nothing should be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.evaluation.effect.did import MINSTENS, Toewijzing, loting
from pipeline.evaluation.effect.imputatie import doel
from pipeline.evaluation.effect.paneel import Ja, Paneel
from pipeline.evaluation.effect.proef import Proef

if TYPE_CHECKING:
    import pandas as pd

VOOR = 4
_MEESTE = 5000
KOLOMMEN = ("tijd", "deel", "schatting", "laag", "hoog", "p", "scholen", "n", "k")


@dataclass(frozen=True)
class Jaar:
    """One year since the start, negative before it: its draw, and the school-years that it is about."""

    tijd: int
    proef: Proef
    mee: Ja

    @property
    def deel(self) -> str:
        return "voor" if self.tijd < 0 else "sinds"

    @property
    def scholen(self) -> int:
        """How many schools under a plan it rests on."""
        return int(self.mee.any(axis=1).sum())


def jaren(
    paneel: Paneel, horizon: int, naam: str, per: Toewijzing = "school", voor: int = VOOR
) -> tuple[Jaar, ...]:
    """The years of which something can be estimated, each with its draw, from the first before the start.

    Years before the start are estimated as if plans had started up to four years earlier, as many as leave
    half of the schools, and four, with a year before that; with the years under a plan left out, so their
    effect cannot leak in. Where schools start
    in different years that leaves different gaps per assignment, and the intervals of these years are then
    approximate; voortrend.py has the exact test.
    """
    vroeger = _vroeger(paneel, voor)
    eerder = paneel.alleen_onbehandeld().vervroegd(vroeger)
    alle = (
        *(_jaar(eerder, t, naam, per, t - vroeger) for t in range(vroeger)),
        *(_jaar(paneel, t, naam, per, t) for t in range(horizon)),
    )
    return tuple(jaar for jaar in alle if jaar is not None)


def _vroeger(paneel: Paneel, voor: int) -> int:
    """By how many years plans can be put earlier so that enough schools keep a year before that."""
    ruimte = paneel.start[~paneel.nooit] - int(paneel.cohorten[0]) - 1
    genoeg = max(MINSTENS, len(ruimte) / 2)
    return next((jaren for jaren in range(voor, 0, -1) if (ruimte >= jaren).sum() >= genoeg), 0)


def _jaar(paneel: Paneel, jaar: int, naam: str, per: Toewijzing, tijd: int) -> Jaar | None:
    mee = doel(paneel.n, paneel.start[None], paneel.cohorten, jaar, jaar + 1)[0]
    if not mee.any():
        return None
    lot = loting(paneel, jaar + 1, f"{naam} {tijd}", per, van=jaar, meeste=_MEESTE)
    return Jaar(tijd, Proef(paneel, lot), mee)


def gebeurtenisstudie(
    paneel: Paneel, horizon: int, naam: str, per: Toewijzing = "school", voor: int = VOOR
) -> pd.DataFrame:
    """A row per year of `jaren`: tijd (0 is the first cohort under a plan), deel ("voor" or "sinds"),
    schatting, laag and hoog in percentage points, p, and scholen, n and k it is about.

    Intervals hold per year, not for all together.
    """
    import pandas as pd

    rijen = [_rij(jaar) for jaar in jaren(paneel, horizon, naam, per, voor)]
    return pd.DataFrame(rijen, columns=list(KOLOMMEN))


def _rij(jaar: Jaar) -> tuple[object, ...]:
    gevonden, paneel, mee = jaar.proef.grenzen(), jaar.proef.paneel, jaar.mee
    waarden = gevonden.schatting, gevonden.laag, gevonden.hoog
    geteld = int(paneel.n[mee].sum()), int(np.round(paneel.k[mee].sum()))
    return (jaar.tijd, jaar.deel, *waarden, jaar.proef.p(), jaar.scholen, *geteld)
