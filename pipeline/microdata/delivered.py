"""The kept rows of deliveries, from their Parquet files into a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.sources.delivery import Delivery
from pipeline.sources.typed import one_file
from pipeline.workspace.folders import Workspace

if TYPE_CHECKING:
    import duckdb

_READ = "read_parquet($patronen, union_by_name = true, filename = true, hive_partitioning = false) AS rijen"
_OF = "(SELECT unnest($bestanden) AS bestand, unnest($leveringen) AS levering_id) AS van"


def insert_delivered(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    deliveries: list[Delivery],
    table: str,
    columns: Iterable[str],
) -> None:
    """Insert every row of these deliveries into a table of levering_id and these columns.

    What a delivery does not have stays NULL: it may be of an earlier contract.
    """
    files = {
        delivery.rows_file(workspace): delivery.id for delivery in sorted(deliveries, key=lambda d: d.id)
    }
    if not files:
        return
    patterns = [one_file(path) for path in files]
    described = con.execute(f"DESCRIBE FROM {_READ}", {"patronen": patterns}).fetchall()
    found = {row[0] for row in described}
    there = ", ".join(["levering_id", *(f'"{column}"' for column in columns if column in found)])
    con.execute(
        f"INSERT INTO {table} BY NAME SELECT {there} FROM {_READ} JOIN {_OF} ON filename = bestand",
        {
            "patronen": patterns,
            "bestanden": [str(path) for path in files],
            "leveringen": list(files.values()),
        },
    )
