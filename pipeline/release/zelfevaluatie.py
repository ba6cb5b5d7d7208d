"""The mean scores that partners gave themselves: shown where enough partners filled them in.

A score is of an organisation, not of a pupil, so this keeps an agreement with the partners and no secret of a
person: a mean of fewer partners than the smallest count that may be shown is left out, and no partner is
named. How many filled it in is shown. There is no total over partners, elements or years that a hidden mean
would follow from; the change between two years is that of their means, which are both there.

Two releases with the mean of six partners and that of the same six and one more tell what that one gave
itself. So a mean that an earlier release showed otherwise, of nearly as many partners, is left out too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from pipeline.release.protection import NIET_GETOOND
from pipeline.release.small_memory import Earlier, Row

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.policy import Policy

GETOOND = "getoond"
_COLUMNS = ["schooljaar", "element", "partners", "gemiddelde"]


def protect_scores(
    zelfevaluatie: pd.DataFrame, policy: Policy, must: Collection[Row] = (), earlier: Sequence[Earlier] = ()
) -> pd.DataFrame:
    """Leave out the means of too few partners, and of a few other ones than before; adds status.

    zelfevaluatie: schooljaar (start year), element, partners (count), gemiddelde (1-5). must: year and
    element that are hidden for readers who see more. earlier: the table as earlier releases had it.
    """
    import pandas as pd

    table = zelfevaluatie.copy()
    gone = [
        partners < policy.telling
        or (str(jaar), str(element)) in must
        or any(_tells(one, (str(jaar), str(element)), partners, mean, policy.telling) for one in earlier)
        for jaar, element, partners, mean in table[_COLUMNS].itertuples(index=False)
    ]
    hidden = pd.Series(gone, index=table.index, dtype=bool)
    table["gemiddelde"] = table["gemiddelde"].astype("Float64").mask(hidden)
    table["status"] = hidden.map({True: NIET_GETOOND, False: GETOOND})
    return table


def _tells(one: Earlier, row: Row, partners: int, mean: float, telling: int) -> bool:
    """Whether the mean beside the one that was shown then is about fewer partners than may be shown."""
    before, then = (one.shown.get((*row, number)) for number in _COLUMNS[2:])
    if before is None or then is None:
        return False
    return (partners, mean) != (before, then) and abs(partners - before) < telling
