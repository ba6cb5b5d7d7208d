"""The numbered SQL steps, and their lineage as computed from the statements themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.microdata.corrections import correction_steps
from pipeline.microdata.fates import fate_steps
from pipeline.microdata.parameters import parameters, set_variables
from pipeline.microdata.step import Step
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    import duckdb

FOLDER = Path(__file__).parent / "steps"
BESLUIT = (Path(__file__).parent / "koppeling" / "besluit.sql").read_text("utf-8")
SCORED, SCORED_FROM = "koppelscore", ("intergrip_lot", "koppeling", "uitstroom_lot")
"""The pairs with their weights (koppeling/model.py), a temporary table, and what they are of."""


@cache
def steps() -> tuple[Step, ...]:
    """All steps in the order in which they run: fates and corrections first, then steps/NNN_tabel.sql."""
    read = (Step.read(path.stem, path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.sql")))
    return (*fate_steps(), *correction_steps(), *read)


def set_parameters(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """What the steps read beside tables: parameters of definitions, thresholds, and how a pair is decided."""
    set_variables(con, parameters(settings))
    con.execute(BESLUIT)


def lineage(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """Per table the tables that its step reads, from DuckDB's own parse of the statement.

    What Splink makes is no statement of ours, so that is said.
    """
    return {step.tabel: tables_of(con, step.select) for step in steps()} | {SCORED: SCORED_FROM}


def tables_of(con: duckdb.DuckDBPyConnection, select: str) -> tuple[str, ...]:
    """The tables that a statement names, and what it calls its own parts, from DuckDB's parse of it."""
    return tuple(sorted(set(_tables(_parse(con, select)))))


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
