"""How well a model of chances does: does it tell leavers apart, and do as many find work as it expects?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.indicators.rates import percentage, wilson

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

GROEPEN = 10


def c_statistiek(uitkomst: NDArray[np.float64], kansen: NDArray[np.float64]) -> float:
    """Area under the ROC curve, from ranks; ties count half, and NaN where a chance is.

    J.A. Hanley and B.J. McNeil, Radiology 143 (1982), 29-36.
    """
    from scipy.stats import rankdata

    placed = uitkomst == 1
    hits, others = int(placed.sum()), int((~placed).sum())
    ranks = rankdata(kansen)[placed].sum()
    return float((ranks - hits * (hits + 1) / 2) / (hits * others))


def ijking(
    uitkomst: NDArray[np.float64], kansen: NDArray[np.float64], groepen: int = GROEPEN
) -> pd.DataFrame:
    """Calibration: leavers in groups of about equal size by expected chance, equal chances together.

    A row is a group, low to high: groep (1..), n, k, verwacht, pct, laag, hoog (all four in percent).
    """
    import pandas as pd
    from scipy.stats import rankdata

    # Chances that differ in the last bits only are equal.
    rank = rankdata(kansen.round(12), method="max")
    group = pd.Series(-(-rank * groepen // len(rank))).astype("int64")
    frame = pd.DataFrame({"groep": group, "k": uitkomst, "verwacht": kansen})
    table = frame.groupby("groep").agg(n=("k", "size"), k=("k", "sum"), verwacht=("verwacht", "mean"))
    table = table.reset_index().assign(groep=range(1, len(table) + 1), k=table.k.to_numpy(dtype="int64"))
    low, high = wilson(table.k, table.n)
    return table.assign(verwacht=100 * table.verwacht, pct=percentage(table.k, table.n), laag=low, hoog=high)
