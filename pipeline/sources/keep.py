"""What is kept of a row: its fate, its pseudonyms and what is not personal. Nothing else survives."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.sources.contract import Contract
from pipeline.sources.delivery import Delivery
from pipeline.sources.typed import sql_text
from pipeline.workspace.atomic import replacing_dir
from pipeline.workspace.folders import Workspace

if TYPE_CHECKING:
    import duckdb

PERSOON = "pseudoniem('pgn', pgn_nummer)"
LEERLING = "pseudoniem('leerling', leerling_nummer)"


def keep(con: duckdb.DuckDBPyConnection, nr: int, delivery: Delivery, workspace: Workspace) -> None:
    """Write sheet `nr` of table `bewaard` as a delivery, whole or not at all."""
    delivery.folder(workspace).parent.mkdir(parents=True, exist_ok=True)
    written = kept_file(con)
    with replacing_dir(delivery.folder(workspace)) as folder:
        target = folder / "rijen.parquet"
        if written and written.exists():
            shutil.move(written, target)
        else:
            write_kept(con, f"SELECT * FROM bewaard WHERE nr = {nr}", target)
        (folder / "delivery.json").write_text(delivery.to_json(), encoding="utf-8")


def kept_file(con: duckdb.DuckDBPyConnection) -> Path | None:
    """Where the rows of a large sheet wait in the session's private folder, if it has one."""
    (room,) = con.execute("SELECT current_setting('temp_directory')").fetchall()[0]
    return Path(room) / "bewaard.parquet" if room else None


def write_kept(con: duckdb.DuckDBPyConnection, rows: str, target: Path) -> None:
    """Write rows to Parquet without `nr`, in the order of the sheet (joins do not keep it)."""
    con.execute(
        f"COPY (SELECT * EXCLUDE (nr) FROM ({rows}) ORDER BY rij) TO {sql_text(target)}"
        " (FORMAT parquet, COMPRESSION zstd)"
    )


def kept_sql(contract: Contract) -> str:
    """What is kept of a row: its fate, its pseudonyms and the columns that are not personal.

    Of a quarantined row only its fate, and school and year as far as they are known, for the flow diagram.
    """
    kept = "".join(
        f", {_unless_quarantined(kolom.naam)} AS {kolom.naam}"
        for kolom in contract.bewaard
        if kolom.naam != contract.identiteit.brin
    )
    derived = "".join(f", {_unless_quarantined(sql)} AS {naam}" for naam, sql in contract.afgeleid.items())
    brin = f", {contract.identiteit.brin}" if contract.identiteit.brin else ""
    return (
        f"SELECT nr, rij, lot, quarantaine_reden, defecten, CAST(cohort AS INTEGER) AS cohort,"
        f" {_unless_quarantined(PERSOON)} AS persoon, {_unless_quarantined('pgn_geldig')} AS pgn_geldig,"
        f" {_unless_quarantined(LEERLING)} AS leerling{brin}{kept}{derived} FROM ("
        "SELECT gelezen.*, coalesce(afwijkend.lot, 'gehouden') AS lot, afwijkend.quarantaine_reden"
        " FROM gelezen LEFT JOIN afwijkend"
        " ON gelezen.nr = afwijkend.nr AND gelezen.rij = afwijkend.rij)"
    )


def _unless_quarantined(value: str) -> str:
    return f"CASE WHEN lot <> 'quarantaine' THEN {value} END"
