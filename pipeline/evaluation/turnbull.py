"""The life table that uses moments after a gap: the estimate for interval-censored times.

B.W. Turnbull, "The empirical distribution function with arbitrarily grouped, censored and truncated data",
JRSS B 38 (1976), 290-295: the chances of an event per interval that make all that was seen most likely, by
self-consistency (an EM algorithm). A leaver who was in work at U, not measured at V1 and out of work at V2,
lost it somewhere between U and V2; in levensloop.py she is censored at U. A sensitivity: no interval, for
that needs a bootstrap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

_STEPS, _CLOSE = 20_000, 1e-9


def turnbull(links: ArrayLike, rechts: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Times, and the part (0..1) without event after each of them.

    links, rechts: per leaver the last time without the event and the first with it (inf when never seen):
    the event lies in (links, rechts]. Times are all finite ends of these intervals. Between times that the
    data do not tell apart, the chance is shared evenly. Raises ValueError when an interval is empty.
    """
    import numpy as np

    start, end = np.asarray(links, dtype=np.float64), np.asarray(rechts, dtype=np.float64)
    if np.any(start >= end):
        raise ValueError("an event must lie after the last time without it")
    times = np.unique(np.concatenate([start, end, [np.inf]]))
    possible = (times[None, :] > start[:, None]) & (times[None, :] <= end[:, None])
    rows, leavers = np.unique(possible, axis=0, return_counts=True)
    mass = np.full(len(times), 1 / len(times))
    for _ in range(_STEPS):
        shared = rows * mass
        new = (leavers[:, None] * shared / shared.sum(axis=1, keepdims=True)).sum(axis=0) / leavers.sum()
        if np.abs(new - mass).max() < _CLOSE:
            break
        mass = new
    return times[:-1], 1 - np.cumsum(new)[:-1]
