"""Does a share change over the years? A trend in one share, and any change in the whole mix.

Cochran-Armitage: P. Armitage, "Tests for linear trends in proportions and frequencies", Biometrics 11
(1955), 375-386, as in A. Agresti, Categorical Data Analysis, 5.3.5. Pearson's chi-square for classes against
years. Both are for large samples; `kleinste_verwacht` below 5 says that p is rough.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Trend:
    """A linear trend in a share. NaN throughout where there is one year, or nobody or everybody has it."""

    z: float
    """Positive when the share rises."""
    p: float
    """Two-sided."""
    helling: float
    """Percentage points a year."""


@dataclass(frozen=True)
class Verandering:
    """Whether the mix of classes differs between years; NaN where there is one year or one class."""

    chi2: float
    vrijheidsgraden: int
    p: float
    kleinste_verwacht: float
    """The smallest expected count."""


def cochran_armitage(k: ArrayLike, n: ArrayLike, jaar: ArrayLike) -> Trend:
    """The trend of k out of n over years (any numbers; only their distances matter)."""
    import numpy as np
    from scipy.stats import norm

    counted, of, year = (np.asarray(a, dtype=np.float64) for a in (k, n, jaar))
    total = of.sum()
    if total == 0:
        return Trend(np.nan, np.nan, np.nan)
    share = counted.sum() / total
    centred = year - (of * year).sum() / total
    spread = float((of * centred**2).sum())
    if spread == 0 or share in (0, 1):
        return Trend(np.nan, np.nan, np.nan)
    along = float((centred * counted).sum())
    z = along / float(np.sqrt(share * (1 - share) * spread))
    return Trend(z, float(2 * norm.sf(abs(z))), 100 * along / spread)


def chi_kwadraat(aantallen: ArrayLike) -> Verandering:
    """Pearson's test of a table of counts, years by classes; empty rows and columns do not count."""
    import numpy as np
    from scipy.stats import chi2_contingency

    table = np.asarray(aantallen, dtype=np.float64)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape, default=0) < 2:
        return Verandering(np.nan, 0, np.nan, np.nan)
    found = chi2_contingency(table, correction=False)
    return Verandering(
        float(found.statistic), int(found.dof), float(found.pvalue), float(found.expected_freq.min())
    )
