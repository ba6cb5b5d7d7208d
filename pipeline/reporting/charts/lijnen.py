"""Rates through the years, in panels with equal axes: line, points, intervals, a norm, what broke the series.

A line stops at a break and at a year without a figure; it never bridges them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from pipeline.reporting.charts.doek import (
    KOP_BREEDTE,
    Koppen,
    Rij,
    bron,
    evenwichtig,
    regels,
    tekst_breedte,
    tip_kanaal,
    y2_px,
    y_px,
)
from pipeline.reporting.charts.leeg import lege_stijl
from pipeline.reporting.charts.reeks import Gebeurtenis, Paneel
from pipeline.reporting.charts.samenstel import Samenstel
from pipeline.reporting.notation import procent
from pipeline.reporting.theme import ACCENT, BREEDTE, GRIJS, INKT, KLEIN, KOP, LIJN, MARGE, REGEL, TEKST, WIT

_COHORT_LABEL = "format(datum.value % 100, '02d') + '-' + format((datum.value + 1) % 100, '02d')"
HOOGTE, AS, TUSSEN = 106, 38, 24
_RUIMTE = (0.5, 0.75)
"""Room before the first and after the last year, in years."""


def lijnen(koppen: Koppen, panelen: Sequence[Paneel]) -> Samenstel:
    """The panels in two columns (one, if there is one panel) under one title."""
    kolommen = min(2, len(panelen))
    breedte = (BREEDTE - kolommen * (AS + 3) - (kolommen - 1) * TUSSEN) // kolommen
    starts = [jaar.start for paneel in panelen for jaar in paneel.jaren]
    kaders = [_Kader(paneel, min(starts), max(starts), breedte) for paneel in panelen]
    namen = max(kader.niveaus for kader in kaders)
    titel = alt.TitleParams(
        text=evenwichtig(koppen.titel, KOP_BREEDTE, KOP),
        subtitle=evenwichtig(koppen.ondertitel, BREEDTE, TEKST),
        frame="bounds",
        offset=18,
    )
    grafieken = [kader.grafiek(namen) for kader in kaders]
    eigenschappen = {
        "columns": kolommen, "spacing": {"row": 20, "column": TUSSEN}, "title": titel, "padding": 0,
        "description": koppen.titel,
    }  # fmt: skip
    return Samenstel("concat", tuple(grafieken), eigenschappen)


@dataclass(frozen=True)
class _Kader:
    """A panel on its axes, from the first to the last year of all panels."""

    paneel: Paneel
    eerste: int
    laatste: int
    breedte: int

    def grafiek(self, niveaus: int) -> Samenstel:
        """All layers of the panel, from back to front, with room for so many lines of names on top."""
        titel = alt.TitleParams(
            text=regels(self.paneel.titel, self.breedte + AS - 6, TEKST), fontSize=TEKST, lineHeight=REGEL,
            subtitle=("– –  " if self.paneel.norm is not None else "") + self.paneel.toelichting,
            subtitlePadding=2, dx=-AS, offset=8,
        )  # fmt: skip
        lagen = [
            self._ruimte(niveaus),
            *self._norm(),
            *self._zonder(),
            *self._gebeurtenissen(),
            *self._lijn(),
            *self._etiketten(),
        ]
        return Samenstel("layer", tuple(lagen), {"width": self.breedte, "height": HOOGTE, "title": titel})

    def _x(self) -> alt.X:
        stap = -2 if self.laatste - self.eerste > 4 else -1
        as_ = alt.Axis(
            values=list(range(self.laatste, self.eerste - 1, stap)), title=None, grid=False, labelFlush=False,
            labelExpr="format(datum.value, 'd')" if self.paneel.kalenderjaren else _COHORT_LABEL,
        )  # fmt: skip
        domein = [self.eerste - _RUIMTE[0], self.laatste + _RUIMTE[1]]
        return alt.X("x:Q", scale=alt.Scale(domain=domein, nice=False), axis=as_)

    def _y(self, veld: str = "y") -> alt.Y:
        as_ = alt.Axis(
            values=[0, 25, 50, 75, 100], labelExpr="datum.value + '%'", title=None, minExtent=AS,
            maxExtent=AS, labelPadding=8, gridColor=LIJN,
        )  # fmt: skip
        return alt.Y(f"{veld}:Q", scale=alt.Scale(domain=[0, 100], nice=False), axis=as_)

    def _lijn(self) -> Iterator[alt.Chart]:
        basis = bron(self.paneel.punten())
        marge = basis.mark_rule(color=MARGE, strokeWidth=1.5)
        yield marge.encode(x=self._x(), y=self._y("laag"), y2=alt.Y2("hoog"))
        yield basis.mark_line(color=ACCENT, strokeWidth=2).encode(
            x=self._x(), y=self._y(), detail=alt.Detail("deel:N")
        )
        stip = basis.mark_circle(color=ACCENT, size=46, opacity=1, stroke=WIT, strokeWidth=1)
        yield stip.encode(x=self._x(), y=self._y(), tooltip=tip_kanaal())

    def _etiketten(self) -> Iterator[alt.Chart]:
        """The first and the last figure in numbers, clear of their intervals and of the line."""
        punten = self.paneel.punten()
        if len(punten) > 1:
            yield from self._etiket(punten[0], punten[1], laatste=False)
        if punten:
            yield from self._etiket(punten[-1], punten[-2] if len(punten) > 1 else punten[-1], laatste=True)

    def _etiket(self, punt: Rij, buur: Rij, *, laatste: bool) -> Iterator[alt.Chart]:
        onder = self._liever_onder(punt, buur)
        rij = bron([{**punt, "tekst": procent(punt["y"]), "rand": punt["laag"] if onder else punt["hoog"]}])
        opmaak: dict[str, Any] = {
            "align": "right" if laatste else "left", "dx": 13 if laatste else -8, "dy": 12 if onder else -11,
            "fontSize": KLEIN, "fontWeight": "bold" if laatste else "normal",
        }  # fmt: skip
        yield from self._met_rand(rij, opmaak, INKT if laatste else GRIJS, self._y("rand"))

    def _liever_onder(self, punt: Rij, buur: Rij) -> bool:
        """Whether a label is freer below its point: of the edge, the line to the neighbour, the norm."""
        norm = self.paneel.norm if self.paneel.norm is not None else -100
        boven = 4 * (punt["hoog"] > 91) + (buur["y"] > punt["y"]) + (0 < norm - punt["hoog"] < 14)
        onder = 4 * (punt["laag"] < 14) + (buur["y"] < punt["y"]) + (0 < punt["laag"] - norm < 14)
        return bool(onder < boven)

    def _met_rand(self, rij: alt.Chart, opmaak: dict[str, Any], kleur: str, y: Any) -> Iterator[alt.Chart]:
        """A text on a white edge of its own, so that lines under it do not cut through it."""
        for mark in (
            rij.mark_text(stroke=WIT, strokeWidth=4, **opmaak),
            rij.mark_text(color=kleur, **opmaak),
        ):
            yield mark.encode(x=self._x(), y=y, text=alt.Text("tekst:N"))

    def _norm(self) -> Iterator[alt.Chart]:
        if self.paneel.norm is not None:
            rij = bron([{"y": self.paneel.norm}])
            yield rij.mark_rule(color=INKT, strokeDash=[5, 3]).encode(y=self._y())

    def _zonder(self) -> Iterator[alt.Chart]:
        """Upright bands with words for the years that have no figure."""
        for woorden, van, tot in self.paneel.zonder():
            vak = bron([{"x": van - 0.45, "x2": tot + 0.45, **self._zegt(woorden, van, tot)}]).mark_rect(
                **lege_stijl(woorden)
            )
            yield vak.encode(
                x=self._x(), x2=alt.X2("x2"), y=y_px(1), y2=y2_px(HOOGTE - 1), tooltip=tip_kanaal()
            )
            midden = bron([{"x": (van + tot) / 2, "tekst": woorden}])
            past = (tot - van + 0.9) * self._stap > tekst_breedte(woorden, KLEIN)
            opmaak = {"angle": 0 if past else 270, "fontSize": KLEIN}
            yield from self._met_rand(midden, opmaak, GRIJS, y_px(HOOGTE / 2))

    def _zegt(self, woorden: str, van: int, tot: int) -> Rij:
        """What an empty band says: its years and why."""
        jaren = " tot en met ".join(dict.fromkeys(map(self.paneel.jaarnaam, (van, tot))))
        return {"naam": self.paneel.titel, "tip": f"{jaren}: {woorden}"}

    def _gebeurtenissen(self) -> Iterator[alt.Chart]:
        """An upright rule before the year, dotted where the series breaks, with its name above the plot."""
        for g, niveau in self._met_niveau():
            boven = -2 - niveau * REGEL
            rij = bron([{"x": g.voor - 0.5, "tekst": g.label}])
            stijl: dict[str, Any] = {"strokeDash": [2, 3]} if g.breuk else {}
            lijn = rij.mark_rule(color=GRIJS, **stijl)
            yield lijn.encode(x=self._x(), y=y_px(boven - 12), y2=y2_px(HOOGTE))
            tekst = rij.mark_text(align="left", baseline="bottom", dx=4, color=GRIJS, fontSize=KLEIN)
            yield tekst.encode(x=self._x(), y=y_px(boven), text=alt.Text("tekst:N"))

    @property
    def _stap(self) -> float:
        """Pixels between two years."""
        return self.breedte / (self.laatste - self.eerste + sum(_RUIMTE))

    @property
    def niveaus(self) -> int:
        """How many lines the names of the events take."""
        return max((niveau + 1 for _, niveau in self._met_niveau()), default=0)

    def _ruimte(self, niveaus: int) -> alt.Chart:
        """An invisible mark as high as the names of the events, so that panels side by side line up."""
        mark = bron([{}]).mark_rule(opacity=0)
        laag: alt.Chart = mark.encode(y=y_px(-14 - (niveaus - 1) * REGEL if niveaus else 0), y2=y2_px(0))
        return laag

    def _met_niveau(self) -> list[tuple[Gebeurtenis, int]]:
        """Each event with the line its name goes on: above every later event whose rule it would cross."""
        geplaatst: list[tuple[Gebeurtenis, int]] = []
        for g in reversed([g for g in self.paneel.gebeurtenissen if self.eerste <= g.voor <= self.laatste]):
            eind = g.voor + (tekst_breedte(g.label, KLEIN) + 10) / self._stap
            niveau = max((n + 1 for later, n in geplaatst if later.voor < eind), default=0)
            geplaatst.append((g, niveau))
        return geplaatst
