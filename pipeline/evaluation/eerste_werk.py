"""Time from leaving school to first work, per quarter; only where the day it began is known of enough
leavers.

A life table (levenstafel.py) on quarters after leaving. Quarter 0 is work that had begun by the day of
leaving. Who had found none by the last day she was followed, leaves the table in that quarter, halfway.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.evaluation.levenstafel import levenstafel
from pipeline.indicators.rates import percentage

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

KWARTALEN = 8
MINSTENS_BEKEND = 80.0
"""Percent of those who ever worked of whom the time must be known: an agreement of the project (domain,
T)."""
_LATER = KWARTALEN + 1


@dataclass(frozen=True)
class EersteWerk:
    """The curve, or why there is none."""

    leerlingen: int
    werkten: int
    """Of whom it is known that they worked at any time after leaving."""
    tijd_bekend: int
    """Those of `werkten` with both dates."""
    kwartalen: pd.DataFrame | None
    """None when it cannot be measured. One row per quarter 0..8: kwartaal, aantal (without work at its
    start), begonnen, einde_volgen (left the table), risico; pct (had found work by its end, %), laag and
    hoog (95%); ondergrens and bovengrens, were all with an unknown date the last or the first to find
    work."""

    @property
    def pct_bekend(self) -> float:
        """Percentage of those who worked with a known time; NaN when nobody did."""
        return float(percentage(self.tijd_bekend, self.werkten))

    @property
    def te_meten(self) -> bool:
        return self.kwartalen is not None


def eerste_werk(leerlingen: pd.DataFrame) -> EersteWerk:
    """Time to first work of leavers, one row each.

    Columns: datum_uitstroom, begindatum_eerste_werk, gevolgd_tot (the last day on which she was measured;
    dates or missing), ooit_werk (bool: in work at any moment, or with a begin date). Who has no day of
    leaving counts as unknown when she worked, and is otherwise left out of the curve.
    """
    import pandas as pd

    days = {
        name: pd.to_datetime(leerlingen[name])
        for name in ("datum_uitstroom", "begindatum_eerste_werk", "gevolgd_tot")
    }
    worked = leerlingen.ooit_werk.astype("bool") | days["begindatum_eerste_werk"].notna()
    begun = _kwartaal(days["datum_uitstroom"], days["begindatum_eerste_werk"])
    followed = _kwartaal(days["datum_uitstroom"], days["gevolgd_tot"])
    known = worked & begun.notna()
    counts = len(leerlingen), int(worked.sum()), int(known.sum())
    if not counts[1] or percentage(counts[2], counts[1]) < MINSTENS_BEKEND:
        return EersteWerk(*counts, None)
    searching = ~worked & followed.notna()
    return EersteWerk(*counts, _curve(begun[known], followed[searching], int((worked & ~known).sum())))


def _kwartaal(van: pd.Series[pd.Timestamp], tot: pd.Series[pd.Timestamp]) -> pd.Series[float]:
    """The quarter after `van` in which `tot` lies: 0 up to that day, 1 within three months, 9 past two
    years."""
    months = 12 * (tot.dt.year - van.dt.year) + tot.dt.month - van.dt.month - (tot.dt.day < van.dt.day)
    quarter = (months // 3 + 1).clip(upper=_LATER).where(tot > van, 0)
    return quarter.astype("float64").where(van.notna() & tot.notna())


def _curve(begun: pd.Series[float], followed: pd.Series[float], undated: int) -> pd.DataFrame:
    import pandas as pd

    found, ended = _per_kwartaal(begun), _per_kwartaal(followed)
    total = len(begun) + len(followed)
    table = levenstafel(total, found, ended, 0 * ended)
    first = found.copy()
    first[0] += undated
    worst, best = (levenstafel(total + undated, events, ended, 0 * ended) for events in (found, first))
    return pd.DataFrame(
        {
            "kwartaal": range(KWARTALEN + 1), "aantal": table.aantal, "begonnen": table.gebeurtenis,
            "einde_volgen": table.weg, "risico": table.risico, "pct": 100 - table.pct,
            "laag": 100 - table.hoog, "hoog": 100 - table.laag,
            "ondergrens": 100 - worst.pct, "bovengrens": 100 - best.pct,
        }
    )  # fmt: skip


def _per_kwartaal(quarters: pd.Series[float]) -> NDArray[np.int64]:
    """How many in quarter 0..8; later ones are not counted: they stay to the end."""
    import numpy as np

    counted = np.bincount(quarters.to_numpy(dtype=np.int64), minlength=_LATER + 1)
    return counted[: KWARTALEN + 1].astype(np.int64)
