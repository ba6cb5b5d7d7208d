"""A part that grows with the quarters since leaving: points with their intervals, joined where told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import altair as alt

from pipeline.reporting.charts.doek import Koppen, bron
from pipeline.reporting.charts.panelen import Kader, Maten, Paneel, onder_elkaar
from pipeline.reporting.charts.samenstel import Samenstel
from pipeline.reporting.notation import interval, procent
from pipeline.reporting.theme import ACCENT, GRIJS, KLEIN, LIJN, MARGE, WIT

MATEN = Maten(links=48, rechts=24, vlak=190, voet=48)
_HALF = 30
"""Half the width of an empty place."""


@dataclass(frozen=True)
class Kwartaalpunt:
    """A quarter and its name, the percentage at its end and its interval; `woorden` say why not."""

    kwartaal: int
    naam: str
    pct: float = 0.0
    laag: float = 0.0
    hoog: float = 0.0
    woorden: str = ""


@dataclass(frozen=True)
class Kwartalen(Paneel):
    """The only panel: its points, in order of time."""

    maten = MATEN
    punten: tuple[Kwartaalpunt, ...]

    @property
    def waarom_leeg(self) -> str:
        """What is said of every point; empty when one can be drawn."""
        gezegd = list(dict.fromkeys(punt.woorden for punt in self.punten))
        return "" if "" in gezegd else gezegd[0]


def kwartalen(koppen: Koppen, punten: Sequence[Kwartaalpunt]) -> Samenstel:
    """The points over the quarters since leaving, under a title."""
    return onder_elkaar(koppen, [Kwartalen(tuple(punten))], MATEN, _Kader)


class _Kader(Kader):
    def __init__(self, paneel: Kwartalen, boven: int, hoogte: int) -> None:
        super().__init__(paneel, boven, hoogte)
        self._paneel = paneel

    def lagen(self) -> Iterator[alt.Chart]:
        """From back to front."""
        if self._paneel.waarom_leeg:
            yield from self.lege_plek(self._paneel.waarom_leeg, 0, self.plot)
            return
        yield from self._assen()
        for punt in self._paneel.punten:
            if punt.woorden:
                x = self._x(punt)
                yield from self.lege_plek(punt.woorden, x - _HALF, min(x + _HALF, self.plot))
        yield from self._lijnen()
        yield from self._stippen()

    def _x(self, punt: Kwartaalpunt) -> float:
        return punt.kwartaal / self._paneel.punten[-1].kwartaal * self.plot

    def _y(self, pct: float) -> float:
        return self.onder - self.maten.vlak * pct / 100

    def _assen(self) -> Iterator[alt.Chart]:
        """Levels in percent, and the quarters along the bottom."""
        for niveau in range(0, 101, 25):
            yield self.lijn([(0, self._y(niveau)), (self.plot, self._y(niveau))], LIJN, 1)
        hoogten = [(-8.0, self._y(niveau), f"{niveau}%") for niveau in range(0, 101, 25)]
        yield self.tekst(hoogten, align="right", kleur=GRIJS, grootte=KLEIN)
        laatste = self._paneel.punten[-1]
        kwartalen_ = [*map(str, range(laatste.kwartaal)), laatste.naam]
        breed = self.plot / laatste.kwartaal
        namen = [(n * breed, self.onder + 13, naam) for n, naam in enumerate(kwartalen_)]
        yield self.tekst(namen, align="center", kleur=GRIJS, grootte=KLEIN)
        onder = [(self.plot / 2, self.onder + 31, "kwartalen na het vertrek")]
        yield self.tekst(onder, align="center", kleur=GRIJS, grootte=KLEIN)

    def _lijnen(self) -> Iterator[alt.Chart]:
        """From point to point, and the intervals; nothing bridges a point that is not told."""
        for een, volgende in pairwise(self._paneel.punten):
            if not een.woorden and not volgende.woorden:
                yield self.lijn([(self._x(punt), self._y(punt.pct)) for punt in (een, volgende)], ACCENT, 2)
        for punt in self._getoond():
            x = self._x(punt)
            yield self.lijn([(x, self._y(punt.laag)), (x + 0.01, self._y(punt.hoog))], MARGE, 2)

    def _stippen(self) -> Iterator[alt.Chart]:
        rijen = [{"x": self._x(p), "y": self._y(p.pct), "tip": _tip(p)} for p in self._getoond()]
        mark = bron(rijen).mark_circle(size=90, color=ACCENT, opacity=1, stroke=WIT, strokeWidth=1)
        tip = alt.Tooltip("tip:N", title=" ")
        yield mark.encode(x=self.x_as(), y=self.y_as(), tooltip=tip)
        namen = [(self._x(p) - 8, self._y(p.hoog) - 8, procent(p.pct)) for p in self._getoond()]
        yield self.rand(namen, 4, align="center")
        yield self.tekst(namen, align="center", vet=True)

    def _getoond(self) -> list[Kwartaalpunt]:
        return [punt for punt in self._paneel.punten if not punt.woorden]


def _tip(punt: Kwartaalpunt) -> str:
    return f"{punt.naam}: {procent(punt.pct)} ({interval(punt.laag, punt.hoog)})"
