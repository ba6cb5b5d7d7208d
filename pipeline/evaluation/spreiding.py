"""Overdispersion: more spread between schools than chance gives, estimated so that no outlier makes it.

D.J. Spiegelhalter, "Handling over-dispersion of performance indicators", Quality and Safety in Health Care
14 (2005), 347-351: z-scores are winsorised; their mean square is phi. The additive model (random effects)
takes from it the variance between schools by the method of moments (R. DerSimonian and N. Laird, Controlled
Clinical Trials 7 (1986), 177-188).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

AANDEEL = 0.10
"""Share winsorised at each end, as in the publication."""


@dataclass(frozen=True)
class Spreiding:
    """How much more schools differ than chance gives."""

    scholen: int
    phi: float
    """Mean square of the winsorised z-scores: about 1 with nothing but chance; NaN without schools."""
    tau2: float
    """Variance between schools, in squared units of the standard errors; 0 where phi shows none."""

    @property
    def factor(self) -> float:
        """Phi where it is above 1, else 1: limits are widened and never narrowed."""
        return self.phi if self.phi > 1 else 1.0

    @property
    def aangetoond(self) -> bool:
        """Whether phi is above 1 + 2 sqrt(2 / schools), the publication's sign that it is not chance."""
        return self.scholen > 0 and self.phi > 1 + 2 * (2 / self.scholen) ** 0.5


def z_scores(k: ArrayLike, n: ArrayLike, doel: float) -> NDArray[np.float64]:
    """(k / n - target) / its standard error under the target (percent), elementwise; n at least 1."""
    import numpy as np

    share = 100 * np.asarray(k, dtype=np.float64) / np.asarray(n, dtype=np.float64)
    return (share - doel) / standaardfout(n, doel)


def standaardfout(n: ArrayLike, doel: float) -> NDArray[np.float64]:
    """Standard error of a percentage of n leavers at the target, in percentage points."""
    import numpy as np

    error: NDArray[np.float64] = np.sqrt(doel * (100 - doel) / np.asarray(n, dtype=np.float64))
    return error


def winsoriseer(z: ArrayLike, aandeel: float = AANDEEL) -> NDArray[np.float64]:
    """z-scores with the lowest and highest share set to that quantile (linear between order statistics)."""
    import numpy as np

    scores = np.asarray(z, dtype=np.float64)
    if scores.size == 0:
        return scores
    low, high = np.quantile(scores, [aandeel, 1 - aandeel])
    return scores.clip(low, high)


def overspreiding(z: ArrayLike, standaardfouten: ArrayLike, aandeel: float = AANDEEL) -> Spreiding:
    """Phi and tau2 of schools with these z-scores and standard errors (any unit; tau2 is in its square)."""
    import numpy as np

    scores = winsoriseer(z, aandeel)
    weights = 1 / np.asarray(standaardfouten, dtype=np.float64) ** 2
    schools = scores.size
    if schools == 0:
        return Spreiding(0, float("nan"), 0.0)
    phi = float(np.mean(scores**2))
    room = float(weights.sum() - (weights**2).sum() / weights.sum())
    tau2 = max(0.0, schools * phi - (schools - 1)) / room if schools > 1 else 0.0
    return Spreiding(schools, phi, tau2)
