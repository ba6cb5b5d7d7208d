"""Shrinkage: how far a unit lies from what was expected, once chance in small units is allowed for.

The hierarchical logistic model of provider profiling: S-L.T. Normand, M.E. Glickman and C.A. Gatsonis,
"Statistical methods for profiling providers of medical care", JASA 92 (1997), 803-814. log-odds = expected
log-odds + u of the unit, u normal with mean 0 and standard deviation sigma. Sigma is estimated by maximum
likelihood with the expected chances as given (empirical Bayes); the integral over u is a sum over a fine
grid.

The intervals take sigma as known, so with few units they are somewhat narrow; and with few units sigma
itself is estimated low, often as 0, and then every unit is at what was expected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FURTHEST, _STEP, _SMALLEST = 6.0, 0.01, 0.02
"""Grid of u in log-odds, and the sigma below which it is called 0: finer than the grid can tell."""


@dataclass(frozen=True)
class Gekrompen:
    """What is to be expected of each unit, in successes: best guess and 95% limits (empirical Bayes)."""

    sigma: float
    """Standard deviation between units in log-odds, after case-mix."""
    aantal: NDArray[np.float64]
    laag: NDArray[np.float64]
    hoog: NDArray[np.float64]


def krimp(o: Sequence[int], kansen: Sequence[NDArray[np.float64]]) -> Gekrompen:
    """Shrunken numbers of units with o successes among leavers with these expected chances, unit by unit."""
    import numpy as np

    grid = np.arange(-_FURTHEST, _FURTHEST + _STEP / 2, _STEP)
    curves = np.array([_curves(found, chances, grid) for found, chances in zip(o, kansen, strict=True)])
    likelihood, expected = curves[:, 0], curves[:, 1]
    sigma = _sigma(likelihood, grid)
    if sigma == 0:
        as_expected = expected[:, len(grid) // 2]
        return Gekrompen(0.0, as_expected, as_expected, as_expected)
    posterior = _posterior(likelihood, grid, sigma)
    spread = np.array([_quantiles(row, weights) for row, weights in zip(expected, posterior, strict=True)])
    return Gekrompen(sigma, (posterior * expected).sum(axis=1), spread[:, 0], spread[:, 1])


def _curves(
    o: int, kansen: NDArray[np.float64], grid: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each u of the grid: the log-likelihood of a unit, up to a constant, and its expected successes."""
    import numpy as np
    from scipy.special import expit, logit

    eta = logit(kansen)[:, None] + grid[None, :]
    return o * grid - np.logaddexp(0, eta).sum(axis=0), expit(eta).sum(axis=0)


def _sigma(likelihood: NDArray[np.float64], grid: NDArray[np.float64]) -> float:
    """The sigma at which what was found is most likely; 0 when no spread makes it likelier."""
    from scipy.optimize import minimize_scalar

    middle = len(grid) // 2
    without = float(likelihood[:, middle].sum())
    best = minimize_scalar(
        lambda sigma: -_marginal(likelihood, grid, sigma), bounds=(_SMALLEST, 3.0), method="bounded",
        options={"xatol": 1e-6},
    )  # fmt: skip
    return float(best.x) if -best.fun > without and best.x > 1.01 * _SMALLEST else 0.0


def _marginal(likelihood: NDArray[np.float64], grid: NDArray[np.float64], sigma: float) -> float:
    from scipy.special import logsumexp

    return float(logsumexp(likelihood + _prior(grid, sigma), axis=1).sum())


def _prior(grid: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """Log of the normal density on the grid, summing to one."""
    import numpy as np
    from scipy.special import logsumexp

    density = -((grid / sigma) ** 2) / 2
    return np.asarray(density - logsumexp(density), dtype=np.float64)


def _posterior(
    likelihood: NDArray[np.float64], grid: NDArray[np.float64], sigma: float
) -> NDArray[np.float64]:
    """Per unit the weight of each u."""
    import numpy as np
    from scipy.special import softmax

    return np.asarray(softmax(likelihood + _prior(grid, sigma), axis=1), dtype=np.float64)


def _quantiles(expected: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[float, float]:
    """The 2.5% and 97.5% points of the expected successes, which rise with u; linear within the grid."""
    import numpy as np

    reached = np.cumsum(weights) - weights / 2
    return float(np.interp(0.025, reached, expected)), float(np.interp(0.975, reached, expected))
