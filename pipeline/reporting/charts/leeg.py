"""The marks for what has no figure: a light hatch for what is not shown, an empty frame for what cannot be measured yet."""

from collections.abc import Iterator, Sequence
from typing import Any

import altair as alt

from pipeline.reporting.charts.doek import bron, kolom, tekst_breedte, y_as
from pipeline.reporting.notation import NIET_GETOOND
from pipeline.reporting.theme import GRIJS, KLEIN, VERBORGEN, WIT

_HALF = 8


def lege_stijl(woorden: str) -> dict[str, Any]:
    """Fill and stroke of the mark that goes with the words."""
    return (
        {"fill": VERBORGEN}
        if woorden == NIET_GETOOND
        else {"fill": WIT, "stroke": GRIJS, "strokeDash": [3, 3]}
    )


def lege_vakken(rijen: Sequence[tuple[str, float]], hoogte: int, tot: float = 100) -> Iterator[alt.Chart]:
    """A mark from 0 to the end of the axis with its words on it, for rows given as (words, middle of the row in pixels)."""
    y_kanaal = alt.Y("y:Q", scale=y_as(hoogte), axis=None)
    for woorden, y in rijen:
        vak = bron([{"x": 0, "x2": tot, "y": y - _HALF, "y2": y + _HALF}]).mark_rect(**lege_stijl(woorden))
        yield vak.encode(x="x:Q", x2="x2", y=y_kanaal, y2="y2")
        if woorden == NIET_GETOOND:
            wit = bron([{"y": y}]).mark_rule(color=WIT, strokeWidth=2 * _HALF + 1)
            yield wit.encode(x=alt.value(8), x2=alt.value(20 + tekst_breedte(woorden, KLEIN)), y=y_kanaal)
    teksten = [{"y": y, "tekst": woorden} for woorden, y in rijen]
    yield kolom(teksten, hoogte, 14, align="left", kleur=GRIJS, grootte=KLEIN)
