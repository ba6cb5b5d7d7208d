"""What anybody reads off a published table that the rules of the house say nobody should: written by hand
from the rules, apart from the release code.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from tests.support.attack import Name, attack

FEW, HANDFUL = 5, 10
GOALS = ("P1", "P2", "P3", "K1", "B1_1", "B1_2", "B3_RUIM", "B3_STRIKT", "I", "R_U", "R_V1", "R_V2")
"""That nobody reached a goal is nobody's business."""
UNWELCOME = ("UIT", "GEEN", "DAGBESTEDING", "ONBEKEND")
"""That this holds of everybody is not either."""


def disclosed(published: pd.DataFrame, eenheden: pd.DataFrame, truth: pd.DataFrame) -> set[Name]:
    """What is read off, and what is worked out from the rest; truth: the table before protection, without
    rows in quarantine.
    """
    return read_off(published) | worked_out(published, eenheden, truth)


def worked_out(
    published: pd.DataFrame, eenheden: pd.DataFrame, truth: pd.DataFrame, telling: int = FEW
) -> set[Name]:
    """The names of what can be worked out."""
    units = truth[["cohort", "niveau", "eenheid"]].itertuples(index=False, name=None)
    return {one.name[1:] for one in attack(published, eenheden, dict.fromkeys(units, 0), truth, telling)}


def read_off(published: pd.DataFrame) -> set[Name]:
    """The rows with a number that should not be read."""
    rows = published[published["status"] == "gemeten"].to_dict("records")
    return {
        (what, row["indicator"], row["klasse"], row["niveau"], row["eenheid"])
        for row in rows
        for what in _why(row)
    }


def _why(row: dict[str, Any]) -> list[str]:
    k, n, name = row["k"], row["n"], row["klasse"] or row["indicator"]
    unknown = [] if pd.isna(row["onbekend"]) else _unknown(row)
    wrong = {
        "telling": 0 < k < FEW,
        "aanvulling": 0 < n - k < FEW,
        "noemer": n < HANDFUL,
        "zekerheid": (k == 0 and name in GOALS) or (k == n and name in UNWELCOME),
        "grenzen": any(0 < count < FEW for count in unknown),
    }
    return [what for what, holds in wrong.items() if holds]


def _unknown(row: dict[str, Any]) -> list[int]:
    """All unknown, and how many of those are in n for certain, and how many are not: the share tells."""
    if row["onbekend"] == 0:
        return [0]
    outside = round(100 * row["onbekend"] / row["aandeel_onbekend"]) - row["n"]
    return [row["onbekend"], outside, row["onbekend"] - outside]
