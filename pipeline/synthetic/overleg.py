"""The WERKoverleg, four times a year in three clusters: who was discussed, and what came of it.

Only pupils with perspectief arbeid come up, while they are still at school. In every year one row was typed
twice, one says something that cannot be, and one cannot be brought back to a pupil.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from pipeline.synthetic.careers import soort_situatie
from pipeline.synthetic.draw import Lot
from pipeline.synthetic.leavers import Vertrek
from pipeline.synthetic.numbers import nummers
from pipeline.synthetic.region import School
from pipeline.synthetic.vermeldingen import Vermelding
from pipeline.vocabulary.pgn import normalise_pgn
from pipeline.vocabulary.schooljaar import Schooljaar

CLUSTERS = 3
NIET_BESPROKEN = "traject gerealiseerd, leerling niet besproken"
_UITKOMST = {"werk": ("WERK", "Werk"), "leren": ("OPLEIDING", "mbo"), "dagbesteding": ("LOOPT", "loopt nog")}
_AFGEBROKEN = ("AFGEBROKEN", "gestopt")
_JA_NEE = {"J": "Ja", "N": "Nee", None: None}
_ADVIES = {"POSITIEF": "positief", "NEGATIEF": "negatief", "GEEN": "n.v.t."}


@dataclass(frozen=True)
class _Bespreking:
    """What was noted of one pupil in one meeting."""

    dag: date
    besproken: str
    traject: str | None = None
    uitkomst: tuple[str, str] | None = None
    advies: str = "GEEN"


def overlegdagen(cohort: int) -> tuple[date, ...]:
    """The four meetings of the school year that starts in this year."""
    t = cohort + 1
    return date(cohort, 11, 9), date(t, 2, 8), date(t, 4, 12), date(t, 6, 7)


def cluster(scholen: tuple[School, ...], school: School) -> str:
    """The cluster of a school: they are divided along the list of schools."""
    return str(1 + scholen.index(school) * CLUSTERS // len(scholen))


def sleutel(seed: int, vertrek: Vertrek) -> str:
    """The pupil as the rules know it: by PGN, or else by school and leerlingnummer."""
    pgn = normalise_pgn(nummers(seed, vertrek).uitstroom)
    return pgn or f"{vertrek.school.brin}|{vertrek.leerlingnummer}"


def werkoverleg(
    seed: int, cohorts: Iterable[int], scholen: tuple[School, ...], vertrekken: tuple[Vertrek, ...]
) -> Iterator[Vermelding]:
    """One file per school year, delivered in the summer after it."""
    for cohort in cohorts:
        rows = [
            _vermelding(seed, vertrek, cluster(scholen, vertrek.school), bespreking)
            for vertrek in vertrekken
            if vertrek.cohort == cohort and vertrek.perspectief == "J" and vertrek.vorige is None
            for bespreking in _besprekingen(seed, vertrek)
        ]
        yield from _met_fouten(seed, cohort, sorted(rows, key=_volgorde))


def _volgorde(vermelding: Vermelding) -> tuple[str, ...]:
    return tuple(str(vermelding.waarden[naam]) for naam in ("datum", "cluster", "sleutel"))


def _besprekingen(seed: int, vertrek: Vertrek) -> Iterator[_Bespreking]:
    """From the first meeting on which a pupil comes up: sometimes time runs out and it is the next one."""
    lot = Lot(seed, "overleg", vertrek.cohort, vertrek.leerling.persoon)
    dagen = [dag for dag in overlegdagen(vertrek.cohort) if dag <= vertrek.datum]
    eerste = lot.getal(0, 5)
    for dag in dagen[eerste:]:
        if lot.kans(0.92):
            yield _besproken(lot, vertrek, dag)
            return
        yield _Bespreking(dag, "N")


def _besproken(lot: Lot, vertrek: Vertrek, dag: date) -> _Bespreking:
    bestemming = vertrek.situatie("U").bestemming
    advies = "GEEN"
    if bestemming == "MBO_BOL" or lot.kans(0.15):
        advies = "POSITIEF" if lot.kans(0.7) else "NEGATIEF"
    if not lot.kans(0.6):
        return _Bespreking(dag, "J", "N", None, advies)
    uitkomst = _UITKOMST.get(soort_situatie(bestemming), _AFGEBROKEN)
    return _Bespreking(dag, "J", "J", uitkomst, advies)


def _vermelding(seed: int, vertrek: Vertrek, waar: str, b: _Bespreking) -> Vermelding:
    leerling, cohort = vertrek.leerling, vertrek.cohort
    leverdatum = date(cohort + 1, 7, 10)
    return Vermelding(
        bron="werkoverleg",
        pad=f"{leverdatum}/werkoverleg_{Schooljaar(cohort)}.xlsx",
        leverdatum=leverdatum,
        cellen={
            "datum": b.dag,
            "cluster": f"Cluster {waar}",
            "brin": vertrek.school.brin,
            "leerlingnummer": vertrek.leerlingnummer,
            "pgn": nummers(seed, vertrek).uitstroom,
            "achternaam": leerling.achternaam,
            "roepnaam": leerling.roepnaam,
            "besproken": _JA_NEE[b.besproken],
            "traject": _JA_NEE[b.traject],
            "uitkomst": b.uitkomst[1] if b.uitkomst else None,
            "advies_mbo": _ADVIES[b.advies],
            "afspraken": "Voorbeeld van een afspraak",
        },
        waarden={
            "sleutel": sleutel(seed, vertrek),
            "cohort": cohort,
            "datum": b.dag,
            "cluster": waar,
            "brin": vertrek.school.brin,
            "besproken": b.besproken,
            "traject": b.traject,
            "uitkomst": b.uitkomst[0] if b.uitkomst else None,
            "advies_mbo": b.advies,
        },
    )


def _met_fouten(seed: int, cohort: int, rows: list[Vermelding]) -> Iterator[Vermelding]:
    """The rows of a year with its three errors; the row that is written twice follows on the last one."""
    lot = Lot(seed, "overleg fouten", cohort)
    anoniem, tegenstrijdig, dubbel = (lot.getal(0, max(0, len(rows) - 1)) for _ in range(3))
    for number, row in enumerate(rows):
        if number == anoniem != dubbel:
            row = _zonder_leerling(row)
        elif number == tegenstrijdig != dubbel:
            row = _tegenstrijdig(row)
        yield row
    if rows:
        yield replace(rows[dubbel], lot="dubbel")


def _zonder_leerling(row: Vermelding) -> Vermelding:
    cellen = {**row.cellen, "pgn": None, "leerlingnummer": None}
    return replace(row, cellen=cellen, lot="quarantaine", gebrek="persoon niet vast te stellen")


def _tegenstrijdig(row: Vermelding) -> Vermelding:
    cellen = {**row.cellen, "besproken": _JA_NEE["N"], "traject": _JA_NEE["J"]}
    waarden = {**row.waarden, "besproken": "N", "traject": None, "uitkomst": None}
    return replace(row, cellen=cellen, waarden=waarden, gebrek=NIET_BESPROKEN)
