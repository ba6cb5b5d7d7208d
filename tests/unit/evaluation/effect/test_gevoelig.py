"""Placebos, leaving one school out, neighbours, and paths that are not parallel."""

from __future__ import annotations

import importlib
import warnings

import numpy as np
import pytest

from pipeline.evaluation.effect.bijlage import sun_abraham
from pipeline.evaluation.effect.did import verschil_in_verschillen
from pipeline.evaluation.effect.gevoelig import (
    buren,
    een_school_eruit,
    placebo_datum,
    placebo_uitkomsten,
    zonder_buren,
)
from pipeline.evaluation.effect.paneel import maak_paneel
from pipeline.evaluation.effect.parallel import grootste_stap, parallel
from tests.support.effect import paneel, tabel, traag

STARTS: list[int | None] = [2018] * 5 + [None] * 7


def test_a_placebo_date_sees_nothing_of_the_plan() -> None:
    small, large = (paneel(STARTS, effect=effect, seed=5) for effect in (0, 30))
    one, other = (placebo_datum(p, 2, "x") for p in (small, large))
    assert one.schatting == pytest.approx(other.schatting)
    assert (one.p, one.laag, one.hoog) == pytest.approx((other.p, other.laag, other.hoog))
    p = small
    start = np.where(p.nooit, 9999, p.start - 2)
    n = np.where(p.tijd >= 0, 0, p.n)
    assert one.schatting == pytest.approx(traag(p.percentage, n, start, p.cohorten, 0, 2), abs=1e-9)


def test_without_earlier_years_there_is_no_placebo_date() -> None:
    assert placebo_datum(paneel([2016] * 5 + [None] * 5), 2, "x").geen.startswith(
        "er zijn geen schooljaren van vóór de plannen"
    )


def test_a_row_per_placebo_outcome() -> None:
    found = placebo_uitkomsten({"R_U": paneel(STARTS), "I": paneel([*STARTS[:8], None])}, 3, "x")
    assert found.wat.tolist() == ["I", "R_U"]
    assert found.schatting.notna().all()
    few = placebo_uitkomsten({"I": paneel([2018, None])}, 3, "x").iloc[0]
    assert few.geen and np.isnan(few.schatting)


def test_each_school_is_left_out_once() -> None:
    p = paneel(STARTS, effect=10)
    found = een_school_eruit(p, 3, "x").set_index("wat")
    assert sorted(found.index) == sorted(p.scholen)
    mee = [i for i, school in enumerate(p.scholen) if school != "S03"]
    slow = traag(p.percentage[mee], p.n[mee], p.start[mee], p.cohorten, 0, 3)
    assert found.schatting["S03"] == pytest.approx(slow, abs=1e-9)
    assert found.scholen_met.value_counts().to_dict() == {5: 7, 4: 5}


def test_neighbours_are_schools_of_a_board_with_a_plan() -> None:
    p = paneel(STARTS)  # boards of three: S00-S02, S03-S05, ...; S05 has no plan and its board has
    assert buren(p) == ("S05",)
    assert buren(p, {"S00": "werkgroep", "S07": "werkgroep", "S09": "anders"}) == ("S07",)
    found = zonder_buren(p, 3, "x")
    assert (found.scholen_met, found.scholen_zonder) == (5, 6)


def test_the_largest_step_counts_the_year_before_the_start_as_nought() -> None:
    assert grootste_stap({-3: 1.0, -2: 4.0}) == 4.0  # steps 3 and, to -1, -4
    assert grootste_stap({-4: 9.0, -2: 1.0}) == 1.0  # a gap is no step
    assert grootste_stap({}) is None


def test_bounds_grow_with_m_and_tip_where_they_reach_nought() -> None:
    p = paneel(STARTS, effect=35, seed=2)
    uitkomst = verschil_in_verschillen(p, 3, "x")
    found = parallel(p, uitkomst, 3)
    assert found is not None and found.kantelpunt is not None
    rows = found.tabel.set_index("m")
    width = rows.boven - rows.onder
    assert width[0.0] == pytest.approx(0)
    assert width[2.0] == pytest.approx(4 * width[0.5])
    slope = rows.laag[0.0] - rows.laag[1.0]
    assert rows.laag[0.0] - found.kantelpunt * slope == pytest.approx(0)
    # By hand: a difference that changes by at most s a year is at most s, 2s and 3s away in the three years.
    weight = np.array([(p.n[p.tijd == e]).sum() for e in range(3)])
    assert slope == pytest.approx(found.stap * (weight / weight.sum()) @ [1, 2, 3])


def test_no_bounds_without_an_estimate_or_years_before() -> None:
    p = paneel([2018] * 3 + [None] * 9)
    assert parallel(p, verschil_in_verschillen(p, 3, "x"), 3) is None
    young = paneel([2015] * 5 + [None] * 9)
    assert parallel(young, verschil_in_verschillen(young, 3, "x"), 3) is None


@pytest.mark.parametrize("m", [0.5, 1.0, 2.0])
def test_bounds_are_the_identified_set_of_the_package(m: float) -> None:
    """diff-diff 3.13, HonestDiD on differences since the year before: equal n and one start, all agree."""
    pytest.importorskip("diff_diff", reason="diff-diff has no wheel for this platform")
    dd = importlib.import_module("diff_diff")
    table = tabel(STARTS, effect=20, seed=7)
    table = table.assign(k=table.k.clip(upper=20), n=20)
    long = table.assign(y=100 * table.k / table.n, first=table.start.fillna(0).astype(int))
    long["unit"] = long.school.astype("category").cat.codes
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names = {"outcome": "y", "unit": "unit", "time": "cohort", "first_treat": "first"}
        base = dd.CallawaySantAnna(control_group="never_treated", base_period="universal")
        fit = base.fit(long, **names, aggregate="event_study")
        l_vec = np.array([1 / 3] * 3 + [0] * 4)
        other = dd.HonestDiD(method="relative_magnitude", M=m, l_vec=l_vec).fit(fit)
    p = maak_paneel(table)
    found = parallel(p, verschil_in_verschillen(p, 3, "x"), 3)
    assert found is not None
    row = found.tabel.set_index("m").loc[m]
    assert (row.onder, row.boven) == pytest.approx((other.lb, other.ub), abs=1e-6)
    interactie = sun_abraham(p)
    basis = interactie.schatting((interactie.tijden >= 0) & (interactie.tijden < 3)).schatting
    assert found.tabel.onder[0] == pytest.approx(basis, abs=1e-9)
