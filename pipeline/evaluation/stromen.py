"""From where to where: leavers counted by their class at one moment and at a later one, and along several.

Classes are those of the panel. Everybody who left is in it, also who was not measured; who died or moved
abroad is a class of her own here, because that is not the same as having nothing to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.evaluation.levensloop import (
    DAGBESTEDING,
    GEEN,
    LEREN,
    NIET_GEMETEN,
    ONBEKEND,
    WEG,
    WERK,
    situaties,
)  # fmt: skip
from pipeline.indicators.rates import percentage, wilson

if TYPE_CHECKING:
    import pandas as pd

KLASSEN = (WERK, LEREN, DAGBESTEDING, GEEN, ONBEKEND, NIET_GEMETEN, WEG)
"""In the order of the tables; weg is died or moved abroad."""


def overgangen(metingen: pd.DataFrame, van: str, naar: str) -> pd.DataFrame:
    """Every pair of classes at two moments, also those of nobody: van, naar, k, n (of class van), pct, laag,
    hoog.

    metingen: as in levensloop. The k of all pairs add up to the leavers, those of one `van` to its n.
    """
    import pandas as pd

    classes = situaties(metingen, [van, naar])
    counted = classes.groupby([van, naar]).size()
    every = pd.MultiIndex.from_product([KLASSEN, KLASSEN], names=["van", "naar"])
    table = counted.rename_axis(["van", "naar"]).reindex(every, fill_value=0).rename("k").reset_index()
    n = table.groupby("van")["k"].transform("sum")
    low, high = wilson(table.k, n)
    return table.assign(n=n, pct=percentage(table.k, n), laag=low, hoog=high)


def paden(metingen: pd.DataFrame, momenten: Sequence[str] = ("U", "V2", "V4")) -> pd.DataFrame:
    """The paths that occur: a column per moment with the class, k leavers, and pct of all; in the order of
    KLASSEN."""
    import pandas as pd

    classes = situaties(metingen, momenten).reset_index(drop=True)
    ordered = classes.astype(pd.CategoricalDtype(list(KLASSEN), ordered=True))
    counted = ordered.groupby(list(momenten), observed=True).size().rename("k").reset_index()
    counted[list(momenten)] = counted[list(momenten)].astype("str")
    return counted.assign(pct=percentage(counted.k, len(classes)))
