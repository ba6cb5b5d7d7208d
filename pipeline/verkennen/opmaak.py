"""What the charts of the analyst's room share: sizes, axes, lists to choose from, and what lights up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import altair as alt

from pipeline.indicators.definitions import BESTEMMING, definities
from pipeline.reporting.theme import ACCENT, GRIJS, INKT, KLASSE_KLEUR
from pipeline.verkennen.beeld import Figuur, figuur
from pipeline.verkennen.rijen import KLASSEN_IN_WOORDEN
from pipeline.vocabulary.meetmoment import MEETMOMENTEN

if TYPE_CHECKING:
    import pandas as pd

BREEDTE, RIJ = 460, 22
"""Width of a plot and height of a row of it, in pixels."""
MOMENTEN = list(MEETMOMENTEN)
PROCENT = alt.Axis(labelExpr="datum.value + '%'", values=[0, 25, 50, 75, 100], title=None)
SCHAAL = alt.Scale(domain=[0, 100], nice=False)
_KLEUREN = [ACCENT, "#a8760f", "#2c7a63", "#6b2a1c", "#3d8fbd", "#77570f", "#4d9c81", "#9a5a48", "#013f5f",
            "#56423c", "#6f917a", "#5b6472"]  # fmt: skip
"""For groups that have no colour of their own; neighbours differ in lightness."""


KLASSE_SCHAAL = alt.Scale(
    domain=list(KLASSEN_IN_WOORDEN.values()),
    range=[KLASSE_KLEUR[klasse].rpartition(" ")[2] for klasse in KLASSEN_IN_WOORDEN],
)
"""The fixed colours of the classes; in the place of a hatch the colour that stands in for it."""


@dataclass(frozen=True)
class Kleur:
    """The colour of a group, and whether there are few enough of them to name."""

    channel: Any
    few: bool


def colour(rows: pd.DataFrame) -> Kleur:
    """A colour per group; one group has the accent, and more than a legend can hold have it too."""
    groups = rows.groep.nunique()
    legend = alt.Legend(orient="bottom", columns=2, labelLimit=260)
    if set(rows.groep) <= set(KLASSEN_IN_WOORDEN.values()):
        return Kleur(alt.Color("groep:N", scale=KLASSE_SCHAAL, legend=legend), True)
    if groups == 1 or groups > len(_KLEUREN):
        return Kleur(alt.ColorValue(ACCENT) if groups == 1 else _unnamed(), False)
    return Kleur(alt.Color("groep:N", scale=alt.Scale(range=_KLEUREN), legend=legend), True)


def _unnamed() -> alt.Color:
    return alt.Color("groep:N", scale=alt.Scale(range=[ACCENT]), legend=None)


def faded(lit: Any) -> Any:
    """Pale, unless it is what was pointed out or nothing was."""
    return alt.condition(lit, alt.value(1.0), alt.value(0.12))


def light(field: str, where: Literal["legend"] | None) -> alt.Parameter:
    """What lights up at a click, on the legend or on the mark itself."""
    if where:
        return alt.selection_point(name=f"licht_{field}", fields=[field], bind=where)
    return alt.selection_point(name=f"licht_{field}", fields=[field])


def choice(rows: pd.DataFrame, field: str, label: str, newest: bool = True) -> alt.Parameter:
    """A list to choose one value of a field from; it begins at the last, or at the first."""
    options = sorted(rows[field].unique())
    return alt.selection_point(
        name=f"kies_{field}",
        fields=[field],
        bind=alt.binding_select(options=options, name=label),
        value=options[-1 if newest else 0],
    )


def question(rows: pd.DataFrame, note: str) -> alt.TitleParams:
    """The question that the figures answer, and how to read the marks."""
    codes = rows.indicator.unique()
    asked = {BESTEMMING.code: BESTEMMING, **definities()}[str(codes[0])]
    return alt.TitleParams(asked.vraag if len(codes) == 1 else "Verschillende maten", subtitle=note)


def rule_at(value: float, axis: Literal["x", "y"]) -> alt.Chart:
    """A dashed line at a percentage: a target, or what is enough."""
    line = alt.Chart(alt.InlineData(values=[{"doel": value}])).mark_rule(color=INKT, strokeDash=[5, 3])
    along: alt.Chart = line.encode(x=alt.X("doel:Q")) if axis == "x" else line.encode(y=alt.Y("doel:Q"))
    return along


def tip() -> alt.Tooltip:
    """The text of a row, at the mouse."""
    return alt.Tooltip("tip:N", title=" ")


def nothing() -> Figuur:
    """In the place of a chart of which there is nothing to see."""
    text = "geen gegevens om te tekenen"
    empty = alt.Chart(alt.InlineData(values=[{"t": text}]), width=BREEDTE, height=40)
    return figuur(empty.mark_text(color=GRIJS).encode(text="t:N"), text)
