"""What `toeleiding schedule` gives: units or a line for this workspace, checked, and when they fire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Literal

from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import load_settings
from pipeline.yearly.command import command_of
from pipeline.yearly.cron import cron_line, read_line
from pipeline.yearly.moments import Rooster
from pipeline.yearly.systemd import Units, units, user_folder, verify, write_units

_SHOWN = 5


@dataclass(frozen=True)
class Plan:
    """A schedule in text, how it was checked, and the next times it fires (local time)."""

    soort: Literal["systemd", "cron"]
    teksten: Mapping[str, str]
    """By file name; the line of a crontab has none."""
    gecontroleerd: str
    momenten: tuple[str, ...]
    geschreven: tuple[str, ...] = ()
    timer: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """For a person: what is to be copied first, and the rest as comments of a crontab or unit."""
        for name, text in self.teksten.items():
            yield text.rstrip("\n") if not name else f"# ---- {name}\n{text}"
        yield f"# checked: {self.gecontroleerd}"
        yield f"# next: {', '.join(self.momenten)}"
        yield from (f"# {line}" for line in self._what_now())

    def _what_now(self) -> Iterator[str]:
        if self.soort == "cron":
            yield "put the line in your table with crontab -e; what a run says goes to run.log there"
            return
        if not self.geschreven:
            yield f"--write puts these in {user_folder()}"
            return
        yield from (f"written: {path}" for path in self.geschreven)
        yield f"start it:  systemctl --user daemon-reload && systemctl --user enable --now {self.timer}"
        yield "once, so that it also fires when you are not logged in:  loginctl enable-linger"


def systemd_plan(workspace: Workspace, now: datetime, write: bool = False) -> Plan:
    """The units for a workspace; with `write` put where systemd looks for those of this user.

    Raises SettingsError when systemd finds them wrong; then nothing is written.
    """
    rooster = _rooster(workspace)
    made = units(command_of(workspace), rooster)
    checked = _checked(made)
    written = write_units(made, user_folder()) if write else []
    return Plan("systemd", made.bestanden, checked, _next(rooster, now), tuple(map(str, written)), made.timer)


def cron_plan(workspace: Workspace, now: datetime) -> Plan:
    """The line for a workspace; the next times are those of the line as it is read back."""
    line = cron_line(command_of(workspace), _rooster(workspace))
    rooster, _ = read_line(line)
    return Plan(
        "cron",
        {"": line},
        "read back as cron does: these times, and the command as the shell gets it",
        _next(rooster, now),
    )


def _rooster(workspace: Workspace) -> Rooster:
    return Rooster.of(load_settings(workspace.settings_file).jaarlijks)


def _next(rooster: Rooster, now: datetime) -> tuple[str, ...]:
    return tuple(f"{moment:%Y-%m-%d %H:%M}" for moment in islice(rooster.after(now), _SHOWN))


def _checked(made: Units) -> str:
    found = verify(made)
    if found is None:
        return "not by systemd: systemd-analyze is not on this machine"
    if found:
        raise SettingsError(
            "\n".join(["systemd-analyze verify does not accept the units:", *found]),
            "Use --cron, or tell us what is unusual about these paths.",
        )
    return "systemd-analyze verify finds nothing wrong"
