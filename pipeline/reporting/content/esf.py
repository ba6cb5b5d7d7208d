"""The ESF returns: the part set aside for the convenant, against the agreed maximum, and what it bought."""

from dataclasses import replace

from pipeline.evaluation.effect.conclusie import AANGETOOND
from pipeline.evaluation.kosten import GEEN_EFFECT, Kosten, kosten_per_extra_plaatsing
from pipeline.release.effect import GETOOND
from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.staven import Staaf, staven
from pipeline.reporting.charts.strepen import Streep
from pipeline.reporting.content.samen import zinnen
from pipeline.reporting.display import FigureBundle, Proza, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.notation import aantal, bedrag, decimaal, getal
from pipeline.reporting.rijen import Effect, EffectOmvang, Esf
from pipeline.reporting.tables import Kolom, kop, maak_tabel
from pipeline.vocabulary.tables import normen

ONBEKEND = "onbekend"
_HALVE_CENT = 0.005
_BESTENDIG = ("B1_2", "B1_1")
_BRON = "Bron: opgave per ESF-aanvraag; maximum: convenant (Samen)Werken Loont, punt 4"


def maximum() -> float:
    """The highest part that may be set aside, in percent."""
    return next(norm.waarde for norm in normen() if norm.indicator == "E" and norm.soort == "maximum")


def boven(esf: Esf) -> bool:
    """Whether more than the maximum was set aside, however little more: by percentage or by amounts."""
    return (esf.percentage is not None and esf.percentage > maximum()) or _bedragen_erboven(esf)


def _bedragen_erboven(esf: Esf) -> bool:
    """By more than the rounding of a cent."""
    if esf.bedrag_bestemd is None or not esf.gerealiseerde_baten:
        return False
    return esf.bedrag_bestemd - maximum() / 100 * esf.gerealiseerde_baten > _HALVE_CENT


def deel(esf: Esf) -> float | None:
    """The part that was set aside, in percent: as agreed, unless only the amounts are over the maximum."""
    if esf.percentage is not None and esf.percentage <= maximum() and _bedragen_erboven(esf):
        return 100 * (esf.bedrag_bestemd or 0) / (esf.gerealiseerde_baten or 1)
    return esf.percentage


def _naam(esf: Esf) -> str:
    """The application with its year, which is often in its name already."""
    return esf.aanvraag if esf.periode in esf.aanvraag else f"{esf.aanvraag}, {esf.periode}"


def figuur(g: Gegevens) -> FigureBundle:
    """The agreed part per application, against the maximum."""
    rijen = [_staaf(e) for e in g.esf]
    rijen = rijen or [Staaf("ESF", woorden="niet gemeten")]
    onder = "Deel van de gerealiseerde ESF-baten dat voor het convenant is bestemd, per aanvraag"
    titel = _titel(g)
    alt = f"{titel}. Staven per aanvraag. Alle bedragen staan in de tabel eronder."
    grafiek = staven(Koppen(titel, onder), rijen, [Streep(maximum(), f"maximum {decimaal(maximum(), 0)}%")])
    return figure_bundle(grafiek, alt, f"Bestemd deel van de ESF-baten per aanvraag. {_BRON}.")


def _staaf(esf: Esf) -> Staaf:
    pct = deel(esf)
    if pct is None:
        return Staaf(_naam(esf), woorden=ONBEKEND)
    return Staaf(_naam(esf), pct, _pct(esf), _euro(esf.bedrag_bestemd))


def _euro(euro: float | None) -> str:
    return ONBEKEND if euro is None else bedrag(euro)


def _pct(esf: Esf) -> str:
    """Two decimals where one would hide that it is over the maximum."""
    pct = deel(esf)
    if pct is None:
        return ONBEKEND
    krap = boven(esf) and decimaal(pct) == decimaal(maximum())
    return f"{decimaal(pct, 2 if krap else 1)}%"


def _titel(g: Gegevens) -> str:
    if not g.esf:
        return "Over de ESF-baten is niets aangeleverd"
    te_veel, alle, grens = sum(boven(e) for e in g.esf), getal(len(g.esf)), f"{decimaal(maximum(), 0)}%"
    if any(e.percentage is None for e in g.esf) and not te_veel:
        return "Niet van elke ESF-aanvraag is bekend welk deel van de baten is bestemd"
    if len(g.esf) == 1:
        return f"De ESF-aanvraag {'ligt boven' if te_veel else 'blijft binnen'} het maximum van {grens}"
    if not te_veel:
        return f"Bij alle {alle} ESF-aanvragen is hooguit {grens} van de baten bestemd"
    werkwoord = "ligt" if te_veel == 1 else "liggen"
    return f"{getal(te_veel)} van de {alle} ESF-aanvragen {werkwoord} boven het maximum van {grens}"


def tabel(g: Gegevens) -> TableBundle:
    """Euros per application, and the part that was set aside."""
    namen = ("baten (€)", "bestemd (€)", "bestemd (%)", "toeleiding (€)", "nazorg (€)", "over (€)")
    rijen = []
    for e in g.esf:
        besteed = [e.besteed_arbeidstoeleiding, e.besteed_nazorg, over(e)]
        bestemd = [_heel(e.gerealiseerde_baten), _heel(e.bedrag_bestemd), _pct(e).rstrip("%")]
        naam = letterlijk(e.aanvraag) + (" (boven het maximum)" if boven(e) else "")
        rijen.append([naam, letterlijk(e.periode), *bestemd, *(_heel(euro) for euro in besteed)])
    noten = [
        "Toeleiding en nazorg: besteed bedrag",
        "Bedragen zijn afgerond op hele euro's; een som kan er een euro naast liggen",
        f"Maximum: {decimaal(maximum(), 0)}% van de baten per aanvraag",
        "Ligt het bestemde bedrag boven het maximum en het afgesproken percentage niet, dan staat er het"
        " percentage dat uit de bedragen volgt",
    ]
    kolommen = [kop("Aanvraag"), kop("Schooljaar"), *(Kolom(naam) for naam in namen)]
    return maak_tabel(kolommen, rijen, "ESF-baten: bestemd en besteed per aanvraag", g.stand, noten)


