"""The effect of the innovatieplannen: what was asked, what the test can find, and what it found, by rule."""

from collections.abc import Hashable, Mapping
from datetime import date
from math import isnan
from typing import Any

from pipeline.evaluation.effect.analyseplan import ACHTERAF
from pipeline.evaluation.effect.betrouwbaarheid import calibratie, van_nu
from pipeline.evaluation.effect.betrouwbaarheid import tabel as gemeten_tegen
from pipeline.evaluation.effect.conclusie import (
    AANGETOOND,
    AANWIJZING,
    GEEN,
    NIET,
    VOORBEHOUDEN,
    Conclusie,
    Gegevens,
)
from pipeline.evaluation.effect.did import Uitkomst
from pipeline.release.effect import ALLEEN_GRAAD, GETOOND
from pipeline.reporting.content.samen import zinnen
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens as Rapportgegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.notation import datum, decimaal, getal, hoofdletter, opsomming
from pipeline.reporting.rijen import Effect
from pipeline.reporting.tables import VERBORGEN, Kolom, kop, maak_tabel
from pipeline.vocabulary.schooljaar import Schooljaar

GENOEG = 80.0
_GROOTTEN = (5.0, 10.0, 15.0, 20.0)
_NIET_VAN_TOEPASSING = "geen"
_HEEL_PLAN = "alle vragen"
WAAROM_NIET = "anders is te berekenen hoeveel leerlingen van een school werk of een plek hebben"
_OVER_VERSCHIL = ("één school", "per bestuur")
_GRADEN = {
    AANGETOOND: "Er is een verschil aangetoond.",
    AANWIJZING: "Er is een aanwijzing voor een verschil; aangetoond is het niet.",
    NIET: "Een verschil is niet aan te tonen. Dat zegt niet dat er geen verschil is.",
    GEEN: "Er is geen uitspraak mogelijk.",
}


def opzet(g: Rapportgegevens) -> Proza:
    """Which questions, of which plan, settled before or after the outcomes came in."""
    if not g.effect:
        return Proza("Er is geen analyseplan, dus er is niets getoetst.")
    vragen = [f"- **{_naam(e)}**: {letterlijk(e.tekst)} {letterlijk(e.estimand)}" for e in g.effect]
    return Proza("\n".join([_plan(g.effect), "", *vragen]))


def _plan(vragen: tuple[Effect, ...]) -> str:
    eerste = vragen[0]
    dag = f"van {datum(date.fromisoformat(eerste.opgesteld))}" if eerste.opgesteld else "zonder datum"
    plan = f"De vragen staan in het analyseplan, versie {letterlijk(eerste.plan_versie)}, {dag}"
    kenmerk = f"{plan} (kenmerk `{eerste.plan_hash}`)."
    achteraf = [_naam(e) for e in vragen if e.stand == ACHTERAF]
    if not achteraf:
        return f"{kenmerk} Het is vooraf opgesteld: voordat de eerste uitkomst onder een plan binnenkwam."
    welke = "Het is" if len(achteraf) == len(vragen) else f"Voor {opsomming(achteraf)} is het"
    return (
        f"{kenmerk} {welke} achteraf opgesteld: de uitkomsten waren al bekend of konden dat zijn. Daarom heet"
        " een verschil hier hooguit een aanwijzing."
    )


def tabel_kracht(g: Rapportgegevens) -> TableBundle:
    """Per question how often a difference of some size would be found."""
    kansen = {(k.vraag, k.effect): k.kracht for k in g.effect_kracht}
    rijen = [
        [_naam(e), _cohorten(e), getal(e.scholen_met), getal(e.scholen_zonder)]
        + [_kans(kansen.get((e.vraag, grootte))) for grootte in _GROOTTEN]
        for e in g.effect
    ]
    koppen = [kop("Vraag"), kop("Schooljaren"), Kolom("scholen met plan"), Kolom("zonder")]
    koppen += [Kolom(f"{decimaal(grootte, 0)} punt (%)") for grootte in _GROOTTEN]
    noten = [
        "Zonder: scholen die in geen enkel schooljaar een plan voor dit doel hadden",
        "Kans in procenten dat de toets een verschil van 5, 10, 15 of 20 procentpunt vindt, naar beneden"
        " afgerond op 5; berekend met de cijfers die te tonen zijn",
    ]
    return maak_tabel(koppen, rijen, "Hoe vaak de toets een verschil zou vinden", g.stand, noten)


def _kans(kracht: float | None) -> str:
    return _NIET_VAN_TOEPASSING if kracht is None else decimaal(kracht, 0)


def tekst_kracht(g: Rapportgegevens) -> Proza:
    """Per question whether the smallest difference that matters would be found."""
    return Proza("\n".join(f"- {_wat_te_vinden(e)}" for e in g.effect))


