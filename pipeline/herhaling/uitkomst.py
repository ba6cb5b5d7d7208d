"""What came of making a school year again: the same, or where the first difference is, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Bron = Literal["deliveries", "release", "archive"]
"""What it was made again from: everything, or the reports only."""


@dataclass(frozen=True)
class Verschil:
    """Where two are not the same. It names a place, and never what stands there."""

    bestand: str
    wat: str
    tabel: str = ""
    """The table, or the section of a page."""
    rij: str = ""
    kolom: str = ""

    def __str__(self) -> str:
        inside = [("table", self.tabel), ("row", self.rij), ("column", self.kolom)]
        where = [self.bestand, *(f"{what} {name}" for what, name in inside if name)]
        return f"{', '.join(where)}: {self.wat}"


@dataclass(frozen=True)
class Cijfers:
    """The level that is always possible: every cell of the tables, every number in the reports."""

    cellen: int = 0
    getallen: int = 0
    verschil: Verschil | None = None

    def more(self, cellen: int, getallen: int, verschil: Verschil | None) -> Cijfers:
        """The same with what else was compared; the first difference stays."""
        return Cijfers(self.cellen + cellen, self.getallen + getallen, self.verschil or verschil)


@dataclass(frozen=True)
class Bytes:
    """Every byte of every file, where the program, its libraries, renderer and platform are those of then."""

    belet: tuple[str, ...] = ()
    """What is otherwise by now, so that bytes need not be the same."""
    bestanden: int = 0
    bytes: int = 0
    verschil: Verschil | None = None

    @property
    def mogelijk(self) -> bool:
        return not self.belet


@dataclass(frozen=True)
class Uitkomst:
    """One school year."""

    schooljaar: str
    uit: Bron
    waarom: str
    """Why it was made again from that."""
    cijfers: Cijfers
    bytes: Bytes
    anders: tuple[str, ...] = ()
    """What decides and is otherwise than when it was made: what can explain a difference."""
    seconden: float = 0.0

    @property
    def gelijk(self) -> bool:
        return self.verschil is None

    @property
    def verschil(self) -> Verschil | None:
        """The first one, of a figure before that of a byte."""
        return self.cijfers.verschil or (self.bytes.verschil if self.bytes.mogelijk else None)

    @property
    def oorzaken(self) -> tuple[str, ...]:
        """What can explain the difference; empty when there is none."""
        if self.gelijk:
            return ()
        return self.anders or (
            "nothing that decides is otherwise: a file was changed after it was made, or the program does not"
            " repeat itself",
        )

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {
            "gelijk": self.gelijk,
            "verschil": asdict(self.verschil) if self.verschil else None,
            "oorzaken": list(self.oorzaken),
            "bytes": asdict(self.bytes) | {"mogelijk": self.bytes.mogelijk},
        }


def as_dict(found: Sequence[Uitkomst]) -> dict[str, Any]:
    """All of them, for machines."""
    return {"gelijk": all(one.gelijk for one in found), "schooljaren": [one.as_dict() for one in found]}
