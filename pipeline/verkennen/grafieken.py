"""The charts of the analyst's room: each takes a table of Verkenning and gives a figure to point at.

The numbers come from the table; a chart computes nothing but places. Only counted groups go in, never rows of
leavers. A group is what the table has besides the figures: per="school" gives one line per school.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from pipeline.evaluation.stromen import KLASSEN
from pipeline.reporting.notation import getal, procent
from pipeline.reporting.theme import ACCENT, GRIJS, INKT, LIJN, MARGE
from pipeline.verkennen.beeld import Figuur, figuur, van_tabel
from pipeline.verkennen.opmaak import (
    BREEDTE,
    KLASSE_SCHAAL,
    MOMENTEN,
    PROCENT,
    RIJ,
    SCHAAL,
    choice,
    colour,
    faded,
    light,
    nothing,
    question,
    rule_at,
    tip,
)
from pipeline.verkennen.rijen import (
    KLASSEN_IN_WOORDEN,
    grouped,
    in_words,
    inside,
    ready,
    told_as_curve,
    told_as_flow,
    with_class,
)
from pipeline.vocabulary.tables import klassen

if TYPE_CHECKING:
    import pandas as pd

_PUNT = ["groep", "jaar", "pct", "laag", "hoog", "tip"]
_LEZINGEN = {
    "niet meer in werk": "wie niet is bereikt, telt niet mee",
    "niet meer in werk, of onbekend": "wie niet is bereikt, telt als zonder werk",
}


class Grafieken:
    """The charts; `v.grafiek` has them. What was not measured is not drawn."""

    @van_tabel
    def bestemmingen(self, tabel: pd.DataFrame) -> Figuur:
        """Stacked bars of `v.bestemmingen(...)`: a bar per group, a year to choose, a class to light up."""
        rows = ready(tabel)
        if rows.empty:
            return nothing()
        order = {k.klasse: k.volgorde for k in klassen()}
        rows = rows.assign(wat=rows.klasse.map(KLASSEN_IN_WOORDEN), volgorde=rows.klasse.map(order))
        year, lit = choice(rows, "jaar", "Schooljaar "), light("wat", "legend")
        chart = (
            alt.Chart(inside(rows, [*_PUNT, "wat", "volgorde"]), width=BREEDTE, height=alt.Step(RIJ + 6))
            .mark_bar()
            .encode(
                y=_group_axis(),
                x=alt.X("pct:Q", axis=PROCENT, scale=SCHAAL, stack="zero"),
                color=alt.Color(
                    "wat:N",
                    scale=KLASSE_SCHAAL,
                    legend=alt.Legend(orient="bottom", columns=2, labelLimit=260),
                ),
                order="volgorde:Q",
                opacity=faded(lit),
                tooltip=tip(),
            )
            .transform_filter(year)
            .add_params(year, lit)
        )
        return figuur(
            chart.properties(title=question(rows, "Klik op een soort om die uit te lichten.")),
            in_words("bestemmingen", rows),
        )

    @van_tabel
    def verloop(self, tabel: pd.DataFrame) -> Figuur:
        """Lines through the cohorts of `v.indicator(...)` or `v.bestemmingen(...)`, with intervals."""
        rows = ready(with_class(tabel))
        if rows.empty:
            return nothing()
        lit = light("groep", "legend" if colour(rows).few else None)
        base = alt.Chart(inside(rows, _PUNT), width=BREEDTE, height=280).encode(
            x=alt.X("jaar:O", title=None, axis=alt.Axis(labelAngle=-40)),
            y=alt.Y("pct:Q", axis=PROCENT, scale=SCHAAL),
            color=colour(rows).channel,
            opacity=faded(lit),
        )
        chart = alt.layer(
            base.mark_rule().encode(y=alt.Y("laag:Q"), y2="hoog:Q"),
            base.mark_line(strokeWidth=2),
            base.mark_circle(size=60).encode(tooltip=tip()).add_params(lit),
        )
        return figuur(
            chart.properties(title=question(rows, "Streep: toevalsmarge (95%). Klik op een naam of punt.")),
            in_words("verloop", rows),
        )

    @van_tabel
    def punten(self, tabel: pd.DataFrame, doel: float | None = None) -> Figuur:
        """A point with its interval per group of `v.indicator(...)`, one year, bounds behind it."""
        rows = ready(tabel)
        if rows.empty:
            return nothing()
        year = choice(rows, "jaar", "Schooljaar ")
        data = inside(rows, [*_PUNT, "ondergrens", "bovengrens"])
        base = (
            alt.Chart(data, width=BREEDTE, height=alt.Step(RIJ))
            .transform_filter(year)
            .encode(y=_group_axis())
        )
        x = alt.X("pct:Q", axis=PROCENT, scale=SCHAAL)
        bounds = base.mark_rule(color=LIJN, strokeWidth=12).encode(x=alt.X("ondergrens:Q"), x2="bovengrens:Q")
        known = rows.ondergrens.notna().any()
        chart = alt.layer(
            *([bounds] if known else []),
            base.mark_rule(color=MARGE, strokeWidth=1.5).encode(x=alt.X("laag:Q"), x2="hoog:Q"),
            base.mark_circle(color=ACCENT, size=80, opacity=1).encode(x=x, tooltip=tip()).add_params(year),
            *([] if doel is None else [rule_at(doel, "x")]),
        )
        light_bar = " Lichte balk: wat het kan zijn als de onbekenden bekend waren." if known else ""
        note = f"Streep: toevalsmarge (95%).{light_bar}"
        return figuur(chart.properties(title=question(rows, note)), in_words("punten", rows))

    @van_tabel
    def funnel(self, tabel: pd.DataFrame, doel: float | None = None) -> Figuur:
        """The groups of `v.indicator(...)` by size, against the limits of chance, for the newest cohort.

        doel: in percent; without it the rate of these groups together.
        """
        from pipeline.evaluation.funnel import funnel, lijnen

        rows = ready(tabel[tabel.cohort == tabel.cohort.max()]).reset_index(drop=True)
        try:
            uitkomst = funnel(rows.astype({"n": "int64", "k": "int64"}), doel)
        except ValueError:  # nobody, or everybody at the target: there is no funnel
            return nothing()
        limits = lijnen(uitkomst, int(rows.n.max()) + 5).query("model == 'exact'")
        limits = limits.assign(grens=limits.niveau.map("{:g}%".format))
        x = alt.X("n:Q", title="aantal schoolverlaters")
        line = alt.Chart(inside(limits, ["n", "onder", "boven", "grens"]), width=BREEDTE, height=320).encode(
            x=x, strokeDash=alt.StrokeDash("grens:N", legend=alt.Legend(orient="bottom"))
        )
        style: dict[str, Any] = {"color": GRIJS, "interpolate": "step-after", "strokeWidth": 1}
        schools = alt.Chart(inside(rows, [*_PUNT, "n"])).mark_circle(color=ACCENT, size=90, opacity=1)
        chart = alt.layer(
            line.mark_line(**style).encode(y=alt.Y("onder:Q")),
            line.mark_line(**style).encode(y=alt.Y("boven:Q")),
            rule_at(uitkomst.doel, "y"),
            schools.encode(x=x, y=alt.Y("pct:Q", axis=PROCENT, scale=SCHAAL), tooltip=tip()),
        )
        whose = "alle punten samen" if uitkomst.gepoold else "gekozen"
        note = f"{rows.jaar[0]}. Doel: {procent(uitkomst.doel)}, {whose}. Trechter: wat toeval kan doen."
        return figuur(chart.properties(title=question(rows, note)), in_words("funnel", rows))

    def volgcurve(self, tabel: pd.DataFrame) -> Figuur:
        """Who still has work at each moment, of `v.volgcurve(...)`, with and without who was not reached."""
        rows = tabel[tabel.gebeurtenis_naam.isin(_LEZINGEN) & tabel.pct.notna()]
        if rows.empty:
            return nothing()
        rows = _curve(rows)
        lit = light("groep", "legend" if colour(rows).few else None)
        base = alt.Chart(inside(rows, [*_PUNT, "lezing"]), width=BREEDTE, height=280).encode(
            x=alt.X("jaar:O", title=None, sort=MOMENTEN, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("pct:Q", axis=PROCENT, scale=SCHAAL),
            color=colour(rows).channel,
            opacity=faded(lit),
        )
        dash = alt.StrokeDash(
            "lezing:N",
            sort=list(_LEZINGEN.values()),
            legend=alt.Legend(orient="bottom", columns=1, symbolType="stroke", symbolStrokeWidth=2),
        )
        chart = alt.layer(
            base.mark_line().encode(strokeDash=dash),
            base.mark_circle(size=60).encode(tooltip=tip()).add_params(lit),
        )
        title = alt.TitleParams(
            "Wie houdt werk?",
            subtitle="Van wie bij vertrek (U) werk had: het deel dat op elk moment werk had.",
        )
        return figuur(chart.properties(title=title), in_words("volgcurve", rows))

    def stromen(self, tabel: pd.DataFrame) -> Figuur:
        """From where to where, of `v.stromen(...)`: darker for a larger part of the row."""
        rows = told_as_flow(tabel[tabel.n > 0])
        if rows.empty:
            return nothing()
        group = choice(rows, "groep", "Groep ", newest=False)
        base = (
            alt.Chart(inside(rows, ["groep", "van", "naar", "k", "pct", "tip"]), width=BREEDTE, height=280)
            .transform_filter(group)
            .encode(
                x=alt.X(
                    "naar:N", sort=list(KLASSEN), axis=alt.Axis(orient="top", labelAngle=-30, title="later")
                ),
                y=alt.Y("van:N", sort=list(KLASSEN), title="eerst"),
            )
        )
        dark = alt.Scale(domain=[0, 100], range=["#eef4f8", ACCENT])
        text = alt.condition("datum.pct > 80", alt.value("#ffffff"), alt.value(INKT))
        chart = alt.layer(
            base.mark_rect()
            .encode(color=alt.Color("pct:Q", scale=dark, legend=None), tooltip=tip())
            .add_params(group),
            base.mark_text().encode(text=alt.Text("k:Q", format=",d"), color=text),
        )
        title = alt.TitleParams(
            "Van waar naar waar?", subtitle="Aantallen. Donkerder: een groter deel van de rij."
        )
        return figuur(chart.properties(title=title), in_words("stromen", rows))

    def staven(self, tabel: pd.DataFrame, naam: str, aantal: str, titel: str = "") -> Figuur:
        """Bars of one column of numbers (`aantal`) by one of names (`naam`), in the order of the table."""
        rows = tabel[[naam, aantal]].set_axis(["naam", "aantal"], axis=1).dropna()
        if rows.empty:
            return nothing()
        texts = [f"{wat}: {getal(int(k))}" for wat, k in zip(rows.naam, rows.aantal, strict=True)]
        data = inside(rows.assign(tip=texts), ["naam", "aantal", "tip"])
        base = alt.Chart(data, width=BREEDTE, height=alt.Step(RIJ + 4), title=titel or naam).encode(
            y=alt.Y("naam:N", sort=None, title=None, axis=alt.Axis(labelLimit=260)),
            x=alt.X("aantal:Q", axis=None),
        )
        number = base.mark_text(align="left", dx=4).encode(text=alt.Text("aantal:Q", format=",d"))
        chart = alt.layer(base.mark_bar(color=ACCENT).encode(tooltip=tip()), number)
        return figuur(chart, in_words(titel or naam, rows))

    def kracht(self, tabel: pd.DataFrame) -> Figuur:
        """How often an effect of some size would be found, of `v.kracht(...)`; four out of five is enough."""
        if tabel.empty:
            return nothing()
        rows = tabel.assign(pct=100 * tabel.kracht)
        rows["tip"] = [
            f"een effect van {getal(int(effect))} procentpunt: gevonden in {procent(pct, 0)} van de gevallen"
            for effect, pct in zip(rows.effect, rows.pct, strict=True)
        ]
        base = alt.Chart(inside(rows, ["effect", "pct", "tip"]), width=BREEDTE, height=260).encode(
            x=alt.X("effect:Q", title="effect in procentpunten"), y=alt.Y("pct:Q", axis=PROCENT, scale=SCHAAL)
        )
        chart = alt.layer(
            rule_at(80, "y"),
            base.mark_line(color=ACCENT),
            base.mark_circle(color=ACCENT, size=80, opacity=1).encode(tooltip=tip()),
        )
        title = alt.TitleParams(
            "Wat kon dit plan laten zien?",
            subtitle="Hoe vaak de toets een effect van die grootte vindt. Streep: vier op de vijf keer.",
        )
        return figuur(chart.properties(title=title), in_words("kracht", rows))


def _curve(rows: pd.DataFrame) -> pd.DataFrame:
    """The life table as points from U on, where everybody has work."""
    import pandas as pd

    rows = grouped(rows).assign(
        jaar=rows.interval.str.split("-").str[1], lezing=rows.gebeurtenis_naam.map(_LEZINGEN)
    )
    start = rows.drop_duplicates(["groep", "lezing"]).assign(jaar="U", pct=100.0, laag=100.0, hoog=100.0)
    both = pd.concat([start, rows], ignore_index=True)
    return told_as_curve(both)


def _group_axis() -> alt.Y:
    return alt.Y("groep:N", title=None, axis=alt.Axis(labelLimit=240))
