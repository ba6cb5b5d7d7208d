"""The sheet a chart is drawn on: fixed outer width, margins that hold the labels, title and subtitle above.

Rows are laid out in pixels, because their heights differ (headings, wrapped names, breaks); values keep a
scale.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any, Literal

import altair as alt

from pipeline.reporting.charts.samenstel import Samenstel
from pipeline.reporting.markdown import platte_tekst
from pipeline.reporting.theme import BREEDTE, GRIJS, INKT, KLEIN, KOP, REGEL, TEKST

Rij = dict[str, Any]
Uitlijning = Literal["left", "center", "right"]

KOP_REGEL = 22
KOP_BREEDTE = 0.93 * BREEDTE
"""Room for a line of a title: bold type is wider than the estimate."""
KOPPEN = ("titel", "ondertitel")
"""Names of the layers with title and subtitle: the class of their marks, by which a page finds them."""
_LANGST = 190
"""Signs of a name or tip at most: what an attribute of a page may hold (pipeline/gate)."""
_SMAL, _BREED = set("iIjlftr.,:;'|!()[]/- "), set("mwMW%@")


@dataclass(frozen=True)
class Koppen:
    """The finding, as a sentence with the number, and what was measured: of whom, n, and when."""

    titel: str
    ondertitel: str


@dataclass(frozen=True)
class Doek:
    """Margins and height of the plot in pixels; `opschrift` is the room for labels between title and plot."""

    koppen: Koppen
    hoogte: int
    links: int
    rechts: int
    onder: int = 28
    opschrift: int = 0

    @property
    def breedte(self) -> int:
        """Width of the plot itself."""
        return BREEDTE - self.links - self.rechts

    def afwerken(self, lagen: Sequence[alt.Chart]) -> Samenstel:
        """The layers as one chart of the text column's width, title and subtitle above its left edge."""
        koplagen, boven = self._koppen()
        marges = {"left": self.links, "right": self.rechts, "top": boven, "bottom": self.onder}
        eigenschappen = {
            "width": self.breedte, "height": self.hoogte, "padding": marges, "autosize": "none",
            "description": self.koppen.titel,
        }  # fmt: skip
        return Samenstel("layer", (*lagen, *koplagen), eigenschappen)

    def _koppen(self) -> tuple[list[alt.Chart], int]:
        """Title and subtitle as text marks, because Vega's own title gives way to what is above the plot."""
        titel = evenwichtig(self.koppen.titel, KOP_BREEDTE, KOP)
        onder = evenwichtig(self.koppen.ondertitel, BREEDTE, TEKST)
        boven = len(titel) * KOP_REGEL + len(onder) * REGEL + self.opschrift + 22
        opmaak: dict[str, Any] = {"align": "left", "baseline": "top", "lineBreak": "\n"}
        groot = bron([{"tekst": "\n".join(titel)}]).mark_text(
            **opmaak, fontSize=KOP, lineHeight=KOP_REGEL, fontWeight="bold"
        )  # fmt: skip
        klein = bron([{"tekst": "\n".join(onder)}]).mark_text(**opmaak, lineHeight=REGEL, color=GRIJS)
        plaats = {"x": x_px(-self.links), "text": alt.Text("tekst:N")}
        onder_y = y_px(len(titel) * KOP_REGEL + 5 - boven)
        lagen = [groot.encode(y=y_px(-boven), **plaats), klein.encode(y=onder_y, **plaats)]
        return [laag.properties(name=naam) for laag, naam in zip(lagen, KOPPEN, strict=True)], boven


@cache
def tekst_breedte(tekst: str, grootte: int = TEKST) -> float:
    """About how many pixels a text takes in the house's font."""
    em = sum(0.27 if c in _SMAL else 0.8 if c in _BREED else 0.57 if c.isupper() else 0.5 for c in tekst)
    return em * grootte


def regels(tekst: str, breedte: float, grootte: int = TEKST) -> list[str]:
    """Break a text into lines that fit, and at its newlines; a word longer than a line is broken too."""
    if "\n" in tekst:
        return [lijn for deel in tekst.split("\n") for lijn in regels(deel, breedte, grootte)]
    lijnen = [""]
    for woord in _woorden(platte_tekst(tekst), breedte, grootte):
        langer = f"{lijnen[-1]} {woord}".strip()
        if lijnen[-1] and tekst_breedte(langer, grootte) > breedte:
            lijnen.append(woord)
        else:
            lijnen[-1] = langer
    return lijnen


