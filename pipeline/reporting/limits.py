"""Run another program, with a limit to its time that holds for what it starts as well."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.workspace.errors import RenderFout


@dataclass(frozen=True)
class Finished:
    """How a program ended, and what it said."""

    code: int
    out: str
    err: str


def run_limited(
    command: Sequence[str], seconds: int, *, text: str = "", folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Finished:  # fmt: skip
    """Run a program to its end. Raises RenderFout when it is not there, or not ready in time."""
    name = Path(command[0]).name
    try:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, start_new_session=os.name == "posix",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
    except OSError as fault:
        raise RenderFout(f"{name} cannot be started: {fault.strerror}") from fault
    try:
        out, err = process.communicate(text.encode(), timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        raise RenderFout(f"{name} was not ready after {seconds} seconds") from None
    except BaseException:
        _end(process)
        raise
    return Finished(process.returncode, out.decode(errors="replace"), err.decode(errors="replace"))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and, where the system has process groups, everything that it started."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
