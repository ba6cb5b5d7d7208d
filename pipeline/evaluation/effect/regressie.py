"""Weighted least squares with errors clustered by school, and the wild cluster bootstrap on it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from pipeline.evaluation.effect.paneel import Gehele, Getallen
from pipeline.evaluation.effect.toeval import generator

_GELIJK = 1e-9
_TREKKINGEN = 9_999
_ALLES_TOT = 12
"""Up to this many schools every pattern of signs is gone through: 2^12 = 4,096."""


@dataclass(frozen=True)
class Regressie:
    """A fit, with all that a test of a combination of its coefficients needs."""

    beta: Getallen
    x: Getallen
    """Columns times the root of the weight; `y` likewise."""
    y: Getallen
    omgekeerd: Getallen
    """Pseudo-inverse of x'x."""
    scholen: Gehele
    """Per row the number of its school, from 0."""
    factor: float
    """Small-sample factor of the variance: G/(G-1) times (N-1)/(N-K)."""

    def fout(self, r: Getallen) -> float:
        """Standard error of r'beta, robust to anything within a school."""
        return float(np.sqrt(_variantie(self, self.y - self.x @ self.beta, r)))


def kleinste_kwadraten(
    x: Getallen, y: Getallen, gewicht: Getallen, scholen: Gehele, vast: int = 0
) -> Regressie:
    """Fit y on x with weights. Rows with weight 0 are left out.

    `vast` is how many school effects are not counted in the small-sample factor, all but one, as usual when
    schools are also the clusters.
    """
    mee = gewicht > 0
    wortel = np.sqrt(gewicht[mee])
    xw, yw = x[mee] * wortel[:, None], y[mee] * wortel
    omgekeerd = np.asarray(np.linalg.pinv(xw.T @ xw, rcond=1e-12, hermitian=True), dtype=np.float64)
    nummers = np.unique(scholen[mee], return_inverse=True)[1]
    groepen, rijen = int(nummers.max()) + 1, len(yw)
    parameters = int(np.linalg.matrix_rank(xw)) - vast
    factor = groepen / (groepen - 1) * (rijen - 1) / max(rijen - parameters, 1)
    return Regressie(omgekeerd @ (xw.T @ yw), xw, yw, omgekeerd, nummers, factor)


def wilde_bootstrap(fit: Regressie, r: Getallen, naam: str) -> float:
    """Two-sided p of r'beta = 0: signs are flipped per school around the fit that has it so.

    Cameron, Gelbach and Miller, "Bootstrap-based improvements for inference with clustered errors", Review of
    Economics and Statistics 90 (2008), 414-427; null imposed, Rademacher signs, compared as t-values.
    """
    hefboom = fit.omgekeerd @ r
    beperkt = fit.beta - hefboom * (r @ fit.beta) / (r @ hefboom)
    gefit, tekens = fit.x @ beperkt, _tekens(int(fit.scholen.max()) + 1, naam)
    teller, scores = _per_school(fit, fit.y - gefit, fit.x @ hefboom)
    t = np.abs(r @ beperkt + tekens @ teller) / np.sqrt(fit.factor * ((tekens @ scores) ** 2).sum(axis=1))
    werkelijk = abs(float(r @ fit.beta)) / fit.fout(r)
    return float(np.mean(t >= werkelijk * (1 - _GELIJK)))


def _per_school(fit: Regressie, rest: Getallen, a: Getallen) -> tuple[Getallen, Getallen]:
    """What the rests of each school add to an estimate with weights a, and to the score of every other school
    in its variance. Both are linear in the rests, so signs per school need no fit of their own.
    """
    lid = np.eye(int(fit.scholen.max()) + 1)[fit.scholen]
    gewogen = (lid * a[:, None]).T
    buiten = gewogen - gewogen @ fit.x @ fit.omgekeerd @ fit.x.T
    return gewogen @ rest, ((buiten * rest) @ lid).T


def _variantie(fit: Regressie, rest: Getallen, r: Getallen) -> float:
    """Variance of r'beta for a set of residuals."""
    lid = np.eye(int(fit.scholen.max()) + 1)[fit.scholen]
    return float(fit.factor * (((rest * (fit.x @ (fit.omgekeerd @ r))) @ lid) ** 2).sum())


def _tekens(groepen: int, naam: str) -> Getallen:
    """Patterns of signs, the real one first."""
    if groepen <= _ALLES_TOT:
        return np.array(list(product((1.0, -1.0), repeat=groepen)))
    lot = np.where(generator(f"bootstrap {naam}").random((_TREKKINGEN, groepen)) < 0.5, -1.0, 1.0)
    return np.vstack([np.ones(groepen), lot])
