"""A private room for raw text during a run, empty before it and empty after it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.workspace.folders import Workspace


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


def _wipe(folder: Path) -> None:
    if folder.is_symlink():  # never follow it: what it points at is not ours
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
