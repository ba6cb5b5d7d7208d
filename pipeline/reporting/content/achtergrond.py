"""Where leavers went by the municipality they live in, and in vso by their uitstroomprofiel.

A count that is shown is 0 or at least the threshold, so sentences have no singular.
"""

from collections.abc import Mapping

from pipeline.reporting.content.aansluiting import Deel
from pipeline.reporting.content.samen import KLASSE_KORT, zinnen
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.notation import aantal, decimaal, getal
from pipeline.reporting.tables import MARGE_NOOT, VERBORGEN, Kolom, kop, maak_tabel, vet
from pipeline.vocabulary.tables import zoek_gemeente

Aantallen = Mapping[tuple[str, str], int | None]
"""By group and class."""
ALLE, ELDERS, ONBEKEND, WERK = "alle", "ELDERS", "ONBEKEND", "WERK"
NIET_GELEVERD = "Niet aangeleverd"
_NAAM = {ELDERS: "buiten de regio", ONBEKEND: "onbekend"}
_PROFIEL = {
    "ARBEID": "arbeid",
    "VERVOLGONDERWIJS": "vervolgonderwijs",
    "DAGBESTEDING": "dagbesteding",
    ONBEKEND: "niet ingevuld",
}
_KLASSEN = tuple(KLASSE_KORT)


def tabel_gemeente(g: Gegevens) -> TableBundle:
    """Per municipality, by name, the leavers of each class; never by score."""
    gevonden = _aantallen(g, "gemeente")
    rijen = [
        [_naam(groep), *(_getal(gevonden[groep, klasse]) for klasse in (*_KLASSEN, ALLE))]
        for groep in _groepen(gevonden)
        if gevonden[groep, ALLE] != 0
    ]
    if rijen:
        rijen.append(vet(["Hele regio", *_regio(g)]))
    kolommen = [kop("Woongemeente"), *(Kolom(KLASSE_KORT[klasse]) for klasse in _KLASSEN), Kolom("samen")]
    noten = [
        "Aantallen schoolverlaters, op volgorde van naam. Woongemeente: waar de leerling volgens de school "
        f"woonde, in de gemeenten van 1 oktober {g.jaar.start + 1}",
    ]
    if gevonden.get((ELDERS, ALLE), 0) != 0:
        noten.append(
            "Buiten de regio: elke gemeente die niet bij het convenant hoort, ook een onbekende naam"
        )
    titel = f"Bestemming naar woongemeente, hele regio, schoolverlaters van {g.jaar}"
    leeg = [[NIET_GELEVERD, *[""] * (len(_KLASSEN) + 1)]]
    return maak_tabel(kolommen, rijen or leeg, titel, g.stand, noten)


def tabel_profiel(g: Gegevens) -> TableBundle:
    """Per profile of vso how many went to work."""
    gevonden = _profielen(g)
    rijen = [
        [naam, _getal(gevonden[code, ALLE]), _getal(gevonden[code, WERK]), *_pct(_deel(g, gevonden, code))]
        for code, naam in _PROFIEL.items()
        if gevonden.get((code, ALLE), 0) != 0
    ]
    kolommen = [kop("Uitstroomprofiel"), Kolom("n"), Kolom("naar werk"), Kolom("%"), Kolom("toevalsmarge")]
    noten = [
        "Alleen vso; praktijkonderwijs heeft geen uitstroomprofiel",
        "n: schoolverlaters met dit profiel. Naar werk: ook met bbl of in een beschutte baan. Profiel arbeid "
        "is P3 van het vso",
        MARGE_NOOT,
    ]
    titel = f"Naar werk per uitstroomprofiel, vso, schoolverlaters van {g.jaar}"
    return maak_tabel(kolommen, rijen or [[NIET_GELEVERD, "", "", "", ""]], titel, g.stand, noten)


def tekst_gemeente(g: Gegevens) -> Proza:
    """Where most of them lived and how many of those went to work, and how many lived elsewhere."""
    gevonden = _aantallen(g, "gemeente")
    if not gevonden:
        return Proza(f"Waar schoolverlaters van {g.jaar} woonden, is niet aangeleverd.")
    samen = {groep: n for groep in _groepen(gevonden) if (n := gevonden[groep, ALLE])}
    zin = [_meeste(g, gevonden, samen), _elders(samen)]
    return Proza(zinnen(*zin) or _getoond(samen))


