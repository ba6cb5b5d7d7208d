"""The one place that computes a rate and its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

Z_95 = 1.959963984540054
"""Standard normal quantile of a two-sided 95% interval."""
DECIMALS = 6


def percentage(k: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    """100 k / n, elementwise; NaN where n is 0, because nothing out of nothing is no percentage."""
    import numpy as np

    counted, of = np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64)
    share: NDArray[np.float64] = 100 * counted / np.where(of > 0, of, np.nan)
    return share.round(DECIMALS)


def wilson(k: ArrayLike, n: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Wilson score interval of k out of n at 95%, in percent, elementwise; NaN where n is 0.

    E.B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927),
    209-212.
    Raises ValueError when k lies outside 0..n.
    """
    import numpy as np

    counted, of = np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if np.any((counted < 0) | (counted > of)):
        raise ValueError("a numerator lies outside its denominator")
    size = np.where(of > 0, of, np.nan)
    share = counted / size
    centre = share + Z_95**2 / (2 * size)
    half = Z_95 * np.sqrt(share * (1 - share) / size + Z_95**2 / (4 * size**2))
    scale = 100 / (1 + Z_95**2 / size)
    # At k = 0 and k = n the limits are exactly 0 and 100; rounding must not put them beside that.
    low: NDArray[np.float64] = np.where(counted == 0, 0 * size, (centre - half) * scale)
    high: NDArray[np.float64] = np.where(counted == of, 100 + 0 * size, (centre + half) * scale)
    return low.round(DECIMALS), high.round(DECIMALS)
