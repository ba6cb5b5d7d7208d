"""How soon leavers found their first work: the curve from released counts, or in words why there is none.

Of each quarter it is released of how many leavers it is known that they had begun; with how many ever worked,
and of how many of these the begin is known, that gives the part (pipeline/evaluation/eerste_werk.py). Where
one of these two is hidden, the part is that of whom it is known.
"""

from __future__ import annotations

from pipeline.evaluation.eerste_werk import (
    BEGIN_BEKEND,
    KWARTALEN,
    MINSTENS_BEKEND,
    OOIT_WERK,
    Deel,
    deel,
)
from pipeline.indicators.rates import percentage
from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.kwartalen import Kwartaalpunt, kwartalen
from pipeline.reporting.cijfers import Cel, Waarden
from pipeline.reporting.content.samen import woorden, zinnen
from pipeline.reporting.display import FigureBundle, Proza, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.notation import datum, decimaal, getal, hoofdletter, interval, procent
from pipeline.reporting.tables import Kolom, k_tekst, kop, maak_tabel, n_tekst, pct_tekst
from pipeline.vocabulary.schooljaar import Schooljaar

BINNEN = {
    "T_1": "binnen drie maanden",
    "T_2": "binnen een half jaar",
    "T_4": "binnen een jaar",
    "T_6": "binnen anderhalf jaar",
    OOIT_WERK: "ooit, tot en met V4",
}
_V4 = 9
"""Quarters after leaving on 31 July at which V4 lies."""
_IN_DE_KOP = "T_4"
_GRENS = f"{MINSTENS_BEKEND:.0f}%"
_TE_WEINIG = "te weinig bekend"
_CEL_TE_WEINIG = f'<span class="verborgen">{_TE_WEINIG}</span>'
_BRON = (
    "Bron: uitstroomlijsten van de scholen (vertrek) en Intergrip (begin van het eerste werk); definitie T"
)
_GROEP = "schoolverlaters met perspectief arbeid"
_NOOT_TE_WEINIG = (
    f"*Te weinig bekend*: van minder dan {_GRENS} van wie werk kreeg, of van te weinig leerlingen, is bekend "
    "wanneer dat begon; dan is er geen curve"
)
_NOTEN = [
    "Bekend: van wie bekend is dat het eerste werk er toen was",
    "Deel: wie werkte zonder bekend begin, is meegerekend alsof dat werk begon als bij de anderen",
    "Toevalsmarge: 95%-interval van Wilson, iets ruimer waar niet elk begin bekend is",
    "Grenzen: als van wie werkte zonder bekend begin niemand, of iedereen, toen al werk had",
]


def _cohort(g: Gegevens) -> Schooljaar:
    """The last cohort that is followed to the end."""
    return g.jaar.plus(-2)


def _cellen(g: Gegevens, cohort: Schooljaar) -> dict[str, Cel]:
    return {indicator: g.cijfers.cel(indicator, cohort) for indicator in BINNEN}


def _deel(g: Gegevens, indicator: str, cel: Cel) -> Deel | None:
    """The part that had begun, or ever worked; None where it is not released."""
    w = cel.waarden
    if w is None:
        return None
    ooit, bekend = (g.cijfers.cel(one, cel.cohort).waarden for one in (OOIT_WERK, BEGIN_BEKEND))
    if indicator == OOIT_WERK or ooit is None or bekend is None:
        return Deel(w.pct, w.laag, w.hoog, w.pct, w.pct)
    return deel(w.n, ooit.k, bekend.k, w.k)


def _delen(g: Gegevens, cellen: dict[str, Cel]) -> dict[str, Deel]:
    found = {indicator: _deel(g, indicator, cel) for indicator, cel in cellen.items()}
    return {indicator: one for indicator, one in found.items() if one}


def _curve(g: Gegevens, cohort: Schooljaar) -> dict[str, Deel]:
    """The parts by quarter; empty when there is no curve."""
    delen = _delen(g, _cellen(g, cohort))
    return delen if set(delen) & set(KWARTALEN) else {}


def _geweerd(g: Gegevens, cel: Cel) -> bool:
    """Whether it was left out because too little is known of when work began, which was asked."""
    bekend = g.cijfers.cel(BEGIN_BEKEND, cel.cohort)
    return cel.status == "niet gemeten" and bekend.status in ("gemeten", "niet getoond")


