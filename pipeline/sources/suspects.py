"""Which rows of a large sheet have to be looked at closely, because their fate is not plain.

Nearly every row is kept: it can be placed, and no other has its number, its key or its text. One pass over
hashes tells which rows may be otherwise (never too few: equal values have equal hashes, and what has to
differ is compared by itself); only those are then read again and held side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.sources.contract import Contract
from pipeline.sources.fate import filled_key, quarantine_reason
from pipeline.sources.typed import text_hash

if TYPE_CHECKING:
    import duckdb


_NUMBERS = {
    "pgn": "CASE WHEN pgn_getal IS NULL THEN -CAST(pgn_nummer AS INTEGER) ELSE pgn_getal END",
    "leerling": "CASE WHEN leerling_nummer IS NOT NULL THEN hash(leerling_nummer) END",
}
"""What stands for a person in nummer_pgn and nummer_leerling: a number for each different PGN, and not its
hash, because where two should differ, equal hashes would hide it."""
_STANDS_FOR = {"persoon": "nummer_pgn", "leerling": "nummer_leerling"}


def look_closer(con: duckdb.DuckDBPyConnection, contract: Contract, identified: str, *, veel: bool) -> None:
    """Make `ruw_nader`: rows of `ruw` of which those left out are surely kept. `identified` is over `ruw`,
    and has the birth date as it was read in `geboren`.

    With `veel` the rows are of one sheet; without, all of them are looked at.
    """
    con.execute("DROP VIEW IF EXISTS ruw_nader; DROP TABLE IF EXISTS ruw_nader_tabel")
    if not veel:
        con.execute("CREATE VIEW ruw_nader AS FROM ruw")
        return
    hashes = _hashes(contract)
    columns = ", ".join(f"{sql} AS {naam}" for naam, sql in hashes.items())
    numbers = ", ".join(f"{sql} AS nummer_{naam}" for naam, sql in _NUMBERS.items())
    con.execute(
        f"CREATE OR REPLACE TABLE vluchtig AS SELECT plek, {quarantine_reason(contract)} IS NOT NULL AS los,"
        f" {_keyless(contract)} AS sleutelloos, {columns} FROM (SELECT *, {numbers} FROM ({identified}))"
    )
    con.execute(
        f"CREATE OR REPLACE TABLE vluchtige_tekst AS SELECT plek, {text_hash(contract)} AS tekst"
        " FROM ruw SEMI JOIN (FROM vluchtig WHERE sleutelloos) AS zonder USING (plek)"
    )
    for naam in hashes.keys() - {"geboren", "pgn", "twijfel"}:
        _find_repeated(con, naam, "vluchtig")
    _find_repeated(con, "tekst", "vluchtige_tekst")
    some = " UNION ".join(f"SELECT plek FROM ({query})" for query in _suspects(contract))
    con.execute(f"CREATE TABLE ruw_nader_tabel AS FROM ruw SEMI JOIN ({some}) AS verdacht USING (plek)")
    con.execute("CREATE VIEW ruw_nader AS FROM ruw_nader_tabel; DROP TABLE vluchtig; DROP TABLE vluchtige_tekst")


def _find_repeated(con: duckdb.DuckDBPyConnection, naam: str, table: str) -> None:
    """Make vaker_<naam>: the hashes that occur more than once. Sorting tells so ten times as fast as SQL."""
    import numpy as np
    import pyarrow as pa

    hashes = con.execute(f"SELECT {naam} FROM {table} WHERE {naam} IS NOT NULL").fetchnumpy()[naam]
    hashes = np.sort(np.asarray(hashes))
    again = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
    con.register("gesorteerd", pa.table({naam: again}))
    con.execute(f"CREATE OR REPLACE TABLE vaker_{naam} AS FROM gesorteerd")
    con.unregister("gesorteerd")


def _hashes(contract: Contract) -> dict[str, str]:
    """What is needed of every row: its numbers, its birth date and its keys.

    The birth date is the one before a rule may wipe it: of two that differ after that, two did before.
    """
    identity = contract.identiteit
    found = {"geboren": "geboren"}
    if identity.pgn:
        found |= {"pgn": "nummer_pgn", "twijfel": "pgn_nummer IS NOT NULL AND NOT pgn_geldig"}
    if identity.leerling:
        found["leerling"] = "nummer_leerling"
    for n, key in enumerate(contract.sleutels):
        columns = ", ".join(_STANDS_FOR.get(naam, naam) for naam in key)
        found[f"sleutel_{n}"] = f"CASE WHEN {filled_key(contract, key)} THEN hash({columns}) END"
    return found


def _keyless(contract: Contract) -> str:
    """SQL for whether a row has none of the keys. Only then its text matters: twins have the same keys too."""
    keyed = " OR ".join(f"({filled_key(contract, key)})" for key in contract.sleutels) or "false"
    return f"NOT ({keyed})"


def _suspects(contract: Contract) -> Iterator[str]:
    identity = contract.identiteit
    yield "FROM vluchtig WHERE los"
    yield "FROM vluchtige_tekst SEMI JOIN vaker_tekst USING (tekst)"
    for n in range(len(contract.sleutels)):
        yield f"FROM vluchtig SEMI JOIN vaker_sleutel_{n} USING (sleutel_{n})"
    if identity.pgn:
        yield _of_two("pgn", "(FROM vluchtig WHERE twijfel)", "min(geboren) <> max(geboren)")
    if identity.leerling:
        other = "min(pgn) <> max(pgn) OR " if identity.pgn else ""
        several = "(FROM vluchtig SEMI JOIN vaker_leerling USING (leerling))"
        yield _of_two("leerling", several, f"{other}min(geboren) <> max(geboren)")


def _of_two(naam: str, rows: str, differs: str) -> str:
    """Rows with a number that stands in the rows of more than one pupil."""
    groups = f"SELECT {naam} FROM {rows} GROUP BY {naam} HAVING {differs}"
    return f"FROM {rows} SEMI JOIN ({groups}) AS gedeeld USING ({naam})"