def _woorden(tekst: str, breedte: float, grootte: int) -> Iterator[str]:
    """The words of a text, one that fits no line in pieces that do."""
    for woord in tekst.split():
        while tekst_breedte(woord, grootte) > breedte:
            past = max(1, sum(b <= breedte for b in accumulate(tekst_breedte(c, grootte) for c in woord)))
            yield woord[:past]
            woord = woord[past:]
        yield woord


def evenwichtig(tekst: str, breedte: float, grootte: int) -> list[str]:
    """The same number of lines, of about equal length: no single word on the last."""
    aantal = len(regels(tekst, breedte, grootte))
    smaller = [b for b in range(int(breedte), 100, -20) if len(regels(tekst, b, grootte)) == aantal]
    return regels(tekst, min(smaller, default=breedte), grootte)


def bron(rijen: Sequence[Rij]) -> alt.Chart:
    """A chart over rows written out in the specification; no address, no file.

    A row's `naam` is what it is of (a school, a board, a measure), its `tip` what is said on pointing at it.
    """
    return alt.Chart(alt.InlineData(values=tuple(map(_gezegd, rijen))))


def tip_kanaal() -> alt.Tooltip:
    """What a mark says on pointing at it, of the field `tip`."""
    return alt.Tooltip("tip:N", title=" ")


def _gezegd(rij: Rij) -> Rij:
    return {veld: _kort(w) if veld in ("naam", "tip") else w for veld, w in rij.items()}


def _kort(tekst: str) -> str:
    plat = platte_tekst(tekst)
    return plat if len(plat) <= _LANGST else f"{plat[: _LANGST - 1]}…"


def x_px(px: float) -> Any:
    """A place in pixels from the left edge of the plot; Altair reads a channel object fastest."""
    return alt.XValue(px)  # type: ignore[no-untyped-call]


def x2_px(px: float) -> Any:
    """The other end, in pixels from the left edge of the plot."""
    return alt.X2Value(px)  # type: ignore[no-untyped-call]


def y_px(px: float) -> Any:
    """A place in pixels from the top of the plot."""
    return alt.YValue(px)  # type: ignore[no-untyped-call]


def y2_px(px: float) -> Any:
    """The other end, in pixels from the top of the plot."""
    return alt.Y2Value(px)  # type: ignore[no-untyped-call]


def y_as(hoogte: int) -> alt.Scale:
    """Pixels from the top of the plot."""
    return alt.Scale(domain=[hoogte, 0], nice=False, zero=False)


def procent_as(tot: float = 100, stap: int = 25) -> dict[str, Any]:
    """Scale and axis of a percentage along the bottom: 0 to 100 in steps of 25."""
    as_ = alt.Axis(
        values=list(range(0, int(tot) + 1, stap)),
        labelExpr="datum.value + '%'", labelFlush=False, title=None, grid=True, zindex=0,
    )  # fmt: skip
    return {"scale": alt.Scale(domain=[0, tot], nice=False), "axis": as_}


def tekst_laag(
    rijen: Sequence[Rij], hoogte: int, x: Any, *, align: Uitlijning = "left", vet: bool = False,
    kleur: str = INKT, grootte: int = TEKST,
) -> alt.Chart:  # fmt: skip
    """Texts from the field `tekst` at (x, y); lines are separated by a newline."""
    mark = bron(rijen).mark_text(
        align=align, baseline="middle", color=kleur, fontSize=grootte, lineBreak="\n", lineHeight=REGEL - 2,
        fontWeight="bold" if vet else "normal",
    )  # fmt: skip
    y = alt.Y("y:Q", scale=y_as(hoogte), axis=None)
    laag: alt.Chart = mark.encode(x=x, y=y, text=alt.Text("tekst:N"))
    return laag


def kolom(
    rijen: Sequence[Rij], hoogte: int, px: float, *, align: Uitlijning = "right", **opmaak: Any
) -> alt.Chart:
    """Texts in a column at a fixed distance in pixels from the left edge of the plot."""
    return tekst_laag(rijen, hoogte, x_px(px), align=align, **opmaak)


def kolomkop(tekst: str, px: float, align: Uitlijning = "right") -> alt.Chart:
    """A small grey heading above a column of texts, just over the plot."""
    mark = bron([{}]).mark_text(
        align=align, baseline="bottom", text=tekst, color=GRIJS, fontSize=KLEIN, lineBreak="\n"
    )  # fmt: skip
    laag: alt.Chart = mark.encode(x=x_px(px), y=y_px(-6))
    return laag
