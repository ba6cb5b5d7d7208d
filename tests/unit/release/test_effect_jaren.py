"""The effect by year since the start as it is published: no hidden count of a school can be read from it.

The attack works everything out anew for every value that a hidden count can have, from a panel with that
count in it, and rounds by itself.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd
import pytest

from pipeline.evaluation.effect.did import verschil_in_verschillen
from pipeline.evaluation.effect.gebeurtenis import gebeurtenisstudie
from pipeline.evaluation.effect.paneel import Paneel
from pipeline.evaluation.effect.proef import Wijziging
from pipeline.release.allowlist import allowed_tables
from pipeline.release.effect import GETOOND
from pipeline.release.effect_jaren import COLUMNS, TE_WEINIG_SCHOLEN, protect_years
from pipeline.release.effect_onderzoek import Onderzoek
from pipeline.release.policy import Policy
from pipeline.release.protection import NIET_GETOOND
from tests.support.asked import asked, counted, without

NUMBERS = ("schatting", "laag", "hoog")
ROUNDED = dict(zip(NUMBERS, (ROUND_HALF_UP, ROUND_FLOOR, ROUND_CEILING), strict=True))
Cell = tuple[str, int]


def told(onderzocht: Onderzoek, cijfers: pd.DataFrame, policy: Policy | None = None) -> list[dict[str, Any]]:
    table = protect_years(onderzocht, cijfers, policy or Policy())
    assert list(table.columns) == COLUMNS == list(allowed_tables()["effect_per_jaar"])
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def in_step(number: float, name: str, step: float) -> float | None:
    """As it would be told; None for an end that is not there."""
    if number in (float("inf"), float("-inf")):
        return None
    steps = (Decimal(number).quantize(Decimal("1e-6")) / int(step)).to_integral_value(ROUNDED[name])
    return float(steps * int(step))


def years(panel: Paneel, cell: Cell, k: int) -> dict[int, dict[str, float]]:
    """Every year, estimated anew with another count."""
    change = Wijziging("P2", *cell, k - count(panel, cell)[1])
    table = gebeurtenisstudie(change.toegepast(panel), 3, "plaatsing")
    return {int(row["tijd"]): {name: row[name] for name in NUMBERS} for row in table.to_dict("records")}


def count(panel: Paneel, cell: Cell) -> tuple[int, int]:
    place = Wijziging("P2", *cell, 0).plaats(panel)
    assert place is not None
    return int(panel.n[place]), int(panel.k[place])


def fits(panel: Paneel, cell: Cell, rows: list[dict[str, Any]]) -> list[int]:
    """Every value of a cell with which all that is told of all years would be the same."""
    return [k for k in range(count(panel, cell)[0] + 1) if same(years(panel, cell, k), rows)]


def same(found: dict[int, dict[str, float]], rows: list[dict[str, Any]]) -> bool:
    shown = [row for row in rows if row["status"] == GETOOND]
    return all(
        in_step(found[row["tijd"]][name], name, row[step]) == row[name]
        if pd.notna(row[step := step_of(name)])
        else in_step(found[row["tijd"]][name], name, 1) is None
        for row in shown
        for name in NUMBERS
    )


def step_of(name: str) -> str:
    return "stap" if name == "schatting" else f"stap_{name}"


@pytest.mark.parametrize("seed", range(4, 10))
def test_every_hidden_cell_keeps_three_values_beside_all_years_together(seed: int) -> None:
    cijfers = counted(seed=seed, n=25)
    onderzocht = asked(cijfers)
    panel = onderzocht.proeven["plaatsing"].paneel
    hidden = [("S00", 2018), ("S01", 2016), ("S04", 2020), ("S07", 2014), ("S10", 2019), ("S02", 2017)]
    rows = told(onderzocht, without(cijfers, hidden))
    assert any(row["status"] == GETOOND for row in rows)
    for cell in hidden:
        true = count(panel, cell)[1]
        assert {true - 1, true, true + 1} <= set(fits(panel, cell, rows))


def test_a_cell_that_decimals_give_away_stays_open_in_what_is_published() -> None:
    """Who knows all other counts reads this one from the years in one decimal, and not from the release."""
    cijfers, cell = counted(n=25), ("S00", 2018)
    onderzocht = asked(cijfers)
    panel = onderzocht.proeven["plaatsing"].paneel
    real = years(panel, cell, count(panel, cell)[1])
    printed = [
        {"tijd": year, "status": GETOOND, **{step_of(name): 1 for name in NUMBERS}} for year in real
    ]  # a tenth of a point, by counting in tenths
    tenths = {year: {name: 10 * value for name, value in row.items()} for year, row in real.items()}
    for row in printed:
        row |= {name: in_step(tenths[row["tijd"]][name], name, 1) for name in NUMBERS}
    read = [
        k
        for k in range(count(panel, cell)[0] + 1)
        if same({y: {n: 10 * v for n, v in r.items()} for y, r in years(panel, cell, k).items()}, printed)
    ]
    assert read == [count(panel, cell)[1]]
    assert len(fits(panel, cell, told(onderzocht, without(cijfers, {cell})))) >= 3


def test_a_wider_policy_keeps_more_values() -> None:
    cijfers, cell = counted(n=25), ("S00", 2018)
    onderzocht = asked(cijfers)
    panel = onderzocht.proeven["plaatsing"].paneel
    rows = told(onderzocht, without(cijfers, {cell}), Policy(breedte=7))
    true = count(panel, cell)[1]
    assert set(range(true - 3, true + 4)) <= set(fits(panel, cell, rows))


def test_with_nothing_hidden_every_year_is_told_in_whole_points() -> None:
    cijfers = counted()
    onderzocht = asked(cijfers)
    rows = told(onderzocht, cijfers)
    real = years(onderzocht.proeven["plaatsing"].paneel, ("S00", 2018), count_of(onderzocht))
    assert [row["tijd"] for row in rows] == [-3, -2, -1, 0, 1, 2] == list(real)
    assert {row["scholen"] for row in rows} == {5}
    for row in rows:
        assert row["status"] == GETOOND
        for name in NUMBERS:
            assert pd.isna(row[name]) or row[name] == in_step(real[row["tijd"]][name], name, 1)


def count_of(onderzocht: Onderzoek) -> int:
    return count(onderzocht.proeven["plaatsing"].paneel, ("S00", 2018))[1]


def test_the_years_are_those_of_the_headline() -> None:
    """Told in whole points, the three years weigh up to the headline to within their rounding."""
    cijfers = counted()
    onderzocht = asked(cijfers)
    panel = onderzocht.proeven["plaatsing"].paneel
    since = [row for row in told(onderzocht, cijfers) if row["tijd"] >= 0]
    weight = [panel.n[panel.tijd == row["tijd"]].sum() for row in since]
    mean = sum(w * row["schatting"] for w, row in zip(weight, since, strict=True)) / sum(weight)
    headline = verschil_in_verschillen(panel, 3, "plaatsing").schatting
    assert headline is not None and abs(mean - headline) <= 0.5


def test_handfuls_are_told_in_no_number() -> None:
    cijfers = counted(n=4)
    everything = {(school, cohort) for school, cohort in zip(cijfers.eenheid, cijfers.cohort, strict=True)}
    rows = told(asked(cijfers), without(cijfers, everything))
    assert {row["status"] for row in rows} == {NIET_GETOOND}
    assert all(pd.isna(row[name]) for row in rows for name in (*NUMBERS, *map(step_of, NUMBERS)))


def test_a_year_of_fewer_than_four_schools_is_not_told() -> None:
    """Two of the five schools have no leavers in 2019, the second year."""
    cijfers = counted()
    gone = cijfers["eenheid"].isin(["S00", "S01"]) & (cijfers["cohort"] == 2019)
    rows = {row["tijd"]: row for row in told(asked(cijfers[~gone]), cijfers)}
    assert (rows[1]["scholen"], rows[1]["status"]) == (3, TE_WEINIG_SCHOLEN)
    assert pd.isna(rows[1]["schatting"]) and rows[0]["status"] == GETOOND


def test_without_a_school_to_compare_with_there_are_no_years() -> None:
    cijfers = counted()
    assert told(asked(cijfers, "; ".join(f"S{i:02}" for i in range(11))), cijfers) == []
