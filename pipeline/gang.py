"""A run under way: what was asked, where and with what it works, and what became of each step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.workspace.basis import Besluit, Wijziging

if TYPE_CHECKING:
    from pipeline.pseudonym import Sleutel
    from pipeline.reporting.approval import Vrijgave
    from pipeline.reporting.renderer import Renderer
    from pipeline.vocabulary.schooljaar import Schooljaar
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.logboek import Logboek
    from pipeline.workspace.settings import Settings

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Stap:
    """One step of a run: what it was about, whether it ran, why, and how long it took."""

    naam: str
    gedaan: bool
    reden: str
    seconden: float = 0.0
    wijzigingen: tuple[Wijziging, ...] = ()
    """What is otherwise than when it was made before; for who asks to explain."""


@dataclass
class Verslag:
    """What a run did, in order, and where its reports are."""

    stappen: list[Stap] = field(default_factory=list)
    rapporten: list[str] = field(default_factory=list)
    log: Logboek | None = field(default=None, repr=False)
    vrijgaven: dict[str, Vrijgave] | None = field(default=None, repr=False)
    """How far each school year with reports is now that it ended, where it looked."""

    def add(self, stap: Stap) -> None:
        """Add what became of a step, and log it."""
        self.stappen.append(stap)
        if self.log:
            self.log.note("stap", telt=stap.gedaan, **asdict(stap))

    def note(self, naam: str, reden: str) -> None:
        """Add what was done besides."""
        self.stappen.append(Stap(naam, True, reden))

    def as_dict(self) -> dict[str, Any]:
        return {"stappen": [asdict(stap) for stap in self.stappen], "rapporten": self.rapporten}


@dataclass(frozen=True)
class Wens:
    """What the user asks for: certain school years (none named: all), again even when up to date."""

    schooljaren: tuple[Schooljaar, ...] = ()
    opnieuw: bool = False
    docx: bool = False
    """Also documents to comment in."""


@dataclass(frozen=True)
class Gang:
    """One run under way: where, with which settings and key, what is asked, and what was done so far."""

    workspace: Workspace
    settings: Settings
    sleutel: Sleutel
    renderer: Renderer
    wens: Wens
    tell: Tell
    verslag: Verslag = field(default_factory=Verslag)

    def skipped(self, naam: str, reden: str) -> None:
        self.verslag.add(Stap(naam, False, reden))

    def how(self, van: str, **more: Any) -> dict[str, Any]:
        """In which run and how fast what was just made came about. van: the hash that says what it is."""
        last, log = self.verslag.stappen[-1], self.verslag.log
        return {"van": van, "run": log.naam if log else "", "seconden": last.seconden, **more}

    @contextmanager
    def doing(self, naam: str, besluit: Besluit, since: float | None = None) -> Iterator[None]:
        """Tell that a step starts, and note it with its time when it went well.

        since: when it began (by time.monotonic) where that was before now, beside another step.
        """
        start = time.monotonic() if since is None else since
        self.tell(naam)
        if self.verslag.log:
            self.verslag.log.note("stap begint", naam=naam, reden=besluit.reden)
        yield
        seconds = round(time.monotonic() - start, 2)
        self.verslag.add(Stap(naam, True, besluit.reden, seconds, besluit.wijzigingen))
