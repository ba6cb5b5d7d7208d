"""School years in all the ways exports write them (domain, section 2)."""

from datetime import date

import pytest

from pipeline.vocabulary.maanddag import MaandDag
from pipeline.vocabulary.schooljaar import Schooljaar, SchooljaarError

WRITTEN = ["2016-2017", "2016/2017", "2016/'17", "16-17", "1617", "2016", "2016-17", " 2016 – 2017 "]


@pytest.mark.parametrize("text", WRITTEN)
def test_every_way_of_writing_gives_the_same_year(text: str) -> None:
    assert Schooljaar.parse(text) == Schooljaar(2016)


@pytest.mark.parametrize(
    "text", ["2016-2018", "2017-2016", "16-18", "1618", "", "201", "20162017", "1850", "juni"]
)
def test_what_is_not_a_school_year_is_an_error(text: str) -> None:
    with pytest.raises(SchooljaarError, match="2016-2017"):
        Schooljaar.parse(text)


def test_an_error_does_not_repeat_the_value() -> None:
    with pytest.raises(SchooljaarError) as fault:
        Schooljaar.parse("Jansen")
    assert "Jansen" not in str(fault.value)


def test_four_digits_that_are_a_year_are_a_start_year() -> None:
    assert Schooljaar.parse("2021").label == "2021-2022"
    assert Schooljaar.parse("2122").label == "2021-2022"


def test_the_turn_of_the_century() -> None:
    assert Schooljaar.parse("99-00").label == "1999-2000"


def test_label_end_and_order() -> None:
    jaar = Schooljaar(2016)
    assert (str(jaar), jaar.label, jaar.eind) == ("2016-2017", "2016-2017", 2017)
    assert jaar.plus(-1) < jaar < jaar.plus(1) == Schooljaar(2017)


def test_out_of_reach() -> None:
    with pytest.raises(SchooljaarError):
        Schooljaar(1989)


def test_the_window_of_a_cohort_runs_from_october_to_september() -> None:
    assert Schooljaar(2016).cohort_venster() == (date(2016, 10, 1), date(2017, 9, 30))


@pytest.mark.parametrize(
    ("datum", "start"),
    [
        (date(2016, 9, 30), 2015),
        (date(2016, 10, 1), 2016),
        (date(2017, 8, 31), 2016),  # de-registered in the summer holiday: still the year that ended
        (date(2017, 9, 30), 2016),
        (date(2017, 10, 1), 2017),
    ],
)
def test_a_date_of_leaving_belongs_to_one_cohort(datum: date, start: int) -> None:
    assert Schooljaar.van_uitstroom(datum) == Schooljaar(start)


def test_another_teldatum() -> None:
    teldatum = MaandDag(8, 1)
    assert Schooljaar.van_uitstroom(date(2017, 8, 31), teldatum) == Schooljaar(2017)
    assert Schooljaar(2017).cohort_venster(teldatum) == (date(2017, 8, 1), date(2018, 7, 31))