def figuur(g: Gegevens) -> FigureBundle:
    """The part that had found work by the end of a quarter."""
    cohort = _cohort(g)
    cellen, curve = _cellen(g, cohort), _curve(g, cohort)
    punten = [_punt(g, indicator, cel, curve) for indicator, cel in cellen.items()]
    titel = _titel(g, cellen["T_1"], curve)
    n = next((f", n = {getal(cel.waarden.n)}" for cel in cellen.values() if cel.waarden), "")
    onder = f"{hoofdletter(_GROEP)} die op V4 zijn bereikt, hele regio, cohort {cohort}{n}"
    beschreven = ", ".join(
        f"{BINNEN[i]} {p.woorden or procent(p.pct)}" for i, p in zip(cellen, punten, strict=True)
    )
    alt = f"{titel}. Lijn over de kwartalen na het vertrek, deel dat werk had: {beschreven}."
    bijschrift = (
        f"Deel dat het eerste werk had, naar tijd sinds het vertrek, hele regio, cohort {cohort}, "
        f"stand {datum(g.stand)}. {_BRON}."
    )
    return figure_bundle(kwartalen(Koppen(titel, onder), punten), alt, bijschrift)


def _punt(g: Gegevens, indicator: str, cel: Cel, curve: dict[str, Deel]) -> Kwartaalpunt:
    kwartaal = KWARTALEN.get(indicator, _V4)
    naam = "V4" if indicator == OOIT_WERK else str(kwartaal)
    if indicator in curve:
        een = curve[indicator]
        return Kwartaalpunt(kwartaal, naam, een.pct, een.laag, een.hoog)
    geen = g.cijfers.cel("T_1", cel.cohort) if not curve else cel
    return Kwartaalpunt(kwartaal, naam, woorden=_TE_WEINIG if _geweerd(g, geen) else woorden(geen))


def _titel(g: Gegevens, eerste: Cel, curve: dict[str, Deel]) -> str:
    if not curve:
        waarom = f"daarover is {_TE_WEINIG}" if _geweerd(g, eerste) else f"dat is {woorden(eerste)}"
        return f"Hoe snel schoolverlaters het eerste werk hadden: {waarom}"
    indicator = _IN_DE_KOP if _IN_DE_KOP in curve else next(i for i in KWARTALEN if i in curve)
    pct = procent(curve[indicator].pct)
    return f"{hoofdletter(BINNEN[indicator])} had naar schatting {pct} het eerste werk"


def tabel(g: Gegevens) -> TableBundle:
    """A quarter a row: of how many it is known, the part, and between which bounds that would be."""
    cohort = _cohort(g)
    cellen = _cellen(g, cohort)
    delen = _delen(g, cellen)
    rijen = [[hoofdletter(BINNEN[i]), *_rij(g, cel, delen.get(i))] for i, cel in cellen.items()]
    kolommen = [
        kop("Eerste werk"), Kolom("bekend"), Kolom("n"), Kolom("deel (%)"), Kolom("toevalsmarge"),
        Kolom("grenzen (%)"),
    ]  # fmt: skip
    titel = f"Hoe snel het eerste werk er was, hele regio, cohort {cohort}"
    return maak_tabel(kolommen, rijen, titel, g.stand, _noten(g, [cohort], _NOTEN))


def _rij(g: Gegevens, cel: Cel, een: Deel | None) -> list[str]:
    if een is None:
        return ["", "", _CEL_TE_WEINIG if _geweerd(g, cel) else pct_tekst(cel), "", ""]
    grenzen = interval(een.ondergrens, een.bovengrens) if een.ondergrens < een.bovengrens else ""
    return [k_tekst(cel), n_tekst(cel), decimaal(een.pct), interval(een.laag, een.hoog), grenzen]


def _noten(g: Gegevens, cohorten: list[Schooljaar], noten: list[str]) -> list[str]:
    geweerd = any(_geweerd(g, cel) for cohort in cohorten for cel in _cellen(g, cohort).values())
    return [*noten, _NOOT_TE_WEINIG] if geweerd else noten


def tabel_cohorten(g: Gegevens) -> TableBundle:
    """Of every cohort how many there are, of how many the begin is known, and the part per quarter."""
    kolommen = [
        kop("Cohort"),
        Kolom("n"),
        Kolom("begin bekend (%)"),
        *(Kolom(f"{3 * kwartaal} maanden (%)") for kwartaal in KWARTALEN.values()),
        Kolom("ooit (%)"),
    ]
    cohorten = g.cijfers.cohorten(OOIT_WERK, g.jaar)
    rijen = [_cohort_rij(g, cohort) for cohort in cohorten]
    noten = [
        f"n: {_GROEP} die op V4 zijn bereikt",
        "Begin bekend: van wie ooit werk had, het deel van wie bekend is wanneer dat begon",
        "Maanden: na het vertrek; ooit: tot en met V4",
    ]
    titel = "Hoe snel het eerste werk er was, per cohort, hele regio"
    return maak_tabel(kolommen, rijen, titel, g.stand, _noten(g, cohorten, noten))


