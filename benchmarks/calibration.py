"""How far intervals and tests can be trusted, on invented worlds in which the truth is known.

`coverage_rates`: exact coverage of the 95% Wilson interval, mean over the (n, p) of the schools of the
invented population; `coverage_rates_lowest` of the cells with n of at least 10. `coverage_effect`: how often
the interval of the effect holds the true one, over all sizes; `false_effect`: how often an effect is called
found (p of at most 0.05) where there is none; `power`: how often at 0, 5, 10, 15 and 20 points.
`coverage_effect_varied` where the effect differs between schools; `false_effect_boards` where whole boards
have a plan and their schools move together, when schools are permuted and when boards are;
`bias_nonresponse`: the mean error in points where leavers without work are reached less often, and where a
plan also makes schools reach more. `worlds` and `seed` say which run it was, `code` is the fingerprint of
what was tried (evaluation/effect/vingerafdruk.py), `first_worlds` what a few gave, which tests do again.

`make bench NAME=calibration` takes the first worlds; `make calibration-full` takes 5,000, goes on where it
was stopped, and writes the table that the report prints.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.evaluation.effect.betrouwbaarheid import beproefde_code

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.evaluation.effect.paneel import Gehele, Getallen, Paneel

ROOT = Path(__file__).parents[1]
SEED = "kalibratie 1"
SOME, ALL, PER_BATCH, REPLAYED = 1000, 5000, 50, 5
SIZES = (0.0, 5.0, 10.0, 15.0, 20.0)
HORIZON, ASSIGNMENTS = 3, 2000
ALFA = 0.05
TABLE = ROOT / "pipeline" / "evaluation" / "calibratie.json"
PROGRESS = ROOT / "build" / "calibratie"

_SCHOOL, _YEAR, _TREND, _SLOW, _BOARD = 0.30, 0.15, 0.055, 0.12, 0.25
"""In log-odds: spread of schools, of school-years, trend a year, spread of drift of schools, of boards."""
_CORONA = {2019: -0.45, 2020: -0.35, 2021: -0.08}
_REACHED_WORK, _REACHED_NOT, _REACHED_MORE = 0.95, 0.80, 0.05


@dataclass(frozen=True)
class World:
    """Sixteen schools of six boards over eleven cohorts: their n, and what is true without a plan."""

    n: Getallen
    chance: Getallen
    start: Gehele
    boards: tuple[str, ...]
    cohorts: Gehele

    def panel(self, k: Getallen) -> Paneel:
        from pipeline.evaluation.effect.paneel import Paneel

        names = tuple(f"S{i:02}" for i in range(len(self.start)))
        return Paneel(self.n, k, self.start, self.cohorts, names, self.boards)


def main() -> dict[str, Any]:
    """The first worlds, within minutes."""
    return summary(list(_batches(SOME, {})))


def full() -> dict[str, Any]:
    """All worlds; what an earlier run had finished is not done again. Writes the table for the report."""
    PROGRESS.mkdir(parents=True, exist_ok=True)
    file = PROGRESS / f"{_files()[:16]}.jsonl"
    done = _finished(file)
    file.write_text("".join(json.dumps(batch) + "\n" for batch in done.values()), encoding="utf-8")
    batches = []
    for batch in _batches(ALL, done):
        batches.append(batch)
        if batch["first"] not in done:
            with file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(batch) + "\n")
    figures = summary(batches)
    TABLE.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return figures


def _finished(file: Path) -> dict[int, dict[str, Any]]:
    """The batches an earlier run of this code wrote whole; a line that was being written is not one."""
    batches: dict[int, dict[str, Any]] = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        with suppress(json.JSONDecodeError):
            batch = json.loads(line)
            batches[batch["first"]] = batch
    return batches


def summary(batches: list[dict[str, Any]]) -> dict[str, Any]:
    """The shares over all worlds of these batches."""
    import pandas as pd

    worlds = pd.DataFrame([row for batch in batches for row in batch["rows"]])
    bias = {kind: round(float(worlds[f"bias_{kind}"].mean()), 2) for kind in ("equal", "more")}
    return {
        **rates(),
        "coverage_effect": _share(worlds.filter(regex="^covered_[0-9]").to_numpy().mean()),
        "coverage_effect_per_size": {f"{s:g}": _share(worlds[f"covered_{s:g}"].mean()) for s in SIZES},
        "coverage_effect_varied": _share(worlds["covered_varied"].mean()),
        "false_effect": _share(worlds["found_0"].mean()),
        "false_effect_boards": {per: _share(worlds[f"boards_{per}"].mean()) for per in ("school", "bestuur")},
        "power": {f"{s:g}": _share(worlds[f"found_{s:g}"].mean()) for s in SIZES},
        "bias_nonresponse": bias,
        "worlds": len(worlds),
        "first_worlds": [row for batch in batches for row in batch["rows"]][:REPLAYED],
        "seed": SEED,
        "code": beproefde_code(),
    }


def _files() -> str:
    """SHA-256 of the files of what is calibrated and of the calibration itself: to the byte, so that a run is
    not gone on with by other code."""
    folder = ROOT / "pipeline" / "evaluation" / "effect"
    parts = [folder / f"{name}.py" for name in ("paneel", "imputatie", "toeval", "did")]
    files = [*parts, ROOT / "pipeline" / "indicators" / "rates.py", Path(__file__)]
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def rates() -> dict[str, Any]:
    """Exact coverage of Wilson's interval for schools, cohorts and indicators of the invented population."""
    cells = _cells()
    coverage = [wilson_coverage(int(n), float(p)) for n, p in zip(cells["n"], cells["p"], strict=True)]
    large = [one for one, n in zip(coverage, cells["n"], strict=True) if n >= 10]
    return {
        "coverage_rates": _share(sum(coverage) / len(coverage)),
        "coverage_rates_lowest": _share(min(large)),
        "coverage_rates_below_89": _share(sum(one < 0.89 for one in large) / len(large)),
        "coverage_rates_cells": len(coverage),
    }


