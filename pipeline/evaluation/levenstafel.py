"""A life table: which part is left after each interval, from counts per interval.

The actuarial method (S.J. Cutler and F. Ederer, "Maximum utilization of the life table method in analyzing
survival", Journal of Chronic Diseases 8 (1958), 699-712): who leaves during an interval, known to be well
until then, was at risk for half of it. Standard error after Greenwood, limits on the log(-log) scale (J.D.
Kalbfleisch and R.L. Prentice, The Statistical Analysis of Failure Time Data, 1.3), which stay within 0 and
100%.

Who was not measured at the end of an interval is another matter: had she lost her work in it, nobody would
know. She is censored at the moment before, when she was last seen, and is not at risk in the interval at
all; half an interval would count leavers as kept of whom nothing is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.indicators.rates import Z_95, wilson

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray


def levenstafel(aantal: int, gebeurtenis: ArrayLike, weg: ArrayLike, niet_gemeten: ArrayLike) -> pd.DataFrame:
    """One row per interval, in order of time.

    aantal: how many start. Per interval: gebeurtenis, how many had the event; weg, how many left, known to be
    without the event until then (died, moved abroad); niet_gemeten, how many were last seen at its start.

    Columns: aantal (under observation at its start), gebeurtenis, weg, niet_gemeten; risico (aantal -
    niet_gemeten - weg / 2); kans (of the event, %); pct (part without event at its end, %), se (percentage
    points), laag and hoog (95%). NaN from the first interval on in which nobody was at risk. Where pct is
    100 or 0 the limits are Wilson's for the leavers at risk in that interval: a table without events is no
    certainty. Raises ValueError when more leave than there are.
    """
    import numpy as np
    import pandas as pd

    events, gone, unseen = (np.asarray(c, dtype=np.int64) for c in (gebeurtenis, weg, niet_gemeten))
    start = aantal - np.concatenate([[0], np.cumsum(events + gone + unseen)])
    if min(start.min(), events.min(), gone.min(), unseen.min()) < 0:
        raise ValueError("more leavers leave the table than are in it")
    risk = start[:-1] - unseen - gone / 2
    chance = events / np.where(risk > 0, risk, np.nan)
    left = np.asarray(np.cumprod(1 - chance), dtype=np.float64)
    log_error = np.sqrt(np.cumsum(chance / np.where(chance < 1, (1 - chance) * risk, np.nan)))
    error = np.where(left > 0, left * log_error, 0 * left)
    low, high = _limits(left, log_error, risk)
    return pd.DataFrame(
        {
            "aantal": start[:-1], "gebeurtenis": events, "weg": gone, "niet_gemeten": unseen, "risico": risk,
            "kans": 100 * chance, "pct": 100 * left, "se": 100 * error, "laag": low, "hoog": high,
        }
    )  # fmt: skip


def _limits(
    left: NDArray[np.float64], log_error: NDArray[np.float64], risk: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """exp(-exp(log(-log S) +- z se / |log S|)); Wilson's where S is 0 or 1, which have no such scale."""
    import numpy as np

    inside = (left > 0) & (left < 1)
    log = np.log(np.where(inside, left, 0.5))
    power = np.exp(Z_95 * log_error / np.abs(log))
    edge_low, edge_high = wilson(np.where(left == 1, risk, 0), np.where(risk > 0, risk, 0))
    low = np.where(inside, 100 * np.exp(log * power), edge_low + 0 * left)
    high = np.where(inside, 100 * np.exp(log / power), edge_high + 0 * left)
    return low, high
