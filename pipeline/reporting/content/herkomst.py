"""Where the figures come from: deliveries, defects, repairs, definitions, cohorts, norms, gaps, colophon."""

import re
from collections.abc import Sequence
from datetime import date

from pipeline.evaluation.eerste_werk import BEGIN_BEKEND, KWARTALEN, OOIT_WERK
from pipeline.indicators.definitions import definities
from pipeline.reporting.content import overgangen
from pipeline.reporting.content.levensloop import MOMENTEN
from pipeline.reporting.content.publiek import stuurgroep_ziet_meer
from pipeline.reporting.content.samen import code, genoemd, zinnen
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.maten import BESTENDIGHEID, MATEN, PLAATSING, RESPONS
from pipeline.reporting.notation import (
    NIET_GETOOND,
    aantal,
    dag_en_maand,
    datum,
    decimaal,
    getal,
    hoofdletter,
    opsomming,
)
from pipeline.reporting.rijen import Definitie
from pipeline.reporting.tables import VERBORGEN, Kolom, kop, maak_tabel
from pipeline.vocabulary.maanddag import MaandDag
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.vocabulary.tables import normen

_VOLGORDE = (
    *("D", *PLAATSING, "UIT", *BESTENDIGHEID, "B2", "B4", *MOMENTEN, *overgangen.INDICATOREN),
    *(*KWARTALEN, BEGIN_BEKEND, OOIT_WERK, *RESPONS),
)
"""The order in which a report names the measures; others come after them."""
_NIET_GENOEMD = ("I", "Q", "G", "S")
"""Measures that are in the release and that no report names."""
_PROGRAMMA = ("toeleiding", "code", "python")
BRONNEN = {
    "uitstroom": "uitstroomlijsten van de scholen",
    "intergrip": "Intergrip",
    "duo_nenr": "DUO, vsv-bestand NenR",
    "duo_nrsp": "DUO, vsv-bestand NRSP",
    "duo_a04": "DUO, vsv-bestand A04/A14",
    "doelen": "doelen van scholen en besturen",
    "esf": "ESF-aanvragen",
    "cambo": "aanmeldingen bij het mbo (CAMBO)",
    "werkoverleg": "WERKoverleg",
    "bespreeklijst": "bespreeklijst",
    "innovatieplannen": "innovatieplannen",
    "aanbevelingen": "aanbevelingen",
    "zelfevaluatie": "zelfevaluatie",
}


def tabel_leveringen(g: Gegevens) -> TableBundle:
    """Deliveries by source and year, with the start of their hash and the fate of their rows."""
    namen = ("rijen", "behouden", "dubbel", "vervangen", "quarantaine")
    kolommen = [
        kop("Bron"),
        kop("Jaar"),
        Kolom("bestanden"),
        kop("Kenmerk"),
        *[Kolom(naam) for naam in namen],
    ]
    rijen = [
        [
            _bron(levering.bron),
            letterlijk(levering.leverdatum),
            getal(levering.leveringen),
            _kenmerk(levering.sha256[:10]),
            *[_geteld(getattr(levering, naam)) for naam in namen],
        ]
        for levering in g.leveringen
    ]
    noten = [
        "Kenmerk: het begin van de controlesom (SHA-256) over de bestanden van die bron en dat jaar samen",
        "Rijen = behouden + dubbel + vervangen + quarantaine",
    ]
    return maak_tabel(kolommen, rijen, "Leveringen waarop dit rapport berust", g.stand, noten)


def _bron(bron: str) -> str:
    return letterlijk(hoofdletter(BRONNEN.get(bron, bron)))


def _kenmerk(tekst: str) -> str:
    """The start of a hash, as code."""
    return f"`{tekst.replace('`', '')}`"


def _geteld(geteld: int | None) -> str:
    return VERBORGEN if geteld is None else getal(int(geteld))


def tabel_defecten(g: Gegevens) -> TableBundle:
    """How often a kind of defect was met, per source."""
    rijen = [
        [_bron(defect.bron), letterlijk(_in_woorden(defect.soort)), _geteld(defect.aantal)]
        for defect in g.defecten
    ]
    kolommen = [kop("Bron"), kop("Gebrek"), Kolom("aantal")]
    van, tot = g.jaar.plus(-2), g.jaar
    return maak_tabel(kolommen, rijen, f"Gebreken in de leveringen, cohorten {van} tot en met {tot}", g.stand)


