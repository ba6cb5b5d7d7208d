"""Who a row is about: PGN, else leerlingnummer of which all deliveries know one PGN, else that number."""

from datetime import date

from tests.support.panel import Levering, microdata, query


def people(
    uitstroom: list[dict[str, object]], intergrip: list[dict[str, object]]
) -> dict[str, tuple[str, bool]]:
    """Per leaver how she was linked and whether V2 was measured."""
    with microdata([Levering("uitstroom", uitstroom), Levering("intergrip", intergrip)]) as con:
        rows = query(
            con,
            "SELECT s.persoon, s.koppeling, count(m.persoon) > 0 FROM schoolverlater s"
            " LEFT JOIN meting m ON m.persoon = s.persoon AND m.cohort = s.cohort AND m.meetmoment = 'V2'"
            " GROUP BY ALL",
        )
    return {persoon: (koppeling, measured) for persoon, koppeling, measured in rows}


def test_by_pgn() -> None:
    assert people([{"persoon": "a"}], [{"persoon": "a"}]) == {"a": ("pgn", True)}


def test_a_measurement_without_pgn_finds_its_leaver_by_leerlingnummer() -> None:
    found = people([{"persoon": "a", "leerling": "l1"}], [{"leerling": "l1"}])
    assert found == {"a": ("pgn", True)}


def test_a_leaver_without_pgn_finds_it_in_intergrip() -> None:
    found = people([{"leerling": "l1"}], [{"persoon": "a", "leerling": "l1"}])
    assert found == {"a": ("leerlingnummer, pgn elders", True)}


def test_without_any_pgn_the_leerlingnummer_is_the_person() -> None:
    assert people([{"leerling": "l1"}], [{"leerling": "l1"}]) == {"l1": ("leerlingnummer", True)}


def test_a_leerlingnummer_with_two_pgns_links_to_neither() -> None:
    found = people(
        [{"leerling": "l1"}, {"persoon": "a"}, {"persoon": "b"}],
        [{"persoon": "a", "leerling": "l1"}, {"persoon": "b", "leerling": "l1", "meetmoment": "V1"}],
    )
    assert found == {"l1": ("leerlingnummer", False), "a": ("pgn", True), "b": ("pgn", False)}


def test_a_valid_pgn_goes_before_one_that_fails_the_check() -> None:
    rows = [
        {"persoon": "goed", "leerling": "l1", "meetmoment": "V1"},
        {"leerling": "l1", "meetmoment": "V2"},
    ]
    wrong = {"persoon": "fout", "leerling": "l1", "pgn_geldig": False}
    with microdata([Levering("uitstroom", [wrong]), Levering("intergrip", rows)]) as con:
        assert query(con, "SELECT leerling, persoon FROM koppeling") == [("l1", "goed")]


def test_one_cohort_knows_the_pgn_for_another() -> None:
    rows = [{"leerling": "l1"}, {"persoon": "a", "leerling": "l1", "cohort": 2015}]
    with microdata([Levering("uitstroom", rows)]) as con:
        found = query(con, "SELECT cohort, persoon, koppeling FROM schoolverlater ORDER BY cohort")
    assert found == [(2015, "a", "pgn"), (2016, "a", "leerlingnummer, pgn elders")]


def test_a_leaver_of_two_cohorts_has_the_measurements_of_each() -> None:
    with microdata(
        [
            Levering(
                "uitstroom", [{"persoon": "a"}, {"persoon": "a", "cohort": 2017, "bestemming": "MBO_BOL"}]
            ),
            Levering("intergrip", [{"persoon": "a", "bestemming": "GEEN"}]),
        ]
    ) as con:
        measured = query(con, "SELECT cohort, meetmoment, bestemming FROM meting ORDER BY ALL")
    assert measured == [(2016, "U", "ARB_REG"), (2016, "V2", "GEEN"), (2017, "U", "MBO_BOL")]


def test_linked_rows_of_one_person_in_one_cohort_are_one_leaver() -> None:
    """Two schools, one without the PGN: the last leaving counts."""
    rows = [
        {"persoon": "a", "leerling": "l1", "datum_uitstroom": date(2016, 12, 1), "bestemming": "VSO"},
        {"leerling": "l2", "brin": "99BB00", "datum_uitstroom": date(2017, 7, 1), "bestemming": "ARB_REG"},
    ]
    followed = Levering("intergrip", [{"persoon": "a", "leerling": "l2", "brin": "99BB00"}])
    with microdata([Levering("uitstroom", rows), followed]) as con:
        found = query(con, "SELECT persoon, school_id, bestemming, uitschrijvingen FROM schoolverlater")
    assert found == [("a", "99BB00", "ARB_REG", 2)]
