"""What became of a delivery after it was accepted, written beside it: taken back, brought back, forgotten.

Such a record is a list that only grows, so whoever keeps the register sees what was done, when and why, also
after it was undone.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from pipeline.workspace.atomic import write_text
from pipeline.workspace.folders import Workspace
from pipeline.workspace.record import stable_json


@dataclass(frozen=True)
class Intrekking:
    """A delivery was taken back, or that was undone (ingetrokken.json)."""

    wat: Literal["ingetrokken", "teruggedraaid"]
    dag: str
    """ISO date."""
    reden: str
    door: str
    """Who, as named by the user; may be empty."""
    herstelt: bool = False
    """Whether the content that it had replaced counts again."""


@dataclass(frozen=True)
class Vergeten:
    """The rows of a delivery, or its file in data/raw, were deleted (vergeten.json)."""

    wat: Literal["rijen", "bestand"]
    dag: str
    """ISO date."""
    bewaard_tot: str
    """The last day of retention, as computed when it was deleted."""
    telde: bool = False
    """Whether the delivery still counted, so that figures of its school years lost rows."""
    plaats: str = ""
    """Of a file: its place below data/raw."""


Soort = TypeVar("Soort", Intrekking, Vergeten)
_NAMEN = {Intrekking: "ingetrokken.json", Vergeten: "vergeten.json"}


def read(folder: Path, soort: type[Soort]) -> tuple[Soort, ...]:
    """The events of one kind beside the delivery in a folder, oldest first."""
    return tuple(soort(**event) for event in _events(folder / _NAMEN[soort]))


def add(folder: Path, event: Intrekking | Vergeten) -> None:
    """Write one more event, whole or not at all. Hold the workspace's lock."""
    file = folder / _NAMEN[type(event)]
    write_text(file, stable_json([*_events(file), asdict(event)]))


def _events(file: Path) -> list[dict[str, Any]]:
    return json.loads(file.read_text("utf-8")) if file.is_file() else []


def journal(workspace: Workspace) -> Path:
    """What was decided to be forgotten and is not all done yet (see forget.py); there only after a crash."""
    return workspace.processed / "vergeten.json"


def pending(workspace: Workspace) -> dict[str, Vergeten]:
    """Per id the deliveries that an unfinished forgetting is about: decided, so they no longer count."""
    file = journal(workspace)
    if not file.is_file():
        return {}
    decided = json.loads(file.read_text("utf-8"))["leveringen"]
    return {entry["id"]: Vergeten(**entry["rijen"]) for entry in decided}
