"""A small panel of rows as they come out of intake, put straight into the tables that the steps read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from pipeline.indicators.compute import compute_cijfers
from pipeline.microdata.build import check_conservation, load_inputs, run_steps
from pipeline.vocabulary.meetmoment import MEETMOMENTEN
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

Row = Mapping[str, Any]
COHORT = 2016
_DEFAULTS: Mapping[str, Row] = {
    "uitstroom": {
        "cohort": COHORT,
        "brin": "99AA00",
        "school": "School A",
        "bestuur": "Bestuur A",
        "schooltype": "PRO",
        "bestemming": "ARB_REG",
        "uitstroomprofiel": "ONBEKEND",
        "pgn_geldig": True,
    },
    "intergrip": {
        "cohort": COHORT,
        "brin": "99AA00",
        "meetmoment": "V2",
        "bereikt": "J",
        "bestemming": "ARB_REG",
        "pgn_geldig": True,
    },
}


@dataclass(frozen=True)
class Levering:
    """One delivery: its rows in canonical columns, without the defaults."""

    bron: str
    rijen: Sequence[Row]
    leverdatum: date | None = None
    sha256: str = ""
    id: str = ""
    teljaar: int | None = None
    stand: str | None = None
    hersteld: Mapping[str, int] = field(default_factory=dict)


@contextmanager
def microdata(
    leveringen: Iterable[Levering], settings: Settings | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A session with the microdata of these deliveries, in memory, made by the steps themselves."""
    settings = settings or Settings()
    with duckdb.connect(":memory:") as con:
        load_inputs(con, Workspace(Path()), [], settings)
        for number, levering in enumerate(leveringen):
            _insert(con, levering, levering.id or f"L{number}")
        _insert_calendar(con, settings)
        run_steps(con, settings)
        check_conservation(con)
        yield con


def _insert(con: duckdb.DuckDBPyConnection, levering: Levering, name: str) -> None:
    con.execute(
        "INSERT INTO levering VALUES (?, ?, ?, ?, '', ?, ?, ?)",
        [
            name,
            levering.bron,
            levering.sha256 or name,
            levering.leverdatum,
            len(levering.rijen),
            levering.teljaar,
            levering.stand,
        ],
    )
    for herstelling, aantal in levering.hersteld.items():
        con.execute("INSERT INTO herstel VALUES (?, ?, ?, ?)", [name, *herstelling.split(": "), aantal])
    defaults = _DEFAULTS.get(levering.bron, {})
    rows = [
        {"levering_id": name, "rij": number, "lot": "gehouden", **defaults, **row}
        for number, row in enumerate(levering.rijen, start=1)
    ]
    if rows:
        columns = {key: [row.get(key) for row in rows] for key in {key for row in rows for key in row}}
        linking = {key for key in columns if key.startswith("kv_")}
        con.register("panel", pa.table(columns))
        fields = ", ".join(key for key in sorted(columns.keys() - linking))
        con.execute(f"INSERT INTO rij_{levering.bron} BY NAME SELECT {fields} FROM panel")
        if linking:
            fields = ", ".join(sorted(linking))
            con.execute(f"INSERT INTO koppelveld BY NAME SELECT levering_id, rij, {fields} FROM panel")
        con.unregister("panel")


def _insert_calendar(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    cohorts = con.execute(
        "SELECT cohort FROM rij_uitstroom WHERE cohort IS NOT NULL UNION"
        " SELECT cohort FROM rij_intergrip WHERE cohort IS NOT NULL"
    ).fetchall()
    for (cohort,) in cohorts:
        for moment in MEETMOMENTEN:
            day = settings.momenten.peildatum(moment, Schooljaar(cohort))
            con.execute("INSERT INTO peildatum VALUES (?, ?, ?)", [cohort, moment, day])


def cijfers(
    leveringen: Iterable[Levering], settings: Settings | None = None, schooljaar: int = COHORT + 2
) -> pd.DataFrame:
    """The figures of a report; without another school year the one in which cohort 2016 has all moments."""
    settings = settings or Settings()
    with microdata(leveringen, settings) as con:
        return compute_cijfers(con, settings, Schooljaar(schooljaar))


def query(con: duckdb.DuckDBPyConnection, sql: str) -> list[Any]:
    """The rows of a query; of a query of one column its values."""
    rows = con.execute(sql).fetchall()
    return [row[0] for row in rows] if rows and len(rows[0]) == 1 else rows
