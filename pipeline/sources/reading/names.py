"""Names of delivered files: which files are deliveries, and which names are safe to print and to keep."""

from __future__ import annotations

from pathlib import PurePath, PurePosixPath

from pipeline.workspace.errors import LeveringGeweigerd

NO_DATA = frozenset({"readme.md", "thumbs.db", "desktop.ini"})
LOCK_PREFIX = "~$"
"""Excel keeps a file with such a name beside a workbook that is open."""
MAX_NAME = 200
MAX_PLACE = 1000
_NO_DATA_FOLDER = "__MACOSX"
_NOT_IN_NAMES = frozenset('<>"|')
"""Signs that Windows has in no file name, and that mean something in HTML or on a command line."""


def is_delivery(place: PurePath) -> bool:
    """Whether what lies at a place is one: it is not hidden, and is no lock file or README."""
    hidden = any(part.startswith((".", LOCK_PREFIX)) or part == _NO_DATA_FOLDER for part in place.parts)
    return not hidden and place.name.lower() not in NO_DATA


def printable(name: str) -> str:
    r"""A name as a message may hold it: what does not print, a line end for one, as \x0a."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in name)


def refuse_name(pad: str, archief: str = "") -> None:
    """Raises LeveringGeweigerd for a name that is too long, or a trap wherever it is printed.

    Of a file in an archive the message names that too.
    """
    inside, shown = f"{archief}: " if archief else "", printable(PurePosixPath(pad).name)
    if len(pad) > MAX_PLACE or any(len(part) > MAX_NAME for part in pad.split("/")):
        raise LeveringGeweigerd(
            f"{inside}{shown[:40]}…: its name is longer than {MAX_NAME} characters, or it lies too deep",
            advice="give it a short name",
        )
    if not pad.isprintable() or _NOT_IN_NAMES & set(pad):
        raise LeveringGeweigerd(
            f"{inside}{shown}: its name, or that of its folder, has a sign in it that belongs in no file"
            " name",
            advice="give it a plain name",
        )
