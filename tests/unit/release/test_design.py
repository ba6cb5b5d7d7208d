"""What is published at which level: domain.md §10, and what the reports set side by side."""

import pytest

from pipeline.release.design import is_published


@pytest.mark.parametrize(
    ("indicator", "soort", "niveaus"),
    [
        ("D", "code", "regio schooltype"),
        ("D", "klasse", "regio schooltype bestuur school"),
        ("P1", "", "regio schooltype bestuur school"),
        ("B3_STRIKT", "", "regio schooltype bestuur school"),
        ("R_V2", "", "regio school"),
        ("R_V1", "", "regio school"),
        ("T_4", "", "regio"),
        ("UIT", "", "regio"),
        ("S", "", "regio"),
    ],
)
def test_the_smaller_the_group_the_fewer_the_tables(indicator: str, soort: str, niveaus: str) -> None:
    every = ("regio", "schooltype", "bestuur", "school")
    assert [niveau for niveau in every if is_published(indicator, soort, niveau)] == niveaus.split()
