"""What makes a run go faster and changes nothing of what it makes."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.workspace.settings import Settings

_ALLOCATIONS = 100_000
"""After so many more objects Python looks for waste among them; by itself after 700."""


@contextmanager
def looking_for_waste_less_often() -> Iterator[None]:
    """A release is decided on with millions of small objects that are no waste: looking at them over and over
    takes a twentieth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(_ALLOCATIONS, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def leaving_at_once() -> Iterator[None]:
    """End the process as soon as the block has ended and what others wanted done at its end is done.

    Python would take apart one by one all objects that a run leaves, to give back memory that the system
    takes back anyway: a third of a second after a large run.
    """
    codes: list[int] = []
    atexit.register(_leave, codes)  # what was registered first comes last
    try:
        yield
        codes.append(0)
    except SystemExit as stop:
        if stop.code is None or isinstance(stop.code, int):
            codes.append(stop.code or 0)
        raise


def _leave(codes: list[int]) -> None:
    """Leave with the code that is there. Without one, or when not all that was said can be written, Python
    goes on by itself, and tells."""
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except (AttributeError, OSError, ValueError):
        return
    for code in codes:
        os._exit(code)


@contextmanager
def made_ready(settings: Settings) -> Iterator[None]:
    """Meanwhile start the process that reports are forked from, and see what the definitions say of one
    another: while the microdata are built one processor has little to do. What fails here fails again where
    it is needed, and is told of there.

    Nothing is imported beside other work: two imports at once may see each other's modules half made.
    """
    from concurrent.futures import ThreadPoolExecutor

    import duckdb  # noqa: F401 - what is begun below imports nothing

    from pipeline.release.circulation import kinds_name
    from pipeline.reporting.kernels import warm_up

    warm_up()
    with ThreadPoolExecutor(1) as beside:
        beside.submit(kinds_name, settings.definities)
        yield
