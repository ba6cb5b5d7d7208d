"""The numbered SQL steps, and their lineage as computed from the statements themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

FOLDER = Path(__file__).parent / "steps"
_CREATE = re.compile(r"^CREATE TABLE (\w+) AS\s", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One statement that makes one table."""

    nummer: str
    tabel: str
    rij: str
    """The comment that says what a row is."""
    sql: str

    @property
    def select(self) -> str:
        return _CREATE.split(self.sql, maxsplit=1)[2]


@cache
def steps() -> tuple[Step, ...]:
    """All steps, in the order in which they run."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.sql")))


def _read(path: Path) -> Step:
    text = path.read_text("utf-8")
    comment = " ".join(line[2:].strip() for line in text.splitlines() if line.startswith("--"))
    made = _CREATE.search(text)
    if made is None or path.stem[4:] != made[1] or not comment:
        raise ValueError(f"{path.name}: expected a comment and one CREATE TABLE {path.stem[4:]} AS")
    return Step(path.stem[:3], made[1], comment, text)


def lineage(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """Per table the tables that its step reads, from DuckDB's own parse of the statement."""
    return {step.tabel: tuple(sorted(set(_tables(_parse(con, step.select))))) for step in steps()}


def _parse(con: duckdb.DuckDBPyConnection, select: str) -> Any:
    row = con.execute("SELECT json_serialize_sql(?)", [select]).fetchone()
    parsed = json.loads(row[0]) if row else {}
    if parsed.get("error", True):
        raise ValueError(f"this step cannot be parsed: {parsed.get('error_message')}")
    return parsed


def _tables(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _tables(item)
    elif isinstance(node, dict):
        if node.get("type") == "BASE_TABLE":
            yield node["table_name"]
        for item in node.values():
            yield from _tables(item)


def upstream(tabel: str, of: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Every table that a table is made from, directly or through others, in the order of their making."""
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        for source in of.get(name, ()):
            visit(source)
            found.setdefault(source)

    visit(tabel)
    return tuple(found)