def _heel(euro: float | None) -> str:
    return ONBEKEND if euro is None else decimaal(euro, 0)


def over(esf: Esf) -> float | None:
    """What is left; not known where an amount is not."""
    if esf.bedrag_bestemd is None or esf.besteed_arbeidstoeleiding is None or esf.besteed_nazorg is None:
        return None
    return esf.bedrag_bestemd - esf.besteed_arbeidstoeleiding - esf.besteed_nazorg


def tekst(g: Gegevens) -> Proza:
    """What was set aside and what is left of it."""
    if not g.esf:
        return Proza(f"{_titel(g)}.")
    bestemd = [e.bedrag_bestemd for e in g.esf if e.bedrag_bestemd is not None]
    if not bestemd:
        return Proza(f"{_titel(g)}. Hoeveel er is bestemd, is niet bekend.")
    open_ = len(g.esf) - len(bestemd)
    return Proza(
        zinnen(
            f"{_titel(g)}.",
            f"Samen is {bedrag(sum(bestemd))} bestemd voor arbeidstoeleiding en nazorg.",
            _besteed(g),
            f"Van {aantal(open_, 'aanvraag', 'aanvragen')} is het bedrag niet bekend." if open_ else "",
        )
    )


def _besteed(g: Gegevens) -> str:
    """What was spent of what was set aside, as far as that is known."""
    met = [(e.bedrag_bestemd, rest) for e in g.esf if (rest := over(e)) is not None]
    nog = sum(rest for _, rest in met)
    besteed = sum(bestemd or 0 for bestemd, _ in met) - nog
    zonder = sum(e.bedrag_bestemd is not None for e in g.esf) - len(met)
    if zonder:
        wat = f"Daarvan is ten minste {bedrag(besteed)} besteed. " if met else ""
        return f"{wat}Van {aantal(zonder, 'aanvraag', 'aanvragen')} is niet bekend hoeveel er is besteed."
    if nog < 0.5:
        return "Dat bedrag is besteed."
    return f"Daarvan is {bedrag(besteed)} besteed en {bedrag(nog)} nog niet."


def tekst_kosten(g: Gegevens) -> Proza:
    """What one lasting placement more has cost, where one is shown; or why that cannot be said."""
    vragen = [e for e in g.effect if e.indicator in _BESTENDIG]
    if not vragen:
        return Proza(_niet_te_zeggen("er is niet getoetst of er meer bestendige plaatsingen zijn"))
    aangetoond = [e for e in vragen if e.graad == AANGETOOND]
    if not aangetoond:
        return Proza(_niet_te_zeggen(GEEN_EFFECT))
    omvang = next(o for o in g.effect_omvang if o.vraag == aangetoond[0].vraag)
    return Proza(_kosten(aangetoond[0], omvang, _uitgaven(g)))


def _uitgaven(g: Gegevens) -> float | None:
    """All that was spent; not known where that of one application is not."""
    besteed = [_besteed_bij(e) for e in g.esf]
    bekend = [euro for euro in besteed if euro is not None]
    return sum(bekend) if bekend and len(bekend) == len(besteed) else None


def _kosten(e: Effect, omvang: EffectOmvang, uitgaven: float | None) -> str:
    """For a shown effect; the ends are those for the fewest and the most leavers that it can be about."""
    if e.status != GETOOND:
        return _niet_te_zeggen("er is een effect aangetoond, maar hoe groot het is, is niet te tonen")
    van, tot = omvang.leerlingen_van, omvang.leerlingen_tot
    weinig, midden, veel = (
        kosten_per_extra_plaatsing(uitgaven, e.schatting, e.laag, e.hoog, n)
        for n in (van, (van + tot) // 2, tot)
    )
    return kosten_zin(replace(midden, laag=veel.laag, hoog=weinig.hoog))


def _besteed_bij(esf: Esf) -> float | None:
    """What was spent on both together; not known where one of them is not."""
    if esf.besteed_arbeidstoeleiding is None or esf.besteed_nazorg is None:
        return None
    return esf.besteed_arbeidstoeleiding + esf.besteed_nazorg


def kosten_zin(kosten: Kosten) -> str:
    """The costs with their interval, or why there are none."""
    if kosten.waarde is None or kosten.laag is None or kosten.hoog is None:
        return _niet_te_zeggen(kosten.geen)
    return (
        f"Een extra bestendige plaatsing kostte naar schatting {bedrag(kosten.waarde)}, met toevalsmarge van"
        f" {bedrag(kosten.laag)} tot {bedrag(kosten.hoog)}. Gerekend is met alles wat is besteed, ook aan"
        " leerlingen die zonder plan net zo goed een plek hadden gehouden."
    )


def _niet_te_zeggen(reden: str) -> str:
    return f"Wat een extra bestendige plaatsing heeft gekost, is niet te zeggen: {reden}."
