"""The analyst's room on a million leavers: every cell of the exploration notebooks, and a kernel's memory.

The million are the pupils of the demo many times over, in several times as many schools. Every notebook is
run twice in one process, as a kernel does; `slowest_s` is the slowest cell of the second time, `slowest_cell`
says which, and `slowest_simulation_s` is the slowest of those among them that simulate power. `seconds_start`
is the first cell: opening the microdata and making the panel. `peak_mb` is the most memory that the process
had; what DuckDB may hold of it is `[machine] geheugen`.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.workspace.folders import Workspace

LEAVERS = 1_000_000
SCHOOLS_TIMES = 5
COHORTS = range(2014, 2025)
_SIMULATES = "v.kracht("
_OF_SCHOOLS = {"brin", "school_id"}
_OF_PEOPLE = {"persoon", "sleutel", "los", "anker", "leerling"}


def main() -> dict[str, Any]:
    """Make the microdata, and run the notebooks on them in a process of their own."""
    with tempfile.TemporaryDirectory() as name:
        workspace = _small(Path(name) / "werkmap")
        leavers = _enlarge(workspace)
        command = [sys.executable, "-m", "benchmarks.explore", str(workspace.root)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return {"leavers": leavers, **json.loads(done.stdout.splitlines()[-1])}


def _small(root: Path) -> Workspace:
    """The demo's deliveries and microdata, without releases or reports."""
    from pipeline.microdata.build import build
    from pipeline.pseudonym import DEMO_SLEUTEL
    from pipeline.sources.delivery import active_deliveries
    from pipeline.sources.opname import Opname
    from pipeline.sources.register import take_in
    from pipeline.synthetic.exports import write_exports
    from pipeline.synthetic.population import generate
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import load_settings

    workspace = Workspace.create(root, demo=True)
    write_exports(generate(cohorts=COHORTS), workspace.raw)
    settings = load_settings(workspace.settings_file)
    take_in(workspace, Opname(DEMO_SLEUTEL, settings.cohort.teldatum))
    build(workspace, active_deliveries(workspace), settings, "0" * 64)
    return workspace


def _enlarge(workspace: Workspace) -> int:
    """Every row that is about a pupil or a school many times; gives the number of leavers."""
    import duckdb

    from pipeline.microdata.build import current

    found = current(workspace)
    assert found
    with duckdb.connect(str(found.file)) as con:
        [(few,)] = con.execute("SELECT count(*) FROM schoolverlater").fetchall()
        times = -(-LEAVERS // few)
        for table, columns in con.execute(
            "SELECT table_name, list(column_name) FROM duckdb_columns()"
            " WHERE NOT starts_with(table_name, 'rij_') AND NOT ends_with(table_name, '_lot') GROUP BY ALL"
        ).fetchall():
            if _OF_PEOPLE & {*columns}:
                _repeat(con, table, columns, times)
            elif "school_id" in columns:
                _repeat(con, table, columns, SCHOOLS_TIMES)
        [(many,)] = con.execute("SELECT count(*) FROM schoolverlater").fetchall()
    return int(many)


def _repeat(con: Any, table: str, columns: list[str], times: int) -> None:
    """The rows again, of other pupils, spread over other schools."""
    changed = {name: f"{name} || '#' || (keer % {SCHOOLS_TIMES})" for name in columns if name in _OF_SCHOOLS}
    changed |= {name: f"{name} || '#' || keer" for name in columns if name in _OF_PEOPLE}
    replaced = ", ".join(f"{sql} AS {name}" for name, sql in changed.items())
    con.execute(
        f"INSERT INTO {table} SELECT {table}.* REPLACE ({replaced})"
        f" FROM {table} CROSS JOIN range(1, {times}) AS opnieuw (keer)"
    )


def explore(root: Path) -> dict[str, Any]:
    """Run every notebook twice; seconds of the cells the second time."""
    import resource

    os.environ["TOELEIDING_WERKMAP"] = str(root)
    verkennen = importlib.import_module("tests.support.verkennen")
    start = time.perf_counter()
    importlib.import_module("pipeline.verkennen").start()
    seconds_start = time.perf_counter() - start
    seconds: dict[str, float] = {}
    for notebook in verkennen.NOTEBOOKS:
        space: dict[str, Any] = {}
        for again in (False, True):
            for number, source in enumerate(verkennen.code_cells(notebook)):
                if again and number == 0:
                    continue  # the room is open
                begun = time.perf_counter()
                verkennen.run_cell(source, notebook.name, space)
                if again:
                    seconds[f"{notebook.stem}: {source[:60]}"] = round(time.perf_counter() - begun, 3)
    simulated = [took for name, took in seconds.items() if _SIMULATES in name]
    slowest = max(seconds, key=seconds.__getitem__)
    return {
        "slowest_s": seconds[slowest],
        "slowest_cell": slowest,
        "slowest_simulation_s": max(simulated),
        "above_half_a_second": {name: took for name, took in seconds.items() if took > 0.5},
        "cells": len(seconds),
        "seconds_start": round(seconds_start, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    print(json.dumps(explore(Path(sys.argv[1]))))
