"""What statements read beside tables: named values, `getvariable('uren_minimum')`, each written in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    import duckdb

Waarde = bool | int | float | date


def parameters(settings: Settings) -> dict[str, Waarde]:
    """Those of the steps: parameters of definitions, and thresholds of linkage."""
    return {
        "uren_minimum": settings.definities.uren_minimum,
        "contract_maanden": settings.definities.contract_maanden,
        "koppel_drempel": settings.koppeling.drempel,
        "koppel_marge": settings.koppeling.marge,
    }


def literal(waarde: Waarde) -> str:
    """A value as SQL."""
    if isinstance(waarde, date):
        return f"DATE '{waarde.isoformat()}'"
    return f"{waarde}::DOUBLE" if isinstance(waarde, float) else str(waarde)


def set_variables(con: duckdb.DuckDBPyConnection, waarden: Mapping[str, Waarde]) -> None:
    """Let the statements of this session read them."""
    for naam, waarde in waarden.items():
        con.execute(f"SET VARIABLE {naam} = {literal(waarde)}")


@contextmanager
def trying_out(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Whatever tables are made meanwhile in this session are gone afterwards, and those that they replaced
    are back. Variables are not: a session has those outside of what it does."""
    con.begin()
    try:
        yield
    finally:
        con.rollback()
