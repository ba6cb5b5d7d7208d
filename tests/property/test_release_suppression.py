"""Whatever the table, an attacker who tries every number finds at least three for each hidden count."""

from collections.abc import Callable

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pipeline.release.suppression import CannotProtect, choose_hidden
from tests.support.attack import ENOUGH, Solver, brute_force
from tests.support.puzzles import puzzle, system

Table = tuple[dict[str, int], dict[str, list[str]]]
THRESHOLD = 5
few = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def one_sum(draw: Callable[..., int]) -> Table:
    """Two to five counts and their total."""
    size = draw(st.integers(2, 5))
    values = {f"c{i}": draw(st.integers(0, 6)) for i in range(size)}
    return {**values, "total": sum(values.values())}, {"total": list(values)}


@st.composite
def two_hierarchies(draw: Callable[..., int], schools: int = 4, high: int = 7) -> Table:
    """Schools over boards and over types, and a region."""
    names = [f"s{i}" for i in range(draw(st.integers(2, schools)))]
    values = {name: draw(st.integers(0, high)) for name in names}
    sums: dict[str, list[str]] = {"regio": list(names)}
    for level, most in (("bestuur", 3), ("type", 2)):
        for name in names:
            sums.setdefault(f"{level}{draw(st.integers(1, most))}", []).append(name)
    totals = {total: sum(values[part] for part in parts) for total, parts in sums.items()}
    return {**values, **totals}, sums


@st.composite
def one_small_count(draw: Callable[..., int]) -> Table:
    """A small count among counts that are zero or large, and their total."""
    values = {"c0": draw(st.integers(1, THRESHOLD - 1))}
    for i in range(1, draw(st.integers(2, 5))):
        values[f"c{i}"] = draw(st.just(0) | st.integers(THRESHOLD, 12))
    return {**values, "total": sum(values.values())}, {"total": list(values)}


def small(values: dict[str, int]) -> list[str]:
    return [name for name, value in values.items() if 0 < value < THRESHOLD]


def protected(table: Table) -> frozenset[str]:
    values, sums = table
    return choose_hidden(system(values, sums, primary=small(values)), ENOUGH)


def too_narrow(table: Table, hidden: frozenset[str]) -> dict[str, set[int]]:
    values, sums = table
    found = brute_force(puzzle(values, sums, hidden), limit=max(values.values()) + ENOUGH)
    return {name: possible for name, possible in found.items() if len(possible) < ENOUGH}


@few
@given(one_sum())
def test_one_sum_against_every_number(table: Table) -> None:
    assert too_narrow(table, protected(table)) == {}


@few
@given(two_hierarchies(schools=3, high=6))
def test_two_hierarchies_against_every_number(table: Table) -> None:
    hidden = protected(table)
    assume(len(hidden) <= 6)
    assert too_narrow(table, hidden) == {}


@few
@given(two_hierarchies(schools=12, high=20))
def test_larger_hierarchies_against_integer_programming(table: Table) -> None:
    values, sums = table
    hidden = protected(table)
    assume(hidden)
    solver = Solver(puzzle(values, sums, hidden))
    assert {name: solver.values(name) for name in hidden if len(solver.values(name)) < ENOUGH} == {}


@few
@given(two_hierarchies(schools=6, high=12))
def test_a_kept_region_is_kept_or_there_is_nothing(table: Table) -> None:
    values, sums = table
    assume(values["regio"] >= THRESHOLD)
    made = system(values, sums, primary=small(values), keep=["regio"])
    try:
        hidden = choose_hidden(made, ENOUGH)
    except CannotProtect:
        nonzero = [name for name in values if name.startswith("s") and values[name]]
        assert len(nonzero) <= 1 or small(values)
    else:
        assert "regio" not in hidden


@few
@given(two_hierarchies(schools=3, high=5))
def test_no_smaller_pattern_would_do(table: Table) -> None:
    """With equal costs no safe pattern hides fewer cells; tried by brute force, so on very small tables."""
    hidden, primary = protected(table), frozenset(small(table[0]))
    extra = hidden - primary
    assume(extra and len(hidden) <= 6)
    assert not any(too_narrow(table, primary | (extra - {cell})) == {} for cell in extra)


@few
@given(one_small_count())
def test_the_rules_alone_are_not_enough(table: Table) -> None:
    """The attack can succeed: with one small count and nothing else hidden it always does."""
    assert "c0" in too_narrow(table, frozenset({"c0"}))
