"""A report's kernel can open a release and nothing left of it.

The audit hook sees every file that Python opens and every module that is imported; it cannot be removed
again. What reads files outside Python's sight (DuckDB) may not be imported after it is in place.
"""

import os
import sys
from pathlib import Path
from typing import Any

_FORBIDDEN = (("data", "raw"), ("data", "processed", "deliveries"), ("data", "processed", ".scratch"))
_FORBIDDEN_NAME = "microdata"
_FORBIDDEN_MODULES = frozenset({"duckdb", "_duckdb", "sqlite3"})
_FILE_EVENTS = frozenset({"open", "os.listdir", "os.scandir"})


class ReportMayNotOpen(PermissionError):
    """A report asked for something that is not a release."""


def only_releases() -> None:
    """From here on this process opens no raw export, no delivery and no microdata. There is no way back."""
    sys.addaudithook(_watch)


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event in _FILE_EVENTS and isinstance(args[0], str | bytes | os.PathLike):
        refuse_identifiable(os.fsdecode(args[0]))
    elif event == "import" and args[0] in _FORBIDDEN_MODULES:
        raise ReportMayNotOpen(f"a report reads a release only, so it cannot import {args[0]}")


def refuse_identifiable(path: str) -> None:
    """Raise ReportMayNotOpen for a path, links followed, in a zone with persons in it."""
    parts = Path(os.path.realpath(path)).parts
    zone = any(parts[i : i + len(zone)] == zone for zone in _FORBIDDEN for i in range(len(parts)))
    if zone or (parts[-1:] and parts[-1].startswith(_FORBIDDEN_NAME)):
        raise ReportMayNotOpen("a report reads a release only, not raw exports, deliveries or microdata")
