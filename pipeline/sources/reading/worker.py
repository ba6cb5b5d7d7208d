"""The child process that opens spreadsheets and archives: started when first needed, replaced when it fails.

What it is given may be built to take all memory, to take forever or to crash whoever reads it. So it has a
bound on memory (where the system can do that: Linux; on macOS and Windows there is only the bound on what a
file unpacks to), a time limit for every answer, and gives back nothing but text and numbers. It does not
outlive its parent: it ends when its input is closed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock, Timer
from time import monotonic
from typing import Any

from pipeline.sources.reading.bestand import Bestand
from pipeline.workspace.errors import LeveringGeweigerd


@dataclass(frozen=True)
class Grenzen:
    """What a file may cost."""

    geheugen: int = 1024**3
    """Bytes that the child may take."""
    seconden: float = 120
    """For one answer: opening a workbook, a page of it, unpacking one member of an archive."""
    antwoord: int = 64 * 1024**2
    """Bytes."""


GRENZEN = Grenzen()
_COMMAND = (sys.executable, "-P", "-m", "child")


class Leesproces:
    """The child process, if it is there."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._bound = 0
        self.open: Bestand | None = None
        """The workbook that it holds open."""
        self.alone = RLock()
        """Held by who asks, and by whose next question rests on the answer to the last one."""

    def ask(self, naam: str, vraag: str, **details: Any) -> list[bytes]:
        """The parts of the answer to a question about a file, which messages call `naam`.

        Raises LeveringGeweigerd when the child refuses the file, takes too long, or breaks off: then the next
        question is for a new child.
        """
        with self.alone:
            process = self._running()
            started = monotonic()
            timer = Timer(GRENZEN.seconden, process.kill)
            timer.start()
            try:
                return self._converse(process, naam, {"vraag": vraag, **details})
            except (OSError, ValueError) as error:
                self.end()
                late = monotonic() - started >= GRENZEN.seconden
                raise (_too_slow if late else _broke_off)(naam) from error
            finally:
                timer.cancel()

    def end(self) -> None:
        """Stop the child; does nothing when there is none."""
        process, self._process, self.open = self._process, None, None
        if process is None:
            return
        process.kill()  # it holds nothing that has to be put away
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)
        process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None or self._bound != GRENZEN.geheugen:
            self.end()
            self._bound = GRENZEN.geheugen
            self._process = subprocess.Popen(
                [*_COMMAND, str(self._bound)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a traceback may hold what is in a cell
                env={**os.environ, "PYTHONPATH": os.pathsep.join(_path())},
            )
        return self._process

    def _converse(self, process: subprocess.Popen[bytes], naam: str, request: dict[str, Any]) -> list[bytes]:
        assert process.stdin is not None
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        head = json.loads(_read(process, None))
        if "weigering" in head:
            wat, advies = head["weigering"]
            raise LeveringGeweigerd(f"{naam} {wat}", advice=advies)
        if sum(head["delen"]) > GRENZEN.antwoord:
            raise ValueError("the answer is too long")
        return [_read(process, size) for size in head["delen"]]


PROCES = Leesproces()


@contextmanager
def reading_process() -> Iterator[None]:
    """End the child with this block. It is started only when a file needs it."""
    try:
        yield
    finally:
        PROCES.end()


def _read(process: subprocess.Popen[bytes], size: int | None) -> bytes:
    """A line, or so many bytes. Raises ValueError when the child breaks off."""
    assert process.stdout is not None
    found = process.stdout.readline(GRENZEN.antwoord) if size is None else process.stdout.read(size)
    if not found.endswith(b"\n") if size is None else len(found) < size:
        raise ValueError("the answer broke off")
    return found


def _path() -> list[str]:
    """Where the child's own code is, before what the user has on the path."""
    return [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]


def _close(pipe: Any) -> None:
    with suppress(OSError):  # what was still to be sent has nobody to go to
        pipe.close()


def _too_slow(naam: str) -> LeveringGeweigerd:
    return LeveringGeweigerd(
        f"{naam} cannot be read: it takes longer than {GRENZEN.seconden:g} seconds",
        advice="look whether the sheet goes on far below or beside the table; export it as CSV",
    )


def _broke_off(naam: str) -> LeveringGeweigerd:
    return LeveringGeweigerd(
        f"{naam} cannot be read: it is damaged, or takes more than {GRENZEN.geheugen >> 20} MB of memory",
        advice="look whether the sheet goes on far below or beside the table; open it in Excel and save it"
        " again, or export it as CSV",
    )
