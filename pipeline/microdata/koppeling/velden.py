"""The link fields of every delivered row, read into a temporary table of the session that builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.sources.contract import contracten
from pipeline.sources.delivery import Delivery
from pipeline.sources.koppelvelden import VELDEN, koppelvelden
from pipeline.workspace.folders import Workspace

if TYPE_CHECKING:
    import duckdb

ALLE = tuple(veld for velden in VELDEN.values() for veld in velden)


def load_link_fields(
    con: duckdb.DuckDBPyConnection, workspace: Workspace, deliveries: list[Delivery]
) -> None:
    """Make `koppelveld(levering_id, rij, <link fields>)`; what a delivery does not have is NULL.

    Rows without any link field are left out.
    """
    con.execute(
        "CREATE TEMP TABLE koppelveld (levering_id VARCHAR, rij BIGINT,"
        f" {', '.join(f'{veld} VARCHAR' for veld in ALLE)})"
    )
    files = {
        str(delivery.rows_file(workspace)): delivery.id
        for delivery in sorted(deliveries, key=lambda d: d.id)
        if koppelvelden(contracten()[delivery.bron])
    }
    there = _link_fields_in(con, list(files)) if files else []
    if there:
        con.execute(
            f"INSERT INTO koppelveld BY NAME SELECT levering_id, rij, {', '.join(there)}"
            " FROM read_parquet($bestanden, union_by_name = true, filename = true) AS rijen"
            " JOIN (SELECT unnest($bestanden) AS bestand, unnest($leveringen) AS levering_id) AS van"
            f" ON filename = bestand WHERE coalesce({', '.join(there)}) IS NOT NULL",
            {"bestanden": list(files), "leveringen": list(files.values())},
        )


def _link_fields_in(con: duckdb.DuckDBPyConnection, files: list[str]) -> list[str]:
    """The link fields that any of these files has: older deliveries have none."""
    described = con.execute("DESCRIBE SELECT * FROM read_parquet(?, union_by_name = true)", [files])
    found = {row[0] for row in described.fetchall()}
    return [veld for veld in ALLE if veld in found]
