"""How soon leavers found their first work: the released parts per quarter, or in words why there are none."""

from __future__ import annotations

from pipeline.evaluation.eerste_werk import BEGIN_BEKEND, KWARTALEN, MINSTENS_BEKEND
from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.kwartalen import Kwartaalpunt, kwartalen
from pipeline.reporting.cijfers import Cel
from pipeline.reporting.content.samen import woorden, zinnen
from pipeline.reporting.display import FigureBundle, Proza, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.notation import datum, getal, hoofdletter, interval, procent
from pipeline.reporting.tables import (
    MARGE_NOOT,
    N_NOOT,
    ONBEKEND_KOPPEN,
    VIER,
    Kolom,
    kop,
    maak_tabel,
    n_tekst,
    onbekend_en_grenzen,
    pct_tekst,
    vier,
)
from pipeline.vocabulary.schooljaar import Schooljaar

BINNEN = {
    "T_1": "binnen drie maanden",
    "T_2": "binnen een half jaar",
    "T_4": "binnen een jaar",
    "T_8": "binnen twee jaar",
}
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
_NOOT_GRENZEN = (
    "Grenzen: het laagste en het hoogste dat het zou zijn als van iedereen met perspectief arbeid bekend was "
    "wanneer het eerste werk begon, ook van wie op V4 niet is bereikt"
)


def _cohort(g: Gegevens) -> Schooljaar:
    """The last cohort that is followed to the end."""
    return g.jaar.plus(-2)


def _punten(g: Gegevens, cohort: Schooljaar) -> dict[str, Cel]:
    return {indicator: g.cijfers.cel(indicator, cohort) for indicator in KWARTALEN}


def _geweerd(g: Gegevens, cel: Cel) -> bool:
    """Whether it was left out because too little is known of when work began, which was asked."""
    bekend = g.cijfers.cel(BEGIN_BEKEND, cel.cohort)
    return cel.status == "niet gemeten" and bekend.status in ("gemeten", "niet getoond")


def figuur(g: Gegevens) -> FigureBundle:
    """The part that had found work by the end of a quarter."""
    cohort = _cohort(g)
    cellen = _punten(g, cohort)
    punten = [_punt(g, indicator, cel) for indicator, cel in cellen.items()]
    titel = _titel(g, cellen)
    n = next((f", n = {getal(cel.waarden.n)}" for cel in cellen.values() if cel.waarden), "")
    onder = f"{hoofdletter(_GROEP)} die op V4 zijn bereikt, hele regio, cohort {cohort}{n}"
    beschreven = ", ".join(
        f"{BINNEN[i]} {procent(p.pct) if not p.woorden else p.woorden}"
        for i, p in zip(cellen, punten, strict=True)
    )
    alt = f"{titel}. Lijn over acht kwartalen, deel dat het eerste werk had: {beschreven}."
    bijschrift = (
        f"Deel dat het eerste werk had, naar tijd sinds het vertrek, hele regio, cohort {cohort}, "
        f"stand {datum(g.stand)}. {_BRON}."
    )
    return figure_bundle(kwartalen(Koppen(titel, onder), punten), alt, bijschrift)


def _punt(g: Gegevens, indicator: str, cel: Cel) -> Kwartaalpunt:
    kwartaal = KWARTALEN[indicator]
    if cel.waarden is None:
        return Kwartaalpunt(kwartaal, woorden=_TE_WEINIG if _geweerd(g, cel) else woorden(cel))
    return Kwartaalpunt(kwartaal, cel.waarden.pct, cel.waarden.laag, cel.waarden.hoog)


def _titel(g: Gegevens, cellen: dict[str, Cel]) -> str:
    getoond = [i for i, cel in cellen.items() if cel.waarden]
    if not getoond:
        cel = next(iter(cellen.values()))
        waarom = f"daarover is {_TE_WEINIG}" if _geweerd(g, cel) else f"dat is {woorden(cel)}"
        return f"Hoe snel schoolverlaters het eerste werk hadden: {waarom}"
    indicator = _IN_DE_KOP if _IN_DE_KOP in getoond else getoond[-1]
    waarden = cellen[indicator].waarden
    assert waarden is not None
    return f"{hoofdletter(BINNEN[indicator])} had {procent(waarden.pct)} het eerste werk"


def tabel(g: Gegevens) -> TableBundle:
    """A quarter a row: who had found work by its end, and between which bounds that would be."""
    cohort = _cohort(g)
    cellen = _punten(g, cohort)
    rijen = [[hoofdletter(BINNEN[i]), *_vier(g, cel), *onbekend_en_grenzen(cel)] for i, cel in cellen.items()]
    kolommen = [kop("Eerste werk"), *VIER, *ONBEKEND_KOPPEN]
    titel = f"Hoe snel het eerste werk er was, hele regio, cohort {cohort}"
    return maak_tabel(
        kolommen, rijen, titel, g.stand, _noten(g, [cohort], [N_NOOT, MARGE_NOOT, _NOOT_GRENZEN])
    )


