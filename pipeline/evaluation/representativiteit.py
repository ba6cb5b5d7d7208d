"""Are the leavers who were reached like all leavers? Per characteristic, and in one number.

The R-indicator: B. Schouten, F. Cobben and J. Bethlehem, "Indicators for the representativeness of survey
response", Survey Methodology 35 (2009), 101-113. R = 1 - 2 S(rho), with rho the response chances by a
logistic model of characteristics known of all leavers, and S their standard deviation: 1 when all classes
respond alike. S of estimated chances is too large by chance alone; that part is taken off, by the delta
method, as in N. Shlomo, C. Skinner and B. Schouten, Journal of Statistical Planning and Inference 142
(2012), 201-211, with all leavers as the sample. It sees only these characteristics: R = 1 does not say that
outcomes are like those of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.evaluation.casemix import KENMERKEN, met_leeftijdsklasse
from pipeline.evaluation.logit import STRAF, Logit, covariantie, indicatoren, klassen, schat
from pipeline.indicators.rates import percentage, wilson

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

KENMERKEN_RESPONS = (*KENMERKEN, "u_klasse", "school_id")
"""What may tell who is reached: the case-mix, where she went at U, and the school, which does the
reaching."""


@dataclass(frozen=True)
class RIndicator:
    """How alike the response chances are."""

    n: int
    bereikt: int
    r: float
    """1 - 2 S, with S corrected for chance; between about 0 and 1."""
    r_ongecorrigeerd: float

    @property
    def grootste_vertekening(self) -> float:
        """How far, in percentage points, the rate of those reached can at most lie from that of all leavers.

        (1 - R) / (4 rho): the paper's bound with the largest standard deviation of a yes or no, for outcomes
        that depend on response only through these characteristics.
        """
        return 100 * (1 - self.r) * self.n / (4 * self.bereikt)


def representativiteit(
    leerlingen: pd.DataFrame, kenmerken: Sequence[str] = KENMERKEN_RESPONS
) -> pd.DataFrame:
    """One row per class of each characteristic: how many responded, and who they are among the leavers.

    leerlingen: one row per leaver to be followed, with `bereikt` (bool) and the characteristics. Columns:
    kenmerk, klasse, n, k (reached), pct, laag, hoog (response); aandeel_allen and aandeel_bereikt (% of all
    leavers and of those reached who are in the class), verschil (percentage points), gestandaardiseerd
    (difference in standard deviations; P.C. Austin, Communications in Statistics 38 (2009), 1228-1234:
    beyond 0.1 is not small).
    """
    import pandas as pd

    people = met_leeftijdsklasse(leerlingen, kenmerken)
    return pd.concat([_kenmerk(people, kenmerk) for kenmerk in kenmerken], ignore_index=True)


def _kenmerk(people: pd.DataFrame, kenmerk: str) -> pd.DataFrame:
    import numpy as np

    classes = klassen(people, [kenmerk])[kenmerk].to_numpy()
    counted = people.bereikt.astype("int64").groupby(classes).agg(["size", "sum"])
    table = counted.set_axis(["n", "k"], axis=1).rename_axis("klasse").reset_index()
    low, high = wilson(table.k, table.n)
    of_all, of_reached = percentage(table.n, table.n.sum()), percentage(table.k, table.k.sum())
    spread = np.sqrt((of_all * (100 - of_all) + of_reached * (100 - of_reached)) / 2)
    table = table.assign(
        pct=percentage(table.k, table.n), laag=low, hoog=high,
        aandeel_allen=of_all, aandeel_bereikt=of_reached, verschil=of_reached - of_all,
        gestandaardiseerd=np.where(spread > 0, (of_reached - of_all) / np.where(spread > 0, spread, 1), 0),
    )  # fmt: skip
    table.insert(0, "kenmerk", kenmerk)
    return table


def responskansen(
    leerlingen: pd.DataFrame, kenmerken: Sequence[str] = KENMERKEN_RESPONS, straf: float = STRAF
) -> tuple[NDArray[np.float64], Logit, NDArray[np.float64]]:
    """The chance of each leaver to be reached, with the model and its columns.

    Raises ValueError when everybody was reached, or nobody.
    """
    people = met_leeftijdsklasse(leerlingen, kenmerken)
    x = indicatoren(people, kenmerken)
    model = schat(x, people.bereikt.to_numpy(dtype="float64"), straf)
    return model.kansen(x), model, x


def r_indicator(
    leerlingen: pd.DataFrame, kenmerken: Sequence[str] = KENMERKEN_RESPONS, straf: float = STRAF
) -> RIndicator:
    """R of one moment; columns as for representativiteit. Raises ValueError when all or none were reached."""
    import numpy as np

    chances, model, x = responskansen(leerlingen, kenmerken, straf)
    variance = float(np.var(chances, ddof=1))
    corrected = max(0.0, variance - _by_chance(chances, x, covariantie(x, model, straf)))
    return RIndicator(
        len(chances), int(leerlingen.bereikt.sum()), 1 - 2 * corrected**0.5, 1 - 2 * variance**0.5
    )


def r_van_groepen(n: ArrayLike, bereikt: ArrayLike) -> RIndicator:
    """R of one characteristic, from counts alone: per class how many leavers, and how many were reached.

    The chance of a leaver is the response of her class, so this is r_indicator with a parameter for every
    class and no penalty. Raises ValueError when nobody was reached or there are fewer than two leavers.
    """
    import numpy as np

    size, found = np.asarray(n, dtype=np.float64), np.asarray(bereikt, dtype=np.float64)
    size, found = size[size > 0], found[size > 0]
    total, reached = size.sum(), found.sum()
    if total < 2 or not reached:
        raise ValueError("there is no response to compare")
    chance = found / size
    variance = float((size * (chance - reached / total) ** 2).sum() / (total - 1))
    spread = chance * (1 - chance) / size
    by_chance = float((size * spread * (1 - size / total)).sum() / (total - 1))
    corrected = max(0.0, variance - by_chance)
    return RIndicator(int(total), int(reached), 1 - 2 * corrected**0.5, 1 - 2 * variance**0.5)


def _by_chance(kansen: NDArray[np.float64], x: NDArray[np.float64], covariance: NDArray[np.float64]) -> float:
    """The variance between chances that comes of estimating them: the mean variance of each around their
    mean."""
    import numpy as np

    design = np.column_stack([np.ones(len(x)), x])
    slope = design * (kansen * (1 - kansen))[:, None]
    around = slope - slope.mean(axis=0)
    return float(np.einsum("ij,jk,ik->", around, covariance, around) / (len(x) - 1))
