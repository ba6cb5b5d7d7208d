"""The command that a schedule runs, as it will find it: full paths, and an environment of its own.

A service has no login: what decides in a user's shell where the key is and which renderer makes the reports
is written down, or the run of January would find no key, or make every report again with another renderer.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace

_PROGRAM = "toeleiding"
_TAKEN_ALONG = ("TOELEIDING_KEY_FILE", "TOELEIDING_RENDERER")
_PLAIN_PATH = "/usr/local/bin:/usr/bin:/bin"


@dataclass(frozen=True)
class Opdracht:
    """A program, a workspace, and the environment that it needs."""

    program: Path
    workspace: Path
    omgeving: tuple[tuple[str, str], ...]

    @property
    def run(self) -> tuple[str, ...]:
        return (str(self.program), "run", "--workspace", str(self.workspace))

    @property
    def failed(self) -> tuple[str, ...]:
        """What is run when that did not end well."""
        return (str(self.program), "schedule", "--failed", "--workspace", str(self.workspace))


def command_of(workspace: Workspace, environment: Mapping[str, str] = os.environ) -> Opdracht:
    """The command for a workspace. Raises SettingsError when the program is not installed, or when a path
    holds what no unit or crontab can."""
    found = Opdracht(_program(environment), workspace.root, tuple(_environment(environment)))
    values = dict(found.omgeving)
    for text in (*found.run, *values.values()):
        if not text.isprintable():
            raise SettingsError(
                f"{text!r}: a line break or another control character, which no schedule can hold",
                "Give that folder another name.",
            )
    return found


def _program(environment: Mapping[str, str]) -> Path:
    """The script beside the Python that runs this; not resolved: the link makes it that environment."""
    beside = Path(sys.executable).parent / _PROGRAM
    found = beside if beside.is_file() else shutil.which(_PROGRAM, path=environment.get("PATH"))
    if not found:
        raise SettingsError(
            f"{beside}: the program is not installed there, so a schedule could not find it",
            "Install it (make demo does) and run the one in .venv/bin.",
        )
    return Path(found).absolute()


def _environment(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    quarto = shutil.which("quarto", path=environment.get("PATH"))
    path = f"{Path(quarto).absolute().parent}:{_PLAIN_PATH}" if quarto else _PLAIN_PATH
    own = [(name, environment[name]) for name in _TAKEN_ALONG if environment.get(name)]
    return [("PATH", path), *((name, _absolute(name, value)) for name, value in own)]


def _absolute(name: str, value: str) -> str:
    return str(Path(value).expanduser().absolute()) if name.endswith("_FILE") else value
