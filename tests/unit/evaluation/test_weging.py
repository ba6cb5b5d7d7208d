"""Representativeness and weights: two classes worked by hand, a simulation of what chance adds, and
properties."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.evaluation.representativiteit import r_indicator, representativiteit
from pipeline.evaluation.weging import gewichten, gewogen, gewogen_groepen, ontwerpeffect
from pipeline.indicators.rates import wilson

TOLERANCE = 1e-6
CLASSES = ["schooltype"]


def _leavers(cells: list[tuple[str, int, int, int]]) -> pd.DataFrame:
    """class, leavers, reached, of whom at work."""
    return pd.DataFrame(
        [
            {"schooltype": name, "bereikt": i < reached, "uitkomst": i < placed if i < reached else None}
            for name, n, reached, placed in cells
            for i in range(n)
        ]
    )


TWO = _leavers([("PRO", 50, 40, 30), ("VSO", 50, 10, 2)])


def test_weights_by_hand() -> None:
    """PRO stands for 50/40, VSO for 50/10: half of 75% and half of 20%. Kish: 50 (40 x 1.25^2 + 10 x 25) /
    100^2."""
    found = gewogen(TWO, CLASSES, straf=0)
    assert (found.n, found.bereikt, found.k, found.pct, found.afgekapt) == (100, 50, 32, 64.0, 0)
    assert found.gewogen_pct == pytest.approx(47.5, abs=TOLERANCE)
    assert found.ontwerpeffect == pytest.approx(1.5625, abs=TOLERANCE)
    assert found.effectief == pytest.approx(32, abs=TOLERANCE)
    (low,), (high,) = wilson([15.2], [32])
    assert (found.gewogen_laag, found.gewogen_hoog) == pytest.approx((low, high), abs=1e-4)


def test_counts_per_group_say_the_same_as_one_row_per_leaver() -> None:
    rows = vars(gewogen(TWO, CLASSES, straf=0))
    assert vars(gewogen_groepen([50, 50], [40, 10], [30, 2])) == pytest.approx(rows)
    assert vars(gewogen_groepen([50, 0, 50], [40, 0, 10], [30, 0, 2])) == pytest.approx(rows)


@pytest.mark.parametrize("group", [(5, 0, 0), (5, 6, 1), (5, 4, 5)])
def test_counts_that_cannot_be_are_refused(group: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="every group needs"):
        gewogen_groepen(*([50, part] for part in group))


def test_a_weight_is_cut_off_at_three_means() -> None:
    """Nine reached with chance 1 and one with 1/21: mean 3, cap 9; then 18 is scaled up to ten leavers."""
    weights, cut = gewichten(np.ones(10, dtype=bool), np.array([1.0] * 9 + [1 / 21]))
    assert cut == 1
    assert weights == pytest.approx([10 / 18] * 9 + [90 / 18], abs=TOLERANCE)


def test_when_everybody_is_reached_nothing_changes() -> None:
    found = gewogen(_leavers([("PRO", 8, 8, 6), ("VSO", 4, 4, 1)]), CLASSES)
    (low,), (high,) = wilson([7], [12])
    assert (found.pct, found.gewogen_pct) == pytest.approx((700 / 12, 700 / 12), abs=TOLERANCE)
    assert (found.gewogen_laag, found.gewogen_hoog, found.ontwerpeffect) == pytest.approx((low, high, 1))
    with pytest.raises(ValueError, match="nobody"):
        gewogen(_leavers([("PRO", 8, 0, 0)]), CLASSES)


def test_who_was_reached_by_hand() -> None:
    """PRO: 80% response (Wilson as scipy has it), 50% of all and 80% of those reached; sd sqrt((2500 + 1600)
    / 2)."""
    table = representativiteit(TWO, CLASSES).set_index("klasse")
    pro = table.loc["PRO"]
    assert (pro.kenmerk, pro.n, pro.k, pro.pct) == ("schooltype", 50, 40, 80)
    assert (pro.aandeel_allen, pro.aandeel_bereikt, pro.verschil) == (50, 80, 30)
    assert pro.gestandaardiseerd == pytest.approx(30 / np.sqrt(2050), abs=TOLERANCE)
    assert table.verschil.sum() == pytest.approx(0, abs=TOLERANCE)


def test_r_by_hand() -> None:
    """Chances 0.8 and 0.2 for half each: S^2 = 100 x 0.09 / 99. By chance: 0.8 x 0.2 / 50 in each class, of
    which half is the mean's: 0.0016 x 100 / 99. Bias at most (1 - R) / (4 x 0.5)."""
    found = r_indicator(TWO, CLASSES, straf=0)
    assert found.r_ongecorrigeerd == pytest.approx(1 - 2 * np.sqrt(9 / 99), abs=TOLERANCE)
    assert found.r == pytest.approx(1 - 2 * np.sqrt((9 - 0.16) / 99), abs=TOLERANCE)
    assert found.grootste_vertekening == pytest.approx(100 * (1 - found.r) / 2, abs=TOLERANCE)


