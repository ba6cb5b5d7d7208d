"""How rows were linked to pupils: the share of each way, and what the links by chance are worth."""

from pipeline.reporting.content.herkomst import BRONNEN
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens, Koppelwijze
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.notation import decimaal, getal, hoofdletter
from pipeline.reporting.tables import VERBORGEN, Kolom, kop, maak_tabel

_WIJZEN = {
    "pgn": "persoonsgebonden nummer",
    "leerlingnummer": "leerlingnummer",
    "waarschijnlijkheid": "met een kans",
    "dubbelzinnig": "niet, want meer dan één leerling past",
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


def tekst(g: Gegevens) -> Proza:
    """What the links by chance are worth, per source that has them."""
    zinnen = [_zin(k) for k in g.koppeling if k.methode == "waarschijnlijkheid" and k.precisie is not None]
    if not zinnen:
        return Proza(
            "In dit rapport zijn er geen of te weinig koppelingen met een kans om er iets over te zeggen."
        )
    uitleg = "Dat is een schatting uit de kansen zelf; wie er echt bij wie hoort, is niet bekend."
    return Proza(" ".join([*zinnen, uitleg]))


def _zin(k: Koppelwijze) -> str:
    juist, gevonden = (getal(int(deel)) for deel in (k.precisie or 0, k.volledigheid or 0))
    return (
        f"Van de koppelingen met een kans in {letterlijk(BRONNEN[k.bron])} klopt naar schatting ten minste"
        f" {juist}%, en van wie zo te vinden was is ten minste {gevonden}% gevonden."
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
