"""Exact binomial control limits around a target, and the exact test that belongs to them.

D.J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24 (2005),
1185-1202, appendix A.1.1: with r the smallest count with F(r) >= p, the limit is (r - a) / n, where
a = (F(r) - p) / (F(r) - F(r - 1)) interpolates between counts so that the funnel runs smoothly with n.

Taken as it stands that is strict for low counts and lenient for high ones: a low count lies outside when P(X
<= k) < p, a high one already when P(X > k) does not exceed p. Work and no work would have different funnels.
So the upper limit here is the lower limit of the complement: never narrower than the published one, the same
for k and n - k, and a school is outside exactly when the exact test (p_exact) says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

NIVEAUS = (95.0, 99.8)
"""Levels of the limits in percent: about two and three standard errors."""


def binomiale_grens(p: float, n: ArrayLike, doel: float) -> NDArray[np.float64]:
    """The published limit: the share (0..1) below which a part p of schools of n falls by chance alone.

    n: leavers (whole, at least 1). doel: the target, as a share strictly between 0 and 1.
    """
    import numpy as np
    from scipy.special import bdtr
    from scipy.stats import binom

    size = np.asarray(n, dtype=np.int64)
    count = binom.ppf(p, size, doel)
    reached = bdtr(count, size, doel)
    before = np.where(count > 0, bdtr(np.maximum(count - 1, 0), size, doel), 0.0)
    limit: NDArray[np.float64] = (count - (reached - p) / (reached - before)) / size
    return limit.clip(0, 1)


def controlegrenzen(
    n: ArrayLike, doel: float, niveau: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper control limit, in percent, for schools of n leavers at a target in percent.

    Outside the limits of level `niveau` (percent) falls at most 100 - niveau percent of the schools that are
    on target. Raises ValueError when the target is not strictly between 0 and 100: then nothing varies.
    """
    if not 0 < doel < 100:
        raise ValueError("a funnel needs a target between 0% and 100%")
    tail = (1 - niveau / 100) / 2
    low = binomiale_grens(tail, n, doel / 100)
    high = 1 - binomiale_grens(tail, n, 1 - doel / 100)
    return 100 * low, 100 * high


def p_exact(k: ArrayLike, n: ArrayLike, doel: float) -> NDArray[np.float64]:
    """Two-sided exact binomial p-value of k out of n against a target in percent: twice the smaller tail, at
    most 1.

    The test whose inversion is the Clopper-Pearson interval (M.P. Fay, Biostatistics 11 (2010), 373-374).
    NaN for n = 0.
    """
    import numpy as np
    from scipy.stats import binom

    count, size = np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64)
    below, above = binom.cdf(count, size, doel / 100), binom.sf(count - 1, size, doel / 100)
    return np.where(size > 0, np.minimum(1, 2 * np.minimum(below, above)), np.nan)
