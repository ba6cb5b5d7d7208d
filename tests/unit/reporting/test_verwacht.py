"""Schools against their kind of school: expected numbers by hand, limits through scipy."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pandas as pd
import pytest
from scipy.stats import binomtest

from pipeline.evaluation.casemix import casemix
from tests.support.met_scholen import Tel, rapport, rows

NAAM = "verwacht_p2"


def one(*tellingen: Tel | None, soorten: dict[str, Tel | str] | None = None) -> list[list[str]]:
    """The rows of a release in which the fourth and fifth school are vso."""
    return rows(rapport(*tellingen, soorten=soorten or {"PRO": (80, 100), "VSO": (40, 100)}), NAAM)


def test_what_is_expected_is_n_times_the_rate_of_the_kind_of_school() -> None:
    """Pro at 80% and vso at 40%: 16 and 8 of 20."""
    found = one((16, 20), None, (12, 20), (8, 20), (12, 20))
    assert sorted(row[1:6] for row in found) == [
        ["pro", "20", "12", "16,0", "0,75"],
        ["pro", "20", "16", "16,0", "1,00"],
        ["vso", "20", "12", "8,0", "1,50"],
        ["vso", "20", "8", "8,0", "1,00"],
    ]
    ends = binomtest(12, 20).proportion_ci(method="exact")
    marge = f"{ends.low * 20 / 16:.2f}–{ends.high * 20 / 16:.2f}".replace(".", ",")
    assert next(row[6] for row in found if row[5] == "0,75") == f'<span class="interval">{marge}</span>'


def test_a_difference_is_told_after_the_correction_of_holm() -> None:
    """Of 20 at 80%: 9 has p = 0.001, three times that is under 0.05; 11 has p = 0.02, three times not."""
    p = {k: 2 * binomtest(k, 20, 0.8, "less").pvalue for k in (9, 11)}
    assert 3 * p[9] < 0.05 and p[11] < 0.05 < 3 * p[11]
    for k, said in ((9, "aantoonbaar"), (11, "niet aan te tonen")):
        assert {row[3]: row[7] for row in one((k, 20), (16, 20), (16, 20))} == {
            str(k): said,
            "16": "niet aan te tonen",
        }


@pytest.mark.parametrize(
    ("tellingen", "soorten", "zin"),
    [
        (((16, 20), None), {"PRO": (80, 100)}, "van 1 van de 2 scholen is te zeggen hoeveel er te"),
        (((16, 20), None), {"PRO": (80, 100)}, "de correctie voor 1 vergelijking is van geen enkele school"),
        (((16, 20), (9, 20)), {"PRO": (80, 100)}, "van 1 school het verschil met het eigen schooltype"),
        (((9, 20), (9, 20)), {"PRO": (80, 100)}, "van 2 scholen het verschil met het eigen schooltype"),
        (((16, 20), (16, 20)), {"PRO": "niet getoond"}, "van geen enkele school is te zeggen hoeveel"),
        (((20, 20), (20, 20)), {"PRO": (40, 40)}, "van geen enkele school is te zeggen hoeveel"),
        ((None, None), {"PRO": (80, 100)}, "van geen enkele school is te zeggen hoeveel"),
    ],
)  # fmt: skip
def test_every_branch_of_the_sentence(
    tellingen: Sequence[Tel | None], soorten: dict[str, Tel | str], zin: str
) -> None:
    r = rapport(*tellingen, soorten=soorten)
    said = r.zinnen(NAAM).markdown
    assert said.startswith("Plaatsing (convenant), P2, cohort 2016-2017: van ") and zin in said
    assert ("geen enkele school" in r.tabel(NAAM).markdown) == ("van geen enkele school is te zeggen" in said)


def expected_by_case_mix(not_placed: int) -> float:
    """Of the vso school with 24 of 30, beside the other vso school with so many of 20 who are not placed."""
    pro = [("P", "PRO", i % 10 > 0) for i in range(300)]
    shown = [("A", "VSO", i < 24) for i in range(30)]
    hidden = [("B", "VSO", i >= not_placed) for i in range(20)]
    leavers = pd.DataFrame([*pro, *shown, *hidden], columns=["school_id", "schooltype", "uitkomst"])
    table = casemix(leavers, kenmerken=["schooltype"]).eenheden.set_index("school_id")
    return float(table.loc["A", "e"])


def test_case_mix_by_pupil_would_give_a_hidden_school_away() -> None:
    """Why it is not published: with one decimal, each hidden count has an expected number of its own."""
    expected = [expected_by_case_mix(count) for count in range(6)]
    assert all(before - after > 0.4 for before, after in itertools.pairwise(expected))
    assert len({round(e, 1) for e in expected}) == 6
