"""A difference per year since the start, with its interval: before it on the left, since on the right.

Panels under each other, all with the same axis, so that they can be compared. A year that is not told has an
empty place with its words; so has a panel of which none is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from typing import Any

import altair as alt

from pipeline.reporting.charts.doek import Doek, Koppen, Rij, bron, regels, tekst_laag, y_as
from pipeline.reporting.charts.leeg import lege_stijl
from pipeline.reporting.charts.samenstel import Samenstel
from pipeline.reporting.notation import decimaal
from pipeline.reporting.theme import ACCENT, BREEDTE, GRIJS, INKT, KLEIN, LIJN, MARGE, REGEL, WIT

LINKS, RECHTS = 48, 12
PLOT = BREEDTE - LINKS - RECHTS
KOP, VLAK, VOET = 34, 120, 48
"""Heights in pixels of a panel's title, its plot, and what stands under it."""
LEEG = 52
"""Height of the frame of a panel without a single year."""
_STAPPEN = (1, 2, 5, 10, 20, 50)
_LIJNEN = 6
"""About how many levels the axis shows at most."""
_HALF = 26
"""Half the width of an empty place."""


@dataclass(frozen=True)
class Jaarpunt:
    """A year by its label, before or since the start; an end of the interval that is None goes on and on.
    With `woorden` there is nothing to draw, and they say why.
    """

    label: str
    voor: bool
    verschil: float = 0.0
    laag: float | None = None
    hoog: float | None = None
    woorden: str = ""


@dataclass(frozen=True)
class Jaren:
    """One panel: its title and its years, from the first before the start."""

    titel: str
    punten: tuple[Jaarpunt, ...]

    @property
    def woorden(self) -> str:
        """Why there is nothing to draw at all; empty when there is."""
        gezegd = list(dict.fromkeys(punt.woorden for punt in self.punten))
        return "" if "" in gezegd else gezegd[0] if gezegd else "geen jaren"

    @property
    def vlak(self) -> int:
        """Height of the plot in pixels."""
        return LEEG if self.woorden else VLAK

    @property
    def hoogte(self) -> int:
        """Height of the panel with its title and what stands under it."""
        return KOP + self.vlak + (12 if self.woorden else VOET)


def jaren(koppen: Koppen, panelen: Sequence[Jaren]) -> Samenstel:
    """The panels under each other, under one title."""
    boven = list(accumulate((paneel.hoogte for paneel in panelen), initial=0))
    hoogte, tot = boven[-1] or LEEG, _tot(panelen)
    kaders = [_Kader(paneel, begin, hoogte, tot) for paneel, begin in zip(panelen, boven, strict=False)]
    doek = Doek(koppen, hoogte, LINKS, RECHTS, onder=0)
    return doek.afwerken([laag for kader in kaders for laag in kader.lagen()])


def _tot(panelen: Sequence[Jaren]) -> int:
    """Where the axis ends, up and down: a whole number of its levels."""
    punten = [punt for paneel in panelen for punt in paneel.punten if not punt.woorden]
    ver = max((abs(w) for p in punten for w in (p.verschil, p.laag or 0, p.hoog or 0)), default=0)
    return max(10, ceil(ver / _stap(ver)) * _stap(ver))


def _stap(tot: float) -> int:
    return next((stap for stap in _STAPPEN if 2 * tot / stap <= _LIJNEN), _STAPPEN[-1])


