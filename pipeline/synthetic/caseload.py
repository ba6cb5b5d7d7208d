"""The bespreeklijst: leavers who are on it, since when, and when and why they went off.

The list is delivered twice a year: in winter with who is on it, in autumn with what became of them. A pupil
may come back on the list, and in every year one row goes off before it comes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.synthetic.careers import soort_situatie
from pipeline.synthetic.draw import Lot
from pipeline.synthetic.leavers import Vertrek
from pipeline.synthetic.numbers import nummers
from pipeline.synthetic.overleg import sleutel
from pipeline.synthetic.vermeldingen import Vermelding, schooljaar_van
from pipeline.vocabulary.schooljaar import Schooljaar

ERAF_VOOR_EROP = "van de lijst voor op de lijst"
_KANS_OP_LIJST, _KANS_TERUG = 0.35, 0.06
_REDEN = {"werk": "CONTRACT", "leren": "SCHOOL"}
_WOORD = {"CONTRACT": "contract", "SCHOOL": "naar school", "OVERDRACHT": "warme overdracht"}


@dataclass(frozen=True)
class _Verblijf:
    """A stay on the list; without `af` the pupil is still on it."""

    op: date
    af: date | None
    reden: str | None


def bespreeklijst(seed: int, cohorts: Iterable[int], vertrekken: tuple[Vertrek, ...]) -> Iterator[Vermelding]:
    """Two files per school year; the second has every stay of the first again."""
    for cohort in cohorts:
        winter, herfst = date(cohort + 1, 1, 31), date(cohort + 1, 11, 20)
        stays = [
            (vertrek, verblijf)
            for vertrek in vertrekken
            if vertrek.cohort == cohort and vertrek.perspectief == "J" and vertrek.vorige is None
            for verblijf in _verblijven(seed, vertrek)
        ]
        first = [(v, stay) for v, stay in stays if stay.op <= winter]
        yield from (replace(_vermelding(seed, v, _tot(s, winter), winter), lot="vervangen") for v, s in first)
        second = [_vermelding(seed, v, _tot(s, herfst), herfst) for v, s in stays if s.op <= herfst]
        yield from _met_fout(seed, cohort, second)


def _verblijven(seed: int, vertrek: Vertrek) -> Iterator[_Verblijf]:
    lot = Lot(seed, "lijst", vertrek.cohort, vertrek.leerling.persoon)
    if not lot.kans(_KANS_OP_LIJST):
        return
    op = min(date(vertrek.cohort, 10, 1) + timedelta(days=lot.getal(0, 200)), vertrek.datum)
    eerste = _verblijf(lot, vertrek, op)
    yield eerste
    if eerste.af and lot.kans(_KANS_TERUG):
        yield _verblijf(lot, vertrek, eerste.af + timedelta(days=lot.getal(14, 60)))


def _verblijf(lot: Lot, vertrek: Vertrek, op: date) -> _Verblijf:
    soort = soort_situatie(vertrek.situatie("U").bestemming)
    reden = _REDEN.get(soort, "OVERDRACHT" if lot.kans(0.6) else None)
    af = max(op, vertrek.datum) + timedelta(days=lot.getal(1, 60))
    return _Verblijf(op, af if reden else None, reden)


def _tot(verblijf: _Verblijf, dag: date) -> _Verblijf:
    """The stay as it is known on a day."""
    gone = verblijf.af is not None and verblijf.af <= dag
    return verblijf if gone else _Verblijf(verblijf.op, None, None)


def _vermelding(seed: int, vertrek: Vertrek, verblijf: _Verblijf, leverdatum: date) -> Vermelding:
    leerling, reden = vertrek.leerling, verblijf.reden
    return Vermelding(
        bron="bespreeklijst",
        pad=f"{leverdatum}/bespreeklijst_{Schooljaar(vertrek.cohort)}.csv",
        leverdatum=leverdatum,
        cellen={
            "leerlingnummer": vertrek.leerlingnummer,
            "pgn": nummers(seed, vertrek).uitstroom,
            "achternaam": leerling.achternaam,
            "voorvoegsel": leerling.voorvoegsel,
            "roepnaam": leerling.roepnaam,
            "geboortedatum": leerling.geboortedatum,
            "brin": vertrek.school.brin,
            "school": vertrek.school.naam,
            "op_lijst": verblijf.op,
            "van_lijst": verblijf.af,
            "reden_af": _WOORD[reden] if reden else None,
            "opmerking": "Voorbeeld van een opmerking",
        },
        waarden={
            "sleutel": sleutel(seed, vertrek),
            "cohort": schooljaar_van(verblijf.op),
            "brin": vertrek.school.brin,
            "op_lijst": verblijf.op,
            "van_lijst": verblijf.af,
            "reden_af": reden,
        },
    )


def _met_fout(seed: int, cohort: int, rows: list[Vermelding]) -> Iterator[Vermelding]:
    off = [number for number, row in enumerate(rows) if row.waarden["van_lijst"]]
    wrong = Lot(seed, "lijst fout", cohort).een(off) if off else None
    for number, row in enumerate(rows):
        yield _eraf_voor_erop(row) if number == wrong else row


def _eraf_voor_erop(row: Vermelding) -> Vermelding:
    op = row.cellen["op_lijst"]
    assert isinstance(op, date)
    cellen = {**row.cellen, "van_lijst": op - timedelta(days=1)}
    waarden = {**row.waarden, "van_lijst": None}
    return replace(row, cellen=cellen, waarden=waarden, gebrek=ERAF_VOOR_EROP)
