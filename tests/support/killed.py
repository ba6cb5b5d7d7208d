"""Kill a process at every touch of the disk: python -m tests.support.killed TEMPLATE OUT FUNCTION.

For n = 1, 2, … a copy of TEMPLATE is made as OUT/n and FUNCTION (module:name) is called with it in a forked
process, which ends at its n-th write to a file or folder, at once and without tidying up. The last copy is of
a call that came to its end; printed is how many copies there are.
"""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from pathlib import Path

CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "shutil.rmtree", "shutil.copytree")
KILLED = 9


def is_change(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        flags = arguments[2]
        return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in CHANGES


def _end_at(number: int) -> None:
    seen = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        seen += is_change(event, arguments)
        if seen == number:
            os._exit(KILLED)

    sys.addaudithook(hook)


def main(template: Path, out: Path, function: str) -> None:
    module, name = function.split(":")
    call = getattr(importlib.import_module(module), name)
    number, code = 0, KILLED
    while code == KILLED:
        number += 1
        folder = Path(shutil.copytree(template, out / str(number)))
        child = os.fork()
        if child == 0:
            _end_at(number)
            call(folder)
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code:
        sys.exit(code)
    print(number)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
