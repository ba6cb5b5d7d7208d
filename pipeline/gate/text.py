"""What no text that leaves may hold, seen or unseen: traces of the machine, and a hidden figure's value."""

from __future__ import annotations

import getpass
import re
import socket
from collections.abc import Iterator
from functools import cache

from pipeline.gate.fault import Fault

_PATH = re.compile(
    r"file:/|(?<![\w/.:<])/(?:home|Users|root|tmp|var|private|mnt|media|opt|srv|usr|work|workspace)/\w"
    r"|(?<![\w])[A-Za-z]:\\\\?\w|(?<![\w\\])\\\\[\w.-]+\\\w"
)
"""An absolute path of Linux, macOS or Windows, or of a share."""
_GENERIC = frozenset({"root", "user", "users", "admin", "runner", "ubuntu", "debian", "localhost", "jovyan"})
_SHORTEST_NAME = 3
_BESIDE = re.compile(
    r"niet getoond[\s:(=]*\d(?!\d{3}\s*[-\u2013]\s*\d{4})|\d\s*%\s*[(:]?\s*niet getoond"
    r"|\d+ van (?:de )?\d+[^.;]{0,12}niet getoond|\b[nk]\s*=\s*\d+[^.;]{0,20}niet getoond"
)
"""The mark of a hidden figure with a number at it; a school year beside it is none."""


def text_faults(content: bytes) -> Iterator[Fault]:
    """Faults of a file that is text."""
    yield from traces(content.decode("utf-8", errors="replace"), "text")


def traces(text: str, where: str) -> Iterator[Fault]:
    """A path of some machine."""
    if match := _PATH.search(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Fault(f"{where}, line {line}" if line > 1 else where, "a path of a machine")


def unseen(text: str, where: str, names: frozenset[str]) -> Iterator[Fault]:
    """Text that the eye does not meet: no path, none of these names, and no value of a hidden figure."""
    yield from traces(text, where)
    if any(re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) for name in names):
        yield Fault(where, "the name of the user or the machine")
    if _BESIDE.search(text):
        yield Fault(where, "a number beside a figure that is not shown")


@cache
def machine_names() -> frozenset[str]:
    """Who makes this and where: the login name, and the machine without its domain."""
    known = {_user().lower(), socket.gethostname().split(".")[0].lower()}
    return frozenset(name for name in known - _GENERIC if len(name) >= _SHORTEST_NAME)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a machine without accounts
        return ""
