"""When somebody's first work began: which of the days that Intergrip gives counts, and in what quarter."""

from datetime import date
from typing import Any

import pytest

from pipeline.indicators.compute import observe
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Settings
from tests.support.panel import Levering, microdata, query

VERTREK = date(2017, 7, 31)
FIRST, THEN = date(2017, 9, 1), date(2018, 9, 1)


def uitstroom(**row: Any) -> Levering:
    found = {"persoon": "a", "bestemming": "GEEN", "datum_uitstroom": VERTREK, **row}
    return Levering("uitstroom", [found], leverdatum=date(2017, 11, 20))


def intergrip(
    begin: date | None,
    moment: str = "V1",
    op: date = date(2018, 4, 20),
    code: str = "GEEN",
    bereikt: str = "J",
) -> Levering:
    row = {
        "persoon": "a", "meetmoment": moment, "bestemming": code, "bereikt": bereikt,
        "begindatum_eerste_werk": begin,
    }  # fmt: skip
    return Levering("intergrip", [row], leverdatum=op)


def kwartaal(*leveringen: Levering, schooljaar: int = 2018) -> list[Any]:
    """(eerste_kwartaal, ooit_werk) of the one leaver, as known to the report of a school year."""
    with microdata(leveringen) as con:
        observe(con, Settings(), Schooljaar(schooljaar))
        return query(con, "SELECT eerste_kwartaal, ooit_werk FROM waarneming")


@pytest.mark.parametrize(
    ("begin", "quarter"),
    [
        (date(2016, 5, 1), 0),
        (VERTREK, 0),
        (date(2017, 8, 1), 1),
        (date(2017, 10, 30), 1),
        (date(2017, 10, 31), 2),
        (date(2018, 1, 31), 3),
        (date(2019, 7, 30), 8),
        (date(2019, 7, 31), 9),
    ],
)
def test_three_months_to_the_day_is_the_next_quarter(begin: date, quarter: int) -> None:
    assert kwartaal(uitstroom(), intergrip(begin)) == [(quarter, True)]


def test_the_day_of_the_end_of_a_month_counts_whole_months() -> None:
    """Left on 30 November; 28 February is not yet three months later."""
    left = uitstroom(datum_uitstroom=date(2016, 11, 30))
    assert kwartaal(left, intergrip(date(2017, 2, 28))) == [(1, True)]
    assert kwartaal(left, intergrip(date(2017, 3, 1))) == [(2, True)]


def test_without_a_day_of_leaving_the_quarter_is_not_known() -> None:
    assert kwartaal(uitstroom(datum_uitstroom=None), intergrip(FIRST)) == [(None, True)]


def test_a_later_delivery_of_a_moment_corrects_the_day_also_to_none() -> None:
    later = date(2018, 6, 1)
    assert kwartaal(uitstroom(), intergrip(FIRST), intergrip(THEN, op=later)) == [(5, True)]
    assert kwartaal(uitstroom(), intergrip(THEN, op=later), intergrip(FIRST)) == [(5, True)]
    seen = [intergrip(None, moment, date(2019, 12, 1)) for moment in ("V2", "V3", "V4")]
    assert kwartaal(uitstroom(), intergrip(FIRST), intergrip(None, op=later), *seen) == [(None, False)]


def test_of_several_moments_the_last_that_gives_a_day_counts() -> None:
    day = date(2017, 10, 1)
    after = intergrip(day, "V2", date(2018, 11, 20)), intergrip(None, "V3", date(2019, 4, 20))
    assert kwartaal(uitstroom(), intergrip(THEN, "U", date(2017, 11, 1)), *after) == [(1, True)]
    assert kwartaal(uitstroom(), intergrip(day, "U", date(2017, 11, 1))) == [(1, True)]


def test_what_was_asked_after_the_stand_does_not_exist() -> None:
    told = uitstroom(), intergrip(FIRST), intergrip(THEN, "V3", date(2019, 4, 20))
    assert kwartaal(*told, schooljaar=2017) == [(1, True)]
    assert kwartaal(*told, schooljaar=2018) == [(5, True)]


def test_a_day_does_not_grow_old_when_she_is_not_reached() -> None:
    assert kwartaal(uitstroom(), intergrip(FIRST, code="ONBEKEND", bereikt="N")) == [(1, True)]


def test_who_worked_before_her_first_work_began_has_the_day_of_later_work() -> None:
    """In work at leaving (known on 1 November 2017), and a first work that began a year after."""
    at_work = uitstroom(bestemming="ARB_REG")
    assert kwartaal(at_work, intergrip(THEN)) == [(None, True)]
    assert kwartaal(at_work, intergrip(date(2017, 11, 1))) == [(2, True)]
    assert kwartaal(uitstroom(), intergrip(THEN, code="ARB_REG")) == [(None, True)]


def test_whether_she_ever_worked_is_not_known_where_a_moment_is_not() -> None:
    seen = [intergrip(None, moment) for moment in ("V1", "V2", "V3", "V4")]
    assert kwartaal(uitstroom(), *seen) == [(None, False)]
    assert kwartaal(uitstroom(), *seen[1:]) == [(None, None)]
    assert kwartaal(uitstroom(bestemming="ONBEKEND"), *seen) == [(None, None)]
    assert kwartaal(uitstroom(), *seen[:3], intergrip(None, "V4", code="ARB_GAR")) == [(None, True)]


def test_of_two_rows_of_one_moment_that_linkage_brings_together_the_last_delivered_counts() -> None:
    """The same moment once by number and once by leerlingnummer: neither replaces the other as a row."""
    row = {"meetmoment": "V1", "bestemming": "GEEN"}
    by_number = Levering(
        "intergrip", [{**row, "persoon": "a", "begindatum_eerste_werk": FIRST}], leverdatum=date(2018, 4, 20)
    )
    by_leerling = Levering(
        "intergrip", [{**row, "leerling": "l", "begindatum_eerste_werk": THEN}], leverdatum=date(2018, 6, 1)
    )
    assert kwartaal(uitstroom(leerling="l"), by_number, by_leerling) == [(5, True)]
