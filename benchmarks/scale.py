"""The country, and ten times that: time and memory of the microdata and the indicators against rows.

A region of the synthetic population, followed for twenty school years, stands 35 times side by side (some
300 000 leavers); then every school of that has ten times the pupils. Each copy has pupils of its own, with
link fields of their own, so no two copies are weighed against each other. They are made straight as accepted
deliveries, a file of the region holding the rows of all copies: writing and reading the exports of every
region would measure intake, which benchmarks/intake.py does.

Per size: `rows` that were delivered, and `leavers`; `seconds`, `cpu` and `peak_mb` of making the microdata
(`build`) and of counting every figure and overview of the last school year (`count`), each in a process of
its own. `peak_mb` is the most that the process had, Python and all; `memory` is what [machine] geheugen gives
DuckDB of that. `ratio_…` is that per row of the larger size over the same of the smaller: 1 is linear.
SCALE_REGIONS, SCALE_TIMES="1 10" and SCALE_MEMORY choose otherwise; ten times takes some 20 GB of disk and,
with two cores, twenty minutes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.sources.delivery import Delivery
    from pipeline.workspace.folders import Workspace

REGIONS = int(os.environ.get("SCALE_REGIONS", "35"))
COHORTS = range(2005, 2025)
LEAVERS = 430
"""A year in one region; in all of them some 15 000, as many as the country has."""
TIMES = tuple(int(times) for times in os.environ.get("SCALE_TIMES", "1 10").split())
_OF_PUPILS = {
    "uitstroom", "intergrip", "duo_a04", "duo_nenr", "duo_nrsp", "cambo", "bespreeklijst", "werkoverleg",
}  # fmt: skip
_PUPIL = {
    "persoon", "leerling", "bsnhash", "ketenid", "caketenid",
    "kv_geboren", "kv_verwisseld", "kv_naam", "kv_klank", "kv_roepnaam", "kv_postcode",
}  # fmt: skip
_SCHOOL = {"brin", "bestuur"}


def main() -> dict[str, Any]:
    """Each size and each half of the work in a process of its own."""
    from pipeline.workspace.settings import Machine

    memory = os.environ.get("SCALE_MEMORY", Machine().geheugen)
    figures: dict[str, Any] = {"memory": memory}
    with tempfile.TemporaryDirectory() as name:
        small = Path(name) / "regio"
        _apart("region", small, memory, 0)
        for times in TIMES:
            root = Path(name) / f"land{times}"
            figures[f"x{times}"] = _apart("copies", root, memory, times)
            for half in ("build", "count"):
                found = _apart(half, root, memory, times)
                figures[f"x{times}"] |= {f"{name}_{half}": figure for name, figure in found.items()}
                print(json.dumps(figures), flush=True)
            figures[f"x{times}"] |= _together(figures[f"x{times}"])
            shutil.rmtree(root)
    if len(TIMES) > 1:
        less, more = (figures[f"x{times}"] for times in (TIMES[0], TIMES[-1]))
        figures |= {
            f"ratio_{what}": round(more[what] / more["rows"] / (less[what] / less["rows"]), 2)
            for what in ("seconds", "seconds_build", "seconds_count", "cpu_build", "cpu_count")
        }
    return figures


def _together(size: dict[str, Any]) -> dict[str, Any]:
    """Of both halves: how long they take one after the other, and the most memory that either had."""
    return {
        "seconds": round(size["seconds_build"] + size["seconds_count"], 1),
        "peak_mb": max(size["peak_mb_build"], size["peak_mb_count"]),
    }


def region(root: Path, *_: object) -> dict[str, Any]:
    """One region: exports and intake."""
    from pipeline.pseudonym import DEMO_SLEUTEL
    from pipeline.sources.opname import Opname
    from pipeline.sources.register import take_in
    from pipeline.synthetic.exports import write_exports
    from pipeline.synthetic.population import generate
    from pipeline.vocabulary.maanddag import TELDATUM
    from pipeline.workspace.folders import Workspace

    workspace = Workspace.create(root, demo=True)
    write_exports(generate(cohorts=COHORTS, leavers=LEAVERS), workspace.raw)
    if refused := take_in(workspace, Opname(DEMO_SLEUTEL, TELDATUM)).geweigerd:
        raise AssertionError(f"refused: {refused}")
    return {}


def copies(root: Path, memory: str, times: int) -> dict[str, Any]:
    """The deliveries of the region beside this, each with the rows of every copy; gives how many."""
    import duckdb

    from pipeline.sources.delivery import active_deliveries
    from pipeline.workspace.folders import Workspace

    workspace = Workspace.create(root, demo=True)
    settings = workspace.settings_file.read_text("utf-8")
    given = 'geheugen = "2GB"'
    assert given in settings
    workspace.settings_file.write_text(settings.replace(given, f'geheugen = "{memory}"'), "utf-8")
    rows = 0
    with duckdb.connect(config={"memory_limit": memory, "temp_directory": str(root)}) as con:
        for delivery in active_deliveries(Workspace(root.parent / "regio")):
            many = REGIONS * times if delivery.bron in _OF_PUPILS else 1
            rows += _copy(con, delivery, Workspace(root.parent / "regio"), workspace, many)
    return {"rows": rows}


def _copy(con: Any, delivery: Delivery, old: Workspace, new: Workspace, many: int) -> int:
    """One delivery of as many copies; gives its number of rows. Copy 0 is as it was."""
    target = replace(delivery, rijen={fate: n * many for fate, n in delivery.rijen.items()})
    target.folder(new).mkdir(parents=True)
    (target.folder(new) / "delivery.json").write_text(target.to_json(), "utf-8")
    source = f"'{delivery.rows_file(old)}'"
    columns = {row[0] for row in con.execute(f"DESCRIBE FROM {source}").fetchall()}
    changed = {"rij": f"rij + keer * {delivery.rijen['in'] + 10_000}"}
    changed |= {name: f"{name} || '#' || keer" for name in sorted(columns & _PUPIL)}
    changed |= {name: f"{name} || '#' || (keer % {REGIONS})" for name in sorted(columns & _SCHOOL)}
    replaced = ", ".join(f"{sql} AS {name}" for name, sql in changed.items())
    con.execute(
        f"COPY (SELECT rijen.* REPLACE ({replaced})"
        f" FROM {source} AS rijen CROSS JOIN range({many}) AS kopie (keer))"
        f" TO '{target.rows_file(new)}' (FORMAT parquet)"
    )
    return target.rijen["in"]


def build(root: Path, *_: object) -> dict[str, Any]:
    """The microdata, as a run makes them."""
    from pipeline.microdata.build import build as made
    from pipeline.microdata.reading import open_microdata
    from pipeline.sources.delivery import active_deliveries
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import load_settings

    workspace = Workspace(root)
    steps: dict[str, float] = {}
    start = time.perf_counter()
    microdata = made(
        workspace, active_deliveries(workspace), load_settings(workspace.settings_file), "0" * 64,
        timed=steps.__setitem__,
    )  # fmt: skip
    seconds = time.perf_counter() - start
    with open_microdata(microdata) as con:
        [(leavers,)] = con.execute("SELECT count(*) FROM schoolverlater").fetchall()
    slowest = dict(sorted(steps.items(), key=lambda step: -step[1])[:3])
    return {"leavers": leavers, "seconds": round(seconds, 1), "slowest": slowest}


def count(root: Path, *_: object) -> dict[str, Any]:
    """Every figure and overview of the last school year."""
    from pipeline.indicators.compute import compute_cijfers
    from pipeline.indicators.overzichten import compute_overzichten
    from pipeline.microdata.build import current
    from pipeline.microdata.reading import open_microdata
    from pipeline.vocabulary.schooljaar import Schooljaar
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import load_settings

    workspace, year = Workspace(root), Schooljaar(COHORTS[-1])
    settings, microdata = load_settings(workspace.settings_file), current(workspace)
    assert microdata
    start = time.perf_counter()
    with open_microdata(microdata) as con:
        cijfers = compute_cijfers(con, settings, year)
        counted = time.perf_counter() - start
        compute_overzichten(con, year, settings.stand(year))
    seconds = time.perf_counter() - start
    return {"figures": len(cijfers), "seconds": round(seconds, 1), "of_which_figures": round(counted, 1)}


_HALVES: dict[str, Callable[[Path, str, int], dict[str, Any]]] = {
    "region": region,
    "copies": copies,
    "build": build,
    "count": count,
}


def _apart(half: str, root: Path, memory: str, times: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.scale", half, str(root), memory, str(times)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _measured(half: str, root: str, memory: str, times: str) -> dict[str, Any]:
    import resource

    found = _HALVES[half](Path(root), memory, int(times))
    if "seconds" in found:
        used = resource.getrusage(resource.RUSAGE_SELF)
        found |= {"cpu": round(used.ru_utime + used.ru_stime, 1), "peak_mb": round(used.ru_maxrss / 1024)}
    return found


if __name__ == "__main__":
    print(json.dumps(_measured(*sys.argv[1:])))
