"""The panel: one row per leaver and cohort, and what each of its columns means, in Dutch."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.indicators.compute import observe
from pipeline.sources.contract import contracten
from pipeline.vocabulary.meetmoment import MEETMOMENTEN

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from pipeline.vocabulary.schooljaar import Schooljaar
    from pipeline.workspace.settings import Settings

_FOLDER = Path(__file__).parent
_SCHOOL = {"school": "school_id"}
"""Columns that name a thing, and the one that tells two things of one name apart."""


def make_panel(con: duckdb.DuckDBPyConnection, settings: Settings, schooljaar: Schooljaar) -> None:
    """Make `panel`, as known at the stand of a school year; `waarneming` becomes a view of it.

    One copy of a million leavers is enough, and an indicator counts from `panel` what it would count from
    `waarneming`.
    """
    observe(con, settings, schooljaar)
    con.execute((_FOLDER / "panel.sql").read_text("utf-8"))
    con.execute("DROP TABLE waarneming")
    con.execute("CREATE TEMP VIEW waarneming AS FROM panel")


@cache
def betekenissen() -> dict[str, str]:
    """What every column that the panel may have means."""
    raw = tomllib.loads((_FOLDER / "panel.toml").read_text("utf-8"))
    export = {kolom.naam: kolom.toelichting for kolom in contracten()["uitstroom"].kolommen}
    moments = {
        name.format(m=moment.lower()): text.format(M=moment)
        for moment in MEETMOMENTEN
        for name, text in raw["per_moment"].items()
    }
    own: dict[str, str] = raw["kolommen"]
    return own | {name: export[name] for name in raw["export"]} | moments


def describe_columns(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The columns of `panel`: kolom, soort, betekenis."""
    found = con.execute(
        "SELECT column_name AS kolom, data_type AS soort FROM duckdb_columns()"
        " WHERE table_name = 'panel' ORDER BY column_index"
    ).df()
    soorten = {
        "VARCHAR": "tekst",
        "INTEGER": "getal",
        "BIGINT": "getal",
        "BOOLEAN": "ja of nee",
        "DATE": "datum",
    }
    return found.assign(
        soort=found.soort.map(soorten).fillna(found.soort), betekenis=found.kolom.map(betekenissen())
    )


def with_identity(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns to group by: two schools of one name are two schools."""
    wanted = [part for column in columns for part in (_SCHOOL.get(column, column), column)]
    return tuple(dict.fromkeys(wanted))
