"""Whether schools with and without a plan ran parallel before the first plan, and what that test can see.

Exact: only cohorts before the very first start are used, when no school had a plan, so that every assignment
sees the same figures. Between-group spread around school and cohort effects is compared with that of every
other way to divide the starts. A test that finds nothing says little when its power is low (J. Roth, "Pretest
with caution", American Economic Review: Insights 4 (2022), 305-322), so power is given with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.evaluation.effect.did import Toewijzing
from pipeline.evaluation.effect.kracht import GENOEG, kleinste_met
from pipeline.evaluation.effect.paneel import NOOIT, Gehele, Getallen, Paneel
from pipeline.evaluation.effect.simulatie import ontwerp, trek, verwachting
from pipeline.evaluation.effect.toeval import generator, toewijzingen

if TYPE_CHECKING:
    import pandas as pd

HELLINGEN = (0.0, 1.0, 2.0, 3.0, 5.0, 8.0)
_RONDES = 400
_MEESTE = 1000
_GELIJK = 1e-9
_ALFA = 0.05


@dataclass(frozen=True)
class Voortrend:
    """The joint test of parallel paths before the first start; p is None with fewer than two cohorts."""

    p: float | None
    cohorten: tuple[int, ...]
    kracht: pd.DataFrame
    """Per helling (points a year by which schools with a plan drift away): helling, kracht (0-1)."""
    zichtbaar: float | None
    """The drift in points a year found in four out of five cases; None when none that was tried is."""


def voortrend(paneel: Paneel, naam: str, per: Toewijzing = "school") -> Voortrend:
    """Test all cohorts before the first start together, and simulate what drift the test would find."""
    blok = _blok(paneel)
    cohorten = tuple(blok.cohorten.tolist())
    if not _te_toetsen(blok):
        return Voortrend(None, cohorten, _tabel({}), None)
    starts = _starts(blok, naam, per)
    kansen = {helling: _vindkans(blok, starts, helling, naam) for helling in HELLINGEN}
    return Voortrend(_p_van(blok, starts), cohorten, _tabel(kansen), kleinste_met(kansen, GENOEG))


def p_voortrend(paneel: Paneel, naam: str, per: Toewijzing = "school") -> float | None:
    """The p of `voortrend` alone; None when there are fewer than two cohorts before the first start."""
    blok = _blok(paneel)
    return _p_van(blok, _starts(blok, naam, per)) if _te_toetsen(blok) else None


def _blok(paneel: Paneel) -> Paneel:
    """The cohorts before the first start, of the schools that are seen in them."""
    paneel = paneel.met_voormeting()
    return paneel.voor(int(paneel.start.min(initial=NOOIT))).met_voormeting()


def _te_toetsen(blok: Paneel) -> bool:
    return len(blok.cohorten) >= 2 and len(np.unique(blok.start)) >= 2


def _starts(blok: Paneel, naam: str, per: Toewijzing) -> Gehele:
    return toewijzingen(blok.start, naam, blok.besturen if per == "bestuur" else None, _MEESTE).starts


def _p_van(blok: Paneel, starts: Gehele) -> float:
    return float(_p(blok, starts, blok.percentage[None])[0])


def _p(blok: Paneel, starts: Gehele, percentages: Getallen) -> Getallen:
    """p of each of many outcomes (first axis)."""
    q = _spreiding(blok, starts, _resten(blok, percentages))
    p: Getallen = (q >= q[:1] - _GELIJK).mean(axis=0)
    return p


def _resten(blok: Paneel, percentages: Getallen) -> Getallen:
    """What school and cohort effects leave of each outcome."""
    x, wortel = ontwerp(blok.n.shape), np.sqrt(blok.n.ravel())
    y = percentages.reshape(len(percentages), -1).T
    beta = np.linalg.lstsq(x * wortel[:, None], y * wortel[:, None], rcond=None)[0]
    resten: Getallen = (y - x @ beta).T.reshape(percentages.shape)
    return resten


def _spreiding(blok: Paneel, starts: Gehele, resten: Getallen) -> Getallen:
    """Weighted sum of squares of the mean rest per start and cohort: assignments by outcomes."""
    rondes, scholen, jaren = resten.shape
    gewogen = (resten * blok.n).transpose(1, 0, 2).reshape(scholen, -1)
    q = np.zeros((len(starts), rondes))
    for start in np.unique(blok.start):
        erin = (starts == start).astype(np.float64)
        noemer = erin @ blok.n
        som = (erin @ gewogen).reshape(len(starts), rondes, jaren)
        q += (som**2 / np.where(noemer > 0, noemer, np.inf)[:, None, :]).sum(axis=2)
    return q


def _vindkans(blok: Paneel, starts: Gehele, helling: float, naam: str) -> float:
    basis = verwachting(blok)
    drift = (
        helling * (blok.cohorten - blok.cohorten.mean())[None, :] * (blok.start < blok.start.max())[:, None]
    )
    kans = (basis.percentage + drift) / 100
    percentages = trek(generator(f"voortrend {naam}"), kans, blok.n, basis.rho, _RONDES)
    return float((_p(blok, starts, percentages) <= _ALFA).mean())


def _tabel(kansen: dict[float, float]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({"helling": list(kansen), "kracht": list(kansen.values())}, dtype=float)
