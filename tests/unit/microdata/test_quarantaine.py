"""Rows of outflow lists that are in quarantine: which there are, and at which cohort they count."""

from datetime import date
from typing import Any

import pytest

from tests.support.panel import Levering, microdata, query

GONE = {
    "lot": "quarantaine",
    "bestemming": None,
    "quarantaine_reden": "schooljaar niet vast te stellen",
    "cohort": None,
}
COUNTED = "SELECT levering_id, rij, cohort, reden, brin FROM quarantaine ORDER BY levering_id, rij"


def counted(*leveringen: Levering) -> list[Any]:
    with microdata(leveringen) as con:
        return query(con, COUNTED)


def test_a_row_per_row_with_reason_and_school_as_far_as_known() -> None:
    rows = [
        {"persoon": "a"},
        {"persoon": "a", "lot": "dubbel"},
        {"lot": "quarantaine", "quarantaine_reden": "persoon niet vast te stellen"},
        {
            "lot": "quarantaine",
            "quarantaine_reden": "school niet vast te stellen",
            "brin": None,
            "cohort": 2015,
        },
    ]
    assert counted(Levering("uitstroom", rows, id="L")) == [
        ("L", 3, 2016, "persoon niet vast te stellen", "99AA00"),
        ("L", 4, 2015, "school niet vast te stellen", None),
    ]


def test_rows_of_other_sources_are_no_leavers() -> None:
    followed = Levering(
        "intergrip", [{"lot": "quarantaine", "quarantaine_reden": "persoon niet vast te stellen"}]
    )
    assert counted(Levering("uitstroom", [{"persoon": "a"}]), followed) == []


def test_equal_numbers_of_rows_in_two_deliveries_are_kept_apart() -> None:
    one, other = (
        [{"persoon": name}, GONE | {"brin": brin}] for name, brin in (("a", "99AA00"), ("b", "99BB00"))
    )
    found = counted(Levering("uitstroom", one, id="L1"), Levering("uitstroom", other, id="L2"))
    assert [(levering, rij, brin) for levering, rij, _, _, brin in found] == [
        ("L1", 2, "99AA00"),
        ("L2", 2, "99BB00"),
    ]


def test_without_a_school_year_it_counts_in_the_last_one_of_its_delivery() -> None:
    rows = [{"persoon": "a", "cohort": 2014}, {"persoon": "b", "cohort": 2015}, GONE]
    other = [{"persoon": "c", "cohort": 2017}]
    found = counted(Levering("uitstroom", rows), Levering("uitstroom", other))
    assert [cohort for _, _, cohort, _, _ in found] == [2015]


@pytest.mark.parametrize(
    ("leverdatum", "cohort"),
    [
        (date(2017, 11, 20), 2016),
        (date(2018, 7, 31), 2016),
        (date(2018, 8, 1), 2017),
        (None, 2012),
    ],
)
def test_a_list_without_any_school_year_is_of_the_year_that_had_ended_or_of_the_last_there_is(
    leverdatum: date | None, cohort: int
) -> None:
    nothing = Levering("uitstroom", [GONE, GONE], leverdatum=leverdatum, id="niets")
    known = Levering("uitstroom", [{"persoon": "a", "cohort": 2011}, {"persoon": "b", "cohort": 2012}])
    with microdata([nothing, known]) as con:
        assert query(con, "SELECT cohort FROM quarantaine") == [cohort, cohort]
        assert query(con, "SELECT cohort FROM rijlot WHERE levering_id = 'niets'") == [cohort]


def test_a_row_of_another_source_without_a_school_year_stays_without_one() -> None:
    duo = Levering(
        "duo_nenr", [{"persoon": "a"}], teljaar=2017, stand="D", leverdatum=date(2018, 11, 1), id="duo"
    )
    with microdata([Levering("uitstroom", [{"persoon": "a"}]), duo]) as con:
        assert query(con, "SELECT cohort FROM rijlot WHERE levering_id = 'duo'") == [None]
