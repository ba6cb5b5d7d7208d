"""What the last publication had otherwise: a sentence, and a table of the region's figures then and now."""

from pipeline.release.wijzigingen import EERSTE, GETOOND
from pipeline.reporting.content.samen import zinnen
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.maten import MATEN
from pipeline.reporting.notation import decimaal, getal, hoofdletter
from pipeline.reporting.rijen import Wijziging
from pipeline.reporting.tables import Kolom, kop, maak_tabel
from pipeline.vocabulary.schooljaar import Schooljaar

_ALLEEN_NU = "niet getoond"
_UITLEG = {
    "nagekomen levering": "er kwamen schoolverlaters bij van een school die later leverde",
    "correctie of aanvulling": "een school verbeterde gegevens of vulde ze aan",
    "andere definitie": "de maat wordt anders geteld dan toen",
    "andere instellingen": "een instelling is anders dan toen",
    "ander programma": "het programma of een onderdeel ervan is vernieuwd",
    "latere stand": "dit rapport weet meer, omdat het over een latere dag gaat",
    "onbekend": "van toen is alleen het cijfer bewaard",
}


def tekst(g: Gegevens) -> Proza:
    """Whether figures that were published before are otherwise now, and how many."""
    gewijzigd = [w for w in g.wijzigingen if w.cohort is not None]
    if not gewijzigd:
        eerste = any(w.status == EERSTE for w in g.wijzigingen)
        return Proza(_eerste() if eerste else _geen())
    stil = sum(w.status != GETOOND for w in gewijzigd)
    return Proza(zinnen(_hoeveel(len(gewijzigd)), _elders(g, gewijzigd), _stil(stil, len(gewijzigd))))


def tabel(g: Gegevens) -> TableBundle:
    """Per cohort and measure the figure then and now, how far it moved, and the kind of cause."""
    rijen = [_rij(w) for w in _in_tabel(g)] or [["geen", "", "", "", "", ""]]
    kolommen = [kop("Cohort"), kop("Maat"), Kolom("Was"), Kolom("Is nu"), Kolom("Verschil"), kop("Oorzaak")]
    oorzaken = {oorzaak for w in _in_tabel(g) for oorzaak in (w.oorzaak or "").split(" en ")}
    noten = [f"{hoofdletter(naam)}: {uitleg}" for naam, uitleg in _UITLEG.items() if naam in oorzaken]
    besides = ["Verschil: in procentpunten"] if any(w.status == GETOOND for w in _in_tabel(g)) else []
    return maak_tabel(
        kolommen, rijen, "Cijfers van de regio die eerder anders waren", g.stand, besides + noten
    )


def _in_tabel(g: Gegevens) -> list[Wijziging]:
    """Of the measures that a report is about, in the order of cohorts and measures."""
    volgorde = list(MATEN)
    over = [w for w in g.wijzigingen if w.cohort is not None and w.indicator in MATEN]
    return sorted(over, key=lambda w: (w.cohort, volgorde.index(w.indicator)))


def _rij(w: Wijziging) -> list[str]:
    maat = hoofdletter(MATEN[w.indicator].naam)
    cohort, oorzaak = str(Schooljaar(w.cohort or 0)), w.oorzaak or ""
    nu = _van(w.k, w.n)
    if w.status != GETOOND:
        return [cohort, maat, _ALLEEN_NU, nu, _ALLEEN_NU, oorzaak]
    return [cohort, maat, _van(w.k_was, w.n_was), nu, _verschil(w), oorzaak]


def _van(k: int | None, n: int | None) -> str:
    return f"{getal(k or 0)} van {getal(n or 0)}"


def _verschil(w: Wijziging) -> str:
    if not w.n or not w.n_was:
        return ""
    punten = 100 * ((w.k or 0) / w.n - (w.k_was or 0) / w.n_was)
    tekst = decimaal(abs(punten))
    return "0,0" if tekst == "0,0" else f"{tekst} {'hoger' if punten > 0 else 'lager'}"


def _eerste() -> str:
    return "Er is geen eerdere publicatie om dit rapport mee te vergelijken."


def _geen() -> str:
    return "Geen cijfer over de hele regio is anders dan in de vorige publicatie."


def _hoeveel(aantal: int) -> str:
    begin = "Eén cijfer" if aantal == 1 else f"{getal(aantal)} cijfers"
    werkwoord = "is" if aantal == 1 else "zijn"
    return f"{begin} over de hele regio {werkwoord} anders dan in de vorige publicatie (@tbl-wijzigingen)."


def _elders(g: Gegevens, gewijzigd: list[Wijziging]) -> str:
    buiten = len(gewijzigd) - len(_in_tabel(g))
    if not buiten:
        return ""
    return f"Daarvan {'staat er één' if buiten == 1 else f'staan er {getal(buiten)}'} niet in de tabel."


def _stil(stil: int, alle: int) -> str:
    """Why the figures of then are not there."""
    if not stil:
        return ""
    wie = "Hoe het was, tonen we niet" if stil == alle else f"Van {getal(stil)} tonen we niet hoe het was"
    return f"{wie}. Het verschil zou iets kunnen zeggen over een klein aantal leerlingen."
