"""One leaver per person and cohort, at the school she left last, and the units that schools form."""

from datetime import date

from pipeline.indicators.compute import compute_eenheden, observe
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Settings
from tests.support.panel import Levering, cijfers, microdata, query

DECEMBER, JULY = date(2016, 12, 1), date(2017, 7, 15)


def test_a_pupil_at_two_schools_counts_once_at_the_final_leaving() -> None:
    rows = [
        {"persoon": "a", "brin": "99BB00", "datum_uitstroom": JULY, "bestemming": "ARB_REG"},
        {"persoon": "a", "brin": "99AA00", "datum_uitstroom": DECEMBER, "bestemming": "VSO"},
    ]
    figures = cijfers([Levering("uitstroom", rows)])
    k1 = figures[figures.indicator == "K1"].set_index("eenheid")
    assert k1.loc["regio", ["n", "k"]].tolist() == [1, 1]
    assert k1.loc["99BB00", ["n", "k"]].tolist() == [1, 1]
    assert "99AA00" not in k1.index


def test_a_leaving_without_a_date_is_not_the_last() -> None:
    rows = [
        {"persoon": "a", "brin": "99AA00", "bestemming": "ONBEKEND"},
        {"persoon": "a", "brin": "99BB00", "datum_uitstroom": DECEMBER, "bestemming": "ARB_REG"},
    ]
    with microdata([Levering("uitstroom", rows)]) as con:
        assert query(con, "SELECT school_id FROM schoolverlater") == ["99BB00"]


def test_a_pupil_who_goes_to_pro_and_leaves_again_a_year_later_counts_in_both_cohorts() -> None:
    rows = [
        {"persoon": "a", "cohort": 2016, "bestemming": "PRO"},
        {"persoon": "a", "cohort": 2017, "brin": "99BB00", "bestemming": "ARB_REG"},
    ]
    figures = cijfers([Levering("uitstroom", rows)])
    region = figures[figures.eenheid == "regio"].set_index(["indicator", "cohort"])
    assert region.loc[("K1", 2016), ["n", "k"]].tolist() == [1, 0]
    assert region.loc[("K1", 2017), ["n", "k"]].tolist() == [1, 1]
    assert region.loc[("P1", 2016), "status"] == "geen waarde"
    assert region.loc[("P1", 2017), "n"] == 1


def test_a_vestiging_with_two_schooltypes_is_two_schools() -> None:
    rows = [
        {"persoon": "a", "schooltype": "PRO"},
        {"persoon": "b", "schooltype": "VSO"},
        {"persoon": "c", "schooltype": "VSO", "brin": "99BB00"},
    ]
    with microdata([Levering("uitstroom", rows)]) as con:
        found = query(con, "SELECT persoon, school_id FROM schoolverlater ORDER BY ALL")
    assert found == [("a", "99AA00-PRO"), ("b", "99AA00-VSO"), ("c", "99BB00")]


def test_a_missing_schooltype_is_that_of_the_vestiging_if_it_has_one() -> None:
    """Or a single empty cell would give the school another name, and another target, in that year."""
    rows = [
        {"persoon": "a", "schooltype": "PRO"},
        {"persoon": "b", "schooltype": None},
        {"persoon": "c", "schooltype": "PRO", "brin": "99BB00"},
        {"persoon": "d", "schooltype": "VSO", "brin": "99BB00"},
        {"persoon": "e", "schooltype": None, "brin": "99BB00"},
        {"persoon": "f", "schooltype": None, "brin": "99CC00"},
    ]
    with microdata([Levering("uitstroom", rows)]) as con:
        found = query(con, "SELECT persoon, school_id, schooltype FROM schoolverlater ORDER BY ALL")
    assert found == [
        ("a", "99AA00", "PRO"),
        ("b", "99AA00", "PRO"),
        ("c", "99BB00-PRO", "PRO"),
        ("d", "99BB00-VSO", "VSO"),
        ("e", "99BB00-onbekend", "onbekend"),
        ("f", "99CC00", "onbekend"),
    ]


def test_name_and_board_of_a_school_are_those_delivered_last() -> None:
    old = [{"persoon": "a", "school": "De Brug", "bestuur": "Noord"}]
    new = [{"persoon": "b", "school": "De Overbrug", "bestuur": None}]
    deliveries = [
        Levering("uitstroom", new, leverdatum=date(2018, 4, 20)),
        Levering("uitstroom", old, leverdatum=date(2017, 11, 20)),
    ]
    with microdata(deliveries) as con:
        assert query(con, "SELECT school_id, naam, bestuur FROM school") == [
            ("99AA00", "De Overbrug", "Noord")
        ]


def test_a_school_without_name_and_board_is_named_after_its_brin() -> None:
    with microdata([Levering("uitstroom", [{"persoon": "a", "school": None, "bestuur": None}])]) as con:
        assert query(con, "SELECT naam, bestuur FROM school") == [("99AA00", "bestuur onbekend")]


def test_eenheden_name_every_school_once_per_cohort() -> None:
    rows = [
        {"persoon": "a", "bestuur": "Noord", "cohort": 2015},
        {"persoon": "b", "bestuur": "Noord"},
        {"persoon": "c", "bestuur": "Noord"},
        {"persoon": "d", "bestuur": "Zuid", "brin": "99BB00", "school": "School B", "schooltype": "VSO"},
    ]
    with microdata([Levering("uitstroom", rows)]) as con:
        observe(con, Settings(), Schooljaar(2016))
        found = [tuple(row) for row in compute_eenheden(con).itertuples(index=False)]
    assert found == [
        (2015, "99AA00", "School A", "Noord", "PRO"),
        (2016, "99AA00", "School A", "Noord", "PRO"),
        (2016, "99BB00", "School B", "Zuid", "VSO"),
    ]
