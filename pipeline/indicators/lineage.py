"""Where each figure comes from: columns of deliveries and the steps behind it, computed from the SQL itself.

sqlglot reads every statement between a delivered row and a count, and says of each column from which columns
it follows. That takes some seconds and depends on the code alone, so the outcome is kept in lineage.json:
`python -m pipeline.indicators.lineage` writes it again, and a test says when that was forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.indicators.compute import WAARNEMING
from pipeline.indicators.definitions import BESTEMMING, definities
from pipeline.indicators.overzichten import FOLDER, OVERZICHTEN
from pipeline.microdata.steps import lineage, steps, tables_of, upstream
from pipeline.workspace.atomic import write_text
from pipeline.workspace.record import stable_json

if TYPE_CHECKING:
    import duckdb
    from sqlglot.lineage import Node

FILE = Path(__file__).parent / "lineage.json"
_DELIVERED = "rij_"
_OF_LEAVERS = "schoolverlater"
_OURS = frozenset(
    {"levering_id", "rij", "lot", "quarantaine_reden", "defecten", "persoon", "leerling", "cohort"}
)
"""What intake adds to a delivered row; which pupil and school year it is of, every figure rests on."""

Column = tuple[str, str]
"""Table and column."""


@dataclass(frozen=True)
class Herkomst:
    """What one indicator or one table beside `cijfers` is made of."""

    bronnen: Mapping[str, tuple[str, ...]]
    """Per source the columns of its contract that the outcome follows from; none where rows are counted."""
    stappen: tuple[str, ...]
    """The steps that the rows go through, "060 schoolverlater", in the order in which they run."""


@cache
def herkomsten() -> Mapping[str, Herkomst]:
    """By the code of an indicator and by the name of a table, as they were computed last."""
    content = json.loads(FILE.read_text("utf-8"))
    return {
        naam: Herkomst({bron: tuple(k) for bron, k in h["bronnen"].items()}, tuple(h["stappen"]))
        for naam, h in content.items()
    }


def compute_herkomsten(con: duckdb.DuckDBPyConnection) -> dict[str, Herkomst]:
    """The same from the statements. con: a session with the tables of the microdata, empty or not."""
    schema = _schema(con)
    of = {"waarneming": _columns_of(_select(WAARNEMING.read_text("utf-8")), schema)}
    schema["waarneming"] = {column: "VARCHAR" for _, column in of["waarneming"]}
    for step in steps():
        of[step.tabel] = _columns_of(step.select, schema, step.tabel)
    tables = {**lineage(con), "waarneming": _named(con, WAARNEMING.read_text("utf-8"), schema)}
    graph = _Graph({column: read for columns in of.values() for column, read in columns.items()}, tables)
    found = {}
    for d in (BESTEMMING, *definities().values()):
        columns = [("waarneming", name) for name in _used(d.in_noemer, d.in_teller, d.telt_mee, d.gevonden)]
        direct = {table for column in columns for table, _ in graph.columns[column]}
        found[d.code] = graph.herkomst(columns, {_OF_LEAVERS, *direct})
    for naam in OVERZICHTEN:
        sql = (FOLDER / f"{naam}.sql").read_text("utf-8")
        columns = sorted({column for read in _columns_of(sql, schema).values() for column in read})
        found[naam] = graph.herkomst(columns, _named(con, sql, schema))
    return found


@dataclass(frozen=True)
class _Graph:
    """From column to columns, and from table to tables."""

    columns: Mapping[Column, tuple[Column, ...]]
    tables: Mapping[str, tuple[str, ...]]

    def herkomst(self, columns: Iterable[Column], tables: Iterable[str]) -> Herkomst:
        """Of what follows from these columns and counts rows of these tables.

        Rows come through every step that their table is made from, whichever of its columns is read.
        """
        through = {other for table in tables for other in (table, *upstream(table, dict(self.tables)))}
        delivered = {table for table in through if table.startswith(_DELIVERED)}
        sources: dict[str, set[str]] = {table: set() for table in delivered}
        for table, column in self._reached(columns):
            if table in delivered and column not in _OURS:
                sources[table].add(column)
        return Herkomst(
            {table.removeprefix(_DELIVERED): tuple(sorted(sources[table])) for table in sorted(sources)},
            tuple(f"{step.nummer} {step.tabel}" for step in steps() if step.tabel in through),
        )

    def _reached(self, columns: Iterable[Column]) -> frozenset[Column]:
        found: set[Column] = set()
        waiting = [*columns]
        while waiting:
            column = waiting.pop()
            if column not in found:
                found.add(column)
                waiting.extend(self.columns.get(column, ()))
        return frozenset(found)


def _schema(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    query = "SELECT table_name, column_name, data_type FROM information_schema.columns ORDER BY ALL"
    for table, column, kind in con.execute(query).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def _select(statement: str) -> str:
    """What comes after CREATE TABLE name AS."""
    return statement.partition(" AS\n")[2]


def _named(con: duckdb.DuckDBPyConnection, sql: str, schema: Mapping[str, object]) -> tuple[str, ...]:
    """The tables of the microdata, or `waarneming`, that a statement reads."""
    select = _select(sql) or sql
    return tuple(table for table in tables_of(con, select) if table in schema)


def _columns_of(
    select: str, schema: Mapping[str, Mapping[str, str]], table: str = "waarneming"
) -> dict[Column, tuple[Column, ...]]:
    """Of every column of a statement the columns of tables that it follows from.

    None through what Splink makes (microdata/koppeling/model.py): that is no statement.
    """
    from sqlglot.lineage import lineage as follow

    nodes = follow(None, select, {t: dict(c) for t, c in schema.items()}, dialect="duckdb")
    return {(table, name): tuple(sorted(set(_leaves(node)))) for name, node in nodes.items()}


def _leaves(node: Node) -> Iterator[Column]:
    from sqlglot import exp

    for one in node.walk():
        if not one.downstream and isinstance(one.expression, exp.Table):
            yield one.expression.name, one.name.rpartition(".")[2].strip('"')


def _used(*conditions: str | None) -> list[str]:
    """The columns that conditions name."""
    import sqlglot
    from sqlglot import exp

    filled = [condition.replace("{klasse}", "''") for condition in conditions if condition]
    parsed = [sqlglot.parse_one(condition, dialect="duckdb") for condition in filled]
    return sorted({column.name for one in parsed for column in one.find_all(exp.Column)})


def empty_microdata(con: duckdb.DuckDBPyConnection) -> None:
    """Every table of the microdata, without rows."""
    from pipeline.microdata.build import load_inputs, run_steps
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import Settings

    load_inputs(con, Workspace(Path()), [], Settings())
    run_steps(con, Settings())


def main() -> None:
    """Compute it, and write it to its place."""
    import duckdb

    with duckdb.connect(":memory:") as con:
        empty_microdata(con)
        found = compute_herkomsten(con)
    write_text(FILE, stable_json({naam: asdict(herkomst) for naam, herkomst in found.items()}))


if __name__ == "__main__":
    main()
