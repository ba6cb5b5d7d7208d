"""A funnel: percentages against the number of pupils, between the limits that chance gives around a target.

Panels under each other, each with its own number of pupils along the bottom. Only a point outside the limits
has a name, and another shape, so that the drawing can be read in grey and shows no order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import altair as alt

from pipeline.reporting.charts.doek import Koppen, bron, regels, tekst_laag
from pipeline.reporting.charts.naambord import plaats_namen
from pipeline.reporting.charts.panelen import Kader, Maten, Paneel, onder_elkaar
from pipeline.reporting.charts.samenstel import Samenstel
from pipeline.reporting.notation import getal
from pipeline.reporting.theme import ACCENT, GRIJS, INKT, KLEIN, LIJN, MARGE, WIT

MATEN = Maten(links=48, rechts=112, vlak=140, voet=48)
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
class Trechter(Paneel):
    """One panel; with `woorden` there is nothing to draw, and they say why."""

    maten = MATEN
    titel: str
    doel: float = 0
    doel_label: str = ""
    grenzen: tuple[Grenslijn, ...] = ()
    stippen: tuple[Stip, ...] = ()
    woorden: str = ""

    @property
    def waarom_leeg(self) -> str:
        """The words it was given."""
        return self.woorden


def trechters(koppen: Koppen, panelen: Sequence[Trechter]) -> Samenstel:
    """The panels under each other, under one title."""
    return onder_elkaar(koppen, panelen, MATEN, _Kader)


class _Kader(Kader):
    """A funnel at its place in the drawing."""

    def __init__(self, paneel: Trechter, boven: int, hoogte: int) -> None:
        super().__init__(paneel, boven, hoogte)
        self._paneel = paneel

    def lagen(self) -> Iterator[alt.Chart]:
        """From back to front."""
        paneel = self._paneel
        yield self.titel(paneel.titel)
        if paneel.waarom_leeg:
            yield from self.lege_plek(paneel.waarom_leeg, 0, self.plot)
            return
        yield from self._assen()
        yield from self._grenzen()
        yield self.lijn([(0, self._y(paneel.doel)), (self.plot, self._y(paneel.doel))], INKT)
        yield self.tekst([(self.plot + 8, y, tekst) for tekst, y in self._eindlabels()], grootte=KLEIN)
        yield from self._stippen()

    @property
    def _tot(self) -> int:
        """The last number of pupils on the axis."""
        return max(lijn.punten[-1][0] for lijn in self._paneel.grenzen)

    def _x(self, n: float) -> float:
        return self.plot * n / self._tot

    def _y(self, pct: float) -> float:
        return self.onder - self.maten.vlak * pct / 100

    def _assen(self) -> Iterator[alt.Chart]:
        """Levels of a quarter, and round numbers of pupils."""
        for pct in range(0, 101, 25):
            yield self.lijn([(0, self._y(pct)), (self.plot, self._y(pct))], LIJN, dikte=1)
        hoogten = [(-8, self._y(pct), f"{pct}%") for pct in range(0, 101, 25)]
        yield self.tekst(hoogten, align="right", kleur=GRIJS, grootte=KLEIN)
        stap = next((s for s in _STAPPEN if self._tot / s <= 8), self._tot)
        aantallen = [(self._x(n), self.onder + 13, getal(n)) for n in range(0, self._tot + 1, stap)]
        yield self.tekst(aantallen, align="center", kleur=GRIJS, grootte=KLEIN)
        wat = (self.plot / 2, self.onder + 33, "leerlingen waarover het percentage gaat (n)")
        yield self.tekst([wat], align="center", kleur=GRIJS, grootte=KLEIN)

    def _grenzen(self) -> Iterator[alt.Chart]:
        for grens in self._paneel.grenzen:
            for kant in (1, 2):
                plekken = [(self._x(punt[0]), self._y(punt[kant])) for punt in grens.punten]
                yield self.lijn(plekken, MARGE, streepjes=grens.streepjes)

    def _eindlabels(self) -> list[tuple[str, float]]:
        """The names at the end of the lines, apart enough to be read: the limits on their roomier side."""
        kant = 1 if self._paneel.doel >= 50 else 2
        plekken = [(self._paneel.doel_label, self._y(self._paneel.doel))]
        plekken += [(grens.label, self._y(grens.punten[-1][kant])) for grens in self._paneel.grenzen]
        richting = 1 if kant == 1 else -1
        plekken.sort(key=lambda plek: richting * plek[1])
        hoogten = accumulate((y for _, y in plekken), lambda vorig, y: _verder(vorig, y, richting))
        return [(tekst, y) for (tekst, _), y in zip(plekken, hoogten, strict=True)]

    def _stippen(self) -> Iterator[alt.Chart]:
        for buiten, vorm, kleur, maat in ((False, "circle", ACCENT, 70), (True, "diamond", INKT, 110)):
            rijen = [
                {"x": self._x(stip.n), "y": self._y(stip.pct), "tip": stip.tip, "naam": stip.naam}
                for stip in self._paneel.stippen
                if stip.buiten == buiten
            ]
            mark = bron(rijen).mark_point(
                shape=vorm, filled=True, color=kleur, size=maat, opacity=1, stroke=WIT, strokeWidth=1
            )
            tip = alt.Tooltip("tip:N", title=" ")
            yield mark.encode(x=self.x_as(), y=self.y_as(), tooltip=tip)
        yield from self._namen()

    def _namen(self) -> Iterator[alt.Chart]:
        """The names of the schools outside, on a white edge, clear of each other and of the points."""
        punten = [(self._x(stip.n), self._y(stip.pct)) for stip in self._paneel.stippen]
        gevraagd = [
            (stip.naam, *plek) for stip, plek in zip(self._paneel.stippen, punten, strict=True) if stip.buiten
        ]
        korte = [(_kort(naam), x, y) for naam, x, y in gevraagd]
        borden = plaats_namen(korte, punten, (0, self.plot), (self.boven, self.onder))
        vol = {(bord.x, bord.y): naam for bord, (naam, _, _) in zip(borden, gevraagd, strict=True)}
        for kant in ("left", "center", "right"):
            namen = [(bord.x, bord.y, bord.tekst) for bord in borden if bord.kant == kant]
            yield self.rand(namen, 4, align=kant, fontSize=KLEIN)
            rijen = [{"x": x, "y": y, "tekst": tekst, "naam": vol[x, y]} for x, y, tekst in namen]
            yield tekst_laag(rijen, self._hoogte, self.x_as(), align=kant, grootte=KLEIN)


def _kort(naam: str) -> str:
    eerste, *rest = regels(naam, _NAAM, KLEIN)
    return f"{eerste} …" if rest else eerste


def _verder(vorig: float, y: float, richting: int) -> float:
    """Where y goes when it has to stay clear of the one before."""
    return max(vorig + _TUSSEN, y) if richting > 0 else min(vorig - _TUSSEN, y)
