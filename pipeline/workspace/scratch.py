"""Private rooms for what may not lie about: that of a run in its workspace, and others elsewhere."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.workspace.folders import Workspace

_PREFIX = "toeleiding-room-"
_HELD = "held.lock"
_SETTLED = 60
"""Seconds after which a room that nobody holds is one that somebody left."""


@contextmanager
def scratch(workspace: Workspace) -> Iterator[Path]:
    """Give an empty folder that only this user can enter; it is wiped before and after the block.

    The next run wipes what a killed one left. Hold the workspace's lock: there is one such room.
    """
    folder = workspace.scratch
    _wipe(folder)
    folder.mkdir(mode=0o700, parents=True)
    folder.chmod(0o700)  # whatever the umask
    try:
        yield folder
    finally:
        _wipe(folder)


@contextmanager
def private_room() -> Iterator[Path]:
    """Give a folder that only this user can enter, among the system's temporary files; gone after the block.

    For what may not write in a workspace. A process that was killed leaves its room behind: the next one that
    takes a room wipes those of which nobody holds the lock.
    """
    from filelock import FileLock

    _wipe_left(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as name, FileLock(Path(name) / _HELD):
        yield Path(name)


def _wipe_left(place: Path) -> None:
    from filelock import FileLock, Timeout

    for folder in place.glob(f"{_PREFIX}*"):
        held = folder / _HELD
        with suppress(OSError, Timeout):
            if not _ours(folder) or time.time() - held.lstat().st_mtime < _SETTLED:
                continue
            with FileLock(held, timeout=0):
                pass
            shutil.rmtree(folder)


def _ours(folder: Path) -> bool:
    """Whether nobody else can have put anything there."""
    told = folder.lstat()
    return folder.is_dir() and not folder.is_symlink() and (os.name != "posix" or told.st_uid == os.getuid())


def _wipe(folder: Path) -> None:
    if folder.is_symlink():  # never follow it: what it points at is not ours
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
