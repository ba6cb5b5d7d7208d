"""Made-up leavers per indicator and how each counts: voorbeelden/*.csv, read by the tests and by the reports.

A file is an indicator and a row is a leaver. wie, telt and waarom are for readers; the columns between wie
and telt say the same to the computer. telt: teller, noemer (in the denominator only) or niet. instelling: the
setting of [definities] that the row holds for; empty where it holds for all.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "voorbeelden"
TELT = ("teller", "noemer", "niet")
_WORDS = ("wie", "instelling", "telt", "waarom")


@dataclass(frozen=True)
class Voorbeeld:
    """A made-up leaver, how she counts and why. gegevens: the columns of tests/support/spec.py."""

    wie: str
    gegevens: Mapping[str, str]
    instelling: tuple[str, str] | None
    telt: str
    waarom: str


@cache
def voorbeelden() -> Mapping[str, tuple[Voorbeeld, ...]]:
    """The examples by indicator. Raises ValueError for one that counts in no known way."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.csv"))}


def _read(path: Path) -> tuple[Voorbeeld, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [_voorbeeld(row) for row in csv.DictReader(file, delimiter=";")]
    if wrong := {row.telt for row in rows} - set(TELT):
        raise ValueError(f"{path.name}: telt is {', '.join(sorted(wrong))}, expected {', '.join(TELT)}")
    return tuple(rows)


def _voorbeeld(row: Mapping[str, str]) -> Voorbeeld:
    naam, _, waarde = row.get("instelling", "").partition("=")
    gegevens = {name: value for name, value in row.items() if name not in _WORDS}
    return Voorbeeld(row["wie"], gegevens, (naam, waarde) if naam else None, row["telt"], row["waarom"])
