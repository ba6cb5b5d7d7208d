"""Stacked horizontal bars of 100%: where leavers went, a bar per cohort or unit, classes in a fixed order."""

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
    kolomkop,
    procent_as,
    regels,
    tekst_breedte,
    tekst_laag,
    tip_kanaal,
    x2_px,
    x_px,
    y_as,
)
from pipeline.reporting.charts.leeg import lege_vakken
from pipeline.reporting.charts.samenstel import Samenstel
from pipeline.reporting.notation import NIET_GETOOND, procent
from pipeline.reporting.theme import BREEDTE, GRIJS, KLEIN, OP_KLEUR, REGEL, STAPEL_KLEUR, VERBORGEN, WIT

LINKS_MEEST, RECHTS = 190, 106
BALK, TUSSEN, BREUK, KOPRIJ = 17, 5, 22, 26


@dataclass(frozen=True)
class Soort:
    """A part that every bar can have, with its place in the order."""

    sleutel: str
    label: str


@dataclass(frozen=True)
class Stapel:
    """One bar: the percentage per part, None where it is not shown, or words instead of a bar.

    `breuk` is an event just before this bar and is written above it; with `kop` it is a heading and no bar.
    """

    label: str
    delen: tuple[tuple[str, float | None], ...] = ()
    rechts: tuple[str, str] = ("", "")
    woorden: str = ""
    breuk: str = ""
    nadruk: bool = False
    kop: bool = False


@dataclass(frozen=True)
class _Plaats:
    """A row with the room of its names and the top of its bar, in pixels."""

    rij: Stapel
    links: int
    top: float

    @property
    def midden(self) -> float:
        return self.top + BALK / 2

    @property
    def naam(self) -> list[str]:
        return regels(self.rij.label, BREEDTE if self.rij.kop else self.links - 14)


def stapels(
    koppen: Koppen, soorten: Sequence[Soort], rijen: Sequence[Stapel], kolommen: tuple[str, str]
) -> Samenstel:
    """The bars under each other, two columns of text on the right (onbekend and n), a legend on top."""
    plaatsen, hoogte = _plaats(rijen)
    links = _links(rijen)
    doek = Doek(koppen, hoogte, links, RECHTS, opschrift=50)
    stukken = [stuk for plaats in plaatsen for stuk in _stukken(plaats, soorten)]
    return doek.afwerken(
        [
            _balken(stukken, hoogte, links, soorten),
            _getallen(stukken, hoogte, doek.breedte),
            *_namen(plaatsen, hoogte),
            *lege_vakken(
                [(p.rij.woorden, p.midden, p.rij.label) for p in plaatsen if p.rij.woorden],
                hoogte,
                half=BALK / 2,
            ),
            *_rechts(plaatsen, hoogte, doek.breedte, kolommen),
            *_breuken(plaatsen, hoogte, doek.breedte),
        ]
    )


def _links(rijen: Sequence[Stapel]) -> int:
    """Room for the longest name, within reason."""
    langste = max((tekst_breedte(rij.label) for rij in rijen if not rij.kop), default=0)
    return int(min(LINKS_MEEST, langste * 1.06 + 16))


def _plaats(rijen: Sequence[Stapel]) -> tuple[list[_Plaats], int]:
    """Every row its place, and the height of all, wrapped names, headings and breaks included."""
    links = _links(rijen)
    hoogtes = [_hoogte(rij, links) for rij in rijen]
    extra = [BREUK if rij.breuk else 0 for rij in rijen]
    eind = list(accumulate(h + e for h, e in zip(hoogtes, extra, strict=True)))
    tops = [e - h + (h - TUSSEN - BALK) / 2 for e, h in zip(eind, hoogtes, strict=True)]
    return [_Plaats(rij, links, top) for rij, top in zip(rijen, tops, strict=True)], eind[
        -1
    ] if eind else BALK


def _hoogte(rij: Stapel, links: int) -> int:
    if rij.kop:
        return KOPRIJ
    return max(BALK, len(regels(rij.label, links - 14)) * (REGEL - 2)) + TUSSEN


def _stukken(plaats: _Plaats, soorten: Sequence[Soort]) -> Iterator[Rij]:
    """The parts of one bar from left to right; what is not shown lies together at the end."""
    namen = {soort.sleutel: soort.label for soort in soorten}
    links = 0.0
    for sleutel, pct in plaats.rij.delen:
        if pct is not None:
            yield _stuk(plaats, sleutel, namen[sleutel], links, links + pct)
            links += pct
    if any(pct is None for _, pct in plaats.rij.delen):
        yield _stuk(plaats, NIET_GETOOND, NIET_GETOOND, links, 100)


