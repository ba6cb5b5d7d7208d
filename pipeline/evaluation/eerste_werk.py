"""Time from leaving school to first work, per quarter: the curve from released counts, if there is one.

The counts are of one group, those who were reached at V4, two years or more after leaving, so that nobody
drops out on the way and it takes no life table: of n leavers `ooit` ever worked, of `bekend` of those the
begin is known, and `binnen` of these had begun by the end of a quarter. Who worked and has no begin date
cannot be left out, as who never worked is not: that would make the curve too low. Nor can she be put
somewhere. So the part is that of two steps, (ooit / n) (binnen / bekend), in which those without a date are
taken to have begun like those with one. The bounds drop that: with none of them by the quarter, and with all.

Its variance is that of two proportions of which the second is a part of the first (delta method, of the
logarithm): 1/ooit - 1/n + 1/binnen - 1/bekend. The interval is Wilson's for a sample of the size that has
this variance; where all dates are known that is n itself, and the part is plainly binnen of n.

Who was not reached at V4 is in none of the counts. A life table would keep her in as long as she was seen,
but needs in every quarter the number of those who dropped out, and these are few enough to be somebody.

Where the begin is known of fewer than 80% of those who ever worked there is no curve at all (domain, T): the
known ones may well be the quick ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.indicators.compute import GEMETEN, GETALLEN, NIET
from pipeline.indicators.rates import percentage, wilson

if TYPE_CHECKING:
    import pandas as pd

KWARTALEN = {"T_1": 1, "T_2": 2, "T_4": 4, "T_6": 6}
"""Quarters after leaving, by indicator. In the last ones before V4 too few begin to be told apart."""
OOIT_WERK, BEGIN_BEKEND = "T_WERK", "T_BEKEND"
"""Who ever worked until V4, and of whom it is known since when."""
MINSTENS_BEKEND = 80.0
"""Percent of those who ever worked of whom the time must be known: an agreement of the project (domain,
T)."""


@dataclass(frozen=True)
class Deel:
    """The part of a group that had begun by a quarter, in percent: with its 95% interval, and what it would
    be were nobody (ondergrens) and were everybody (bovengrens) without a date among them."""

    pct: float
    laag: float
    hoog: float
    ondergrens: float
    bovengrens: float


def deel(n: int, ooit: int, bekend: int, binnen: int) -> Deel:
    """The part that had begun, from counts of which each is a part of the one before.

    Raises ValueError when they are not, or when nobody is known.
    """
    if not 0 <= binnen <= bekend <= ooit <= n or not bekend:
        raise ValueError(f"not each a part of the one before: {n}, {ooit}, {bekend}, {binnen}")
    share = ooit / n * (binnen / bekend)
    size = _omvang(n, ooit, bekend, binnen)
    low, high = wilson(share * size, size)
    ends = percentage([binnen, binnen + ooit - bekend], [n, n])
    return Deel(100 * share, float(low), float(high), *map(float, ends))


def _omvang(n: int, ooit: int, bekend: int, binnen: int) -> float:
    """The size of a plain sample with the same variance; n itself where there is none, or nothing to vary."""
    share = ooit / n * (binnen / bekend)
    if share in (0, 1):
        return bekend / ooit * n
    of_log = 1 / ooit - 1 / n + 1 / binnen - 1 / bekend
    return (1 - share) / (share * of_log)


def te_meten(bekend: int, ooit: int, telling: int) -> bool:
    """Whether there is a curve, when the begin is known of `bekend` of those who ever worked.

    Never of so few that fewer than `telling` of them may be unknown: else that there is a curve would tell
    something of a number of unknown that is hidden because it is smaller than that.
    """
    enough = ooit * (100 - MINSTENS_BEKEND) >= 100 * telling
    return enough and bool(percentage(bekend, ooit) >= MINSTENS_BEKEND)


def only_where_known(cijfers: pd.DataFrame, telling: int) -> pd.DataFrame:
    """The figures (indicators/compute.py) with no curve for cohorts of which too little is known.

    There its quarters are "niet gemeten", for every unit; who ever worked, and of whom it is known since
    when, stay. telling: the threshold of who sees least.
    """
    measured = cijfers.status == GEMETEN
    region = cijfers[(cijfers.niveau == "regio") & measured].set_index(["indicator", "cohort"]).k
    known = {
        cohort
        for cohort in cijfers.cohort.unique()
        if (OOIT_WERK, cohort) in region.index
        and te_meten(int(region[BEGIN_BEKEND, cohort]), int(region[OOIT_WERK, cohort]), telling)
    }
    without = cijfers.indicator.isin(KWARTALEN) & measured & ~cijfers.cohort.isin(known)
    found = cijfers.copy()
    found.loc[without, "status"] = NIET
    found.loc[without, GETALLEN] = None
    return found
