"""Flow diagram: from the rows that were delivered to the leavers that count, with every exclusion."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import altair as alt

from pipeline.reporting.charts.doek import Doek, Koppen, Rij, bron, regels, tip_kanaal, y_as
from pipeline.reporting.charts.samenstel import Samenstel
from pipeline.reporting.markdown import platte_tekst
from pipeline.reporting.notation import NIET_GETOOND, getal
from pipeline.reporting.theme import ACCENT, BREEDTE, GRIJS, INKT, REGEL, TEKST, VLAK, WIT

STAM, HOOFD, ZIJ = 232, 268, 296
GETAL, LABEL = ZIJ + 86, ZIJ + 98
VAK, LUCHT, TUSSEN = 40, 6, 16


@dataclass(frozen=True)
class Stap:
    """A number on its way: a total in the main column, or what goes off (or is a part) beside it.

    None is hidden; `nadruk` is for the total that the diagram is about.
    """

    label: str
    aantal: int | None
    soort: Literal["totaal", "af", "waarvan"] = "totaal"
    nadruk: bool = False


@dataclass(frozen=True)
class _Vak:
    stap: Stap
    boven: int
    onder: int

    @property
    def midden(self) -> float:
        return (self.boven + self.onder) / 2


def stroom(koppen: Koppen, stappen: Sequence[Stap]) -> Samenstel:
    """The steps from top to bottom."""
    vakken, hoogte = _plaats(stappen)
    hoofd = [vak for vak in vakken if vak.stap.soort == "totaal"]
    zij = [vak for vak in vakken if vak.stap.soort != "totaal"]
    doek = Doek(koppen, hoogte, links=0, rechts=0, onder=4, opschrift=0)
    return doek.afwerken(
        [
            *_pijlen(hoofd, hoogte),
            *_takken(zij, hoofd, hoogte),
            *_hoofdvakken(hoofd, hoogte),
            *_zijteksten(zij, hoogte),
        ]
    )


def _plaats(stappen: Sequence[Stap]) -> tuple[list[_Vak], int]:
    """Every step its place: totals as boxes, the rest as lines beside the arrow."""
    vakken: list[_Vak] = []
    y = 0
    for stap in stappen:
        hoog = VAK if stap.soort == "totaal" else len(_zijregels(stap)) * (REGEL - 1) + LUCHT
        lucht = TUSSEN if vakken and (stap.soort == "totaal" or vakken[-1].stap.soort == "totaal") else 0
        y += lucht // 2 if stap.soort != "totaal" or (vakken and vakken[-1].stap.soort != "totaal") else lucht
        vakken.append(_Vak(stap, y, y + hoog))
        y += hoog
    return vakken, y


def _zijregels(stap: Stap) -> list[str]:
    return regels(stap.label, BREEDTE - LABEL, TEKST)


def _tip(stap: Stap) -> str:
    return f"{platte_tekst(stap.label)}: {_tekst(stap.aantal)}"


def _tekst(aantal: int | None) -> str:
    return NIET_GETOOND if aantal is None else getal(aantal)


def _y(hoogte: int, veld: str = "y") -> alt.Y:
    return alt.Y(f"{veld}:Q", scale=y_as(hoogte), axis=None)


def _x(veld: str = "x") -> alt.X:
    return alt.X(f"{veld}:Q", scale=alt.Scale(domain=[0, BREEDTE], nice=False), axis=None)


def _pijlen(hoofd: Sequence[_Vak], hoogte: int) -> Iterator[alt.Chart]:
    """Arrows from each total down to the next."""
    lijnen = [{"x": STAM, "y": a.onder, "y2": b.boven} for a, b in pairwise(hoofd)]
    yield bron(lijnen).mark_rule(color=GRIJS, strokeWidth=1.2).encode(x=_x(), y=_y(hoogte), y2=alt.Y2("y2"))
    punten = [{"x": STAM, "y": lijn["y2"] - 4} for lijn in lijnen]
    pijl = bron(punten).mark_point(shape="triangle-down", filled=True, size=70, color=GRIJS, opacity=1)
    yield pijl.encode(x=_x(), y=_y(hoogte))


def _takken(zij: Sequence[_Vak], hoofd: Sequence[_Vak], hoogte: int) -> Iterator[alt.Chart]:
    """From the arrow to what goes off there; below the result, from the result to its parts."""
    lijnen = [{"x": STAM, "x2": ZIJ, "y": vak.midden} for vak in zij]
    yield bron(lijnen).mark_rule(color=GRIJS).encode(x=_x(), x2=alt.X2("x2"), y=_y(hoogte))
    punten = [{"x": ZIJ, "y": vak.midden} for vak in zij if vak.stap.soort == "af"]
    pijl = bron(punten).mark_point(shape="triangle-right", filled=True, size=40, color=GRIJS, opacity=1)
    yield pijl.encode(x=_x(), y=_y(hoogte))
    if zij and hoofd and zij[-1].boven > hoofd[-1].onder:
        stam = bron([{"x": STAM, "y": hoofd[-1].onder, "y2": zij[-1].midden}])
        yield stam.mark_rule(color=GRIJS).encode(x=_x(), y=_y(hoogte), y2=alt.Y2("y2"))


def _hoofdvakken(hoofd: Sequence[_Vak], hoogte: int) -> Iterator[alt.Chart]:
    for nadruk in (False, True):
        vakken = [vak for vak in hoofd if vak.stap.nadruk == nadruk]
        rijen: list[Rij] = [
            {"x": 0, "x2": HOOFD, "y": v.boven, "y2": v.onder, "tip": _tip(v.stap)} for v in vakken
        ]
        vlak = bron(rijen).mark_rect(fill=ACCENT if nadruk else VLAK, cornerRadius=2)
        yield vlak.encode(x=_x(), x2=alt.X2("x2"), y=_y(hoogte), y2=alt.Y2("y2"), tooltip=tip_kanaal())
        kleur = WIT if nadruk else INKT
        getallen = [{"x": 12, "y": v.midden, "tekst": _tekst(v.stap.aantal)} for v in vakken]
        groot = bron(getallen).mark_text(
            align="left", fontSize=18, fontWeight="bold", color=kleur, baseline="middle"
        )
        yield groot.encode(x=_x(), y=_y(hoogte), text=alt.Text("tekst:N"))
        labels = [
            {"x": 80, "y": v.midden, "tekst": "\n".join(regels(v.stap.label, HOOFD - 92))} for v in vakken
        ]
        yield from _labels(labels, hoogte, kleur)


def _labels(rijen: Sequence[Rij], hoogte: int, kleur: str) -> Iterator[alt.Chart]:
    """Texts of one or two lines, centred on their middle."""
    for rij in rijen:
        extra = rij["tekst"].count("\n") * (REGEL - 2) / 2
        mark = bron([{**rij, "y": rij["y"] - extra}]).mark_text(
            align="left", color=kleur, fontSize=TEKST, lineBreak="\n", lineHeight=REGEL - 2, baseline="middle"
        )  # fmt: skip
        yield mark.encode(x=_x(), y=_y(hoogte), text=alt.Text("tekst:N"))


def _zijteksten(zij: Sequence[_Vak], hoogte: int) -> Iterator[alt.Chart]:
    """The number, right-aligned with a minus where it goes off, and what it is."""
    getallen = [
        {"x": GETAL, "y": vak.midden, "tekst": _zijgetal(vak.stap), "tip": _tip(vak.stap)} for vak in zij
    ]
    mark = bron(getallen).mark_text(align="right", color=INKT, fontSize=TEKST, baseline="middle")
    yield mark.encode(x=_x(), y=_y(hoogte), text=alt.Text("tekst:N"), tooltip=tip_kanaal())
    labels = [{"x": LABEL, "y": v.midden, "tekst": "\n".join(_zijregels(v.stap))} for v in zij]
    yield from _labels(labels, hoogte, GRIJS)


def _zijgetal(stap: Stap) -> str:
    minus = "−\u2009" if stap.soort == "af" and stap.aantal else ""
    return minus + _tekst(stap.aantal)
