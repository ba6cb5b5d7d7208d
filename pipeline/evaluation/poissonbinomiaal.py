"""The number found at work when each leaver has a chance of her own: exact distribution, limits and test.

S.X. Chen and J.S. Liu, "Statistical applications of the Poisson-binomial and conditional Bernoulli
distributions", Statistica Sinica 7 (1997), 875-892. With equal chances it is the binomial, and the interval
that of Clopper and Pearson. The Poisson limits usual for rare deaths would be far too wide for outcomes that
most leavers have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FURTHEST = 40.0
"""A shift in log-odds beyond which every chance is 0 or 1 for all purposes."""


def verdeling(kansen: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chance of 0, 1, .. n successes, by adding one leaver at a time."""
    import numpy as np

    pmf = np.ones(1)
    for chance in kansen:
        pmf = np.append(pmf * (1 - chance), 0.0) + np.append(0.0, pmf * chance)
    return pmf


def p_tweezijdig(o: int, kansen: NDArray[np.float64]) -> float:
    """Twice the smaller tail, at most 1: how odd o successes are with these chances."""
    pmf = verdeling(kansen)
    return float(min(1.0, 2 * min(pmf[: o + 1].sum(), pmf[o:].sum())))


def controlegrenzen(kansen: NDArray[np.float64], niveau: float) -> tuple[float, float]:
    """Between which counts a unit with these chances stays at this level (percent); as in grenzen.py.

    Interpolated between counts, and the upper limit is that of the failures: a count on a limit is within.
    """
    tail = (1 - niveau / 100) / 2
    pmf = verdeling(kansen)
    return _grens(tail, pmf), len(kansen) - _grens(tail, pmf[::-1])


def _grens(p: float, pmf: NDArray[np.float64]) -> float:
    import numpy as np

    reached = np.cumsum(pmf)
    r = int(np.searchsorted(reached, p))
    return max(0.0, r - float((reached[r] - p) / pmf[r]))


def interval(o: int, kansen: NDArray[np.float64], niveau: float = 95.0) -> tuple[float, float]:
    """Exact limits of the number expected of a unit with o successes: the tests of 95% that it would survive.

    All chances are shifted by the same amount in log-odds until o or more (or o or less) has a chance of
    2.5%.
    """
    tail = (1 - niveau / 100) / 2
    low = 0.0 if o == 0 else _verschoven(o, kansen, tail, above=True)
    high = float(len(kansen)) if o == len(kansen) else _verschoven(o, kansen, tail, above=False)
    return low, high


def _verschoven(o: int, kansen: NDArray[np.float64], tail: float, *, above: bool) -> float:
    from scipy.optimize import brentq
    from scipy.special import expit, logit

    eta = logit(kansen)

    def excess(shift: float) -> float:
        pmf = verdeling(expit(eta + shift))
        return float(pmf[o:].sum() if above else pmf[: o + 1].sum()) - tail

    return float(expit(eta + brentq(excess, -_FURTHEST, _FURTHEST, xtol=1e-9)).sum())
