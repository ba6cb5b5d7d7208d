"""What holds of the effect for any panel: names and order do not matter, shifts shift, p has a floor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.evaluation.effect.did import Uitkomst, verschil_in_verschillen
from pipeline.evaluation.effect.paneel import NOOIT, Paneel, maak_paneel
from pipeline.evaluation.effect.voortrend import p_voortrend

HORIZON = 2
GETALLEN = ("schatting", "laag", "hoog", "p", "p_kleinste", "n", "k", "scholen_met", "scholen_zonder", "geen")


@st.composite
def tabellen(draw: st.DrawFn) -> pd.DataFrame:
    """Six to eight schools, four or five years; four schools with a plan, from the third or fourth year."""
    scholen, jaren = draw(st.integers(6, 8)), draw(st.integers(4, 5))
    rijen = []
    for s in range(scholen):
        start = 2000 + draw(st.integers(2, 3)) if s < 4 else None
        for t in range(jaren):
            n = draw(st.integers(0, 30))
            rijen.append((f"S{s}", 2000 + t, n, draw(st.integers(0, n)), start))
    tabel = pd.DataFrame(rijen, columns=["school", "cohort", "n", "k", "start"]).astype({"start": "Int64"})
    assume((tabel.n > 0).any())
    return tabel


def uitkomst(tabel: pd.DataFrame | Paneel) -> Uitkomst:
    paneel = tabel if isinstance(tabel, Paneel) else maak_paneel(tabel)
    return verschil_in_verschillen(paneel, HORIZON, "x")


def geschat(tabel: pd.DataFrame) -> tuple[Paneel, Uitkomst]:
    paneel = maak_paneel(tabel)
    found = uitkomst(paneel)
    assume(not found.geen)
    return paneel, found


def numbers(found: Uitkomst) -> list[object]:
    return [getattr(found, naam) for naam in GETALLEN]


@settings(max_examples=50)
@given(tabellen(), st.randoms(use_true_random=False))
def test_order_of_rows_and_names_of_schools_change_nothing_at_all(
    tabel: pd.DataFrame, random: object
) -> None:
    namen = sorted(set(tabel.school))
    nieuw = [f"N{i}" for i in range(len(namen))]
    random.shuffle(nieuw)
    order = list(range(len(tabel)))
    random.shuffle(order)
    other = tabel.iloc[order].assign(school=lambda t: t.school.map(dict(zip(namen, nieuw, strict=True))))
    assert numbers(uitkomst(tabel)) == numbers(uitkomst(other))
    one, two = (p_voortrend(maak_paneel(t), "x") for t in (tabel, other))
    assert one == two


@settings(max_examples=50)
@given(tabellen(), st.floats(-50, 50))
def test_a_constant_effect_moves_estimate_and_interval_by_itself(tabel: pd.DataFrame, effect: float) -> None:
    paneel, found = geschat(tabel)
    more = replace(paneel, k=paneel.k + effect / 100 * paneel.n * (paneel.tijd >= 0))
    moved = uitkomst(more)
    for naam in ("schatting", "laag", "hoog"):
        was, now = getattr(found, naam), getattr(moved, naam)
        assert now == was if np.isinf(was) else now == pytest.approx(was + effect, abs=1e-6)


@settings(max_examples=50)
@given(tabellen(), st.lists(st.floats(-40, 40), min_size=13, max_size=13))
def test_school_and_cohort_effects_change_nothing(tabel: pd.DataFrame, extra: list[float]) -> None:
    paneel, found = geschat(tabel)
    s, t = paneel.n.shape
    add = np.array(extra[:s])[:, None] + np.array(extra[8 : 8 + t])[None, :]
    shifted = uitkomst(replace(paneel, k=paneel.k + add / 100 * paneel.n))
    assert shifted.schatting == pytest.approx(found.schatting, abs=1e-6)


@settings(max_examples=50)
@given(tabellen(), st.floats(0, 1))
def test_identical_percentages_have_no_effect(tabel: pd.DataFrame, share: float) -> None:
    paneel, _ = geschat(tabel)
    found = uitkomst(replace(paneel, k=share * paneel.n))
    assert found.schatting == pytest.approx(0, abs=1e-9)
    assert found.p == 1


@settings(max_examples=50)
@given(tabellen())
def test_p_is_never_below_the_smallest_that_can_be(tabel: pd.DataFrame) -> None:
    _, found = geschat(tabel)
    assert found.p is not None and found.p_kleinste is not None
    assert found.p_kleinste - 1e-12 <= found.p <= 1
    assert found.p_kleinste >= 1 / found.toewijzingen - 1e-12


@settings(max_examples=50)
@given(tabellen())
def test_the_interval_holds_the_estimate_and_nought_when_it_is_not_rejected(tabel: pd.DataFrame) -> None:
    _, found = geschat(tabel)
    assert found.laag is not None and found.schatting is not None and found.hoog is not None
    assert found.laag - 1e-9 <= found.schatting <= found.hoog + 1e-9
    if found.p is not None and found.p > 0.05:
        assert found.laag <= 1e-9 and found.hoog >= -1e-9


@settings(max_examples=50)
@given(tabellen())
def test_a_school_without_leavers_under_the_plan_and_never_seen_before_counts_for_nothing(
    tabel: pd.DataFrame,
) -> None:
    _, found = geschat(tabel)
    only_after = pd.DataFrame({"school": "X", "cohort": [2003], "n": [10], "k": [5], "start": [2003]})
    with_it = uitkomst(pd.concat([tabel, only_after.astype({"start": "Int64"})]))
    assert with_it.schatting == pytest.approx(found.schatting, abs=1e-9)
    assert with_it.niet_mee[-1:] == ("X",)
    assert NOOIT not in maak_paneel(only_after.astype({"start": "Int64"})).start
