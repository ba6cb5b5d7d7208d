"""What happens to leavers: where they go at leaving and where they are at V1 to V4.

The odds are the project's choice, near the published national breakdown for PrO (Sectorraad): a slow upward
trend in work, a dip in the corona years, differences between schools. They claim nothing about Rijnmond.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.synthetic.draw import Lot, gewichten
from pipeline.synthetic.jobs import Baan, nieuwe_baan, zelfde_baan

WERK = ("ARB_REG", "ARB_GAR", "ARB_BES", "ARB_BBL")
LEREN = ("MBO_BOL", "VMBO", "PRO", "VSO")
DAGBESTEDING = ("DAG_ARB", "DAG_ACT", "TRAJECT")
DOORSTROOM = ("PRO", "VSO")

_TREND_PER_JAAR = 0.055
_CORONA = {2019: -0.45, 2020: -0.35, 2021: -0.08}
_START = {
    "PRO": gewichten(
        "ARB_REG 19, ARB_GAR 4.5, ARB_BES 1.2, ARB_BBL 9.5, MBO_BOL 41, VMBO 2.2, PRO 4.4, VSO 2,"
        "DAG_ARB 2, DAG_ACT 0.8, TRAJECT 3, GEEN 7.5, BUITENLAND 1.1, OVERLEDEN 0.15"
    ),
    "ARBEID": gewichten(
        "ARB_REG 22, ARB_GAR 17, ARB_BES 7, ARB_BBL 7, MBO_BOL 12, VMBO 0.5, PRO 1.5, VSO 2.5,"
        "DAG_ARB 6, DAG_ACT 1, TRAJECT 8, GEEN 13, BUITENLAND 0.9, OVERLEDEN 0.2"
    ),
    "VERVOLGONDERWIJS": gewichten(
        "ARB_REG 6, ARB_GAR 2, ARB_BES 0.3, ARB_BBL 3.5, MBO_BOL 58, VMBO 9, PRO 3, VSO 4,"
        "DAG_ARB 0.8, DAG_ACT 0.4, TRAJECT 3, GEEN 8.5, BUITENLAND 1, OVERLEDEN 0.1"
    ),
    "DAGBESTEDING": gewichten(
        "ARB_REG 1, ARB_GAR 1.5, ARB_BES 5, ARB_BBL 0.3, MBO_BOL 0.6, VMBO 0.1, PRO 0.5, VSO 4,"
        "DAG_ARB 42, DAG_ACT 36, TRAJECT 2, GEEN 5.5, BUITENLAND 0.9, OVERLEDEN 0.6"
    ),
}
_BLIJFT = gewichten(
    "ARB_REG 0.9, ARB_GAR 0.92, ARB_BES 0.965, ARB_BBL 0.9, MBO_BOL 0.88, VMBO 0.86, PRO 0.82, VSO 0.84,"
    "DAG_ARB 0.94, DAG_ACT 0.96, TRAJECT 0.52, GEEN 0.66, BUITENLAND 1, OVERLEDEN 1"
)
_VERDER = {
    "werk": gewichten("ARB_REG 30, GEEN 46, TRAJECT 9, MBO_BOL 8, ARB_GAR 4, DAG_ARB 2, BUITENLAND 1"),
    "leren": gewichten("ARB_REG 38, ARB_GAR 8, ARB_BBL 14, MBO_BOL 10, GEEN 24, TRAJECT 5, BUITENLAND 1"),
    "dagbesteding": gewichten("ARB_GAR 14, ARB_BES 16, ARB_REG 12, DAG_ARB 12, GEEN 40, TRAJECT 6"),
    "geen": gewichten("ARB_REG 46, ARB_GAR 12, TRAJECT 20, MBO_BOL 11, DAG_ARB 8, BUITENLAND 3"),
}
_REDEN = gewichten("GEDRAG_MOTIVATIE 32, ONTSLAG 8, VSV 17, MEDISCH 17, ZORG 12, ANDERS 14")
_KANS_OVERLIJDEN = 0.0007
_KANS_ANDERE_WERKGEVER = 0.13


@dataclass(frozen=True)
class Situatie:
    """Where someone is on a day. `reden` goes with GEEN, `baan` with work."""

    bestemming: str
    reden: str | None
    baan: Baan | None
    uitkering: str


def soort_situatie(bestemming: str) -> str:
    """Work, learning, day care or none: the groups that behave alike here."""
    groups = {"werk": WERK, "leren": LEREN, "dagbesteding": DAGBESTEDING}
    return next((name for name, codes in groups.items() if bestemming in codes), "geen")


def eerste_situatie(lot: Lot, groep: str, effect: float, uit: date, dag: date) -> Situatie:
    """Where a leaver goes. `groep` is PRO or a VSO profile, `effect` a shift of the odds of work."""
    cohort = dag.year - 1
    shift = math.exp(effect + _TREND_PER_JAAR * (cohort - 2014) + _CORONA.get(cohort, 0.0))
    weights = {code: w * (shift if code in WERK else 1.0) for code, w in _START[groep].items()}
    bestemming = lot.gewogen(weights)
    baan = nieuwe_baan(lot, bestemming, uit, dag) if bestemming in WERK else None
    return _situatie(lot, bestemming, baan, dag)


def volgende_situatie(lot: Lot, vorige: Situatie, toen: date, dag: date) -> Situatie:
    """Where the same person is half a year later."""
    if vorige.bestemming != "BUITENLAND" and lot.kans(_KANS_OVERLIJDEN):
        return Situatie("OVERLEDEN", None, None, "N")
    if lot.kans(_kans_blijft(vorige.bestemming, dag)):
        return _blijft(lot, vorige, toen, dag)
    bestemming = lot.gewogen(_VERDER[soort_situatie(vorige.bestemming)])
    baan = nieuwe_baan(lot, bestemming, toen + timedelta(days=1), dag) if bestemming in WERK else None
    return _situatie(lot, bestemming, baan, dag)


def _kans_blijft(bestemming: str, dag: date) -> float:
    corona = date(2020, 3, 1) <= dag <= date(2021, 6, 1)
    return _BLIJFT[bestemming] - (0.07 if corona and bestemming in ("ARB_REG", "ARB_GAR") else 0.0)


def _blijft(lot: Lot, vorige: Situatie, toen: date, dag: date) -> Situatie:
    if vorige.baan is None:
        return replace(vorige, uitkering=_uitkering(lot, vorige.bestemming, dag))
    if lot.kans(_KANS_ANDERE_WERKGEVER):
        baan = nieuwe_baan(lot, vorige.bestemming, toen + timedelta(days=1), dag)
    else:
        baan = zelfde_baan(lot, vorige.baan, dag)
    return replace(vorige, baan=baan, uitkering=_uitkering(lot, vorige.bestemming, dag))


def _situatie(lot: Lot, bestemming: str, baan: Baan | None, dag: date) -> Situatie:
    reden = lot.gewogen(_REDEN) if bestemming == "GEEN" else None
    return Situatie(bestemming, reden, baan, _uitkering(lot, bestemming, dag))


def _uitkering(lot: Lot, bestemming: str, dag: date) -> str:
    if bestemming in ("BUITENLAND", "OVERLEDEN"):
        return "N"
    level = {"werk": 0.18, "leren": 0.10, "dagbesteding": 0.75, "geen": 0.62}[soort_situatie(bestemming)]
    return "J" if lot.kans(max(level * (1 - 0.05 * (dag.year - 2015)), level * 0.45)) else "N"
