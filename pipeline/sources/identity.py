"""Who a row is about: person, school and school year; and the pseudonyms that replace them.

A person is known by PGN. A PGN that fails the check is a counted defect, not a lost pupil: its exact text
still tells pupils apart. Without a PGN the school's own leerlingnummer serves. A number that one delivery
gives to more than one pupil (a placeholder) is no identity: using it would melt pupils together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.sources.contract import Contract, Identiteit
from pipeline.vocabulary.maanddag import MaandDag
from pipeline.vocabulary.pgn import BSN_CHECK_SQL, PGN_CHECK_SQL, PGN_GETAL_SQL
from pipeline.vocabulary.schooljaar import EERSTE, LAATSTE

if TYPE_CHECKING:
    import duckdb

PLACEHOLDER = "pgn: klopt niet en staat bij meer dan één leerling"
ONGELDIG = "pgn: voldoet niet aan de elfproef van het BSN"
ONDERWIJSNUMMER = "pgn: geldig als onderwijsnummer (geen BSN)"
GEDEELD = "leerlingnummer: staat bij meer dan één leerling"
_AUGUSTUS = MaandDag(8, 1)
"""The day on which a school year starts."""


def numbered_sql(contract: Contract, typed: str, teldatum: MaandDag) -> str:
    """A SELECT that adds pgn_nummer, pgn_getal (of nine digits), pgn_geldig, bsn_geldig, leerling_nummer,
    cohort and cohort_begin.

    `cohort_begin` is the teldatum with which the cohort's window opens, for rules and derived columns.
    """
    identity = contract.identiteit
    numbered = (
        f"SELECT *, {_pgn(identity)} AS pgn_nummer, {_leerling(contract)} AS leerling_nummer,"
        f" {_cohort(identity, teldatum)} AS cohort FROM ({typed})"
    )
    as_number = f"SELECT *, {PGN_GETAL_SQL.format(kolom='pgn_nummer')} AS pgn_getal FROM ({numbered})"
    return (
        f"SELECT *, {PGN_CHECK_SQL.format(getal='pgn_getal')} AS pgn_geldig,"
        f" {BSN_CHECK_SQL.format(getal='pgn_getal')} AS bsn_geldig,"
        f" make_date(cohort, {teldatum.maand}, {teldatum.dag}) AS cohort_begin FROM ({as_number})"
    )


PGN_GEBREKEN = (
    ("pgn_nummer IS NOT NULL AND NOT bsn_geldig", f"'{ONGELDIG}'"),
    ("pgn_nummer IS NOT NULL AND NOT bsn_geldig AND pgn_geldig", f"'{ONDERWIJSNUMMER}'"),
)
"""A number that is no BSN is counted, and once more when it is a valid onderwijsnummer instead."""
GEDEELD_GEBREKEN = (
    ("pgn_gedeeld", f"'{PLACEHOLDER}'"),
    ("leerling_gedeeld", f"'{GEDEELD}'"),
)


def find_shared(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Find in `rijen` the numbers of more than one pupil: gedeeld_pgn_nummer and gedeeld_leerling_nummer."""
    born = "geboortedatum" if _has(contract, "geboortedatum") else "NULL::DATE"
    two_born = f"min({born}) <> max({born})"
    _shared(con, "pgn_nummer", "NOT pgn_geldig", two_born)
    _shared(con, "leerling_nummer", "true", f"min(pgn_nummer) <> max(pgn_nummer) OR {two_born}")


def _shared(con: duckdb.DuckDBPyConnection, number: str, where: str, differs: str) -> None:
    """Make gedeeld_<number>. Numbers that stand in one row only cannot be shared: their hashes tell which."""
    con.execute(
        f"""CREATE OR REPLACE TABLE gedeeld_{number} AS
        SELECT nr, {number} FROM rijen
        SEMI JOIN (
            SELECT nr, hash({number}) AS vaker FROM rijen WHERE {number} IS NOT NULL AND {where}
            GROUP BY ALL HAVING count(*) > 1
        ) AS meer ON rijen.nr = meer.nr AND hash({number}) = vaker
        WHERE {number} IS NOT NULL AND {where} GROUP BY nr, {number} HAVING {differs}"""
    )


UNSHARED = """
    SELECT rijen.* REPLACE (
        CASE WHEN pgn.nr IS NULL THEN rijen.pgn_nummer END AS pgn_nummer,
        CASE WHEN leerling.nr IS NULL THEN rijen.leerling_nummer END AS leerling_nummer)
    FROM rijen
    LEFT JOIN gedeeld_pgn_nummer AS pgn
        ON rijen.nr = pgn.nr AND rijen.pgn_nummer = pgn.pgn_nummer AND NOT rijen.pgn_geldig
    LEFT JOIN gedeeld_leerling_nummer AS leerling
        ON rijen.nr = leerling.nr AND rijen.leerling_nummer = leerling.leerling_nummer"""
"""A SELECT over `rijen` in which a number of more than one pupil is nobody's."""


def _has(contract: Contract, naam: str) -> bool:
    return any(k.naam == naam and not k.weg for k in contract.kolommen)


def _pgn(identity: Identiteit) -> str:
    return f"coalesce({', '.join(identity.pgn)})" if identity.pgn else "NULL::VARCHAR"


def _leerling(contract: Contract) -> str:
    """The school's number for the pupil with the school before it: numbers of two schools may be equal."""
    parts = [
        kolom
        if contract.kolom(kolom).type == "brin"
        else f"upper(CASE WHEN suffix({kolom}, '.0') THEN left({kolom}, -2) ELSE {kolom} END)"
        for kolom in contract.identiteit.leerling
    ]
    return " || '/' || ".join(parts) or "NULL::VARCHAR"


def _cohort(identity: Identiteit, teldatum: MaandDag) -> str:
    """The start year of the school year given, or else of the one that a day tells, if that can be one."""
    given = identity.schooljaar or "NULL::INTEGER"
    told = _told_by_day(identity, teldatum)
    return f"CASE WHEN {given} IS NOT NULL THEN {given} ELSE {told} END" if told else given


def _told_by_day(identity: Identiteit, teldatum: MaandDag) -> str | None:
    """The school year of a day, or of the window in which a pupil left, if that can be one."""
    datum, begin = (identity.datum, _AUGUSTUS) if identity.datum else (identity.uitstroomdatum, teldatum)
    if not datum:
        return None
    first, behind = begin.in_jaar(EERSTE), begin.in_jaar(LAATSTE + 1)
    month = f"month({datum})"
    before = f"{month} < {begin.maand} OR {month} = {begin.maand} AND day({datum}) < {begin.dag}"
    return (
        f"CASE WHEN {datum} >= DATE '{first}' AND {datum} < DATE '{behind}'"
        f" THEN CAST(year({datum}) - CASE WHEN {before} THEN 1 ELSE 0 END AS INTEGER) END"
    )
