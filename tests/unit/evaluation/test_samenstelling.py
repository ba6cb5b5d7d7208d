"""The mix over the years: by hand, and what holds for any leavers."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.evaluation.samenstelling import KENMERKEN, samenstelling, trends, veranderingen, verblijf
from pipeline.evaluation.trendtoets import cochran_armitage

TOLERANCE = 1e-6


def _leavers(shares: dict[int, tuple[int, int]]) -> pd.DataFrame:
    """Per cohort how many leavers have perspectief arbeid, of how many."""
    return pd.DataFrame(
        [
            {"cohort": cohort, "perspectief_arbeid": "J" if i < k else None}
            for cohort, (k, n) in shares.items()
            for i in range(n)
        ]
    )


SHARES = {2019: (83, 86), 2020: (90, 93), 2021: (129, 136), 2022: (70, 82)}


def test_the_mix_by_hand() -> None:
    table = samenstelling(_leavers({2020: (38, 82), 2021: (5, 5)}), ["perspectief_arbeid"])
    assert table[["klasse", "cohort", "n", "k"]].to_numpy().tolist() == [
        ["J", 2020, 82, 38], ["J", 2021, 5, 5], ["onbekend", 2020, 82, 44], ["onbekend", 2021, 5, 0],
    ]  # fmt: skip
    # Wilson of 38/82 as published (domain.md 8).
    assert table.loc[0, ["pct", "laag", "hoog"]].astype(float).round(1).to_list() == [46.3, 36.0, 57.1]


def test_the_tests_are_those_of_r() -> None:
    """Fleiss' smokers again (test_trendtoets.py): 8.2249 and 12.6."""
    people = _leavers(SHARES)
    trend = trends(people, ["perspectief_arbeid"]).set_index("klasse")
    assert trend.z["J"] ** 2 == pytest.approx(8.2249, abs=5e-5)
    assert trend.helling["J"] == pytest.approx(-trend.helling["onbekend"], abs=TOLERANCE)
    assert trend.p_holm["J"] == pytest.approx(2 * 0.004132, abs=1e-6)
    assert veranderingen(people, ["perspectief_arbeid"]).chi2[0] == pytest.approx(12.6, abs=5e-4)


def test_the_real_columns_are_enough() -> None:
    people = pd.DataFrame(
        {
            "cohort": [2020, 2020, 2021, 2021], "schooltype": ["PRO", "VSO"] * 2,
            "uitstroomprofiel": ["ONBEKEND", "ARBEID"] * 2,
            "perspectief_arbeid": ["J", "N", "J", None], "leeftijd": [16, None, 18, 21],
            "geslacht": ["M", "V", None, "X"], "diploma": ["J", None, "N", "J"],
        }
    )  # fmt: skip
    assert set(samenstelling(people).kenmerk) == set(KENMERKEN)
    changed = veranderingen(people)
    assert changed.kenmerk.to_list() == list(KENMERKEN)
    assert changed.p.notna().all()


def test_who_stays_longer_by_hand() -> None:
    people = pd.DataFrame(
        [
            ("a", 2020, "PRO", 17, "ARB_REG"), ("b", 2020, "PRO", 19, "VSO"),
            ("c", 2020, "VSO", None, "GEEN"), ("b", 2021, "VSO", 20, "ARB_REG"),
            ("d", 2021, "VSO", 18, "PRO"),
        ],
        columns=["persoon", "cohort", "schooltype", "leeftijd", "bestemming"],
    )  # fmt: skip
    table = verblijf(people).set_index(["cohort", "schooltype"])
    columns = ["n", "leeftijd_bekend", "k_oud", "k_verder", "k_eerder"]
    assert table[columns].to_numpy().tolist() == [[2, 2, 1, 1, 0], [1, 0, 0, 0, 0], [2, 2, 1, 1, 1]]
    assert table.leeftijd.to_list()[::2] == [18, 19]
    assert table.loc[(2020, "VSO"), ["leeftijd", "pct_oud", "laag", "hoog"]].isna().all()
    assert table.pct_verder.to_list() == [50, 0, 50]


people = st.lists(
    st.tuples(st.integers(2018, 2022), st.sampled_from(["J", "N", None]), st.sampled_from(["PRO", "VSO"])),
    min_size=1,
    max_size=60,
)


@settings(max_examples=50)
@given(people, st.randoms())
def test_for_any_leavers(rows: list[tuple[int, str | None, str]], random: object) -> None:
    frame = pd.DataFrame(rows, columns=["cohort", "perspectief_arbeid", "schooltype"])
    kenmerken = ["perspectief_arbeid", "schooltype"]
    table = samenstelling(frame, kenmerken)
    per_cohort = table.groupby(["kenmerk", "cohort"])
    assert (per_cohort.k.sum() == per_cohort.n.first()).all()
    assert (per_cohort.n.nunique() == 1).all()
    assert table[table.kenmerk == "schooltype"].k.sum() == len(rows)
    found = trends(frame, kenmerken).set_index(["kenmerk", "klasse"])
    for (kenmerk, klasse), own in table.groupby(["kenmerk", "klasse"]):
        expected = cochran_armitage(own.k, own.n, own.cohort)
        assert found.z[(kenmerk, klasse)] == pytest.approx(expected.z, abs=TOLERANCE, nan_ok=True)
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(samenstelling(frame.iloc[order], kenmerken), table)
    pd.testing.assert_frame_equal(
        veranderingen(frame.iloc[order], kenmerken), veranderingen(frame, kenmerken)
    )
