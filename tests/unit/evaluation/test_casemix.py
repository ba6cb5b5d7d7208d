"""Observed against expected: worked by hand, and what must hold for any leavers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from pipeline.evaluation.casemix import casemix, leeftijdsklasse
from pipeline.evaluation.ijking import c_statistiek, ijking

TOLERANCE = 1e-6


def _leavers(rows: list[tuple[str, str, int, int]]) -> pd.DataFrame:
    """school, schooltype, leavers, of whom at work."""
    return pd.DataFrame(
        [
            {"school_id": school, "schooltype": soort, "uitkomst": i < k}
            for school, soort, n, k in rows
            for i in range(n)
        ]
    )


def test_indirect_standardisation_by_hand() -> None:
    """Without a ridge the chance is the rate of the schooltype: PRO 30/40 = 0.75, VSO 10/40 = 0.25.

    A has 20 PRO and 10 VSO, so expects 17.5 and found 18 + 4 = 22. B expects 22.5 and found 12 + 6 = 18.
    """
    people = _leavers([("A", "PRO", 20, 18), ("A", "VSO", 10, 4), ("B", "PRO", 20, 12), ("B", "VSO", 30, 6)])
    found = casemix(people, kenmerken=["schooltype"], straf=0).eenheden.set_index("school_id")
    assert found.o.to_dict() == {"A": 22, "B": 18}
    assert found.e.to_dict() == pytest.approx({"A": 17.5, "B": 22.5}, abs=TOLERANCE)
    assert found.oe["A"] == pytest.approx(22 / 17.5, abs=TOLERANCE)
    assert 1 < found.oe_gekrompen["A"] < found.oe["A"]


def test_expected_by_the_others_by_hand() -> None:
    """B alone: PRO 12/20 and VSO 6/30, so of A's 20 and 10 it expects 14. A alone: 18/20 and 4/10: 18 + 12
    of B."""
    people = _leavers([("A", "PRO", 20, 18), ("A", "VSO", 10, 4), ("B", "PRO", 20, 12), ("B", "VSO", 30, 6)])
    found = casemix(people, kenmerken=["schooltype"], straf=0)
    units = found.eenheden.set_index("school_id")
    assert units.e_anderen.to_dict() == pytest.approx({"A": 14, "B": 30}, abs=TOLERANCE)
    assert units.oe_anderen.to_dict() == pytest.approx({"A": 22 / 14, "B": 18 / 30}, abs=TOLERANCE)
    # Chances of A .6 .2, of B .9 .4. Pairs of the 40 placed and the 40 others.
    placed = {0.6: 18, 0.2: 4, 0.9: 12, 0.4: 6}
    others = {0.6: 2, 0.2: 6, 0.9: 8, 0.4: 24}
    pairs = [(x > y) * a * b + (x == y) * a * b / 2 for x, a in placed.items() for y, b in others.items()]
    assert found.c_statistiek_anderen == pytest.approx(sum(pairs) / 1600, abs=TOLERANCE)


def test_one_unit_has_no_others() -> None:
    found = casemix(_leavers([("A", "PRO", 4, 2)]), kenmerken=["schooltype"])
    assert found.eenheden[["e_anderen", "oe_anderen"]].isna().all(axis=None)
    assert np.isnan(found.c_statistiek_anderen)


def test_without_characteristics_it_is_the_funnel_at_the_pooled_rate() -> None:
    found = casemix(_leavers([("A", "PRO", 8, 8), ("B", "PRO", 8, 0)]), kenmerken=[]).eenheden
    assert found.e.to_list() == pytest.approx([4, 4], abs=TOLERANCE)
    assert found.p.to_list() == pytest.approx([2 / 256] * 2, abs=TOLERANCE)
    # 0.675 of 8 leavers, as worked out in test_grenzen.py.
    assert found["onder_95"].to_list() == pytest.approx([0.675 / 4] * 2, abs=TOLERANCE)
    assert found["boven_95"].to_list() == pytest.approx([7.325 / 4] * 2, abs=TOLERANCE)


def test_ages_in_classes() -> None:
    ages = pd.Series([12, 16, 17.0, 20, 25, np.nan])
    expected = ["t/m 16", "t/m 16", "17", "20 en ouder", "20 en ouder", "onbekend"]
    assert leeftijdsklasse(ages).to_list() == expected


def test_the_real_columns_are_enough() -> None:
    columns = {
        "school_id": ["99AA00"] * 3 + ["99BB00"] * 3, "schooltype": ["PRO", "VSO", None] * 2,
        "uitstroomprofiel": ["ARBEID", "ONBEKEND", "DAGBESTEDING"] * 2, "leeftijd": [15, None, 22] * 2,
        "geslacht": ["M", "V", None] * 2, "diploma": ["J", "N", None] * 2,
        "gemeente": ["0599", None, "0606"] * 2,
        "uitkomst": [True, True, False, False, True, False],
    }  # fmt: skip
    found = casemix(pd.DataFrame(columns))
    assert found.eenheden.n.to_list() == [3, 3]
    assert found.kenmerken[0] == "schooltype"


def test_one_outcome_for_all_is_refused() -> None:
    with pytest.raises(ValueError, match="both"):
        casemix(_leavers([("A", "PRO", 4, 4)]), kenmerken=["schooltype"])


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([0.1, 0.3, 0.5, 0.9])), min_size=2, max_size=40))
def test_the_c_statistic_is_that_of_mann_and_whitney(rows: list[tuple[bool, float]]) -> None:
    outcome, chances = np.array([r[0] for r in rows], dtype=float), np.array([r[1] for r in rows])
    if outcome.min() == outcome.max():
        return
    u = mannwhitneyu(chances[outcome == 1], chances[outcome == 0]).statistic
    expected = u / (outcome.sum() * (1 - outcome).sum())
    assert c_statistiek(outcome, chances) == pytest.approx(expected, abs=TOLERANCE)


def test_calibration_by_hand() -> None:
    """Four leavers in two groups; equal chances stay together."""
    table = ijking(np.array([0.0, 1, 1, 1]), np.array([0.2, 0.4, 0.9, 0.7]), groepen=2)
    assert table[["groep", "n", "k"]].to_numpy().tolist() == [[1, 2, 1], [2, 2, 2]]
    assert table.verwacht.to_list() == pytest.approx([30, 80], abs=TOLERANCE)
    assert table.pct.to_list() == [50, 100]
    assert len(ijking(np.array([0.0, 1, 1]), np.full(3, 0.5))) == 1


@st.composite
def _any(draw: st.DrawFn) -> pd.DataFrame:
    n = draw(st.integers(6, 60))

    def column(values: list[object]) -> list[object]:
        return draw(st.lists(st.sampled_from(values), min_size=n, max_size=n))

    outcome = draw(st.lists(st.booleans(), min_size=n, max_size=n).filter(lambda y: any(y) and not all(y)))
    return pd.DataFrame(
        {
            "school_id": column(["A", "B", "C", "D"]), "schooltype": column(["PRO", "VSO", None]),
            "gemeente": column(["0599", "0606", None]), "uitkomst": outcome,
        }
    )  # fmt: skip


@settings(max_examples=40)
@given(_any(), st.randoms())
def test_for_any_leavers(people: pd.DataFrame, random: object) -> None:
    kenmerken = ["schooltype", "gemeente"]
    found = casemix(people, kenmerken=kenmerken)
    units = found.eenheden
    assert units.e.sum() == pytest.approx(units.o.sum(), abs=TOLERANCE), "O adds up to E over the region"
    assert (units.n.sum(), found.ijking.n.sum(), found.ijking.k.sum()) == (
        len(people),
        len(people),
        units.o.sum(),
    )
    assert ((units.laag <= units.oe) & (units.oe <= units.hoog)).all()
    assert ((units["onder_95"] <= 1) & (units["boven_95"] >= 1)).all()
    assert ((units.oe_gekrompen - 1).abs() <= (units.oe - 1).abs() + 0.05).all(), (
        "drawn to 1, not away from it"
    )
    order = list(range(len(people)))
    random.shuffle(order)  # type: ignore[attr-defined]
    again = casemix(people.iloc[order], kenmerken=kenmerken)
    pd.testing.assert_frame_equal(again.eenheden, units, check_exact=False, rtol=1e-4, atol=1e-4)
    pd.testing.assert_frame_equal(again.ijking, found.ijking, check_exact=False, rtol=1e-4, atol=1e-4)
