"""From a table of figures to the rows of a chart: the group in words, the school year, and the tooltip."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any, cast

import altair as alt

from pipeline.indicators.compute import GEMETEN
from pipeline.indicators.definitions import definities
from pipeline.reporting.notation import getal, interval, procent
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.vocabulary.tables import klassen

if TYPE_CHECKING:
    import pandas as pd

CIJFERS = {
    "cohort", "indicator", "klasse", "n", "k", "pct", "laag", "hoog", "onbekend", "aandeel_onbekend",
    "ondergrens", "bovengrens", "status", "gebeurtenis_naam", "interval", "van", "naar", "school_id",
    "aantal", "gebeurtenis", "weg", "niet_gemeten", "risico", "kans", "se", "tip", "jaar", "groep", "z", "p",
    "p_holm", "verandert",
}  # fmt: skip
"""Columns that are figures, or part of what a figure is about; every other column splits the table."""
_GRENZEN = ("exact_", "multiplicatief_", "additief_")
KLASSEN_IN_WOORDEN = {k.klasse: k.label for k in klassen()}
IEDEREEN, LEEG = "alle schoolverlaters", "niet ingevuld"


def ready(tabel: pd.DataFrame) -> pd.DataFrame:
    """What has a figure, with the year as a school year, the group in words and the text of the tooltip."""
    rows = grouped(tabel[tabel.status == GEMETEN])
    rows = rows.assign(jaar=[str(Schooljaar(int(cohort))) for cohort in rows.cohort])
    what = rows.groep + ", " + rows.klasse if "klasse" in rows else rows.groep
    figures = zip(what, rows.jaar, rows.k, rows.n, rows.pct, rows.laag, rows.hoog, strict=True)
    return rows.assign(
        tip=[
            f"{wat}, {jaar}: {getal(int(k))} van {getal(int(n))}, {procent(pct)} ({interval(laag, hoog)})"
            for wat, jaar, k, n, pct, laag, hoog in figures
        ]
    )


def told_as_flow(tabel: pd.DataFrame) -> pd.DataFrame:
    """Pairs of situations with their group and tooltip."""
    rows = grouped(tabel)
    pairs = zip(rows.groep, rows.van, rows.naar, rows.k, rows.n, rows.pct, strict=True)
    return rows.assign(
        tip=[
            f"{groep}: van {van} naar {naar}: {getal(int(k))} van {getal(int(n))}, {procent(pct)}"
            for groep, van, naar, k, n, pct in pairs
        ]
    )


def told_as_curve(rows: pd.DataFrame) -> pd.DataFrame:
    """Points of a life table with their tooltip."""
    points = zip(rows.groep, rows.jaar, rows.pct, rows.laag, rows.hoog, rows.lezing, strict=True)
    return rows.assign(
        tip=[
            f"{groep}, {moment}: {procent(pct)} nog steeds in werk ({interval(laag, hoog)}); {lezing}"
            for groep, moment, pct, laag, hoog, lezing in points
        ]
    )


def with_class(tabel: pd.DataFrame) -> pd.DataFrame:
    """Of D, the classes as groups; any other table as it is."""
    if "klasse" not in tabel:
        return tabel
    names = tabel.klasse.map(KLASSEN_IN_WOORDEN).fillna(tabel.klasse)
    return tabel.drop(columns="klasse").assign(soort=names)


def grouped(tabel: pd.DataFrame) -> pd.DataFrame:
    """The table with `groep`: the values of the columns it was split by, in words.

    Two schools of one name are two groups.
    """
    columns = [c for c in tabel.columns if c not in CIJFERS and not c.startswith(_GRENZEN)]
    if "indicator" in tabel and tabel.indicator.nunique() > 1:
        tabel = tabel.assign(maat=tabel.indicator.map({code: d.naam for code, d in definities().items()}))
        columns = [*columns, "maat"]
    if not columns or tabel.empty:
        return tabel.assign(groep=IEDEREEN)
    parts = [tabel[c].astype("str").fillna(LEEG) for c in columns]
    words = reduce(lambda left, right: left + " · " + right, parts)
    if "school_id" in tabel:
        schools = tabel.assign(w=words).groupby("w").school_id.transform("nunique")
        words = words.where(schools == 1, words + " (" + tabel.school_id + ")")
    return tabel.assign(groep=words)


def inside(tabel: pd.DataFrame, columns: list[str]) -> alt.InlineData:
    """These columns of the rows, written out in the figure: no address, no file; what is missing is null."""
    wide = tabel[columns].astype("object")
    return alt.InlineData(
        values=cast(list[Mapping[str, Any]], wide.where(wide.notna(), None).to_dict("records"))
    )


def in_words(what: str, rows: pd.DataFrame) -> str:
    """What the chart shows, for who cannot see it."""
    groups = rows.groep.nunique() if "groep" in rows else 1
    who = f" van {getal(groups)} groepen" if groups > 1 else ""
    return f"Grafiek ({what}){who}. De cijfers staan in de tabel waarvan deze grafiek is gemaakt."
