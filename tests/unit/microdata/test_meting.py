"""What was measured at each moment, and where the two sources disagree."""

from datetime import date

from pipeline.indicators.compute import observe
from pipeline.indicators.overzichten import compute_overzichten
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Settings
from tests.support.panel import Levering, cijfers, microdata, query

NOT_LISTED = "staat niet in een uitstroomlijst van dit cohort"
OTHERWISE = "bestemming bij uitstroom anders dan in de uitstroomlijst"


def test_outflow_wins_at_u_and_intergrip_later() -> None:
    followed = [
        {"persoon": "a", "meetmoment": "U", "bestemming": "ARB_REG"},
        {"persoon": "a", "meetmoment": "V1", "bestemming": "GEEN"},
    ]
    outflow = Levering("uitstroom", [{"persoon": "a", "bestemming": "ONBEKEND"}])
    with microdata([outflow, Levering("intergrip", followed)]) as con:
        found = query(con, "SELECT meetmoment, bestemming, bereikt, peildatum FROM meting ORDER BY ALL")
    assert found == [
        ("U", "ONBEKEND", False, date(2017, 11, 1)),
        ("V1", "GEEN", True, date(2018, 4, 1)),
    ]


def test_not_reached_is_unknown_and_no_row_is_not_measured() -> None:
    people = [{"persoon": name} for name in "abcd"]
    followed = [
        {"persoon": "a", "bereikt": "N", "bestemming": "ONBEKEND"},
        {"persoon": "b", "bereikt": None, "bestemming": "MBO_BOL"},
        {"persoon": "c", "bereikt": None, "bestemming": "ONBEKEND"},
    ]
    with microdata([Levering("uitstroom", people), Levering("intergrip", followed)]) as con:
        found = query(con, "SELECT persoon, bereikt, klasse FROM meting WHERE meetmoment = 'V2' ORDER BY ALL")
    assert found == [("a", False, "ONBEKEND"), ("b", True, "LEREN"), ("c", False, "ONBEKEND")]


def test_who_is_only_in_intergrip_is_counted_as_a_difference_and_not_as_a_leaver() -> None:
    people = [{"persoon": "a"}, {"persoon": "b"}, {"persoon": "c", "bestemming": "ONBEKEND"}]
    followed = [
        {"persoon": "a", "meetmoment": "U", "bestemming": "ARB_REG"},
        {"persoon": "b", "meetmoment": "U", "bestemming": "MBO_BOL"},
        {"persoon": "c", "meetmoment": "U", "bestemming": "MBO_BOL"},
        {"persoon": "x", "meetmoment": "U"},
        {"persoon": "x", "meetmoment": "V2"},
        {"persoon": "y", "meetmoment": "V1"},
        {"persoon": "y", "meetmoment": "V2"},
        {"persoon": "a", "meetmoment": "U", "cohort": 2015},
    ]
    deliveries = [Levering("uitstroom", people), Levering("intergrip", followed)]
    with microdata(deliveries) as con:
        found = query(con, "SELECT cohort, soort, meetmoment, aantal FROM verschil ORDER BY ALL")
    assert found == [
        (2015, NOT_LISTED, "U", 1),
        (2016, OTHERWISE, "U", 2),
        (2016, NOT_LISTED, "U", 1),
        (2016, NOT_LISTED, "V1", 1),
    ]
    figures = cijfers(deliveries)
    assert figures[(figures.indicator == "K1") & (figures.eenheid == "regio")].n.tolist() == [3]


def test_a_report_counts_the_differences_that_were_known_at_its_stand() -> None:
    """y stands in Intergrip from V1 (1 April 2018) on; x at V1 and V2 is one person."""
    followed = [{"persoon": p, "meetmoment": m} for p, m in (("x", "U"), ("y", "V1"), ("y", "V2"))]
    with microdata([Levering("uitstroom", [{"persoon": "a"}]), Levering("intergrip", followed)]) as con:
        counted = {}
        for year in (Schooljaar(2016), Schooljaar(2017)):
            observe(con, Settings(), year)
            defects = compute_overzichten(con, year, Settings().stand(year))["defecten"]
            counted[year.start] = dict(zip(defects.soort, defects.aantal, strict=True))
    assert counted == {2016: {NOT_LISTED: 1}, 2017: {NOT_LISTED: 2}}


def test_an_older_report_takes_later_corrections_and_no_later_measurements() -> None:
    people = Levering("uitstroom", [{"persoon": "a"}], leverdatum=date(2017, 11, 20))
    wrong = Levering("intergrip", [{"persoon": "a", "bestemming": "GEEN"}], leverdatum=date(2018, 11, 20))
    later = Levering(
        "intergrip",
        [
            {"persoon": "a", "bestemming": "MBO_BOL"},
            {"persoon": "a", "meetmoment": "V4", "bestemming": "GEEN"},
        ],
        leverdatum=date(2020, 4, 20),
    )
    figures = cijfers([people, wrong, later], schooljaar=2017)
    region = figures[(figures.eenheid == "regio") & (figures.soort_klasse == "")].set_index("indicator")
    assert region.loc["B1_1", ["n", "k"]].tolist() == [1, 1]
    assert region.loc["B1_2", "status"] == "nog niet te meten"


def test_a_measurement_of_after_the_stand_does_not_exist_for_a_report() -> None:
    followed = [{"persoon": "a", "meetmoment": "V2"}, {"persoon": "a", "meetmoment": "V3"}]
    with microdata([Levering("uitstroom", [{"persoon": "a"}]), Levering("intergrip", followed)]) as con:
        observe(con, Settings(), Schooljaar(2017))
        assert query(con, "SELECT v2_gemeten, v3_bereikt, v3_geleverd FROM waarneming") == [
            (True, None, False)
        ]
