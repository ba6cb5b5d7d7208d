"""The imputation estimator as weights of school-years, for many assignments at once.

Borusyak, Jaravel and Spiess, "Revisiting event-study designs: robust and efficient estimation", Review of
Economic Studies 91 (2024), 3253-3285. School and cohort effects are fitted on the school-years without a
plan, weighted by n; the effect of a school-year under a plan is its percentage minus what these predict, and
the estimate is the mean of those effects, weighted by n. That is linear in the percentages, so one set of
weights per assignment of starts to schools is all that a randomisation test needs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluation.effect.paneel import Gehele, Getallen, Ja

_PER_KEER = 2000
"""Assignments worked out at once; keeps memory at some tens of megabytes."""


def gewichten(n: Getallen, starts: Gehele, cohorten: Gehele, van: int, tot: int) -> Getallen:
    """Weights of every school-year in the mean effect over the years van..tot-1 since the start.

    `n` is schools by cohorts, `starts` assignments by schools. Returns assignments by schools by cohorts;
    the estimate is the sum of weight times percentage. NaN for an assignment in which nothing can be
    estimated. A school-year whose school or cohort is never seen without a plan cannot be predicted and is
    left out.
    """
    delen = np.array_split(starts, max(1, -(-len(starts) // _PER_KEER)))
    return np.concatenate([_gewichten(n, deel, cohorten, van, tot) for deel in delen])


def doel(n: Getallen, starts: Gehele, cohorten: Gehele, van: int, tot: int) -> Ja:
    """Which school-years the estimate is about: under a plan, in the window, and to be predicted."""
    tijd = cohorten[None, None, :] - starts[:, :, None]
    zonder = (tijd < 0) & (n > 0)
    bekend = np.matmul(zonder.astype(np.float32), _bereik(zonder)) > 0
    mee: Ja = (tijd >= max(van, 0)) & (tijd < tot) & (n > 0) & bekend
    return mee


def _gewichten(n: Getallen, starts: Gehele, cohorten: Gehele, van: int, tot: int) -> Getallen:
    zonder = (cohorten[None, None, :] < starts[:, :, None]) & (n > 0)
    a = np.where(zonder, n, 0.0)
    v = np.where(doel(n, starts, cohorten, van, tot), n, 0.0)
    som = v.sum(axis=(1, 2), keepdims=True)
    v /= np.where(som > 0, som, np.nan)
    za, zb = _opgelost(a, np.nan_to_num(v), _bereik(zonder).astype(np.float64))
    gewicht: Getallen = v - a * (za[:, :, None] + zb[:, None, :])
    return gewicht


def _opgelost(a: Getallen, v: Getallen, bereik: Getallen) -> tuple[Getallen, Getallen]:
    """Solve the normal equations of school and cohort effects, with the schools eliminated.

    The effects are known up to a constant per connected part; adding `bereik` (ones within a part) picks one.
    """
    per_school, per_cohort = a.sum(axis=2), a.sum(axis=1)
    omgekeerd = np.where(per_school > 0, 1 / np.where(per_school > 0, per_school, 1), 0)
    m = bereik - np.matmul(np.swapaxes(a * omgekeerd[:, :, None], 1, 2), a)
    i = np.arange(a.shape[2])
    m[:, i, i] += np.where(per_cohort > 0, per_cohort, 1)
    rechts = v.sum(axis=1) - np.einsum("bst,bs->bt", a, v.sum(axis=2) * omgekeerd)
    zb = np.linalg.solve(m, rechts[:, :, None])[:, :, 0]
    za = (v.sum(axis=2) - np.einsum("bst,bt->bs", a, zb)) * omgekeerd
    return za, zb


def _bereik(zonder: Ja) -> NDArray[np.float32]:
    """Ones where two cohorts hang together through schools seen without a plan; zero rows where nobody is."""
    los = zonder.astype(np.float32)
    samen: NDArray[np.float32] = (np.matmul(np.swapaxes(los, 1, 2), los) > 0).astype(np.float32)
    for _ in range(int(np.ceil(np.log2(max(zonder.shape[2], 2))))):
        samen = (np.matmul(samen, samen) > 0).astype(np.float32)
    return samen
