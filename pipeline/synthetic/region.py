"""The invented region: sixteen schools of six boards, named after places that do not exist.

The numbers 98XA to 99ZZ have the form of a BRIN and belong to nobody. Schools differ in size, in how many of
their leavers find work and in how well they keep in touch with them, as real schools do.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.synthetic.draw import Lot

_SCHOLEN = (
    ("98XA00", "Praktijkschool Droomhaven", "Stichting Luchtbrug", "PRO", 60),
    ("98XA01", "Praktijkschool Fabelburg", "Stichting Luchtbrug", "PRO", 48),
    ("98XB00", "VSO Maanzaadkade", "Stichting Luchtbrug", "VSO", 44),
    ("98XC00", "Praktijkcollege Café Idylle", "Vereniging Nergenshuizen", "PRO", 70),
    ("98XC02", "Praktijkcollege Wolkenoord", "Vereniging Nergenshuizen", "PRO", 38),
    ("98YA00", "VSO De Poëziefabriek", "Vereniging Nergenshuizen", "VSO", 52),
    ("98YB00", "Praktijkschool Verzonnenveen", "Scholengroep Denkbeeld", "PRO", 56),
    ("98YC00", "VSO Regenboogoever", "Scholengroep Denkbeeld", "VSO", 36),
    ("98ZA00", "VSO Sterrenkade", "Scholengroep Denkbeeld", "VSO", 30),
    ("99XA00", "Praktijkschool Zeppelinwerf", "Coöperatie Verzonnen Maasoever", "PRO", 64),
    ("99XB00", "VSO Het Reünieplein", "Coöperatie Verzonnen Maasoever", "VSO", 40),
    ("99YA00", "Praktijkschool Knikkerdam", "Fantasia Onderwijsgroep", "PRO", 50),
    ("99YB00", "VSO Vliegerdorp", "Fantasia Onderwijsgroep", "VSO", 46),
    ("99ZA00", "Praktijkschool Sprookjesdam", "Stichting Ooit en Ergens", "PRO", 54),
    ("99ZB00", "VSO Toverwoud", "Stichting Ooit en Ergens", "VSO", 34),
    ("99ZB01", "VSO Toverwoud, locatie Zuid", "Stichting Ooit en Ergens", "VSO", 28),
)
MAX_SCHOLEN = len(_SCHOLEN)
ROC_BRIN, ROC_NAAM = "99XZ", "ROC Luchtkasteel"


@dataclass(frozen=True)
class School:
    """An invented school. Effects are shifts of log-odds against the region's average."""

    brin: str
    naam: str
    bestuur: str
    schooltype: str
    gewicht: int
    werk_effect: float
    bereik_effect: float


def scholen(seed: int, aantal: int) -> tuple[School, ...]:
    """The first `aantal` schools of the region. Raises ValueError when there are not so many."""
    if not 1 <= aantal <= MAX_SCHOLEN:
        raise ValueError(f"the invented region has 1 to {MAX_SCHOLEN} schools, not {aantal}")
    return tuple(_school(seed, *row) for row in _SCHOLEN[:aantal])


def _school(seed: int, brin: str, naam: str, bestuur: str, schooltype: str, gewicht: int) -> School:
    lot = Lot(seed, "school", brin)
    return School(brin, naam, bestuur, schooltype, gewicht, lot.normaal(0.30), lot.normaal(0.35))


def verdeel(totaal: int, scholen: tuple[School, ...], lot: Lot) -> tuple[int, ...]:
    """How many leavers each school has this year: around its share, never below 1, together the total."""
    shares = [school.gewicht * (1 + min(max(lot.normaal(0.08), -0.2), 0.2)) for school in scholen]
    counts = [max(1, int(totaal * share / sum(shares))) for share in shares]
    for i in range(max(0, totaal - sum(counts))):
        counts[i % len(counts)] += 1
    return tuple(counts)
