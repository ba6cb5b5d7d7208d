"""Do something in a process of its own, which is a fork of the one that the kernels come from (kernels.py).

What it needs is imported there already, it takes no time of the program that counts the next release beside
it, and what it leaves in memory goes with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

from pipeline.workspace.errors import RenderFout

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from threading import Event

T = TypeVar("T")
TIME_LIMIT = 600
"""Seconds; what runs in it has shorter limits of its own."""
_LOOK = 0.2
"""Seconds between looks at whether somebody still waits for it."""


def run_apart(what: Callable[[T], None], task: T, stopped: Event, limit: float = TIME_LIMIT) -> None:
    """Call `what` with `task` in a fork, and wait; the fork is gone when this ends, however it ends.

    stopped: set when nobody waits for it any more; then it is ended. Raises what it raises, and RenderFout
    when it dies or is not ready in time.
    """
    context = get_context("forkserver")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_report_back, args=(theirs, what, task), daemon=True)
    process.start()
    theirs.close()
    try:
        fault = _outcome(ours, stopped, limit)
    except EOFError:
        process.join()
        fault = RenderFout(
            f"a process that made reports died (exit {process.exitcode})", "It may have run out of memory."
        )
    finally:
        process.kill()
        process.join()
        ours.close()
    if fault is not None:
        raise fault


def _outcome(ours: Connection, stopped: Event, limit: float) -> Exception | None:
    """What the fork says of how it went, when it does. Raises EOFError when it says nothing and is gone."""
    end = time.monotonic() + limit
    while time.monotonic() < end and not stopped.is_set():
        if ours.poll(_LOOK):
            fault: Exception | None = ours.recv()
            return fault
    return None if stopped.is_set() else RenderFout(f"reports were not ready after {limit:g} seconds")


def _report_back(to: Connection, what: Callable[[T], None], task: T) -> None:
    """In the fork: do it, and tell how it went."""
    fault: Exception | None = None
    try:
        what(task)
    except Exception as found:  # noqa: BLE001 - whatever it is, it goes to who waits
        fault = found
    try:
        to.send(fault)
    except Exception:  # noqa: BLE001 - one that cannot be sent: its name says enough
        to.send(RenderFout(f"reports could not be made: {type(fault).__name__}"))
