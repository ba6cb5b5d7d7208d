"""What makes a report voorlopig, in the words of the index."""

from __future__ import annotations

import pytest

from pipeline.indicators.volledigheid import Volledigheid
from pipeline.reporting.approval import _in_words
from pipeline.reporting.notation import opsomming


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        (
            Volledigheid(scholen=(("99AA00", 2022), ("99BB00", 2021), ("99BB00", 2023))),
            "geen schoolverlaters van 2 scholen in 2021-2022, 2022-2023 of 2023-2024",
        ),
        (Volledigheid(zonder_eerder_cohort=True), "geen eerder cohort om mee te vergelijken"),
        (
            Volledigheid((("99AA00", 2022), ("99AA00", 2023)), ("V1 van 2022-2023", "V2 van 2022-2023")),
            "geen schoolverlaters van 1 school in 2022-2023 of 2023-2024"
            " en geen meting van V1 van 2022-2023, V2 van 2022-2023",
        ),
    ],
)
def test_what_is_lacking_is_said_as_it_is_known(lacking: Volledigheid, said: str) -> None:
    """A school without leavers may have had none: whether it delivered nobody knows."""
    assert opsomming(_in_words(lacking.as_meta())) == said


def test_where_nothing_is_lacking_nothing_is_said() -> None:
    assert _in_words(Volledigheid().as_meta()) == []
