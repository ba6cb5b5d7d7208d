"""CAMBO's log of applications to mbo: several events per application, out of order, late and double.

Who goes to mbo has a chain that ends in ENROLLED; some apply twice, and some of the others apply in vain. A
file of spring has the events logged until then; that of autumn has the rest, some that came in late, and
some of the first again.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pipeline.synthetic.draw import Lot
from pipeline.synthetic.leavers import Vertrek
from pipeline.synthetic.records import RijLot
from pipeline.synthetic.region import ROC_BRIN
from pipeline.synthetic.vermeldingen import Vermelding
from pipeline.vocabulary.schooljaar import Schooljaar

CODES = {
    "SUBMITTED": "INGEDIEND",
    "RECEIVED": "ONTVANGEN",
    "OFFERED": "AANGEBODEN",
    "ENROLLED": "INGESCHREVEN",
    "WITHDRAWN": "INGETROKKEN",
    "REJECTED": "NIET_INGESCHREVEN",
}
_MBO = {"MBO_BOL": "BOL", "ARB_BBL": "BBL"}
_KANS_TWEEDE, _KANS_VERGEEFS = 0.12, 0.05
_KANS_LAAT, _KANS_OPNIEUW, _KANS_GEEN_JAAR = 0.08, 0.05, 0.1
_BEGIN = datetime(2010, 1, 1)


@dataclass(frozen=True)
class _Gebeurtenis:
    """A status of a chain from a moment on, and when CAMBO logged it."""

    vertrek: Vertrek
    keten: str
    nummer: int
    status: str
    begin: datetime
    gelogd: datetime
    laat: bool
    opnieuw: bool
    jaar_bekend: bool

    @property
    def laatste(self) -> tuple[datetime, datetime, int]:
        """What decides which event of a chain is the latest."""
        return self.begin, self.gelogd, self.id

    def op_tijd_voor(self, leverdatum: date) -> bool:
        """Whether it is in the file of that day."""
        return self.gelogd.date() < leverdatum and not self.laat

    @property
    def id(self) -> int:
        """It goes up with the moment of logging, as in a log."""
        return int((self.gelogd - _BEGIN).total_seconds()) * 10 + self.nummer


def cambo(seed: int, cohorts: Iterable[int], vertrekken: tuple[Vertrek, ...]) -> Iterator[Vermelding]:
    """Two files per school year in which pupils leave: 20 April and 20 November."""
    for cohort in cohorts:
        chains = [keten for v in vertrekken if v.cohort == cohort for keten in _ketens(seed, v)]
        events = [event for keten in chains for event in keten]
        lente, herfst = date(cohort + 1, 4, 20), date(cohort + 1, 11, 20)
        early = [e for e in events if e.op_tijd_voor(lente)]
        late = [e for e in events if not e.op_tijd_voor(lente) or e.opnieuw]
        files = {lente: _geschud(seed, lente, early), herfst: _geschud(seed, herfst, late)}
        yield from _met_lot(files)


def _ketens(seed: int, vertrek: Vertrek) -> Iterator[list[_Gebeurtenis]]:
    lot = Lot(seed, "cambo", vertrek.cohort, vertrek.leerling.persoon)
    naar_mbo = vertrek.situatie("U").bestemming in _MBO
    if naar_mbo:
        yield _keten(lot, vertrek, 1, ("SUBMITTED", "RECEIVED", "OFFERED", "ENROLLED"))
    if lot.kans(_KANS_TWEEDE if naar_mbo else _KANS_VERGEEFS):
        slot = lot.een(("WITHDRAWN", "REJECTED"))
        yield _keten(lot, vertrek, 2, ("SUBMITTED", "RECEIVED", slot))


def _keten(lot: Lot, vertrek: Vertrek, volgnummer: int, statussen: tuple[str, ...]) -> list[_Gebeurtenis]:
    """Events some days apart; the last two of some chains share a second and differ in id only."""
    keten = f"{ROC_BRIN}:{90_000_000 + 10 * vertrek.leerling.persoon + volgnummer}"
    begin = datetime(vertrek.cohort, 11, 1, 8) + timedelta(minutes=lot.getal(0, 200_000))
    events: list[_Gebeurtenis] = []
    for nummer, status in enumerate(statussen):
        laat, opnieuw, bekend = (lot.kans(k) for k in (_KANS_LAAT, _KANS_OPNIEUW, 1 - _KANS_GEEN_JAAR))
        samen = nummer == len(statussen) - 1 and lot.kans(0.2) and not (laat or events[-1].laat)
        if nummer and not samen:
            begin += timedelta(minutes=lot.getal(10, 40_000), seconds=lot.getal(0, 59))
        gelogd = begin + (timedelta(days=lot.getal(40, 120)) if laat else timedelta(seconds=1))
        events.append(
            _Gebeurtenis(vertrek, keten, nummer, status, begin, gelogd, laat, opnieuw and not laat, bekend)
        )
    return events


def _geschud(seed: int, leverdatum: date, events: list[_Gebeurtenis]) -> list[Vermelding]:
    """The rows of a file in an order that tells nothing, one of them twice."""
    rows = sorted(events, key=lambda e: _hash(f"{seed} {leverdatum} {e.keten} {e.nummer}"))
    written = [_vermelding(event, leverdatum) for event in rows]
    return [*written, replace(written[0], lot="dubbel")] if written else []


def _met_lot(files: dict[date, list[Vermelding]]) -> Iterator[Vermelding]:
    """The rows with their fate: of every chain the last event stays, in the last file that has it."""
    last: dict[object, tuple[object, date]] = {}
    for leverdatum, rows in files.items():
        for row in rows:
            mark = (row.waarden["volgorde"], leverdatum)
            last[row.waarden["keten"]] = max(last.get(row.waarden["keten"], mark), mark)
    for leverdatum, rows in files.items():
        for row in rows:
            stays = last[row.waarden["keten"]] == (row.waarden["volgorde"], leverdatum)
            lot: RijLot = "gehouden" if stays else "vervangen"
            yield row if row.lot == "dubbel" else replace(row, lot=lot)


def _vermelding(event: _Gebeurtenis, leverdatum: date) -> Vermelding:
    vertrek, schooljaar = event.vertrek, Schooljaar(event.vertrek.cohort + 1)
    return Vermelding(
        bron="cambo",
        pad=f"{leverdatum}/cambo_{schooljaar}.csv",
        leverdatum=leverdatum,
        cellen={
            "id": str(event.id),
            "version": "0",
            "createdat": _iso(event.gelogd),
            "lastmodifiedat": _iso(event.gelogd),
            "createdby": "NA",
            "lastmodifiedby": "NA",
            "ketenid": event.keten,
            "bsnhash": base64.b64encode(_hash(f"bsn {vertrek.leerling.pgn}")).decode(),
            "startmoment": f"{schooljaar.start}-08-01",
            "status": event.status,
            "begindatum": _iso(event.begin),
            "schooljaar": str(schooljaar.start) if event.jaar_bekend else "0",
            "statussource": "CAMBO" if event.status == "SUBMITTED" else "SIS",
            "caketenid": _hash(f"ca {event.keten}").hex()[:32],
            "group_num": str(100 * vertrek.leerling.persoon),
            "postcodecijfers": vertrek.postcode[:4],
            "onderwijsaanbiedercode": "112A000",
            "instellingserkenningscode": ROC_BRIN,
            "onderwijslocatiecode": "101X000",
            "opleidingcode": "99011",
            "leertrajectmbo": _MBO.get(vertrek.situatie("U").bestemming, "BOL"),
            "leeftijdscategorie": "TUSSEN_16_18",
        },
        waarden={
            "keten": event.keten,
            "volgorde": event.laatste,
            "cohort": schooljaar.start,
            "status": CODES[event.status],
            "begindatum": event.begin,
        },
    )


def _iso(moment: datetime) -> str:
    return f"{moment.isoformat()}Z"


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
