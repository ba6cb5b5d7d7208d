"""Time from leaving school to first work, per quarter: which figures are its curve, and whether there is one.

The curve is the part that had found work by the end of a quarter, of one group: those who were reached at V4,
two years or more after leaving, and of whom it is known when they found work, or who as far as is known had
none. So nobody drops out on the way, each point is plainly k of n with Wilson's interval, and it takes no
life table. What that costs: who was not reached at V4 is not in it, though she may have found work earlier,
and of those who worked only who has a begin date. Both are taken to be like the others; the bounds say how
far that can be off. A life table per quarter would keep the former in as long as she was seen, but needs in
every quarter the number of those who dropped out, and these are few enough to be somebody.

Where the day is known of fewer than 80% of those who ever worked there is no curve at all (domain, T): the
known ones may well be the quick ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.indicators.compute import GEMETEN, GETALLEN, NIET
from pipeline.indicators.rates import percentage

if TYPE_CHECKING:
    import pandas as pd

KWARTALEN = {"T_1": 1, "T_2": 2, "T_4": 4, "T_8": 8}
"""Quarters after leaving, by indicator."""
BEGIN_BEKEND = "T_BEKEND"
"""Of those who ever worked, whose begin is known."""
MINSTENS_BEKEND = 80.0
"""Percent of those who ever worked of whom the time must be known: an agreement of the project (domain,
T)."""


def te_meten(bekend: int, werkten: int, telling: int) -> bool:
    """Whether there is a curve, when the begin is known of `bekend` of the `werkten` who ever worked.

    Never of so few that fewer than `telling` of them may be unknown: else that there is a curve would tell
    something of a number of unknown that is hidden because it is smaller than that.
    """
    enough = werkten * (100 - MINSTENS_BEKEND) >= 100 * telling
    return enough and bool(percentage(bekend, werkten) >= MINSTENS_BEKEND)


def only_where_known(cijfers: pd.DataFrame, telling: int) -> pd.DataFrame:
    """The figures (indicators/compute.py) with no curve for cohorts of which too little is known.

    There its quarters are "niet gemeten", for every unit; the share of which the begin is known stays.
    telling: the threshold of who sees least.
    """
    measured = cijfers.status == GEMETEN
    share = cijfers[(cijfers.indicator == BEGIN_BEKEND) & (cijfers.niveau == "regio") & measured]
    known = {
        cohort
        for cohort, k, n in share[["cohort", "k", "n"]].itertuples(index=False, name=None)
        if te_meten(int(k), int(n), telling)
    }
    without = cijfers.indicator.isin(KWARTALEN) & measured & ~cijfers.cohort.isin(known)
    found = cijfers.copy()
    found.loc[without, "status"] = NIET
    found.loc[without, GETALLEN] = None
    return found
