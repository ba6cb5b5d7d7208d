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
    geteld,
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
    return overgangen_van(geteld(metingen, [van, naar]), van, naar)


def overgangen_van(aantallen: pd.DataFrame, van: str, naar: str) -> pd.DataFrame:
    """The same from leavers counted already (levensloop.geteld), along these moments and perhaps others."""
    import pandas as pd

    counted = aantallen.groupby([van, naar])["k"].sum()
    every = pd.MultiIndex.from_product([KLASSEN, KLASSEN], names=["van", "naar"])
    table = counted.rename_axis(["van", "naar"]).reindex(every, fill_value=0).rename("k").reset_index()
    n = table.groupby("van")["k"].transform("sum")
    low, high = wilson(table.k, n)
    return table.assign(n=n, pct=percentage(table.k, n), laag=low, hoog=high)


def paden(metingen: pd.DataFrame, momenten: Sequence[str] = ("U", "V2", "V4")) -> pd.DataFrame:
    """The paths that occur: a column per moment with the class, k leavers, and pct of all; in the order of
    KLASSEN."""
    return paden_van(geteld(metingen, momenten), momenten)


def paden_van(aantallen: pd.DataFrame, momenten: Sequence[str] = ("U", "V2", "V4")) -> pd.DataFrame:
    """The same from leavers counted already (levensloop.geteld), along these moments and perhaps others."""
    import pandas as pd

    along = list(momenten)
    ordered = aantallen.astype(dict.fromkeys(along, pd.CategoricalDtype(list(KLASSEN), ordered=True)))
    counted = ordered.groupby(along, observed=True)["k"].sum().reset_index()
    counted[along] = counted[along].astype("str")
    return counted.assign(pct=percentage(counted.k, counted.k.sum()))
