"""Invented outcomes for the schools and years there are, with their n, level and dispersion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.evaluation.effect.paneel import Getallen, Ja, Paneel

_UITERSTE = 2.0
"""Expected percentages stay this far from 0 and 100."""
_MEESTE_RHO = 0.5
"""A handful of very small school-years can seem to differ by more than is possible."""


@dataclass(frozen=True)
class Verwachting:
    """What is to be expected without a plan, and how much school-years differ from it beyond chance."""

    percentage: Getallen
    """Schools by cohorts, from school and cohort effects fitted on the school-years without a plan."""
    rho: float
    """Correlation between leavers of a school-year: the variance is 1 + (n - 1) rho times that of chance."""
    phi: float
    """Dispersion of school-years against chance: Pearson's chi-square over its degrees of freedom."""


def verwachting(paneel: Paneel) -> Verwachting:
    """Fit level and dispersion on the school-years without a plan: no outcome of a plan is looked at.

    A school never seen without a plan gets the level of its cohort.
    """
    gewicht = np.where(paneel.onbehandeld, paneel.n, 0.0)
    ruw = hoofdeffecten(paneel.percentage, gewicht)
    percentage = np.clip(ruw, _UITERSTE, 100 - _UITERSTE)
    phi = _spreiding(paneel, percentage, gewicht)
    gemiddeld = float(np.average(paneel.n, weights=gewicht))
    return Verwachting(percentage, min(max(0.0, (phi - 1) / max(gemiddeld - 1, 1)), _MEESTE_RHO), phi)


def trek(toeval: np.random.Generator, kans: Getallen, n: Getallen, rho: float, rondes: int) -> Getallen:
    """Percentages of `rondes` invented panels (first axis): beta-binomial, binomial when rho is 0."""
    kans = np.clip(kans, 0.0, 1.0)
    if rho > 0:
        maat = (1 - rho) / rho
        midden = np.clip(kans, 1e-6, 1 - 1e-6)
        kans = toeval.beta(midden * maat, (1 - midden) * maat, size=(rondes, *n.shape))
    k = toeval.binomial(n.astype(np.int64), kans, size=(rondes, *n.shape))
    uit: Getallen = 100 * k / np.where(n > 0, n, 1)
    return uit


def hoofdeffecten(y: Getallen, gewicht: Getallen) -> Getallen:
    """Fitted school plus cohort effects by weighted least squares, for every school-year."""
    x = ontwerp(y.shape)
    wortel = np.sqrt(gewicht.ravel())
    beta = np.linalg.lstsq(x * wortel[:, None], y.ravel() * wortel, rcond=None)[0]
    gefit: Getallen = (x @ beta).reshape(y.shape)
    leeg = gewicht.sum(axis=1) == 0
    if leeg.any() and not leeg.all():
        gefit[leeg] = gefit[~leeg].mean(axis=0)
    return gefit


def ontwerp(vorm: tuple[int, ...]) -> Getallen:
    """A column of zeros and ones per school and per cohort, a row per school-year."""
    s, t = (i.ravel() for i in np.indices(vorm))
    return np.hstack([np.eye(vorm[0])[s], np.eye(vorm[1])[t]])


def _spreiding(paneel: Paneel, verwacht: Getallen, gewicht: Getallen) -> float:
    mee: Ja = gewicht > 0
    kans = verwacht[mee] / 100
    afstand = (paneel.percentage[mee] / 100 - kans) ** 2 * paneel.n[mee] / (kans * (1 - kans))
    parameters = int(np.linalg.matrix_rank(ontwerp(gewicht.shape)[mee.ravel()]))
    return float(afstand.sum() / max(int(mee.sum()) - parameters, 1))