@dataclass(frozen=True)
class _Kader:
    """A panel at its place in the drawing, with everything in pixels."""

    paneel: Jaren
    boven: int
    hoogte: int
    tot: int

    def lagen(self) -> Iterator[alt.Chart]:
        """From back to front."""
        yield self._tekst([(-LINKS, self.boven + KOP / 2, self.paneel.titel)], vet=True)
        if self.paneel.woorden:
            yield from self._vak_met(self.paneel.woorden, 0, PLOT)
            return
        yield from self._assen()
        yield from self._start()
        yield from self._leeg()
        yield from self._marges()
        yield from self._stippen()

    @property
    def _vak(self) -> tuple[int, int]:
        """Top and bottom of the plot."""
        return self.boven + KOP, self.boven + KOP + self.paneel.vlak

    @property
    def _plekken(self) -> list[tuple[Jaarpunt, float]]:
        """Every year with its place from the left."""
        breed = PLOT / max(len(self.paneel.punten), 1)
        return [(punt, (i + 0.5) * breed) for i, punt in enumerate(self.paneel.punten)]

    def _y(self, punten: float) -> float:
        boven, onder = self._vak
        return (boven + onder) / 2 - VLAK / 2 * punten / self.tot

    def _assen(self) -> Iterator[alt.Chart]:
        """Levels in percentage points, of which nought is the strongest, and the years along the bottom."""
        niveaus = range(-self.tot, self.tot + 1, _stap(self.tot))
        for niveau in niveaus:
            kleur, dikte = (LIJN, 1.0) if niveau else (INKT, 1.5)
            yield self._lijn([(0, self._y(niveau)), (PLOT, self._y(niveau))], kleur, dikte)
        hoogten = [(-8, self._y(niveau), met_teken(niveau)) for niveau in niveaus]
        yield self._tekst(hoogten, align="right", kleur=GRIJS, grootte=KLEIN)
        onder = self._vak[1]
        namen = [(x, onder + 13, punt.label) for punt, x in self._plekken]
        yield self._tekst(namen, align="center", kleur=GRIJS, grootte=KLEIN)
        yield self._tekst(list(self._delen()), align="center", kleur=GRIJS, grootte=KLEIN)

    def _delen(self) -> Iterator[tuple[float, float, str]]:
        """What the years on either side of the start are."""
        for voor, tekst in ((True, "jaar voor de start"), (False, "jaar met een plan")):
            plekken = [x for punt, x in self._plekken if punt.voor == voor]
            if plekken:
                yield sum(plekken) / len(plekken), self._vak[1] + 31, tekst

    def _start(self) -> Iterator[alt.Chart]:
        """An upright rule between the years before and since."""
        aantal = sum(punt.voor for punt in self.paneel.punten)
        if 0 < aantal < len(self.paneel.punten):
            x = PLOT / len(self.paneel.punten) * aantal
            yield self._lijn([(x, self._vak[0]), (x, self._vak[1] + 38)], GRIJS, 1, streepjes=True)

    def _leeg(self) -> Iterator[alt.Chart]:
        for punt, x in self._plekken:
            if punt.woorden:
                yield from self._vak_met(punt.woorden, x - _HALF, x + _HALF)

    def _vak_met(self, woorden: str, links: float, rechts: float) -> Iterator[alt.Chart]:
        """An empty place over the whole height, with words in its middle."""
        boven, onder = self._vak
        vak = bron([{"x": links, "x2": rechts, "y": boven, "y2": onder}]).mark_rect(**lege_stijl(woorden))
        yield vak.encode(x=_x_as(), x2=alt.X2("x2"), y=_y_as(self.hoogte), y2=alt.Y2("y2"))
        lijnen = regels(woorden, rechts - links - 4, KLEIN)
        eerste = (boven + onder - (len(lijnen) - 1) * REGEL) / 2
        borden = [((links + rechts) / 2, eerste + i * REGEL, lijn) for i, lijn in enumerate(lijnen)]
        yield self._rand(borden, 6, align="center", fontSize=KLEIN)
        yield self._tekst(borden, align="center", kleur=GRIJS, grootte=KLEIN)

    def _marges(self) -> Iterator[alt.Chart]:
        """The intervals; one without an end reaches the edge of the plot."""
        for punt, x in self._getoond():
            laag = -self.tot if punt.laag is None else punt.laag
            hoog = self.tot if punt.hoog is None else punt.hoog
            yield self._lijn([(x, self._y(laag)), (x + 0.01, self._y(hoog))], MARGE, 2)

    def _stippen(self) -> Iterator[alt.Chart]:
        rijen = [{"x": x, "y": self._y(punt.verschil), "tip": _tip(punt)} for punt, x in self._getoond()]
        mark = bron(rijen).mark_circle(size=90, color=ACCENT, opacity=1, stroke=WIT, strokeWidth=1)
        tip = alt.Tooltip("tip:N", title=" ")
        yield mark.encode(x=_x_as(), y=_y_as(self.hoogte), tooltip=tip)
        namen = [
            (x + 9, self._y(punt.verschil) + (9 if punt.verschil < 0 else -9), met_teken(punt.verschil))
            for punt, x in self._getoond()
        ]  # away from the line of nought
        yield self._rand(namen, 4, align="left")
        yield self._tekst(namen, vet=True)

    def _rand(self, borden: Sequence[tuple[float, float, str]], dikte: int, **opmaak: Any) -> alt.Chart:
        """A white edge under texts."""
        wit = bron(_rijen(borden)).mark_text(stroke=WIT, strokeWidth=dikte, baseline="middle", **opmaak)
        laag: alt.Chart = wit.encode(x=_x_as(), y=_y_as(self.hoogte), text=alt.Text("tekst:N"))
        return laag

    def _getoond(self) -> list[tuple[Jaarpunt, float]]:
        return [(punt, x) for punt, x in self._plekken if not punt.woorden]

    def _lijn(
        self, plekken: Sequence[tuple[float, float]], kleur: str, dikte: float, *, streepjes: bool = False
    ) -> alt.Chart:
        stijl: dict[str, Any] = {"strokeDash": [5, 3]} if streepjes else {}
        rijen = [{"x": x, "y": y} for x, y in plekken]
        mark = bron(rijen).mark_line(color=kleur, strokeWidth=dikte, **stijl)
        laag: alt.Chart = mark.encode(x=_x_as(), y=_y_as(self.hoogte))
        return laag

    def _tekst(self, borden: Sequence[tuple[float, float, str]], **opmaak: Any) -> alt.Chart:
        return tekst_laag(_rijen(borden), self.hoogte, _x_as(), **opmaak)


def met_teken(punten: float) -> str:
    """ "+3", "−6", "0"."""
    teken = "+" if punten > 0 else "\N{MINUS SIGN}" if punten < 0 else ""
    return teken + decimaal(abs(punten), 0)


def _tip(punt: Jaarpunt) -> str:
    einden = ["onbegrensd" if einde is None else met_teken(einde) for einde in (punt.laag, punt.hoog)]
    return f"{punt.label}: {met_teken(punt.verschil)} punt ({' tot '.join(einden)})"


def _x_as() -> alt.X:
    """Pixels from the left of the plot."""
    return alt.X("x:Q", scale=alt.Scale(domain=[0, PLOT], nice=False, zero=False), axis=None)


def _y_as(hoogte: int) -> alt.Y:
    return alt.Y("y:Q", scale=y_as(hoogte), axis=None)


def _rijen(borden: Sequence[tuple[float, float, str]]) -> list[Rij]:
    return [{"x": x, "y": y, "tekst": tekst} for x, y, tekst in borden]
