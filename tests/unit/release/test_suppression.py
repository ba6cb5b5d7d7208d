"""Which cells are hidden besides, on tables small enough to try every number an attacker could."""

import pytest

from pipeline.release.suppression import CannotProtect, choose_hidden
from pipeline.release.system import Cell, DoesNotAddUp, System, components
from tests.support.attack import ENOUGH, brute_force
from tests.support.puzzles import Sums, puzzle, system

WIDTH = 3


def hide(values: dict[str, int], sums: Sums, primary: list[str], **more: object) -> frozenset[str]:
    return choose_hidden(system(values, sums, primary, **more), WIDTH)  # type: ignore[arg-type]


def check(values: dict[str, int], sums: Sums, hidden: frozenset[str]) -> None:
    found = brute_force(puzzle(values, sums, hidden), limit=max(values.values()) + ENOUGH)
    assert {name: len(possible) for name, possible in found.items() if len(possible) < ENOUGH} == {}


def test_three_of_thirty_takes_one_more_along() -> None:
    values = {"a": 3, "b": 12, "c": 15, "total": 30}
    sums = {"total": ["a", "b", "c"]}
    hidden = hide(values, sums, ["a"], keep=["total"])
    assert hidden in ({"a", "b"}, {"a", "c"})
    check(values, sums, hidden)


def test_the_cheapest_cell_is_taken_along() -> None:
    values = {"a": 3, "b": 12, "c": 15, "total": 30}
    sums = {"total": ["a", "b", "c"]}
    assert hide(values, sums, ["a"], costs={"b": 2.0}, keep=["total"]) == {"a", "c"}
    assert hide(values, sums, ["a"], costs={"b": 2.0, "c": 2.0}) == {"a", "total"}


def test_two_hidden_cells_that_are_nothing_together_protect_nobody() -> None:
    """0 = x + x + 0: whoever sees the total knows both."""
    values = {"a": 0, "b": 0, "c": 0, "d": 8, "abc": 0, "total": 8}
    sums = {"abc": ["a", "b", "c"], "total": ["abc", "d"]}
    hidden = hide(values, sums, ["a", "b"], keep=["total"])
    assert {"abc", "d"} <= hidden
    check(values, sums, hidden)


def test_a_sum_that_the_shown_parts_fill_protects_nobody() -> None:
    """15 = 10 + 5 + x + x: the two hidden cells must be 0."""
    values = {"a": 10, "b": 5, "c": 0, "d": 0, "total": 15}
    sums = {"total": ["a", "b", "c", "d"]}
    hidden = hide(values, sums, ["c", "d"], keep=["total"])
    assert hidden == {"b", "c", "d"} or hidden == {"a", "c", "d"}
    check(values, sums, hidden)


def test_two_hidden_cells_that_are_one_together_are_too_few() -> None:
    values = {"a": 1, "b": 0, "c": 9, "total": 10}
    sums = {"total": ["a", "b", "c"]}
    hidden = hide(values, sums, ["a", "b"], keep=["total"])
    assert hidden == {"a", "b", "c"}
    check(values, sums, hidden)


def test_two_small_cells_protect_each_other() -> None:
    values = {"a": 3, "b": 2, "c": 25, "total": 30}
    assert hide(values, {"total": ["a", "b", "c"]}, ["a", "b"]) == {"a", "b"}


def test_an_only_child_takes_its_parent_along() -> None:
    values = {"school": 3, "bestuur": 3, "other": 20, "regio": 23}
    sums = {"bestuur": ["school"], "regio": ["bestuur", "other"]}
    hidden = hide(values, sums, ["school", "bestuur"], keep=["regio"])
    assert hidden == {"school", "bestuur", "other"}


def test_schools_in_two_hierarchies_need_a_cycle() -> None:
    """One school under one board and one type: hiding a neighbour in one direction is not enough."""
    values = {"a": 3, "b": 9, "c": 8, "d": 7, "x": 12, "y": 15, "p": 11, "q": 16, "total": 27}
    sums = {"x": ["a", "b"], "y": ["c", "d"], "p": ["a", "c"], "q": ["b", "d"], "total": ["x", "y"]}
    keep = ["x", "y", "p", "q", "total"]
    hidden = hide(values, sums, ["a"], keep=keep)
    assert hidden == {"a", "b", "c", "d"}
    check(values, sums, hidden)


def test_nothing_is_hidden_without_a_reason() -> None:
    values = {"a": 13, "b": 12, "total": 25}
    assert hide(values, {"total": ["a", "b"]}, []) == frozenset()


def test_what_must_be_kept_cannot_always_be() -> None:
    values = {"school": 3, "regio": 3}
    with pytest.raises(CannotProtect, match="regio"):
        hide(values, {"regio": ["school"]}, ["school"], keep=["regio"])


def test_a_number_that_two_cells_hold_is_hidden_in_both() -> None:
    """In beeld is onbekend turned round: hiding one and showing the other hides nothing."""
    made = System()
    small, large, total, seen = (
        made.add_cell(Cell(n, 1.0, primary=n == "small")) for n in ("small", "large", "t", "i")
    )
    unknown = made.add_number(3, guards=[small, seen])
    made.add_sum(made.add_number(20, guards=[total]), [unknown, made.add_number(17, guards=[large])])
    made.add_sum(made.add_number(25, others=[small, seen]), [unknown, made.add_number(22, guards=[seen])])
    hidden = choose_hidden(made, WIDTH)
    assert {"small", "i"} < hidden


def test_a_number_without_guard_comes_out_where_one_cell_is_shown() -> None:
    """n of several indicators: hiding one of them does not hide n, so k and the others must both be out of
    reach.
    """
    made = System()
    cells = [made.add_cell(Cell(name, 1.0, primary=name == "a")) for name in ("a", "b")]
    n = made.add_number(12, others=cells)
    for cell, k in zip(cells, (3, 6), strict=True):
        made.add_sum(n, [made.add_number(k, guards=[cell]), made.add_number(12 - k, guards=[cell])])
    assert choose_hidden(made, WIDTH) == {"a"}


def test_nobody_in_the_whole_region_may_be_known_of_each_school() -> None:
    made = System()
    cells = [made.add_cell(Cell(n, 1.0, primary=n != "regio", top=n == "regio")) for n in ("regio", "a", "b")]
    total, *parts = (made.add_number(0, guards=[cell]) for cell in cells)
    made.add_sum(total, parts)
    assert choose_hidden(made, WIDTH) == {"a", "b"}


def test_sums_that_do_not_hold_are_refused() -> None:
    with pytest.raises(DoesNotAddUp, match="total"):
        system({"a": 3, "total": 2}, {"total": ["a"]})
    with pytest.raises(DoesNotAddUp, match="less"):
        system({"a": 3, "total": 4}, {"total": ["a"]})


def test_a_system_falls_apart_where_nothing_connects() -> None:
    values = {"a": 3, "b": 4, "ab": 7, "c": 1, "d": 2, "cd": 3}
    pieces = components(system(values, {"ab": ["a", "b"], "cd": ["c", "d"]}))
    assert [[cell.key for cell in piece.cells] for piece in pieces] == [["a", "b", "ab"], ["c", "d", "cd"]]
