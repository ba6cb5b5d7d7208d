"""The summary of a run, for the secretary of the stuurgroep: in plain Dutch, and without anything of a pupil.

It says how the run ended, how far every report is, and which school still has to deliver what. A run that
brings nothing new leaves the last summary as it is, and nobody hears of it: so it may run every morning.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from pipeline.reporting.notation import datum, opsomming
from pipeline.workspace.atomic import write_text
from pipeline.workspace.record import stable_json
from pipeline.yearly.reminders import Gevraagd, asked, per_school

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.gang import Verslag
    from pipeline.reporting.approval import Vrijgave
    from pipeline.workspace.errors import ToeleidingError
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import Settings

Einde = Literal["klaar", "gestopt", "afgebroken", "programmafout"]
_REPORTS = "reports "
"""How the step of a run begins that makes them."""
_STAYED = "De rapporten die er waren, zijn gebleven."
_ENDED: Mapping[Einde, str] = {
    "klaar": "De run is klaar.",
    "gestopt": f"De run is gestopt. {_STAYED}",
    "afgebroken": f"De run is afgebroken voordat hij klaar was. {_STAYED}",
    "programmafout": f"De run is gestopt door een fout in het programma. {_STAYED}",
}


@dataclass(frozen=True)
class Afloop:
    """How a run ended: the years whose reports it made, or why not. The program's messages are in English."""

    einde: Einde
    gemaakt: tuple[str, ...] = ()
    melding: str = ""
    advies: str = ""

    @classmethod
    def of(cls, verslag: Verslag) -> Afloop:
        made = (s.naam.removeprefix(_REPORTS) for s in verslag.stappen if s.gedaan and _is_report(s.naam))
        return cls("klaar", tuple(sorted({year for named in made for year in named.split(", ")})))

    @classmethod
    def of_fault(cls, fault: ToeleidingError) -> Afloop:
        return cls("gestopt", (), fault.message, fault.advice)


@dataclass(frozen=True)
class Toestand:
    """What is there after a run: how far the report of each school year is, and what is asked of schools."""

    regio: str
    rapporten: Mapping[str, str]
    """Per school year the line that says how far it is, in Dutch."""
    nieuws: Mapping[str, str]
    """The same without reviews: who made those know of them."""
    gevraagd: tuple[Gevraagd, ...]
    vandaag: date

    @classmethod
    def of(
        cls,
        workspace: Workspace,
        settings: Settings,
        today: date,
        states: Mapping[str, Vrijgave] | None = None,
    ) -> Toestand:
        """states: how far each school year is, where that is known already: it takes a look at every file."""
        from pipeline.reporting.approval import vrijgaven

        states = vrijgaven(workspace, settings.vrijgave.beoordelaars) if states is None else states
        lines = {label: state.regel for label, state in states.items()}
        news = {label: "; ".join((s.status, *s.ontbreekt, s.los)) for label, s in states.items()}
        return cls(settings.regio.naam, lines, news, asked(workspace, settings), today)

    def as_dict(self) -> dict[str, Any]:
        return {
            "rapporten": dict(self.nieuws),
            "gevraagd": [one.as_dict(self.vandaag) for one in self.gevraagd],
        }


def write_summary(workspace: Workspace, afloop: Afloop, toestand: Toestand, now: datetime) -> Path | None:
    """Write the summary beside the run records; None when there is nothing that the last one did not tell."""
    told = {"einde": afloop.einde, "melding": afloop.melding, **toestand.as_dict()}
    before = last_told(workspace)
    if before == told and not afloop.gemaakt:
        return None
    text = workspace.summary
    text.parent.mkdir(parents=True, exist_ok=True)
    write_text(text, "\n".join(summary_lines(afloop, toestand, now)) + "\n")
    write_text(_state_file(workspace), stable_json(told))
    return text


def last_told(workspace: Workspace) -> dict[str, Any] | None:
    """What the last summary told, when it reached everybody; None when there is none or it cannot be read."""
    try:
        found = json.loads(_state_file(workspace).read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def not_told(workspace: Workspace) -> None:
    """The last summary did not reach everybody, so the next run tells it again."""
    _state_file(workspace).unlink(missing_ok=True)


def summary_lines(afloop: Afloop, toestand: Toestand, now: datetime) -> Iterator[str]:
    """The text, line by line."""
    yield f"Toeleiding, {toestand.regio}: de run van {datum(now.date())}, {now:%H:%M} uur"
    yield ""
    yield _ENDED[afloop.einde]
    yield from _outcome(afloop)
    yield from _reports(toestand.rapporten)
    yield from _asked(toestand)


def _outcome(afloop: Afloop) -> Iterator[str]:
    if afloop.melding:
        yield "Melding van het programma, in het Engels:"
        yield from (f"    {line}" for line in f"{afloop.melding}\n{afloop.advies}".strip().splitlines())
    if afloop.einde == "klaar":
        yield _made(afloop.gemaakt) if afloop.gemaakt else "De rapporten waren al bij."


def _made(years: Sequence[str]) -> str:
    return f"Opnieuw gemaakt: de rapporten van {opsomming(years)}."


def _is_report(step: str) -> bool:
    return step.startswith(_REPORTS)


def _reports(rapporten: Mapping[str, str]) -> Iterator[str]:
    yield "\nRapporten" if rapporten else "\nEr zijn nog geen rapporten."
    yield from (f"- {label}: {line}" for label, line in rapporten.items())


def _asked(toestand: Toestand) -> Iterator[str]:
    late = tuple(one for one in toestand.gevraagd if toestand.vandaag > one.uiterlijk)
    open_ = tuple(one for one in toestand.gevraagd if one not in late)
    if not toestand.gevraagd:
        yield "\nEr wordt op geen levering gewacht."
        return
    for title, found in (("Te laat", late), ("Nog te leveren", open_)):
        if found:
            yield f"\n{title}"
            yield from (f"- {who}: {_items(of)}" for who, of in per_school(found))
    yield "\n" + _WHAT_NOW


def _items(of: list[Gevraagd]) -> str:
    days = {one.uiterlijk for one in of}
    if len(days) == 1:
        return f"{opsomming([one.wat for one in of])}, uiterlijk {datum(days.pop())}"
    return opsomming([f"{one.wat}, uiterlijk {datum(one.uiterlijk)}" for one in of])


_WHAT_NOW = """\
Een rapport wacht niet op een levering. Het is voorlopig zolang het schoolverlaters van een school mist, of
een meting van de hele regio. Komt de levering later, dan maakt de eerste run daarna het rapport opnieuw.
Een school die gestopt is of samengegaan, kan in toeleiding.toml bij [vrijgave] zonder_levering."""


def _state_file(workspace: Workspace) -> Path:
    return workspace.summary.with_suffix(".json")
