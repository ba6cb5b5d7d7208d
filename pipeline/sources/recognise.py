"""Recognition: which source a sheet is, told by its headers wherever they stand, never by the file's name."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from pipeline.sources.contract import Contract, Contracten, kaal
from pipeline.sources.reading import Blad
from pipeline.sources.reading.blad import Rij
from pipeline.workspace.errors import LeveringGeweigerd

MIN_HEADERS = 3
"""Fewer known headers than this on a row is a coincidence, not a header row."""
_TOTAL = re.compile(r"(sub|eind)?totaal\b", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d{8,9}")


@dataclass(frozen=True)
class Herkend:
    """A sheet whose source is known: the contract, where the header stands and which column is where."""

    blad: Blad
    contract: Contract
    scheidingsteken: str
    koprij: int
    kolommen: dict[str, int]
    """Canonical name to place in the row."""
    breedte: int


@dataclass(frozen=True)
class _Kandidaat:
    contract: Contract
    scheidingsteken: str
    rij: Rij
    bekend: int

    @property
    def missing(self) -> list[str]:
        koppen = self.contract.koppen
        found = {koppen.get(kaal(cell)) for cell in self.rij[1]}
        return [k.naam for k in self.contract.kolommen if k.verplicht and k.naam not in found]

    @property
    def rank(self) -> tuple[bool, float, int, int]:
        filled = sum(1 for cell in self.rij[1] if cell.strip())
        return (not self.missing, self.bekend / filled, self.bekend, -self.rij[0])


def recognise(blad: Blad, contracten: Contracten) -> Herkend | None:
    """The source of a sheet, or None when no row in its first thirty looks like a header of any contract.

    Raises LeveringGeweigerd when it is recognised and a required column is missing, a header is unknown (the
    nearest known ones are named) or two headers mean the same column.
    """
    candidates = [
        candidate
        for separator in blad.scheidingstekens
        for row in blad.kop(separator)
        for contract in contracten.values()
        if (candidate := _candidate(contract, separator, row)) is not None
    ]
    if not candidates:
        return None
    best = max(candidates, key=lambda candidate: candidate.rank)
    _refuse_missing(blad, best)
    return Herkend(
        blad, best.contract, best.scheidingsteken, best.rij[0], _columns(blad, best), len(best.rij[1])
    )


def _candidate(contract: Contract, separator: str, row: Rij) -> _Kandidaat | None:
    if len(row[1]) < MIN_HEADERS:
        return None
    koppen = contract.koppen
    known = len({koppen[kaal(cell)] for cell in row[1] if kaal(cell) in koppen})
    return _Kandidaat(contract, separator, row, known) if known >= MIN_HEADERS else None


def _refuse_missing(blad: Blad, best: _Kandidaat) -> None:
    if not best.missing:
        return
    koppen = best.contract.koppen
    unknown = [cell.strip() for cell in best.rij[1] if cell.strip() and kaal(cell) not in koppen]
    hint = f"; headers not understood: {', '.join(map(repr, unknown))}" if unknown else ""
    raise LeveringGeweigerd(
        f"{blad.plaats}, row {best.rij[0]}: looks like {best.contract.bron}, but column"
        f" {', '.join(best.missing)} is missing{hint}",
        advice="add the column to the export, or name it as one of: "
        + "; ".join(f"{n}: {', '.join((n, *best.contract.kolom(n).aliassen))}" for n in best.missing),
    )


def _columns(blad: Blad, best: _Kandidaat) -> dict[str, int]:
    koppen = best.contract.koppen
    places: dict[str, int] = {}
    for place, cell in enumerate(best.rij[1]):
        if not cell.strip():
            continue
        naam = koppen.get(kaal(cell))
        if naam is None:
            raise _unknown_header(blad, best, place, cell.strip())
        if naam in places:
            raise LeveringGeweigerd(
                f"{blad.plaats}, row {best.rij[0]}, column {column_letter(place)}: {cell.strip()!r} means"
                f" {naam}, and so does column {column_letter(places[naam])}",
                advice="take one of the two out of the export",
            )
        places[naam] = place
    return places


def _unknown_header(blad: Blad, best: _Kandidaat, place: int, header: str) -> LeveringGeweigerd:
    koppen = best.contract.koppen
    near = dict.fromkeys(koppen[k] for k in difflib.get_close_matches(kaal(header), koppen, n=3, cutoff=0.6))
    hint = f"nearest known columns: {', '.join(near)}" if near else "no known column looks like it"
    return LeveringGeweigerd(
        f"{blad.plaats}, row {best.rij[0]}, column {column_letter(place)}: unknown header {header!r}"
        f" in an export of {best.contract.bron} ({hint})",
        advice=f"take the column out, rename it, or add the header to contracts/{best.contract.bron}.toml",
    )


def column_letter(place: int) -> str:
    """The letter of a column as Excel shows it: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_totaalrij(herkend: Herkend, cells: list[str]) -> bool:
    """Whether a row is a "Totaal" row under the data: it starts so and holds no pupil's number."""
    first = next((cell for cell in cells if cell.strip()), "")
    if not _TOTAL.match(first.strip()):
        return False
    places = (herkend.kolommen.get(naam, len(cells)) for naam in herkend.contract.identiteit.pgn)
    return not any(_LONG_NUMBER.fullmatch(cells[place].strip()) for place in places if place < len(cells))
