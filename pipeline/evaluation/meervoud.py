"""Many comparisons at once: Holm's step-down adjustment, per family of questions.

S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6
(1979), 65-70. It keeps the chance of even one false alarm in a family at the level, whatever the dependence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray


def holm(p: ArrayLike) -> NDArray[np.float64]:
    """Adjusted p-values in the order given; NaN stays NaN and does not count as a comparison.

    The i-th smallest of m becomes max over j <= i of (m - j + 1) p_(j), at most 1.
    Raises ValueError for a p outside 0..1.
    """
    import numpy as np

    given = np.asarray(p, dtype=np.float64)
    if np.any((given < 0) | (given > 1)):
        raise ValueError("a p-value lies outside 0..1")
    adjusted = np.full(given.shape, np.nan)
    order = np.argsort(given, kind="stable")[: np.count_nonzero(~np.isnan(given))]
    factors = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(1, np.maximum.accumulate(factors * given[order]))
    return adjusted


def holm_per_familie(toetsen: pd.DataFrame) -> pd.DataFrame:
    """A copy with `p_holm` and `in_familie` (number of comparisons) beside `familie` and `p` (0..1 or NaN).

    A row is one comparison; which ones are one family is said in the plan, before the figures are seen.
    """
    per_family = toetsen.groupby("familie", dropna=False)["p"]
    return toetsen.assign(
        p_holm=per_family.transform(lambda p: holm(p.to_numpy())), in_familie=per_family.transform("count")
    )
