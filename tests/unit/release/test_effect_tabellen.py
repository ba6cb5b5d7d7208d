"""What is told of the plans is the same wherever it is worked out."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import pytest

from pipeline.release import effect_tabellen
from pipeline.release.effect_onderzoek import Onderzoek
from pipeline.release.effect_tabellen import EffectBeside
from pipeline.release.policy import Policy
from pipeline.reporting.kernels import can_fork
from tests.support.asked import asked, counted, without

TABELLEN = [
    "effect",
    "effect_kracht",
    "effect_afwijkingen",
    "effect_omvang",
    "effect_per_jaar",
    "effect_robuust",
]
HIDDEN = {("S00", 2019), ("S01", 2020), ("S02", 2021)}
needs_fork = pytest.mark.skipif(not can_fork(), reason="only Linux forks from a process that imported all")


def _nothing_here(*_: object) -> Any:
    pytest.fail("it was worked out here")


@needs_fork
def test_a_process_of_its_own_tells_the_same_for_each_public(monkeypatch: pytest.MonkeyPatch) -> None:
    cijfers = counted()
    publics = [(cijfers, Policy()), (without(cijfers, HIDDEN), Policy(noemer=20))]
    with EffectBeside(partial(asked, cijfers), forks=False) as here:
        expected = [here.tabellen(*public) for public in publics]
    monkeypatch.setattr(effect_tabellen, "effect_tabellen", _nothing_here)
    with EffectBeside(partial(asked, cijfers), forks=True) as there:
        found = [there.tabellen(*public) for public in publics]
    for one, other in zip(expected, found, strict=True):
        assert list(one) == list(other) == TABELLEN
        for name in TABELLEN:
            pd.testing.assert_frame_equal(one[name], other[name], check_exact=True)
    assert any(not expected[0][name].equals(expected[1][name]) for name in TABELLEN)


def _fails() -> Onderzoek:
    raise ArithmeticError("never told of")


@needs_fork
def test_what_goes_wrong_there_is_told_of_here(capfd: pytest.CaptureFixture[str]) -> None:
    with EffectBeside(_fails, forks=True) as effect:
        with pytest.raises(ArithmeticError, match="never told of"):
            effect.tabellen(pd.DataFrame(), Policy())
        with pytest.raises(ArithmeticError):
            effect.tabellen(pd.DataFrame(), Policy())
    assert capfd.readouterr() == ("", "")


@needs_fork
def test_a_process_that_was_killed_is_not_missed() -> None:
    cijfers = counted()
    with EffectBeside(partial(asked, cijfers), forks=True) as effect:
        os.kill(effect.pid or 0, signal.SIGKILL)
        found = effect.tabellen(cijfers, Policy())
    with EffectBeside(partial(asked, cijfers), forks=False) as here:
        pd.testing.assert_frame_equal(found["effect"], here.tabellen(cijfers, Policy())["effect"])


class _Fatal:
    """What ends the process that unpacks it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (1,)


@needs_fork
def test_a_process_that_dies_before_it_has_all_is_not_missed() -> None:
    cijfers = counted()
    much = b"x" * 10_000_000  # more than waits on the way there
    with EffectBeside(partial(_prepared, cijfers, (_Fatal(), much)), forks=True) as effect:
        assert effect.pid is None
        assert list(effect.tabellen(cijfers, Policy())) == TABELLEN


def _prepared(cijfers: pd.DataFrame, _: object) -> Onderzoek:
    return asked(cijfers)


def _sleeps() -> Onderzoek:
    time.sleep(600)
    raise AssertionError


@needs_fork
def test_a_process_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effect_tabellen, "PATIENCE", 0.2)
    monkeypatch.setattr(effect_tabellen, "effect_tabellen", lambda *_: {"worked out": "here"})
    with EffectBeside(_sleeps, forks=True) as effect:
        pid = effect.pid
        assert _is_there(pid)
        monkeypatch.setattr(effect, "_prepare", lambda: None)
        assert effect.tabellen(pd.DataFrame(), Policy()) == {"worked out": "here"}
        assert not _is_there(pid)


@needs_fork
@pytest.mark.parametrize("ended", [None, RuntimeError])
def test_the_process_is_gone_afterwards(ended: type[Exception] | None) -> None:
    effect = EffectBeside(partial(asked, counted()), forks=True)
    try:
        with effect:
            assert _is_there(effect.pid)
            if ended:
                raise ended
    except RuntimeError:
        assert ended
    assert not _is_there(effect.pid)


def _is_there(pid: int | None) -> bool:
    try:
        os.kill(pid or 0, 0)
    except ProcessLookupError:
        return False
    return True


def test_without_a_fork_it_is_prepared_once_and_only_when_asked_for() -> None:
    asked_for: list[int] = []

    def prepare() -> Onderzoek:
        asked_for.append(1)
        return asked(cijfers)

    cijfers = counted()
    with EffectBeside(prepare, forks=False) as effect:
        assert not asked_for
        make: Callable[[], Any] = partial(effect.tabellen, cijfers, Policy())
        assert list(make()) == list(make()) == TABELLEN
    assert asked_for == [1]
