"""Recognition: which source a sheet is, told by its headers wherever they stand, never by the file's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from pipeline.sources.contract import Contract, Contracten, Wat, kaal
from pipeline.sources.reading import Blad
from pipeline.sources.reading.blad import Rij

MIN_HEADERS = 3
"""Fewer known headers than this on a row is a coincidence, not a header row."""
MAX_HEADERS = 60
"""Of a row in which nothing is known, no more cells than this are looked at for what they resemble."""
ALIKE = 0.8
ENOUGH_ALIKE = 1 / 3
_TOTAL = re.compile(r"(sub|eind)?totaal\b", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d{8,9}")


@dataclass(frozen=True)
class Herkend:
    """A sheet whose source is known: the contract, where the header stands and which column is where.

    With headers that are not right it is never accepted: whoever judges it refuses it for all that is wrong.
    """

    blad: Blad
    contract: Contract
    scheidingsteken: str
    koprij: int
    kolommen: dict[str, int]
    """Canonical name to place in the row."""
    breedte: int
    koppen: tuple[str, ...] = ()
    """The header row as it stands there."""
    onbekend: tuple[int, ...] = ()
    """Places of headers that the contract does not know."""
    dubbel: tuple[tuple[int, str], ...] = ()
    """Places of headers that mean a column which an earlier header means already."""

    @property
    def ontbrekend(self) -> list[str]:
        """The required columns that are not there."""
        return [k.naam for k in self.contract.kolommen if k.verplicht and k.naam not in self.kolommen]

    @property
    def onherleidbaar(self) -> list[Wat]:
        """Of person, school and school year those that no column can establish, so that every row would be
        quarantined, not even once the required columns are there."""
        identity, there = self.contract.identiteit, {*self.kolommen, *self.ontbrekend}
        return [wat for wat in identity.nodig if not any(there.issuperset(w) for w in identity.wegen(wat))]

    @property
    def past(self) -> bool:
        """Whether the headers are right."""
        return not (self.onbekend or self.dubbel or self.ontbrekend or self.onherleidbaar)


@dataclass(frozen=True)
class _Kandidaat:
    """A row that may be the header of a source, and the columns that were found in it."""

    blad: Blad
    contract: Contract
    scheidingsteken: str
    rij: Rij
    gevonden: frozenset[str]

    @property
    def share(self) -> float:
        return len(self.gevonden) / sum(1 for cell in self.rij[1] if cell.strip())

    @property
    def rank(self) -> tuple[bool, float, int, int, int, int]:
        """Of two sources that know a row as well, the one that misses less in it, or needs fewer words of the
        workspace for it."""
        missing = sum(1 for k in self.contract.kolommen if k.verplicht and k.naam not in self.gevonden)
        added = {bare for kolom, bare in self.contract.woorden.values() if kolom is None}
        needed = sum(1 for cell in self.rij[1] if kaal(cell) in added)
        return (not missing, self.share, len(self.gevonden), -missing, -needed, -self.rij[0])


def recognise(blad: Blad, contracten: Contracten) -> Herkend | None:
    """The source of a sheet, or None when no row in its first thirty looks like a header of any contract.

    What is wrong with its headers (one is unknown, two mean the same column, a required column is missing) is
    in what this gives, because a school should hear that together with what is wrong with the values.
    """
    return _best(_candidates([blad], contracten, _known))


def resembling(bladen: Iterable[Blad], contracten: Contracten) -> Herkend | None:
    """The sheet, of those in which too few headers are known, whose headers look most like those of a source.

    None when at most two look like any, or less than a third of the row. Its headers are not right, so it is
    refused, but with what a school can do about it.
    """
    candidates = _candidates(bladen, contracten, _alike)
    return _best(candidate for candidate in candidates if candidate.share >= ENOUGH_ALIKE)


def _candidates(
    bladen: Iterable[Blad], contracten: Contracten, find: Callable[[Contract, list[str]], frozenset[str]]
) -> Iterator[_Kandidaat]:
    for blad in bladen:
        for separator in blad.scheidingstekens:
            for row in blad.kop(separator):
                for contract in contracten.values() if len(row[1]) >= MIN_HEADERS else ():
                    found = find(contract, row[1])
                    if len(found) >= MIN_HEADERS:
                        yield _Kandidaat(blad, contract, separator, row, found)


def _known(contract: Contract, cells: list[str]) -> frozenset[str]:
    koppen = contract.koppen
    return frozenset(koppen[bare] for bare in map(kaal, cells) if bare in koppen)


def _alike(contract: Contract, cells: list[str]) -> frozenset[str]:
    """The columns whose headers a row resembles."""
    koppen = contract.koppen
    near = (get_close_matches(kaal(cell), koppen, n=1, cutoff=ALIKE) for cell in cells[:MAX_HEADERS])
    return frozenset(koppen[best[0]] for best in near if best)


def _best(candidates: Iterable[_Kandidaat]) -> Herkend | None:
    best = max(candidates, key=lambda candidate: candidate.rank, default=None)
    return None if best is None else _herkend(best)


def _herkend(best: _Kandidaat) -> Herkend:
    koppen = tuple(cell.strip() for cell in best.rij[1])
    places: dict[str, int] = {}
    onbekend: list[int] = []
    dubbel: list[tuple[int, str]] = []
    for place, kop in enumerate(koppen):
        naam = best.contract.koppen.get(kaal(kop))
        if not kop:
            continue
        if naam is None:
            onbekend.append(place)
        elif naam in places:
            dubbel.append((place, naam))
        else:
            places[naam] = place
    return Herkend(
        best.blad,
        best.contract,
        best.scheidingsteken,
        best.rij[0],
        places,
        len(koppen),
        koppen,
        tuple(onbekend),
        tuple(dubbel),
    )


def is_totaalrij(herkend: Herkend, cells: list[str]) -> bool:
    """Whether a row is a "Totaal" row under the data: it starts so and holds no pupil's number."""
    first = next((cell for cell in cells if cell.strip()), "")
    if not _TOTAL.match(first.strip()):
        return False
    places = (herkend.kolommen.get(naam, len(cells)) for naam in herkend.contract.identiteit.pgn)
    return not any(_LONG_NUMBER.fullmatch(cells[place].strip()) for place in places if place < len(cells))
