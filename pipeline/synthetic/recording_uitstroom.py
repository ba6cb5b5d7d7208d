"""The files that schools deliver about their leavers: first deliveries, corrections, complete redeliveries.

One row a year cannot be traced to a person, school or year; some leavers stand in two rows or in two schools.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.synthetic.defects import (
    Onherleidbaar,
    markeer,
    met_lot,
    onherleidbaar,
    slechte_cellen,
    slechte_uitschrijfdatum,
)
from pipeline.synthetic.draw import Lot, gewichten
from pipeline.synthetic.layout import Indeling
from pipeline.synthetic.leavers import Vertrek
from pipeline.synthetic.records import Levering, UitstroomRij, anders
from pipeline.synthetic.region import School
from pipeline.synthetic.uitstroom_rij import maak_rij, zonder_werk

LAATSTE_LEVERDATUM = date(2026, 11, 20)
_Soort = Literal["uitstroom", "correctie_uitstroom", "herlevering_uitstroom"]
_BIJZONDER = gewichten("gewoon 953, correctie 35, dubbel 7, heen en weer 5")
_KANS_BBL_DUBBEL = 0.06


@dataclass(frozen=True)
class _Gemeld:
    """A row with the file it goes into: school, kind of file and date of delivery."""

    school: School
    soort: _Soort
    leverdatum: date
    rij: UitstroomRij


def uitstroom_leveringen(
    seed: int, vertrekken: tuple[Vertrek, ...], indelingen: Mapping[str, Indeling]
) -> tuple[Levering, ...]:
    """All files of all schools, each row with the fate that the contract's rules give it."""
    weg = _onherleidbaren(seed, vertrekken, indelingen)
    rows = (
        gemeld
        for number, vertrek in enumerate(vertrekken)
        for gemeld in _meldingen(seed, vertrek, indelingen[vertrek.school.brin], weg.get(number))
    )
    return _als_leveringen(rows, indelingen)


def eerste_leverdatum(cohort: int) -> date:
    """When the outflow of a cohort is delivered: 20 November after it ended."""
    return date(cohort + 1, 11, 20)


def _als_leveringen(rows: Iterable[_Gemeld], indelingen: Mapping[str, Indeling]) -> tuple[Levering, ...]:
    files: dict[tuple[date, str, School], list[UitstroomRij]] = defaultdict(list)
    for gemeld in rows:
        files[gemeld.leverdatum, gemeld.soort, gemeld.school].append(gemeld.rij)
    return tuple(
        Levering(
            bron="uitstroom",
            pad=f"{dag}/{soort}_{school.brin}.{_extensie(soort, indelingen[school.brin])}",
            leverdatum=dag,
            indeling=school.brin,
            rijen=tuple(rijen),
        )
        for (dag, soort, school), rijen in files.items()
    )


def _extensie(soort: str, indeling: Indeling) -> str:
    return "csv" if soort == "correctie_uitstroom" else indeling.vorm


def _onherleidbaren(
    seed: int, vertrekken: tuple[Vertrek, ...], indelingen: Mapping[str, Indeling]
) -> dict[int, Onherleidbaar]:
    """One row a year that must be quarantined: which leaver, and what cannot be established."""
    chosen: dict[int, Onherleidbaar] = {}
    kinds: tuple[Onherleidbaar, ...] = ("persoon", "school", "schooljaar")
    for cohort in sorted({v.cohort for v in vertrekken}):
        wat = kinds[cohort % len(kinds)]
        candidates = [
            number
            for number, v in enumerate(vertrekken)
            if v.cohort == cohort
            and v.vorige is None
            and not (wat == "schooljaar" and indelingen[v.school.brin].heeft_schooljaar)
        ]
        if candidates:
            chosen[Lot(seed, "onherleidbaar", cohort).een(candidates)] = wat
    return chosen


