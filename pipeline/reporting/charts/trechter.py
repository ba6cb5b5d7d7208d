"""A funnel: percentages against the number of pupils, between the limits that chance gives around a target.

Panels under each other, each with its own number of pupils along the bottom. Only a point outside the limits
has a name, and another shape, so that the drawing can be read in grey and shows no order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import altair as alt

from pipeline.reporting.charts.doek import Doek, Koppen, Rij, bron, regels, tekst_laag, y_as
from pipeline.reporting.charts.leeg import lege_stijl
from pipeline.reporting.charts.naambord import plaats_namen
from pipeline.reporting.charts.samenstel import Samenstel
from pipeline.reporting.notation import getal
from pipeline.reporting.theme import ACCENT, BREEDTE, GRIJS, INKT, KLEIN, LIJN, MARGE, REGEL, WIT

LINKS, RECHTS = 48, 112
PLOT = BREEDTE - LINKS - RECHTS
KOP, VLAK, VOET = 34, 210, 62
"""Heights in pixels of a panel's title, its plot, and what stands under it."""
LEEG = 52
"""Height of the frame of a panel without a funnel; there is nothing along its bottom."""
_STAPPEN = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000)
_TUSSEN = 16
_NAAM = 230
"""Room for a name in the plot; the table has it in full."""


@dataclass(frozen=True)
class Stip:
    """A school: its pupils, its percentage, and what a mouse over it tells; with `buiten` it has its name."""

    naam: str
    n: int
    pct: float
    tip: str
    buiten: bool = False


@dataclass(frozen=True)
class Grenslijn:
    """A pair of limits: rows of (n, lower, upper) in percent, from small to large."""

    label: str
    punten: tuple[tuple[int, float, float], ...]
    streepjes: bool = False


@dataclass(frozen=True)
class Trechter:
    """One panel; with `woorden` there is nothing to draw, and they say why."""

    titel: str
    doel: float = 0
    doel_label: str = ""
    grenzen: tuple[Grenslijn, ...] = ()
    stippen: tuple[Stip, ...] = ()
    woorden: str = ""

    @property
    def vlak(self) -> int:
        """Height of the plot in pixels."""
        return LEEG if self.woorden else VLAK

    @property
    def hoogte(self) -> int:
        """Height of the panel with its title and what stands under it."""
        return KOP + self.vlak + (12 if self.woorden else VOET)


def trechters(koppen: Koppen, panelen: Sequence[Trechter]) -> Samenstel:
    """The panels under each other, under one title."""
    boven = list(accumulate((paneel.hoogte for paneel in panelen), initial=0))
    hoogte = boven[-1]
    doek = Doek(koppen, hoogte, LINKS, RECHTS, onder=0)
    kaders = [_Kader(paneel, begin, hoogte) for paneel, begin in zip(panelen, boven, strict=False)]
    return doek.afwerken([laag for kader in kaders for laag in kader.lagen()])


