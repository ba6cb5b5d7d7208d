"""Deliveries: what was accepted, pseudonymised and append-only, with the fate of every row.

A delivery is a folder deliveries/<bron>/<id>/ with rijen.parquet and delivery.json. It is never changed. When
the file at its place in data/raw gets other content, a new delivery names the old one in `vervangt`; the
active ones are those that no other names. Deliveries outlive the files they came from.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.sources.contract import contracten
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
    """Hash of contract, key id and teldatum: what else decided how the rows were read."""
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
    kenmerken: dict[str, str] = field(default_factory=dict)
    """What only the file's name tells: teljaar, voorlopig or definitief."""
    vervangt: tuple[str, ...] = ()
    bladen: tuple[str, ...] = ()
    """Every sheet that was taken from this file; it counts as taken when all of them are there."""

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
        raw: dict[str, Any] = json.loads(text)
        for name in ("afwezig", "cohorten", "vervangt", "bladen"):
            raw[name] = tuple(raw[name])
        return cls(**raw)

    @property
    def naam_zwijgt(self) -> bool:
        """Whether the file's name should have told something (a teljaar) and does not."""
        contract = contracten().get(self.bron)
        return bool(contract and contract.bestandsnaam and not self.kenmerken)

    @property
    def datum(self) -> date | None:
        return date.fromisoformat(self.leverdatum) if self.leverdatum else None


def all_deliveries(workspace: Workspace) -> list[Delivery]:
    """Every delivery ever accepted, in a fixed order."""
    records = sorted(workspace.deliveries.glob("*/*/delivery.json"))
    return [Delivery.from_json(path.read_text("utf-8")) for path in records]


def active_deliveries(workspace: Workspace) -> list[Delivery]:
    """The deliveries that count: accepted, and not replaced by later content of the same file."""
    everything = all_deliveries(workspace)
    replaced = {old for delivery in everything for old in delivery.vervangt}
    return [delivery for delivery in everything if delivery.id not in replaced]