def tabel_hersteld(g: Gegevens) -> TableBundle:
    """In how many cells something was done to read them, per source, column and kind."""
    rijen = [
        [_bron(h.bron), *(letterlijk(_in_woorden(t)) for t in (h.kolom, h.soort)), _geteld(h.aantal)]
        for h in sorted(g.hersteld, key=lambda h: _bron(h.bron).casefold())
    ]
    kolommen = [kop("Bron"), kop("Gegeven"), kop("Wat is er gedaan?"), Kolom("cellen")]
    noten = ["Geteld in alle leveringen, zonder die waarin ook rijen van na dit rapport staan"]
    return maak_tabel(kolommen, rijen, "Wat bij het inlezen is hersteld", g.stand, noten)


def tabel_definities(g: Gegevens) -> TableBundle:
    """Every indicator in words, with the version of its definition."""
    rijen = [
        [
            genoemd(d.indicator)
            if d.indicator in MATEN
            else f"{letterlijk(hoofdletter(d.naam))}, {code(d.indicator)}",
            *(letterlijk(tekst) for tekst in (d.teller, d.noemer, d.onbekend_telt, d.versie)),
        ]
        for d in _genoemde(g)
    ]
    kolommen = [
        kop("Maat"),
        kop("Teller: wie telt als"),
        kop("Noemer: wie telt mee"),
        kop("Onbekend telt als"),
        Kolom("versie"),
    ]
    return maak_tabel(kolommen, rijen, "Definities van de maten", g.stand)


def _genoemde(g: Gegevens) -> list[Definitie]:
    """The definitions of the measures that a report names, in its order."""
    plaats = {indicator: i for i, indicator in enumerate(_VOLGORDE)}
    genoemd_ = [d for d in g.definities if d.indicator not in _NIET_GENOEMD]
    return sorted(genoemd_, key=lambda d: plaats.get(d.indicator, len(plaats)))


def tabel_cohorten(g: Gegevens) -> TableBundle:
    """Which cohort this report shows each measure for, and on which day it was last measured."""
    groepen = {"Bestemming en plaatsing": ("P1",), "Na één jaar": ("B1_1",), "Na twee jaar": ("B1_2",)}
    rijen = []
    for naam, (indicator,) in groepen.items():
        dag = g.peildatum(indicator)
        te_meten = "gemeten" if dag <= g.stand else "nog niet te meten"
        rijen.append([naam, g.cohort(indicator).label, datum(dag), te_meten])
    kolommen = [
        kop("Wat"),
        kop("Cohort in dit rapport"),
        kop("Laatste peildatum"),
        kop(f"Op {datum(g.stand)}"),
    ]
    return maak_tabel(kolommen, rijen, "Over welk cohort gaat welk cijfer", g.stand)


_JA_NEE = {"True": "ja", "False": "nee"}
_INSTELLINGEN: tuple[tuple[str, str, str], ...] = (
    ("drempels.telling", "Kleinste aantal dat wordt getoond", "alle maten"),
    ("drempels.noemer", "Kleinste groep waarvan een percentage wordt getoond", "alle maten"),
    ("cohort.teldatum", "Teldatum: begin van een cohort", "alle maten"),
    ("definities.beschut_is_werk", "Beschut werk telt als werk", "P2"),
    ("definities.uren_minimum", "Minimum aantal uren werk per week", "B3, strikt"),
    ("definities.contract_maanden", "Minimum duur van een contract, in maanden", "B3, strikt"),
    (
        "peildata.U",
        "Peildatum U, bij het verlaten van de school",
        "alle maten, maar R V1 tot en met R V4 niet",
    ),
    ("peildata.V1", "Peildatum V1, na een half jaar", ""),
    ("peildata.V2", "Peildatum V2, na één jaar", ""),
    ("peildata.V3", "Peildatum V3, na anderhalf jaar", ""),
    ("peildata.V4", "Peildatum V4, na twee jaar", ""),
)
"""What a reader must know of the settings: name in the release, in words, and the measures it decides; where
these are left out they follow from the moments of the definitions."""


def tabel_instellingen(g: Gegevens) -> TableBundle:
    """The thresholds, definition parameters and dates that this report was made with."""
    rijen = [
        [wat, _instelling(g.instellingen[naam]), maten or _op(g, naam.removeprefix("peildata."))]
        for naam, wat, maten in _INSTELLINGEN
        if naam in g.instellingen
    ]
    kolommen = [kop("Instelling"), Kolom("waarde"), kop("Geldt voor")]
    return maak_tabel(kolommen, rijen, "Instellingen waarmee dit rapport is gemaakt", g.stand)


def _op(g: Gegevens, moment: str) -> str:
    """The measures that need a moment."""
    momenten = {d.code: d.momenten for d in definities().values()}
    nodig = [d.indicator for d in _genoemde(g) if moment in momenten.get(d.indicator, ())]
    return ", ".join(dict.fromkeys(code(indicator) for indicator in nodig))


