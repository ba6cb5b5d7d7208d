"""The yearly run as a line of a crontab, and that line read back."""

from __future__ import annotations

import shlex

from pipeline.workspace.errors import SettingsError
from pipeline.yearly.command import Opdracht
from pipeline.yearly.moments import Rooster

LOG = "run.log"
_LONGEST = 990
"""Characters of a command; common crons cut it off at a thousand."""
_RANGES = {"minute": (0, 59), "hour": (0, 23), "day": (1, 31), "month": (1, 12)}


def cron_line(opdracht: Opdracht, rooster: Rooster) -> str:
    """The line, for `crontab -e`. Raises SettingsError for a path that a crontab cannot hold.

    In the command % is escaped, because cron makes a line end of it, also within quotes; the rest is the
    shell's. A backslash is refused: crons differ in what they make of two of them.
    """
    log = shlex.quote(str(opdracht.workspace / LOG))
    words = [f"{name}={shlex.quote(value)}" for name, value in opdracht.omgeving]
    command = (
        f"export {' '.join(words)}; {{ {_shell(opdracht.run)} || {_shell(opdracht.failed)}; }} >>{log} 2>&1"
    )
    if "\\" in command:
        raise SettingsError(
            "a path with a backslash, which one cron reads otherwise than another",
            "Give that folder another name.",
        )
    escaped = command.replace("%", r"\%")
    if len(escaped) > _LONGEST:
        raise SettingsError(
            f"a line of {len(escaped)} characters, of which cron would cut off the end",
            "Put the workspace in a folder with a shorter path, or use --systemd.",
        )
    return f"{_fields(rooster)} {escaped}"


def read_line(line: str) -> tuple[Rooster, str]:
    """When a line of a crontab fires, and the command that the shell gets; as far as cron_line writes them:
    numbers, commas and *, any day of the week. Raises ValueError for anything else."""
    *fields, command = line.split(" ", 5)
    if len(fields) != 5 or fields[4] != "*":
        raise ValueError("expected five fields, of which the last is *, and a command")
    minute, hour, day, month = (_numbers(text, name) for text, name in zip(fields[:4], _RANGES, strict=True))
    if len(minute) != 1 or len(hour) != 1:
        raise ValueError("expected one minute and one hour")
    every_day = () if fields[2] == "*" else day
    return Rooster(month, every_day, hour[0], minute[0]), _unescaped(command)


def _fields(rooster: Rooster) -> str:
    dagen = ",".join(map(str, sorted(rooster.dagen))) or "*"
    maanden = ",".join(map(str, sorted(rooster.maanden)))
    return f"{rooster.minuut} {rooster.uur} {dagen} {maanden} *"


def _shell(words: tuple[str, ...]) -> str:
    return " ".join(shlex.quote(word) for word in words)


def _numbers(text: str, name: str) -> tuple[int, ...]:
    low, high = _RANGES[name]
    found = tuple(range(low, high + 1)) if text == "*" else tuple(map(int, text.split(",")))
    if any(not low <= number <= high for number in found):
        raise ValueError(f"a {name} out of range")
    return found


def _unescaped(command: str) -> str:
    bare = command.replace(r"\%", "")
    if "%" in bare:
        raise ValueError("a % that cron would make a line end of")
    return command.replace(r"\%", "%")
