"""Where the names of points go, so that no name lies on another name, on a point or beyond the plot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.reporting.charts.doek import tekst_breedte
from pipeline.reporting.theme import KLEIN

Kant = Literal["left", "center", "right"]
Vak = tuple[float, float, float, float]

_HALF = 8.0
_LUCHT = 9.0


@dataclass(frozen=True)
class Bord:
    """A name at (x, y) in pixels; `kant` is the side of the text that x is."""

    tekst: str
    x: float
    y: float
    kant: Kant

    @property
    def vak(self) -> Vak:
        """Left, right, top and bottom."""
        breed = tekst_breedte(self.tekst, KLEIN)
        links = self.x - {"left": 0.0, "center": breed / 2, "right": breed}[self.kant]
        return links, links + breed, self.y - _HALF, self.y + _HALF


def plaats_namen(
    namen: Sequence[tuple[str, float, float]],
    punten: Sequence[tuple[float, float]],
    breed: tuple[float, float],
    hoog: tuple[float, float],
) -> list[Bord]:
    """A place beside, above or under each named point (name, x, y): the one that collides least.

    punten: all points, named or not. breed, hoog: the ends of the plot.
    """
    geplaatst: list[Bord] = []
    for naam, x, y in namen:
        gewogen = [(_botsingen(bord, geplaatst, punten, breed, hoog), bord) for bord in _plekken(naam, x, y)]
        geplaatst.append(min(gewogen, key=lambda paar: paar[0])[1])
    return geplaatst


def _plekken(naam: str, x: float, y: float) -> Iterator[Bord]:
    """The places to try, the plainest first."""
    yield Bord(naam, x + _LUCHT, y, "left")
    yield Bord(naam, x - _LUCHT, y, "right")
    for afstand in (2 * _LUCHT, 4 * _LUCHT):
        for richting in (-1, 1):
            yield Bord(naam, x, y + richting * afstand, "center")
            yield Bord(naam, x - _LUCHT, y + richting * afstand, "right")
            yield Bord(naam, x, y + richting * afstand, "left")


def _botsingen(
    bord: Bord,
    andere: Sequence[Bord],
    punten: Sequence[tuple[float, float]],
    breed: tuple[float, float],
    hoog: tuple[float, float],
) -> int:
    """How much a place is in the way; beyond the plot is worst, on a name worse than on a point."""
    links, rechts, boven, onder = bord.vak
    eraf = links < breed[0] or rechts > breed[1] or boven < hoog[0] or onder > hoog[1]
    op_naam = sum(_overlapt(bord.vak, ander.vak) for ander in andere)
    op_punt = sum(_overlapt(bord.vak, (x - 4, x + 4, y - 4, y + 4)) for x, y in punten)
    return 100 * eraf + 10 * op_naam + op_punt


def _overlapt(een: Vak, ander: Vak) -> bool:
    return een[0] < ander[1] and ander[0] < een[1] and een[2] < ander[3] and ander[2] < een[3]
