"""The releases of eleven school years of sixteen schools: how long they take, and what they show and tell.

`seconds_all`: eleven releases one after another, as the first run of a workspace makes them, in one process.
`seconds_new_year`: the last of them in a process of its own that finds the choices made for ten earlier ones;
`seconds_cold` finds none. `headline_share`: of P1, P2 and B1 per school the share that is shown, over all
cohorts. `recovered`: what an attacker written apart from the release works out of the last cohorts of the
last release; `attacked` how many. `seconds_cells` tells how it grows with the number of cells.

`headline_share_per_public`: by level, of what is openbaar and of what the stuurgroep sees besides where the
boards agreed to thresholds of 3 and 5; `seconds_stuurgroep` what both take together. `headline_share_flat`:
by level, of the last cohort that was followed to the end, as it is published and where every figure is
published at every level, codes too: what collapsing before hiding is worth.
"""

import importlib
import json
import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

COHORTS = range(2014, 2025)
ATTACKED = 11
FOLLOWED = 2


def main() -> dict[str, Any]:
    """Measure each in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _make_figures(folder)
        every, memory = list(COHORTS), folder / "besluiten"
        warm = _measured(folder, every[:-1], memory)
        new, cold = _measured(folder, every[-1:], memory), _measured(folder, every[-1:], folder / "leeg")
        both = _measured(folder, every[-1:], folder / "stuurgroep", "stuurgroep")
        flat = _measured(folder, every[-1:], folder / "plat", "plat")
        return {
            "seconds_all": round(warm["seconds"] + new["seconds"], 1),
            "seconds_new_year": new["seconds"],
            "seconds_cold": cold["seconds"],
            "seconds_cells": warm["per_year"],
            "headline_share": new["headline_share"],
            "headline_share_per_indicator": new["per_indicator"],
            "headline_share_together": new["headline_share_together"],
            "headline_share_per_public": both["shares"],
            "seconds_stuurgroep": both["seconds"],
            "headline_share_flat": flat["shares"],
            "recovered": new["recovered"],
            "attacked": ATTACKED,
        }


def _make_figures(folder: Path) -> None:
    """The figures and units of every report year, of the population of the demo."""
    from pipeline.indicators.compute import compute_cijfers, compute_eenheden
    from pipeline.microdata.build import build
    from pipeline.microdata.reading import open_microdata
    from pipeline.pseudonym import DEMO_SLEUTEL
    from pipeline.sources.delivery import active_deliveries
    from pipeline.sources.opname import Opname
    from pipeline.sources.register import take_in
    from pipeline.synthetic.exports import write_exports
    from pipeline.synthetic.population import generate
    from pipeline.vocabulary.schooljaar import Schooljaar
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import load_settings

    workspace = Workspace.create(folder / "werkmap", demo=True)
    write_exports(generate(cohorts=COHORTS), workspace.raw)
    settings = load_settings(workspace.settings_file)
    take_in(workspace, Opname(DEMO_SLEUTEL, settings.cohort.teldatum))
    microdata = build(workspace, active_deliveries(workspace), settings, "0" * 64)
    for year in COHORTS:
        with open_microdata(microdata) as con:
            found = compute_cijfers(con, settings, Schooljaar(year)), compute_eenheden(con)
        (folder / f"{year}.pickle").write_bytes(pickle.dumps(found))


def _measured(folder: Path, years: list[int], memory: Path, what: str = "openbaar") -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.release", what, str(folder), str(memory), *map(str, years)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def protect_both(folder: Path, memory: Path, years: list[int]) -> dict[str, Any]:
    """Protect the figures of the last of these report years for both publics; seconds, and what is shown."""
    from pipeline.release.policy import Policy
    from pipeline.release.protection import protect
    from pipeline.release.remember import remembering

    cijfers, eenheden = _figures(folder, years[-1])
    start = time.perf_counter()
    with remembering(memory):
        openbaar = Policy().beside(telling=3, noemer=5)
        public = protect(cijfers, eenheden, openbaar)
        more = protect(cijfers, eenheden, openbaar.wider or openbaar)
    seconds = round(time.perf_counter() - start, 2)
    return {"seconds": seconds, "shares": {"openbaar": _per_level(public), "stuurgroep": _per_level(more)}}


def protect_flat(folder: Path, memory: Path, years: list[int]) -> dict[str, Any]:
    """Protect one cohort as it is published, and with every figure published at every level."""
    import pandas as pd

    from pipeline.release import protection
    from pipeline.release.policy import Policy
    from pipeline.release.remember import remembering

    cohort = years[-1] - FOLLOWED
    cijfers, eenheden = (table[table.cohort == cohort] for table in _figures(folder, years[-1]))
    with remembering(memory):
        designed = protection.protect(cijfers, eenheden, Policy())
        with patch.object(protection, "in_design", lambda table: pd.Series(True, index=table.index)):
            flat = protection.protect(cijfers, eenheden, Policy(vergroven=()))
    return {"shares": {"as published": _per_level(designed), "everything": _per_level(flat)}}


def _figures(folder: Path, year: int) -> Any:
    return pickle.loads((folder / f"{year}.pickle").read_bytes())


def _per_level(made: Any) -> dict[str, float]:
    """The share of the headlines that is shown, by level, over all cohorts."""
    head = made.hidden.per_table.query("indicator in ('P1', 'P2', 'B1_1', 'B1_2')")
    sums = head.groupby("niveau")[["cellen", "getoond"]].sum()
    return {**(sums.getoond / sums.cellen).round(3).to_dict(), "samen": _share_together(made.samen)}


def protect_years(folder: Path, memory: Path, years: list[int]) -> dict[str, Any]:
    """Protect the figures of these report years; seconds per year, and of the last what is shown."""
    from pipeline.release.policy import Policy
    from pipeline.release.protection import protect
    from pipeline.release.remember import remembering

    per_year = []
    with remembering(memory):
        for year in years:
            cijfers, eenheden = _figures(folder, year)
            start = time.perf_counter()
            made = protect(cijfers, eenheden, Policy())
            per_year.append([len(made.cijfers), round(time.perf_counter() - start, 2)])
    head = made.hidden.per_table.query("niveau == 'school' and indicator in ('P1', 'P2', 'B1_1', 'B1_2')")
    shares = (head.set_index("indicator").getoond / head.set_index("indicator").cellen).round(3)
    return {
        "seconds": round(sum(seconds for _, seconds in per_year), 2),
        "per_year": per_year,
        "headline_share": round(made.hidden.headline_share or 0.0, 3),
        "headline_share_together": _share_together(made.samen),
        "per_indicator": shares.to_dict(),
        "recovered": _recovered(made.cijfers, cijfers, eenheden) if len(years) == 1 else None,
    }


def _share_together(samen: Any) -> float:
    """The share of the headlines of schools that is shown of three cohorts together."""
    schools = samen[samen.niveau == "school"]
    return round(float((schools.status == "gemeten").mean()), 3) if len(schools) else 0.0


def _recovered(published: Any, cijfers: Any, eenheden: Any) -> int:
    """How many hidden counts and small differences of the last cohorts the attacker works out."""
    attack = importlib.import_module("tests.support.attack").attack
    last = sorted(published.cohort.unique())[-ATTACKED:]
    names = ["cohort", "niveau", "eenheid"]
    rows = cijfers.loc[cijfers.cohort.isin(last)]
    known = rows.groupby(names).quarantaine.max().fillna(0).astype(int).to_dict()
    return len(attack(published[published.cohort.isin(last)], eenheden, known, rows))


MEASURED = {"openbaar": protect_years, "stuurgroep": protect_both, "plat": protect_flat}

if __name__ == "__main__":
    what, folder, memory, *years = sys.argv[1:]
    print(json.dumps(MEASURED[what](Path(folder), Path(memory), [int(year) for year in years])))
