"""Who keeps her work, with what was measured after a gap: a sensitivity beside levensloop.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.evaluation.levensloop import GEBEURTENISSEN, NIET_GEMETEN, WEG, Gebeurtenis, situaties
from pipeline.evaluation.turnbull import turnbull
from pipeline.vocabulary.meetmoment import MEETMOMENTEN

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


def levensloop_met_gaten(
    metingen: pd.DataFrame,
    gebeurtenissen: Sequence[Gebeurtenis] = GEBEURTENISSEN,
    momenten: Sequence[str] = MEETMOMENTEN,
) -> pd.DataFrame:
    """The life tables of levensloop, estimated from every moment that was measured (turnbull.py).

    A row is an event and a moment: gebeurtenis_naam, moment, n (at U), na_gat (of whom something after a gap
    tells more than levensloop uses), pct (without the event up to the moment, %; NaN past the last moment
    that tells).
    """
    import pandas as pd

    situations = situaties(metingen, momenten)
    return pd.concat([_met_gaten(situations, wat) for wat in gebeurtenissen], ignore_index=True)


def _met_gaten(situations: pd.DataFrame, wat: Gebeurtenis) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    moments = list(situations.columns)
    left = situations[situations[moments[0]].isin(wat.begin)].to_numpy().tolist()
    seen = [_gezien(row, wat) for row in left]
    pct = _op_momenten(seen, len(moments)) if seen else np.full(len(moments), np.nan)
    return pd.DataFrame(
        {
            "gebeurtenis_naam": wat.naam, "moment": moments[1:], "n": len(left),
            "na_gat": sum(gap for _, _, gap in seen), "pct": pct[1:],
        }
    )  # fmt: skip


def _op_momenten(seen: Sequence[tuple[int, float, bool]], moments: int) -> NDArray[np.float64]:
    """The percentage without the event up to each moment: level between times at which anything shows."""
    import numpy as np

    times, part = turnbull([last for last, _, _ in seen], [first for _, first, _ in seen])
    upto = np.arange(moments)
    place = np.searchsorted(times, upto, side="right")
    steps = np.concatenate([[1.0], part])[place]
    return np.where(upto <= times.max(), 100 * steps, np.nan)


def _gezien(situations: Sequence[str], wat: Gebeurtenis) -> tuple[int, float, bool]:
    """The last moment without the event, the first with it (inf for never), and whether a gap lies before
    either."""
    last, gap, used = 0, False, False
    for place, situation in enumerate(situations):
        if situation == WEG:
            break
        if situation in wat.telt:
            return last, place, gap
        if situation == NIET_GEMETEN or situation in wat.niet_te_zien:
            gap = True
        else:
            last, used = place, gap
    return last, float("inf"), used
