"""Randomisation inference: every other way in which the same starts could have fallen to the schools.

R.A. Fisher, The Design of Experiments (1935); the interval is the set of constant effects that the test does
not reject. Nothing is assumed about the spread of the figures; that any school could have been the one with
the plan is assumed, and has to be said with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from pipeline.evaluation.effect.paneel import Gehele, Getallen

MEESTE = 20_000
"""Up to this many assignments are all gone through."""
LOTEN = 4_999
"""How many are drawn when there are more; with the real one that makes 5,000."""
_GELIJK = 1e-9


@dataclass(frozen=True)
class Toewijzingen:
    """Assignments by schools: the start each school would have; the first row is the real one."""

    starts: Gehele
    volledig: bool
    mogelijk: int
    """How many different ones there are."""


def generator(naam: str) -> np.random.Generator:
    """A random stream that belongs to a name: the same name gives the same draws."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256(naam.encode()).digest()[:8]))


def toewijzingen(
    start: Gehele, naam: str, blokken: tuple[str, ...] | None = None, meeste: int = MEESTE
) -> Toewijzingen:
    """All assignments if there are at most `meeste`, else the real one and a draw in the name `naam`.

    With `blokken`, a label per school, schools of one block keep one start together; raises ValueError when
    they have not in fact.
    """
    if blokken is None:
        return _per_school(start, naam, meeste)
    labels = list(dict.fromkeys(blokken))
    bij = np.array([labels.index(blok) for blok in blokken])
    per_blok = np.array([start[bij == i][0] for i in range(len(labels))], dtype=np.int64)
    if not np.array_equal(per_blok[bij], start):
        raise ValueError("schools of one block have different starts, so blocks were not what was assigned")
    blok = _per_school(per_blok, naam, meeste)
    return Toewijzingen(blok.starts[:, bij], blok.volledig, blok.mogelijk)


def aantal_toewijzingen(start: Gehele) -> int:
    """How many different ways there are to divide these starts over these schools."""
    over, product = len(start), 1
    for aantal in np.unique(start, return_counts=True)[1]:
        product *= comb(over, int(aantal))
        over -= int(aantal)
    return product


def _per_school(start: Gehele, naam: str, meeste: int) -> Toewijzingen:
    mogelijk = aantal_toewijzingen(start)
    if mogelijk > meeste:
        volgorde = generator(naam).random((min(LOTEN, meeste - 1), len(start))).argsort(axis=1)
        return Toewijzingen(np.vstack([start[None], start[volgorde]]), False, mogelijk)
    alle = np.array(list(_alle(start)), dtype=np.int64)
    echt = (alle == start).all(axis=1)
    return Toewijzingen(np.vstack([alle[echt], alle[~echt]]), True, mogelijk)


def _alle(start: Gehele) -> Iterator[Gehele]:
    waarden, aantallen = np.unique(start, return_counts=True)
    eerst = list(zip(waarden, aantallen, strict=True))[:-1]
    return _verdeel(np.full(len(start), waarden[-1]), tuple(range(len(start))), eerst)


def _verdeel(deels: Gehele, vrij: tuple[int, ...], nog: list[tuple[np.int64, np.int64]]) -> Iterator[Gehele]:
    if not nog:
        yield deels
        return
    (waarde, aantal), *rest = nog
    for plek in combinations(vrij, int(aantal)):
        gevuld = deels.copy()
        gevuld[list(plek)] = waarde
        yield from _verdeel(gevuld, tuple(i for i in vrij if i not in plek), rest)


def overschrijding(schattingen: Getallen) -> float:
    """Two-sided p: the share of assignments whose estimate is as far from 0 as the real one, which is first.

    An assignment in which nothing can be estimated (NaN) does not count.
    """
    bekend = schattingen[~np.isnan(schattingen)]
    return float(np.mean(np.abs(bekend) >= abs(bekend[0]) - _GELIJK))


def kleinste_p(gewicht: Getallen) -> float:
    """The smallest p that these assignments can give, whatever the figures: weights as of `gewichten`."""
    plat = gewicht.reshape(len(gewicht), -1)
    plat = plat[~np.isnan(plat).any(axis=1)]
    zelfde = np.zeros(len(plat), dtype=bool)
    for teken in (1, -1):
        zelfde |= np.abs(plat - teken * plat[0]).max(axis=1) < _GELIJK
    return float(zelfde.mean())


def interval(schattingen: Getallen, van_een: Getallen, alfa: float = 0.05) -> tuple[float, float]:
    """The effects that are not rejected at `alfa`: lowest and highest, infinite when there is no bound.

    `schattingen` are the estimates per assignment, the real one first; `van_een` the estimates that the same
    assignments give of an outcome that is 1 in the school-years that really lay under a plan and 0 elsewhere.
    With a constant effect t taken off, assignment i estimates schattingen[i] - t * van_een[i] and the real
    one schattingen[0] - t. Where the set has gaps the outermost ends count.
    """
    bekend = ~(np.isnan(schattingen) | np.isnan(van_een))
    s, b = schattingen[bekend], van_een[bekend]
    soort, laag, hoog = _grenzen(s, b)
    punten = np.unique(np.concatenate([laag[soort != 0], hoog[soort != 0]]))
    punten = punten[np.isfinite(punten)]
    if punten.size == 0:
        return -np.inf, np.inf
    proef = np.concatenate([[punten[0] - 1], punten, (punten[1:] + punten[:-1]) / 2, [punten[-1] + 1]])
    goed = proef[_aandeel(proef, soort, laag, hoog) > alfa]
    onder, boven = float(goed.min()), float(goed.max())
    return (-np.inf if onder < punten[0] else onder), (np.inf if boven > punten[-1] else boven)


def _grenzen(s: Getallen, b: Getallen) -> tuple[Gehele, Getallen, Getallen]:
    """Where assignment i is as far from 0 as the real one: 1 between two ends, -1 outside them, 0 always.

    The ends are where |s[i] - t b[i]| = |s[0] - t|.
    """
    altijd = (np.abs(s - s[0]) < _GELIJK) & (np.abs(b - 1) < _GELIJK)
    altijd |= (np.abs(s + s[0]) < _GELIJK) & (np.abs(b + 1) < _GELIJK)
    with np.errstate(divide="ignore", invalid="ignore"):
        een = np.where(np.abs(b - 1) < _GELIJK, -np.inf * np.sign(s - s[0]), (s - s[0]) / (b - 1))
        ander = np.where(np.abs(b + 1) < _GELIJK, np.inf * np.sign(s + s[0]), (s + s[0]) / (b + 1))
    soort = np.where(altijd, 0, np.where(np.abs(b) <= 1 + _GELIJK, 1, -1))
    return soort.astype(np.int64), np.minimum(een, ander), np.maximum(een, ander)


def _aandeel(t: Getallen, soort: Gehele, laag: Getallen, hoog: Getallen) -> Getallen:
    """The share of assignments at least as far from 0 as the real one, for each effect in t."""
    binnen = _tussen(t, laag[soort == 1], hoog[soort == 1], _GELIJK)
    buiten = int((soort == -1).sum()) - _tussen(t, laag[soort == -1], hoog[soort == -1], -_GELIJK)
    aandeel: Getallen = (binnen + buiten + int((soort == 0).sum())) / len(soort)
    return aandeel


def _tussen(t: Getallen, laag: Getallen, hoog: Getallen, rand: float) -> Getallen:
    erin = np.searchsorted(np.sort(laag), t + rand, side="right")
    eruit = np.searchsorted(np.sort(hoog), t - rand, side="left")
    return (erin - eruit).astype(np.float64)
