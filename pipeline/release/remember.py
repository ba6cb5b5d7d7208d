"""Choices of what to hide that were made before.

A choice follows from the system alone, so it is kept under the hash of all that is in it and of the code that
made it: a new school year then costs its own cohorts, and not those of ten years again. What is kept are
names of cells, never numbers. Without a folder nothing is remembered.

A file that is not as it was written (cut off, edited, of another question) is not believed: each has the hash
of its question and its answer in it, and where that does not fit the choice is made anew.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from pipeline.release.suppression import CannotProtect, choose_hidden
from pipeline.release.system import System
from pipeline.workspace.atomic import write_text
from pipeline.workspace.record import code_hash, stable_json, versions

What = Literal["verborgen", "behouden"]
Outcome = tuple[What, frozenset[str]]
"""The cells to hide; or, where that is of no avail, the cells that are kept."""

_SEALED: TypeAdapter[tuple[What, frozenset[str], str]] = TypeAdapter(tuple[What, frozenset[str], str])
_folder: ContextVar[Path | None] = ContextVar("folder", default=None)


@contextmanager
def remembering(folder: Path) -> Iterator[None]:
    """Keep the choices made inside in this folder; those of other code, and those that
    other versions of the libraries chose, are cleared away."""
    own = folder / _chosen_by()[:12]
    for other in folder.iterdir() if folder.is_dir() else ():
        if other != own and other.is_dir() and not other.is_symlink():
            shutil.rmtree(other)
    own.mkdir(parents=True, exist_ok=True)
    token = _folder.set(own)
    try:
        yield
    finally:
        _folder.reset(token)


def _chosen_by() -> str:
    return hashlib.sha256(stable_json([code_hash(), versions()]).encode()).hexdigest()


def hide(system: System, width: int) -> frozenset[str]:
    """As choose_hidden, from memory where it is there. Raises CannotProtect."""
    folder = _folder.get()
    if folder is None:
        return choose_hidden(system, width)
    path = folder / f"{_hash(system, width)}.json"
    outcome = _recalled(path) or _kept(path, system, width)
    if outcome[0] == "behouden":
        raise CannotProtect(sorted(outcome[1]))
    return outcome[1]


def _kept(path: Path, system: System, width: int) -> Outcome:
    """Choose, and keep what was chosen."""
    try:
        outcome: Outcome = ("verborgen", choose_hidden(system, width))
    except CannotProtect as fault:
        outcome = ("behouden", frozenset(fault.kept))
    what, cells = outcome
    write_text(path, stable_json((what, sorted(cells), _seal(path.stem, outcome))))
    return outcome


def _recalled(path: Path) -> Outcome | None:
    """What was kept, if it is there and as it was written."""
    try:
        what, cells, seal = _SEALED.validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    return (what, cells) if seal == _seal(path.stem, (what, cells)) else None


def _seal(question: str, outcome: Outcome) -> str:
    what, cells = outcome
    return hashlib.sha256("\n".join((question, what, *sorted(cells))).encode()).hexdigest()


def _hash(system: System, width: int) -> str:
    content = repr((width, system.cells, system.numbers, system.sums))
    return hashlib.sha256(content.encode()).hexdigest()