def _instelling(waarde: str) -> str:
    """A setting as Dutch text: yes or no, 1 november, or the number as it is."""
    try:
        return dag_en_maand(MaandDag.parse(waarde))
    except ValueError:
        return letterlijk(_JA_NEE.get(waarde, waarde))


def tabel_normen(g: Gegevens) -> TableBundle:
    """Norms and targets with their source and the time they hold for."""
    rijen = []
    for norm in normen():
        van = datum(norm.geldig.van) if norm.geldig.van else ""
        tot = datum(norm.geldig.tot) if norm.geldig.tot else ""
        rijen.append([norm.indicator, norm.soort, decimaal(norm.waarde), van, tot, letterlijk(norm.bron)])
    kolommen = [kop("Maat"), kop("Soort"), Kolom("%"), kop("Geldig van"), kop("tot en met"), kop("Bron")]
    noten = [
        "E: het deel van de ESF-baten dat voor arbeidstoeleiding en nazorg is bestemd",
        "Lezing punten en lezing relatief: ‘telkens met 10%’ is te lezen als 10 procentpunt per jaar, of als "
        "10% van het cijfer van een jaar eerder",
    ]
    return maak_tabel(kolommen, rijen, "Normen, doelen en ijkpunten", g.stand, noten)


def voorbeeld(g: Gegevens) -> Proza:
    """The mark that everything is made up; nothing for a real report."""
    if not g.voorbeeld:
        return Proza("")
    return Proza(
        '<div class="callout-important" title="Voorbeeldgegevens">\n\n'
        "Alle leerlingen, scholen, besturen en cijfers in dit rapport zijn verzonnen. Het rapport laat zien "
        "hoe een rapport eruitziet; er zijn geen conclusies uit te trekken.\n\n</div>"
    )


def niet_te_meten(g: Gegevens) -> Proza:
    """What this report cannot say yet, or not at all, and why."""
    redenen = {
        "nog niet te meten": f"Op {datum(g.stand)} nog niet te meten",
        "niet gemeten": "Niet gemeten, omdat er niets over is aangeleverd",
        "niet getoond": f"Wel gemeten, maar {NIET_GETOOND}",
    }
    delen = [f"{begin}: {lijst}." for status, begin in redenen.items() if (lijst := _per_cohort(g, status))]
    return Proza(zinnen(*delen, _te_klein(g)) or "Alle maten in dit rapport zijn gemeten en getoond.")


def _te_klein(g: Gegevens) -> str:
    """That units lack figures which the region has."""
    regio = [i for i in (*PLAATSING, *BESTENDIGHEID, *RESPONS) if g.cel(i).waarden]
    verborgen = any(
        g.cel(i, niveau, eenheid).status == "niet getoond"
        for i in regio
        for school in g.scholen(g.cohort(i))
        for niveau, eenheid in (("school", school.school), ("bestuur", school.bestuur))
    )
    if not verborgen:
        return ""
    alle = len(regio) == len((*PLAATSING, *BESTENDIGHEID, *RESPONS))
    begin = "Voor de hele regio zijn alle maten gemeten en getoond; voor" if alle else "Voor"
    return f"{begin} een deel van de scholen en besturen tonen we geen cijfer, zodat niemand herkenbaar is."


def bescherming(g: Gegevens) -> Proza:
    """What is hidden and how that was checked: for schools, and where a cohort has less detail."""
    verslag = g.meta["bescherming"]
    per_school, waarden = verslag["kopcijfers_per_school"], verslag["waarden_per_verborgen_getal"]
    delen = [
        "De controle rekent na wat iemand uit alle getoonde cijfers samen kan afleiden. Cijfers uit eerdere "
        "rapporten die niet zijn veranderd, tellen daarbij als bekend. Voor elk klein aantal dat we "
        f"verbergen, blijven ten minste {getal(waarden)} waarden mogelijk.",
        _prijsgegeven(verslag.get("eerder_prijsgegeven", 0)),
        stuurgroep_ziet_meer(g),
        f"Kerncijfers per school (P1, P2 en B1, {_welke(g)}): {getal(per_school['getoond'])} van "
        f"{getal(per_school['cellen'])} getoond."
        if per_school["cellen"]
        else "",
        *(
            f"Van cohort {cohort} kon niet elk detail veilig worden getoond. "
            f"Weggelaten: {_weggelaten(stappen)}."
            for cohort, stappen in sorted(verslag["vergroofd"].items())
        ),
    ]
    return Proza(zinnen(*delen))


def _prijsgegeven(geteld: int) -> str:
    """That some of what is hidden now follows from earlier reports, which cannot be taken back."""
    if not geteld:
        return ""
    wat = f"{aantal(geteld, 'getal', 'getallen')} weten of uitrekenen"
    return f"Wie ook eerdere rapporten heeft, kan van wat we nu verbergen {wat}; dat is niet te voorkomen."