def _wat_te_vinden(e: Effect) -> str:
    if e.kracht is None:
        return f"**{_naam(e)}**: er is niets te schatten, want {e.reden}."
    grens = _heel(e.kleinste_effect, 1)
    oordeel = (
        "Dat is genoeg" if e.kracht >= GENOEG else "Dat is te weinig: wat de toets mist, kan er wel zijn"
    )
    return (
        f"**{_naam(e)}**: een verschil van {grens} procentpunt, het kleinste dat volgens het plan telt, vindt"
        f" de toets in ten minste {decimaal(e.kracht, 0)} van de 100 gevallen. {oordeel}."
    )


def tabel(g: Rapportgegevens) -> TableBundle:
    """Per question the difference with its interval, p, the checks and the grade of the conclusion."""
    rijen = [[_naam(e), *_uitkomst(e), letterlijk(e.graad or "") or VERBORGEN] for e in g.effect]
    namen = ("Verschil", "95%-interval", "p", "Gelijk op", "Placebo", "Conclusie")
    noten = [
        "Verschil: in procentpunten, met wat zonder plan te verwachten was",
        _stappen(g),
        "p: hoe vaak loten een verschil geeft dat minstens zo groot is",
        "Gelijk op: of scholen met en zonder plan voor de eerste start gelijk opliepen",
        "Placebo: of er niets te zien is waar een plan niets kan uitmaken",
    ]
    koppen = [kop("Vraag"), *(kop(naam) for naam in namen)]
    return maak_tabel(koppen, rijen, "Toetsing van de innovatieplannen", g.stand, [n for n in noten if n])


def _stappen(g: Rapportgegevens) -> str:
    stappen = sorted({e.stap for e in g.effect if e.stap})
    if not stappen:
        return ""
    return (
        "Verschil en interval: vooraf een klein geheim stukje verschoven, niet meer dan een of twee"
        " leerlingen van één school zouden uitmaken, en afgerond op stappen van"
        f" {opsomming([getal(stap) for stap in stappen])} procentpunt; het interval telkens naar buiten. Zo"
        " is geen aantal van een school eruit te halen"
    )


def _uitkomst(e: Effect) -> list[str]:
    if e.status != GETOOND:
        return [VERBORGEN] * 5
    if e.schatting is None:
        return [_NIET_VAN_TOEPASSING] * 5
    return [
        richting(e.schatting),
        f"{einde(e.laag)} tot {einde(e.hoog)}",
        p_teken(e.p or "").removeprefix("p "),
        e.gelijk_op or "",
        e.placebo or "",
    ]


def p_teken(p: str) -> str:
    """ "p hoogstens 0,05" as "p ≤ 0,05"."""
    return p.replace("hoogstens", "≤").replace("groter dan", ">")


def richting(punten: float) -> str:
    """ "3 hoger", "6 lager", "0"."""
    return decimaal(abs(punten), 0) + (f" {'hoger' if punten > 0 else 'lager'}" if punten else "")


def einde(grens: float | None) -> str:
    return "onbegrensd" if grens is None else richting(grens)


def _cohorten(e: Effect) -> str:
    if e.cohort is None or e.tot is None:
        return _NIET_VAN_TOEPASSING
    return f"{Schooljaar(e.cohort)} tot en met {Schooljaar(e.tot)}"


def tekst(g: Rapportgegevens) -> Proza:
    """The conclusion of every question, in a sentence that was worded beforehand, with its reservations."""
    return Proza("\n".join(f"- **{_naam(e)}**: {_conclusie(e)}" for e in g.effect))


def _conclusie(e: Effect) -> str:
    if e.status == ALLEEN_GRAAD:
        return f"{_GRADEN[str(e.graad)]} De getallen tonen we niet: {WAAROM_NIET}."
    if e.status != GETOOND:
        return f"De conclusie is niet te tonen: {WAAROM_NIET}."
    conclusie = conclusie_van(e)
    zin = letterlijk_zin(conclusie.zin(_heel))
    erbij = _voorbehouden(conclusie)
    return f"{zin} Voorbehoud: {'; '.join(erbij)}." if erbij else zin


def _voorbehouden(conclusie: Conclusie) -> list[str]:
    """The reservations that the sentence does not name; where no difference is found, not those about it."""
    if conclusie.graad in (AANGETOOND, GEEN) or conclusie.tak == "aanwijzing met voorbehoud":
        return []
    over_verschil = [een.zin for een in VOORBEHOUDEN if een.naam in _OVER_VERSCHIL]
    gevonden = conclusie.graad != NIET
    return [zin for zin in conclusie.voorbehouden if gevonden or zin not in over_verschil]


def letterlijk_zin(zin: str) -> str:
    """The sentence with a minus sign that no renderer takes for a dash."""
    return zin.replace(" -", " \N{MINUS SIGN}")


