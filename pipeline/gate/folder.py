"""Everything that lies in a folder that goes out, also what was not put there by a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, by its place in it, with its content."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()
