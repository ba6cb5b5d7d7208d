"""What is marked on a row when its fate is known, in the table that holds its text.

Marks take the place of a join: a join does not keep the order of the sheet, and few rows have any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

LOTEN = ("gehouden", "dubbel", "vervangen", "quarantaine")
REDENEN = {
    "persoon": "persoon niet vast te stellen",
    "school": "school niet vast te stellen",
    "cohort": "schooljaar niet vast te stellen",
}
"""Why a row is in quarantine, by what it lacks."""
MERKEN = {
    "lot": "soort_lot",
    "quarantaine_reden": "soort_reden",
    "pgn_gedeeld": "BOOLEAN",
    "leerling_gedeeld": "BOOLEAN",
}
"""The marks and their types; a row without any is kept."""
MERKEN_SQL = ", ".join(MERKEN)
ZONDER_MERK_SQL = ", ".join(f"NULL::{soort} AS {merk}" for merk, soort in MERKEN.items())


def install_marks(con: duckdb.DuckDBPyConnection) -> None:
    """Make the types of the marks, of a byte each."""
    for soort, woorden in (("soort_lot", LOTEN), ("soort_reden", REDENEN.values())):
        listed = ", ".join(f"'{woord}'" for woord in woorden)
        con.execute(f"CREATE TYPE {soort} AS ENUM ({listed})")


def mark(con: duckdb.DuckDBPyConnection) -> None:
    """Put the fates in `afwijkend` and the numbers of more than one pupil on the rows of `ruw_tabel`."""
    for merk in ("pgn", "leerling"):
        con.execute(
            f"UPDATE ruw_tabel SET {merk}_gedeeld = true FROM ("
            f"SELECT plek FROM rijen SEMI JOIN gedeeld_{merk}_nummer AS gedeeld ON rijen.nr = gedeeld.nr"
            f" AND rijen.{merk}_nummer = gedeeld.{merk}_nummer{_ONLY[merk]}) AS van"
            " WHERE ruw_tabel.rowid = van.plek"
        )
    con.execute(
        "UPDATE ruw_tabel SET lot = van.lot, quarantaine_reden = van.quarantaine_reden"
        " FROM afwijkend AS van WHERE ruw_tabel.rowid = van.plek"
    )


_ONLY = {"pgn": " AND NOT rijen.pgn_geldig", "leerling": ""}
"""A PGN that passes the check is never a placeholder."""
