"""What rows are read with, and the sheets that are to be read."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date

from pipeline.pseudonym import Sleutel
from pipeline.sources.contract import Contract, Contracten, contracten
from pipeline.sources.reading import Bestand
from pipeline.sources.recognise import Herkend
from pipeline.vocabulary.maanddag import MaandDag
from pipeline.workspace.settings import Bewaren

LEESREGELS = 3
"""Raised with every change that reads the same file otherwise: what was accepted is then read again, as far
as its files are still there. (2: a day without signs has eight digits, a space only sets thousands apart.
3: no link fields of the year, month and day of birth apart.)
"""
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")


@dataclass(frozen=True)
class Opname:
    """What decides how rows are read, beside the file itself, and how long they are to be kept."""

    sleutel: Sleutel
    teldatum: MaandDag
    contracten: Contracten = field(default_factory=contracten)
    """The contracts with the words this workspace has added to them."""
    bewaren: Bewaren = field(default_factory=Bewaren)

    def hash(self, contract: Contract) -> str:
        """The same after a rotation of the key: it changes pseudonyms and not how rows are read."""
        parts = f"{contract.hash} {self.sleutel.stam.id} {self.teldatum} {LEESREGELS}"
        return hashlib.sha256(parts.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Inzending:
    """A recognised sheet on its way in."""

    herkend: Herkend

    @property
    def bestand(self) -> Bestand:
        return self.herkend.blad.bestand


@dataclass(frozen=True)
class NieuwBestand:
    """A new file: its recognised sheets, and the deliveries of earlier content that it replaces."""

    bestand: Bestand
    inzendingen: list[Inzending]
    vervangt: tuple[str, ...]

    @property
    def bladen(self) -> tuple[str, ...]:
        return tuple(inzending.herkend.blad.naam for inzending in self.inzendingen)


def leverdatum(pad: str) -> str | None:
    """The first ISO date in the place below data/raw: 2024-11-20/uitstroom.xlsx was delivered that day."""
    for match in _ISO_DATE.finditer(pad):
        try:
            return date(*map(int, match.groups())).isoformat()
        except ValueError:
            continue
    return None
