"""Deliveries: what was accepted, pseudonymised and append-only, with the fate of every row.

A delivery is a folder deliveries/<bron>/<id>/ with rijen.parquet and delivery.json. It is never changed. When
the file at its place in data/raw gets other content, a new delivery names the old one in `vervangt`. What
becomes of it later is written beside it (trace.py); `Boek` holds all of that together and says which
deliveries count. Deliveries outlive the files they came from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from pipeline.sources import trace
from pipeline.sources.contract import contracten
from pipeline.sources.trace import Intrekking, Vergeten
from pipeline.workspace.folders import Workspace
from pipeline.workspace.record import stable_json


@dataclass(frozen=True)
class Delivery:
    """The record of one accepted delivery; everything in it may be shown to whoever keeps the workspace."""

    id: str
    bron: str
    pad: str
    """Place below data/raw, with / on every system."""
    blad: str
    sha256: str
    opname: str
    """Hash of contract, id of the key as first made, and teldatum: what else decided how rows were read."""
    leverdatum: str | None
    sleutel_id: str
    rijen: dict[str, int]
    """`in` and the number of rows per fate."""
    totaalrijen: int
    defecten: dict[str, int]
    quarantaine: dict[str, int]
    afwezig: tuple[str, ...]
    """Columns of the contract that this export does not have."""
    cohorten: tuple[int, ...]
    hersteld: dict[str, int] = field(default_factory=dict)
    """In how many cells something was done to read them, by column and kind."""
    kenmerken: dict[str, str] = field(default_factory=dict)
    """What only the file's name tells: teljaar, voorlopig or definitief."""
    vervangt: tuple[str, ...] = ()
    woorden: tuple[str, ...] = ()
    """The words of woorden.toml that it was read with; when one of them changes, it is read again."""
    bladen: tuple[str, ...] = ()
    """Every sheet that was taken from this file; it counts as taken when all of them are there."""
    scholen: tuple[str, ...] = ()
    """BRINs of the rows that were not quarantined."""
    besturen: tuple[str, ...] = ()
    """School boards, as the export names them."""
    bewaren_tot: str | None = None
    """The last day of retention of the rows by the settings of the day on which it was accepted."""

    @property
    def plaats(self) -> tuple[str, str]:
        return (self.pad, self.blad)

    def folder(self, workspace: Workspace) -> Path:
        return workspace.deliveries / self.bron / self.id

    def rows_file(self, workspace: Workspace) -> Path:
        return self.folder(workspace) / "rijen.parquet"

    def to_json(self) -> str:
        return stable_json(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Delivery:
        return _delivery(text)

    @property
    def telt_in_grenzen(self) -> bool:
        """Whether rows of it are in quarantine that may be leavers, so that the bounds count them."""
        contract = contracten().get(self.bron)
        leavers = contract is not None and contract.identiteit.uitstroomdatum is not None
        return leavers and self.rijen["quarantaine"] > 0

    @property
    def naam_zwijgt(self) -> bool:
        """Whether the file's name should have told something (a teljaar) and does not."""
        contract = contracten().get(self.bron)
        return bool(contract and contract.bestandsnaam and not self.kenmerken)

    @property
    def datum(self) -> date | None:
        return date.fromisoformat(self.leverdatum) if self.leverdatum else None


@lru_cache(maxsize=1 << 14)
def _delivery(text: str) -> Delivery:
    """Of its record; a run looks into the book several times, and a record never changes."""
    raw: dict[str, Any] = json.loads(text)
    tuples = {name: tuple(value) for name, value in raw.items() if isinstance(value, list)}
    return Delivery(**(raw | tuples))


@dataclass(frozen=True)
class Boek:
    """Every delivery ever accepted, in a fixed order, and what became of each."""

    leveringen: tuple[Delivery, ...]
    ingetrokken: Mapping[str, Intrekking]
    """By content (SHA-256): what was taken back stays so at any place, until that is undone."""
    vergeten: Mapping[str, Vergeten]
    """By id: the deliveries whose rows were deleted."""

    @classmethod
    def read(cls, workspace: Workspace) -> Boek:
        there = sorted(workspace.deliveries.glob("*/*/*.json"))
        records = [path for path in there if path.name == "delivery.json"]
        everything = {path.parent: Delivery.from_json(path.read_text("utf-8")) for path in records}
        with_events = {path.parent for path in there if path.name != "delivery.json"}
        looked = [(folder, d) for folder, d in everything.items() if folder in with_events]
        taken_back = {
            d.sha256: events[-1]
            for folder, d in looked
            if (events := trace.read(folder, Intrekking)) and events[-1].wat == "ingetrokken"
        }
        gone = {
            d.id: event
            for folder, d in looked
            for event in trace.read(folder, Vergeten)
            if event.wat == "rijen"
        }
        return cls(tuple(everything.values()), taken_back, gone | trace.pending(workspace))

    @cached_property
    def opvolgers(self) -> Mapping[str, tuple[str, ...]]:
        """Per replaced delivery the ids of those that took its place.

        One that was taken back to restore what it had replaced took no place, unless it lost its own before.
        """
        naming: dict[str, list[Delivery]] = {}
        for delivery in self.leveringen:
            for old in delivery.vervangt:
                naming.setdefault(old, []).append(delivery)

        @cache
        def of(old: str) -> tuple[str, ...]:
            newer = naming.get(old, ())
            return tuple(new.id for new in newer if not self._herstelt(new) or of(new.id))

        return {old: of(old) for old in naming if of(old)}

    def _herstelt(self, delivery: Delivery) -> bool:
        withdrawal = self.ingetrokken.get(delivery.sha256)
        return bool(withdrawal and withdrawal.herstelt)

    def telt(self, delivery: Delivery) -> bool:
        """Whether its rows count: not replaced, not taken back, not forgotten."""
        return (
            delivery.id not in self.opvolgers
            and delivery.sha256 not in self.ingetrokken
            and delivery.id not in self.vergeten
        )

    @cached_property
    def actief(self) -> list[Delivery]:
        return [delivery for delivery in self.leveringen if self.telt(delivery)]

    def op_plaats(self, pad: str) -> tuple[str, ...]:
        """What new content at a place replaces: the last there, also when that was taken back.

        Otherwise undoing that later would give the place two contents.
        """
        return tuple(d.id for d in self.leveringen if d.pad == pad and d.id not in self.opvolgers)

    @cached_property
    def terzijde(self) -> Mapping[str, str]:
        """Per content why it is not taken in again: ingetrokken or vergeten."""
        counted = {delivery.sha256 for delivery in self.actief}
        gone = {d.sha256: "vergeten" for d in self.leveringen if d.id in self.vergeten}
        return {sha: why for sha, why in gone.items() if sha not in counted} | dict.fromkeys(
            self.ingetrokken, "ingetrokken"
        )


def all_deliveries(workspace: Workspace) -> list[Delivery]:
    """Every delivery ever accepted, in a fixed order."""
    return list(Boek.read(workspace).leveringen)


def active_deliveries(workspace: Workspace) -> list[Delivery]:
    """The deliveries that count."""
    return Boek.read(workspace).actief
