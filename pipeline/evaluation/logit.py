"""Logistic regression with a ridge, for expected outcomes (casemix) and response chances (weging).

S. le Cessie and J.C. van Houwelingen, "Ridge estimators in logistic regression", Applied Statistics 41
(1992), 191-201. The intercept is not penalised, so observed and expected add up to the same over all who
were fitted. The ridge is a normal prior with variance 1 / straf on each log-odds: a class in which everybody
(or nobody) found work gets an effect that is large and not infinite.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

STRAF = 1.0
"""Prior standard deviation 1: nineteen of twenty odds ratios between a class and the mean within 1/7 and
7."""
ONBEKEND = "onbekend"
_STEPS, _CLOSE = 100, 1e-10
_CERTAIN = 25.0
"""Log-odds that no number of leavers bears out: the sign of a class with one outcome and no ridge."""


@dataclass(frozen=True)
class Logit:
    """A fitted model: log-odds = constante + x @ effecten."""

    constante: float
    effecten: NDArray[np.float64]

    def kansen(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """The chance of each row of x, strictly between 0 and 1."""
        from scipy.special import expit

        chances: NDArray[np.float64] = expit(self.constante + x @ self.effecten)
        return chances


def schat(x: NDArray[np.float64], y: NDArray[np.float64], straf: float = STRAF) -> Logit:
    """The model of y (0 or 1) on the columns of x, by Newton's method (iteratively reweighted least squares).

    Raises ValueError when y is the same for everybody, and, without a ridge, when it is so within a class.
    """
    import numpy as np

    if y.size == 0 or y.min() == y.max():
        raise ValueError("a model needs both outcomes")
    design = np.column_stack([np.ones(len(y)), x])
    ridge = np.full(design.shape[1], float(straf))
    ridge[0] = 0.0
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(y.mean() / (1 - y.mean()))
    for _ in range(_STEPS):
        step = _newton_step(design, y, beta, ridge)
        beta = beta + step
        if np.abs(design @ beta).max() > _CERTAIN:
            raise ValueError("a class has one outcome only: that needs a ridge")
        if np.abs(step).max() < _CLOSE:
            break
    return Logit(float(beta[0]), beta[1:])


def _newton_step(
    design: NDArray[np.float64],
    y: NDArray[np.float64],
    beta: NDArray[np.float64],
    ridge: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The step, halved until the penalised likelihood does not fall; redundant columns share their effect."""
    import numpy as np
    from scipy.special import expit

    chances = expit(design @ beta)
    gradient = design.T @ (y - chances) - ridge * beta
    curvature = (design * (chances * (1 - chances))[:, None]).T @ design + np.diag(ridge)
    step: NDArray[np.float64] = np.linalg.lstsq(curvature, gradient, rcond=None)[0]
    before = _likelihood(design, y, beta, ridge)
    while np.abs(step).max() > _CLOSE and _likelihood(design, y, beta + step, ridge) < before - 1e-12:
        step = step / 2
    return step


def _likelihood(
    design: NDArray[np.float64],
    y: NDArray[np.float64],
    beta: NDArray[np.float64],
    ridge: NDArray[np.float64],
) -> float:
    import numpy as np

    eta = design @ beta
    return float(y @ eta - np.logaddexp(0, eta).sum() - (ridge * beta**2).sum() / 2)


def covariantie(x: NDArray[np.float64], model: Logit, straf: float = STRAF) -> NDArray[np.float64]:
    """Covariance of the constant and effects: A^-1 I A^-1, with I the information and A that plus the
    ridge."""
    import numpy as np

    chances = model.kansen(x)
    design = np.column_stack([np.ones(len(x)), x])
    information = (design * (chances * (1 - chances))[:, None]).T @ design
    ridge = np.full(design.shape[1], float(straf))
    ridge[0] = 0.0
    inverse = np.linalg.pinv(information + np.diag(ridge), hermitian=True)
    return np.asarray(inverse @ information @ inverse, dtype=np.float64)


def klassen(frame: pd.DataFrame, kolommen: Sequence[str]) -> pd.DataFrame:
    """The columns as text classes, with onbekend as a class of its own."""
    return frame[list(kolommen)].astype("str").where(frame[list(kolommen)].notna(), ONBEKEND)


def indicatoren(frame: pd.DataFrame, kolommen: Sequence[str]) -> NDArray[np.float64]:
    """A 0/1 column for every class of every column, none left out: with a ridge no class is the yardstick."""
    import numpy as np
    import pandas as pd

    if not len(kolommen):
        return np.zeros((len(frame), 0))
    return pd.get_dummies(klassen(frame, kolommen)).to_numpy(dtype=np.float64)