def wilson_coverage(n: int, p: float) -> float:
    """The chance that the interval of a draw of n with chance p holds p."""
    import numpy as np
    from scipy.stats import binom

    from pipeline.indicators.rates import wilson

    k = np.arange(n + 1)
    low, high = wilson(k, np.full(n + 1, n))
    return float(binom.pmf(k, n, p)[(low <= 100 * p) & (100 * p <= high)].sum())


def _cells() -> pd.DataFrame:
    """n and p per indicator, school and cohort, of what really became of the invented leavers.

    Placed, in work with perspectief arbeid, in work or mbo, and still placed after two years of who was; p is
    the share of the school over all cohorts, so that it is not the draw whose coverage is asked.
    """
    import pandas as pd

    from pipeline.synthetic.careers import DAGBESTEDING, LEREN, WERK
    from pipeline.synthetic.population import generate

    all_of = generate(cohorts=range(2014, 2025)).werkelijk
    placed, work = (*WERK, *LEREN, *DAGBESTEDING), all_of["perspectief"] == "J"
    asked = {
        "P1": (all_of, all_of["U"].isin(placed)),
        "P2": (all_of[work], all_of["U"].isin(WERK)[work]),
        "K1": (all_of, all_of["U"].isin((*WERK, "MBO_BOL"))),
        "B1_2": (all_of[all_of["U"].isin(placed)], all_of["V4"].isin(placed)[all_of["U"].isin(placed)]),
    }
    parts = [
        who.assign(k=hit)[["brin", "cohort", "k"]].assign(what=what) for what, (who, hit) in asked.items()
    ]
    rows = pd.concat(parts)
    rows["p"] = rows.groupby(["what", "brin"])["k"].transform("mean")
    return rows.groupby(["what", "brin", "cohort"]).agg(n=("k", "size"), p=("p", "first")).reset_index()


