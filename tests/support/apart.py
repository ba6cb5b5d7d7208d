"""What a test has done in a fork: to be found there by name."""

import os
import time
from pathlib import Path

from pipeline.workspace.errors import RenderFout


def write_own_number(path: Path) -> None:
    path.write_text(str(os.getpid()), encoding="utf-8")


def refuse(path: Path) -> None:
    raise RenderFout(f"{path.name} may not leave", "Take it out.")


def die(path: Path) -> None:
    write_own_number(path)
    os._exit(3)


def never_end(path: Path) -> None:
    write_own_number(path)
    time.sleep(600)


class Unsendable(Exception):
    """It holds what cannot go to another process."""

    def __init__(self) -> None:
        super().__init__(lambda: None)


def fail_strangely(_: Path) -> None:
    raise Unsendable
