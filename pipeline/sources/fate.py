"""The fate of every row: gehouden, dubbel, vervangen or quarantaine. Nothing else can happen to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.sources.contract import Contract, Regel

if TYPE_CHECKING:
    import duckdb

LOTEN = ("gehouden", "dubbel", "vervangen", "quarantaine")
_NODIG = {
    "persoon": ("pgn_nummer IS NULL AND leerling_nummer IS NULL", "persoon niet vast te stellen"),
    "school": ("{brin} IS NULL", "school niet vast te stellen"),
    "cohort": ("cohort IS NULL", "schooljaar niet vast te stellen"),
}


def apply_rules(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Make `geregeld`: rules between columns counted as defects; a wiped column becomes onbekend."""
    named = ", ".join(f"CASE WHEN {rule.als} THEN '{rule.naam}' END" for rule in contract.regels)
    found = f"list_filter([{named}], lambda d: d IS NOT NULL)" if named else "[]"
    wiped = "".join(f", {_wiped(contract, naam)} AS {naam}" for naam in _wiped_columns(contract))
    con.execute(
        f"CREATE OR REPLACE TABLE geregeld AS"
        f" SELECT * REPLACE (list_concat(defecten, {found}) AS defecten{wiped}) FROM geidentificeerd"
    )


def _wiped_columns(contract: Contract) -> list[str]:
    return list(dict.fromkeys(naam for rule in contract.regels for naam in rule.wis))


def _wiped(contract: Contract, naam: str) -> str:
    rules: list[Regel] = [rule for rule in contract.regels if naam in rule.wis]
    leeg = contract.kolom(naam).leeg
    onbekend = f"'{leeg}'" if leeg else "NULL"
    return f"CASE WHEN {' OR '.join(f'({rule.als})' for rule in rules)} THEN {onbekend} ELSE {naam} END"


def assign_fates(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Make `lot`: nr, rij, lot, quarantaine_reden. Within a sheet only: a later delivery
    may still supersede a kept row."""
    con.execute(
        f"""CREATE OR REPLACE TABLE lot AS
        WITH gekeurd AS (
            SELECT geregeld.*, {_quarantine_reason(contract)} AS quarantaine_reden FROM geregeld
        ), ontdubbeld AS (
            SELECT gekeurd.*, quarantaine_reden IS NULL AND row_number() OVER (
                PARTITION BY nr, quarantaine_reden IS NULL, {_all_columns(contract)} ORDER BY rij
            ) > 1 AS dubbel
            FROM gekeurd JOIN ruw USING (nr, rij)
        )
        SELECT nr, rij, quarantaine_reden, CASE
            WHEN quarantaine_reden IS NOT NULL THEN 'quarantaine'
            WHEN dubbel THEN 'dubbel'
            WHEN {_superseded(contract)} THEN 'vervangen'
            ELSE 'gehouden' END AS lot
        FROM ontdubbeld"""
    )


def _all_columns(contract: Contract) -> str:
    return ", ".join(f"coalesce(trim(ruw.\"{k.naam}\"), '')" for k in contract.kolommen)


def _quarantine_reason(contract: Contract) -> str:
    identity = contract.identiteit
    cases = []
    for item in identity.nodig:
        test, reason = _NODIG[item]
        cases.append(f"WHEN {test.format(brin=identity.brin)} THEN '{reason}'")
    return f"CASE {' '.join(cases)} END" if cases else "NULL::VARCHAR"


def _superseded(contract: Contract) -> str:
    """Whether a later row of this delivery has the same key, under any of the contract's keys."""
    tests = [_later(contract, key) for key in contract.sleutels]
    return " OR ".join(tests) if tests else "false"


def _later(contract: Contract, key: tuple[str, ...]) -> str:
    columns = [{"persoon": "pgn_nummer", "leerling": "leerling_nummer"}.get(naam, naam) for naam in key]
    present = (
        " AND ".join(f"{c} IS NOT NULL" for c in columns if c in ("pgn_nummer", "leerling_nummer")) or "true"
    )
    newest = f"{contract.volgorde} DESC NULLS LAST, rij DESC" if contract.volgorde else "rij DESC"
    return (
        f"({present} AND row_number() OVER (PARTITION BY nr, quarantaine_reden IS NULL AND NOT dubbel,"
        f" {', '.join(columns)} ORDER BY {newest}) > 1)"
    )
