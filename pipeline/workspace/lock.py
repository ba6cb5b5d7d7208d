"""One run at a time in a workspace.

The operating system's lock decides, and lets go when a process dies; a note beside it says who holds it. A
note that is still there although the lock was free is stale: an earlier run was cut off.
"""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pipeline.workspace.atomic import write_text
from pipeline.workspace.errors import LockError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.record import stable_json


@dataclass(frozen=True)
class Holder:
    """Who holds a lock: process, machine, and since when (local time)."""

    pid: int
    host: str
    since: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}, since {self.since}"


@contextmanager
def workspace_lock(workspace: Workspace) -> Iterator[Holder | None]:
    """Hold the lock of a workspace; gives the holder of an earlier run that was cut off, or None.

    Raises LockError, at once, when another run holds it.
    """
    from filelock import FileLock, Timeout

    workspace.lock_file.parent.mkdir(parents=True, exist_ok=True)
    note = workspace.lock_file.with_suffix(".json")
    lock = FileLock(workspace.lock_file, timeout=0)
    try:
        lock.acquire()
    except Timeout as fault:
        raise _busy(workspace, _read(note)) from fault
    try:
        cut_off = _read(note)
        write_text(note, stable_json(asdict(_ourselves())))
        yield cut_off
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def cut_off(workspace: Workspace) -> Holder | None:
    """The holder of a run that was cut off, as long as no other has begun since."""
    from filelock import FileLock, Timeout

    note = workspace.lock_file.with_suffix(".json")
    if not note.is_file():
        return None
    try:
        with FileLock(workspace.lock_file, timeout=0):
            return _read(note)
    except Timeout:
        return None


def at_work(workspace: Workspace) -> Holder | None:
    """The holder of a run that is at work now, as far as its note says."""
    note = workspace.lock_file.with_suffix(".json")
    return _read(note) if note.is_file() and cut_off(workspace) is None else None


def _ourselves() -> Holder:
    return Holder(os.getpid(), socket.gethostname(), datetime.now().isoformat(sep=" ", timespec="seconds"))


def _busy(workspace: Workspace, holder: Holder | None) -> LockError:
    who = f" ({holder})" if holder else ""
    return LockError(
        f"{workspace.root}: another run is at work here{who}",
        "Wait until it is done, or end that process if it hangs; its lock goes with it.",
    )


def _read(note: Path) -> Holder | None:
    """The holder in a note; None when there is no note, or one that was only half there."""
    try:
        return Holder(**json.loads(note.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
