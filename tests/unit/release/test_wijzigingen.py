"""What a report may say of what the last publication had otherwise: worked out by hand, rule by rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.release.circulation import NOTHING, Circulation, kinds_name
from pipeline.release.differences import Kenmerken
from pipeline.release.figures import KEY_COLUMNS
from pipeline.release.generations import COUNTS, Counted, Generation, shown
from pipeline.release.policy import Policy
from pipeline.release.wijzigingen import COLUMNS, wijzigingen
from pipeline.workspace.settings import Settings

POLICY = Policy.of(Settings())
"""Counts of 1 to 4 and fewer than 10 leavers are hidden."""
Cells = Mapping[tuple[int, str], tuple[int, int]]
"""n and k of the region, by cohort and indicator."""
FIRST: Cells = {(2019, "P2"): (300, 200), (2020, "P2"): (400, 250), (2020, "P1"): (900, 800)}


def cijfers(cells: Cells, school: int | None = None, version: str = "1") -> pd.DataFrame:
    rows = [(*key, "regio", "regio", *value) for key, value in cells.items()]
    if school is not None:
        rows.append((2020, "P2", "school", "99AA00", 40, school))
    table = pd.DataFrame(rows, columns=["cohort", "indicator", "niveau", "eenheid", "n", "k"])
    besides = {"klasse": "", "soort_klasse": "", "status": "gemeten", "definitie_versie": version}
    unknown = dict.fromkeys(["onbekend", "aandeel_onbekend", "ondergrens", "bovengrens"])
    return table.assign(**besides, **unknown)


def tables(
    cells: Cells,
    schools: tuple[str, ...] = ("99AA00",),
    rows: int = 1,
    telling: str = "5",
    version: str = "1",
    school: int | None = None,
) -> dict[str, pd.DataFrame]:
    units = [(year, brin, brin, "X", "PRO") for year in (2019, 2020) for brin in schools]
    return {
        "cijfers": cijfers(cells, school, version),
        "eenheden": pd.DataFrame(units, columns=["cohort", "school", "naam", "bestuur", "schooltype"]),
        "instellingen": pd.DataFrame({"naam": ["drempels.telling"], "waarde": [telling]}),
        "leveringen": pd.DataFrame({"bron": ["uitstroom"], "rijen": [rows]}),
    }


def meta(given_away: int = 0, code: str = "a") -> dict[str, Any]:
    return {
        "stand": "2021-12-31",
        "versions": {"code": code},
        "bescherming": {"eerder_prijsgegeven": given_away},
    }


def generation(
    cells: Cells, name: str = "0001", counted: bool = True, told: bool = True, **more: Any
) -> Generation:
    published = tables(cells, **more)
    behind = Counted(pd.DataFrame(columns=COUNTS), pd.DataFrame(), kinds_name(POLICY.definities))
    return Generation(
        name,
        {"openbaar": shown({"cijfers": published["cijfers"]})},
        behind if counted else None,
        {"openbaar": Kenmerken.of(published, meta())} if told else {},
    )


def told(
    cells: Cells,
    *before: Generation,
    given_away: int = 0,
    code: str = "a",
    policy: Policy = POLICY,
    **more: Any,
) -> list[tuple[Any, ...]]:
    """Rows as plain values, None where nothing is told."""
    circulation = Circulation(before or (generation(FIRST),))
    found = wijzigingen(tables(cells, **more), meta(given_away, code), circulation, policy)
    assert list(found.columns) == COLUMNS
    return [tuple(None if pd.isna(v) else v for v in row) for row in found.itertuples(index=False)]


def moved(n: int, k: int) -> Cells:
    return {**FIRST, (2020, "P2"): (n, k)}


def test_a_late_school_is_told_with_what_it_was() -> None:
    """Twenty leavers came in, of whom fourteen with work: each of 20, 14 and 6 may be counted."""
    assert told(moved(420, 264), schools=("99AA00", "99BB00"), rows=2) == [
        (2020, "P2", 400, 250, 420, 264, "nagekomen levering", "getoond")
    ]


@pytest.mark.parametrize(
    ("n", "k"),
    [(401, 251), (401, 250), (400, 251), (400, 254), (420, 269), (420, 251), (404, 254), (396, 250)],
)
def test_a_change_of_a_few_pupils_is_told_without_numbers_of_then(n: int, k: int) -> None:
    """Also where one of n, k and the others of n alone moved by a few: 20 more, of whom 19 with work."""
    assert told(moved(n, k), rows=2) == [
        (2020, "P2", None, None, n, k, "correctie of aanvulling", "grootte niet getoond")
    ]


@pytest.mark.parametrize(("n", "k"), [(405, 255), (400, 255), (405, 250), (390, 240), (410, 255)])
def test_a_change_of_five_or_more_is_told(n: int, k: int) -> None:
    [(*_, status)] = told(moved(n, k))
    assert status == "getoond"


def test_what_todays_rules_would_hide_of_then_is_not_told() -> None:
    """Then 396 of 400: the others are 4, which a threshold of 3 showed and one of 5 does not."""
    before = generation({(2020, "P2"): (400, 396)})
    [(_, _, n_was, k_was, *_, status)] = told({(2020, "P2"): (400, 300)}, before)
    assert (n_was, k_was, status) == (None, None, "grootte niet getoond")


@pytest.mark.parametrize(
    ("before", "given_away"),
    [
        (generation(FIRST), 1),
        (generation(FIRST, counted=False), 0),
        (generation({**FIRST, (2020, "P2"): (400, 250)}, counted=True), 3),
    ],
)
def test_where_readers_of_both_could_work_something_out_no_numbers_of_then_stand_there(
    before: Generation, given_away: int
) -> None:
    [(*_, status)] = told(moved(500, 300), before, given_away=given_away)
    assert status == "grootte niet getoond"


def test_other_definitions_than_the_counts_of_then_were_kept_by() -> None:
    other = Policy.of(Settings.model_validate({"definities": {"beschut_is_werk": False}}))
    [(*_, status)] = told(moved(500, 300), policy=other)
    assert status == "grootte niet getoond"


def test_a_school_is_never_told_of() -> None:
    before = generation(FIRST, school=20)
    assert told(FIRST, before, school=30) == [(*[None] * 7, "geen wijziging")]


def test_without_an_earlier_publication_it_says_so() -> None:
    found = wijzigingen(tables(FIRST), meta(), NOTHING, POLICY)
    assert list(found["status"]) == ["geen eerdere publicatie"]


def test_what_was_not_shown_then_or_is_not_now_is_no_change() -> None:
    before = generation({(2020, "P2"): (400, 250)})
    assert told({(2019, "P2"): (300, 200)}, before) == [(*[None] * 7, "geen wijziging")]


def test_each_figure_is_held_against_the_last_time_it_was_shown() -> None:
    """P2 was last shown in the second generation, with the number of now; P1 in the first, with another."""
    first, second = generation(FIRST), generation({(2020, "P2"): (500, 300)}, "0002")
    found = told({(2020, "P2"): (500, 300), (2020, "P1"): (950, 840)}, first, second)
    assert [(row[1], row[2], row[3]) for row in found] == [("P1", 900, 800)]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"version": "2"}, "andere definitie"),
        ({"telling": "6"}, "andere instellingen"),
        ({"rows": 2}, "correctie of aanvulling"),
        ({"code": "b"}, "ander programma"),
        ({"version": "2", "rows": 2}, "andere definitie en correctie of aanvulling"),
        ({}, "onbekend"),
    ],
)
def test_the_cause_is_a_kind(more: dict[str, Any], why: str) -> None:
    [row] = told(moved(500, 300), **more)
    assert row[6] == why


def test_of_a_generation_of_an_earlier_version_the_cause_is_not_known() -> None:
    [row] = told(moved(500, 300), generation(FIRST, told=False), rows=2)
    assert row[6] == "onbekend"


@given(
    was=st.tuples(st.integers(10, 60), st.integers(0, 60)).filter(lambda v: v[1] <= v[0]),
    now=st.tuples(st.integers(10, 60), st.integers(0, 60)).filter(lambda v: v[1] <= v[0]),
)
def test_nothing_is_told_that_was_not_published_and_no_group_of_a_few_is_between_two_numbers(
    was: tuple[int, int], now: tuple[int, int]
) -> None:
    """Read by who has this release alone: all that stands there, taken from each other in every way."""
    rows = told({(2020, "P2"): now}, generation({(2020, "P2"): was}))
    for cohort, _, n_was, k_was, n, k, _, status in rows:
        if cohort is None:
            assert was == now
            continue
        assert (n, k) == now != was
        if status == "getoond":
            assert (n_was, k_was) == was
            then, here = (n_was, k_was, n_was - k_was), (n, k, n - k)
            assert not any(0 < abs(a - b) < 5 for a, b in zip(then, here, strict=True))
            assert not any(0 < number < 5 for number in then[1:])


def test_making_it_again_makes_the_same_in_any_order_of_rows() -> None:
    cells = {**moved(500, 300), (2020, "P1"): (950, 840)}
    turned = dict(reversed(cells.items()))
    assert told(cells) == told(turned) and len(told(cells)) == 2
    assert set(KEY_COLUMNS) <= set(cijfers(cells).columns)
