"""What no text that leaves may hold, seen or unseen: traces of the machine, and a hidden figure's value."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.gate.fault import Fault
from pipeline.workspace.machine import login

_PATH = re.compile(
    r"(?<![A-Za-z])file:/|(?<![\w/.:<])/(?:home|Users|root|tmp|var|private|mnt|media|opt|srv|usr|work|workspace)/\w"
    r"|(?<![\w])[A-Za-z]:\\\\?\w|(?<![\w])[A-Z]:/\w|(?<![\w\\])\\\\[\w.-]+\\\w"
)
"""An absolute path of Linux, macOS or Windows, or of a share."""
_GENERIC = frozenset(
    {"root", "user", "users", "admin", "runner", "ubuntu", "debian", "localhost", "jovyan"}
    | {"toeleiding", "toetsing", "stuurgroep", "rapport", "voortgangsrapportage", "convenant"}
)
"""Names that say nothing of anybody: of a fresh machine, and what an account for these reports is called."""
_SHORTEST_NAME = 3
_NO_VALUE = (
    r"(?:19|20)\d\d(?!\d|[.,]\d)"  # a year or school year
    r"|[0-3]?\d (?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b"
    r"|\d+ (?:scholen|school|besturen|bestuur|cijfers?|jaren|jaar|cohorten|cohort|momenten|moment|regels?)\b"
)
"""A number at the mark that is of no pupil: when, or how many things are not shown."""
_PUPILS = r"(?: (?:leerlingen|schoolverlaters|jongeren|personen))?"
_BESIDE = re.compile(
    rf"niet getoond[\s:(=]*(?!{_NO_VALUE})\d|\d\s*%[\s:(]*niet getoond"
    rf"|(?:\d+ van (?:de )?\d+|\b[nk]\s*=\s*\d+){_PUPILS}[\s,:()]{{0,4}}niet getoond",
    re.IGNORECASE,
)
"""The mark of a hidden figure with a value at it; what stands between them is no other word."""


def text_faults(content: bytes) -> Iterator[Fault]:
    """Faults of a file that is text."""
    yield from traces(content.decode("utf-8", errors="replace"), "text")


def json_faults(content: bytes) -> Iterator[Fault]:
    """Faults of a file that is JSON: as it is written, and as it reads."""
    written = [*text_faults(content)]
    yield from written
    try:
        texts = [] if written else [*json_texts(json.loads(content))]
    except (ValueError, RecursionError):
        yield Fault("the file", "not what its name says: .json")
        return
    for text in texts:
        yield from traces(text, "text")


def json_texts(found: object) -> Iterator[str]:
    """Every text in what JSON holds, names of fields too."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for name, value in found.items():
            yield name
            yield from json_texts(value)
    elif isinstance(found, list):
        for value in found:
            yield from json_texts(value)


def traces(text: str, where: str) -> Iterator[Fault]:
    """A path of some machine."""
    if match := _PATH.search(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Fault(f"{where}, line {line}" if line > 1 else where, "a path of a machine")


def unseen(text: str, where: str, names: Iterable[str]) -> Iterator[Fault]:
    """Text that the eye does not meet: no path, none of these names, and no value of a hidden figure."""
    yield from traces(text, where)
    if any(is_named(name, text) for name in names):
        yield Fault(where, "the name of the user or the machine")
    if _BESIDE.search(text):
        yield Fault(where, "a number beside a figure that is not shown")


def is_named(name: str, text: str) -> bool:
    """Whether a name stands in a text, as a word."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


@cache
def machine_names() -> frozenset[str]:
    """Who makes this and where: the login name, and the machine without its domain."""
    known = {login().lower(), socket.gethostname().split(".")[0].lower()}
    return frozenset(name for name in known - _GENERIC if len(name) >= _SHORTEST_NAME)
