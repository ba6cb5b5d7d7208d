"""How rows were linked to pupils, by source: small counts hidden, and what would give them away.

The counts are of delivered rows and tell nothing of what became of anybody, but a row without a PGN is a
pupil's, so few of them are few pupils. The ways of a source add up to its rows, which the deliveries tell by
and large: what is hidden is the rest. One hidden count alone would be that rest, and a rest of two is a one
and a one, so the next smallest are hidden with them until it is too large to tell. The estimates are of the
links by chance and go with their count.

How much P and B would differ with another threshold is told in classes of a whole percentage point, over the
region and three cohorts together, and only where fewer pupils than the smallest count that may be shown
cannot move it from the first class to the next. So no class is about a few of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.release.protection import NIET_GETOOND

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.policy import Policy

GETOOND = "getoond"
_KLASSEN = ((1, "minder dan 1 procentpunt"), (2, "1 tot 2 procentpunt"))
_MEER = "2 procentpunt of meer"
_NUMBERS = ["aantal", "aandeel", "precisie", "volledigheid"]


def protect_links(koppeling: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Hide small counts of rows per way of linking; adds aandeel (% of the source's rows) and status.

    koppeling: bron, volgorde, methode, aantal, precisie, volledigheid.
    """
    table = koppeling.astype({"aantal": "Int64", "precisie": "Float64", "volledigheid": "Float64"})
    whole = table.groupby("bron")["aantal"].transform("sum")
    table["aandeel"] = (100 * table["aantal"].astype("Float64") / whole).round(1)
    hidden = {row for _, ways in table.groupby("bron") for row in _hidden(ways, policy)}
    table["status"] = [NIET_GETOOND if row in hidden else GETOOND for row in table.index]
    table.loc[table["status"] == NIET_GETOOND, _NUMBERS] = None
    return table


def _hidden(ways: pd.DataFrame, policy: Policy) -> list[int]:
    """Rows of one source to hide: the small ones, and the next smallest until they are two and no few."""
    filled = ways[ways["aantal"] > 0].sort_values(["aantal", "volgorde"])
    hidden: list[int] = []
    rest = 0
    for row, aantal in zip(filled.index.astype(int), filled["aantal"].astype(int), strict=True):
        enough = not hidden or (len(hidden) >= 2 and rest >= 2 * policy.telling)
        if enough and not policy.klein(aantal):
            break
        hidden.append(row)
        rest += aantal
    return hidden


def protect_sensitivity(gevoeligheid: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """The differences as classes: indicator, drempel, verschil (in words, or None), status.

    gevoeligheid: indicator, drempel, n, verschil (percentage points). One pupil who is linked or not moves a
    figure by at most 100 / n points.
    """
    shown = gevoeligheid["n"] > 100 * policy.telling
    table = gevoeligheid[["indicator", "drempel"]].copy()
    table["verschil"] = gevoeligheid["verschil"].map(_klasse).where(shown, None)
    table["status"] = shown.map({True: GETOOND, False: NIET_GETOOND})
    return table


def _klasse(verschil: float) -> str:
    return next((naam for grens, naam in _KLASSEN if verschil < grens), _MEER)
