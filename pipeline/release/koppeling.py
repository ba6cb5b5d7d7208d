"""How rows were linked to pupils, by source: small counts hidden, and what would give them away.

The counts are of delivered rows and tell nothing of what became of anybody, but a row without a PGN is a
pupil's, so few of them are few pupils. The ways of a source add up to its rows, which the deliveries tell by
and large: what is hidden is the rest. One hidden count alone would be that rest, and a rest of two is a one
and a one, so the next smallest are hidden with them until it is too large to tell. The estimates are of the
links by chance and go with their count.

An earlier release of the same school year had other counts, perhaps by a few. A count that it showed and that
is another one now by a few is hidden, and so is one that it hid: shown, it could tell what was hidden beside
it then. The next smallest are hidden with those, too, until what nobody knows from before is two counts and
no few, and until what changed beside a small change is no few either; if that is never so the whole source is
hidden.

How much P and B would differ with another threshold is told in classes of a whole percentage point, over the
region and three cohorts together, and only where fewer pupils than the smallest count that may be shown
cannot move it from the first class to the next. So no class is about a few of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.release.protection import NIET_GETOOND
from pipeline.release.small_memory import Earlier, Row

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.policy import Policy

GETOOND = "getoond"
_KLASSEN = ((1, "minder dan 1 procentpunt"), (2, "1 tot 2 procentpunt"))
_MEER = "2 procentpunt of meer"
_NUMBERS = ["aantal", "aandeel", "precisie", "volledigheid"]


def protect_links(
    koppeling: pd.DataFrame, policy: Policy, must: Collection[Row] = (), earlier: Sequence[Earlier] = ()
) -> pd.DataFrame:
    """Hide small counts of rows per way of linking; adds aandeel (% of the source's rows) and status.

    koppeling: bron, volgorde, methode, aantal, precisie, volledigheid. must: bron and methode that are hidden
    for readers who see more. earlier: the table as earlier releases had it.
    """
    table = koppeling.astype({"aantal": "Int64", "precisie": "Float64", "volledigheid": "Float64"})
    whole = table.groupby("bron")["aantal"].transform("sum")
    table["aandeel"] = (100 * table["aantal"].astype("Float64") / whole).round(1)
    gone = {row for _, ways in table.groupby("bron") for row in _hidden(_counts(ways), policy, must, earlier)}
    names = table[["bron", "methode"]].itertuples(index=False, name=None)
    table["status"] = [NIET_GETOOND if row in gone else GETOOND for row in names]
    table.loc[table["status"] == NIET_GETOOND, _NUMBERS] = None
    return table


def _counts(ways: pd.DataFrame) -> dict[Row, int]:
    """The ways of one source, the rarest first."""
    ordered = ways.sort_values(["aantal", "volgorde"])
    names = ordered[["bron", "methode"]].itertuples(index=False, name=None)
    return dict(zip(names, ordered["aantal"].astype(int), strict=True))


def _hidden(
    counts: Mapping[Row, int], policy: Policy, must: Collection[Row], earlier: Sequence[Earlier]
) -> list[Row]:
    """Rows of one source to hide: those that have to be, and the next smallest until that is enough."""
    forced = [
        row
        for row, aantal in counts.items()
        if policy.klein(aantal) or row in must or any(_tells(one, row, aantal, policy) for one in earlier)
    ]
    hidden = list(forced)
    others = [row for row, aantal in counts.items() if aantal and row not in forced]
    for row in others if forced else ():
        if _enough({row: counts[row] for row in hidden}, policy, earlier):
            break
        hidden.append(row)
    return hidden


def _tells(one: Earlier, row: Row, aantal: int, policy: Policy) -> bool:
    """Whether showing a count tells of a small change, or of what was hidden with it then."""
    if row in one.shown:
        return policy.klein(abs(aantal - int(one.shown[row])))
    return any(bron == row[0] for bron, _ in one.shown)


def _enough(hidden: Mapping[Row, int], policy: Policy, earlier: Sequence[Earlier]) -> bool:
    """Whether the sum of these, which is known, tells none of them, and no small change."""
    unknown = [n for row, n in hidden.items() if all(one.shown.get(row) != n for one in earlier)]
    if len(unknown) < 2 or sum(unknown) < 2 * policy.telling:
        return False
    for one in earlier:
        changes = [abs(n - one.counts.get(row, 0)) for row, n in hidden.items()]
        if any(policy.klein(change) and sum(changes) - change < policy.telling for change in changes):
            return False
    return True


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
