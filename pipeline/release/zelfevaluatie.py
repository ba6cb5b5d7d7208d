"""The mean scores that partners gave themselves: shown where enough partners filled them in.

A score is of an organisation, not of a pupil, so this keeps an agreement with the partners and no secret of a
person: a mean of fewer partners than the smallest count that may be shown is left out, and no partner is
named. How many filled it in is shown. There is no total over partners, elements or years that a hidden mean
would follow from; the change between two years is that of their means, which are both there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.release.protection import NIET_GETOOND

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.policy import Policy

GETOOND = "getoond"


def protect_scores(zelfevaluatie: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Leave out the means of too few partners; adds status.

    zelfevaluatie: schooljaar (start year), element, partners (count), gemiddelde (1-5).
    """
    table = zelfevaluatie.copy()
    few = table["partners"] < policy.telling
    table["gemiddelde"] = table["gemiddelde"].astype("Float64").mask(few)
    table["status"] = few.map({True: NIET_GETOOND, False: GETOOND})
    return table
