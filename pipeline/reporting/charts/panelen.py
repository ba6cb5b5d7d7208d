"""Panels under each other in one drawing, with everything in pixels from the left of the plot and the top."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, ClassVar

import altair as alt

from pipeline.reporting.charts.doek import Doek, Koppen, Rij, bron, regels, tekst_laag, tip_kanaal, y_as
from pipeline.reporting.charts.leeg import lege_stijl
from pipeline.reporting.charts.samenstel import Samenstel
from pipeline.reporting.theme import BREEDTE, GRIJS, KLEIN, REGEL, WIT

KOP = 34
"""Height in pixels of a panel's title."""
LEEG = 52
"""Height of the frame of a panel with nothing to draw; there is nothing along its bottom."""
_ONDER_LEEG = 12
Bord = tuple[float, float, str]
"""A text and where it stands."""


@dataclass(frozen=True)
class Maten:
    """Room in pixels: beside the plot on either side, the plot's height, and what stands under it."""

    links: int
    rechts: int
    vlak: int
    voet: int

    @property
    def plot(self) -> int:
        """Width of the plot."""
        return BREEDTE - self.links - self.rechts


class Paneel(ABC):
    """What a panel shows, as high as it needs."""

    maten: ClassVar[Maten]

    @property
    @abstractmethod
    def waarom_leeg(self) -> str:
        """Why there is nothing to draw; empty when there is."""

    @property
    def vlak(self) -> int:
        """Height of the plot in pixels."""
        return LEEG if self.waarom_leeg else self.maten.vlak

    @property
    def hoogte(self) -> int:
        """Height of the panel with its title and what stands under it."""
        return KOP + self.vlak + (_ONDER_LEEG if self.waarom_leeg else self.maten.voet)


Teken = Callable[[Any, int, int], "Kader"]
"""Makes the frame of a panel, given its top and the height of the whole drawing."""


def onder_elkaar(koppen: Koppen, panelen: Sequence[Paneel], maten: Maten, teken: Teken) -> Samenstel:
    """The panels under each other, under one title."""
    boven = list(accumulate((paneel.hoogte for paneel in panelen), initial=0))
    hoogte = boven[-1] or LEEG
    kaders = [teken(paneel, begin, hoogte) for paneel, begin in zip(panelen, boven, strict=False)]
    doek = Doek(koppen, hoogte, maten.links, maten.rechts, onder=0)
    return doek.afwerken([laag for kader in kaders for laag in kader.lagen()])


class Kader(ABC):
    """A panel at its place in the drawing."""

    def __init__(self, paneel: Paneel, boven: int, hoogte: int) -> None:
        self.maten, self.plot = paneel.maten, paneel.maten.plot
        self.boven, self.onder = boven + KOP, boven + KOP + paneel.vlak
        self._hoogte = hoogte

    @abstractmethod
    def lagen(self) -> Iterator[alt.Chart]:
        """From back to front."""

    def titel(self, tekst: str) -> alt.Chart:
        """Above the plot, from the edge of the drawing."""
        return self.tekst([(-self.maten.links, self.boven - KOP / 2, tekst)], vet=True)

    def lijn(
        self,
        plekken: Sequence[tuple[float, float]],
        kleur: str,
        dikte: float = 1.5,
        *,
        streepjes: bool = False,
    ) -> alt.Chart:
        """A line through these places, from left to right."""
        stijl: dict[str, Any] = {"strokeDash": [5, 3]} if streepjes else {}
        mark = bron([{"x": x, "y": y} for x, y in plekken]).mark_line(color=kleur, strokeWidth=dikte, **stijl)
        laag: alt.Chart = mark.encode(x=self.x_as(), y=self.y_as(), order=alt.Order("x:Q"))
        return laag

    def tekst(self, borden: Sequence[Bord], **opmaak: Any) -> alt.Chart:
        """Texts, each at its place."""
        return tekst_laag(_rijen(borden), self._hoogte, self.x_as(), **opmaak)

    def rand(self, borden: Sequence[Bord], dikte: int, **opmaak: Any) -> alt.Chart:
        """A white edge under texts."""
        wit = bron(_rijen(borden)).mark_text(stroke=WIT, strokeWidth=dikte, baseline="middle", **opmaak)
        laag: alt.Chart = wit.encode(x=self.x_as(), y=self.y_as(), text=alt.Text("tekst:N"))
        return laag

    def lege_plek(self, woorden: str, links: float, rechts: float) -> Iterator[alt.Chart]:
        """An empty place over the whole height of the plot, with words in its middle."""
        rij: Rij = {"x": links, "x2": rechts, "y": self.boven, "y2": self.onder, "tip": woorden}
        vak = bron([rij]).mark_rect(**lege_stijl(woorden))
        tip = tip_kanaal()
        yield vak.encode(x=self.x_as(), x2=alt.X2("x2"), y=self.y_as(), y2=alt.Y2("y2"), tooltip=tip)
        lijnen = regels(woorden, rechts - links - 4, KLEIN)
        eerste = (self.boven + self.onder - (len(lijnen) - 1) * REGEL) / 2
        borden = [((links + rechts) / 2, eerste + i * REGEL, lijn) for i, lijn in enumerate(lijnen)]
        yield self.rand(borden, 6, align="center", fontSize=KLEIN)
        yield self.tekst(borden, align="center", kleur=GRIJS, grootte=KLEIN)

    def x_as(self) -> alt.X:
        """Pixels from the left of the plot."""
        return alt.X("x:Q", scale=alt.Scale(domain=[0, self.plot], nice=False, zero=False), axis=None)

    def y_as(self) -> alt.Y:
        """Pixels from the top of the drawing."""
        return alt.Y("y:Q", scale=y_as(self._hoogte), axis=None)


def _rijen(borden: Sequence[Bord]) -> list[Rij]:
    return [{"x": x, "y": y, "tekst": tekst} for x, y, tekst in borden]
