"""Which rows of a large sheet have to be looked at closely, because their fate is not plain.

Nearly every row is kept: it can be placed, and no other has its number, its key or its text. One pass over
hashes tells which rows may be otherwise (never too few: equal values have equal hashes, and what has to
differ is compared by itself); only those are then read again and held side by side. Most numbers stand in one
row only, so that keys are first looked at where a number does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.sources.contract import Contract
from pipeline.sources.fate import filled_key, quarantine_reason
from pipeline.sources.typed import text_hash
from pipeline.vocabulary.pgn import PGN_CHECK_SQL

if TYPE_CHECKING:
    import duckdb


_NUMBERS = {
    "pgn": "CASE WHEN pgn_getal IS NULL THEN -CAST(pgn_nummer AS INTEGER) ELSE pgn_getal END",
    "leerling": "CASE WHEN leerling_nummer IS NOT NULL THEN hash(leerling_nummer) END",
}
"""What stands for a person: a number for each different PGN, and not its hash, because where two should
differ, equal hashes would hide it. Without nine digits it is below zero."""
_OF = {"persoon": "pgn", "leerling": "leerling"}
"""Which of those a key goes by."""


def look_closer(con: duckdb.DuckDBPyConnection, contract: Contract, identified: str, *, veel: bool) -> None:
    """Make `ruw_nader`: rows of `ruw` of which those left out are surely kept. `identified` is over `ruw`,
    and has the birth date as it was read in `geboren`.

    With `veel` the rows are of one sheet; without, all of them are looked at.
    """
    con.execute("DROP VIEW IF EXISTS ruw_nader; DROP TABLE IF EXISTS ruw_nader_tabel")
    if not veel:
        con.execute("CREATE VIEW ruw_nader AS FROM ruw")
        return
    numbers = _numbers(contract)
    columns = [f"{_NUMBERS[naam]} AS nummer_{naam}" for naam in numbers]
    columns += [f"{_rest(contract, key)} AS rest_{n}" for n, key in enumerate(contract.sleutels)]
    con.execute(
        f"CREATE OR REPLACE TABLE vluchtig AS SELECT plek, {quarantine_reason(contract)} IS NOT NULL AS los,"
        f" {_keyless(contract)} AS sleutelloos, {', '.join([*columns, 'geboren'])} FROM ({identified})"
    )
    for naam in numbers:
        _find_repeated(con, f"nummer_{naam}", "vluchtig")
        con.execute(
            f"CREATE OR REPLACE TABLE vluchtig_{naam} AS"
            f" FROM vluchtig SEMI JOIN vaker_nummer_{naam} USING (nummer_{naam})"
        )
    for n, key in enumerate(contract.sleutels):
        _table_of(con, f"sleutel_{n}", _hashed_key(n, key))
    _table_of(
        con,
        "tekst",
        f"SELECT plek, {text_hash(contract)} AS tekst"
        " FROM ruw SEMI JOIN (FROM vluchtig WHERE sleutelloos) AS zonder USING (plek)",
    )
    some = " UNION ".join(f"SELECT plek FROM ({query})" for query in _suspects(contract))
    con.execute(f"CREATE TABLE ruw_nader_tabel AS FROM ruw SEMI JOIN ({some}) AS verdacht USING (plek)")
    con.execute("CREATE VIEW ruw_nader AS FROM ruw_nader_tabel; DROP TABLE vluchtig")


def _table_of(con: duckdb.DuckDBPyConnection, naam: str, rows: str) -> None:
    """Make vluchtig_<naam>, of rows with a hash of that name, and vaker_<naam>."""
    con.execute(f"CREATE OR REPLACE TABLE vluchtig_{naam} AS {rows}")
    _find_repeated(con, naam, f"vluchtig_{naam}")


def _find_repeated(con: duckdb.DuckDBPyConnection, naam: str, table: str) -> None:
    """Make vaker_<naam>: the hashes that occur more than once. Sorting tells so ten times as fast as SQL."""
    import numpy as np

    hashes = con.execute(f"SELECT {naam} FROM {table} WHERE {naam} IS NOT NULL").fetchnumpy()[naam]
    hashes = np.sort(np.asarray(hashes))
    con.register("gesorteerd", {naam: np.unique(hashes[1:][hashes[1:] == hashes[:-1]])})
    con.execute(f"CREATE OR REPLACE TABLE vaker_{naam} AS FROM gesorteerd")
    con.unregister("gesorteerd")


def _numbers(contract: Contract) -> list[str]:
    """The numbers that rows of a source have, or that its keys name."""
    identity = contract.identiteit
    named = {_OF[naam] for key in contract.sleutels for naam in key if naam in _OF}
    had = {"pgn": identity.pgn, "leerling": identity.leerling}
    return [naam for naam, columns in had.items() if columns or naam in named]


def _rest(contract: Contract, key: tuple[str, ...]) -> str:
    """SQL for a hash of what a key has beside a number; NULL for what is nobody's key."""
    other = [naam for naam in key if naam not in _OF]
    return f"CASE WHEN {filled_key(contract, key)} THEN hash({', '.join(other) or '0'}) END"


def _hashed_key(n: int, key: tuple[str, ...]) -> str:
    """Rows with the hash of their key `n`; of a key with a number only those whose number another has too."""
    numbers = [_OF[naam] for naam in key if naam in _OF]
    rows = f"vluchtig_{numbers[0]}" if numbers else "vluchtig"
    hashed = ", ".join([f"rest_{n}", *(f"nummer_{naam}" for naam in numbers)])
    return f"SELECT plek, hash({hashed}) AS sleutel_{n} FROM {rows} WHERE rest_{n} IS NOT NULL"


def _keyless(contract: Contract) -> str:
    """SQL for whether a row has none of the keys. Only then its text matters: twins have equal keys."""
    keyed = " OR ".join(f"({filled_key(contract, key)})" for key in contract.sleutels) or "false"
    return f"NOT ({keyed})"


def _suspects(contract: Contract) -> Iterator[str]:
    yield "FROM vluchtig WHERE los"
    for naam in ("tekst", *(f"sleutel_{n}" for n in range(len(contract.sleutels)))):
        yield f"FROM vluchtig_{naam} SEMI JOIN vaker_{naam} USING ({naam})"
    numbers = _numbers(contract)
    if "pgn" in numbers:
        valid = PGN_CHECK_SQL.format(getal="CASE WHEN nummer_pgn > 0 THEN nummer_pgn END")
        yield _of_two("pgn", f"NOT {valid}", "min(geboren) <> max(geboren)")
    if "leerling" in numbers:
        other = "min(nummer_pgn) <> max(nummer_pgn) OR " if "pgn" in numbers else ""
        yield _of_two("leerling", "true", f"{other}min(geboren) <> max(geboren)")


def _of_two(naam: str, where: str, differs: str) -> str:
    """Rows with a number that stands in the rows of more than one pupil."""
    groups = f"SELECT nummer_{naam} FROM vluchtig_{naam} WHERE {where} GROUP BY ALL HAVING {differs}"
    return f"FROM vluchtig_{naam} SEMI JOIN ({groups}) AS gedeeld USING (nummer_{naam})"
