"""The appendix: the same question asked of four other methods, as estimate, standard error and p.

Their standard errors and p lean on many schools; with sixteen they are shown to see whether the estimates
agree, and decide nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.evaluation.effect.imputatie import doel, gewichten
from pipeline.evaluation.effect.paneel import Getallen, Ja, Paneel
from pipeline.evaluation.effect.regressie import Regressie, kleinste_kwadraten, wilde_bootstrap
from pipeline.evaluation.effect.simulatie import hoofdeffecten, ontwerp

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Schatting:
    """An estimate in percentage points with its standard error."""

    schatting: float
    fout: float


@dataclass(frozen=True)
class Interactie:
    """Sun and Abraham's regression: a coefficient per start and year since it, and shares to combine them."""

    fit: Regressie
    starts: Getallen
    """Start that a coefficient belongs to; NaN for school and cohort effects."""
    tijden: Getallen
    aandeel: Getallen
    """Leavers in the school-years of a coefficient."""

    def combinatie(self, mee: Ja) -> Getallen:
        """Weights that average the chosen coefficients by leavers."""
        gewicht = np.where(mee, self.aandeel, 0.0)
        r: Getallen = gewicht / gewicht.sum()
        return r

    def schatting(self, mee: Ja) -> Schatting:
        r = self.combinatie(mee)
        return Schatting(float(r @ self.fit.beta), self.fit.fout(r))

    def voor_de_start(self) -> dict[int, float]:
        """The path before the start: estimates by year since it, all negative."""
        tijden = np.unique(self.tijden[self.tijden < 0])
        return {int(e): float(self.combinatie(self.tijden == e) @ self.fit.beta) for e in tijden}

    def per_tijd(self) -> dict[int, Schatting]:
        """By year since the start; the year before it (-1) is what they are measured from."""
        return {
            int(e): self.schatting(self.tijden == e) for e in np.unique(self.tijden[~np.isnan(self.tijden)])
        }


def bijlage(paneel: Paneel, horizon: int, naam: str) -> pd.DataFrame:
    """A row per method: methode, schatting and fout in points, laag, hoog, p (normal, or bootstrap).

    Methods that need a school that never had a plan are left out when there is none.
    """
    import pandas as pd
    from scipy.stats import norm

    gevonden = {"did2s": did2s(paneel, horizon)}
    if paneel.nooit.any():
        interactie = sun_abraham(paneel)
        mee = (interactie.tijden >= 0) & (interactie.tijden < horizon)
        gevonden["Sun-Abraham"] = interactie.schatting(mee)
        gevonden["Callaway-Sant'Anna"] = callaway_santanna(paneel, horizon)
    rijen = [
        (m, s.schatting, s.fout, float(2 * norm.sf(abs(s.schatting) / s.fout))) for m, s in gevonden.items()
    ]
    if paneel.nooit.any():
        p = wilde_bootstrap(interactie.fit, interactie.combinatie(mee), naam)
        rijen.append(("Sun-Abraham, wild cluster bootstrap", *rijen[1][1:3], p))
    tabel = pd.DataFrame(rijen, columns=["methode", "schatting", "fout", "p"])
    half = np.where(tabel["methode"].str.contains("bootstrap"), np.nan, norm.ppf(0.975) * tabel["fout"])
    return tabel.assign(laag=tabel["schatting"] - half, hoog=tabel["schatting"] + half)


def did2s(paneel: Paneel, horizon: int, van: int = 0) -> Schatting:
    """Gardner's two stages: the estimate of the headline, with its standard error clustered by school.

    J. Gardner, "Two-stage differences in differences" (2022). The rests are those of both stages, so the
    error of the first counts in the second.
    """
    start = paneel.start[None]
    w = gewichten(paneel.n, start, paneel.cohorten, van, horizon)[0]
    mee = doel(paneel.n, start, paneel.cohorten, van, horizon)[0]
    rest = paneel.percentage - hoofdeffecten(paneel.percentage, np.where(paneel.onbehandeld, paneel.n, 0.0))
    schatting = float((w * paneel.percentage).sum())
    rest = np.where(mee, rest - schatting, rest)
    return Schatting(schatting, float(np.sqrt(((w * rest).sum(axis=1) ** 2).sum())))


