"""What the unknown could make of the figures: bounds beside the interval."""

from dataclasses import replace

from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.punten import Punt, Sleutels, punten
from pipeline.reporting.content.samen import genoemd, punt
from pipeline.reporting.display import FigureBundle, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.maten import BESTENDIGHEID, MATEN, PLAATSING
from pipeline.reporting.notation import datum, decimaal
from pipeline.reporting.tables import (
    MARGE_NOOT,
    Kolom,
    grenzen_tekst,
    kop,
    maak_tabel,
    marge_tekst,
    n_tekst,
    onbekend_tekst,
    pct_tekst,
)

INDICATOREN = (*PLAATSING, *BESTENDIGHEID)


def _rij(g: Gegevens, indicator: str) -> Punt:
    cel = g.cel(indicator)
    rij = punt(MATEN[indicator].kop, cel)
    w = cel.waarden
    if w is None or w.ondergrens is None or w.bovengrens is None:
        return rij
    return replace(rij, band=(w.ondergrens, w.bovengrens))


def figuur(g: Gegevens) -> FigureBundle:
    """Every regional figure with its interval and its bounds."""
    titel = _titel(g)
    onder = (
        f"Hele regio, cohorten {g.cohort('B1_2')} tot en met {g.jaar}, stand {datum(g.stand)}. "
        "Lijn: toevalsmarge (95%)"
    )
    rijen = [_rij(g, indicator) for indicator in INDICATOREN]
    grafiek = punten(Koppen(titel, onder), rijen, sleutels=Sleutels(band="grenzen bij onbekend"))
    alt = f"{titel}. Punten met toevalsmarge en grenzen per maat. Alle cijfers staan in de tabel eronder."
    bijschrift = (
        "Ondergrens en bovengrens voor wat onbekend of niet gemeten is, naast de toevalsmarge, hele regio."
    )
    return figure_bundle(grafiek, alt, bijschrift)


def _titel(g: Gegevens) -> str:
    """The widest bounds, in percentage points."""
    breedtes = [
        (w.bovengrens - w.ondergrens, indicator)
        for indicator in INDICATOREN
        if (w := g.cel(indicator).waarden) and w.ondergrens is not None and w.bovengrens is not None
    ]
    if not breedtes:
        return "Voor geen enkele maat zijn grenzen te tonen"
    breedte, indicator = max(breedtes)
    return (
        f"Wat onbekend is, maakt het meeste uit bij ‘{MATEN[indicator].naam}’: "
        f"{decimaal(breedte)} procentpunt tussen onder- en bovengrens"
    )


def tabel(g: Gegevens) -> TableBundle:
    """Percentage, interval, number unknown and bounds of every measure."""
    kolommen = [
        kop("Maat"), kop("Cohort"), Kolom("n"), Kolom("%"), Kolom("toevalsmarge"), Kolom("onbekend"),
        Kolom("grenzen (%)"),
    ]  # fmt: skip
    rijen = []
    for indicator in INDICATOREN:
        cel = g.cel(indicator)
        maat = genoemd(indicator)
        getallen = [n_tekst(cel), pct_tekst(cel), marge_tekst(cel), onbekend_tekst(cel), grenzen_tekst(cel)]
        rijen.append(
            [maat, cel.cohort.label, *(getallen if cel.waarden else ["", pct_tekst(cel), "", "", ""])]
        )
    noten = [
        MARGE_NOOT,
        "Grenzen: het cijfer als alles wat onbekend of niet gemeten is tegenzit, en als alles meezit",
    ]
    return maak_tabel(kolommen, rijen, "Cijfers met toevalsmarge en grenzen, hele regio", g.stand, noten)
