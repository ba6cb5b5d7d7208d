"""Upright rules across all rows of a chart, with their names on top: norm, target or maximum."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from pipeline.reporting.charts.doek import bron, y2_px, y_px
from pipeline.reporting.charts.etiketten import Plek, plaats_etiketten
from pipeline.reporting.theme import GRIJS, INKT, KLEIN, REGEL


@dataclass(frozen=True)
class Streep:
    """A rule at a percentage; dashed for what should be, solid and grey for what is."""

    waarde: float
    label: str
    streepjes: bool = True


def hoogte_strepen(strepen: Sequence[Streep], breedte: int) -> int:
    """The room that the labels need above the plot."""
    niveaus = [plek.niveau for plek in _plekken(strepen, breedte).values()]
    return 10 + (max(niveaus) + 1) * REGEL if niveaus else 0


def streep_lagen(strepen: Sequence[Streep], breedte: int, hoogte: int) -> Iterator[alt.Chart]:
    """Rule and label of each."""
    plekken = _plekken(strepen, breedte)
    for streep in strepen:
        plek = plekken[streep.label]
        boven = -2 - plek.niveau * REGEL
        rij = bron([{"x": streep.waarde, "tekst": streep.label}]).encode(x=alt.X("x:Q"))
        stijl: dict[str, Any] = (
            {"strokeDash": [5, 3], "color": INKT} if streep.streepjes else {"color": GRIJS}
        )
        yield rij.mark_rule(strokeWidth=1.2, **stijl).encode(y=y_px(boven), y2=y2_px(hoogte))
        opzij = {"right": -4, "left": 4, "center": 0}[plek.kant]
        tekst = rij.mark_text(
            baseline="bottom", align=plek.kant, dx=opzij, fontSize=KLEIN, color=stijl["color"]
        )
        yield tekst.encode(y=y_px(boven - 3), text=alt.Text("tekst:N"))


def _plekken(strepen: Sequence[Streep], breedte: int) -> dict[str, Plek]:
    """The place of every label, by its text."""
    gevraagd = [(streep.waarde / 100 * breedte, streep.label) for streep in strepen]
    return {plek.tekst: plek for plek in plaats_etiketten(gevraagd, breedte + 60)}
