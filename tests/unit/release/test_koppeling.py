"""How rows were linked, and how sensitive figures are to that: what is shown of it, by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.release.koppeling import protect_links, protect_sensitivity
from pipeline.release.policy import Policy
from pipeline.release.small_memory import Earlier
from tests.support.attack import Name, Puzzle
from tests.support.attack_again import THEN
from tests.support.attack_small import attack_both

WIJZEN = ("pgn", "leerlingnummer", "waarschijnlijkheid", "dubbelzinnig", "niet")


def ways(*counts: int) -> pd.DataFrame:
    rows = [
        ("intergrip", n, naam, aantal, *((98.0, 93.0) if naam == "waarschijnlijkheid" else (None, None)))
        for n, (naam, aantal) in enumerate(zip(WIJZEN, counts, strict=True), start=1)
    ]
    return pd.DataFrame(rows, columns=["bron", "volgorde", "methode", "aantal", "precisie", "volledigheid"])


def shown(table: pd.DataFrame) -> list[int | None]:
    return [None if pd.isna(aantal) else int(aantal) for aantal in table.aantal]


@pytest.mark.parametrize(
    ("counts", "want"),
    [
        ((900, 60, 30, 0, 10), [900, 60, 30, 0, 10]),
        ((900, 60, 30, 4, 6), [900, 60, 30, None, None]),
        ((900, 60, 3, 4, 33), [900, 60, None, None, None]),
        ((2890, 97, 0, 1, 1), [2890, None, 0, None, None]),
        ((900, 5, 0, 4, 0), [None, None, 0, None, 0]),
        ((900, 0, 0, 3, 3), [None, 0, 0, None, None]),
        ((900, 60, 30, 2, 0), [900, 60, None, None, 0]),
        ((3, 0, 0, 0, 0), [None, 0, 0, 0, 0]),
    ],
)
def test_a_small_count_is_hidden_and_what_is_hidden_is_together_no_few(
    counts: tuple[int, ...], want: list[int | None]
) -> None:
    """With a threshold of 5: at least two counts, ten together. A hidden rest of 2 would be 1 and 1."""
    assert shown(protect_links(ways(*counts), Policy())) == want


def test_with_a_count_go_its_share_and_its_estimates() -> None:
    table = protect_links(ways(960, 20, 3, 10, 7), Policy()).set_index("methode")
    hidden = table.loc[["waarschijnlijkheid", "niet"]]
    assert hidden[["aantal", "aandeel", "precisie", "volledigheid"]].isna().all(axis=None)
    assert set(hidden.status) == {"niet getoond"}
    assert table.loc["pgn", ["aandeel", "status"]].tolist() == [96.0, "getoond"]


def test_a_share_has_one_decimal() -> None:
    """2 of 3 is 66.7%; with four decimals a share tells the whole, and so what is hidden."""
    assert protect_links(ways(2000, 1000, 0, 0, 0), Policy()).aandeel.tolist()[:2] == [66.7, 33.3]


def test_the_sources_are_apart() -> None:
    both = pd.concat([ways(900, 60, 30, 0, 10), ways(90, 6, 3, 0, 7).assign(bron="uitstroom")])
    assert shown(protect_links(both.reset_index(drop=True), Policy()))[:5] == [900, 60, 30, 0, 10]


@pytest.mark.parametrize(
    ("verschil", "klasse"),
    [
        (0.0, "minder dan 1 procentpunt"),
        (0.999, "minder dan 1 procentpunt"),
        (1.0, "1 tot 2 procentpunt"),
        (2.0, "2 procentpunt of meer"),
    ],
)
def test_a_difference_is_told_in_a_class(verschil: float, klasse: str) -> None:
    table = pd.DataFrame([{"indicator": "P1", "drempel": "90%", "n": 2000, "verschil": verschil}])
    found = protect_sensitivity(table, Policy())
    assert found.to_dict("records") == [
        {"indicator": "P1", "drempel": "90%", "verschil": klasse, "status": "getoond"}
    ]


def test_where_four_pupils_move_a_class_there_is_none() -> None:
    """Five of 500 are a whole point, so who knows that four pupils moved must not see a class move."""
    table = pd.DataFrame(
        {"indicator": ["P1", "P1"], "drempel": ["90%", "90%"], "n": [500, 501], "verschil": [0.1, 0.1]}
    )
    found = protect_sensitivity(table, Policy(telling=5))
    assert found.status.tolist() == ["niet getoond", "getoond"]
    assert found.verschil.isna().tolist() == [True, False]


# after an earlier release -----------------------------------------------------------------------------------


def earlier_links(before: tuple[int, ...], hidden: list[int | None]) -> Earlier:
    names = [("intergrip", naam) for naam in WIJZEN]
    pairs = list(zip(names, before, hidden, strict=True))
    return Earlier(
        {name: float(n) for name, n, seen in pairs if seen is not None},
        {name: n for name, n, seen in pairs if seen is None},
    )


def twice(before: tuple[int, ...], now: tuple[int, ...]) -> tuple[list[int | None], list[int | None]]:
    then = shown(protect_links(ways(*before), Policy()))
    made = protect_links(ways(*now), Policy(), earlier=[earlier_links(before, then)])
    return then, shown(made)


@pytest.mark.parametrize(
    ("before", "now", "want"),
    [
        ((900, 60, 30, 0, 10), (900, 60, 30, 0, 10), [900, 60, 30, 0, 10]),
        ((900, 60, 30, 4, 6), (900, 60, 30, 4, 6), [900, 60, 30, None, None]),
        ((900, 60, 30, 0, 10), (901, 60, 30, 0, 10), [None, None, None, 0, None]),  # a sum to subtract from
        ((900, 60, 30, 0, 10), (901, 70, 30, 0, 10), [None, None, None, 0, None]),
        ((900, 60, 30, 0, 10), (950, 61, 45, 0, 20), [950, None, 45, 0, None]),
        ((900, 60, 30, 4, 6), (900, 60, 30, 9, 6), [900, 60, 30, None, None]),  # 6, shown, tells of 4 then
    ],
)
def test_links_do_not_tell_of_a_few_rows_by_what_was_shown_before(
    before: tuple[int, ...], now: tuple[int, ...], want: list[int | None]
) -> None:
    assert twice(before, now)[1] == want


def attack_links(
    before: tuple[int, ...], now: tuple[int, ...], then: list[int | None], after: list[int | None]
) -> list[Name]:
    """With how many rows there were both times; but of a source of which nothing is shown nobody knows that,
    or what is the same."""
    puzzles = []
    for counts, seen in ((now, after), (before, then)):
        puzzle = Puzzle()
        puzzle.count(("rijen",), sum(counts) if any(seen) else None)
        for naam, n in zip(WIJZEN, seen, strict=True):
            puzzle.count((naam,), n)
        puzzle.equal(("rijen",), [(naam,) for naam in WIJZEN])
        puzzles.append(puzzle)
    truths = [{(naam,): n for naam, n in zip(WIJZEN, counts, strict=True)} for counts in (now, before)]
    small = [(naam,) for naam, n, seen in zip(WIJZEN, now, then, strict=True) if 0 < n < 5 and seen != n]
    small += [(THEN, naam) for naam, n in zip(WIJZEN, before, strict=True) if 0 < n < 5]
    apart = () if any(after) else truths[0]
    return attack_both((puzzles[0], truths[0]), (puzzles[1], truths[1]), small, apart=apart)


COUNTS = st.sampled_from([0, 1, 3, 4, 5, 6, 9, 12, 30])


@given(
    st.tuples(*[COUNTS] * 5),
    st.tuples(*[st.sampled_from([0, 0, 0, 1, 2, -1, -3, 5, 8])] * 5),
)
@settings(max_examples=150)
def test_nobody_works_out_a_small_change_of_links(before: tuple[int, ...], more: tuple[int, ...]) -> None:
    now = tuple(max(0, n + m) for n, m in zip(before, more, strict=True))
    assert attack_links(before, now, *twice(before, now)) == []


def test_the_attack_finds_a_row_more_where_nothing_is_remembered() -> None:
    before, now = (900, 60, 30, 0, 10), (901, 60, 30, 0, 10)
    then, after = (shown(protect_links(ways(*counts), Policy())) for counts in (before, now))
    assert attack_links(before, now, then, after) == [("verschil", "pgn")]
