"""The head of a report: what its notebook says of itself, completed with what only the run knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.reporting.notation import datum
from pipeline.workspace.errors import RenderFout

PROGRAMMA = "Convenant (Samen)Werken Loont"
VOORBEELD = "voorbeeldgegevens"
_OWN = ("title", "programma", "doorlopend", "echo")
"""What a notebook's head says to this project; no renderer is to see it."""


@dataclass(frozen=True)
class Voorblad:
    """What the cover tells beside the title that the notebook gives."""

    schooljaar: str
    stand: date
    status: str
    renderer: str
    voorbeeldgegevens: bool = False
    publiek: str | None = None


def parse_front(text: str, where: str) -> dict[str, Any]:
    """Read the YAML between two lines of dashes. Raises RenderFout when it is not that."""
    import yaml  # type: ignore[import-untyped]

    parts = text.strip().split("---")
    try:
        front = yaml.safe_load("---".join(parts[1:-1])) if len(parts) >= 3 and not parts[0] else None
    except yaml.YAMLError as fault:
        raise RenderFout(f"{where}: the head of the notebook is not YAML") from fault
    if not isinstance(front, dict) or "title" not in front:
        raise RenderFout(
            f"{where}: the first cell is not a raw cell with YAML that has a title",
            "Start the notebook with a raw cell: ---, title: ..., subtitle: ..., ---.",
        )
    return front


def complete(front: Mapping[str, Any], voorblad: Voorblad) -> dict[str, Any]:
    """Front matter for both renderers; `rapport` holds what title block and cover show, ready to print."""
    naam = str(front["title"])
    titel = f"{naam} {voorblad.schooljaar}"
    own = {key: value for key, value in front.items() if key not in _OWN}
    return {
        **own,
        "title": titel,
        "pagetitle": f"{titel} ({VOORBEELD})" if voorblad.voorbeeldgegevens else titel,
        "lang": "nl",
        "rapport": {
            "naam": naam,
            "programma": str(front.get("programma", PROGRAMMA)),
            "schooljaar": voorblad.schooljaar,
            "stand": datum(voorblad.stand),
            "datum": voorblad.stand.isoformat(),
            "status": voorblad.status,
            "publiek": voorblad.publiek or False,
            "voorbeeld": voorblad.voorbeeldgegevens,
            "doorlopend": bool(front.get("doorlopend", False)),
            "renderer": voorblad.renderer,
        },
    }


def to_yaml(front: Mapping[str, Any]) -> str:
    """The front matter as the raw cell of a notebook holds it."""
    import yaml

    body = yaml.safe_dump(dict(front), allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{body}---"