def _vier(g: Gegevens, cel: Cel) -> list[str]:
    return ["", "", _CEL_TE_WEINIG, ""] if _geweerd(g, cel) else vier(cel)


def _noten(g: Gegevens, cohorten: list[Schooljaar], noten: list[str]) -> list[str]:
    geweerd = any(_geweerd(g, cel) for cohort in cohorten for cel in _punten(g, cohort).values())
    return [*noten, _NOOT_TE_WEINIG] if geweerd else noten


def tabel_cohorten(g: Gegevens) -> TableBundle:
    """Of every cohort of how many the begin of their work is known, and the part per quarter."""
    kolommen = [
        kop("Cohort"),
        Kolom("kreeg werk"),
        Kolom("begin bekend (%)"),
        *(Kolom(f"{binnen} (%)") for binnen in BINNEN.values()),
    ]
    cohorten = g.cijfers.cohorten(BEGIN_BEKEND, g.jaar)
    rijen = []
    for cohort in cohorten:
        bekend = g.cijfers.cel(BEGIN_BEKEND, cohort)
        delen = [
            _CEL_TE_WEINIG if _geweerd(g, cel) else pct_tekst(cel) for cel in _punten(g, cohort).values()
        ]
        rijen.append([cohort.label, n_tekst(bekend), pct_tekst(bekend), *delen])
    noten = [f"Kreeg werk: {_GROEP} die op enig moment tot en met V4 werk hadden"]
    titel = "Hoe snel het eerste werk er was, per cohort, hele regio"
    return maak_tabel(kolommen, rijen, titel, g.stand, _noten(g, cohorten, noten))


def tekst(g: Gegevens) -> Proza:
    """How soon, how sure that is, and of how many it is known; or why there is no curve."""
    cohort = _cohort(g)
    cellen = _punten(g, cohort)
    bekend = g.cijfers.cel(BEGIN_BEKEND, cohort)
    getoond = {i: cel for i, cel in cellen.items() if cel.waarden}
    if not getoond:
        return Proza(_waarom_niet(g, next(iter(cellen.values())), bekend))
    return Proza(zinnen(_kern(cohort, getoond), _grenzen(list(getoond.items())[-1]), _bekend(bekend)))


def _kern(cohort: Schooljaar, getoond: dict[str, Cel]) -> str:
    delen = [
        f"{procent(w.pct)} {BINNEN[i]} (toevalsmarge {interval(w.laag, w.hoog)})"
        for i, cel in getoond.items()
        if (w := cel.waarden)
    ]
    n = next(w.n for cel in getoond.values() if (w := cel.waarden))
    eerste, *_ = delen
    laatste = f", en {delen[-1]}" if len(delen) > 1 else ""
    return (
        f"Van de {getal(n)} {_GROEP} van cohort {cohort} die op V4 zijn bereikt en van wie dit bekend is, "
        f"had {eerste} het eerste werk{laatste}."
    )


def _grenzen(laatste: tuple[str, Cel]) -> str:
    """Between which bounds the last point would be, were everything known."""
    indicator, cel = laatste
    w = cel.waarden
    if w is None or w.ondergrens is None or w.bovengrens is None or not w.onbekend:
        return ""
    return (
        f"Was van iedereen met perspectief arbeid bekend hoe het ging, dan lag het deel {BINNEN[indicator]} "
        f"tussen {procent(w.ondergrens)} en {procent(w.bovengrens)}."
    )


def _bekend(cel: Cel) -> str:
    w = cel.waarden
    if w is None:
        return ""
    return f"Van wie werk kreeg ({getal(w.n)} {_GROEP}), is van {procent(w.pct)} bekend wanneer dat begon."


def _waarom_niet(g: Gegevens, cel: Cel, bekend: Cel) -> str:
    """Why there is no curve for a cohort, in the words of what is known of it."""
    if not _geweerd(g, cel):
        return f"Voor cohort {cel.cohort} is dit {woorden(cel)}."
    begin = f"Voor cohort {cel.cohort} is er geen curve."
    w = bekend.waarden
    if w is None:
        return zinnen(begin, "Van te weinig schoolverlaters is bekend wanneer hun eerste werk begon.")
    gevonden = (
        f"Van de {getal(w.n)} {_GROEP} die werk kregen, is van {getal(w.k)} ({procent(w.pct)}) bekend "
        "wanneer dat begon."
    )
    if w.pct >= MINSTENS_BEKEND:
        return zinnen(begin, gevonden, "Dat zijn te weinig leerlingen om een curve van te maken.")
    waarom = f"Dat is minder dan {_GRENS}: wie bekend is, begon misschien eerder of later dan de anderen."
    return zinnen(begin, gevonden, waarom)