def conclusie_van(e: Effect) -> Conclusie:
    """The conclusion as it was drawn, from what is published of it."""
    uitkomst = Uitkomst(
        geen=e.reden or "",
        schatting=e.schatting,
        laag=e.laag,
        hoog=e.hoog,
        p=None,
        p_kleinste=e.p_kleinste,
        toewijzingen=0,
        volledig=False,
        scholen_met=e.scholen_met,
        scholen_zonder=e.scholen_zonder,
        n=0,
        k=0,
        niet_mee=(),
    )
    kracht = None if e.kracht is None else e.kracht / 100
    gegevens = Gegevens(uitkomst, e.kleinste_effect, kracht=kracht, p_klasse=e.p or "")
    voorbehouden = tuple(e.voorbehouden.split("; ")) if e.voorbehouden else ()
    return Conclusie(str(e.tak), str(e.graad), voorbehouden, gegevens)


def tekst_afwijkingen(g: Rapportgegevens) -> Proza:
    """What was done otherwise than the plan says, or that nothing was."""
    if not g.effect_afwijkingen:
        return Proza("Er is niets anders gedaan dan het analyseplan zegt.")
    namen = {eenheid.school: eenheid.naam for eenheid in g.eenheden}
    kop_ = "Anders dan het analyseplan zegt:"
    regels = [
        f"- **{hoofd(a.vraag or _HEEL_PLAN)}**: {letterlijk(_genoemd(a.afwijking, namen))}"
        for a in sorted(g.effect_afwijkingen, key=lambda a: bool(a.vraag))
    ]
    return Proza("\n".join([kop_, "", *regels]))


def _genoemd(zin: str, namen: dict[str, str]) -> str:
    """With the name of a school in the place of its number."""
    for school, naam in namen.items():
        zin = zin.replace(f"School {school} ", f"{naam} ")
    return zin


def tabel_betrouwbaarheid(g: Rapportgegevens) -> TableBundle:
    """What the calibration study measured, against what should be."""
    rijen = [
        [hoofdletter(rij["maat"]), decimaal(rij["procent"]), _hoort(rij), _oordeel(rij["gehaald"])]
        for rij in gemeten_tegen(calibratie()).to_dict("records")
    ]
    koppen = [kop("Wat is gemeten"), Kolom("%"), kop("Hoort te zijn (%)"), kop("Gehaald")]
    return maak_tabel(koppen, rijen, "Hoe betrouwbaar is deze toetsing?", g.stand, [_studie()])


def _hoort(rij: Mapping[Hashable, Any]) -> str:
    eisen = (("ten minste", rij["minstens"]), ("hoogstens", rij["hoogstens"]))
    delen = [f"{woord} {decimaal(grens)}" for woord, grens in eisen if not isnan(grens)]
    return " en ".join(delen) or "geen eis"


def _oordeel(gehaald: object) -> str:
    """Empty where there is nothing to meet."""
    return "" if gehaald not in (True, False) else "ja" if gehaald else "nee"


def _studie() -> str:
    gemeten = calibratie()
    studie = (
        f"Gemeten in {getal(int(gemeten['worlds']))} verzonnen regio's waarvan de waarheid bekend is; zaad"
        f" '{gemeten['seed']}', kenmerk van de rekenregels {str(gemeten['code'])[:12]}"
    )
    return studie if van_nu(gemeten) else f"{studie} (van eerdere rekenregels)"


def tekst_betrouwbaarheid(_: Rapportgegevens) -> Proza:
    """Whether the methods do what they promise, which does not, and that they have changed since."""
    eerder = "Deze meting is van eerdere rekenregels; sindsdien zijn ze veranderd."
    return Proza(zinnen(_gehaald(), "" if van_nu(calibratie()) else eerder))


def _gehaald() -> str:
    rijen = gemeten_tegen(calibratie())
    namen = rijen.loc[rijen["gehaald"].eq(False).fillna(False), "maat"]
    gemist = [str(maat).replace("hetzelfde", "verschil gevonden terwijl het er niet is") for maat in namen]
    if not gemist:
        return "Alle methoden halen wat ze beloven."
    return (
        f"Niet gehaald is: {opsomming(gemist)}. Krijgen hele besturen een plan, dan loten we daarom ook per"
        " bestuur; kan een verschil dan toeval zijn, dan staat dat als voorbehoud bij de conclusie."
    )


def _naam(e: Effect) -> str:
    return hoofd(e.vraag)


def hoofd(vraag: str) -> str:
    return letterlijk(hoofdletter(vraag))


def _heel(waarde: float, cijfers: int) -> str:
    """Without decimals where there is nothing behind the comma."""
    return decimaal(waarde, 0 if float(waarde).is_integer() else cijfers)
