"""Where the figures come from: the flow of rows, deliveries, defects, definitions, cohorts, norms and the colophon."""

from datetime import date

from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.stroom import Stap, stroom
from pipeline.reporting.content.samen import code, zinnen
from pipeline.reporting.display import FigureBundle, Proza, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens, StroomStap
from pipeline.reporting.maten import BESTENDIGHEID, MATEN, PLAATSING, RESPONS
from pipeline.reporting.notation import NIET_GETOOND, datum, decimaal, getal, hoofdletter, opsomming
from pipeline.reporting.tables import VERBORGEN, Kolom, kop, maak_tabel, vet
from pipeline.vocabulary.tables import normen

BRONNEN = {
    "uitstroom": "uitstroomlijsten van de scholen",
    "intergrip": "Intergrip",
    "duo_nenr": "DUO, vsv-bestand NenR",
    "duo_nrsp": "DUO, vsv-bestand NRSP",
    "duo_a04": "DUO, vsv-bestand A04/A14",
    "doelen": "doelen van scholen en besturen",
    "esf": "ESF-aanvragen",
}


def _stappen(g: Gegevens) -> list[StroomStap]:
    return sorted((stap for stap in g.stroom if stap.cohort == g.jaar.start), key=lambda stap: stap.volgorde)


def _aantal(g: Gegevens, stap: str) -> int | None:
    return next((s.aantal for s in _stappen(g) if s.stap == stap), None)


def _stroom_titel(g: Gegevens) -> str:
    geleverd, verlaters = _aantal(g, "geleverd"), _aantal(g, "schoolverlaters")
    if geleverd is None or verlaters is None:
        return f"Van aangeleverde rijen naar schoolverlaters, cohort {g.jaar}"
    return f"Uit {getal(geleverd)} aangeleverde rijen komen {getal(verlaters)} schoolverlaters van cohort {g.jaar}"


def figuur_stroom(g: Gegevens) -> FigureBundle:
    """The way from delivered rows to the leavers who count."""
    stappen = [
        Stap(
            hoofdletter(s.label) if s.soort == "totaal" else s.label,
            s.aantal,
            s.soort,
            s.stap == "schoolverlaters",
        )
        for s in _stappen(g)
    ]
    onder = f"Uitstroomlijsten van de scholen, cohort {g.jaar}, stand {datum(g.stand)}"
    titel = _stroom_titel(g)
    alt = f"{titel}. Stroomschema van {len(stappen)} stappen; alle aantallen staan in de tabel eronder."
    bijschrift = (
        f"Van aangeleverde rijen naar schoolverlaters die meetellen, cohort {g.jaar}. "
        "Bron: uitstroomlijsten van de scholen."
    )
    return figure_bundle(stroom(Koppen(titel, onder), stappen), alt, bijschrift)


def tabel_stroom(g: Gegevens) -> TableBundle:
    """The same steps as numbers."""
    rijen = []
    for stap in _stappen(g):
        aantal = VERBORGEN if stap.aantal is None else getal(stap.aantal)
        teken = {"af": "− ", "waarvan": "", "totaal": ""}[stap.soort] if stap.aantal is not None else ""
        naam = {"af": "af: ", "waarvan": "waarvan: ", "totaal": ""}[stap.soort] + stap.label
        rij = [hoofdletter(naam), teken + aantal]
        rijen.append(vet(rij) if stap.soort == "totaal" else rij)
    bijschrift = f"Van aangeleverde rijen naar schoolverlaters die meetellen, cohort {g.jaar}"
    return maak_tabel([kop("Stap"), Kolom("aantal")], rijen, bijschrift, g.stand)


def tekst_stroom(g: Gegevens) -> Proza:
    """How many rows and how many leavers, and that nothing was lost."""
    return Proza(
        f"{_stroom_titel(g)}. Elke aangeleverde rij is terug te vinden: als schoolverlater, als dubbele of vervangen "
        "rij, of als rij die niet te plaatsen was."
    )


def tabel_leveringen(g: Gegevens) -> TableBundle:
    """Every delivery with the start of its hash and the fate of its rows."""
    namen = ("rijen", "behouden", "dubbel", "vervangen", "quarantaine")
    kolommen = [kop("Bron"), kop("Leverdatum"), kop("Kenmerk"), *[Kolom(naam) for naam in namen]]
    rijen = [
        [
            hoofdletter(BRONNEN.get(levering.bron, levering.bron)),
            datum(date.fromisoformat(levering.leverdatum)),
            f"`{levering.sha256[:10]}`",
            *[getal(int(getattr(levering, naam))) for naam in namen],
        ]
        for levering in g.leveringen
    ]
    noten = [
        "Kenmerk: het begin van de controlesom (SHA-256) van het bestand",
        "Rijen = behouden + dubbel + vervangen + quarantaine",
    ]
    return maak_tabel(kolommen, rijen, "Leveringen waarop dit rapport berust", g.stand, noten)


def tabel_defecten(g: Gegevens) -> TableBundle:
    """How often a kind of defect was met, per source."""
    rijen = [
        [
            hoofdletter(BRONNEN.get(defect.bron, defect.bron)),
            defect.soort.replace("_", " "),
            VERBORGEN if defect.aantal is None else getal(defect.aantal),
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
        "Alle leerlingen, scholen, besturen en cijfers in dit rapport zijn verzonnen. Het rapport laat zien hoe een "
        "rapport eruitziet; er zijn geen conclusies uit te trekken.\n\n</div>"
    )


def niet_te_meten(g: Gegevens) -> Proza:
    """What this report cannot say yet, or not at all, and why."""
    te_vroeg, niet, verborgen = [], [], []
    for indicator in (*PLAATSING, *BESTENDIGHEID, *RESPONS):
        cel = g.cel(indicator)
        doel = {"nog niet te meten": te_vroeg, "niet gemeten": niet, "niet getoond": verborgen}.get(
            cel.status
        )
        if doel is not None:
            doel.append(f"{MATEN[indicator].naam} (cohort {cel.cohort})")
    delen = [
        f"Op {datum(g.stand)} nog niet te meten: {opsomming(te_vroeg)}." if te_vroeg else "",
        f"Niet gemeten, omdat er niets over is aangeleverd: {opsomming(niet)}." if niet else "",
        f"Wel gemeten maar {NIET_GETOOND}: {opsomming(verborgen)}." if verborgen else "",
    ]
    return Proza(zinnen(*delen) or "Alles wat dit rapport moet tonen, is gemeten en kan worden getoond.")


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
    regels = [
        f"- Schooljaar: {g.jaar}; stand van de gegevens: {datum(g.stand)}",
        f"- Leveringen: {getal(len(g.leveringen))}; elk met kenmerk in de tabel hieronder",
        f"- Pseudoniemsleutel: kenmerk `{sleutel}`" if sleutel else "",
        *[f"- Versie van {naam}: {versie}" for naam, versie in sorted(dict(g.meta.get("versions", {})).items())],
        f"- Opgemaakt met: {renderer}",
    ]
    return Proza("\n".join(regel for regel in regels if regel))
