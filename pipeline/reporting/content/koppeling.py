"""How rows were linked to pupils: the share of each way, and what the links by chance are worth."""

from pipeline.reporting.content.herkomst import BRONNEN
from pipeline.reporting.content.samen import genoemd
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.maten import MATEN
from pipeline.reporting.notation import decimaal, getal, hoofdletter
from pipeline.reporting.rijen import Koppelwijze
from pipeline.reporting.tables import VERBORGEN, Kolom, kop, maak_tabel

_WIJZEN = {
    "pgn": "persoonsgebonden nummer",
    "leerlingnummer": "leerlingnummer",
    "waarschijnlijkheid": "met een kans",
    "dubbelzinnig": "niet, want meer dan één leerling of rij past",
    "niet": "niet, want niemand past",
}
_NIET_UITSTROOM = "alleen het leerlingnummer is bekend"


def tabel(g: Gegevens) -> TableBundle:
    """Rows per source and way of linking, in numbers and percent."""
    rijen = [[_bron(k), _wijze(k), _aantal(k), _procent(k.aandeel)] for k in g.koppeling]
    kolommen = [kop("Bron"), kop("Gekoppeld"), Kolom("rijen"), Kolom("deel, %")]
    van, tot = g.jaar.plus(-2), g.jaar
    titel = f"Hoe rijen aan leerlingen zijn gekoppeld, cohorten {van} tot en met {tot}"
    noten = ["Deel: van de behouden rijen van die bron"]
    return maak_tabel(kolommen, rijen, titel, g.stand, noten)


def tabel_gevoeligheid(g: Gegevens) -> TableBundle:
    """How much the main figures would differ with another threshold: a row per threshold."""
    indicatoren = [i for i in MATEN if any(rij.indicator == i for rij in g.gevoeligheid)]
    verschil = {(rij.drempel, rij.indicator): rij.verschil for rij in g.gevoeligheid}
    rijen = [
        [letterlijk(drempel), *(letterlijk(verschil[drempel, i] or "") or VERBORGEN for i in indicatoren)]
        for drempel in dict.fromkeys(rij.drempel for rij in g.gevoeligheid)
    ]
    kolommen = [kop("Koppelen vanaf een kans van"), *[kop(genoemd(i)) for i in indicatoren]]
    titel = "Wat een andere drempel voor het koppelen zou schelen"
    noten = ["Regio, de laatste drie cohorten met een cijfer samen; naar boven of naar beneden"]
    return maak_tabel(kolommen, rijen, titel, g.stand, noten)


def tekst(g: Gegevens) -> Proza:
    """What the links by chance are worth."""
    met_kans = [k for k in g.koppeling if k.methode == "waarschijnlijkheid" and k.precisie is not None]
    if not met_kans:
        return Proza("Er zijn geen of te weinig koppelingen met een kans om er iets over te zeggen.")
    juist, gevonden = (getal(int(deel or 0)) for deel in (met_kans[0].precisie, met_kans[0].volledigheid))
    return Proza(
        f"Van de koppelingen met een kans klopt naar schatting ten minste {juist}%. Van de rijen die zo te"
        f" koppelen waren, is naar schatting ten minste {gevonden}% gekoppeld. Deze schatting volgt uit de"
        " kansen zelf; wie er echt bij wie hoort, is niet bekend."
    )


def tekst_gevoeligheid(g: Gegevens) -> Proza:
    """The threshold of this report."""
    kans = 100 * float(g.instellingen["koppeling.drempel"])
    return Proza(
        f"Dit rapport koppelt vanaf een kans van {decimaal(kans, 0 if kans == int(kans) else 1)}%."
        " @tbl-gevoeligheid laat zien wat het scheelt als die drempel lager of hoger ligt, of als er helemaal"
        " niet met een kans wordt gekoppeld."
    )


def _bron(k: Koppelwijze) -> str:
    return letterlijk(hoofdletter(BRONNEN.get(k.bron, k.bron)))


def _wijze(k: Koppelwijze) -> str:
    own = k.bron == "uitstroom" and k.methode == "niet"
    return letterlijk(_NIET_UITSTROOM if own else _WIJZEN[k.methode])


def _aantal(k: Koppelwijze) -> str:
    return VERBORGEN if k.aantal is None else getal(k.aantal)


def _procent(deel: float | None) -> str:
    return VERBORGEN if deel is None else decimaal(deel)
