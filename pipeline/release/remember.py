"""Choices of what to hide that were made before.

A choice follows from the system alone, so it is kept under the hash of all that is in it and of the code that
made it: a new school year then costs its own cohorts, and not those of ten years again. What is kept are
names of cells, never numbers. Without a folder nothing is remembered.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from pipeline.release.suppression import CannotProtect, choose_hidden
from pipeline.release.system import System
from pipeline.workspace.atomic import write_text
from pipeline.workspace.record import code_hash, stable_json

_folder: ContextVar[Path | None] = ContextVar("folder", default=None)


@contextmanager
def remembering(folder: Path) -> Iterator[None]:
    """Keep the choices made inside in this folder; those of other code are cleared away."""
    own = folder / code_hash()[:12]
    for other in folder.iterdir() if folder.is_dir() else ():
        if other != own:
            shutil.rmtree(other)
    own.mkdir(parents=True, exist_ok=True)
    token = _folder.set(own)
    try:
        yield
    finally:
        _folder.reset(token)


def hide(system: System, width: int) -> frozenset[str]:
    """As choose_hidden, from memory where it is there. Raises CannotProtect."""
    folder = _folder.get()
    if folder is None:
        return choose_hidden(system, width)
    path = folder / f"{_hash(system, width)}.json"
    if not path.is_file():
        write_text(path, stable_json(_outcome(lambda: choose_hidden(system, width))))
    known: dict[str, list[str]] = json.loads(path.read_text("utf-8"))
    if "behouden" in known:
        raise CannotProtect(known["behouden"])
    return frozenset(known["verborgen"])


def _outcome(choose: Callable[[], frozenset[str]]) -> dict[str, list[str]]:
    try:
        return {"verborgen": sorted(choose())}
    except CannotProtect as fault:
        return {"behouden": list(fault.kept)}


def _hash(system: System, width: int) -> str:
    content = repr((width, system.cells, system.numbers, system.sums))
    return hashlib.sha256(content.encode()).hexdigest()
