"""Pupils discussed in the WERKoverleg, and who came on the bespreeklijst, left it and is still on it."""

from collections.abc import Iterable

from pipeline.reporting.content.samen import zinnen
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.notation import getal, opsomming
from pipeline.reporting.rijen import Caseload, Overleg
from pipeline.reporting.tables import VERBORGEN, Kolom, kop, maak_tabel, vet

ALLE, ONBEKEND = "alle", "onbekend"
_KWARTALEN = {
    "1": "augustus–oktober",
    "2": "november–januari",
    "3": "februari–april",
    "4": "mei–juli",
    ONBEKEND: "dag onbekend",
}
_OVERLEG = {"besproken": "besproken", "traject": "traject", "negatief": "negatief advies mbo"}
_LIJST = {
    "begin": "aan het begin",
    "erbij": "erbij",
    "contract": "eraf: contract",
    "school": "eraf: school",
    "overdracht": "eraf: overdracht",
    "anders": "eraf: anders",
    "eind": "aan het eind",
}


def tabel_overleg(g: Gegevens) -> TableBundle:
    """Per quarter and cluster how many were discussed, got a traject and got a negative advice."""
    gevonden = {(o.kwartaal, o.cluster, o.soort): o.aantal for o in g.werkoverleg}
    rijen = [
        rij
        for kwartaal in [*_KWARTALEN, ALLE]
        if (kwartaal, ALLE, "besproken") in gevonden
        for rij in _kwartaal(gevonden, kwartaal)
    ]
    kolommen = [kop("Kwartaal en cluster"), *(Kolom(naam) for naam in _OVERLEG.values())]
    noten = [
        "Een leerling telt per kwartaal en cluster één keer; wie in meer kwartalen is besproken, telt elk "
        "kwartaal mee",
        "Traject en negatief advies: wat uit die besprekingen kwam, op dezelfde manier geteld",
    ]
    titel = f"Hoe vaak een leerling is besproken in het WERKoverleg, {g.jaar}"
    return maak_tabel(kolommen, rijen or [["Niet aangeleverd", "", "", ""]], titel, g.stand, noten)


def _kwartaal(gevonden: dict[tuple[str, str, str], int | None], kwartaal: str) -> list[list[str]]:
    """The quarter as a whole, and its clusters under it."""
    clusters = sorted({cluster for _, cluster, _ in gevonden} - {ALLE})
    naam = "Heel het jaar" if kwartaal == ALLE else _KWARTALEN[kwartaal].capitalize()
    samen, *delen = (
        [_cluster(cluster), *(_getal(gevonden[kwartaal, cluster, soort]) for soort in _OVERLEG)]
        for cluster in [ALLE, *clusters]
    )
    return [vet([naam, *samen[1:]]), *delen]


def _cluster(cluster: str) -> str:
    return f"cluster {cluster}"


def _getal(telling: int | None) -> str:
    return VERBORGEN if telling is None else getal(telling)


def tabel_caseload(g: Gegevens) -> TableBundle:
    """Per quarter who was on the list, came on it and left it, and why."""
    gevonden = {(c.kwartaal, c.soort): c.aantal for c in g.caseload}
    rijen = [
        [_KWARTALEN[kwartaal].capitalize(), *(_getal(gevonden[kwartaal, soort]) for soort in _LIJST)]
        for kwartaal in _KWARTALEN
        if (kwartaal, "begin") in gevonden
    ]
    if rijen:
        rijen.append(vet(["Heel het jaar", *(_getal(gevonden[ALLE, soort]) for soort in _LIJST)]))
    kolommen = [kop("Kwartaal"), *(Kolom(naam) for naam in _LIJST.values())]
    noten = [
        "Leerlingen; wie terugkomt op de lijst, telt opnieuw. Begin en erbij zijn samen eraf en eind",
        "Anders: dagbesteding, verhuizing, een andere reden of geen reden",
    ]
    leeg = [["Niet aangeleverd", *[""] * len(_LIJST)]]
    return maak_tabel(kolommen, rijen or leeg, f"De bespreeklijst, {g.jaar}", g.stand, noten)


def tekst(g: Gegevens) -> Proza:
    """What the year came to: of the WERKoverleg and of the list."""
    return Proza(zinnen(_overleg(g, g.werkoverleg), _lijst(g, g.caseload)))


def _overleg(g: Gegevens, rijen: Iterable[Overleg]) -> str:
    """How many were discussed; of them how many got a traject, and a negative advice."""
    jaar = {o.soort: o.aantal for o in rijen if (o.kwartaal, o.cluster) == (ALLE, ALLE)}
    if not jaar:
        return f"Over het WERKoverleg in {g.jaar} is niets aangeleverd."
    besproken = jaar["besproken"]
    if besproken is None:
        return f"In {g.jaar} zijn zo weinig leerlingen besproken in het WERKoverleg dat we geen aantal tonen."
    if not besproken:
        return f"In {g.jaar} is niemand besproken in het WERKoverleg."
    begin = (
        f"In {g.jaar} is in het WERKoverleg {getal(besproken)} keer een leerling besproken; wie in meer"
        " kwartalen is besproken, telt elk kwartaal mee."
    )
    delen = [
        f"{getal(telling)} keer {wat}" if telling else f"nooit {wat}"
        for soort, wat in (("traject", "een traject"), ("negatief", "een negatief advies voor het mbo"))
        if (telling := jaar[soort]) is not None
    ]
    return f"{begin} Daar kwam {opsomming(delen)} uit." if delen else begin


def _lijst(g: Gegevens, rijen: Iterable[Caseload]) -> str:
    """From the start to the end of the year, and why pupils left; what is hidden is not said."""
    jaar = {c.soort: c.aantal for c in rijen if c.kwartaal == ALLE}
    if not jaar:
        return f"Over de bespreeklijst in {g.jaar} is niets aangeleverd."
    delen = [
        woorden
        for soort, enkel, meer in (
            ("begin", "stond er aan het begin van het jaar op", "stonden er aan het begin van het jaar op"),
            ("erbij", "kwam erbij", "kwamen erbij"),
            ("eraf", "ging eraf", "gingen eraf"),
            ("eind", "stond er aan het eind nog op", "stonden er aan het eind nog op"),
        )
        if (woorden := _hoeveel(jaar[soort], enkel, meer))
    ]
    if not delen:
        return "Van de bespreeklijst zijn de aantallen te klein om te tonen."
    return zinnen(f"De bespreeklijst: {opsomming(delen)}.", _redenen(jaar))


def _hoeveel(telling: int | None, enkel: str, meer: str) -> str:
    if telling is None:
        return ""
    return f"{getal(telling) if telling else 'niemand'} {enkel if telling <= 1 else meer}"


def _redenen(jaar: dict[str, int | None]) -> str:
    """Of those who left, how many with a contract, to school and handed over."""
    woorden = {"contract": "met een contract", "school": "naar school", "overdracht": "met een overdracht"}
    delen = [f"{getal(telling)} {wat}" for soort, wat in woorden.items() if (telling := jaar[soort])]
    return f"Wie eraf ging: {opsomming(delen)}." if delen else ""