def _stuk(plaats: _Plaats, sleutel: str, naam: str, van: float, tot: float) -> Rij:
    tekst = procent(tot - van) if sleutel != NIET_GETOOND else NIET_GETOOND
    tip = f"{plaats.rij.label}, {naam}: {tekst}" if naam != tekst else f"{plaats.rij.label}: {tekst}"
    y, y2 = plaats.top, plaats.top + BALK
    zegt = {"tekst": tekst, "tip": tip, "naam": plaats.rij.label}
    return {"sleutel": sleutel, "x": van, "x2": tot, "y": y, "y2": y2, **zegt}


def _balken(stukken: Sequence[Rij], hoogte: int, links: int, soorten: Sequence[Soort]) -> alt.Chart:
    namen = {soort.sleutel: soort.label for soort in soorten}
    kleuren = {sleutel: STAPEL_KLEUR[sleutel] for sleutel in namen}
    if any(stuk["sleutel"] == NIET_GETOOND for stuk in stukken):
        kleuren[NIET_GETOOND] = VERBORGEN
    uitdrukking = " : ".join(f"datum.value == '{s}' ? '{n}'" for s, n in namen.items()) + " : datum.value"
    legenda = alt.Legend(
        orient="none", legendX=-links, legendY=-54, direction="horizontal", labelExpr=uitdrukking, columns=0
    )
    schaal = alt.Scale(domain=list(kleuren), range=list(kleuren.values()))
    laag: alt.Chart = (
        bron(stukken)
        .mark_rect(stroke=WIT, strokeWidth=1)
        .encode(
            x=alt.X("x:Q", **procent_as()),
            x2=alt.X2("x2"),
            y=alt.Y("y:Q", scale=y_as(hoogte), axis=None),
            y2=alt.Y2("y2"),
            color=alt.Color("sleutel:N", scale=schaal, legend=legenda),
            tooltip=tip_kanaal(),
        )
    )
    return laag


def _getallen(stukken: Sequence[Rij], hoogte: int, breedte: int) -> alt.Chart:
    """The percentage in every part that is wide enough to hold it; a hatch holds no text."""
    passend = [
        {
            "x": (s["x"] + s["x2"]) / 2, "y": s["y"] + BALK / 2 + 0.5, "tekst": s["tekst"],
            "kleur": OP_KLEUR[s["sleutel"]], "naam": s["naam"],
        }
        for s in stukken
        if s["sleutel"] in OP_KLEUR
        and (s["x2"] - s["x"]) * breedte / 100 > tekst_breedte(s["tekst"], KLEIN) + 2
    ]  # fmt: skip
    laag = tekst_laag(passend, hoogte, alt.X("x:Q"), align="center", grootte=KLEIN)
    return laag.encode(color=alt.Color("kleur:N", scale=None))


def _namen(plaatsen: Sequence[_Plaats], hoogte: int) -> Iterator[alt.Chart]:
    for vet in (False, True):
        teksten = [
            {
                "y": p.midden - (len(p.naam) - 1) * (REGEL - 2) / 2,
                "tekst": "\n".join(p.naam),
                **({} if p.rij.kop else {"naam": p.rij.label}),
            }
            for p in plaatsen
            if (p.rij.nadruk or p.rij.kop) == vet
        ]
        links = plaatsen[0].links if plaatsen else 0
        yield kolom(teksten, hoogte, -links, align="left", vet=vet)


def _rechts(
    plaatsen: Sequence[_Plaats], hoogte: int, breedte: int, koppen: tuple[str, str]
) -> Iterator[alt.Chart]:
    for nummer, (px, kop) in enumerate(zip((breedte + 64, breedte + RECHTS), koppen, strict=True)):
        teksten = [
            {"y": p.midden, "tekst": p.rij.rechts[nummer], "naam": p.rij.label}
            for p in plaatsen
            if not p.rij.kop
        ]
        yield kolom(teksten, hoogte, px, grootte=KLEIN)
        yield kolomkop(kop, px)


def _breuken(plaatsen: Sequence[_Plaats], hoogte: int, breedte: int) -> Iterator[alt.Chart]:
    """A line across all columns before the bar where something changed, after the name of what it was."""
    y = alt.Y("y:Q", scale=y_as(hoogte), axis=None)
    for p in plaatsen:
        if p.rij.breuk:
            rij = {"y": p.top - BREUK / 2 - TUSSEN / 2 + 2, "tekst": p.rij.breuk}
            na = tekst_breedte(p.rij.breuk, KLEIN) * 1.05 + 8 - p.links
            wit = bron([rij]).mark_rule(color=WIT, strokeWidth=BREUK - 4)
            yield wit.encode(x=x_px(-p.links), x2=x2_px(breedte + RECHTS), y=y)
            lijn = bron([rij]).mark_rule(color=GRIJS, strokeDash=[2, 3])
            yield lijn.encode(x=x_px(na), x2=x2_px(breedte + RECHTS), y=y)
            yield kolom([rij], hoogte, -p.links, align="left", kleur=GRIJS, grootte=KLEIN)
