"""Funnel: is a school further from the target than chance explains, at its own size? Not a ranking.

Limits and test are in grenzen.py, overdispersion in spreiding.py. As a sensitivity each limit is widened by
sqrt(phi) (multiplicative) or by sqrt(1 + tau2 / s^2) (additive), around the target. For large n that is the
formula of Spiegelhalter (2005); for small n it keeps the exact shape, and without overdispersion the exact
limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.evaluation.grenzen import NIVEAUS, controlegrenzen, p_exact
from pipeline.evaluation.meervoud import holm
from pipeline.evaluation.spreiding import Spreiding, overspreiding, standaardfout, z_scores
from pipeline.indicators.rates import percentage

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

EXACT, MULTIPLICATIEF, ADDITIEF = "exact", "multiplicatief", "additief"
MODELLEN = (EXACT, MULTIPLICATIEF, ADDITIEF)
BINNEN, BOVEN, ONDER, GEEN = "binnen", "boven", "onder", "geen waarde"


@dataclass(frozen=True)
class Funnel:
    """The schools of one comparison and the funnel they are seen against."""

    doel: float
    """The target in percent."""
    gepoold: bool
    """Whether the target is the rate of these schools together: each is then part of its own yardstick."""
    spreiding: Spreiding
    scholen: pd.DataFrame
    """One row per school, in the order given: what was given, and `pct` and `z` (percentage and naive
    z-score, NaN for n = 0), `p` and `p_holm` (exact two-sided, and adjusted over these schools), per model
    and level a column such as `exact_95` or `additief_99.8` (binnen, boven, onder, or geen waarde for n = 0),
    and `verandert` (whether any model puts the school elsewhere than the exact limits do)."""


def funnel(scholen: pd.DataFrame, doel: float | None = None) -> Funnel:
    """The funnel of schools with columns n and k (leavers; other columns are kept).

    doel: the target in percent; without it the pooled rate. Raises ValueError when k lies outside 0..n, or
    when the target is not strictly between 0 and 100 (no funnel: every school then is at the target or not).
    """
    import numpy as np

    n, k = scholen.n.to_numpy(dtype=np.float64), scholen.k.to_numpy(dtype=np.float64)
    if np.any((k < 0) | (k > n)):
        raise ValueError("a numerator lies outside its denominator")
    target = float(percentage(k.sum(), n.sum())) if doel is None else float(doel)
    if not 0 < target < 100:
        raise ValueError("a funnel needs a target between 0% and 100%")
    with_pupils = n > 0
    size, found = n[with_pupils], k[with_pupils]
    z = z_scores(found, size, target)
    spreiding = overspreiding(z, standaardfout(size, target))
    p = p_exact(k, n, target)
    table = scholen.assign(
        pct=percentage(k, n), z=_spread_out(z, with_pupils), p=p, p_holm=holm(p),
        **_places(k, n, target, spreiding),
    )  # fmt: skip
    return Funnel(target, doel is None, spreiding, table.assign(verandert=_changes(table)))


def lijnen(uitkomst: Funnel, n_max: int) -> pd.DataFrame:
    """The limits to draw: one row per n (1..n_max), model and level; onder and boven in percent."""
    import numpy as np
    import pandas as pd

    sizes = np.arange(1, n_max + 1)
    parts = []
    for model in MODELLEN:
        for niveau in NIVEAUS:
            low, high = grenzen(sizes, uitkomst.doel, niveau, model, uitkomst.spreiding)
            parts.append(
                pd.DataFrame({"n": sizes, "model": model, "niveau": niveau, "onder": low, "boven": high})
            )
    return pd.concat(parts, ignore_index=True)


def grenzen(
    n: ArrayLike, doel: float, niveau: float, model: str, spreiding: Spreiding
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper limit in percent for n leavers (at least 1), as widened by one of MODELLEN."""
    import numpy as np

    low, high = controlegrenzen(n, doel, niveau)
    wider = _widening(n, doel, model, spreiding)
    # An exact limit of 0% or 100% is as far as it goes: no percentage lies beyond it.
    return np.maximum(0, doel - wider * (doel - low)), np.minimum(100, doel + wider * (high - doel))


def _widening(n: ArrayLike, doel: float, model: str, spreiding: Spreiding) -> NDArray[np.float64]:
    import numpy as np

    if model == EXACT:
        return np.ones(np.shape(n))
    if model == MULTIPLICATIEF:
        return np.full(np.shape(n), np.sqrt(spreiding.factor))
    return np.sqrt(1 + spreiding.tau2 / standaardfout(n, doel) ** 2)


def _places(
    k: NDArray[np.float64], n: NDArray[np.float64], doel: float, spreiding: Spreiding
) -> dict[str, NDArray[np.str_]]:
    """Per model and level where each school lies."""
    return {
        kolom(model, niveau): _place(k, n, *grenzen(n.clip(1), doel, niveau, model, spreiding))
        for model in MODELLEN
        for niveau in NIVEAUS
    }


def kolom(model: str, niveau: float) -> str:
    """The name of the column that tells where schools lie, such as additief_99.8."""
    return f"{model}_{niveau:g}"


def _place(
    k: NDArray[np.float64], n: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> NDArray[np.str_]:
    """A school on a limit is within it: compared in leavers, with room for the last bits of a float."""
    import numpy as np

    slack = 1e-9
    place = np.where(100 * k < n * low - slack, ONDER, np.where(100 * k > n * high + slack, BOVEN, BINNEN))
    return np.where(n > 0, place, GEEN)


def _changes(table: pd.DataFrame) -> pd.Series[bool]:
    import pandas as pd

    changed = pd.Series(False, index=table.index)
    for niveau in NIVEAUS:
        for model in (MULTIPLICATIEF, ADDITIEF):
            changed |= table[kolom(model, niveau)] != table[kolom(EXACT, niveau)]
    return changed


def _spread_out(values: NDArray[np.float64], where: NDArray[np.bool_]) -> NDArray[np.float64]:
    import numpy as np

    full = np.full(where.shape, np.nan)
    full[where] = values
    return full
