"""What is kept of a row: its fate, its pseudonyms and what is not personal. Nothing else survives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.sources.contract import Contract, Kolom
from pipeline.sources.delivery import Delivery
from pipeline.workspace.atomic import replacing_dir
from pipeline.workspace.folders import Workspace

if TYPE_CHECKING:
    import duckdb

PERSOON = "pseudoniem('pgn', pgn_nummer)"
LEERLING = "pseudoniem('leerling', leerling_nummer)"


def keep(con: duckdb.DuckDBPyConnection, nr: int, delivery: Delivery, workspace: Workspace) -> None:
    """Write sheet `nr` of table `bewaard` as a delivery, whole or not at all."""
    delivery.folder(workspace).parent.mkdir(parents=True, exist_ok=True)
    with replacing_dir(delivery.folder(workspace)) as folder:
        target = str(folder / "rijen.parquet").replace("'", "''")
        con.execute(
            f"COPY (SELECT * EXCLUDE (nr) FROM bewaard WHERE nr = {nr} ORDER BY rij)"
            f" TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
        )
        (folder / "delivery.json").write_text(delivery.to_json(), encoding="utf-8")


def kept_sql(contract: Contract) -> str:
    """What is kept of a row: its fate, its pseudonyms and the columns that are not personal.

    Of a quarantined row only its fate, and school and year as far as they are known, for the flow diagram.
    """
    kept = ", ".join(_kept(kolom) for kolom in contract.bewaard if kolom.naam != contract.identiteit.brin)
    derived = "".join(f", {_unless_quarantined(sql)} AS {naam}" for naam, sql in contract.afgeleid.items())
    brin = f"{contract.identiteit.brin}, " if contract.identiteit.brin else ""
    return (
        "SELECT nr, rij, lot, quarantaine_reden, defecten, CAST(cohort AS INTEGER) AS cohort,"
        f" {_unless_quarantined(PERSOON)} AS persoon, {_unless_quarantined('pgn_geldig')} AS pgn_geldig,"
        f" {_unless_quarantined(LEERLING)} AS leerling, {brin}{kept}{derived}"
        " FROM (SELECT geregeld.*, lot.lot, lot.quarantaine_reden FROM geregeld JOIN lot USING (nr, rij))"
    )


def _kept(kolom: Kolom) -> str:
    value = f"pseudoniem('{kolom.sleutel}', als_kaal({kolom.naam}))" if kolom.sleutel else kolom.naam
    return f"{_unless_quarantined(value)} AS {kolom.naam}"


def _unless_quarantined(value: str) -> str:
    return f"CASE WHEN lot <> 'quarantaine' THEN {value} END"
