"""The log of a run: a file of JSON lines, written while it goes on, so that of a killed run the last line
says how far it was.

Nothing of a pupil is in it. Nothing is decided by it, and nothing is compared with it: it has the clock in
it. A run that finds everything up to date leaves none, as it leaves everything else.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.workspace.checkout import commit
from pipeline.workspace.errors import LeveringGeweigerd, ToeleidingError
from pipeline.workspace.record import program

KEPT = 60
"""Runs of which the log is kept: two months of one a day."""
_FRAMES = 4
_LONGEST = 500
"""Of a message; that of a notebook can be a page."""


@dataclass
class Logboek:
    """The log of one run. Lines are held back until something happens that is worth a file."""

    folder: Path
    naam: str
    """Of the run, and of its file."""
    vooraf: Mapping[str, Any] = field(default_factory=dict)
    """What was asked, for the first line; that also names the program."""
    _since: str = field(default_factory=lambda: _now())
    _held: list[str] = field(default_factory=list)
    _opened: bool = False

    def note(self, wat: str, *, telt: bool = True, **more: Any) -> None:
        """Add a line. telt: whether it is a reason to leave a log at all."""
        self._held.append(_line({"tijd": _now(), "wat": wat, **more}))
        if telt or self._opened:
            with suppress(OSError):  # a full disk is told of by what the run itself cannot write
                self._write()

    def _write(self) -> None:
        if not self._opened:
            self.folder.mkdir(parents=True, exist_ok=True)
            about = {"commit": commit(), "programma": dict(program()), **self.vooraf}
            self._held.insert(0, _line({"tijd": self._since, "wat": "begin", **about}))
            self._opened = True
        with (self.folder / f"{self.naam}.jsonl").open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(self._held)
        self._held.clear()


@contextmanager
def logging(folder: Path, **asked: Any) -> Iterator[Logboek]:
    """Log what happens in the block, and how it ends; then only the last runs are kept."""
    log = Logboek(folder, f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}", asked)
    try:
        yield log
    except BaseException as fault:
        log.note("mislukt", **of_fault(fault))
        raise
    else:
        log.note("klaar", telt=False)
    finally:
        _keep_last(folder, log.naam)


def of_fault(fault: BaseException) -> dict[str, Any]:
    """What may be told of it: of a refused delivery and of a bug not the message, which may quote a cell."""
    kind = type(fault).__name__
    if isinstance(fault, ToeleidingError):
        told = {} if isinstance(fault, LeveringGeweigerd) else {"melding": fault.message[:_LONGEST]}
        return {"fout": kind, "code": fault.exit_code, **told}
    frames = traceback.extract_tb(fault.__traceback__)[-_FRAMES:]
    return {"fout": kind, "plaats": [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]}


def _keep_last(folder: Path, naam: str) -> None:
    """Keep the last logs by name, which is by the clock, and always that of this run: clocks are set back."""
    others = [path for path in sorted(folder.glob("*.jsonl")) if path.stem != naam]
    for old in others[: max(0, len(others) + 1 - KEPT)]:
        with suppress(OSError):
            old.unlink()


def _line(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, default=str) + "\n"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
