"""Weights for non-response: a sensitivity beside the rate of those who were reached, never the headline.

Each leaver who was reached stands for 1 / (chance to be reached) leavers like her (J.G. Bethlehem, F. Cobben
and B. Schouten, Handbook of Nonresponse in Household Surveys (2011), ch. 8 and 11). Weights are cut off at
three times their mean and add up to all leavers. The loss of precision is Kish's design effect, 1 + the
squared coefficient of variation (L. Kish, Survey Sampling (1965), 11.7); the interval is Wilson's at the
effective number. Weighting corrects for what the model knows of all leavers. That who is not reached does
worse than a leaver like her who is, it cannot see: the bounds of the headline do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.evaluation.logit import STRAF
from pipeline.evaluation.representativiteit import KENMERKEN_RESPONS, responskansen
from pipeline.indicators.rates import percentage, wilson

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

HOOGSTENS = 3.0
"""Largest weight, in mean weights."""


@dataclass(frozen=True)
class Gewogen:
    """A rate of those reached, as it is and weighted to all leavers."""

    n: int
    """Leavers to be followed."""
    bereikt: int
    k: int
    """Of those reached, with the outcome."""
    pct: float
    gewogen_pct: float
    gewogen_laag: float
    gewogen_hoog: float
    """The weighted percentage and its 95% interval at the effective number."""
    ontwerpeffect: float
    """At least 1: so many times as many leavers are needed for the precision of equal weights."""
    afgekapt: int
    """How many weights were cut off."""

    @property
    def effectief(self) -> float:
        """The number of equally weighted leavers with the same precision."""
        return self.bereikt / self.ontwerpeffect


def gewichten(bereikt: NDArray[np.bool_], kansen: NDArray[np.float64]) -> tuple[NDArray[np.float64], int]:
    """The weight of each leaver (0 when not reached), adding up to all of them, and how many were cut off."""
    import numpy as np

    raw = np.where(bereikt, 1 / kansen, 0.0)
    cap = HOOGSTENS * raw.sum() / bereikt.sum()
    cut = np.minimum(raw, cap)
    return cut * (len(cut) / cut.sum()), int((raw > cap).sum())


def gewogen(
    leerlingen: pd.DataFrame, kenmerken: Sequence[str] = KENMERKEN_RESPONS, straf: float = STRAF
) -> Gewogen:
    """The rate at one moment, weighted for who was reached.

    leerlingen: one row per leaver to be followed: `bereikt` (bool), `uitkomst` (bool where reached, else
    anything) and the characteristics. When everybody was reached all weights are 1; raises ValueError when
    nobody was.
    """
    import numpy as np

    reached = leerlingen.bereikt.to_numpy(dtype=np.bool_)
    if not reached.any():
        raise ValueError("nobody was reached, so there is nothing to weight")
    outcome = reached & (leerlingen.uitkomst.fillna(False).to_numpy(dtype=np.bool_))
    chances = np.ones(len(reached)) if reached.all() else responskansen(leerlingen, kenmerken, straf)[0]
    return _gewogen(reached, outcome, chances)


def gewogen_groepen(n: Sequence[int], bereikt: Sequence[int], k: Sequence[int]) -> Gewogen:
    """The same from counts per group: leavers to be followed, reached, and of those with the outcome.

    A leaver who was reached stands for n / bereikt of her group. Raises ValueError when a group with leavers
    has nobody who was reached, or more were reached than there are.
    """
    import numpy as np

    size, seen, found = (np.asarray(column, dtype=np.int64) for column in (n, bereikt, k))
    if not ((found >= 0) & (found <= seen) & (seen <= size) & ((seen > 0) | (size == 0))).all():
        raise ValueError("every group needs leavers who were reached, and no more than there are")
    order = np.concatenate([np.arange(one) for one in size])
    of = np.repeat(np.arange(len(size)), size)
    return _gewogen(order < seen[of], order < found[of], (seen / np.maximum(size, 1))[of])


def _gewogen(reached: NDArray[np.bool_], outcome: NDArray[np.bool_], chances: NDArray[np.float64]) -> Gewogen:
    weights, cut = gewichten(reached, chances)
    share = min(1.0, float(weights[outcome].sum() / weights.sum()))
    effect = max(1.0, ontwerpeffect(weights[reached]))
    effective = reached.sum() / effect
    (low,), (high,) = wilson([share * effective], [effective])
    found = int(outcome.sum())
    return Gewogen(
        len(reached), int(reached.sum()), found, float(percentage(found, reached.sum())), 100 * share,
        float(low), float(high), effect, cut,
    )  # fmt: skip


def ontwerpeffect(weights: NDArray[np.float64]) -> float:
    """Kish's n sum(w^2) / (sum w)^2; 1 when all weights are equal."""
    return float(len(weights) * (weights**2).sum() / weights.sum() ** 2)
