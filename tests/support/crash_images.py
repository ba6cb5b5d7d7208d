"""What a killed run would have left: python -m tests.support.crash_images WORKSPACE OUT EVERY [FUNCTION].

Runs `toeleiding run` in WORKSPACE, or calls FUNCTION (module:name) with it, and, before every EVERY-th thing
that it does to a file or folder there, copies the workspace as it is at that moment to OUT/number-WORD.
A process that is killed leaves just that: what it wrote is with the system, what it had yet to write is
nowhere. So one run gives as many crashes as are wanted.
At the end it prints how many things were done.
"""

from __future__ import annotations

import importlib
import os
import shutil
import sys
import threading
from pathlib import Path

from pipeline.cli import main as run_cli
from tests.support.killed import is_change


class Camera:
    """Takes the images; what it does itself is not seen."""

    def __init__(self, root: Path, out: Path, every: int) -> None:
        self.root, self.out, self.every, self.seen = root, out, every, 0
        self._mine = threading.local()
        self._one = threading.RLock()

    def hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if getattr(self._mine, "busy", False) or not is_change(event, arguments) or not self._here(arguments):
            return
        with self._one:
            self._mine.busy = True
            try:
                if self.seen % self.every == 0:
                    shutil.copytree(
                        self.root, self.out / f"{self.seen:05d}-{event.rpartition('.')[2]}", symlinks=True
                    )
                self.seen += 1
            finally:
                self._mine.busy = False

    def _here(self, arguments: tuple[object, ...]) -> bool:
        path = arguments[0]
        return isinstance(path, str | os.PathLike) and Path(os.fspath(path)).is_relative_to(self.root)


def _run(workspace: Path) -> None:
    sys.argv = ["toeleiding", "run", "--workspace", str(workspace)]
    run_cli()


def main(workspace: Path, out: Path, every: int, function: str = f"{__name__}:_run") -> None:
    module, name = function.split(":")
    call = getattr(importlib.import_module(module), name)
    camera = Camera(workspace.resolve(), out, every)
    sys.addaudithook(camera.hook)
    try:
        call(workspace.resolve())
    finally:
        print(camera.seen)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:5])
