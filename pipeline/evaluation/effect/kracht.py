"""Power, said before any estimate: how often an effect of some size would be found in these schools."""

from __future__ import annotations

import os
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.evaluation.effect.did import Loting, Toewijzing, loting
from pipeline.evaluation.effect.paneel import Getallen, Ja, Paneel
from pipeline.evaluation.effect.simulatie import Verwachting, trek, verwachting
from pipeline.evaluation.effect.toeval import generator

if TYPE_CHECKING:
    import pandas as pd

EFFECTEN = (0.0, 5.0, 10.0, 15.0, 20.0)
GENOEG = 0.80
_RONDES = 1000
_MEESTE = 2000
_STAPPEN = (0.0, 2.5, 5.0, 7.5, 10.0, 12.5, 15.0, 17.5, 20.0, 25.0, 30.0, 40.0)
_ALFA = 0.05
_BLOK = 250
"""Assignments looked at before outcomes that cannot be found any more are put aside."""
_TEGELIJK = min(4, os.cpu_count() or 1)
"""Effects worked out at once, each with draws of its own: numpy lets other threads go on meanwhile."""


@dataclass(frozen=True)
class Kracht:
    """How often effects are found, and the smallest found in four out of five cases."""

    tabel: pd.DataFrame
    """Per effect in points: effect, kracht (share found, 0-1), laag and hoog of that share, rondes."""
    aantoonbaar: float | None
    """Smallest effect with 80% power, interpolated; None when not even the largest that was tried has it."""
    phi: float
    """Dispersion of the school-years that was used; 1 is pure chance."""


def kracht(
    paneel: Paneel,
    horizon: int,
    naam: str,
    per: Toewijzing = "school",
    extra: tuple[float, ...] = (),
    basis: Verwachting | None = None,
) -> Kracht:
    """Simulate outcomes with an effect from the start on, and test each as the headline is tested.

    The panel's n and starts, its level and dispersion without a plan (simulatie.py), or those of `basis`;
    `extra` are effects to show besides 0, 5, 10, 15 and 20 points. Seeded by `naam`; at most 2,000
    assignments are gone through per panel. Between the effects that are shown only those are tried that lie
    between the last one found too seldom and the first found often enough. Raises ValueError when nothing can
    be estimated.
    """
    lot = loting(paneel, horizon, naam, per, meeste=_MEESTE)
    van = basis or verwachting(paneel)

    def vindkansen(effecten: Collection[float]) -> dict[float, float]:
        with ThreadPoolExecutor(_TEGELIJK) as threads:
            kansen = threads.map(lambda effect: _vindkans(paneel, lot, van, effect, naam), effecten)
            return dict(zip(effecten, kansen, strict=True))

    getoond = vindkansen(sorted({*EFFECTEN, *extra}))
    genoeg = min((effect for effect, kans in getoond.items() if kans >= GENOEG), default=np.inf)
    te_klein = max((effect for effect in getoond if effect < genoeg), default=-np.inf)
    tussen = vindkansen([effect for effect in _STAPPEN if te_klein < effect < genoeg])
    return Kracht(_tabel(getoond), kleinste_met(getoond | tussen, GENOEG), van.phi)


def kleinste_met(kansen: dict[float, float], genoeg: float) -> float | None:
    """Where the line through these points first reaches `genoeg`; None when it does not."""
    vorige: tuple[float, float] | None = None
    for waarde, kans in sorted(kansen.items()):
        if kans >= genoeg:
            if vorige is None:
                return waarde
            (x, y) = vorige
            return x + (genoeg - y) / (kans - y) * (waarde - x)
        vorige = (waarde, kans)
    return None


def gevonden(lot: Loting, percentages: Getallen, alfa: float = _ALFA) -> Ja:
    """Which of many outcomes (first axis) have a two-sided p of at most `alfa` under the same assignments.

    Assignments are gone through in blocks; an outcome that too many of them exceed already is left there.
    """
    plat = percentages.reshape(len(percentages), -1)
    gewicht = lot.gewicht.reshape(lot.aantal, -1)
    grens = np.abs(plat @ gewicht[0]) - 1e-9
    ver = np.zeros(len(plat), dtype=np.int64)
    nog = np.arange(len(plat))
    for vanaf in range(0, lot.aantal, _BLOK):
        schattingen = plat[nog] @ gewicht[vanaf : vanaf + _BLOK].T
        np.abs(schattingen, out=schattingen)
        ver[nog] += np.count_nonzero(schattingen >= grens[nog, None], axis=1)
        nog = nog[ver[nog] / lot.aantal <= alfa]
    uit: Ja = ver / lot.aantal <= alfa
    return uit


def _vindkans(paneel: Paneel, lot: Loting, basis: Verwachting, effect: float, naam: str) -> float:
    """The same draws for every effect, so that power grows with the effect and not with luck."""
    kans = (basis.percentage + effect * (paneel.tijd >= 0)) / 100
    percentages = trek(generator(f"kracht {naam}"), kans, paneel.n, basis.rho, _RONDES)
    return float(gevonden(lot, percentages).mean())


def _tabel(vindkans: dict[float, float]) -> pd.DataFrame:
    import pandas as pd

    from pipeline.indicators.rates import wilson

    tabel = pd.DataFrame({"effect": list(vindkans), "kracht": list(vindkans.values())})
    laag, hoog = wilson((tabel["kracht"] * _RONDES).round(), np.full(len(tabel), _RONDES))
    return tabel.assign(laag=laag / 100, hoog=hoog / 100, rondes=_RONDES)
