"""The files that Intergrip gives about leavers at U and V1 to V4: one per cohort and moment, and corrections.

Some rows are missing (not measured), double, registered twice, without a number or corrected later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.synthetic.defects import markeer, met_lot
from pipeline.synthetic.draw import Lot, gewichten
from pipeline.synthetic.intergrip_rij import lege_rij, maak_rij, niet_bereikt
from pipeline.synthetic.layout import intergripindeling
from pipeline.synthetic.leavers import Vertrek, peildatum
from pipeline.synthetic.recording_uitstroom import LAATSTE_LEVERDATUM
from pipeline.synthetic.records import IntergripRij, Levering, anders
from pipeline.vocabulary.meetmoment import MEETMOMENTEN, Meetmoment
from pipeline.vocabulary.schooljaar import Schooljaar

LAATSTE_PEILDATUM = date(2026, 11, 15)
_KANS_GEEN_RIJ = {"U": 0.02, "V1": 0.03, "V2": 0.035, "V3": 0.05, "V4": 0.06}
_BIJZONDER = gewichten(
    "gewoon 976, correctie 14, dubbel 3, tweemaal geregistreerd 4, zonder pgn 2, onherleidbaar 1"
)


@dataclass(frozen=True)
class _Gemeld:
    """A row with the file it goes into."""

    correctie: bool
    leverdatum: date
    cohort: int
    moment: Meetmoment
    rij: IntergripRij


def intergrip_leveringen(
    seed: int, vertrekken: Iterable[Vertrek], alleen_intergrip: Iterable[Vertrek]
) -> tuple[Levering, ...]:
    """One file per cohort and moment, and files with corrections.

    `alleen_intergrip` are pupils that no school reported as leaver: their rows decide nothing.
    """
    files: dict[tuple[bool, date, int, Meetmoment], list[IntergripRij]] = defaultdict(list)
    for gemeld in _alle(seed, vertrekken, alleen_intergrip):
        files[gemeld.correctie, gemeld.leverdatum, gemeld.cohort, gemeld.moment].append(gemeld.rij)
    return tuple(_levering(seed, key, tuple(rijen)) for key, rijen in files.items())


def _levering(
    seed: int, key: tuple[bool, date, int, Meetmoment], rijen: tuple[IntergripRij, ...]
) -> Levering:
    correctie, leverdatum, cohort, moment = key
    name = f"{'correctie_' if correctie else ''}intergrip_{moment}_{Schooljaar(cohort)}.csv"
    indeling, _ = intergripindeling(seed, leverdatum)
    return Levering("intergrip", f"{leverdatum}/{name}", leverdatum, indeling, rijen)


def _alle(seed: int, vertrekken: Iterable[Vertrek], alleen_intergrip: Iterable[Vertrek]) -> Iterator[_Gemeld]:
    for vertrek in vertrekken:
        yield from _van_vertrek(seed, vertrek)
    for vertrek in alleen_intergrip:
        for gemeld in _van_vertrek(seed, vertrek):
            yield replace(gemeld, rij=markeer(gemeld.rij, telt=False))


def _van_vertrek(seed: int, vertrek: Vertrek) -> Iterator[_Gemeld]:
    if vertrek.situatie("U").bestemming == "OVERLEDEN":
        return
    lot = Lot(seed, "intergrip", vertrek.cohort, vertrek.leerling.persoon)
    leeg = lege_rij(seed, vertrek)
    for moment in MEETMOMENTEN:
        gemeten = peildatum(moment, vertrek.cohort) <= LAATSTE_PEILDATUM
        if gemeten and not lot.kans(_KANS_GEEN_RIJ[moment]):
            yield from _versies(lot, vertrek, moment, maak_rij(lot, leeg, vertrek, moment))


def _versies(lot: Lot, vertrek: Vertrek, moment: Meetmoment, rij: IntergripRij) -> Iterator[_Gemeld]:
    """The rows that one measurement gives, each with the file it stands in."""
    leverdatum = peildatum(moment, vertrek.cohort).replace(day=20)
    later = _volgende_leverdatum(leverdatum)
    elders_gemeld = moment == "U" and vertrek.vorige is not None
    bijzonder = "gewoon" if elders_gemeld else lot.gewogen(_BIJZONDER)
    if elders_gemeld:
        yield _Gemeld(False, leverdatum, vertrek.cohort, moment, _bij_vorige_school(rij, vertrek))
    if bijzonder == "correctie" and rij.bereikt == "J" and later <= LAATSTE_LEVERDATUM:
        yield _Gemeld(False, leverdatum, vertrek.cohort, moment, met_lot(niet_bereikt(rij), "vervangen"))
        nieuw = anders(rij, registratiedatum=later - timedelta(days=lot.getal(5, 60)))
        yield _Gemeld(True, later, vertrek.cohort, moment, nieuw)
        return
    for row in _in_een_bestand(lot, rij, bijzonder):
        yield _Gemeld(False, leverdatum, vertrek.cohort, moment, row)


def _in_een_bestand(lot: Lot, rij: IntergripRij, bijzonder: str) -> tuple[IntergripRij, ...]:
    if bijzonder == "dubbel":
        return rij, met_lot(rij, "dubbel")
    if bijzonder == "tweemaal geregistreerd" and rij.bereikt == "J":
        eerder = anders(niet_bereikt(rij), registratiedatum=rij.registratiedatum - timedelta(days=9))
        rows = (rij, met_lot(eerder, "vervangen"))
        return rows if lot.kans(0.5) else rows[::-1]
    if bijzonder == "zonder pgn":
        return (markeer(anders(rij, pgn=""), gebreken=(*rij.herkomst.gebreken, "pgn ontbreekt")),)
    if bijzonder == "onherleidbaar":
        weg = markeer(rij, gebreken=("persoon niet vast te stellen",))
        return (met_lot(anders(weg, pgn=None, leerlingnummer=None), "quarantaine"),)
    return (rij,)


def _volgende_leverdatum(dag: date) -> date:
    return date(dag.year + 1, 4, 20) if dag.month == 11 else date(dag.year, 11, 20)


def _bij_vorige_school(rij: IntergripRij, vertrek: Vertrek) -> IntergripRij:
    """The first school registered the pupil too, weeks earlier, as gone to another school."""
    vorige = vertrek.vorige
    assert vorige is not None
    elders = anders(
        niet_bereikt(rij),
        brin=vorige.school.brin,
        school=vorige.school.naam,
        leerlingnummer=vorige.leerlingnummer,
        bereikt="J",
        bestemming=vertrek.school.schooltype,
        registratiedatum=rij.registratiedatum - timedelta(days=40),
    )
    return met_lot(elders, "vervangen")
