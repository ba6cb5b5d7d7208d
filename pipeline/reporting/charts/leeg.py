"""The marks for what has no figure: a light hatch for what is hidden, an empty frame otherwise."""

from collections.abc import Iterator, Sequence
from typing import Any

import altair as alt

from pipeline.reporting.charts.doek import bron, kolom, tekst_breedte, tip_kanaal, x2_px, x_px, y_as
from pipeline.reporting.notation import NIET_GETOOND
from pipeline.reporting.theme import GRIJS, KLEIN, VERBORGEN, WIT

_HALF = 8.0


def lege_stijl(woorden: str) -> dict[str, Any]:
    """Fill and stroke of the mark that goes with the words."""
    return (
        {"fill": VERBORGEN}
        if woorden == NIET_GETOOND
        else {"fill": WIT, "stroke": GRIJS, "strokeDash": [3, 3]}
    )


def lege_vakken(
    rijen: Sequence[tuple[str, float, str]], hoogte: int, tot: float = 100, half: float = _HALF
) -> Iterator[alt.Chart]:
    """A mark from 0 to the end of the axis with its words on it, for rows as (words, middle in pixels,
    name)."""
    y_kanaal = alt.Y("y:Q", scale=y_as(hoogte), axis=None)
    for woorden, y, naam in rijen:
        zegt = {"naam": naam, "tip": f"{naam}: {woorden}"}
        vak = bron([{"x": 0, "x2": tot, "y": y - half, "y2": y + half, **zegt}])
        vak = vak.mark_rect(**lege_stijl(woorden))
        yield vak.encode(x=alt.X("x:Q"), x2=alt.X2("x2"), y=y_kanaal, y2=alt.Y2("y2"), tooltip=tip_kanaal())
        if woorden == NIET_GETOOND:
            wit = bron([{"y": y}]).mark_rule(color=WIT, strokeWidth=2 * half + 1)
            yield wit.encode(x=x_px(8), x2=x2_px(20 + tekst_breedte(woorden, KLEIN)), y=y_kanaal)
    teksten = [{"y": y, "tekst": woorden, "naam": naam} for woorden, y, naam in rijen]
    yield kolom(teksten, hoogte, 14, align="left", kleur=GRIJS, grootte=KLEIN)