def _cohort_rij(g: Gegevens, cohort: Schooljaar) -> list[str]:
    cellen = _cellen(g, cohort)
    delen = _delen(g, cellen)
    ooit, bekend = cellen[OOIT_WERK], g.cijfers.cel(BEGIN_BEKEND, cohort)
    if ooit.waarden and bekend.waarden:
        aandeel = decimaal(_pct_bekend(ooit.waarden, bekend.waarden))
    else:
        aandeel = pct_tekst(bekend if ooit.waarden else ooit)
    parts = [
        decimaal(delen[i].pct) if i in delen else _CEL_TE_WEINIG if _geweerd(g, cel) else pct_tekst(cel)
        for i, cel in cellen.items()
    ]
    return [cohort.label, n_tekst(ooit), aandeel, *parts]


def _pct_bekend(ooit: Waarden, bekend: Waarden) -> float:
    """Of those who ever worked, of how many percent it is known since when."""
    return float(percentage(bekend.k, ooit.k))


def tekst(g: Gegevens) -> Proza:
    """How soon, how sure that is, and of how many it is known; or why there is no curve."""
    cohort = _cohort(g)
    cellen, curve = _cellen(g, cohort), _curve(g, cohort)
    bekend = g.cijfers.cel(BEGIN_BEKEND, cohort)
    if not curve:
        return Proza(_waarom_niet(g, cellen, bekend))
    n = next(w.n for cel in cellen.values() if (w := cel.waarden))
    kern = (
        f"Van de {getal(n)} {_GROEP} van cohort {cohort} die op V4 zijn bereikt, had naar schatting "
        f"{_en(curve)} het eerste werk."
    )
    return Proza(zinnen(kern, _ooit(curve), _bekend(cellen[OOIT_WERK], bekend)))


def _en(curve: dict[str, Deel]) -> str:
    """The first quarter and the last, with their margins."""
    getoond = [i for i in KWARTALEN if i in curve]
    return " en ".join(
        f"{procent(curve[i].pct)} {BINNEN[i]} (toevalsmarge {interval(curve[i].laag, curve[i].hoog)})"
        for i in dict.fromkeys((getoond[0], getoond[-1]))
    )


def _ooit(curve: dict[str, Deel]) -> str:
    een = curve.get(OOIT_WERK)
    return f"Tot en met V4 had {procent(een.pct)} ooit werk." if een else ""


def _bekend(ooit: Cel, bekend: Cel) -> str:
    """Of how many it is known since when; where that is not told, how the others are counted."""
    if ooit.waarden is None or bekend.waarden is None:
        return "Wie werkte zonder dat het begin bekend is, telt in de kwartalen als zonder werk."
    pct = _pct_bekend(ooit.waarden, bekend.waarden)
    return f"Van {procent(pct)} van wie ooit werk had, is bekend wanneer dat begon."


def _waarom_niet(g: Gegevens, cellen: dict[str, Cel], bekend: Cel) -> str:
    """Why there is no curve for a cohort, in the words of what is known of it."""
    cel, ooit = cellen["T_1"], cellen[OOIT_WERK].waarden
    if not _geweerd(g, cel):
        return f"Voor cohort {cel.cohort} is dit {woorden(cel)}."
    begin = f"Voor cohort {cel.cohort} is er geen curve."
    if bekend.waarden is None or ooit is None:
        return zinnen(begin, "Van te weinig schoolverlaters is bekend wanneer hun eerste werk begon.")
    pct = _pct_bekend(ooit, bekend.waarden)
    gevonden = (
        f"Van de {getal(ooit.k)} {_GROEP} die op V4 zijn bereikt en ooit werk hadden, is van "
        f"{getal(bekend.waarden.k)} ({procent(pct)}) bekend wanneer dat begon."
    )
    if pct >= MINSTENS_BEKEND:
        return zinnen(begin, gevonden, "Dat zijn te weinig leerlingen om een curve van te maken.")
    waarom = f"Dat is minder dan {_GRENS}: wie bekend is, begon misschien eerder of later dan de anderen."
    return zinnen(begin, gevonden, waarom)
