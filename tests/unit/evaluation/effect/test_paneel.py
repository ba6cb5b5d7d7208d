"""The panel: what is refused, what it holds, and that names and order of rows do not matter."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from pipeline.evaluation.effect.did import beschrijving, verschil_in_verschillen
from pipeline.evaluation.effect.paneel import NOOIT, maak_paneel, tabel_van
from tests.support.effect import tabel

KLEIN = pd.DataFrame(
    [
        ("A", "X", 2015, 10, 4, 2016),
        ("A", "X", 2016, 10, 6, 2016),
        ("A", "X", 2018, 20, 15, 2016),
        ("B", "Y", 2015, 30, 9, None),
        ("B", "Y", 2016, 0, 0, None),
        ("B", "Y", 2018, 10, 4, None),
    ],
    columns=["school", "bestuur", "cohort", "n", "k", "start"],
).astype({"start": "Int64"})


def test_a_panel_of_a_table() -> None:
    paneel = maak_paneel(KLEIN)
    assert paneel.cohorten.tolist() == [2015, 2016, 2017, 2018]
    assert (paneel.scholen, paneel.besturen) == (("A", "B"), ("X", "Y"))
    assert paneel.start.tolist() == [2016, NOOIT]
    assert paneel.n.tolist() == [[10, 10, 0, 20], [30, 0, 0, 10]]
    assert paneel.percentage.tolist() == [[40, 60, 0, 75], [30, 0, 0, 40]]
    assert paneel.behandeld.tolist() == [[False, True, False, True], [False] * 4]
    assert paneel.nooit.tolist() == [False, True]


def test_the_table_comes_back() -> None:
    back = tabel_van(maak_paneel(KLEIN))
    expected = KLEIN[KLEIN.n > 0].reset_index(drop=True)
    pd.testing.assert_frame_equal(back[expected.columns.tolist()], expected, check_dtype=False)
    assert back.percentage.tolist() == [40, 60, 75, 30, 40]
    assert back.onder_plan.tolist() == [False, True, True, False, False]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (KLEIN.drop(columns="n"), "lacks the columns n"),
        (KLEIN.assign(k=99), "outside its denominator"),
        (KLEIN.assign(k=-1), "outside its denominator"),
        (pd.concat([KLEIN, KLEIN]), "two rows"),
        (KLEIN.assign(start=[2016, 2017, 2016, None, None, None]), "more than one start"),
        (KLEIN.assign(start=[2016, 2016, None, None, None, None]), "more than one start"),
        (KLEIN.assign(bestuur=list("XXYYYY")), "more than one bestuur"),
        (KLEIN.assign(n=[None, 1, 1, 1, 1, 1]), "must be known"),
        (KLEIN.assign(n=0, k=0), "at least one school-year"),
    ],
)
def test_what_is_no_panel_is_refused(table: pd.DataFrame, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        maak_paneel(table)


def test_a_plan_after_the_last_cohort_is_no_plan_yet() -> None:
    later = KLEIN.assign(start=[2019] * 3 + [None] * 3)
    assert maak_paneel(later).start.tolist() == [NOOIT, NOOIT]
    starts: list[int | None] = [2018] * 4 + [None] * 4
    one, other = (verschil_in_verschillen(maak_paneel(tabel([*starts, s])), 3, "x") for s in (None, 2030))
    assert one == other


def test_a_school_never_seen_without_a_plan_changes_no_number() -> None:
    starts: list[int | None] = [2018] * 4 + [None] * 4
    one = verschil_in_verschillen(maak_paneel(tabel(starts)), 3, "x")
    other = verschil_in_verschillen(maak_paneel(tabel([*starts, 2014])), 3, "x")
    assert replace(other, niet_mee=()) == one
    assert other.niet_mee == ("S08",)
    assert maak_paneel(tabel([*starts, 2014])).met_voormeting().scholen == maak_paneel(tabel(starts)).scholen


def test_before_a_cohort_without_schools_and_without_plan_years() -> None:
    paneel = maak_paneel(KLEIN)
    assert paneel.voor(2017).n.tolist() == [[10, 10], [30, 0]]
    assert paneel.zonder({"A"}).scholen == ("B",)
    assert paneel.alleen_onbehandeld().n.tolist() == [[10, 0, 0, 0], [30, 0, 0, 10]]


def test_a_description_counts_and_does_not_estimate() -> None:
    found = beschrijving(maak_paneel(KLEIN))
    assert found[["groep", "periode", "scholen", "n", "k", "percentage"]].values.tolist() == [
        ["met plan", "voor", 1, 10, 4, 40.0],
        ["met plan", "sinds", 1, 30, 21, 70.0],
        ["zonder plan", "voor", 1, 30, 9, 30.0],
        ["zonder plan", "sinds", 1, 10, 4, 40.0],
    ]


def test_fewer_than_four_schools_or_nobody_to_compare_with_give_no_estimate() -> None:
    few = verschil_in_verschillen(maak_paneel(tabel([2018] * 3 + [None] * 9)), 3, "x")
    assert (few.geen, few.schatting, few.p) == ("er zijn minder dan 4 scholen met een plan (3)", None, None)
    all_at_once = verschil_in_verschillen(maak_paneel(tabel([2018] * 8)), 3, "x")
    assert all_at_once.geen == "er zijn geen scholen zonder plan om mee te vergelijken"
    mixed = tabel([2018, 2019, 2018, 2018, None, None])  # schools 0-2 are of one board
    assert "niet per bestuur" in verschil_in_verschillen(maak_paneel(mixed), 3, "x", "bestuur").geen
