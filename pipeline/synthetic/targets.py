"""Invented targets (doelen) per school year and ESF applications, one of them just over the maximum."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pipeline.synthetic.draw import Lot
from pipeline.synthetic.records import Cel, Tabel
from pipeline.synthetic.region import School
from pipeline.synthetic.spellings import HEADERS
from pipeline.vocabulary.schooljaar import Schooljaar

_ESF_PERIODEN = (2016, 2017)
_ESF_PERCENTAGES = (50.0, 47.5, 50.01, 42.0, 50.0, 49.99)
_ESF_LEVERDATUM = date(2019, 4, 20)


def doelen(seed: int, cohorts: Iterable[int], scholen: tuple[School, ...]) -> tuple[Tabel, ...]:
    """One XLSX per school year, delivered when it starts: region, boards and the schools' own targets."""
    return tuple(
        Tabel(
            bron="doelen",
            pad=f"{date(cohort, 10, 1)}/doelen.xlsx",
            leverdatum=date(cohort, 10, 1),
            kop=_kop("doelen"),
            rijen=_doelrijen(seed, cohort, scholen),
        )
        for cohort in cohorts
    )


def esf(seed: int) -> tuple[Tabel, ...]:
    """The applications of 2016-2017 and 2017-2018, in euros; the third goes over the maximum of 50%."""
    periods = [period for period in _ESF_PERIODEN for _ in range(len(_ESF_PERCENTAGES) // len(_ESF_PERIODEN))]
    rijen = tuple(
        _aanvraag(seed, number, period, percentage)
        for number, (period, percentage) in enumerate(zip(periods, _ESF_PERCENTAGES, strict=True), start=1)
    )
    return (Tabel("esf", f"{_ESF_LEVERDATUM}/esf.xlsx", _ESF_LEVERDATUM, _kop("esf"), rijen),)


def _kop(bron: str) -> tuple[str, ...]:
    return tuple(spellings[0] for spellings in HEADERS[bron].values())


def _doelrijen(seed: int, cohort: int, scholen: tuple[School, ...]) -> tuple[tuple[Cel, ...], ...]:
    jaar = Schooljaar(cohort).label
    regio: list[tuple[Cel, ...]] = [
        (jaar, "regio", None, None, "P1", 90.0),
        (jaar, "regio", None, None, "P2", 100.0),
    ]
    besturen = [
        (jaar, "bestuur", None, naam, "P1", 90.0) for naam in dict.fromkeys(s.bestuur for s in scholen)
    ]
    eigen = [
        (jaar, "school", school.brin, school.bestuur, indicator, _eigen_doel(seed, cohort, school, indicator))
        for school in scholen
        for indicator in ("P2", "P3" if school.schooltype == "VSO" else "K1", "B1")
    ]
    return (*regio, *besturen, *eigen)


def _eigen_doel(seed: int, cohort: int, school: School, indicator: str) -> float:
    start = Lot(seed, "doel", school.brin, indicator).getal(8, 13) * 5
    return float(min(95, start + 2 * max(0, cohort - 2015)))


def _aanvraag(seed: int, number: int, period: int, percentage: float) -> tuple[Cel, ...]:
    lot = Lot(seed, "esf", number)
    baten = float(lot.getal(80, 400) * 1000 + lot.getal(0, 999))
    bestemd = round(baten * percentage / 100, 2)
    toeleiding = round(bestemd * lot.getal(55, 70) / 100, 2)
    nazorg = round(bestemd * lot.getal(15, 30) / 100, 2)
    return (
        f"ESF-{period}-{number:02d}",
        Schooljaar(period).label,
        baten,
        percentage,
        bestemd,
        toeleiding,
        nazorg,
    )
