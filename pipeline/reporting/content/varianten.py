"""How far the figures move with another definition: a table of every reading, and a sentence per measure."""

from collections.abc import Sequence
from math import ceil, floor

from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.maten import MATEN
from pipeline.reporting.notation import decimaal, hoofdletter, opsomming, procent
from pipeline.reporting.rijen import AndereLezing
from pipeline.reporting.tables import VERBORGEN, kop, maak_tabel
from pipeline.vocabulary.schooljaar import Schooljaar

_KORT = {
    "B1_1": "B1 na één jaar",
    "B1_2": "B1 na twee jaar",
    "B3_RUIM": "B3 ruim",
    "B3_STRIKT": "B3 strikt",
}
_NOTEN = [
    "Verschil: in procentpunten, voor de regio, over de laatste cohorten met een cijfer samen, hooguit drie",
    "Het staat er in stappen, zo breed dat de grootte van een kleine groep er niet uit te halen is",
]


def tabel(g: Gegevens) -> TableBundle:
    """Per measure every other reading, whose it is, and how much higher or lower it is."""
    rijen = [
        [_kort(v.indicator), letterlijk(hoofdletter(v.naam)), letterlijk(v.lezing), _verschil(v)]
        for v in _getoond(g)
    ]
    kolommen = [kop("Maat"), kop("Andere lezing"), kop("Van wie"), kop("Verschil")]
    titel = "Hoe de cijfers veranderen met een andere definitie"
    return maak_tabel(kolommen, rijen, titel, g.stand, _NOTEN)


def tekst(g: Gegevens) -> Proza:
    """Of each measure how far it moves at most."""
    per_maat: dict[str, list[AndereLezing]] = {}
    for v in _getoond(g):
        per_maat.setdefault(v.indicator, []).append(v)
    zinnen = [zin for lezingen in per_maat.values() if (zin := _zin(lezingen))]
    stil = [_kort(indicator) for indicator, lezingen in per_maat.items() if not _zin(lezingen)]
    if stil:
        zinnen.append(f"Wat een andere lezing scheelt voor {opsomming(stil)}, is niet te tonen.")
    return Proza("\n".join(f"- {zin}" for zin in zinnen))


def _getoond(g: Gegevens) -> list[AndereLezing]:
    """The readings of the measures that a report is about."""
    volgorde = list(MATEN)
    over = [v for v in g.varianten if v.indicator in MATEN]
    return sorted(over, key=lambda v: (volgorde.index(v.indicator), v.volgorde))


def _kort(indicator: str) -> str:
    return _KORT.get(indicator, indicator)


def _verschil(v: AndereLezing) -> str:
    """ "1 tot 1,5 hoger", "minder dan 2 lager", "4 of meer hoger"."""
    if v.laag is None and v.hoog is None:
        return VERBORGEN
    omhoog = v.laag is not None and v.laag >= 0
    dichtbij, ver = (v.laag, v.hoog) if omhoog else (v.hoog, v.laag)
    klein = abs(dichtbij or 0)
    if ver is None:
        grootte = f"{_punten(klein)} of meer"
    elif klein:
        grootte = f"{_punten(klein)} tot {_punten(abs(ver))}"
    else:
        grootte = f"minder dan {_punten(abs(ver))}"
    return f"{grootte} {'hoger' if omhoog else 'lager'}"


def _punten(punten: float) -> str:
    return decimaal(punten, 0 if punten == int(punten) else 1)


def _zin(lezingen: Sequence[AndereLezing]) -> str:
    """How low and how high a measure gets with any of its readings; empty where none is shown."""
    getoond = [v for v in lezingen if v.pct_kop is not None]
    if not getoond:
        return ""
    eerste = getoond[0]
    eigen = eerste.pct_kop or 0.0
    onder, boven = _onder(eigen, getoond), _boven(eigen, getoond)
    van, tot = Schooljaar(eerste.cohort), Schooljaar(eerste.tot)
    cohorten = f"over het cohort {van}" if van == tot else f"over de cohorten {van} tot en met {tot} samen"
    maat = _kort(eerste.indicator)
    welke = "" if len(getoond) == len(lezingen) else " die te tonen is,"
    return (
        f"{maat} is {cohorten} {procent(eigen)}. Met een andere lezing{welke} komt {maat} {onder} en {boven}."
    )


def _onder(eigen: float, lezingen: Sequence[AndereLezing]) -> str:
    """The lowest that a measure gets, rounded down; of a step without an end that it is lower still."""
    gesloten = floor(eigen + min([0.0, *(v.laag for v in lezingen if v.laag is not None)]))
    open_ = [ceil(eigen + v.hoog) for v in lezingen if v.laag is None and v.hoog is not None]
    if open_ and min(open_) <= gesloten:
        return f"soms lager uit dan {min(open_)}%"
    return f"niet lager uit dan {max(gesloten, 0)}%"


def _boven(eigen: float, lezingen: Sequence[AndereLezing]) -> str:
    """The highest that a measure gets, rounded up; of a step without an end that it is higher still."""
    gesloten = ceil(eigen + max([0.0, *(v.hoog for v in lezingen if v.hoog is not None)]))
    open_ = [floor(eigen + v.laag) for v in lezingen if v.hoog is None and v.laag is not None]
    if open_ and max(open_) >= gesloten:
        return f"soms hoger dan {max(open_)}%"
    return f"niet hoger dan {min(gesloten, 100)}%"
