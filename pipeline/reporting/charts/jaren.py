"""A difference per year since the start, with its interval: before it on the left, since on the right.

Panels under each other, all with the same axis, so that they can be compared. A year that is not told has an
empty place with its words; so has a panel of which none is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

import altair as alt

from pipeline.reporting.charts.doek import Koppen, bron
from pipeline.reporting.charts.panelen import Kader, Maten, Paneel, onder_elkaar
from pipeline.reporting.charts.samenstel import Samenstel
from pipeline.reporting.notation import decimaal
from pipeline.reporting.theme import ACCENT, GRIJS, INKT, KLEIN, LIJN, MARGE, WIT

MATEN = Maten(links=48, rechts=12, vlak=120, voet=48)
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
class Jaren(Paneel):
    """One panel: its title and its years, from the first before the start."""

    maten = MATEN
    titel: str
    punten: tuple[Jaarpunt, ...]

    @property
    def waarom_leeg(self) -> str:
        """What is said of every year; empty when one can be drawn."""
        gezegd = list(dict.fromkeys(punt.woorden for punt in self.punten))
        return "" if "" in gezegd else gezegd[0] if gezegd else "geen jaren"


def jaren(koppen: Koppen, panelen: Sequence[Jaren]) -> Samenstel:
    """The panels under each other, under one title."""
    tot = _tot(panelen)
    return onder_elkaar(
        koppen, panelen, MATEN, lambda paneel, boven, hoogte: _Kader(paneel, boven, hoogte, tot)
    )


def _tot(panelen: Sequence[Jaren]) -> int:
    """Where the axis ends, up and down: a whole number of its levels."""
    punten = [punt for paneel in panelen for punt in paneel.punten if not punt.woorden]
    ver = max((abs(w) for p in punten for w in (p.verschil, p.laag or 0, p.hoog or 0)), default=0)
    return max(10, ceil(ver / _stap(ver)) * _stap(ver))


def _stap(tot: float) -> int:
    return next((stap for stap in _STAPPEN if 2 * tot / stap <= _LIJNEN), _STAPPEN[-1])


class _Kader(Kader):
    """A panel of which the axis goes up and down to `tot`."""

    def __init__(self, paneel: Jaren, boven: int, hoogte: int, tot: int) -> None:
        super().__init__(paneel, boven, hoogte)
        self._paneel, self._tot = paneel, tot

    def lagen(self) -> Iterator[alt.Chart]:
        """From back to front."""
        yield self.titel(self._paneel.titel)
        if self._paneel.waarom_leeg:
            yield from self.lege_plek(self._paneel.waarom_leeg, 0, self.plot)
            return
        yield from self._assen()
        yield from self._start()
        yield from self._leeg()
        yield from self._marges()
        yield from self._stippen()

    @property
    def _plekken(self) -> list[tuple[Jaarpunt, float]]:
        """Every year with its place from the left."""
        breed = self.plot / max(len(self._paneel.punten), 1)
        return [(punt, (i + 0.5) * breed) for i, punt in enumerate(self._paneel.punten)]

    def _y(self, punten: float) -> float:
        return (self.boven + self.onder) / 2 - self.maten.vlak / 2 * punten / self._tot

    def _assen(self) -> Iterator[alt.Chart]:
        """Levels in percentage points, of which nought is the strongest, and the years along the bottom."""
        niveaus = range(-self._tot, self._tot + 1, _stap(self._tot))
        for niveau in niveaus:
            kleur, dikte = (LIJN, 1.0) if niveau else (INKT, 1.5)
            yield self.lijn([(0, self._y(niveau)), (self.plot, self._y(niveau))], kleur, dikte)
        hoogten = [(-8, self._y(niveau), met_teken(niveau)) for niveau in niveaus]
        yield self.tekst(hoogten, align="right", kleur=GRIJS, grootte=KLEIN)
        namen = [(x, self.onder + 13, punt.label) for punt, x in self._plekken]
        yield self.tekst(namen, align="center", kleur=GRIJS, grootte=KLEIN)
        yield self.tekst(list(self._delen()), align="center", kleur=GRIJS, grootte=KLEIN)

    def _delen(self) -> Iterator[tuple[float, float, str]]:
        """What the years on either side of the start are."""
        for voor, tekst in ((True, "jaar voor de start"), (False, "jaar met een plan")):
            plekken = [x for punt, x in self._plekken if punt.voor == voor]
            if plekken:
                yield sum(plekken) / len(plekken), self.onder + 31, tekst

    def _start(self) -> Iterator[alt.Chart]:
        """An upright rule between the years before and since."""
        aantal = sum(punt.voor for punt in self._paneel.punten)
        if 0 < aantal < len(self._paneel.punten):
            x = self.plot / len(self._paneel.punten) * aantal
            yield self.lijn([(x, self.boven), (x, self.onder + 38)], GRIJS, 1, streepjes=True)

    def _leeg(self) -> Iterator[alt.Chart]:
        for punt, x in self._plekken:
            if punt.woorden:
                yield from self.lege_plek(punt.woorden, x - _HALF, x + _HALF)

    def _marges(self) -> Iterator[alt.Chart]:
        """The intervals; one without an end reaches the edge of the plot."""
        for punt, x in self._getoond():
            laag = -self._tot if punt.laag is None else punt.laag
            hoog = self._tot if punt.hoog is None else punt.hoog
            yield self.lijn([(x, self._y(laag)), (x + 0.01, self._y(hoog))], MARGE, 2)

    def _stippen(self) -> Iterator[alt.Chart]:
        rijen = [
            {"x": x, "y": self._y(punt.verschil), "tip": _tip(punt), "naam": self._paneel.titel}
            for punt, x in self._getoond()
        ]
        mark = bron(rijen).mark_circle(size=90, color=ACCENT, opacity=1, stroke=WIT, strokeWidth=1)
        tip = alt.Tooltip("tip:N", title=" ")
        yield mark.encode(x=self.x_as(), y=self.y_as(), tooltip=tip)
        namen = [
            (x + 9, self._y(punt.verschil) + (9 if punt.verschil < 0 else -9), met_teken(punt.verschil))
            for punt, x in self._getoond()
        ]  # away from the line of nought
        yield self.rand(namen, 4, align="left")
        yield self.tekst(namen, vet=True)

    def _getoond(self) -> list[tuple[Jaarpunt, float]]:
        return [(punt, x) for punt, x in self._plekken if not punt.woorden]


def met_teken(punten: float) -> str:
    """ "+3", "−6", "0"."""
    teken = "+" if punten > 0 else "\N{MINUS SIGN}" if punten < 0 else ""
    return teken + decimaal(abs(punten), 0)


def _tip(punt: Jaarpunt) -> str:
    einden = ["onbegrensd" if einde is None else met_teken(einde) for einde in (punt.laag, punt.hoog)]
    return f"{punt.label}: {met_teken(punt.verschil)} punt ({' tot '.join(einden)})"
