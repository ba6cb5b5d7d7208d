"""A process that draws charts and stays: the first drawing of a process takes as long as eight later ones.

It draws while notebooks run, into the folder that who dresses them looks in first. What it did not draw, for
whatever reason, is drawn there, and what is wrong with it told of there.
"""

from __future__ import annotations

import hashlib
import json
import signal
import time
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pipeline.reporting.drawing import VEGALITE_MIME, draw, draw_once

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from threading import Event

    from nbformat import NotebookNode

_LIMIT = 60
"""Seconds to wait for the last charts of a report; all of them take two."""
_LOOK = 0.05
"""Seconds between looks at how far they are."""
_FIRST = {"data": {"values": [{}]}, "mark": "point"}


class Drawer:
    """A fork of the process that kernels come from; only where that can be (`can_fork`)."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked = self._done = 0
        self._left = False

    def __enter__(self) -> Self:
        context = get_context("forkserver")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_draw_what_is_asked, args=(theirs,), daemon=True)
        self._process.start()
        self.pid = self._process.pid
        theirs.close()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Whatever it is at, it is gone then."""
        self._process.kill()
        self._process.join()
        self._ours.close()

    def ask(self, spec: Path) -> int:
        """Have the chart of a specification drawn beside that file; gives its number in the row."""
        with self._lock:
            self._asked += 1
            try:
                if not self._left:
                    self._ours.send(spec)
            except OSError:
                self._left = True
            return self._asked

    def has_done(self, number: int) -> bool:
        """Whether it is past that chart, drawn or not."""
        with self._lock:
            try:
                while not self._left and self._ours.poll():
                    self._done = self._ours.recv()
            except (EOFError, OSError):
                self._left = True
            return self._left or self._done >= number

    def leave(self) -> None:
        """Ask nothing of it any more, and wait for nothing."""
        self._left = True


class Charts:
    """The charts of a notebook that runs, drawn into a folder."""

    def __init__(self, drawer: Drawer, folder: Path) -> None:
        self._drawer, self._folder, self._last = drawer, folder, 0

    def begin(self, cell: NotebookNode) -> None:
        """Start on the charts that a cell gave; does not wait for them."""
        for output in cell.get("outputs", []):
            if spec := output.get("data", {}).get(VEGALITE_MIME):
                content = json.dumps(spec)
                path = self._folder / f"{hashlib.sha256(content.encode()).hexdigest()}.json"
                path.write_text(content, encoding="utf-8")
                self._last = self._drawer.ask(path)

    def drawn(self, stopped: Event) -> None:
        """Wait until all are drawn, or time is up, or nobody waits for them any more."""
        end = time.monotonic() + _LIMIT
        while not self._drawer.has_done(self._last) and not stopped.is_set():
            if time.monotonic() > end:
                self._drawer.leave()
            time.sleep(_LOOK)


def _draw_what_is_asked(asked: Connection) -> None:
    """In the fork, until nobody is left who asks. A stop from the keyboard is for the program."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(Exception):
        draw(_FIRST)
    number = 0
    with suppress(EOFError, OSError):
        while path := asked.recv():
            with suppress(Exception):
                draw_once(json.loads(path.read_text("utf-8")), path.parent)
            number += 1
            asked.send(number)
