"""Horizontal bars from zero, one per row, each with its figure beside it: response, codes, ESF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import altair as alt

from pipeline.reporting.charts.doek import Doek, Koppen, Rij, kolom, kolomkop, procent_as, regels, y_as
from pipeline.reporting.charts.doek import bron as bron_
from pipeline.reporting.charts.leeg import lege_vakken
from pipeline.reporting.charts.samenstel import Samenstel
from pipeline.reporting.charts.strepen import Streep, hoogte_strepen, streep_lagen
from pipeline.reporting.theme import ACCENT, BREEDTE, GRIJS, INKT, KLEIN, REGEL, VLAK

LINKS, RECHTS = 236, 140
PLOT = BREEDTE - LINKS - RECHTS
RIJ, KOPRIJ, BALK = 22, 26, 14


@dataclass(frozen=True)
class Staaf:
    """One bar: a percentage with what stands beside it, or words instead; with `kop` a heading."""

    label: str
    pct: float | None = None
    tekst: str = ""
    naast: str = ""
    woorden: str = ""
    kleur: str = ACCENT
    kop: bool = False


def staven(
    koppen: Koppen,
    rijen: Sequence[Staaf],
    strepen: Sequence[Streep] = (),
    *,
    spoor: bool = False,
    naast: str = "",
) -> Samenstel:
    """The bars under each other; `spoor` draws a pale track to 100%, for parts of a whole; `naast` heads the
    column beside the figures. The axis ends at 50% when no bar and no rule comes near it.
    """
    hoogste = max([*(rij.pct or 0 for rij in rijen), *(streep.waarde for streep in strepen)], default=0)
    tot = 100 if spoor or hoogste > 48 else 50
    middens, hoogte = _middens(rijen)
    opschrift = max(hoogte_strepen(strepen, PLOT), 18 if naast else 0)
    doek = Doek(koppen, hoogte, LINKS, RECHTS, opschrift=opschrift)
    paren = list(zip(rijen, middens, strict=True))
    return doek.afwerken(
        [
            _balken(paren, hoogte, tot, spoor=spoor),
            *streep_lagen(strepen, PLOT, hoogte),
            *lege_vakken([(rij.woorden, y, rij.label) for rij, y in paren if rij.woorden], hoogte, tot),
            *_teksten(paren, hoogte),
            kolomkop(naast, PLOT + RECHTS),
        ]
    )


def _naam(rij: Staaf) -> list[str]:
    return regels(rij.label, BREEDTE if rij.kop else LINKS - 12)


def _middens(rijen: Sequence[Staaf]) -> tuple[list[float], int]:
    """The middle of every row and the height of all."""
    hoogtes = [KOPRIJ if rij.kop else max(RIJ, len(_naam(rij)) * (REGEL - 2) + 8) for rij in rijen]
    eind = list(accumulate(hoogtes))
    middens = [e - h / 2 + (4 if r.kop else 0) for e, h, r in zip(eind, hoogtes, rijen, strict=True)]
    return middens, eind[-1] if eind else RIJ


def _balken(paren: Sequence[tuple[Staaf, float]], hoogte: int, tot: int, *, spoor: bool) -> alt.Chart:
    rijen: list[Rij] = []
    for rij, y in paren:
        vak = {"x": 0, "y": y - BALK / 2, "y2": y + BALK / 2, "naam": rij.label}
        tip = f"{rij.label}: {', '.join(filter(None, (rij.tekst, rij.naast)))}"
        if rij.pct is not None and spoor:
            rijen.append({**vak, "x2": tot, "kleur": VLAK})
        if rij.pct is not None:
            rijen.append({**vak, "x2": rij.pct, "kleur": rij.kleur, "tip": tip})
    laag: alt.Chart = (
        bron_(rijen)
        .mark_rect()
        .encode(
            x=alt.X("x:Q", **procent_as(tot)),
            x2=alt.X2("x2"),
            y=alt.Y("y:Q", scale=y_as(hoogte), axis=None),
            y2=alt.Y2("y2"),
            color=alt.Color("kleur:N", scale=None),
            tooltip=alt.Tooltip("tip:N", title=" "),
        )
    )
    return laag


def _teksten(paren: Sequence[tuple[Staaf, float]], hoogte: int) -> Iterator[alt.Chart]:
    for vet in (False, True):
        namen = [
            {
                "y": y - (len(_naam(rij)) - 1) * (REGEL - 2) / 2,
                "tekst": "\n".join(_naam(rij)),
                **({} if rij.kop else {"naam": rij.label}),
            }
            for rij, y in paren
            if rij.kop == vet
        ]
        yield kolom(namen, hoogte, -LINKS, align="left", vet=vet)
    yield kolom(
        [{"y": y, "tekst": rij.tekst, "naam": rij.label} for rij, y in paren if rij.tekst],
        hoogte,
        PLOT + 58,
        grootte=KLEIN,
        kleur=INKT,
    )
    naast = [{"y": y, "tekst": rij.naast, "naam": rij.label} for rij, y in paren if rij.naast]
    yield kolom(naast, hoogte, PLOT + RECHTS, grootte=KLEIN, kleur=GRIJS)
