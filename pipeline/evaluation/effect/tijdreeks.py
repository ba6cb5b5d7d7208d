"""One series over the years: an interrupted time series where it is long enough, else a trend to look at.

Segmented regression (A.K. Wagner and others, "Segmented regression analysis of interrupted time series
studies", Journal of Clinical Pharmacy and Therapeutics 27 (2002), 299-309): a line before the start, and a
change of level and of slope from the start. Errors are Newey and West's with one year of lag (Econometrica 55
(1987), 703-708), and t has as many degrees of freedom as there are years left. A region that changes for
another reason at that moment looks the same: there is no comparison in it, so it never says what caused a
change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.evaluation.effect.paneel import Getallen

if TYPE_CHECKING:
    import pandas as pd

MINSTENS = 8
"""Yearly points needed on each side."""
_VERTRAGING = 1


@dataclass(frozen=True)
class Tijdreeks:
    """A series with, if it is long enough, the change at the start."""

    geen: str
    """Why there is no model; empty when there is one."""
    punten: pd.DataFrame
    """Per cohort: cohort, n, k, percentage, laag, hoog (Wilson), deel (voor, sinds), lijn (NaN: no model)."""
    verandering: pd.DataFrame
    """Per wat (niveau in points, helling in points a year): schatting, fout, laag, hoog, p; else empty."""


def tijdreeks(tabel: pd.DataFrame, start: int) -> Tijdreeks:
    """Interrupted time series of cohort, n and k, a row per cohort; `start` is the first cohort since.

    Fits weighted by n. Fewer than eight cohorts with leavers on either side: the points alone.
    """
    punten = _punten(tabel, start)
    voor, sinds = ((punten["deel"] == deel).sum() for deel in ("voor", "sinds"))
    if min(voor, sinds) < MINSTENS:
        reden = f"{voor} jaren voor en {sinds} jaren sinds de start; een model vraagt er {MINSTENS} van elk"
        return Tijdreeks(reden, punten.assign(lijn=np.nan), _veranderingen([]))
    x = _ontwerp(punten["cohort"].to_numpy(dtype=np.float64), start)
    y, gewicht = (punten[naam].to_numpy(dtype=np.float64) for naam in ("percentage", "n"))
    beta, variantie = _newey_west(x, y, gewicht)
    rijen = [
        (naam, *_met_interval(float(beta[i]), float(np.sqrt(variantie[i, i])), len(x) - x.shape[1]))
        for naam, i in (("niveau", 2), ("helling", 3))
    ]
    return Tijdreeks("", punten.assign(lijn=x @ beta), _veranderingen(rijen))


def _punten(tabel: pd.DataFrame, start: int) -> pd.DataFrame:
    from pipeline.indicators.rates import percentage, wilson

    rijen = tabel.loc[tabel["n"] > 0, ["cohort", "n", "k"]].sort_values("cohort").reset_index(drop=True)
    if rijen["cohort"].duplicated().any():
        raise ValueError("a series has one row per cohort")
    laag, hoog = wilson(rijen["k"], rijen["n"])
    deel = np.where(rijen["cohort"] < start, "voor", "sinds")
    return rijen.assign(percentage=percentage(rijen["k"], rijen["n"]), laag=laag, hoog=hoog, deel=deel)


def _ontwerp(cohort: Getallen, start: int) -> Getallen:
    sinds = (cohort >= start).astype(np.float64)
    return np.column_stack([np.ones_like(cohort), cohort - start, sinds, sinds * (cohort - start)])


def _newey_west(x: Getallen, y: Getallen, gewicht: Getallen) -> tuple[Getallen, Getallen]:
    """Coefficients and their variance, with the small-sample factor N/(N-K)."""
    omgekeerd = np.linalg.inv(x.T @ (x * gewicht[:, None]))
    beta = omgekeerd @ (x.T @ (gewicht * y))
    score = x * (gewicht * (y - x @ beta))[:, None]
    midden = score.T @ score
    for vertraging in range(1, _VERTRAGING + 1):
        samen = score[vertraging:].T @ score[:-vertraging]
        midden += (1 - vertraging / (_VERTRAGING + 1)) * (samen + samen.T)
    variantie = omgekeerd @ midden @ omgekeerd * len(x) / (len(x) - x.shape[1])
    return np.asarray(beta, dtype=np.float64), np.asarray(variantie, dtype=np.float64)


def _met_interval(schatting: float, fout: float, vrijheid: int) -> tuple[float, float, float, float, float]:
    from scipy.stats import t

    half = float(t.ppf(0.975, vrijheid)) * fout
    p = float(2 * t.sf(abs(schatting) / fout, vrijheid)) if fout > 0 else float(schatting == 0)
    return schatting, fout, schatting - half, schatting + half, p


def _veranderingen(rijen: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rijen, columns=["wat", "schatting", "fout", "laag", "hoog", "p"])
