"""A step: one statement that makes one table."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CREATE = re.compile(r"^CREATE TABLE (\w+) AS\s", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """A numbered statement, the table it makes, and what a row of that is."""

    nummer: str
    tabel: str
    rij: str
    sql: str

    @property
    def select(self) -> str:
        """The statement without its CREATE TABLE."""
        return _CREATE.split(self.sql, maxsplit=1)[2]

    @classmethod
    def read(cls, name: str, text: str) -> Step:
        """A step from a file NNN_tabel: a comment and one statement. Raises ValueError on anything else."""
        comment = " ".join(line[2:].strip() for line in text.splitlines() if line.startswith("--"))
        made = _CREATE.search(text)
        if made is None or name[4:] != made[1] or not comment:
            raise ValueError(f"{name}: expected a comment and one CREATE TABLE {name[4:]} AS")
        return cls(name[:3], made[1], comment, text)