def sun_abraham(paneel: Paneel) -> Interactie:
    """School and cohort effects, and a coefficient per start and year since it, but for the year before.

    L. Sun and S. Abraham, "Estimating dynamic treatment effects in event studies with heterogeneous treatment
    effects", Journal of Econometrics 225 (2021), 175-199. Schools that never had a plan are what is compared
    with; raises ValueError when there are none.
    """
    if not paneel.nooit.any():
        raise ValueError("this regression needs a school that never had a plan")
    n, tijd = paneel.n.ravel(), paneel.tijd.ravel()
    start = np.repeat(np.where(paneel.nooit, -1, paneel.start), len(paneel.cohorten))
    gezien = np.isin(start, paneel.start[paneel.onbehandeld.any(axis=1) & ~paneel.nooit]) & (n > 0)
    paren = sorted(
        set(zip(start[gezien & (tijd != -1)].tolist(), tijd[gezien & (tijd != -1)].tolist(), strict=True))
    )
    kolommen = np.array([(start == s) & (tijd == e) for s, e in paren], dtype=np.float64).T
    basis = ontwerp(paneel.n.shape)
    gewicht = np.where(gezien | (start == -1), n, 0.0)
    scholen = np.repeat(np.arange(len(paneel.scholen)), len(paneel.cohorten))
    y = paneel.percentage.ravel()
    vast = len(np.unique(scholen[gewicht > 0])) - 1
    fit = kleinste_kwadraten(np.hstack([basis, kolommen]), y, gewicht, scholen, vast)
    leeg = np.full(basis.shape[1], np.nan)
    starts, tijden = (np.concatenate([leeg, np.array(rij, dtype=float)]) for rij in zip(*paren, strict=True))
    return Interactie(fit, starts, tijden, np.concatenate([np.zeros(len(leeg)), gewicht @ kolommen]))


def callaway_santanna(paneel: Paneel, horizon: int, van: int = 0) -> Schatting:
    """Mean over starts and years of plain differences since the year before, against schools without.

    B. Callaway and P. Sant'Anna, "Difference-in-differences with multiple time periods", Journal of
    Econometrics 225 (2021), 200-230; never-treated schools, no covariates. Schools weigh by their mean n,
    which is held fixed in the standard error, as are the shares of the pairs. A start of a single school has
    no spread to learn from, so there is then no standard error (NaN). Raises ValueError when no pair can be
    formed.
    """
    delen = [deel for deel in _paren(paneel, van, horizon) if deel is not None]
    if not delen:
        raise ValueError("no start and year with a comparison in the same year and the year before the start")
    gewicht = np.array([n for n, _, _ in delen])
    gewicht /= gewicht.sum()
    invloed = sum(g * i for g, (_, _, i) in zip(gewicht, delen, strict=True))
    schatting = sum(g * s for g, (_, s, _) in zip(gewicht, delen, strict=True))
    return Schatting(float(schatting), float(np.sqrt(np.sum(np.square(invloed)))))


def heeft_paren(paneel: Paneel, horizon: int) -> bool:
    """Whether `callaway_santanna` has anything to compare."""
    return any(deel is not None for deel in _paren(paneel, 0, horizon))


def _paren(paneel: Paneel, van: int, tot: int) -> list[tuple[float, float, Getallen] | None]:
    cohorten = paneel.cohorten.tolist()
    starts = [s for s in np.unique(paneel.start[~paneel.nooit]).tolist() if s - 1 in cohorten]
    jaren = [(s, t) for s in starts for t in cohorten if van <= t - s < tot]
    return [_paar(paneel, s, cohorten.index(s - 1), cohorten.index(t)) for s, t in jaren]


def _paar(paneel: Paneel, start: int, basis: int, jaar: int) -> tuple[float, float, Getallen] | None:
    """Leavers, difference in differences and each school's influence on it, for one start and year."""
    gezien = (paneel.n[:, basis] > 0) & (paneel.n[:, jaar] > 0)
    met, zonder = gezien & (paneel.start == start), gezien & paneel.nooit
    if not (met.any() and zonder.any()):
        return None
    gewicht = paneel.n.sum(axis=1) / (paneel.n > 0).sum(axis=1)
    verandering = paneel.percentage[:, jaar] - paneel.percentage[:, basis]
    schatting, invloed = 0.0, np.zeros(len(gewicht))
    for teken, groep in ((1, met), (-1, zonder)):
        w = np.where(groep, gewicht, 0.0) / gewicht[groep].sum()
        gemiddeld = float(w @ verandering)
        schatting += teken * gemiddeld
        invloed += teken * w * (verandering - gemiddeld) if groep.sum() > 1 else np.nan
    return float(paneel.n[met, jaar].sum()), schatting, invloed
