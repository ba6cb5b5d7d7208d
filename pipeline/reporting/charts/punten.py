"""Points with their interval, one row per school, board or measure, against labelled rules such as a norm.

Rows keep the order they are given in (by board and name, never by score). A row without a figure says why.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import altair as alt

from pipeline.reporting.charts.doek import (
    Doek,
    Koppen,
    bron,
    kolom,
    procent_as,
    regels,
    x2_px,
    x_px,
    y2_px,
    y_as,
    y_px,
)
from pipeline.reporting.charts.leeg import lege_vakken
from pipeline.reporting.charts.samenstel import Samenstel
from pipeline.reporting.charts.strepen import Streep, hoogte_strepen, streep_lagen
from pipeline.reporting.cijfers import Waarden
from pipeline.reporting.notation import getal, interval, procent
from pipeline.reporting.theme import ACCENT, BREEDTE, GRIJS, INKT, KLEIN, LIJN, MARGE, REGEL, WIT

LINKS, RECHTS = 200, 140
PLOT = BREEDTE - LINKS - RECHTS
RIJ, KOPRIJ = 20, 24


@dataclass(frozen=True)
class Punt:
    """One row: figures or words instead, a target of its own, a band of bounds; with `kop` a heading."""

    label: str
    waarden: Waarden | None = None
    woorden: str = ""
    doel: float | None = None
    band: tuple[float, float] | None = None
    kop: bool = False
    nadruk: bool = False


Paren = Sequence[tuple[Punt, float]]


@dataclass(frozen=True)
class Sleutels:
    """The names of the marks that rows may have besides point and interval."""

    doel: str = ""
    band: str = ""


def punten(
    koppen: Koppen, rijen: Sequence[Punt], strepen: Sequence[Streep] = (), sleutels: Sleutels | None = None
) -> Samenstel:
    """The rows under each other, with percentage and counts on the right."""
    middens, hoogte = _middens(rijen)
    paren = list(zip(rijen, middens, strict=True))
    sleutel_lagen = list(_sleutel_lagen(paren, sleutels or Sleutels(), hoogte))
    opschrift = max(hoogte_strepen(strepen, PLOT), 28 if sleutel_lagen else 0)
    doek = Doek(koppen, hoogte, LINKS, RECHTS, opschrift=opschrift)
    return doek.afwerken(
        [
            _raster(hoogte),
            *_banden(paren, hoogte),
            *streep_lagen(strepen, PLOT, hoogte),
            *lege_vakken([(rij.woorden, y, rij.label) for rij, y in paren if rij.woorden], hoogte),
            *_marges(paren, hoogte),
            *_doelen(paren, hoogte),
            _stippen(paren, hoogte),
            *_namen(paren, hoogte),
            *_kolommen(paren, hoogte),
            *sleutel_lagen,
        ]
    )


def _middens(rijen: Sequence[Punt]) -> tuple[list[float], int]:
    """The middle of every row and the height of all."""
    hoogtes = [KOPRIJ if rij.kop else max(RIJ, len(_naam(rij)) * (REGEL - 2) + 4) for rij in rijen]
    eind = list(accumulate(hoogtes))
    middens = [e - h / 2 + (4 if r.kop else 0) for e, h, r in zip(eind, hoogtes, rijen, strict=True)]
    return middens, eind[-1] if eind else RIJ


def _naam(rij: Punt) -> list[str]:
    return regels(rij.label, BREEDTE if rij.kop else LINKS - 14)


def _y(hoogte: int) -> alt.Y:
    return alt.Y("y:Q", scale=y_as(hoogte), axis=None)


def _raster(hoogte: int) -> alt.Chart:
    """Nothing but the axis, so that a chart without a single figure still has one."""
    niets = bron([{"x": 0, "y": 0}]).mark_rule(opacity=0)
    laag: alt.Chart = niets.encode(x=alt.X("x:Q", **procent_as()), y=_y(hoogte))
    return laag


def _banden(paren: Paren, hoogte: int) -> Iterator[alt.Chart]:
    """From lower to upper bound, as a pale bar behind the interval."""
    banden = [
        {"x": rij.band[0], "x2": rij.band[1], "y": y, "naam": rij.label} for rij, y in paren if rij.band
    ]
    yield (
        bron(banden)
        .mark_rule(color=LIJN, strokeWidth=13)
        .encode(x=alt.X("x:Q"), x2=alt.X2("x2"), y=_y(hoogte))
    )


def _marges(paren: Paren, hoogte: int) -> Iterator[alt.Chart]:
    for nadruk, kleur, dikte in ((False, MARGE, 1.5), (True, INKT, 2.5)):
        lijnen = [
            {"x": rij.waarden.laag, "x2": rij.waarden.hoog, "y": y, "naam": rij.label}
            for rij, y in paren
            if rij.waarden and rij.nadruk == nadruk
        ]
        yield (
            bron(lijnen)
            .mark_rule(color=kleur, strokeWidth=dikte)
            .encode(x=alt.X("x:Q"), x2=alt.X2("x2"), y=_y(hoogte))
        )


def _stippen(paren: Paren, hoogte: int) -> alt.Chart:
    stippen = [
        {
            "x": rij.waarden.pct,
            "y": y,
            "kleur": INKT if rij.nadruk else ACCENT,
            "naam": rij.label,
            "tip": _tip(rij.label, rij.waarden),
        }
        for rij, y in paren
        if rij.waarden
    ]
    mark = bron(stippen).mark_circle(size=80, opacity=1, stroke=WIT, strokeWidth=1)
    laag: alt.Chart = mark.encode(
        x=alt.X("x:Q"),
        y=_y(hoogte),
        color=alt.Color("kleur:N", scale=None),
        tooltip=alt.Tooltip("tip:N", title=" "),
    )
    return laag


def _tip(label: str, w: Waarden) -> str:
    return f"{label}: {getal(w.k)} van {getal(w.n)}, {procent(w.pct)} ({interval(w.laag, w.hoog)})"


def _doelen(paren: Paren, hoogte: int) -> Iterator[alt.Chart]:
    """A short upright mark per row at its own target."""
    doelen = [
        {"x": r.doel, "y": y - 9, "y2": y + 9, "naam": r.label}
        for r, y in paren
        if r.doel is not None and r.waarden
    ]
    yield (
        bron(doelen)
        .mark_rule(color=INKT, strokeWidth=3)
        .encode(x=alt.X("x:Q"), y=_y(hoogte), y2=alt.Y2("y2"))
    )


def _sleutel_lagen(paren: Paren, namen: Sleutels, hoogte: int) -> Iterator[alt.Chart]:
    """What the extra marks mean, in the corner above the names; only for marks that are there."""
    if namen.doel and any(rij.doel is not None and rij.waarden for rij, _ in paren):
        merk = bron([{}]).mark_rule(color=INKT, strokeWidth=3)
        yield merk.encode(x=x_px(-LINKS + 3), y=y_px(-22), y2=y2_px(-6))
        yield kolom([{"y": -14, "tekst": namen.doel}], hoogte, -LINKS + 12, align="left", grootte=KLEIN)
    elif namen.band and any(rij.band for rij, _ in paren):
        merk = bron([{}]).mark_rule(color=LIJN, strokeWidth=13)
        yield merk.encode(x=x_px(-LINKS), x2=x2_px(-LINKS + 22), y=y_px(-14))
        yield kolom([{"y": -14, "tekst": namen.band}], hoogte, -LINKS + 30, align="left", grootte=KLEIN)


def _namen(paren: Paren, hoogte: int) -> Iterator[alt.Chart]:
    for vet in (False, True):
        teksten = [
            {
                "y": y - (len(_naam(rij)) - 1) * (REGEL - 2) / 2,
                "tekst": "\n".join(_naam(rij)),
                **({} if rij.kop else {"naam": rij.label}),
            }
            for rij, y in paren
            if (rij.kop or rij.nadruk) == vet
        ]
        yield kolom(teksten, hoogte, -LINKS, align="left", vet=vet)


def _kolommen(paren: Paren, hoogte: int) -> Iterator[alt.Chart]:
    """The percentage, and how many of how many, beside every row with a figure."""
    met = [(rij.waarden, {"y": y, "naam": rij.label}) for rij, y in paren if rij.waarden]
    yield kolom([{**plek, "tekst": procent(w.pct)} for w, plek in met], hoogte, PLOT + 58, grootte=KLEIN)
    tellingen = [{**plek, "tekst": f"{getal(w.k)} van {getal(w.n)}"} for w, plek in met]
    yield kolom(tellingen, hoogte, PLOT + RECHTS, grootte=KLEIN, kleur=GRIJS)
