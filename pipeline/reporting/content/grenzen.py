"""What the unknown could make of the figures: bounds beside the interval."""

from dataclasses import replace

from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.punten import Punt, Sleutels, punten
from pipeline.reporting.content.samen import genoemd, punt
from pipeline.reporting.content.stroom import niet_te_plaatsen
from pipeline.reporting.display import FigureBundle, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.maten import BESTENDIGHEID, MATEN, PLAATSING
from pipeline.reporting.notation import datum, decimaal, getal, opsomming
from pipeline.reporting.tables import (
    MARGE_NOOT,
    ONBEKEND_KOPPEN,
    Kolom,
    kop,
    maak_tabel,
    marge_tekst,
    n_tekst,
    onbekend_en_grenzen,
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
    """Percentage, interval, number and share unknown, and bounds of every measure."""
    kolommen = [kop("Maat"), kop("Cohort"), Kolom("n"), Kolom("%"), Kolom("toevalsmarge"), *ONBEKEND_KOPPEN]
    rijen = []
    for indicator in INDICATOREN:
        cel = g.cel(indicator)
        n, marge = (n_tekst(cel), marge_tekst(cel)) if cel.waarden else ("", "")
        rijen.append(
            [genoemd(indicator), cel.cohort.label, n, pct_tekst(cel), marge, *onbekend_en_grenzen(cel)]
        )
    return maak_tabel(kolommen, rijen, "Cijfers met toevalsmarge en grenzen, hele regio", g.stand, _noten(g))


def _noten(g: Gegevens) -> list[str]:
    return [
        MARGE_NOOT,
        "Onbekend: schoolverlaters van wie de uitkomst niet bekend is, of niet of zij meetellen"
        f"{_met_rijen(g)}",
        "Onbekend (%): het aandeel onbekend onder iedereen die meetelt of misschien meetelt",
        "Grenzen: het cijfer als alles wat onbekend of niet gemeten is tegenzit, en als alles meezit",
    ]


def _met_rijen(g: Gegevens) -> str:
    """How many rows of the cohorts in the table may be a leaver; nothing where there are none."""
    cohorten = sorted({g.cohort(indicator) for indicator in INDICATOREN})
    geteld = [(niet_te_plaatsen(g, cohort), cohort) for cohort in cohorten]
    delen = [f"{getal(aantal)} van cohort {cohort}" for aantal, cohort in geteld if aantal]
    return f", met de aangeleverde rijen die niet te plaatsen zijn ({opsomming(delen)})" if delen else ""
