"""Where the figures come from: deliveries, defects, definitions, cohorts, norms, gaps, colophon."""

from pipeline.reporting.content.samen import code, zinnen
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.maten import BESTENDIGHEID, MATEN, PLAATSING, RESPONS
from pipeline.reporting.notation import NIET_GETOOND, datum, decimaal, getal, hoofdletter, opsomming
from pipeline.reporting.tables import VERBORGEN, Kolom, kop, maak_tabel
from pipeline.vocabulary.tables import normen

_GETOOND = ("D", *PLAATSING, *BESTENDIGHEID, *RESPONS)
_PROGRAMMA = ("toeleiding", "code", "python", "platform")
BRONNEN = {
    "uitstroom": "uitstroomlijsten van de scholen",
    "intergrip": "Intergrip",
    "duo_nenr": "DUO, vsv-bestand NenR",
    "duo_nrsp": "DUO, vsv-bestand NRSP",
    "duo_a04": "DUO, vsv-bestand A04/A14",
    "doelen": "doelen van scholen en besturen",
    "esf": "ESF-aanvragen",
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
            hoofdletter(BRONNEN.get(levering.bron, levering.bron)),
            levering.leverdatum,
            getal(levering.leveringen),
            f"`{levering.sha256[:10]}`",
            *[_geteld(getattr(levering, naam)) for naam in namen],
        ]
        for levering in g.leveringen
    ]
    noten = [
        "Kenmerk: het begin van de controlesom (SHA-256) over de bestanden van die bron en dat jaar samen",
        "Rijen = behouden + dubbel + vervangen + quarantaine",
    ]
    return maak_tabel(kolommen, rijen, "Leveringen waarop dit rapport berust", g.stand, noten)


def _geteld(aantal: int | None) -> str:
    return VERBORGEN if aantal is None else getal(int(aantal))


def tabel_defecten(g: Gegevens) -> TableBundle:
    """How often a kind of defect was met, per source."""
    rijen = [
        [
            hoofdletter(BRONNEN.get(defect.bron, defect.bron)),
            defect.soort.replace("_", " "),
            _geteld(defect.aantal),
        ]
        for defect in g.defecten
    ]
    kolommen = [kop("Bron"), kop("Gebrek"), Kolom("aantal")]
    van, tot = g.jaar.plus(-2), g.jaar
    return maak_tabel(kolommen, rijen, f"Gebreken in de leveringen, cohorten {van} tot en met {tot}", g.stand)


def tabel_definities(g: Gegevens) -> TableBundle:
    """Every indicator in words, with the version of its definition."""
    rijen = [
        [f"{hoofdletter(d.naam)}, {code(d.indicator)}", d.teller, d.noemer, d.onbekend_telt, d.versie]
        for d in g.definities
        if d.indicator in _GETOOND
    ]
    kolommen = [
        kop("Maat"),
        kop("Teller: wie telt als"),
        kop("Noemer: wie telt mee"),
        kop("Onbekend telt als"),
        Kolom("versie"),
    ]
    return maak_tabel(kolommen, rijen, "Definities van de maten", g.stand)


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


def tabel_normen(g: Gegevens) -> TableBundle:
    """Norms and targets with their source and the time they hold for."""
    rijen = []
    for norm in normen():
        van = datum(norm.geldig.van) if norm.geldig.van else ""
        tot = datum(norm.geldig.tot) if norm.geldig.tot else ""
        rijen.append([norm.indicator, norm.soort, decimaal(norm.waarde), van, tot, norm.bron])
    kolommen = [kop("Maat"), kop("Soort"), Kolom("%"), kop("Geldig van"), kop("tot en met"), kop("Bron")]
    return maak_tabel(kolommen, rijen, "Normen, doelen en ijkpunten", g.stand)


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
    return Proza(zinnen(*delen) or "Alles wat dit rapport moet tonen, is gemeten en kan worden getoond.")


def _per_cohort(g: Gegevens, status: str) -> str:
    """The measures with a status, under the cohort they are about."""
    groepen: dict[str, list[str]] = {}
    for indicator in (*PLAATSING, *BESTENDIGHEID, *RESPONS):
        cel = g.cel(indicator)
        if cel.status == status:
            groepen.setdefault(cel.cohort.label, []).append(MATEN[indicator].naam)
    return "; ".join(f"van cohort {cohort} {opsomming(namen)}" for cohort, namen in sorted(groepen.items()))


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
    programma = ", ".join(f"{naam} {versies.pop(naam)}" for naam in _PROGRAMMA if naam in versies)
    regels = [
        f"- Schooljaar: {g.jaar}; stand van de gegevens: {datum(g.stand)}",
        f"- Leveringen: {getal(bestanden)} bestanden, met kenmerk per bron en jaar in de tabel hieronder",
        f"- Pseudoniemsleutel: kenmerk `{sleutel}`" if sleutel else "",
        "- Definities: versie per maat in @tbl-definities",
        f"- Programma: {programma}" if programma else "",
        f"- Pakketten: {', '.join(f'{naam} {versie}' for naam, versie in sorted(versies.items()))}",
        f"- Opgemaakt met: {renderer}",
    ]
    return Proza("\n".join(regel for regel in regels if regel))
