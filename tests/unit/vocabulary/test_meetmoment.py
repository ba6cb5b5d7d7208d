"""The follow-up calendar. Cohort 2016-2017 ends in t = 2017; dates as in the domain, section 2."""

from datetime import date

import pytest

from pipeline.vocabulary.maanddag import MaandDag
from pipeline.vocabulary.meetmoment import MEETMOMENTEN, Meetmoment, Peildata
from pipeline.vocabulary.schooljaar import Schooljaar

COHORT = Schooljaar(2016)
CALENDAR: dict[Meetmoment, date] = {
    "U": date(2017, 11, 1),
    "V1": date(2018, 4, 1),
    "V2": date(2018, 11, 1),
    "V3": date(2019, 4, 1),
    "V4": date(2019, 11, 1),
}


def test_the_moments_in_order() -> None:
    assert MEETMOMENTEN == ("U", "V1", "V2", "V3", "V4")


@pytest.mark.parametrize("moment", MEETMOMENTEN)
def test_peildata_follow_from_the_year_the_cohort_ends(moment: Meetmoment) -> None:
    assert Peildata().peildatum(moment, COHORT) == CALENDAR[moment]


@pytest.mark.parametrize("moment", MEETMOMENTEN)
def test_a_moment_exists_for_a_report_from_its_own_day(moment: Meetmoment) -> None:
    day = CALENDAR[moment]
    assert Peildata().te_meten(moment, COHORT, stand=day)
    assert not Peildata().te_meten(moment, COHORT, stand=date.fromordinal(day.toordinal() - 1))


@pytest.mark.parametrize(
    ("terug", "bekend"), [(0, ("U",)), (1, ("U", "V1", "V2")), (2, ("U", "V1", "V2", "V3", "V4"))]
)
def test_a_report_of_31_december_knows_three_cohorts(terug: int, bekend: tuple[Meetmoment, ...]) -> None:
    stand, cohort = date(2017, 12, 31), COHORT.plus(-terug)
    assert tuple(m for m in MEETMOMENTEN if Peildata().te_meten(m, cohort, stand)) == bekend


def test_other_days() -> None:
    assert Peildata(V1=MaandDag(3, 15)).peildatum("V1", COHORT) == date(2018, 3, 15)


@pytest.mark.parametrize("text", ["10-1", "1-10", "02-29", "13-01", "04-31", "", "10/01", "2016-10-01"])
def test_not_a_day_of_every_year(text: str) -> None:
    with pytest.raises(ValueError, match="MM-DD"):
        MaandDag.parse(text)


def test_a_day_reads_and_writes_the_same() -> None:
    assert MaandDag.parse("10-01") == MaandDag(10, 1)
    assert str(MaandDag(4, 1)) == "04-01"
