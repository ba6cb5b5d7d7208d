"""A command of the user's own that hears how a run went, such as one that mails. It spoils nothing."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PLACE = "{samenvatting}"
VARIABLE = "TOELEIDING_SAMENVATTING"
_STDERR = 2


def tell_hook(command: Sequence[str], summary: Path, seconds: int) -> str:
    """Run a command, without a shell; it gets the summary on standard input and its path in the place of
    {samenvatting} and in TOELEIDING_SAMENVATTING. What it prints goes to standard error.

    Gives what went wrong, or nothing. After its time it is ended, with what it had started.
    """
    words = [word.replace(PLACE, str(summary)) for word in command]
    try:
        with summary.open("rb") as text:
            process = subprocess.Popen(
                words,
                stdin=text,
                stdout=_STDERR,
                env={**os.environ, VARIABLE: str(summary)},
                start_new_session=os.name == "posix",
            )
    except (OSError, ValueError) as fault:
        return f"could not be started: {fault}"
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        return f"did not end within {seconds} seconds, so it was ended"
    return f"ended with exit code {code}" if code else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
