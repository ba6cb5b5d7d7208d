"""The yearly run as units of systemd: a service, its timer, and what is run when it did not end well."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.workspace.atomic import write_text
from pipeline.yearly.command import Opdracht
from pipeline.yearly.moments import Rooster

_SECONDS = 30
_HEAD = (
    "# Written by `toeleiding schedule --systemd`. Write it again when the workspace or the program moves.\n"
)
_LONGEST_RUN = "6h"
_THROUGH_SHELL = ("/bin/sh", "-c", 'exec "$0" "$@"')
"""For a program whose path has what systemd takes in an argument only."""


@dataclass(frozen=True)
class Units:
    """The units of one workspace, by file name; the name of the workspace's folder is in theirs."""

    naam: str
    bestanden: Mapping[str, str]

    @property
    def timer(self) -> str:
        return f"{self.naam}.timer"


def units(opdracht: Opdracht, rooster: Rooster) -> Units:
    """The units that run a workspace on its moments."""
    naam = unit_name(opdracht.workspace)
    about = specifiers(str(opdracht.workspace))
    service = _service(opdracht, opdracht.run, f"Toeleiding: the yearly run of {about}", f"{naam}-failed")
    failed = _service(opdracht, opdracht.failed, f"Toeleiding: tell that the run of {about} failed")
    return Units(
        naam,
        {
            f"{naam}.service": service,
            f"{naam}.timer": _timer(about, rooster),
            f"{naam}-failed.service": failed,
        },
    )


def unit_name(workspace: Path) -> str:
    """A name of its own for each workspace: what its folder is called, and a mark of the whole path."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", workspace.name).strip("-").lower()[:40]
    mark = hashlib.sha256(str(workspace).encode()).hexdigest()[:6]
    return "-".join(part for part in ("toeleiding", plain, mark) if part)


def on_calendar(rooster: Rooster) -> str:
    """The moments as systemd writes them, such as *-01-* 05:30:00."""
    dagen = ",".join(f"{dag:02d}" for dag in sorted(rooster.dagen)) or "*"
    maanden = ",".join(f"{maand:02d}" for maand in sorted(rooster.maanden))
    return f"*-{maanden}-{dagen} {rooster.uur:02d}:{rooster.minuut:02d}:00"


def specifiers(text: str) -> str:
    """Text in which a % is a %, and not the beginning of a specifier."""
    return text.replace("%", "%%")


def quoted(text: str) -> str:
    """One word in double quotes, in which systemd reads \\ and " in C's way, and % as a specifier."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{specifiers(inner)}"'


def user_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where systemd looks for the units of a user."""
    config = environment.get("XDG_CONFIG_HOME")
    return (Path(config) if config else Path.home() / ".config") / "systemd" / "user"


def write_units(made: Units, folder: Path) -> list[Path]:
    """Put the units in a folder, each whole; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in made.bestanden.items():
        write_text(folder / name, text)
    return [folder / name for name in made.bestanden]


def verify(made: Units) -> tuple[str, ...] | None:
    """What `systemd-analyze verify` finds wrong with the units, nothing when they are right; None where it is
    not there to ask."""
    program = shutil.which("systemd-analyze")
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="toeleiding-") as room:
        paths = write_units(made, Path(room))
        done = subprocess.run(
            [program, "verify", "--man=no", *map(str, paths)],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return tuple(said) if done.returncode or _about(said, made) else ()


def _about(lines: Iterable[str], made: Units) -> bool:
    """Whether a warning is about these units; those about others of the machine are not ours to mend."""
    return any(made.naam in line for line in lines)


def _is_plain(program: str) -> bool:
    return not set(program) & set("\"'\\$")


def _service(opdracht: Opdracht, words: tuple[str, ...], about: str, on_failure: str = "") -> str:
    program, *arguments = words if _is_plain(words[0]) else (*_THROUGH_SHELL, *words)
    command = " ".join([quoted(program), *(quoted(word).replace("$", "$$") for word in arguments)])
    return "\n".join(
        [
            f"{_HEAD}[Unit]",
            f"Description={about}",
            *([f"OnFailure={on_failure}.service"] if on_failure else []),
            "\n[Service]",
            "Type=oneshot",
            *(f"Environment={quoted(f'{name}={value}')}" for name, value in opdracht.omgeving),
            f"ExecStart={command}",
            f"TimeoutStartSec={_LONGEST_RUN}",
            "UMask=0077",
            "Nice=10\n",
        ]
    )


def _timer(about: str, rooster: Rooster) -> str:
    return "\n".join(
        [
            f"{_HEAD}[Unit]",
            f"Description=Toeleiding: when the yearly run of {about} fires",
            "\n[Timer]",
            f"OnCalendar={on_calendar(rooster)}",
            "# A moment at which the machine was off is made up for when it is on again.",
            "Persistent=true",
            "\n[Install]",
            "WantedBy=timers.target\n",
        ]
    )