def tekst_profiel(g: Gegevens) -> Proza:
    """Of each profile the share that went to work."""
    gevonden = _profielen(g)
    if not gevonden:
        return Proza(f"Het uitstroomprofiel van schoolverlaters van {g.jaar} is niet aangeleverd.")
    zin = [
        f"Van de {getal(deel.n)} vso-schoolverlaters met het profiel {naam} ging {deel} naar werk."
        for code, naam in _PROFIEL.items()
        if code != ONBEKEND and (deel := _deel(g, gevonden, code))
    ]
    return Proza(zinnen(*zin) or "De aantallen per uitstroomprofiel zijn niet te tonen.")


def _aantallen(g: Gegevens, kenmerk: str) -> dict[tuple[str, str], int | None]:
    return {(o.groep, o.klasse): o.aantal for o in g.achtergrond if o.kenmerk == kenmerk}


def _profielen(g: Gegevens) -> dict[tuple[str, str], int | None]:
    """The released counts, and the profile ARBEID as P3 of vso tells it; nothing where there is no vso."""
    gevonden = _aantallen(g, "profiel")
    p3 = g.cel("P3", "schooltype", "VSO").waarden
    if not gevonden and p3 is None:
        return {}
    return gevonden | {("ARBEID", ALLE): p3.n if p3 else None, ("ARBEID", WERK): p3.k if p3 else None}


def _groepen(gevonden: Aantallen) -> list[str]:
    """Municipalities by name; then elsewhere and unknown."""
    return sorted({groep for groep, _ in gevonden}, key=lambda groep: (groep in _NAAM, _naam(groep)))


def _naam(groep: str) -> str:
    gemeente = zoek_gemeente(groep)
    return _NAAM.get(groep) or (gemeente.naam if gemeente else groep)


def _regio(g: Gegevens) -> list[str]:
    """The same of all leavers, as the figures of the region tell it."""
    cellen = [g.cijfers.cel("D", g.jaar, klasse=klasse, soort="klasse") for klasse in _KLASSEN]
    samen = next((cel.waarden.n for cel in cellen if cel.waarden), None)
    return [_getal(n) for n in (*(cel.waarden.k if cel.waarden else None for cel in cellen), samen)]


def _meeste(g: Gegevens, gevonden: Aantallen, samen: Mapping[str, int]) -> str:
    """Only where every total is shown: else it need not be the one where most of them live."""
    gemeenten = {groep: n for groep, n in samen.items() if groep not in _NAAM}
    if not gemeenten or any(gevonden[groep, ALLE] is None for groep in _groepen(gevonden)):
        return ""
    groep = max(gemeenten, key=lambda groep: gemeenten[groep])
    zin = (
        f"De schoolverlaters woonden in {getal(len(gemeenten))} gemeenten van de regio, de meesten in "
        f"{_naam(groep)}: {getal(gemeenten[groep])}"
    )
    deel = _deel(g, gevonden, groep)
    return f"{zin}. Van hen ging {deel} naar werk." if deel else f"{zin}."


def _getoond(samen: Mapping[str, int]) -> str:
    """Of how many municipalities anything is shown, where not of all."""
    if not samen:
        return "De aantallen per woongemeente zijn niet te tonen."
    hoeveel = aantal(len(samen.keys() - _NAAM.keys()), "gemeente", "gemeenten")
    return f"Van {hoeveel} is te tonen hoeveel schoolverlaters er woonden; niet van alle."


def _elders(samen: Mapping[str, int]) -> str:
    delen = []
    if samen.get(ELDERS):
        delen.append(f"{getal(samen[ELDERS])} schoolverlaters woonden buiten de regio")
    if samen.get(ONBEKEND):
        delen.append(f"van {getal(samen[ONBEKEND])} schoolverlaters is de woongemeente onbekend")
    zin = "; ".join(delen)
    return f"{zin[0].upper()}{zin[1:]}." if zin else ""


def _deel(g: Gegevens, gevonden: Aantallen, groep: str) -> Deel | None:
    """The share in work, where both are shown and n is no handful."""
    k, n = gevonden.get((groep, WERK)), gevonden.get((groep, ALLE))
    return None if k is None or n is None or n < int(g.instellingen["drempels.noemer"]) else Deel(k, n)


def _pct(deel: Deel | None) -> list[str]:
    return [decimaal(deel.pct), deel.marge] if deel else ["", ""]


def _getal(telling: int | None) -> str:
    return VERBORGEN if telling is None else getal(telling)
