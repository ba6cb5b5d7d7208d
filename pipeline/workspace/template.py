"""The files that a new workspace gets, as they lie in templates/."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "templates"


def template(name: str) -> str:
    """Text of a file for a new workspace."""
    return (_FOLDER / name).read_text(encoding="utf-8")
