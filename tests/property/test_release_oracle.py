"""Our choice of cells beside that of τ-ARGUS, for tables that both can protect; judged by three auditors.

In a table of two dimensions with one hierarchy every hidden cell is on a cycle of hidden cells or known
exactly, and along a cycle without zeros all counts can go one up and one down. So there "at least three
possible values", which we ask of every hidden cell, and "an interval of one to both sides", which τ-ARGUS is
asked to give the cells that the rule hides, come to the same, and two programs that are both right find the
same least cost. The difference is a zero: τ-ARGUS always shows it, and we may hide it. (Another would be a
hidden total of the region, whose price keeps it out of these tables.)

Tables that hang together, as those of a release do, are not in here: for those τ-ARGUS has no optimum.
"""

import importlib.util

import pytest

from tests.support import tau
from tests.support.attack import ENOUGH
from tests.support.tau_compare import METHODS, NAMES, Compared, compared

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pytauargus") is None,
    reason="pytauargus is not installed; it has no wheel for macOS on Intel",
)
WITH_HIDDEN_ZEROS = ("D, small schools", "D, small schools, by size")


@pytest.fixture(params=NAMES)
def one(request: pytest.FixtureRequest) -> Compared:
    return compared(request.param)


def test_the_rule_hides_the_same(one: Compared) -> None:
    assert {pattern.primary for pattern in one.theirs.values()} == {one.table.small()}


def test_nothing_of_ours_is_recovered(one: Compared) -> None:
    """By the auditor of the release, the attack written apart from it, and the audit of τ-ARGUS."""
    assert one.weak_by_auditor(one.ours) == one.weak_by_attack(one.ours) == set()
    intervals = tau.audit(one.table, one.ours)
    assert intervals.keys() == one.ours
    assert {place for place, (low, high) in intervals.items() if high - low + 1 < ENOUGH} == set()


def test_nothing_of_theirs_is_recovered(one: Compared) -> None:
    """Not even of the cells hidden for the sake of others, for which τ-ARGUS promises nothing."""
    for pattern in one.theirs.values():
        assert one.weak_by_auditor(pattern.hidden) == one.weak_by_attack(pattern.hidden) == set()


def test_the_judges_agree_to_the_unit(one: Compared) -> None:
    """Of a safe pattern, and of three that are not; with zeros hidden, some cells keep two values."""
    small = one.table.small()
    zeros = {place for place, value in one.table.values.items() if value == 0}
    for hidden in (one.ours, one.ours - {min(one.ours - small)}, small, small | zeros):
        intervals = tau.audit(one.table, hidden)
        weak = {place for place, (low, high) in intervals.items() if high - low + 1 < ENOUGH}
        assert intervals == one.bounds_by_attack(hidden)
        assert one.weak_by_auditor(hidden) == weak
        assert (weak == set()) == (hidden == one.ours)


@pytest.mark.parametrize("method", METHODS)
def test_ours_costs_no_more(one: Compared, method: str) -> None:
    hidden = one.theirs[method].hidden
    assert one.cost(one.ours) <= one.cost(one.mended(hidden))
    assert one.weak_by_auditor(hidden) or one.cost(one.ours) <= one.cost(hidden)


def test_the_least_cost_is_the_same_where_zeros_are_shown(one: Compared) -> None:
    assert one.cost(one.ours_with_zeros_shown()) == one.cost(one.theirs["optimal"].hidden)


@pytest.mark.parametrize("name", NAMES)
def test_only_a_hidden_zero_makes_ours_cheaper(name: str) -> None:
    one = compared(name)
    zero = any(one.table.values[place] == 0 for place in one.ours)
    cheaper = one.cost(one.ours) < one.cost(one.theirs["optimal"].hidden)
    assert zero == cheaper == (name in WITH_HIDDEN_ZEROS)
