"""Small panels for the tests of the effect, and a slow second way to estimate on them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.evaluation.effect.paneel import NOOIT, Paneel, maak_paneel

MPDTA = {
    NOOIT: (309, [5.654630022, 5.591999998, 5.604808434, 5.638896282, 5.66113254]),
    2004: (20, [6.179696834, 6.106563563, 6.059452087, 6.026704354, 6.085387988]),
    2006: (40, [6.573993628, 6.517883716, 6.527941333, 6.557434575, 6.543040968]),
    2007: (131, [5.842906496, 5.810783128, 5.82086567, 5.823866399, 5.820048247]),
}
"""Counties and mean log teen employment, 2003-2007, by first year of a higher minimum wage.

Computed from the 500 counties that come with the R package did (Callaway and Sant'Anna,
"Difference-in-Differences with multiple time periods", Journal of Econometrics 225 (2021), 200-230). In a
balanced panel without covariates these twenty means are all that the point estimates depend on.
"""


def tabel(
    starts: list[int | None],
    jaren: range = range(2014, 2025),
    effect: float = 0.0,
    seed: int = 1,
    n: int = 20,
) -> pd.DataFrame:
    """A school per start (None: never), about n leavers a year; an effect in points from the start on."""
    draw = np.random.default_rng(seed)
    rijen = []
    for s, start in enumerate(starts):
        school = draw.normal(0, 0.4)
        for jaar in jaren:
            of = int(draw.poisson(n)) + 1
            kans = 1 / (1 + np.exp(-(school + 0.05 * (jaar - jaren[0]) + draw.normal(0, 0.1))))
            kans += effect / 100 if start is not None and jaar >= start else 0
            k = int(draw.binomial(of, min(max(kans, 0), 1)))
            rijen.append((f"S{s:02}", f"B{s // 3}", jaar, of, k, start))
    uit = pd.DataFrame(rijen, columns=["school", "bestuur", "cohort", "n", "k", "start"])
    return uit.astype({"start": "Int64"})


def paneel(*args: object, **kwargs: object) -> Paneel:
    return maak_paneel(tabel(*args, **kwargs))


def traag(y: np.ndarray, n: np.ndarray, start: np.ndarray, jaren: np.ndarray, van: int, tot: int) -> float:
    """The imputation estimate by least squares on a dummy per school and cohort; every cell must be known."""
    s, t = (i.ravel() for i in np.indices(y.shape))
    x = np.hstack([np.eye(y.shape[0])[s], np.eye(y.shape[1])[t]])
    tijd, gewicht, yy = jaren[t] - start[s], n.ravel(), y.ravel()
    zonder = (tijd < 0) & (gewicht > 0)
    wortel = np.sqrt(gewicht[zonder])
    beta = np.linalg.lstsq(x[zonder] * wortel[:, None], yy[zonder] * wortel, rcond=None)[0]
    mee = (tijd >= van) & (tijd < tot) & (gewicht > 0)
    return float(np.average((yy - x @ beta)[mee], weights=gewicht[mee]))
