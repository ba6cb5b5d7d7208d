"""Points with their interval for a few measures side by side: a row per board or school, a panel per measure.

The names stand once, on the left. Rows keep the order they are given in, never that of a score.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import altair as alt

from pipeline.reporting.charts.doek import (
    Doek,
    Koppen,
    Rij,
    bron,
    kolom,
    regels,
    tekst_breedte,
    tekst_laag,
    tip_kanaal,
    y_as,
)
from pipeline.reporting.charts.leeg import lege_stijl
from pipeline.reporting.charts.punten import Punt
from pipeline.reporting.charts.samenstel import Samenstel
from pipeline.reporting.charts.strepen import Streep
from pipeline.reporting.notation import NIET_GETOOND, getal, interval, procent
from pipeline.reporting.theme import ACCENT, BREEDTE, GRIJS, INKT, KLEIN, LIJN, MARGE, WIT

LINKS, TUSSEN, CIJFERS = 206, 16, 90
"""Room in pixels for the names, between the panels, and for percentage and n beside a plot."""
RIJ, LUCHT, LIJNHOOGTE = 18, 6, 15
"""Height of a row and of a line of its name; air above a board, under which its schools stand."""
_HALF = 7


@dataclass(frozen=True)
class Zijde:
    """A measure: what stands above it (in bold, and of whom), a point per row, its norm or target."""

    titel: str
    onder: str
    punten: tuple[Punt, ...]
    streep: Streep | None = None


def naast_elkaar(koppen: Koppen, zijden: Sequence[Zijde], doel: str = "") -> Samenstel:
    """The measures beside each other; every one has the same rows. `doel` names the marks of own targets."""
    rijen = zijden[0].punten
    middens, hoogte = _middens(rijen)
    plot = (BREEDTE - LINKS - TUSSEN * (len(zijden) - 1)) // len(zijden) - CIJFERS
    kaders = [
        _Kader(zijde, middens, hoogte, nummer * (plot + CIJFERS + TUSSEN), plot)
        for nummer, zijde in enumerate(zijden)
    ]
    sleutel = doel if any(r.doel is not None and r.waarden for z in zijden for r in z.punten) else ""
    opschrift = max(kader.opschrift for kader in kaders)
    doek = Doek(koppen, hoogte, LINKS, 0, onder=24, opschrift=opschrift)
    lagen = [laag for kader in kaders for laag in kader.lagen()]
    return doek.afwerken([*lagen, *_namen(rijen, middens, hoogte), *_sleutel(sleutel, hoogte)])


def _naam(rij: Punt) -> list[str]:
    return regels(rij.label, LINKS - 12, KLEIN)


def _middens(rijen: Sequence[Punt]) -> tuple[list[float], int]:
    """The middle of every row and the height of all."""
    hoogtes = [max(RIJ, len(_naam(rij)) * LIJNHOOGTE + 3) for rij in rijen]
    lucht = [LUCHT if rij.nadruk and nummer else 0 for nummer, rij in enumerate(rijen)]
    eind = list(accumulate(h + extra for h, extra in zip(hoogtes, lucht, strict=True)))
    middens = [e - h / 2 for e, h in zip(eind, hoogtes, strict=True)]
    return middens, eind[-1] if eind else RIJ


def _x_as() -> alt.X:
    """Pixels from the left of the first plot."""
    breedte = BREEDTE - LINKS
    return alt.X("x:Q", scale=alt.Scale(domain=[0, breedte], nice=False, zero=False), axis=None)


def _namen(rijen: Sequence[Punt], middens: Sequence[float], hoogte: int) -> Iterator[alt.Chart]:
    for vet in (False, True):
        teksten: list[Rij] = [
            {
                "y": y - (len(_naam(rij)) - 1) * LIJNHOOGTE / 2,
                "tekst": "\n".join(_naam(rij)),
                "naam": rij.label,
            }
            for rij, y in zip(rijen, middens, strict=True)
            if rij.nadruk == vet
        ]
        yield kolom(teksten, hoogte, -LINKS, align="left", vet=vet, grootte=KLEIN)


def _sleutel(naam: str, hoogte: int) -> Iterator[alt.Chart]:
    """What the upright marks are, in the corner above the names."""
    if naam:
        merk = bron([{"x": 3 - LINKS, "y": -20, "y2": -6}]).mark_rule(color=INKT, strokeWidth=3)
        y = alt.Y("y:Q", scale=y_as(hoogte), axis=None)
        yield merk.encode(x=_x_as(), y=y, y2=alt.Y2("y2"))
        yield kolom([{"y": -13, "tekst": naam}], hoogte, 12 - LINKS, align="left", grootte=KLEIN)


@dataclass(frozen=True)
class _Kader:
    """A panel at its place: from `links`, with a plot of so many pixels."""

    zijde: Zijde
    middens: Sequence[float]
    hoogte: int
    links: int
    plot: int

    @property
    def _kop(self) -> list[str]:
        return regels(self.zijde.titel, self.plot + CIJFERS, KLEIN)

    @property
    def opschrift(self) -> int:
        """Room above the plot."""
        return (len(self._kop) + 2) * LIJNHOOGTE + 12

    def lagen(self) -> Iterator[alt.Chart]:
        """From back to front."""
        yield from self._boven()
        yield from self._raster()
        yield from self._streep()
        yield from self._leeg()
        yield from self._marges()
        yield from self._stippen()
        yield from self._cijfers()

    @property
    def _paren(self) -> list[tuple[Punt, float]]:
        return list(zip(self.zijde.punten, self.middens, strict=True))

    def _x(self, pct: float) -> float:
        return self.links + self.plot * pct / 100

    def _y(self) -> alt.Y:
        return alt.Y("y:Q", scale=y_as(self.hoogte), axis=None)

    def _tekst(self, rijen: Sequence[Rij], **opmaak: object) -> alt.Chart:
        laag: alt.Chart = tekst_laag(rijen, self.hoogte, _x_as(), **opmaak)  # type: ignore[arg-type]
        return laag

    def _boven(self) -> Iterator[alt.Chart]:
        """The measure, of whom, and the heads of the two columns."""
        onder = -LIJNHOOGTE * 2 - 2
        koppen = [
            {"x": self.links, "y": onder - (len(self._kop) - i) * LIJNHOOGTE, "tekst": lijn}
            for i, lijn in enumerate(self._kop)
        ]
        yield self._tekst(koppen, vet=True, grootte=KLEIN)
        yield self._tekst(
            [{"x": self.links, "y": onder, "tekst": self.zijde.onder}], kleur=GRIJS, grootte=KLEIN
        )
        kop = {"x": self.links + self.plot + CIJFERS, "y": -12, "tekst": "n"}
        yield self._tekst([kop], align="right", kleur=GRIJS, grootte=KLEIN)

    def _raster(self) -> Iterator[alt.Chart]:
        """A line per quarter, and the ends and the middle written under it."""
        rijen: list[Rij] = [{"x": self._x(pct), "y": 0, "y2": self.hoogte} for pct in range(0, 101, 25)]
        lijn = bron(rijen).mark_rule(color=LIJN, strokeWidth=1)
        yield lijn.encode(x=_x_as(), y=self._y(), y2=alt.Y2("y2"))
        waarden = [
            {"x": self._x(pct), "y": self.hoogte + 12, "tekst": f"{pct}%"} for pct in range(0, 101, 50)
        ]
        yield self._tekst(waarden, align="center", kleur=GRIJS, grootte=KLEIN)

    def _streep(self) -> Iterator[alt.Chart]:
        if self.zijde.streep is None:
            return
        streep = self.zijde.streep
        kleur = INKT if streep.streepjes else GRIJS
        stijl = {"strokeDash": [5, 3]} if streep.streepjes else {}
        rij = {"x": self._x(streep.waarde), "y": -4, "y2": self.hoogte}
        lijn = bron([rij]).mark_rule(color=kleur, strokeWidth=1.2, **stijl)  # type: ignore[arg-type]
        yield lijn.encode(x=_x_as(), y=self._y(), y2=alt.Y2("y2"))
        half = tekst_breedte(streep.label, KLEIN) / 2
        midden = min(max(rij["x"], self.links + half), self.links + self.plot + CIJFERS - 24 - half)
        yield self._tekst(
            [{"x": midden, "y": -12, "tekst": streep.label}], align="center", kleur=kleur, grootte=KLEIN
        )

    def _leeg(self) -> Iterator[alt.Chart]:
        """A hatch for what is hidden, an empty frame for what is not there, with the words on it."""
        leeg = [(rij, y) for rij, y in self._paren if rij.woorden]
        for woorden in dict.fromkeys(rij.woorden for rij, _ in leeg):
            vakken: list[Rij] = [
                {
                    "x": self.links, "x2": self._x(100), "y": y - _HALF, "y2": y + _HALF,
                    "naam": rij.label, "tip": f"{rij.label}: {woorden}",
                }
                for rij, y in leeg if rij.woorden == woorden
            ]  # fmt: skip
            vak = bron(vakken).mark_rect(**lege_stijl(woorden))
            yield vak.encode(x=_x_as(), x2=alt.X2("x2"), y=self._y(), y2=alt.Y2("y2"), tooltip=tip_kanaal())
            if woorden == NIET_GETOOND:
                tot = self.links + 12 + tekst_breedte(woorden, KLEIN)
                wit = [{"x": self.links + 4, "x2": tot, "y": rij["y"] + _HALF} for rij in vakken]
                doek = bron(wit).mark_rule(color=WIT, strokeWidth=2 * _HALF + 1)
                yield doek.encode(x=_x_as(), x2=alt.X2("x2"), y=self._y())
        teksten: list[Rij] = [
            {"x": self.links + 8, "y": y, "tekst": rij.woorden, "naam": rij.label} for rij, y in leeg
        ]
        yield self._tekst(teksten, kleur=GRIJS, grootte=KLEIN)

    def _marges(self) -> Iterator[alt.Chart]:
        """The intervals, and an upright mark at a target of one's own."""
        for nadruk, kleur, dikte in ((False, MARGE, 1.5), (True, INKT, 2.5)):
            lijnen: list[Rij] = [
                {"x": self._x(r.waarden.laag), "x2": self._x(r.waarden.hoog), "y": y, "naam": r.label}
                for r, y in self._paren
                if r.waarden and r.nadruk == nadruk
            ]
            mark = bron(lijnen).mark_rule(color=kleur, strokeWidth=dikte)
            yield mark.encode(x=_x_as(), x2=alt.X2("x2"), y=self._y())
        doelen: list[Rij] = [
            {"x": self._x(r.doel), "y": y - 7, "y2": y + 7, "naam": r.label}
            for r, y in self._paren
            if r.doel is not None and r.waarden
        ]
        doel = bron(doelen).mark_rule(color=INKT, strokeWidth=3)
        yield doel.encode(x=_x_as(), y=self._y(), y2=alt.Y2("y2"))

    def _stippen(self) -> Iterator[alt.Chart]:
        stippen: list[Rij] = [
            {
                "x": self._x(r.waarden.pct), "y": y, "kleur": INKT if r.nadruk else ACCENT, "naam": r.label,
                "tip": f"{r.label}: {getal(r.waarden.k)} van {getal(r.waarden.n)}, {procent(r.waarden.pct)} "
                f"({interval(r.waarden.laag, r.waarden.hoog)})",
            }
            for r, y in self._paren if r.waarden
        ]  # fmt: skip
        mark = bron(stippen).mark_circle(size=64, opacity=1, stroke=WIT, strokeWidth=1)
        yield mark.encode(
            x=_x_as(), y=self._y(), color=alt.Color("kleur:N", scale=None), tooltip=tip_kanaal()
        )

    def _cijfers(self) -> Iterator[alt.Chart]:
        """The percentage and n beside every row with a figure."""
        met = [(r, r.waarden, y) for r, y in self._paren if r.waarden]
        rechts = self.links + self.plot
        for vet in (False, True):
            percentages: list[Rij] = [
                {"x": rechts + 52, "y": y, "tekst": procent(w.pct), "naam": r.label}
                for r, w, y in met
                if r.nadruk == vet
            ]
            yield self._tekst(percentages, align="right", vet=vet, grootte=KLEIN)
        aantallen: list[Rij] = [
            {"x": rechts + CIJFERS, "y": y, "tekst": getal(w.n), "naam": r.label} for r, w, y in met
        ]
        yield self._tekst(aantallen, align="right", kleur=GRIJS, grootte=KLEIN)
