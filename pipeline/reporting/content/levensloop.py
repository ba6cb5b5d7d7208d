"""Who keeps work from one moment to the next: the life table of work, in bars, tables and sentences.

The rates BW are the steps of the table, released like every other figure; here they are only multiplied. The
moments are months apart, so nothing is said of what happened in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from pipeline.evaluation.levenstafel import levenstafel
from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.staven import Staaf, staven
from pipeline.reporting.cijfers import Cel, Waarden
from pipeline.reporting.content.samen import woorden, zinnen
from pipeline.reporting.display import FigureBundle, Proza, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.notation import datum, decimaal, interval, procent
from pipeline.reporting.tables import Kolom, k_tekst, kop, maak_tabel, n_tekst, pct_tekst
from pipeline.vocabulary.schooljaar import Schooljaar

MOMENTEN = {
    "BW_V1": "na een half jaar (V1)",
    "BW_V2": "na een jaar (V2)",
    "BW_V3": "na anderhalf jaar (V3)",
    "BW_V4": "na twee jaar (V4)",
}
_LAATSTE = "BW_V4"
_BRON = "Bron: uitstroomlijsten van de scholen (U) en Intergrip (V1 tot en met V4); definitie BW"
_NOTEN = [
    "Bereikt: wie tot dan steeds werk had en op dit moment is bereikt",
    "Steeds werk: het product van de stappen, met een toevalsmarge (95%-interval van de overlevingstafel)",
    "Wie eenmaal niet is bereikt, telt daarna niet meer mee; na een stap die ontbreekt, is er geen product",
]


@dataclass(frozen=True)
class Deel:
    """The part that had work at every moment until one, in percent, with its 95% interval."""

    pct: float
    laag: float
    hoog: float


def _stappen(g: Gegevens, cohort: Schooljaar) -> dict[str, Cel]:
    return {indicator: g.cijfers.cel(indicator, cohort) for indicator in MOMENTEN}


def _delen(stappen: dict[str, Cel]) -> dict[str, Deel]:
    """The life table of the steps that are shown, up to the first that is not."""
    getoond: dict[str, Waarden] = {}
    for indicator, cel in stappen.items():
        if cel.waarden is None:
            break
        getoond[indicator] = cel.waarden
    if not getoond:
        return {}
    waarden = list(getoond.values())
    weg = [0] * len(waarden)
    uit_beeld = [0, *(een.k - volgende.n for een, volgende in pairwise(waarden))]
    tafel = levenstafel(waarden[0].n, [w.tekort for w in waarden], weg, uit_beeld)
    delen = tafel[["pct", "laag", "hoog"]].itertuples(index=False, name=None)
    return {indicator: Deel(*deel) for indicator, deel in zip(getoond, delen, strict=True)}


def _cohort(g: Gegevens) -> Schooljaar:
    """The last cohort that is followed to the end."""
    return g.jaar.plus(-2)


def figuur(g: Gegevens) -> FigureBundle:
    """One bar per moment: who had work at every moment until then."""
    cohort = _cohort(g)
    stappen = _stappen(g, cohort)
    delen = _delen(stappen)
    rijen = [_staaf(label, stappen[i], delen.get(i)) for i, label in MOMENTEN.items()]
    titel = _titel(delen, stappen)
    onder = f"Van wie bij het vertrek werk had, hele regio, cohort {cohort}, stand {datum(g.stand)}"
    beschreven = ", ".join(f"{rij.label} {rij.tekst or rij.woorden}" for rij in rijen)
    alt = f"{titel}. Staven per meetmoment, wie steeds werk had: {beschreven}."
    bijschrift = f"Deel dat tot dan op elk meetmoment werk had, hele regio, cohort {cohort}. {_BRON}."
    return figure_bundle(staven(Koppen(titel, onder), rijen, spoor=True), alt, bijschrift)


def _staaf(label: str, cel: Cel, deel: Deel | None) -> Staaf:
    if deel is None:
        return Staaf(label, woorden=woorden(cel) or "niet te berekenen")
    return Staaf(label, deel.pct, procent(deel.pct), _marge(deel))


def _titel(delen: dict[str, Deel], stappen: dict[str, Cel]) -> str:
    if not delen:
        return f"Hoelang leerlingen hun werk houden, is {woorden(stappen['BW_V1'])}"
    laatste = list(delen)[-1]
    return f"{_wanneer(laatste)} heeft {procent(delen[laatste].pct)} steeds werk gehad"


def _wanneer(indicator: str) -> str:
    tekst = MOMENTEN[indicator].partition(" (")[0]
    return tekst[0].upper() + tekst[1:]


def tabel(g: Gegevens) -> TableBundle:
    """The life table itself: reached, still at work, the step, and the product."""
    cohort = _cohort(g)
    stappen = _stappen(g, cohort)
    delen = _delen(stappen)
    kolommen = [
        kop("Meetmoment"), Kolom("bereikt"), Kolom("nog werk"), Kolom("stap (%)"),
        Kolom("steeds werk (%)"), Kolom("toevalsmarge"),
    ]  # fmt: skip
    rijen = [[label, *_cellen(stappen[i], delen.get(i))] for i, label in MOMENTEN.items()]
    titel = f"Wie houdt het werk van het vertrek, hele regio, cohort {cohort}"
    return maak_tabel(kolommen, rijen, titel, g.stand, _NOTEN)


def _cellen(cel: Cel, deel: Deel | None) -> list[str]:
    stap = [n_tekst(cel), k_tekst(cel), pct_tekst(cel)] if cel.waarden else ["", "", pct_tekst(cel)]
    return [*stap, *([decimaal(deel.pct), _marge(deel)] if deel else ["", ""])]


def _marge(deel: Deel) -> str:
    return interval(deel.laag, deel.hoog)


def tabel_cohorten(g: Gegevens) -> TableBundle:
    """Of every cohort the part that had work all along, to each moment."""
    kolommen = [kop("Cohort"), *(Kolom(f"{i[3:]} (%)") for i in MOMENTEN), Kolom("toevalsmarge op V4")]
    rijen = []
    for cohort in g.cijfers.cohorten("BW_V1", g.jaar):
        stappen = _stappen(g, cohort)
        delen = _delen(stappen)
        cellen = [decimaal(delen[i].pct) if i in delen else _geen(cel) for i, cel in stappen.items()]
        rijen.append([cohort.label, *cellen, _marge(delen[_LAATSTE]) if _LAATSTE in delen else ""])
    return maak_tabel(kolommen, rijen, "Wie steeds werk had, per cohort, hele regio", g.stand, _NOTEN[1:])


def _geen(cel: Cel) -> str:
    """Why there is no product: the step is not there, or one before it."""
    return "" if cel.waarden else pct_tekst(cel)


def tekst(g: Gegevens) -> Proza:
    """How many kept work all along, and what that does not say."""
    cohort = _cohort(g)
    stappen = _stappen(g, cohort)
    delen = _delen(stappen)
    if not delen:
        return Proza(f"Voor cohort {cohort} is dit {woorden(stappen['BW_V1'])}.")
    laatste = list(delen)[-1]
    deel = delen[laatste]
    kern = (
        f"Van de schoolverlaters van cohort {cohort} met werk had naar schatting {procent(deel.pct)} op elk"
        f" meetmoment werk, tot en met {MOMENTEN[laatste].partition(' (')[0].removeprefix('na ')} later"
        f" (toevalsmarge {_marge(deel)})."
    )
    volgende = next((cel for i, cel in stappen.items() if i not in delen), None)
    verder = f"Het deel daarna is {woorden(volgende)}." if volgende else ""
    return Proza(zinnen(kern, verder))
