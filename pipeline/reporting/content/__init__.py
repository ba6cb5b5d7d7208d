"""The chapters: what figure, table or paragraph a name in a notebook stands for.

A paragraph of a name like `p2_school` is about a measure per unit; the other names are listed one by one.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from altair.utils.schemapi import debug_mode

from pipeline.reporting.content import (
    aanbevelingen,
    aansluiting,
    achtergrond,
    afroming,
    begeleiding,
    besluiten,
    bestemmingen,
    drietal,
    eenheden,
    eerste_werk,
    effect,
    effect_jaren,
    effect_robuust,
    engels,
    esf,
    grenzen,
    herkomst,
    koppeling,
    levensloop,
    overgangen,
    paren,
    plannen,
    publiek,
    regios,
    representativiteit,
    respons,
    samen,
    samenvatting,
    spoor,
    stroom,
    trechter,
    trend,
    varianten,
    vergelijking,
    verwacht,
    voorbeelden,
    weging,
    wijzigingen,
    woordenboek,
    zelfevaluatie,
)
from pipeline.reporting.content.eenheden import Uitsplitsing
from pipeline.reporting.display import FigureBundle, Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.maten import BESTENDIGHEID, PLAATSING

_MATEN = {indicator.lower(): indicator for indicator in (*PLAATSING, *BESTENDIGHEID)}
_PER_EENHEID = {
    f"{naam}_{niveau}": (indicator, niveau)
    for naam, indicator in _MATEN.items()
    for niveau in eenheden.NIVEAUS
}
_PER = ("bestuur", "school")

FIGUREN: dict[str, Callable[[Gegevens], FigureBundle]] = {
    "koers": samenvatting.figuur,
    "stroom": stroom.figuur,
    "bestemmingen": bestemmingen.figuur,
    "bestemmingen_codes": bestemmingen.figuur_codes,
    **{f"bestemmingen_{niveau}": partial(bestemmingen.figuur_per, niveau=niveau) for niveau in _PER},
    "plaatsing": partial(trend.figuur, indicatoren=PLAATSING, naam="plaatsing"),
    "bestendigheid": partial(trend.figuur, indicatoren=BESTENDIGHEID, naam="bestendigheid"),
    "levensloop": levensloop.figuur,
    "overgangen": overgangen.figuur,
    "eerste_werk": eerste_werk.figuur,
    "respons": respons.figuur,
    "grenzen": grenzen.figuur,
    "vergelijking": vergelijking.figuur,
    "esf": esf.figuur,
    **{naam: partial(paren.figuur, naam=naam) for naam in paren.PAREN},
    **{f"trechter_{i.lower()}": partial(trechter.figuur, indicator=i) for i in trechter.INDICATOREN},
    "afroming": afroming.figuur,
    "effect_jaren": effect_jaren.figuur,
}

TABELLEN: dict[str, Callable[[Gegevens], TableBundle]] = {
    "koers": samenvatting.tabel,
    "cohorten": herkomst.tabel_cohorten,
    "stroom": stroom.tabel,
    "bestemmingen": bestemmingen.tabel,
    "bestemmingen_codes": bestemmingen.tabel_codes,
    **{f"bestemmingen_{niveau}": partial(bestemmingen.tabel_per, niveau=niveau) for niveau in _PER},
    "plaatsing": partial(trend.tabel, indicatoren=PLAATSING, naam="plaatsing"),
    "bestendigheid": partial(trend.tabel, indicatoren=BESTENDIGHEID, naam="bestendigheid"),
    **{f"{naam}_school": partial(eenheden.tabel, indicator=i) for naam, i in _MATEN.items()},
    **{f"{naam}_cohorten": partial(trend.tabel_per_maat, indicator=i) for naam, i in _MATEN.items()},
    "levensloop": levensloop.tabel,
    "levensloop_cohorten": levensloop.tabel_cohorten,
    "overgangen": overgangen.tabel,
    **{f"overgangen_{s}": partial(overgangen.tabel_cohorten, stap=s) for s in overgangen.STAPPEN},
    "eerste_werk": eerste_werk.tabel,
    "eerste_werk_cohorten": eerste_werk.tabel_cohorten,
    "respons": respons.tabel,
    "respons_cohorten": respons.tabel_trend,
    "respons_school": respons.tabel_school,
    "representativiteit": representativiteit.tabel,
    "wie_ontbreekt": representativiteit.tabel_bestemming,
    "grenzen": grenzen.tabel,
    "weging": weging.tabel,
    "drietal": drietal.tabel,
    "vergelijking": vergelijking.tabel,
    "regios": regios.tabel,
    "esf": esf.tabel,
    "innovatieplannen": plannen.tabel,
    "aanbevelingen": aanbevelingen.tabel,
    "zelfevaluatie": zelfevaluatie.tabel,
    "werkoverleg": begeleiding.tabel_overleg,
    "caseload": begeleiding.tabel_caseload,
    "overleg_werk": aansluiting.tabel_overleg,
    "verwachting": aansluiting.tabel_verwacht,
    "overstap": aansluiting.tabel_overstap,
    "bestemmingen_gemeente": achtergrond.tabel_gemeente,
    "bestemmingen_profiel": achtergrond.tabel_profiel,
    **{f"trechter_{i.lower()}": partial(trechter.tabel, indicator=i) for i in trechter.INDICATOREN},
    "afroming": afroming.tabel,
    **{f"verwacht_{i.lower()}": partial(verwacht.tabel, indicator=i) for i in verwacht.INDICATOREN},
    "effect_kracht": effect.tabel_kracht,
    "effect": effect.tabel,
    "effect_jaren": effect_jaren.tabel,
    "effect_robuust": effect_robuust.tabel,
    "effect_betrouwbaarheid": effect.tabel_betrouwbaarheid,
    "leveringen": herkomst.tabel_leveringen,
    "defecten": herkomst.tabel_defecten,
    "hersteld": herkomst.tabel_hersteld,
    "koppeling": koppeling.tabel,
    "gevoeligheid": koppeling.tabel_gevoeligheid,
    "definities": herkomst.tabel_definities,
    "varianten": varianten.tabel,
    "wijzigingen": wijzigingen.tabel,
    "normen": herkomst.tabel_normen,
    "instellingen": herkomst.tabel_instellingen,
    **{f"voorbeelden_{i.lower()}": partial(voorbeelden.tabel, indicator=i) for i in voorbeelden.INDICATOREN},
}

ZINNEN: dict[str, Callable[[Gegevens], Proza]] = {
    "voorbeeld": herkomst.voorbeeld,
    "vertrouwelijk": publiek.vertrouwelijk,
    "koers": samenvatting.kop_zin,
    "kerncijfers": samenvatting.kerncijfers,
    "samenvatting": samenvatting.kort,
    "summary": engels.summary,
    "stroom": stroom.tekst,
    "bestemmingen": bestemmingen.tekst,
    **{naam: partial(trend.tekst, indicator=indicator) for naam, indicator in _MATEN.items()},
    "uit": partial(trend.tekst, indicator="UIT"),
    "levensloop": levensloop.tekst,
    "overgangen": overgangen.tekst,
    "eerste_werk": eerste_werk.tekst,
    "respons": respons.tekst,
    "representativiteit": representativiteit.tekst,
    "weging": weging.tekst,
    "drietal": drietal.tekst,
    "esf": esf.tekst,
    "regios": regios.tekst,
    "kosten": esf.tekst_kosten,
    "besluiten": besluiten.tekst,
    "innovatieplannen": plannen.tekst,
    "aanbevelingen": aanbevelingen.tekst,
    "zelfevaluatie": zelfevaluatie.tekst,
    "begeleiding": begeleiding.tekst,
    "overleg_werk": aansluiting.tekst_overleg,
    "verwachting": aansluiting.tekst_verwacht,
    "overstap": aansluiting.tekst_overstap,
    "bestemmingen_gemeente": achtergrond.tekst_gemeente,
    "bestemmingen_profiel": achtergrond.tekst_profiel,
    "effect_opzet": effect.opzet,
    "effect_kracht": effect.tekst_kracht,
    "effect": effect.tekst,
    "effect_jaren": effect_jaren.tekst,
    "effect_robuust": effect_robuust.tekst,
    "effect_afwijkingen": effect.tekst_afwijkingen,
    "effect_betrouwbaarheid": effect.tekst_betrouwbaarheid,
    "niet_te_meten": herkomst.niet_te_meten,
    "bescherming": herkomst.bescherming,
    "later_te_meten": herkomst.later,
    "overgenomen": herkomst.overgenomen,
    "koppeling": koppeling.tekst,
    "gevoeligheid": koppeling.tekst_gevoeligheid,
    "varianten": varianten.tekst,
    "wijzigingen": wijzigingen.tekst,
    **{f"trechter_{i.lower()}": partial(trechter.tekst, indicator=i) for i in trechter.INDICATOREN},
    "afroming": afroming.tekst,
    **{f"verwacht_{i.lower()}": partial(verwacht.tekst, indicator=i) for i in verwacht.INDICATOREN},
}


def figuur(g: Gegevens, naam: str) -> FigureBundle:
    """The figure of that name; its caption says which cohorts in it were taken over. Raises KeyError."""
    gevolgd = g.gevolgd()
    with debug_mode(False):  # Altair would check every part of a chart as it is made; the tests do, once
        bundle = FIGUREN[naam](gevolgd)
    herkomst = spoor.herkomst(gevolgd)
    caption = samen.zinnen(bundle.caption, samen.overname_noot(gevolgd))
    return replace(bundle, caption=caption, herkomst=herkomst)


def tabel(g: Gegevens, naam: str) -> TableBundle:
    """The table of that name; the note under it says which cohorts were taken over. Raises KeyError."""
    gevolgd = g.gevolgd()
    bundle = TABELLEN[naam](gevolgd)
    herkomst = spoor.herkomst(gevolgd)
    return replace(bundle.met_noot(samen.overname_noot(gevolgd)), herkomst=herkomst)


def zinnen(g: Gegevens, naam: str) -> Proza:
    """The paragraph of that name. Raises KeyError."""
    if naam in _PER_EENHEID:
        return eenheden.tekst(Uitsplitsing(g, *_PER_EENHEID[naam]))
    return ZINNEN[naam](g)


def colofon(g: Gegevens, renderer: str) -> Proza:
    """The last chapter: what is needed to make the report again."""
    return herkomst.colofon(g, renderer)


def bijlage_woordenboek(g: Gegevens) -> Proza:
    """The data dictionary of the sources behind the report."""
    return woordenboek.bijlage(g)


def namen() -> dict[str, list[str]]:
    """Every name that a notebook may ask for."""
    return {
        "figuur": sorted(FIGUREN),
        "tabel": sorted(TABELLEN),
        "zinnen": sorted([*ZINNEN, *_PER_EENHEID]),
    }
