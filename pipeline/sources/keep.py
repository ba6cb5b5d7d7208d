"""What is kept of a row: its fate, its pseudonyms, its link fields and what is not personal. Nothing else
survives."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.sources.contract import Contract
from pipeline.sources.delivery import Delivery
from pipeline.sources.koppelvelden import link_field_sql
from pipeline.sources.typed import sql_text
from pipeline.workspace.atomic import replacing_dir
from pipeline.workspace.folders import Workspace

if TYPE_CHECKING:
    import duckdb

PERSOON = "pseudoniem('pgn', pgn_nummer)"
LEERLING = "pseudoniem('leerling', leerling_nummer)"
COMPRESSION = "COMPRESSION zstd, COMPRESSION_LEVEL 1"
"""Pseudonyms do not compress; a higher level only takes longer."""
ROW_GROUP = 30_720
"""Rows that are compressed together: a quarter of DuckDB's own choice, so that two threads fit in memory."""


def keep(con: duckdb.DuckDBPyConnection, nr: int, delivery: Delivery, workspace: Workspace) -> None:
    """Write sheet `nr` of table `bewaard` as a delivery, whole or not at all."""
    delivery.folder(workspace).parent.mkdir(parents=True, exist_ok=True)
    written = kept_file(con)
    with replacing_dir(delivery.folder(workspace)) as folder:
        target = folder / "rijen.parquet"
        if written and written.exists():
            shutil.move(written, target)
        else:
            write_kept(con, f"SELECT * FROM bewaard WHERE nr = {nr} ORDER BY rij", target)
        (folder / "delivery.json").write_text(delivery.to_json(), encoding="utf-8")


def kept_file(con: duckdb.DuckDBPyConnection) -> Path | None:
    """Where the rows of a large sheet wait in the session's private folder, if it has one."""
    (room,) = con.execute("SELECT current_setting('temp_directory')").fetchall()[0]
    return Path(room) / "bewaard.parquet" if room else None


def write_kept(con: duckdb.DuckDBPyConnection, rows: str, target: Path) -> None:
    """Write rows to Parquet without `nr`, in the order in which they come."""
    write_rows(con, f"SELECT * EXCLUDE (nr) FROM ({rows})", target)


def write_rows(con: duckdb.DuckDBPyConnection, rows: str, target: Path) -> None:
    """Write the rows of a delivery to Parquet, in the order in which they come."""
    con.execute(
        f"COPY ({rows}) TO {sql_text(target)} (FORMAT parquet, {COMPRESSION}, ROW_GROUP_SIZE {ROW_GROUP})"
    )


def kept_sql(contract: Contract) -> str:
    """What is kept of a row: its fate, pseudonyms, the columns that are not personal, and link fields.

    Of a quarantined row only its fate, and school and year as far as they are known, for the flow diagram;
    they come after the others.
    """
    kept = "".join(f", {k.naam}" for k in contract.bewaard if k.naam != contract.identiteit.brin)
    derived = "".join(f", afgeleid_{naam} AS {naam}" for naam in contract.afgeleid)
    linking = "".join(f", {sql}" for sql in link_field_sql(contract))
    fate = (
        "nr, rij, coalesce(lot, 'gehouden'::soort_lot) AS lot, quarantaine_reden, defecten,"
        " CAST(cohort AS INTEGER) AS cohort"
    )
    brin = f", {contract.identiteit.brin}" if contract.identiteit.brin else ""
    return (
        f"SELECT {fate}, {PERSOON} AS persoon, pgn_geldig, {LEERLING} AS leerling"
        f"{brin}{kept}{derived}{linking} FROM gelezen WHERE quarantaine_reden IS NULL"
        f" UNION ALL BY NAME SELECT {fate}{brin} FROM gelezen WHERE quarantaine_reden IS NOT NULL"
    )
