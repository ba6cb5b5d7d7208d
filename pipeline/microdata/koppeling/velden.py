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
    linking = {bron for bron, contract in contracten().items() if koppelvelden(contract)}
    for delivery in sorted(deliveries, key=lambda d: d.id):
        if delivery.bron in linking:
            _load(con, str(delivery.rows_file(workspace)), delivery.id)


def _load(con: duckdb.DuckDBPyConnection, file: str, levering_id: str) -> None:
    described = con.execute("DESCRIBE SELECT * FROM read_parquet(?)", [file]).fetchall()
    there = [veld for veld in ALLE if veld in {row[0] for row in described}]
    if there:
        con.execute(
            f"INSERT INTO koppelveld BY NAME SELECT ? AS levering_id, rij, {', '.join(there)}"
            f" FROM read_parquet(?) WHERE coalesce({', '.join(there)}) IS NOT NULL",
            [levering_id, file],
        )
