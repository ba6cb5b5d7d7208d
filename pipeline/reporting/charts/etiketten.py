"""Where the labels of upright rules go, so that no label lies on another label or on another rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal

from pipeline.reporting.charts.doek import tekst_breedte
from pipeline.reporting.theme import KLEIN

Kant = Literal["center", "left", "right"]

_KANTEN: tuple[Kant, ...] = ("center", "right", "left")
_LUCHT = 5


@dataclass(frozen=True)
class Plek:
    """A label's place: its text alignment at the rule, and its line, 0 being the lowest."""

    px: float
    tekst: str
    kant: Kant
    niveau: int

    @property
    def vak(self) -> tuple[float, float]:
        """Left and right end in pixels, some air included."""
        breed = tekst_breedte(self.tekst, KLEIN)
        links = {"center": self.px - breed / 2, "left": self.px + _LUCHT, "right": self.px - breed - _LUCHT}[
            self.kant
        ]
        return links - _LUCHT, links + breed + _LUCHT

    @property
    def moeite(self) -> int:
        """How far the place is from the plainest one."""
        return 2 * self.niveau + (self.kant != "center")


def plaats_etiketten(strepen: Sequence[tuple[float, str]], rechtergrens: float) -> list[Plek]:
    """The plainest places without a collision, for rules as (pixels from the left, label).

    Tries all combinations, so it is meant for the handful of rules that a readable chart has.
    """
    gesorteerd = sorted(strepen)
    keuzes = [
        [Plek(px, tekst, kant, niveau) for niveau in range(len(strepen)) for kant in _KANTEN]
        for px, tekst in gesorteerd
    ]
    passend = (plekken for plekken in product(*keuzes) if _past(plekken, rechtergrens))
    op_een_lijn_elk = [Plek(px, tekst, "center", i) for i, (px, tekst) in enumerate(gesorteerd)]
    return list(min(passend, key=lambda plekken: sum(p.moeite for p in plekken), default=op_een_lijn_elk))


def _past(plekken: Sequence[Plek], rechtergrens: float) -> bool:
    binnen = all(plek.vak[1] <= rechtergrens for plek in plekken)
    return binnen and not any(_botst(links, rechts) for links, rechts in combinations(plekken, 2))


def _botst(een: Plek, ander: Plek) -> bool:
    if een.niveau == ander.niveau:
        return een.vak[0] < ander.vak[1] and ander.vak[0] < een.vak[1]
    laag, hoog = sorted((een, ander), key=lambda plek: plek.niveau)
    return laag.vak[0] < hoog.px < laag.vak[1]
