"""The fate of every row: gehouden, dubbel, vervangen or quarantaine. Nothing else can happen to it.

Nearly every row is kept, so only the others are written down. Which rows can be twins or supersede one
another is first told by a hash; only those are then held side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.sources.contract import Contract
from pipeline.sources.marks import REDENEN

if TYPE_CHECKING:
    import duckdb

_NODIG = {
    "persoon": "pgn_nummer IS NULL AND leerling_nummer IS NULL",
    "school": "{brin} IS NULL",
    "cohort": "cohort IS NULL",
}
_NUMBERS = {"persoon": "pgn_nummer", "leerling": "leerling_nummer"}


def assign_fates(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Make `afwijkend(nr, rij, plek, lot, quarantaine_reden)`: the rows that are not simply kept.

    Within a sheet only: a later delivery may still supersede a kept row.
    """
    con.execute(
        "CREATE OR REPLACE TABLE afwijkend"
        " (nr INTEGER, rij BIGINT, plek BIGINT, lot VARCHAR, quarantaine_reden VARCHAR)"
    )
    con.execute(
        "INSERT INTO afwijkend SELECT nr, rij, plek, 'quarantaine', reden"
        f" FROM (SELECT nr, rij, plek, {quarantine_reason(contract)} AS reden FROM geidentificeerd)"
        " WHERE reden IS NOT NULL"
    )
    con.execute(f"INSERT INTO afwijkend SELECT nr, rij, plek, 'dubbel', NULL FROM ({_twins(contract)})")
    if contract.sleutels:
        later = " UNION ".join(_superseded(contract, key) for key in contract.sleutels)
        con.execute(f"INSERT INTO afwijkend SELECT nr, rij, plek, 'vervangen', NULL FROM ({later})")


def quarantine_reason(contract: Contract) -> str:
    """SQL over a row's numbers and cohort: why it can be in no table, or NULL."""
    identity = contract.identiteit
    cases = [
        f"WHEN {_NODIG[item].format(brin=identity.brin)} THEN '{REDENEN[item]}'" for item in identity.nodig
    ]
    return f"CASE {' '.join(cases)} END" if cases else "NULL::VARCHAR"


def key_columns(key: tuple[str, ...]) -> str:
    """SQL for the columns of a key, with a row's own numbers for the person."""
    return ", ".join(_NUMBERS.get(naam, naam) for naam in key)


def filled_key(contract: Contract, key: tuple[str, ...]) -> str:
    """SQL for whether a row's key says anything. What is not filled in is nobody's key."""
    return " AND ".join(f"{_NUMBERS.get(n, n)} IS NOT NULL" for n in contract.gevuld(key)) or "true"


def _twins(contract: Contract) -> str:
    """Rows with the text of an earlier one in every column."""
    text = ", ".join(f"coalesce(ruw.\"{kolom.naam}\"::VARCHAR, '')" for kolom in contract.kolommen)
    return f"""
        SELECT nr, rij, plek FROM (
            SELECT ruw.nr, ruw.rij, ruw.plek,
                row_number() OVER (PARTITION BY ruw.nr, {text} ORDER BY ruw.rij) AS hoeveelste
            FROM ruw_nader AS ruw SEMI JOIN ({_candidates("tweeling", "true", "rijen")}) AS kandidaat
                ON ruw.plek = kandidaat.plek
            ANTI JOIN afwijkend ON ruw.plek = afwijkend.plek
        ) WHERE hoeveelste > 1"""


def _superseded(contract: Contract, key: tuple[str, ...]) -> str:
    """Rows of which a later one of this delivery has the same key."""
    columns, filled = key_columns(key), filled_key(contract, key)
    newest = ", ".join([*contract.nieuwste, "rij DESC"])
    return f"""
        SELECT nr, rij, plek FROM (
            SELECT rest.nr, rest.rij, rest.plek, row_number() OVER (
                PARTITION BY rest.nr, {columns} ORDER BY {newest}
            ) AS hoeveelste
            FROM (
                SELECT * FROM geidentificeerd AS rest
                SEMI JOIN ({_candidates(f"hash({columns})", filled, "geidentificeerd")}) AS kandidaat
                    ON rest.plek = kandidaat.plek
                WHERE {filled}
            ) AS rest
            ANTI JOIN afwijkend ON rest.plek = afwijkend.plek
        ) WHERE hoeveelste > 1"""


def _candidates(key: str, where: str, table: str) -> str:
    """Rows whose hash of a key occurs more than once in their sheet."""
    hashed = f"SELECT nr, plek, {key} AS sleutel FROM {table} WHERE {where}"
    return (
        f"SELECT plek FROM ({hashed}) AS gehasht SEMI JOIN (SELECT nr, sleutel FROM ({hashed})"
        " GROUP BY ALL HAVING count(*) > 1) AS vaker"
        " ON gehasht.nr = vaker.nr AND gehasht.sleutel = vaker.sleutel"
    )