def test_what_chance_alone_adds_is_taken_off() -> None:
    """Twenty classes that respond alike (R = 1): uncorrected far below it, corrected near it."""
    random = np.random.default_rng(20251122)
    classes = np.repeat([f"k{i:02d}" for i in range(20)], 30)
    found = [
        r_indicator(pd.DataFrame({"schooltype": classes, "bereikt": random.random(600) < 0.6}), CLASSES, 0.0)
        for _ in range(40)
    ]
    squares = [
        np.mean([((1 - r) / 2) ** 2 for r in rs])
        for rs in zip(*[(f.r, f.r_ongecorrigeerd) for f in found], strict=True)
    ]
    # By hand: 0.6 x 0.4 / 30 for each class's rate, of which 19 in 20 is not the mean's.
    assert squares[1] == pytest.approx(0.24 / 30 * 19 / 20, rel=0.15)
    assert squares[0] < 0.3 * squares[1]


@pytest.mark.parametrize("reached", [0, 8])
def test_all_or_none_has_no_r(reached: int) -> None:
    with pytest.raises(ValueError, match="both"):
        r_indicator(_leavers([("PRO", 8, reached, 0)]), CLASSES)


cells = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", "d"]), st.integers(1, 12)).flatmap(
        lambda c: st.tuples(st.just(c[0]), st.just(c[1]), st.integers(0, c[1]))
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=50)
@given(cells, st.randoms())
def test_for_any_leavers(counts: list[tuple[str, int, int]], random: object) -> None:
    people = _leavers([(name, n, reached, reached // 2) for name, n, reached in counts])
    table = representativiteit(people, CLASSES)
    assert (table.n.sum(), table.k.sum()) == (len(people), people.bereikt.sum())
    if not people.bereikt.any():
        return
    found = gewogen(people, CLASSES)
    assert found.ontwerpeffect >= 1
    assert 0 <= found.gewogen_laag <= found.gewogen_pct + TOLERANCE
    assert found.gewogen_pct - TOLERANCE <= found.gewogen_hoog <= 100
    if not people.bereikt.all():
        r = r_indicator(people, CLASSES)
        assert -TOLERANCE <= r.r_ongecorrigeerd <= r.r + TOLERANCE <= 1 + 2 * TOLERANCE
    order = list(range(len(people)))
    random.shuffle(order)  # type: ignore[attr-defined]
    again = gewogen(people.iloc[order], CLASSES)
    assert again.gewogen_pct == pytest.approx(found.gewogen_pct, abs=1e-5)
    pd.testing.assert_frame_equal(representativiteit(people.iloc[order], CLASSES), table)


@given(st.lists(st.tuples(st.booleans(), st.floats(0.01, 1)), min_size=1, max_size=50))
def test_weights_add_up_to_all_leavers(rows: list[tuple[bool, float]]) -> None:
    reached, chances = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    if reached.any():
        weights, _ = gewichten(reached, chances)
        assert weights.sum() == pytest.approx(len(rows), rel=1e-9)
        assert (weights[~reached] == 0).all()
        assert ontwerpeffect(weights[reached]) >= 1 - TOLERANCE
