"""One figure to look around in: a list of schools, their years, and a table, that all follow one selection.

Every number in it was counted before (also those of "alle" together): choosing shows other rows and computes
nothing, so what is seen is what `indicator` says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from pipeline.indicators.compute import GEMETEN
from pipeline.reporting.notation import decimaal, getal, interval
from pipeline.reporting.theme import ACCENT, GRIJS, LIJN, MARGE
from pipeline.verkennen.beeld import Figuur, figuur
from pipeline.verkennen.opmaak import PROCENT, RIJ, SCHAAL, choice, nothing, question, tip
from pipeline.verkennen.rijen import LEEG, in_words, inside, ready

if TYPE_CHECKING:
    import pandas as pd

ALLE = "alle"
_BREEDTE = 300
_KOLOMMEN = {
    "school": (0, "left"),
    "aantal": (330, "right"),
    "procent": (400, "right"),
    "marge": (500, "right"),
}
"""The columns of the table: their place in pixels, and on which side of it their text stands."""


def kijker(samen: pd.DataFrame, gesplitst: pd.DataFrame, kolom: str) -> Figuur:
    """Schools, years and a table, to choose from by school, school year and one column more.

    samen: an indicator per school; gesplitst: the same per school and that column.
    """
    import pandas as pd

    split = gesplitst.assign(**{kolom: gesplitst[kolom].astype("str").fillna(LEEG)})
    named = [ready(part.drop(columns=kolom, errors="ignore")) for part in (samen, split)]
    if named[0].empty:
        return nothing()
    measured = split[split.status == GEMETEN][kolom]
    rows = pd.concat([named[0].assign(keuze=ALLE), named[1].assign(keuze=measured)], ignore_index=True)
    rows = _with_texts(rows)
    year = choice(rows, "jaar", "Schooljaar ")
    other = _other(rows, kolom)
    school = alt.selection_point(name="kies_school", fields=["groep"], toggle="true")
    chart = alt.vconcat(
        alt.hconcat(_schools(year, other, school), _years(other, school), spacing=30),
        _table(year, other, school),
        data=inside(rows, ["groep", "jaar", "keuze", "pct", "laag", "hoog", "tip", *_KOLOMMEN]),
        spacing=26,
    )
    note = "Klik op scholen; nog eens klikken laat los. Dubbelklik: weer alle scholen. Dit is geen rangorde."
    return figuur(chart.properties(title=question(rows, note)), in_words("kijker", rows))


def _with_texts(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(
        school=rows.groep,
        aantal=[f"{getal(int(k))} van {getal(int(n))}" for k, n in zip(rows.k, rows.n, strict=True)],
        procent=[f"{decimaal(pct)}%" for pct in rows.pct],
        marge=[interval(laag, hoog) for laag, hoog in zip(rows.laag, rows.hoog, strict=True)],
    )


def _other(rows: pd.DataFrame, kolom: str) -> alt.Parameter:
    options = [ALLE, *sorted(set(rows.keuze) - {ALLE})]
    bind = alt.binding_select(options=options, name=f"{kolom.replace('_', ' ').capitalize()} ")
    return alt.selection_point(name="kies_keuze", fields=["keuze"], bind=bind, value=ALLE)


def _schools(year: Any, other: Any, school: Any) -> Any:
    """A point with its interval per school, by name; a click chooses."""
    base = (
        alt.Chart(width=_BREEDTE, height=alt.Step(RIJ))
        .transform_filter(year)
        .transform_filter(other)
        .encode(y=alt.Y("groep:N", title=None, axis=alt.Axis(labelLimit=210)))
    )
    point = alt.condition(school, alt.value(ACCENT), alt.value(LIJN))
    return alt.layer(
        base.mark_rule(color=MARGE, strokeWidth=1.5).encode(x=alt.X("laag:Q"), x2="hoog:Q"),
        base.mark_circle(size=110, opacity=1, cursor="pointer")
        .encode(x=alt.X("pct:Q", axis=PROCENT, scale=SCHAAL), color=point, tooltip=tip())
        .add_params(year, other, school),
    )


def _years(other: Any, school: Any) -> Any:
    """Every chosen school through the years."""
    base = (
        alt.Chart(width=_BREEDTE, height=260)
        .transform_filter(other)
        .transform_filter(school)
        .encode(
            x=alt.X("jaar:O", title=None, axis=alt.Axis(labelAngle=-40)),
            y=alt.Y("pct:Q", axis=PROCENT, scale=SCHAAL),
            detail="groep:N",
        )
    )
    return alt.layer(
        base.mark_line(color=ACCENT, strokeWidth=1.5),
        base.mark_circle(color=ACCENT, size=50, opacity=1).encode(tooltip=tip()),
    )


def _table(year: Any, other: Any, school: Any) -> Any:
    """The chosen schools of the chosen year, in figures."""
    base = (
        alt.Chart(width=_KOLOMMEN["marge"][0], height=alt.Step(RIJ))
        .transform_filter(year)
        .transform_filter(other)
        .transform_filter(school)
        .encode(y=alt.Y("groep:N", axis=None))
    )
    head = alt.Chart(alt.InlineData(values=[{}]))
    layers = []
    for name, (x, align) in _KOLOMMEN.items():
        style: dict[str, Any] = {"align": align, "baseline": "middle"}
        layers.append(base.mark_text(**style).encode(x=alt.XValue(x), text=alt.Text(f"{name}:N")))  # type: ignore[no-untyped-call]
        words = head.mark_text(**{**style, "baseline": "bottom"}, color=GRIJS, text=name)
        layers.append(words.encode(x=alt.XValue(x), y=alt.YValue(-6)))  # type: ignore[no-untyped-call]
    return alt.layer(*layers)
