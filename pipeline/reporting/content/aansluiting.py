"""From school to what comes after: what was expected, the way to the mbo, and over the WERKoverleg.

A count that is shown is 0 or at least the threshold, so sentences have no singular.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.indicators.rates import percentage, wilson
from pipeline.reporting.content.samen import KLASSE_KORT, zinnen
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.notation import decimaal, getal, interval, procent
from pipeline.reporting.tables import VERBORGEN, Kolom, kop, maak_tabel

Stap = tuple[str, tuple[str, str], tuple[str, str] | None]
"""A step in words, its subject and name, and those of what it is a part of."""
Aantallen = Mapping[tuple[str, str, str], int | None]
ALLE, ONBEKEND = "alle", "ONBEKEND"
NIET_GELEVERD = "Niet aangeleverd"
TE_KLEIN = "De aantallen zijn te klein om te tonen."
_GEEN_OORZAAK = (
    "Dat zegt niet dat het traject daarvoor zorgde: wie een traject krijgt, verschilt van wie er geen krijgt."
)
_KLASSEN = tuple(KLASSE_KORT)
_OVERSTAP: tuple[Stap, ...] = (
    ("aangemeld bij het mbo", ("mbo", "aangemeld"), None),
    ("kreeg een plaats aangeboden", ("mbo", "aangeboden"), ("mbo", "aangemeld")),
    ("is ingeschreven", ("mbo", "ingeschreven"), ("mbo", "aangeboden")),
    ("van wie een warme overdracht is ingevuld", ("overdracht", "bekend"), None),
    ("is warm overgedragen", ("overdracht", "gedaan"), ("overdracht", "bekend")),
)
_OVERLEG: tuple[Stap, ...] = (
    ("besproken", ("overleg", "besproken"), ("P2", "n")),
    ("kreeg een traject", ("overleg", "traject"), ("overleg", "besproken")),
    ("had bij het vertrek werk", ("overleg", "traject en werk"), ("overleg", "traject")),
    ("traject liep uit op werk of werkend leren", ("uitkomst", "werk"), ("overleg", "traject")),
    ("traject liep uit op een opleiding", ("uitkomst", "opleiding"), ("overleg", "traject")),
    ("traject is afgebroken", ("uitkomst", "afgebroken"), ("overleg", "traject")),
    ("traject loopt nog, iets anders of onbekend", ("uitkomst", "anders"), ("overleg", "traject")),
)
_KOLOMMEN = (kop("Stap"), Kolom("leerlingen"), Kolom("van"), Kolom("%"), Kolom("95%-interval"))


@dataclass(frozen=True)
class Deel:
    """k of n, as it is told."""

    k: int
    n: int

    @property
    def pct(self) -> float:
        return float(percentage(self.k, self.n))

    @property
    def marge(self) -> str:
        laag, hoog = wilson(self.k, self.n)
        return interval(float(laag), float(hoog))

    def __str__(self) -> str:
        return f"{procent(self.pct)} (toevalsmarge {self.marge})"


def _aantallen(g: Gegevens) -> Aantallen:
    """The released counts, and n of P2."""
    p2 = g.cel("P2").waarden
    return {(o.onderwerp, o.van, o.naar): o.aantal for o in g.aansluiting} | {
        ("P2", "", "n"): p2.n if p2 else None
    }


def tabel_verwacht(g: Gegevens) -> TableBundle:
    """Where leavers went, by where their school expected them to go."""
    gevonden = _aantallen(g)
    rijen = [
        [KLASSE_KORT[van], *(_getal(gevonden["verwacht", van, naar]) for naar in (*_KLASSEN, ALLE))]
        for van in _KLASSEN
        if gevonden.get(("verwacht", van, ALLE), 0) != 0
    ]
    kolommen = [kop("Verwacht"), *(Kolom(KLASSE_KORT[naar]) for naar in _KLASSEN), Kolom("samen")]
    noten = [
        "Rijen: waar de school deze leerlingen vooraf verwachtte. Kolommen: waar zij bij het vertrek waren",
        "Onbekend als verwachting: niets ingevuld",
    ]
    titel = f"Verwachte en gerealiseerde bestemming, hele regio, schoolverlaters van {g.jaar}"
    leeg = [[NIET_GELEVERD, *[""] * (len(_KLASSEN) + 1)]]
    return maak_tabel(kolommen, rijen or leeg, titel, g.stand, noten)


def tabel_overstap(g: Gegevens) -> TableBundle:
    """How far applications to the mbo came, and how many leavers were handed over in person."""
    noten = [
        "Aanmelding: de laatste status die Intergrip bij het vertrek noemt; wie zich terugtrok of niet werd "
        "ingeschreven, telt alleen als aangemeld",
        "Warme overdracht: de school draagt de leerling in een gesprek over aan de volgende plek",
    ]
    titel = f"Naar het mbo, en warme overdracht, hele regio, schoolverlaters van {g.jaar}"
    return _tabel(g, _OVERSTAP, titel, noten)


def tabel_overleg(g: Gegevens) -> TableBundle:
    """Of those P2 is about: discussed, with a traject, at work, and where the traject led."""
    noten = [
        "Schoolverlaters die meetellen in P2; elke leerling telt één keer, ook als zij vaker is besproken",
        "Waar het traject op uitliep, zegt het WERKoverleg; werk bij het vertrek zegt de school",
    ]
    titel = f"Van WERKoverleg naar werk, hele regio, schoolverlaters van {g.jaar}"
    return _tabel(g, _OVERLEG, titel, noten)


def _tabel(g: Gegevens, stappen: Sequence[Stap], titel: str, noten: list[str]) -> TableBundle:
    gevonden = {(onderwerp, naar): telling for (onderwerp, _, naar), telling in _aantallen(g).items()}
    rijen = [
        [naam, _getal(gevonden[stap]), *_cellen(_deel(g, gevonden[stap], gevonden[van] if van else None))]
        for naam, stap, van in stappen
        if stap in gevonden
    ]
    return maak_tabel(_KOLOMMEN, rijen or [[NIET_GELEVERD, "", "", "", ""]], titel, g.stand, noten)


def _cellen(deel: Deel | None) -> list[str]:
    return [getal(deel.n), decimaal(deel.pct), deel.marge] if deel else ["", "", ""]


def _getal(telling: int | None) -> str:
    return VERBORGEN if telling is None else getal(telling)


def _deel(g: Gegevens, k: int | None, n: int | None) -> Deel | None:
    """Where both are shown, and n is no handful."""
    noemer = int(g.instellingen["drempels.noemer"])
    return None if k is None or n is None or n < noemer else Deel(k, n)


def tekst_verwacht(g: Gegevens) -> Proza:
    """How many went where they were expected: of all, and of those who were expected to work."""
    gevonden = _aantallen(g)
    if ("verwacht", "WERK", ALLE) not in gevonden:
        return Proza(f"Welke bestemming scholen verwachtten, is voor {g.jaar} niet aangeleverd.")
    return Proza(zinnen(_samen(g, gevonden), _werk(g, gevonden)) or TE_KLEIN)


def _samen(g: Gegevens, gevonden: Aantallen) -> str:
    """Of those of whom both are known; only where every count that it takes is shown."""
    klassen = [klasse for klasse in _KLASSEN if klasse != ONBEKEND]
    bekend = [gevonden["verwacht", van, naar] for van in klassen for naar in klassen]
    goed = [gevonden["verwacht", klasse, klasse] for klasse in klassen]
    deel = None if None in bekend else _deel(g, sum(filter(None, goed)), sum(filter(None, bekend)))
    if deel is None:
        return ""
    begin = f"Van {getal(deel.n)} schoolverlaters is bekend waar de school hen verwachtte en waar zij zijn"
    return f"{begin}; {deel} kwam daar ook terecht."


def _werk(g: Gegevens, gevonden: Aantallen) -> str:
    deel = _deel(g, gevonden["verwacht", "WERK", "WERK"], gevonden["verwacht", "WERK", ALLE])
    if deel is None:
        return ""
    return f"Van de {getal(deel.n)} leerlingen van wie de school werk verwachtte, had {deel} dat ook."


def tekst_overstap(g: Gegevens) -> Proza:
    """How many of those who applied to the mbo are enrolled, and how many were handed over."""
    gevonden = _aantallen(g)
    if ("mbo", "", "aangemeld") not in gevonden:
        wat = "Over aanmeldingen bij het mbo en warme overdracht"
        return Proza(f"{wat} is voor {g.jaar} niets aangeleverd.")
    zin = []
    if deel := _deel(g, gevonden["mbo", "", "ingeschreven"], gevonden["mbo", "", "aangemeld"]):
        wie = f"Van de {getal(deel.n)} leerlingen die zich voor het mbo aanmeldden"
        zin.append(f"{wie}, is {deel} ingeschreven.")
    if deel := _deel(g, gevonden["overdracht", "", "gedaan"], gevonden["overdracht", "", "bekend"]):
        zin.append(f"Van de {getal(deel.n)} leerlingen van wie het is ingevuld, is {deel} warm overgedragen.")
    return Proza(zinnen(*zin) or TE_KLEIN)


def tekst_overleg(g: Gegevens) -> Proza:
    """Of those P2 is about how many were discussed, and how many of those with a traject were at work."""
    gevonden = _aantallen(g)
    if ("overleg", "", "besproken") not in gevonden:
        return Proza(f"Welke schoolverlaters van {g.jaar} ooit zijn besproken, is niet aangeleverd.")
    zin = []
    if deel := _deel(g, gevonden["overleg", "", "besproken"], gevonden["P2", "", "n"]):
        wie = f"Van de {getal(deel.n)} schoolverlaters die meetellen in P2"
        zin.append(f"{wie}, is {deel} ooit besproken in het WERKoverleg.")
    if deel := _deel(g, gevonden["overleg", "", "traject en werk"], gevonden["overleg", "", "traject"]):
        zin.append(f"Van de {getal(deel.n)} met een traject had {deel} bij het vertrek werk. {_GEEN_OORZAAK}")
    return Proza(zinnen(*zin) or TE_KLEIN)
