"""The intake of sheets: read, hold against the contract, give every row its fate, take the person out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.sources.contract import Contract
from pipeline.sources.delivery import Delivery
from pipeline.sources.extend import words_used
from pipeline.sources.fate import assign_fates
from pipeline.sources.keep import kept_file, kept_sql, write_kept
from pipeline.sources.koppelvelden import install_link_macros, prepare_link_fields
from pipeline.sources.load import Geladen, Lading, load
from pipeline.sources.marks import LOTEN, install_marks, mark
from pipeline.sources.opname import Inzending, Opname, leverdatum
from pipeline.sources.retention import bewaartermijn
from pipeline.sources.rows import make_rows
from pipeline.sources.translate import repairs, translate
from pipeline.sources.typed import install_macros, one_file, sql_text
from pipeline.sources.unknown import with_headers
from pipeline.workspace.errors import LeveringGeweigerd

if TYPE_CHECKING:
    import duckdb

MANY = 200_000
MEMORY = "600MB"
"""What DuckDB may hold of a file; the rest waits in the private folder."""
MEMORY_TO_WRITE = "1000MB"
"""The same while rows are written: it sets memory aside per column, and with less works with one thread."""


Oordeel = Delivery | LeveringGeweigerd


@contextmanager
def connection(opname: Opname, spill: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory session with the conversions and the pseudonym installed.

    What does not fit in memory goes to the private folder `spill`; without one nothing in the session touches
    disk (DuckDB would otherwise write raw text in the folder where the user happens to be).
    """
    import duckdb

    settings = {"autoinstall_known_extensions": "false", "threads": "2", "temp_directory": str(spill or "")}
    if spill:
        settings["memory_limit"] = MEMORY
    with duckdb.connect(":memory:", config={**settings}) as con:
        install_macros(con)
        install_marks(con)
        opname.sleutel.install(con)
        install_link_macros(con)
        yield con


def judge(con: duckdb.DuckDBPyConnection, inzendingen: list[Inzending], opname: Opname) -> list[Oordeel]:
    """Give every row of sheets of one contract its fate; per sheet, in order, its record or its refusal.

    Sheets go through together, each under its number, because a statement costs more than its rows.
    Afterwards table `bewaard` has what is to be kept of every row, by `nr`.
    """
    contract = inzendingen[0].herkend.contract
    sheets = {nr: inzending.herkend for nr, inzending in enumerate(inzendingen)}
    lading = load(con, contract, sheets)
    refused = {nr: with_headers(sheets[nr], refusal) for nr, refusal in lading.geweigerd.items()}
    if lading.bladen:
        refused |= translate(con, contract, {nr: sheets[nr] for nr in lading.bladen}, lading.lijsten)
        _work_out(con, contract, opname, lading)
    counts = _counts(con, contract) if lading.bladen else {}
    woorden = words_used(con, contract, sheets) if lading.bladen else {}
    return [
        refused.get(nr)
        or _record(contract, inzending, lading.bladen[nr], counts.get(nr, {}), woorden.get(nr, ()), opname)
        for nr, inzending in enumerate(inzendingen)
    ]


def _work_out(con: duckdb.DuckDBPyConnection, contract: Contract, opname: Opname, lading: Lading) -> None:
    """Make `bewaard`. The rows of one large sheet are written out at once, where there is a room for it."""
    veel = lading.rijen > MANY and len(lading.bladen) == 1
    lezing = make_rows(con, contract, lading.lijsten, opname.teldatum, veel=veel)
    assign_fates(con, contract)
    mark(con)
    prepare_link_fields(con, contract, veel=veel)
    rows = kept_sql(contract)
    waiting = kept_file(con)
    if waiting:
        waiting.unlink(missing_ok=True)
    if waiting and veel:
        con.execute(f"SET memory_limit = '{MEMORY_TO_WRITE}'")
        write_kept(con, rows if lezing.in_volgorde else f"FROM ({rows}) ORDER BY rij", waiting)
        con.execute(f"SET memory_limit = '{MEMORY}'")
        parquet = f"read_parquet({sql_text(one_file(waiting))}, hive_partitioning = false)"
        source = f"(SELECT {min(lading.bladen)} AS nr, * FROM {parquet})"
    else:
        con.execute(f"CREATE OR REPLACE TABLE bewaard_klein AS {rows}")
        source = "bewaard_klein"
    con.execute(f"CREATE OR REPLACE VIEW bewaard AS SELECT * FROM {source}")


