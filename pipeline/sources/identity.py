"""Who a row is about: person, school and school year; and the pseudonyms that replace them.

A person is known by PGN. A PGN that fails the check is a counted defect, not a lost pupil: its exact text
still tells pupils apart. Without a PGN the school's own leerlingnummer serves. A number that one delivery
gives to more than one pupil (a placeholder) is no identity: using it would melt pupils together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.sources.contract import Contract, Identiteit
from pipeline.vocabulary.maanddag import MaandDag
from pipeline.vocabulary.pgn import BSN_CHECK_SQL, PGN_CHECK_SQL

if TYPE_CHECKING:
    import duckdb

PLACEHOLDER = "pgn: klopt niet en staat bij meer dan één leerling"
ONGELDIG = "pgn: voldoet niet aan de elfproef van het BSN"
ONDERWIJSNUMMER = "pgn: geldig als onderwijsnummer (geen BSN)"
GEDEELD = "leerlingnummer: staat bij meer dan één leerling"


def identify(con: duckdb.DuckDBPyConnection, contract: Contract, teldatum: MaandDag) -> None:
    """Make `geidentificeerd`: `getypeerd` with pgn_nummer, pgn_geldig, leerling_nummer, cohort, cohort_begin.

    `cohort_begin` is the teldatum with which the cohort's window opens, for rules and derived columns.
    """
    identity = contract.identiteit
    con.execute(
        "CREATE OR REPLACE TABLE genummerd AS"
        f" SELECT * REPLACE (list_concat(defecten, {_pgn_defect()}) AS defecten)"
        f" FROM (SELECT *, {_pgn(identity)} AS pgn_nummer,"
        f" {PGN_CHECK_SQL.format(kolom='pgn_nummer')} AS pgn_geldig,"
        f" {BSN_CHECK_SQL.format(kolom='pgn_nummer')} AS bsn_geldig,"
        f" {_leerling(identity)} AS leerling_nummer, {_cohort(identity, teldatum)} AS cohort FROM getypeerd)"
    )
    born = "geboortedatum" if _has(contract, "geboortedatum") else "NULL::DATE"
    con.execute(
        f"""CREATE OR REPLACE TABLE geidentificeerd AS
        SELECT * REPLACE (
            CASE WHEN pgn_gedeeld THEN NULL ELSE pgn_nummer END AS pgn_nummer,
            CASE WHEN leerling_gedeeld THEN NULL ELSE leerling_nummer END AS leerling_nummer,
            list_concat(defecten, CASE WHEN pgn_gedeeld THEN ['{PLACEHOLDER}'] ELSE [] END,
                        CASE WHEN leerling_gedeeld THEN ['{GEDEELD}'] ELSE [] END) AS defecten)
        FROM (SELECT *,
            pgn_nummer IS NOT NULL AND NOT pgn_geldig AND coalesce(
                min({born}) OVER pgn <> max({born}) OVER pgn, false) AS pgn_gedeeld,
            leerling_nummer IS NOT NULL AND (
                coalesce(min(pgn_nummer) OVER leerling <> max(pgn_nummer) OVER leerling, false)
                OR coalesce(min({born}) OVER leerling <> max({born}) OVER leerling, false)
            ) AS leerling_gedeeld,
            make_date(cohort, {teldatum.maand}, {teldatum.dag}) AS cohort_begin
            FROM genummerd
            WINDOW pgn AS (PARTITION BY nr, pgn_nummer), leerling AS (PARTITION BY nr, leerling_nummer))"""
    )


def _has(contract: Contract, naam: str) -> bool:
    return any(k.naam == naam and not k.weg for k in contract.kolommen)


def _pgn(identity: Identiteit) -> str:
    return f"coalesce({', '.join(identity.pgn)})" if identity.pgn else "NULL::VARCHAR"


def _pgn_defect() -> str:
    """A number that is no BSN is counted, and once more when it is a valid onderwijsnummer instead."""
    return (
        "CASE WHEN pgn_nummer IS NULL OR bsn_geldig THEN []"
        f" WHEN pgn_geldig THEN ['{ONGELDIG}', '{ONDERWIJSNUMMER}'] ELSE ['{ONGELDIG}'] END"
    )


def _leerling(identity: Identiteit) -> str:
    """The school's number for the pupil with the school before it: numbers of two schools may be equal."""
    if not identity.leerling:
        return "NULL::VARCHAR"
    parts = [f"upper(regexp_replace({kolom}, '[.]0$', ''))" for kolom in identity.leerling]
    return " || '/' || ".join(parts)


def _cohort(identity: Identiteit, teldatum: MaandDag) -> str:
    """The start year of the school year given, or else of the window in which the pupil left."""
    given = identity.schooljaar or "NULL::INTEGER"
    if not identity.uitstroomdatum:
        return given
    datum = identity.uitstroomdatum
    before = f"(month({datum}), day({datum})) < ({teldatum.maand}, {teldatum.dag})"
    return f"coalesce({given}, CAST(year({datum}) - CASE WHEN {before} THEN 1 ELSE 0 END AS INTEGER))"
