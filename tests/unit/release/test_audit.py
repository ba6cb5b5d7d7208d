"""What the attacker can work out, on tables where the answer is plain."""

import pytest

from pipeline.release.audit import Auditor
from pipeline.release.equations import Equations, Row
from pipeline.release.solver import NoSolution, Polytope
from pipeline.release.system import Cell, System
from tests.support.puzzles import system

SUM = {"total": ["a", "b", "c"]}


def weak(made: System, hidden: set[str], width: int = 3) -> set[str]:
    at = frozenset(i for i, cell in enumerate(made.cells) if cell.key in hidden)
    return {made.cells[made.numbers[w.number].cells[0]].key for w in Auditor(made, width).weaknesses(at)}


def test_a_single_hidden_cell_is_worked_out() -> None:
    assert weak(system({"a": 3, "b": 12, "c": 15, "total": 30}, SUM), {"a"}) == {"a"}


def test_two_hidden_cells_keep_as_many_values_as_they_are_large_together() -> None:
    made = system({"a": 3, "b": 1, "c": 15, "total": 19}, SUM)
    assert weak(made, {"a", "b"}, width=5) == set()
    assert weak(made, {"a", "b"}, width=6) == {"a", "b"}


def test_a_condition_names_what_would_have_to_be_hidden() -> None:
    made = system({"a": 1, "b": 0, "c": 1, "d": 9, "total": 11}, {"total": ["a", "b", "c", "d"]})
    weaknesses = Auditor(made, 3).weaknesses(frozenset({0, 1}))
    assert [w.number for w in weaknesses] == [0, 1]
    assert all(dict(w.gains) == {2: 1.0, 3: 1.0, 4: 1.0} for w in weaknesses)


def test_a_cell_that_brings_half_of_what_is_needed_counts_half() -> None:
    made = system({"a": 0, "b": 0, "c": 1, "d": 9, "total": 10}, {"total": ["a", "b", "c", "d"]})
    weaknesses = Auditor(made, 3).weaknesses(frozenset({0, 1}))
    assert [dict(w.gains) for w in weaknesses] == [{2: 0.5, 3: 1.0, 4: 1.0}] * 2


def test_a_wide_interval_in_fractions_clears_nothing() -> None:
    """t = x + x and t + s = 3: t runs from 0 to 3, but as a whole number it can only be 0 or 2."""
    made = System()
    cells = [made.add_cell(Cell(name, 1.0)) for name in ("t", "x", "same", "s", "three")]
    t, x, same, s, three = (
        made.add_number(value, guards=[cell]) for value, cell in zip((2, 1, 1, 1, 3), cells, strict=True)
    )
    made.add_sum(t, [x, same])
    made.add_sum(x, [same])
    made.add_sum(three, [t, s])
    weaknesses = Auditor(made, 3).weaknesses(frozenset(cells[:4]))
    assert {w.number for w in weaknesses} == {t, x, same, s}
    assert all(dict(w.gains) == {three: 1.0} for w in weaknesses)


def test_numbers_that_contradict_each_other_are_an_error() -> None:
    with pytest.raises(NoSolution):
        Polytope(Equations(1, [Row({0: 1.0}, 2.0), Row({0: 1.0}, 3.0)])).least(0, 1)


def test_fractions_are_not_taken_for_whole_numbers() -> None:
    polytope = Polytope(Equations(2, [Row({0: 2.0, 1: 1.0}, 3.0), Row({0: 1.0}, 1.0)]))
    assert polytope.fill_in(1, 1) is not None
    assert polytope.fill_in(1, 2) is None
    halves = Polytope(Equations(2, [Row({0: 2.0, 1: 2.0}, 3.0)]))
    assert halves.fill_in(0, 0) is None
