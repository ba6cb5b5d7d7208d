"""All that is told of the innovatieplannen, worked out in a process of its own where that can be.

It takes a third of the time of a release and waits for nothing but the figures as they are told, while what
is hidden besides is still being decided on. Both are mostly Python, of which one process does one thing at a
time.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from multiprocessing import get_context
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pipeline.release.effect import beside_headline, leavers, protect_effect
from pipeline.release.effect_jaren import protect_years
from pipeline.release.effect_onderzoek import Onderzoek
from pipeline.release.effect_robuust import protect_robust

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    import pandas as pd

    from pipeline.release.policy import Policy

Tabellen = dict[str, "pd.DataFrame"]
PATIENCE = 600.0
"""Seconds; working them out takes three."""


def effect_tabellen(gevraagd: Onderzoek, cijfers: pd.DataFrame, policy: Policy) -> Tabellen:
    """The tables of a release about the plans, by name. cijfers: as they are told to this public."""
    effect, kracht, afwijkingen = protect_effect(gevraagd, cijfers, policy)
    return {
        "effect": effect,
        "effect_kracht": kracht,
        "effect_afwijkingen": afwijkingen,
        "effect_omvang": leavers(gevraagd, cijfers, policy),
        "effect_per_jaar": beside_headline(protect_years(gevraagd, cijfers, policy), effect),
        "effect_robuust": beside_headline(protect_robust(gevraagd, cijfers, policy), effect),
    }


class EffectBeside:
    """Gives `effect_tabellen` of one release, for each public in turn.

    forks: in a process from where multiprocessing forks, from the moment that this is entered. What it gets
    stays in memory, as does the key that estimates are shifted by. What does not come back from there, for
    whatever reason, is worked out here; also when nothing comes for `PATIENCE` seconds.
    """

    def __init__(self, prepare: Callable[[], Onderzoek], forks: bool) -> None:
        self._prepare, self._forks = prepare, forks
        self._there: Connection | None = None
        self.pid: int | None = None

    def __enter__(self) -> Self:
        if self._forks:
            context = get_context("forkserver")
            ours, theirs = context.Pipe()
            self._process = context.Process(target=_answer, args=(theirs, self._prepare), daemon=True)
            with suppress(Exception):  # it died before it had all that it is given: then there is none
                self._process.start()
                self._there, self.pid = ours, self._process.pid
            theirs.close()
            if self._there is None:
                ours.close()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        there, self._there = self._there, None
        if there is not None:
            self._process.kill()
            self._process.join()
            there.close()

    def tabellen(self, cijfers: pd.DataFrame, policy: Policy) -> Tabellen:
        """The tables for a public. Raises what working them out raises."""
        return self._asked(cijfers, policy) or effect_tabellen(self._here, cijfers, policy)

    def _asked(self, cijfers: pd.DataFrame, policy: Policy) -> Tabellen:
        """What comes from there; nothing when it does not, and then it is not asked again."""
        with suppress(EOFError, OSError):
            if self._there is not None:
                self._there.send((cijfers, policy))
                if self._there.poll(PATIENCE):
                    made: Tabellen = self._there.recv()
                    return made
        self._end()
        return {}

    @cached_property
    def _here(self) -> Onderzoek:
        return self._prepare()


def _answer(asked: Connection, prepare: Callable[[], Onderzoek]) -> None:
    """In the fork, until nobody is left who asks. What goes wrong here goes wrong again where it is told of.
    A stop from the keyboard is for the program."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(Exception):
        gevraagd = prepare()
        while True:
            cijfers, policy = asked.recv()
            asked.send(effect_tabellen(gevraagd, cijfers, policy))