def _meldingen(
    seed: int, vertrek: Vertrek, indeling: Indeling, weg: Onherleidbaar | None
) -> Iterator[_Gemeld]:
    lot = Lot(seed, "melding", vertrek.cohort, vertrek.leerling.persoon)
    eerste = eerste_leverdatum(vertrek.cohort)
    rij = maak_rij(seed, lot, vertrek)
    if weg:
        yield _Gemeld(vertrek.school, "uitstroom", eerste, onherleidbaar(lot, rij, weg))
        return
    if vertrek.vorige:
        yield _Gemeld(vertrek.vorige.school, "uitstroom", eerste, _vertrek_tussentijds(rij, vertrek))
    bijzonder = "gewoon" if vertrek.vorige else _bijzonder(lot, rij)
    rij = slechte_cellen(lot, rij)
    if bijzonder == "gewoon" and not vertrek.vorige and indeling.heeft_schooljaar:
        rij = slechte_uitschrijfdatum(lot, rij)
    if hertijd := _herlevering(seed, vertrek):
        eerder = _voor_correctie(lot, rij) if bijzonder == "correctie" else rij
        yield _Gemeld(vertrek.school, "uitstroom", eerste, met_lot(eerder, "vervangen"))
        yield _Gemeld(vertrek.school, "herlevering_uitstroom", hertijd, rij)
    else:
        yield from (_Gemeld(vertrek.school, s, dag, r) for s, dag, r in _versies(lot, rij, bijzonder))


def _bijzonder(lot: Lot, rij: UitstroomRij) -> str:
    if rij.bestemming == "ARB_BBL" and lot.kans(_KANS_BBL_DUBBEL):
        return "bbl dubbel"
    return lot.gewogen(_BIJZONDER)


def _herlevering(seed: int, vertrek: Vertrek) -> date | None:
    """When the school delivers this whole cohort again; about four times in all."""
    dag = date(vertrek.cohort + 2, 4, 20)
    opnieuw = Lot(seed, "herlevering", vertrek.cohort, vertrek.school.brin).kans(0.03)
    return dag if opnieuw and dag <= LAATSTE_LEVERDATUM else None


def _versies(lot: Lot, rij: UitstroomRij, bijzonder: str) -> list[tuple[_Soort, date, UitstroomRij]]:
    """The rows that one leaver gives: mostly one, in the special cases two, of which one decides."""
    eerste = eerste_leverdatum(rij.herkomst.cohort)
    dagen = [dag for dag in _correctiedata(rij.herkomst.cohort) if dag <= LAATSTE_LEVERDATUM]
    if bijzonder == "correctie" and dagen:
        eerder = met_lot(_voor_correctie(lot, rij), "vervangen")
        return [("uitstroom", eerste, eerder), ("correctie_uitstroom", lot.een(dagen), rij)]
    if bijzonder == "dubbel":
        return [("uitstroom", eerste, rij), ("uitstroom", eerste, met_lot(rij, "dubbel"))]
    if bijzonder == "heen en weer" and isinstance(rij.datum_uitstroom, date):
        return [("uitstroom", eerste, rij), ("uitstroom", eerste, _eerder_vertrek(rij))]
    if bijzonder == "bbl dubbel":
        werk = met_lot(anders(rij, bestemming="ARB_REG"), "vervangen")
        return [("uitstroom", eerste, werk), ("uitstroom", eerste, rij)]
    return [("uitstroom", eerste, rij)]


def _correctiedata(cohort: int) -> tuple[date, ...]:
    return date(cohort + 2, 4, 20), date(cohort + 2, 11, 20), date(cohort + 3, 4, 20)


def _voor_correctie(lot: Lot, rij: UitstroomRij) -> UitstroomRij:
    """What the school wrote before it knew better."""
    if rij.bestemming == "GEEN" and rij.reden:
        return anders(rij, reden=None)
    if rij.bestemming == "ONBEKEND" or (rij.perspectief_arbeid and lot.kans(0.3)):
        return anders(rij, perspectief_arbeid=None, diploma=None)
    return zonder_werk(anders(rij, bestemming="ONBEKEND", reden=None))


def _eerder_vertrek(rij: UitstroomRij) -> UitstroomRij:
    """The same pupil left the same school before, in autumn, and came back: the last date counts."""
    autumn = date(rij.herkomst.cohort, 10, 1)
    return met_lot(
        anders(zonder_werk(rij), bestemming="ONBEKEND", reden=None, datum_uitstroom=autumn), "vervangen"
    )


def _vertrek_tussentijds(rij: UitstroomRij, vertrek: Vertrek) -> UitstroomRij:
    """The row of the school that the pupil left earlier in the cohort; it is kept and decides nothing."""
    vorige = vertrek.vorige
    assert vorige is not None
    school = vorige.school
    elders = anders(
        zonder_werk(rij),
        leerlingnummer=vorige.leerlingnummer,
        brin=school.brin,
        school=school.naam,
        bestuur=school.bestuur,
        schooltype=school.schooltype,
        uitstroomprofiel=None if school.schooltype == "PRO" else "ONBEKEND",
        datum_uitstroom=vorige.datum,
        bestemming=vertrek.school.schooltype,
        reden=None,
        diploma="N",
    )
    return markeer(elders, telt=False)
