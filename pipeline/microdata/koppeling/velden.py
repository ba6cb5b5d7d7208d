"""The link fields of every delivered row, read into a temporary table of the session that builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.microdata.delivered import insert_delivered
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
    linked = [delivery for delivery in deliveries if koppelvelden(contracten()[delivery.bron])]
    insert_delivered(con, workspace, linked, "koppelveld", ("rij", *ALLE))
    con.execute(f"DELETE FROM koppelveld WHERE coalesce({', '.join(ALLE)}) IS NULL")
