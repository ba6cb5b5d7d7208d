"""Parts of the protection, each switched off by itself: what is left of it must not withstand an attack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from pipeline.release import (
    blocks,
    decision,
)
from pipeline.release.policy import Policy, Reden
from pipeline.release.system import System

Switch = Callable[[pytest.MonkeyPatch], None]


@contextmanager
def switched(off: Switch | None) -> Iterator[None]:
    """Protection without one of its parts, or whole; nothing of what was decided otherwise is remembered."""
    with pytest.MonkeyPatch.context() as patch:
        _forget()
        if off:
            off(patch)
        try:
            yield
        finally:
            patch.undo()
            _forget()


def _forget() -> None:
    decision.decide_stage.cache_clear()
    blocks.decide_together.cache_clear()


def put(target: Any, name: str, value: Any) -> Switch:
    """Put something else in the place of a function or a number."""
    return lambda patch: patch.setattr(target, name, value)


def nothing(*_: Any, **__: Any) -> None:
    """Does nothing."""


def without_rule(reden: Reden) -> Switch:
    """A rule that hides a cell by itself."""
    whole = Policy.reden

    def rest(self: Policy, indicator: str, klasse: str, k: int, n: int) -> Reden | None:
        found = whole(self, indicator, klasse, k, n)
        return None if found is reden else found

    return put(Policy, "reden", rest)


def rules_alone(system: System, _: int) -> frozenset[str]:
    """Nothing is hidden for the sake of another."""
    return frozenset(cell.key for cell in system.cells if cell.primary)
