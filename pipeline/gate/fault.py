"""What is wrong with a file at the gate."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Where in a file, and what; never the text itself."""

    where: str
    what: str
