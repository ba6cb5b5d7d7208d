"""The same or not, and what is otherwise."""

from __future__ import annotations

import pytest

from pipeline.workspace.basis import Besluit, Wijziging, basis_hash, besluit

NOW = {"code": "a", "library duckdb": "2.0.0", "library pandas": "3.1.1"}


def test_what_is_the_same_needs_nothing_and_says_what_was_looked_at() -> None:
    assert besluit(dict(reversed(NOW.items())), NOW) == Besluit(False, "the same: code, library")


def test_what_changed_came_or_went_is_named_with_both_values() -> None:
    before = {"code": "b", "library duckdb": "2.0.0", "renderer": "x"}
    found = besluit(before, NOW)
    assert found == Besluit(
        True,
        "changed: code, library pandas, renderer",
        (
            Wijziging("code", "b", "a"),
            Wijziging("library pandas", "", "3.1.1"),
            Wijziging("renderer", "x", ""),
        ),
    )


def test_of_many_changes_the_reason_names_some_and_the_explanation_all() -> None:
    found = besluit({f"n{n}": "a" for n in range(9)}, {f"n{n}": "b" for n in range(9)})
    assert found.reden == "changed: n0, n1, n2, n3 and 5 more" and len(found.wijzigingen) == 9


@pytest.mark.parametrize(
    ("before", "opnieuw", "reden"),
    [
        (None, False, "there was none"),
        (None, True, "there was none"),
        (NOW, True, "asked for"),
        ({}, False, "an earlier version of the program made it, and did not write down of what"),
    ],
)
def test_without_a_change_it_can_still_be_needed(
    before: dict[str, str] | None, opnieuw: bool, reden: str
) -> None:
    assert besluit(before, NOW, opnieuw) == Besluit(True, reden)


def test_the_hash_is_of_names_and_values_in_any_order() -> None:
    assert basis_hash(dict(reversed(NOW.items()))) == basis_hash(NOW)
    assert len({basis_hash(NOW), basis_hash({**NOW, "code": "b"}), basis_hash({**NOW, "x": ""})}) == 3