@dataclass(frozen=True)
class _Kader:
    """A panel at its place in the drawing, with everything in pixels."""

    paneel: Trechter
    boven: int
    hoogte: int

    def lagen(self) -> Iterator[alt.Chart]:
        """From back to front."""
        yield self._tekst([(-LINKS, self.boven + KOP / 2, self.paneel.titel)], vet=True)
        if self.paneel.woorden:
            yield from self._leeg()
            return
        yield from self._assen()
        yield from self._grenzen()
        yield self._lijn([(0, self._y(self.paneel.doel)), (PLOT, self._y(self.paneel.doel))], INKT)
        yield self._tekst([(PLOT + 8, y, tekst) for tekst, y in self._eindlabels()], grootte=KLEIN)
        yield from self._stippen()

    @property
    def _vak(self) -> tuple[int, int]:
        """Top and bottom of the plot."""
        return self.boven + KOP, self.boven + KOP + self.paneel.vlak

    @property
    def _tot(self) -> int:
        """The last number of pupils on the axis."""
        return max(lijn.punten[-1][0] for lijn in self.paneel.grenzen)

    def _x(self, n: float) -> float:
        return PLOT * n / self._tot

    def _y(self, pct: float) -> float:
        return self._vak[1] - VLAK * pct / 100

    def _leeg(self) -> Iterator[alt.Chart]:
        boven, onder = self._vak
        vak = bron([{"x": 0, "x2": PLOT, "y": boven, "y2": onder}]).mark_rect(
            **lege_stijl(self.paneel.woorden)
        )
        yield vak.encode(x=_x_as(), x2=alt.X2("x2"), y=_y_as(self.hoogte), y2=alt.Y2("y2"))
        lijnen = regels(self.paneel.woorden, PLOT - 60)
        midden = (boven + onder) / 2 - (len(lijnen) - 1) * REGEL / 2
        namen = [(PLOT / 2, midden + i * REGEL, lijn) for i, lijn in enumerate(lijnen)]
        wit = _borden(namen).mark_text(stroke=WIT, strokeWidth=6, align="center", baseline="middle")
        yield wit.encode(x=_x_as(), y=_y_as(self.hoogte), text=alt.Text("tekst:N"))
        yield self._tekst(namen, align="center", kleur=GRIJS)

    def _assen(self) -> Iterator[alt.Chart]:
        """Levels of a quarter, and round numbers of pupils."""
        onder = self._vak[1]
        for pct in range(0, 101, 25):
            yield self._lijn([(0, self._y(pct)), (PLOT, self._y(pct))], LIJN, dikte=1)
        hoogten = [(-8, self._y(pct), f"{pct}%") for pct in range(0, 101, 25)]
        yield self._tekst(hoogten, align="right", kleur=GRIJS, grootte=KLEIN)
        stap = next((s for s in _STAPPEN if self._tot / s <= 8), self._tot)
        aantallen = [(self._x(n), onder + 13, getal(n)) for n in range(0, self._tot + 1, stap)]
        yield self._tekst(aantallen, align="center", kleur=GRIJS, grootte=KLEIN)
        wat = (PLOT / 2, onder + 33, "leerlingen waarover het percentage gaat (n)")
        yield self._tekst([wat], align="center", kleur=GRIJS, grootte=KLEIN)

    def _grenzen(self) -> Iterator[alt.Chart]:
        for grens in self.paneel.grenzen:
            for kant in (1, 2):
                plekken = [(self._x(punt[0]), self._y(punt[kant])) for punt in grens.punten]
                yield self._lijn(plekken, MARGE, streepjes=grens.streepjes)

    def _eindlabels(self) -> list[tuple[str, float]]:
        """The names at the end of the lines, apart enough to be read: the limits on their roomier side."""
        kant = 1 if self.paneel.doel >= 50 else 2
        plekken = [(self.paneel.doel_label, self._y(self.paneel.doel))]
        plekken += [(grens.label, self._y(grens.punten[-1][kant])) for grens in self.paneel.grenzen]
        richting = 1 if kant == 1 else -1
        plekken.sort(key=lambda plek: richting * plek[1])
        hoogten = accumulate((y for _, y in plekken), lambda vorig, y: _verder(vorig, y, richting))
        return [(tekst, y) for (tekst, _), y in zip(plekken, hoogten, strict=True)]

    def _stippen(self) -> Iterator[alt.Chart]:
        for buiten, vorm, kleur, maat in ((False, "circle", ACCENT, 70), (True, "diamond", INKT, 110)):
            rijen = [
                {"x": self._x(stip.n), "y": self._y(stip.pct), "tip": stip.tip}
                for stip in self.paneel.stippen
                if stip.buiten == buiten
            ]
            mark = bron(rijen).mark_point(
                shape=vorm, filled=True, color=kleur, size=maat, opacity=1, stroke=WIT, strokeWidth=1
            )
            tip = alt.Tooltip("tip:N", title=" ")
            yield mark.encode(x=_x_as(), y=_y_as(self.hoogte), tooltip=tip)
        yield from self._namen()

    def _namen(self) -> Iterator[alt.Chart]:
        """The names of the schools outside, on a white edge, clear of each other and of the points."""
        punten = [(self._x(stip.n), self._y(stip.pct)) for stip in self.paneel.stippen]
        gevraagd = [
            (_kort(stip.naam), *plek)
            for stip, plek in zip(self.paneel.stippen, punten, strict=True)
            if stip.buiten
        ]
        borden = plaats_namen(gevraagd, punten, (0, PLOT), self._vak)
        for kant in ("left", "center", "right"):
            namen = [(bord.x, bord.y, bord.tekst) for bord in borden if bord.kant == kant]
            wit = _borden(namen).mark_text(
                stroke=WIT, strokeWidth=4, align=kant, baseline="middle", fontSize=KLEIN
            )
            yield wit.encode(x=_x_as(), y=_y_as(self.hoogte), text=alt.Text("tekst:N"))
            yield self._tekst(namen, align=kant, grootte=KLEIN)

    def _lijn(
        self,
        plekken: Sequence[tuple[float, float]],
        kleur: str,
        *,
        dikte: float = 1.5,
        streepjes: bool = False,
    ) -> alt.Chart:
        stijl: dict[str, Any] = {"strokeDash": [5, 3]} if streepjes else {}
        rijen = [{"x": x, "y": y} for x, y in plekken]
        mark = bron(rijen).mark_line(color=kleur, strokeWidth=dikte, **stijl)
        laag: alt.Chart = mark.encode(x=_x_as(), y=_y_as(self.hoogte), order=alt.Order("x:Q"))
        return laag

    def _tekst(self, borden: Sequence[tuple[float, float, str]], **opmaak: Any) -> alt.Chart:
        return tekst_laag(_rijen(borden), self.hoogte, _x_as(), **opmaak)


def _kort(naam: str) -> str:
    eerste, *rest = regels(naam, _NAAM, KLEIN)
    return f"{eerste} …" if rest else eerste


def _x_as() -> alt.X:
    """Pixels from the left of the plot."""
    return alt.X("x:Q", scale=alt.Scale(domain=[0, PLOT], nice=False, zero=False), axis=None)


def _y_as(hoogte: int) -> alt.Y:
    return alt.Y("y:Q", scale=y_as(hoogte), axis=None)


def _borden(borden: Sequence[tuple[float, float, str]]) -> alt.Chart:
    return bron(_rijen(borden))


def _rijen(borden: Sequence[tuple[float, float, str]]) -> list[Rij]:
    return [{"x": x, "y": y, "tekst": tekst} for x, y, tekst in borden]


def _verder(vorig: float, y: float, richting: int) -> float:
    """Where y goes when it has to stay clear of the one before."""
    return max(vorig + _TUSSEN, y) if richting > 0 else min(vorig - _TUSSEN, y)
