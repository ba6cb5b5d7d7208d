"""The commit that a git checkout is at, read from its files: without git, and without asking anybody."""

from __future__ import annotations

import re
from pathlib import Path

_CHECKOUT = Path(__file__).parents[2]
_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_DEEPEST = 5
"""Of references to references."""


def commit(root: Path = _CHECKOUT) -> str | None:
    """The commit of the checkout in a folder; None where there is none, as for a wheel.

    Files that were changed since are in the hash of the code, not here.
    """
    try:
        git = _git_folder(root)
        return _resolve(git, (git / "HEAD").read_text("utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return None


def _git_folder(root: Path) -> Path:
    """The folder .git, or the one that a file .git names: that of a worktree."""
    place = root / ".git"
    if place.is_dir():
        return place
    return root / place.read_text("utf-8").strip().removeprefix("gitdir: ")


def _resolve(git: Path, said: str, depth: int = 0) -> str | None:
    if not said.startswith("ref: ") or depth > _DEEPEST:
        return said if _HASH.fullmatch(said) else None
    name = said.removeprefix("ref: ")
    common = git / "commondir"
    places = [git, *([git / common.read_text("utf-8").strip()] if common.is_file() else [])]
    for place in places:
        if (place / name).is_file():
            return _resolve(git, (place / name).read_text("utf-8").strip(), depth + 1)
    return next((found for place in places if (found := _packed(place, name))), None)


def _packed(git: Path, name: str) -> str | None:
    packed = git / "packed-refs"
    for line in packed.read_text("utf-8").splitlines() if packed.is_file() else ():
        found, _, ref = line.partition(" ")
        if ref == name and _HASH.fullmatch(found):
            return found
    return None
