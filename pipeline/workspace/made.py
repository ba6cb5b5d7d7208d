"""How what is there came about: in which run, from which commit and how fast.

That differs from run to run, so it stands apart from what is compared, and nothing is decided by it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.workspace.atomic import write_text
from pipeline.workspace.checkout import commit
from pipeline.workspace.record import stable_json


def keep_made(place: Path, wat: str, how: Mapping[str, Any]) -> None:
    """Write down how one thing came about, beside what the file says of others."""
    place.parent.mkdir(parents=True, exist_ok=True)
    write_text(place, stable_json({**read_made(place), wat: {**how, "commit": commit()}}))


def read_made(place: Path) -> dict[str, Any]:
    """What a file says; empty where there is none, or none that can be read."""
    try:
        found = json.loads(place.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def made_of(place: Path, van: str) -> dict[str, Any]:
    """What a file says of the one thing that this hash names; empty when it is about another."""
    return next((how for how in read_made(place).values() if how.get("van") == van), {})