def _batches(worlds: int, done: dict[int, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for first in range(0, worlds, PER_BATCH):
        yield done.get(first) or {"first": first, "rows": [one(i) for i in range(first, first + PER_BATCH)]}


def one(number: int) -> dict[str, float]:
    """Everything that is measured in one world."""
    import numpy as np

    from pipeline.evaluation.effect.did import loting
    from pipeline.evaluation.effect.toeval import generator, interval

    draw = generator(f"{SEED} {number}")
    world = make_world(draw, boards=False)
    lot = loting(world.panel(world.n * 0), HORIZON, f"{number}", meeste=ASSIGNMENTS)
    row: dict[str, float] = {}
    for size in SIZES:
        chance, truth = with_effect(world, np.full(len(world.start), size), lot.gewicht[0])
        estimates = lot.schattingen(100 * draw.binomial(world.n.astype(int), chance) / world.n)
        low, high = interval(estimates, lot.van_een)
        row[f"found_{size:g}"] = _p(estimates) <= ALFA
        row[f"covered_{size:g}"] = low <= truth <= high
    chance, truth = with_effect(world, draw.normal(10, 5, len(world.start)), lot.gewicht[0])
    estimates = lot.schattingen(100 * draw.binomial(world.n.astype(int), chance) / world.n)
    low, high = interval(estimates, lot.van_een)
    row["covered_varied"] = low <= truth <= high
    row |= _bias(world, draw, lot.gewicht[0]) | _boards(draw, number)
    return {name: float(value) for name, value in row.items()}


def make_world(draw: Any, boards: bool) -> World:
    """Schools differ in size and level, school-years in luck, and each school drifts a little.

    Four to eight schools have a plan from the fourth cohort, or half of them three years later. With `boards`
    it is whole boards that have one, and the schools of a board drift together.
    """
    import numpy as np

    cohorts = np.arange(2014, 2025)
    board = np.repeat(np.arange(6), (3, 3, 3, 3, 2, 2))
    size = draw.uniform(10, 32, 16)
    n = 1.0 + draw.poisson(size[:, None] - 1, (16, 11))
    slow = _drift(draw, 16) * _SLOW + (_drift(draw, 6)[board] * _BOARD if boards else 0)
    years = _TREND * np.arange(11) + np.array([_CORONA.get(int(c), 0.0) for c in cohorts])
    odds = draw.normal(-0.2, _SCHOOL, 16)[:, None] + years + slow + draw.normal(0, _YEAR, (16, 11))
    start = np.full(16, 9999)
    some = draw.permutation(16)[: draw.integers(4, 9)]
    chosen = np.isin(board, draw.permutation(6)[:3]) if boards else np.isin(np.arange(16), some)
    start[chosen] = 2017
    if not boards and draw.random() < 0.5:
        start[draw.permutation(np.flatnonzero(chosen))[: chosen.sum() // 2]] = 2020
    return World(n, 1 / (1 + np.exp(-odds)), start, tuple(f"B{b}" for b in board), cohorts)


def with_effect(world: World, points: Getallen, weights: Getallen) -> tuple[Getallen, float]:
    """The chances with an effect per school from its start on, and the true mean effect of the estimand."""
    import numpy as np

    under = world.cohorts[None, :] >= world.start[:, None]
    chance = np.clip(world.chance + under * points[:, None] / 100, 0.0, 1.0)
    target = under & (world.cohorts[None, :] < world.start[:, None] + HORIZON) & (weights != 0)
    return chance, float(np.average(100 * (chance - world.chance)[target], weights=world.n[target]))


def _drift(draw: Any, rows: int) -> Getallen:
    """A slow walk per row around 0 with spread 1: each year half of last year's, and something new."""
    import numpy as np

    walk = draw.normal(0, 1, (rows, 11))
    for t in range(1, 11):
        walk[:, t] = 0.5 * walk[:, t - 1] + np.sqrt(0.75) * walk[:, t]
    return np.asarray(walk, dtype=np.float64)


def _bias(world: World, draw: Any, weights: Getallen) -> dict[str, float]:
    """Error of the estimate of 10 points where whoever is not reached counts as without work."""
    import numpy as np

    chance, truth = with_effect(world, np.full(len(world.start), 10.0), weights)
    under = world.cohorts[None, :] >= world.start[:, None]
    work = draw.binomial(world.n.astype(int), chance)
    found: dict[str, float] = {}
    for kind, more in (("equal", 0.0), ("more", _REACHED_MORE)):
        seen = draw.binomial(work, np.minimum(_REACHED_WORK + more * under, 1.0))
        found[f"bias_{kind}"] = float((weights * 100 * seen / world.n).sum()) - truth
    return found


def _boards(draw: Any, number: int) -> dict[str, bool]:
    """Whether an effect is found where boards have plans that do nothing, permuting schools and boards."""
    from pipeline.evaluation.effect.did import loting

    world = make_world(draw, boards=True)
    y = 100 * draw.binomial(world.n.astype(int), world.chance) / world.n
    panel = world.panel(world.n * 0)
    found: dict[str, bool] = {}
    for per in ("school", "bestuur"):
        lot = loting(panel, HORIZON, f"besturen {number}", per, meeste=ASSIGNMENTS)
        found[f"boards_{per}"] = _p(lot.schattingen(y)) <= ALFA
    return found


def _p(estimates: Getallen) -> float:
    from pipeline.evaluation.effect.toeval import overschrijding

    return overschrijding(estimates)


def _share(value: float) -> float:
    return round(float(value), 4)


if __name__ == "__main__":
    print(json.dumps(full() if sys.argv[1:] == ["full"] else main(), sort_keys=True))
