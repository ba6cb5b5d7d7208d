"""The fate of every row: gehouden, dubbel, vervangen or quarantaine. Nothing else can happen to it.

Nearly every row is kept, so only the others are written down. Which rows can be twins or supersede one
another is first told by a hash; only those are then held side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.sources.contract import Contract

if TYPE_CHECKING:
    import duckdb

LOTEN = ("gehouden", "dubbel", "vervangen", "quarantaine")
_NODIG = {
    "persoon": ("pgn_nummer IS NULL AND leerling_nummer IS NULL", "persoon niet vast te stellen"),
    "school": ("{brin} IS NULL", "school niet vast te stellen"),
    "cohort": ("cohort IS NULL", "schooljaar niet vast te stellen"),
}
_NUMBERS = {"persoon": "pgn_nummer", "leerling": "leerling_nummer"}


def assign_fates(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Make `afwijkend(nr, rij, lot, quarantaine_reden)`: the rows that are not simply kept.

    Within a sheet only: a later delivery may still supersede a kept row.
    """
    con.execute(
        "CREATE OR REPLACE TABLE afwijkend (nr INTEGER, rij BIGINT, lot VARCHAR, quarantaine_reden VARCHAR)"
    )
    con.execute(
        "INSERT INTO afwijkend SELECT nr, rij, 'quarantaine', reden"
        f" FROM (SELECT nr, rij, {_quarantine_reason(contract)} AS reden FROM geidentificeerd)"
        " WHERE reden IS NOT NULL"
    )
    con.execute(f"INSERT INTO afwijkend SELECT nr, rij, 'dubbel', NULL FROM ({_twins(contract)})")
    if contract.sleutels:
        later = " UNION ".join(_superseded(contract, key) for key in contract.sleutels)
        con.execute(f"INSERT INTO afwijkend SELECT nr, rij, 'vervangen', NULL FROM ({later})")


def _quarantine_reason(contract: Contract) -> str:
    identity = contract.identiteit
    cases = []
    for item in identity.nodig:
        test, reason = _NODIG[item]
        cases.append(f"WHEN {test.format(brin=identity.brin)} THEN '{reason}'")
    return f"CASE {' '.join(cases)} END" if cases else "NULL::VARCHAR"


def _twins(contract: Contract) -> str:
    """Rows with the text of an earlier one in every column."""
    text = ", ".join(f"coalesce(ruw.\"{kolom.naam}\"::VARCHAR, '')" for kolom in contract.kolommen)
    return f"""
        SELECT nr, rij FROM (
            SELECT ruw.nr, ruw.rij,
                row_number() OVER (PARTITION BY ruw.nr, {text} ORDER BY ruw.rij) AS hoeveelste
            FROM ruw SEMI JOIN ({_candidates("tweeling", "true", "rijen")}) AS kandidaat
                ON ruw.nr = kandidaat.nr AND ruw.rij = kandidaat.rij
            ANTI JOIN afwijkend ON ruw.nr = afwijkend.nr AND ruw.rij = afwijkend.rij
        ) WHERE hoeveelste > 1"""


def _superseded(contract: Contract, key: tuple[str, ...]) -> str:
    """Rows of which a later one of this delivery has the same key. What is not filled in is nobody's key."""
    columns = ", ".join(_NUMBERS.get(naam, naam) for naam in key)
    filled = " AND ".join(f"{_NUMBERS.get(n, n)} IS NOT NULL" for n in contract.gevuld(key)) or "true"
    newest = ", ".join([*contract.nieuwste, "rij DESC"])
    return f"""
        SELECT nr, rij FROM (
            SELECT rest.nr, rest.rij, row_number() OVER (
                PARTITION BY rest.nr, {columns} ORDER BY {newest}
            ) AS hoeveelste
            FROM (
                SELECT * FROM geidentificeerd AS rest
                SEMI JOIN ({_candidates(f"hash({columns})", filled, "geidentificeerd")}) AS kandidaat
                    ON rest.nr = kandidaat.nr AND rest.rij = kandidaat.rij
                WHERE {filled}
            ) AS rest
            ANTI JOIN afwijkend ON rest.nr = afwijkend.nr AND rest.rij = afwijkend.rij
        ) WHERE hoeveelste > 1"""


def _candidates(key: str, where: str, table: str) -> str:
    """Rows whose hash of a key occurs more than once in their sheet."""
    hashed = f"SELECT nr, rij, {key} AS sleutel FROM {table} WHERE {where}"
    return (
        f"SELECT nr, rij FROM ({hashed}) AS gehasht SEMI JOIN (SELECT nr, sleutel FROM ({hashed})"
        " GROUP BY ALL HAVING count(*) > 1) AS vaker"
        " ON gehasht.nr = vaker.nr AND gehasht.sleutel = vaker.sleutel"
    )
