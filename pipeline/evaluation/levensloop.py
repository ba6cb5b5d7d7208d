"""Who keeps her work, from moment to moment: the panel as a life table.

The situation is known on the moments only, so an event lies between the moment before and the moment at
which it shows (interval-censored): the intervals are U-V1, V1-V2, V2-V3 and V3-V4, and there is no daily
curve. Who lost her work and found other work between two moments, kept it here.

Choices: a leaver is under observation until the first moment at which she was not measured, also when she
was measured again later (what that adds is in gaten.py); who died or moved abroad leaves the table halfway
the interval, as in levenstafel.py. Both are taken to be like the others who were left. That those who are
not reached do worse cannot be seen from the panel: the second of each pair of events below counts them as if
they did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.evaluation.levenstafel import levenstafel
from pipeline.vocabulary.meetmoment import MEETMOMENTEN

if TYPE_CHECKING:
    import pandas as pd

WERK, LEREN, DAGBESTEDING, GEEN, ONBEKEND = "WERK", "LEREN", "DAGBESTEDING", "GEEN", "ONBEKEND"
NIET_GEMETEN = "niet gemeten"
VERTROKKEN = ("OVERLEDEN", "BUITENLAND")
"""Bestemmingen that end the follow-up without being its outcome; their class in the panel is GEEN."""
WEG = "weg"
_SLEUTEL = ["persoon", "cohort"]


@dataclass(frozen=True)
class Gebeurtenis:
    """What is waited for, among leavers who were in `begin` at U."""

    naam: str
    telt: frozenset[str]
    """Classes that are the event."""
    niet_te_zien: frozenset[str] = frozenset()
    """Classes that tell nothing, as if she was not measured."""
    begin: frozenset[str] = frozenset({WERK})


GEBEURTENISSEN = (
    Gebeurtenis("niet meer in werk", frozenset({LEREN, DAGBESTEDING, GEEN}), frozenset({ONBEKEND})),
    Gebeurtenis("niet meer in werk, of onbekend", frozenset({LEREN, DAGBESTEDING, GEEN, ONBEKEND})),
    Gebeurtenis("zonder werk, school of dagbesteding", frozenset({GEEN}), frozenset({ONBEKEND})),
    Gebeurtenis("zonder werk, school of dagbesteding, of onbekend", frozenset({GEEN, ONBEKEND})),
)
"""The last two are the return from work to nothing: work to school or daytime activities is no such
return."""


def levensloop(
    metingen: pd.DataFrame,
    gebeurtenissen: Sequence[Gebeurtenis] = GEBEURTENISSEN,
    momenten: Sequence[str] = MEETMOMENTEN,
) -> pd.DataFrame:
    """The life table of each event, for all leavers in `metingen` together.

    metingen: one row per leaver and moment measured, as `meting`: persoon, cohort, meetmoment, klasse,
    bestemming. momenten: those that were measured at all; leave out what is not yet to be measured, or
    everybody is lost there. A row is an event and an interval: gebeurtenis_naam, interval (such as U-V1),
    and the columns of levenstafel.
    """
    return levensloop_van(geteld(metingen, momenten), gebeurtenissen)


def levensloop_van(
    aantallen: pd.DataFrame, gebeurtenissen: Sequence[Gebeurtenis] = GEBEURTENISSEN
) -> pd.DataFrame:
    """The same from leavers counted already: a column per moment with the situation, in order, and k."""
    import pandas as pd

    return pd.concat(
        [_table(aantallen, wat).assign(gebeurtenis_naam=wat.naam) for wat in gebeurtenissen],
        ignore_index=True,
    )


def geteld(metingen: pd.DataFrame, momenten: Sequence[str] = MEETMOMENTEN) -> pd.DataFrame:
    """How many leavers went along every path of situations that occurs: a column per moment, and k."""
    paths: pd.DataFrame = (
        situaties(metingen, momenten).groupby(list(momenten)).size().rename("k").reset_index()
    )
    return paths


def situaties(metingen: pd.DataFrame, momenten: Sequence[str] = MEETMOMENTEN) -> pd.DataFrame:
    """One row per leaver, one column per moment: her class, `weg` (died or abroad) or `niet gemeten`."""

    shown = metingen.klasse.astype("str").where(~metingen.bestemming.isin(VERTROKKEN), WEG)
    wide = metingen.assign(situatie=shown).pivot(index=_SLEUTEL, columns="meetmoment", values="situatie")
    ordered: pd.DataFrame = wide.reindex(columns=list(momenten)).astype("object")
    return ordered.where(ordered.notna(), NIET_GEMETEN)


def _table(aantallen: pd.DataFrame, wat: Gebeurtenis) -> pd.DataFrame:
    """Walk along the moments with those who are left."""
    moments = [column for column in aantallen.columns if column != "k"]
    left = aantallen[aantallen[moments[0]].isin(wat.begin)]
    started = int(left.k.sum())
    events: list[int] = []
    gone: list[int] = []
    unseen: list[int] = []
    for moment in moments[1:]:
        now = left[moment]
        event, away = now.isin(wat.telt), now == WEG
        lost = now.isin({NIET_GEMETEN} | wat.niet_te_zien)
        for counts, which in ((events, event), (gone, away), (unseen, lost)):
            counts.append(int(left.k[which].sum()))
        left = left[~(event | away | lost)]
    table = levenstafel(started, events, gone, unseen)
    table.insert(0, "interval", [f"{van}-{tot}" for van, tot in pairwise(moments)])
    return table