def _welke(g: Gegevens) -> str:
    return "alle cohorten die voor dit rapport zijn geteld" if g.overgenomen else "alle cohorten"


def _weggelaten(stappen: str) -> str:
    """The steps of making a release coarser, as the settings name them, in words for a reader."""
    return opsomming([_DETAIL[stap] for stap in stappen.split(", ")])


_DETAIL = {
    "codes": "de bestemmingen binnen een klasse",
    "jaren": "de cijfers per school van dit ene cohort",
    "scholen": "de cijfers per school",
    "besturen": "de cijfers per bestuur",
    "regiocijfers": "een deel van de cijfers van de regio",
}


def _per_cohort(g: Gegevens, status: str) -> str:
    """The measures with a status, under the cohort they are about."""
    groepen: dict[str, list[str]] = {}
    for indicator in (*PLAATSING, *BESTENDIGHEID, *RESPONS):
        cel = g.cel(indicator)
        if cel.status == status:
            groepen.setdefault(cel.cohort.label, []).append(MATEN[indicator].naam)
    return "; ".join(f"van cohort {cohort} {opsomming(namen)}" for cohort, namen in sorted(groepen.items()))


def overgenomen(g: Gegevens) -> Proza:
    """Which cohorts cannot be computed any more, and from which reports their figures come; often nothing."""
    herkomst: dict[tuple[str, str], list[str]] = {}
    for o in g.overgenomen:
        herkomst.setdefault((o.schooljaar, o.stand), []).append(Schooljaar(o.cohort).label)
    return Proza(zinnen(*(_overname(g, *uit, _cohorten(van)) for uit, van in sorted(herkomst.items()))))


def _cohorten(labels: Sequence[str]) -> str:
    return f"{'het cohort' if len(labels) == 1 else 'de cohorten'} {opsomming(labels)}"


def _overname(g: Gegevens, schooljaar: str, stand: str, cohorten: str) -> str:
    """One sentence about the cohorts that come from one report."""
    weg = f"Gegevens van {cohorten} zijn na de bewaartermijn verwijderd, dus we kunnen ze niet meer tellen."
    if not schooljaar:
        return f"{weg} Geen eerder rapport heeft de cijfers. Daarom ontbreken die."
    eigen, ander = "een eerdere versie van dit rapport", f"het rapport van {schooljaar}"
    uit = f"{eigen if schooljaar == g.jaar.label else ander} (stand {datum(date.fromisoformat(stand))})"
    return f"{weg} De cijfers zijn overgenomen uit {uit}, met de definities en drempels van toen."


def later(g: Gegevens) -> Proza:
    """When the leavers of this report's own cohort can be measured."""
    een, twee = (g.peildata.peildatum(moment, g.jaar) for moment in ("V2", "V4"))
    return Proza(
        f"De schoolverlaters van {g.jaar} zelf zijn na één jaar te meten op {datum(een)} en na twee jaar op "
        f"{datum(twee)}. Die cijfers staan in de rapporten van {g.jaar.plus(1)} en {g.jaar.plus(2)}."
    )


def colofon(g: Gegevens, renderer: str) -> Proza:
    """Release, stand, key, versions, renderer: what is needed to make this report again."""
    sleutel = g.meta.get("sleutel_id")
    bestanden = sum(levering.leveringen for levering in g.leveringen)
    versies = {naam: str(versie) for naam, versie in dict(g.meta.get("versions", {})).items()}
    programma = ", ".join(f"{naam} {versies[naam]}" for naam in _PROGRAMMA if naam in versies)
    pakketten = len(versies.keys() - set(_PROGRAMMA))
    regels = [
        f"- Schooljaar: {g.jaar}; stand van de gegevens: {datum(g.stand)}",
        f"- Leveringen: {getal(bestanden)} bestanden, met kenmerk per bron en jaar in de tabel hieronder",
        f"- Pseudoniemsleutel: kenmerk {_kenmerk(str(sleutel))}" if sleutel else "",
        "- Definities: versie per maat in @tbl-definities; instellingen in @tbl-instellingen",
        f"- Programma: {letterlijk(programma)}" if programma else "",
        "- Pakketten: " + aantal(pakketten, "pakket", "pakketten") + ", met versie in `release.json`",
        f"- Opgemaakt met: {letterlijk(renderer)}",
    ]
    return Proza("\n".join(regel for regel in regels if regel))


def _in_woorden(kolom: str) -> str:
    """A column as the reader knows it: words apart, and PGN as it is explained."""
    return re.sub(r"\bpgn\b", "PGN", kolom.replace("_", " "))
