"""Creaming ("afroming"): did the leavers of whom the figures are become other leavers over the years?

A rising share of leavers with perspectief arbeid, or of an easier profile, raises a rate without anybody
doing better; a falling one takes pupils out of the denominator. A trend here is a question to the schools,
no proof: the region's pupils change too. One row per leaver and cohort goes in, with the columns of
`schoolverlater`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.evaluation.casemix import met_leeftijdsklasse
from pipeline.evaluation.logit import klassen
from pipeline.evaluation.meervoud import holm
from pipeline.evaluation.trendtoets import chi_kwadraat, cochran_armitage
from pipeline.indicators.rates import percentage, wilson

if TYPE_CHECKING:
    import pandas as pd

KENMERKEN = ("schooltype", "uitstroomprofiel", "perspectief_arbeid", "leeftijdsklasse", "geslacht", "diploma")
OUD = 19
"""Age on the teldatum from which a leaver is one of the oldest: vso and pro usually end at 18."""
_VERDER = ("PRO", "VSO")


def samenstelling(leerlingen: pd.DataFrame, kenmerken: Sequence[str] = KENMERKEN) -> pd.DataFrame:
    """The mix per cohort: kenmerk, klasse, cohort, n (leavers of the cohort), k (in the class), pct, laag,
    hoog.

    Every class of the window is in every cohort, also with nobody; missing is the class onbekend.
    """
    import pandas as pd

    parts = []
    for kenmerk, counts in _tellingen(leerlingen, kenmerken):
        table = counts.reset_index().melt("cohort", var_name="klasse", value_name="k")
        n = table.groupby("cohort")["k"].transform("sum")
        low, high = wilson(table.k, n)
        table = table.assign(n=n, pct=percentage(table.k, n), laag=low, hoog=high, kenmerk=kenmerk)
        parts.append(table.sort_values(["klasse", "cohort"]))
    columns = ["kenmerk", "klasse", "cohort", "n", "k", "pct", "laag", "hoog"]
    return pd.concat(parts, ignore_index=True).reindex(columns=columns)


def veranderingen(leerlingen: pd.DataFrame, kenmerken: Sequence[str] = KENMERKEN) -> pd.DataFrame:
    """Whether the mix changed at all, one row per characteristic.

    kenmerk, chi2, vrijheidsgraden, p, p_holm (over the characteristics), kleinste_verwacht.
    """
    import pandas as pd

    found = [
        {"kenmerk": kenmerk, **vars(chi_kwadraat(counts.to_numpy()))}
        for kenmerk, counts in _tellingen(leerlingen, kenmerken)
    ]
    table = pd.DataFrame(found)
    return table.assign(p_holm=holm(table.p))


def trends(leerlingen: pd.DataFrame, kenmerken: Sequence[str] = KENMERKEN) -> pd.DataFrame:
    """The linear trend of each class: kenmerk, klasse, helling (points a year), z, p, p_holm (over all
    rows)."""
    import pandas as pd

    found = [
        {"kenmerk": kenmerk, "klasse": klasse}
        | vars(cochran_armitage(counts[klasse], counts.sum(axis=1), counts.index))
        for kenmerk, counts in _tellingen(leerlingen, kenmerken)
        for klasse in counts.columns
    ]
    table = pd.DataFrame(found)
    return table.assign(p_holm=holm(table.p))


def _tellingen(leerlingen: pd.DataFrame, kenmerken: Sequence[str]) -> list[tuple[str, pd.DataFrame]]:
    """Per characteristic the counts, cohorts by classes."""
    import pandas as pd

    people = met_leeftijdsklasse(leerlingen, kenmerken)
    classes = klassen(people, kenmerken)
    return [(kenmerk, pd.crosstab(people.cohort, classes[kenmerk])) for kenmerk in kenmerken]


def verblijf(leerlingen: pd.DataFrame) -> pd.DataFrame:
    """Who stays at school longer, as far as leavers show it. One row per cohort and schooltype.

    leerlingen: every leaver of every cohort: persoon, cohort, schooltype, leeftijd, bestemming (at U).
    Columns: n; leeftijd_bekend, leeftijd (mean on the teldatum, years), k_oud, pct_oud, laag, hoog (19 or
    older, of those with a known age); k_verder, pct_verder (went to another vso or pro: out of the
    denominator of P1 and P2); k_eerder (was also a leaver of an earlier cohort).

    What the panel cannot tell: it holds leavers only, without the day they enrolled. A pupil who is kept at
    school shows when she leaves at last, older, in a later cohort; until then she is nowhere.
    """
    people = leerlingen.assign(
        oud=leerlingen.leeftijd >= OUD,
        verder=leerlingen.bestemming.isin(_VERDER),
        eerder=leerlingen.cohort > leerlingen.groupby("persoon")["cohort"].transform("min"),
    )
    table = people.groupby(["cohort", "schooltype"], as_index=False).agg(
        n=("persoon", "size"), leeftijd_bekend=("leeftijd", "count"), leeftijd=("leeftijd", "mean"),
        k_oud=("oud", "sum"), k_verder=("verder", "sum"), k_eerder=("eerder", "sum"),
    )  # fmt: skip
    low, high = wilson(table.k_oud, table.leeftijd_bekend)
    return table.assign(
        pct_oud=percentage(table.k_oud, table.leeftijd_bekend), laag=low, hoog=high,
        pct_verder=percentage(table.k_verder, table.n),
    )  # fmt: skip
