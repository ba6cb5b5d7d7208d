"""Where one machine ends: the steps and the indicators on Apache Spark give the rows that DuckDB gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from pipeline.indicators.compute import compute_cijfers, counting_sql, finish
from pipeline.indicators.elders import GETELD, indicators_elsewhere
from pipeline.indicators.overzichten import OVERZICHTEN, compute_overzicht
from pipeline.microdata.build import load_inputs, run_steps
from pipeline.microdata.elders import steps_elsewhere
from pipeline.microdata.steps import SCORED, steps
from pipeline.sources.delivery import active_deliveries
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings, load_settings
from tests.support.spark import differing, give, lacking, session

pytestmark = [pytest.mark.full, pytest.mark.skipif(bool(lacking()), reason=lacking())]
YEARS = (Schooljaar(2023), Schooljaar(2024))


@dataclass(frozen=True)
class Both:
    """One set of deliveries on both engines."""

    con: duckdb.DuckDBPyConnection
    spark: Any
    warehouse: Path
    settings: Settings
    room: Path

    def make(self, table: str, select: str) -> Path:
        """Let Spark make a table; gives where it is."""
        self.spark.sql(f"CREATE TABLE {table} USING parquet AS {select}")
        return self.warehouse / table


@pytest.fixture(scope="module")
def both(finished: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Spark is given what the steps are given: nothing that DuckDB made of it, but the pairs of Splink."""
    room = tmp_path_factory.mktemp("spark")
    settings = load_settings(finished.settings_file)
    with duckdb.connect(":memory:") as con, session(room / "warehouse") as spark:
        load_inputs(con, finished, active_deliveries(finished), settings)
        given = [
            name
            for (name,) in con.execute(
                "SELECT table_name FROM duckdb_tables() WHERE NOT temporary"
            ).fetchall()
        ]
        run_steps(con, settings)
        for table in (*given, SCORED):
            give(spark, con, table, room)
        found = Both(con, spark, room / "warehouse", settings, room)
        for table, select in steps_elsewhere(settings):
            found.make(table, select)
        yield found


def test_the_microdata_are_the_same_row_for_row(both: Both) -> None:
    told = [table for table, _ in steps_elsewhere(both.settings)]
    assert told == [step.tabel for step in steps()]
    different = {
        table: rows for table in told if (rows := differing(both.con, table, both.warehouse / table))
    }
    assert different == {}
    [(leavers,)] = both.con.execute("SELECT count(*) FROM schoolverlater").fetchall()
    assert leavers > 1500


@pytest.mark.parametrize("schooljaar", YEARS, ids=str)
def test_the_indicators_are_the_same_row_for_row(both: Both, schooljaar: Schooljaar) -> None:
    ours = compute_cijfers(both.con, both.settings, schooljaar)
    different = {}
    for table, select in indicators_elsewhere(both.settings, schooljaar):
        name = table if table in ("waarneming", "misschien") else f"uit_{table}"
        both.spark.sql(f"DROP TABLE IF EXISTS {name}")
        made = both.make(name, select)
        if table in OVERZICHTEN:
            both.con.register("onze", compute_overzicht(both.con, table))
            both.con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM onze")
        elif table == GETELD:
            both.con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {counting_sql()}")
        different |= {table: rows} if (rows := differing(both.con, name, made)) else {}
    assert different == {}
    counted = both.con.execute(f"FROM '{both.warehouse}/uit_{GETELD}/*.parquet' ORDER BY ALL").df()
    theirs = finish(counted, both.settings.momenten, both.settings.stand(schooljaar))
    pd.testing.assert_frame_equal(theirs, ours, check_dtype=False)
    assert len(ours) > 3000
