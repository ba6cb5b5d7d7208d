"""What lies in a folder with deliveries: files to read, and what only looks like one."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.sources.reading.bestand import leads_away
from pipeline.sources.reading.names import is_delivery


def plain_files(folder: Path) -> list[Path]:
    """The files below a folder, in a fixed order, that can be read safely; a single file is itself one."""
    return [path for path in every_file(folder) if _is_plain(path, folder)]


def strange_files(folder: Path) -> list[Path]:
    """What lies there beside them and cannot be read: to be refused by name, not passed by.

    Links that lead out of the folder or to a folder, pipes and devices, folders that may not be looked in.
    """
    return [path for path in every_file(folder) if not _is_plain(path, folder)]


def every_file(folder: Path) -> list[Path]:
    """Both, in a fixed order."""
    if not folder.is_dir():
        return [folder] if os.path.lexists(folder) else []
    found: list[Path] = []

    def locked(error: OSError) -> None:
        found.append(Path(error.filename))

    for place, folders, files in os.walk(folder, onerror=locked):
        found += [Path(place, name) for name in files]
        found += [path for name in folders if (path := Path(place, name)).is_symlink()]
    return sorted(path for path in found if is_delivery(path.relative_to(folder)))


def _is_plain(path: Path, folder: Path) -> bool:
    try:
        return path.is_file() and not leads_away(path, folder)
    except OSError:
        return False