_COUNTS = {
    "lot": "SELECT nr, lot AS soort FROM bewaard",
    "defecten": "SELECT nr, unnest(defecten) AS soort FROM bewaard WHERE lot = 'gehouden'",
    "quarantaine": "SELECT nr, quarantaine_reden AS soort FROM bewaard WHERE lot = 'quarantaine'",
    "cohort": "SELECT nr, cohort AS soort FROM bewaard WHERE cohort IS NOT NULL",
}


def _counts(con: duckdb.DuckDBPyConnection, contract: Contract) -> dict[int, dict[str, dict[Any, int]]]:
    """Per sheet: rows per fate, defect, reason of quarantine, cohort, school and board; and repairs."""
    found = {nr: {"hersteld": kinds} for nr, kinds in repairs(con, contract).items()}
    for what, query in (_COUNTS | _whose(contract)).items():
        for nr, soort, aantal in con.execute(
            f"SELECT nr, soort, count(*) FROM ({query}) GROUP BY ALL ORDER BY ALL"
        ).fetchall():
            found.setdefault(nr, {}).setdefault(what, {})[soort] = aantal
    return found


def _whose(contract: Contract) -> dict[str, str]:
    """The queries that count rows per school and per board, as far as an export names them."""
    kept = {kolom.naam for kolom in contract.bewaard}
    return {
        naam: f"SELECT nr, {naam} AS soort FROM bewaard WHERE lot <> 'quarantaine' AND {naam} IS NOT NULL"
        for naam in ("brin", "bestuur")
        if naam in kept
    }


def _record(
    contract: Contract,
    inzending: Inzending,
    loaded: Geladen,
    counts: dict[str, dict[Any, int]],
    woorden: tuple[str, ...],
    opname: Opname,
) -> Delivery:
    """The record of a judged sheet. Its fates add up to the rows that came in, or there is none."""
    fates = counts.get("lot", {})
    if sum(fates.values()) != loaded.rijen:
        raise AssertionError(f"{sum(fates.values())} fates for {loaded.rijen} rows of {contract.bron}")
    herkend, opname_hash = inzending.herkend, opname.hash(contract)
    made = Delivery(
        id=hashlib.sha256(
            f"{inzending.bestand.sha256} {herkend.blad.naam} {opname_hash}".encode()
        ).hexdigest()[:16],
        bron=contract.bron,
        pad=inzending.bestand.pad,
        blad=herkend.blad.naam,
        sha256=inzending.bestand.sha256,
        opname=opname_hash,
        leverdatum=leverdatum(inzending.bestand.pad),
        sleutel_id=opname.sleutel.id,
        rijen={"in": loaded.rijen, **{lot: fates.get(lot, 0) for lot in LOTEN}},
        totaalrijen=loaded.totaalrijen,
        defecten=counts.get("defecten", {}),
        quarantaine=counts.get("quarantaine", {}),
        afwezig=tuple(k.naam for k in contract.kolommen if k.naam not in herkend.kolommen and not k.weg),
        cohorten=tuple(counts.get("cohort", {})),
        kenmerken=_kenmerken(contract, inzending.bestand.pad),
        hersteld=counts.get("hersteld", {}),
        woorden=woorden,
        scholen=tuple(counts.get("brin", {})),
        besturen=tuple(counts.get("bestuur", {})),
    )
    until = bewaartermijn(made, opname.bewaren).rijen
    return replace(made, bewaren_tot=until.isoformat() if until else None)


def _kenmerken(contract: Contract, pad: str) -> dict[str, str]:
    match = re.search(contract.bestandsnaam, pad.rpartition("/")[2]) if contract.bestandsnaam else None
    return {k: v for k, v in match.groupdict().items() if v} if match else {}
