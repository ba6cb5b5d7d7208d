"""Which rows are linked by weighing: a clear case each, and each rule that forbids one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from pipeline.workspace.settings import Koppeling, Settings
from tests.support.panel import Levering, microdata, query

Row = Mapping[str, Any]


def kv(
    geboren: str | None = "2000-05-17", naam: str = "jans jnsn", roepnaam: str | None = "emm", **more: str
) -> dict[str, Any]:
    """Link fields of a pupil, in clear: what they are hashes of makes no difference here."""
    begin, klank = naam.split()
    found: dict[str, Any] = {"kv_naam": begin, "kv_klank": klank, "kv_roepnaam": roepnaam} | more
    if geboren is None:
        return found
    jaar, maand, dag = geboren.split("-")
    swapped = f"{jaar}-{dag}-{maand}" if int(dag) <= 12 else None
    return found | {"kv_geboren": geboren, "kv_verwisseld": swapped}


A: Row = {"persoon": "a", **kv()}
"""A leaver with a valid PGN."""
LOS: Row = {"persoon": "x", "pgn_geldig": False, **kv()}
"""The same pupil in Intergrip, with a number that fails the check."""


def followed(
    uitstroom: list[Row], intergrip: list[Row], settings: Settings | None = None
) -> list[tuple[str, str]]:
    """Every row of Intergrip by its own number, and the leaver that it is of, or an empty text."""
    with microdata([Levering("uitstroom", uitstroom), Levering("intergrip", intergrip)], settings) as con:
        rows = query(
            con,
            "SELECT v.sleutel, coalesce(s.persoon, '') FROM volgrecord v"
            " LEFT JOIN schoolverlater s ON v.persoon = s.persoon AND v.cohort = s.cohort ORDER BY ALL",
        )
    return [(str(sleutel), str(persoon)) for sleutel, persoon in rows]


def test_a_number_that_fails_the_check_is_led_to_the_pupil_with_the_same_fields() -> None:
    assert followed([A], [LOS]) == [("x", "a")]


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("day and month swapped", kv("2000-03-11")),
        ("another spelling", kv(naam="jnse jnsn")),
        ("no first name", kv(roepnaam=None)),
    ],
)
def test_a_slip_does_not_lose_the_pupil(what: str, fields: dict[str, Any]) -> None:
    born = "2000-11-03" if what == "day and month swapped" else "2000-05-17"
    leaver = {"persoon": "a", **kv(born)}
    assert followed([leaver], [{"persoon": "x", "pgn_geldig": False, **fields}]) == [("x", "a")]


def test_without_birth_date_the_number_at_school_is_enough_and_the_school_is_not() -> None:
    """Names and school alone fit too many: 8.4 bits for what takes 16.6 with the number."""
    row = {"persoon": "x", "pgn_geldig": False, **kv(None)}
    leaver = A | {"leerling": "l1"}
    assert followed([leaver], [row | {"leerling": "l1"}]) == [("x", "a")]
    assert followed([leaver], [row | {"leerling": "l2"}]) == [("x", "")]


def test_another_name_and_another_day_is_another_pupil() -> None:
    other = {"persoon": "x", "pgn_geldig": False, **kv("2001-09-30", "piet ptrs", "sem")}
    assert followed([A], [other]) == [("x", "")]


def test_two_valid_bsns_are_two_pupils_whatever_agrees() -> None:
    assert followed([A], [A | {"persoon": "b"}]) == [("b", "")]


def test_an_onderwijsnummer_may_become_a_bsn() -> None:
    """A pupil without a BSN has an onderwijsnummer until there is one; the BSN is the person then."""
    before = A | {"defecten": ["pgn: geldig als onderwijsnummer (geen BSN)"]}
    assert followed([before], [A | {"persoon": "b"}]) == [("b", "b")]


def test_the_person_is_the_side_with_the_better_number() -> None:
    """The school's number fails the check and Intergrip's is right, so DUO's rows are found as well."""
    leaver, right = A | {"pgn_geldig": False}, A | {"persoon": "b"}
    duo = Levering("duo_nenr", [{"persoon": "b"}], teljaar=2017, stand="D")
    with microdata([Levering("uitstroom", [leaver]), Levering("intergrip", [right]), duo]) as con:
        assert query(con, "SELECT persoon, koppeling FROM schoolverlater") == [("b", "waarschijnlijkheid")]
        assert query(con, "SELECT count(*) FROM vsv JOIN schoolverlater USING (persoon)") == [1]
        assert query(con, "SELECT sleutel, persoon FROM uitschrijving") == [("a", "b")]


def test_who_gets_another_number_is_still_found_in_duos_files_under_her_own() -> None:
    """DUO knew her by the onderwijsnummer that the school gave; Intergrip knows her BSN."""
    leaver = A | {"defecten": ["pgn: geldig als onderwijsnummer (geen BSN)"]}
    duo = Levering("duo_nenr", [{"persoon": "a"}, {"persoon": "c"}], teljaar=2017, stand="D")
    followed = Levering("intergrip", [A | {"persoon": "b"}])
    with microdata([Levering("uitstroom", [leaver]), followed, duo]) as con:
        assert query(con, "SELECT persoon FROM schoolverlater") == ["b"]
        assert query(con, "SELECT persoon, teljaar FROM vsv ORDER BY ALL") == [
            ("a", 2017),
            ("b", 2017),
            ("c", 2017),
        ]


def test_twins_who_cannot_be_told_apart_are_not_linked_and_are_counted() -> None:
    twins = [A, A | {"persoon": "b"}]
    with microdata([Levering("uitstroom", twins), Levering("intergrip", [LOS])]) as con:
        assert query(con, "SELECT anker, besluit FROM volgpaar ORDER BY anker") == [
            ("a", "dubbelzinnig"),
            ("b", "dubbelzinnig"),
        ]
        assert query(con, "SELECT count(*) FROM gelijkstelling") == [0]


def test_twins_with_other_first_names_are_told_apart() -> None:
    twins = [A, A | {"persoon": "b", "kv_roepnaam": "sem"}]
    rows = [LOS, LOS | {"persoon": "y", "kv_roepnaam": "sem"}]
    assert followed(twins, rows) == [("x", "a"), ("y", "b")]


def test_a_twin_who_is_no_leaver_is_not_taken_for_the_one_who_is() -> None:
    """Also of one sex; with one number at school it is a first name that was written otherwise."""
    leaver = A | {"kv_geslacht": "v", "leerling": "l1"}
    twin = LOS | {"kv_roepnaam": "sem", "kv_geslacht": "v"}
    assert followed([leaver], [twin]) == [("x", "")]
    assert followed([leaver], [twin | {"leerling": "l2"}]) == [("x", "")]
    assert followed([leaver], [twin | {"leerling": "l1"}]) == [("x", "a")]


@pytest.mark.parametrize(("leaver", "twin"), [({}, {}), ({"leerling": "l1"}, {}), ({}, {"leerling": "l1"})])
def test_a_number_at_school_that_nobody_gave_does_not_make_twins_one(
    leaver: dict[str, str], twin: dict[str, str]
) -> None:
    """Only one number that both have says that a first name was written otherwise."""
    sister = LOS | {"kv_roepnaam": "sem", "kv_geslacht": "v"}
    assert followed([A | {"kv_geslacht": "v"} | leaver], [sister | twin]) == [("x", "")]


def test_twins_at_two_schools_without_numbers_there_are_no_candidates() -> None:
    first = {"persoon": "o", "pgn_geldig": False, **kv(roepnaam="sem"), "kv_postcode": "3011"}
    rows = [first | {"brin": "99BB00"}, A | {"kv_postcode": "3011"}]
    with microdata([Levering("uitstroom", rows)]) as con:
        assert query(con, "SELECT count(*) FROM koppelpaar") == [0]


def test_who_was_measured_at_a_moment_has_no_second_row_for_it() -> None:
    own = {"persoon": "a", "meetmoment": "V1"}
    assert followed([A], [own, LOS | {"meetmoment": "V1"}]) == [("a", "a"), ("x", "")]
    assert followed([A], [own, LOS | {"meetmoment": "V2"}]) == [("a", "a"), ("x", "a")]


def test_another_cohort_is_no_candidate() -> None:
    with microdata([Levering("uitstroom", [A]), Levering("intergrip", [LOS | {"cohort": 2017}])]) as con:
        assert query(con, "SELECT count(*) FROM koppelpaar") == [0]


def test_two_rows_that_fit_one_leaver_are_both_left_alone() -> None:
    assert followed([A], [LOS, LOS | {"persoon": "y"}]) == [("x", ""), ("y", "")]


def test_a_higher_threshold_links_less() -> None:
    strict = Settings(koppeling=Koppeling(drempel=0.9999999))
    assert followed([A], [LOS], strict) == [("x", "")]


def test_a_pupil_of_two_schools_without_a_number_at_one_counts_once_at_the_last() -> None:
    """And the chain is kept: both rows are there, each with its own number and the one person."""
    first = A | {"brin": "99BB00", "leerling": "l9", "datum_uitstroom": date(2016, 12, 1)}
    first = {naam: value for naam, value in first.items() if naam != "persoon"} | {"kv_postcode": "3011"}
    last = A | {"datum_uitstroom": date(2017, 7, 1), "kv_postcode": "3011"}
    with microdata([Levering("uitstroom", [first, last])]) as con:
        assert query(con, "SELECT persoon, school_id, uitschrijvingen FROM schoolverlater") == [
            ("a", "99AA00", 2)
        ]
        assert query(con, "SELECT sleutel, persoon, brin FROM uitschrijving ORDER BY sleutel") == [
            ("a", "a", "99AA00"),
            ("l9", "a", "99BB00"),
        ]


def test_twins_at_the_last_school_are_not_guessed_between() -> None:
    first = {**kv(), "kv_postcode": "3011", "leerling": "l9", "brin": "99BB00"}
    twins = [A | {"kv_postcode": "3011"}, A | {"kv_postcode": "3011", "persoon": "b"}]
    with microdata([Levering("uitstroom", [first, *twins])]) as con:
        assert query(con, "SELECT DISTINCT besluit FROM schoolpaar") == ["dubbelzinnig"]
        assert query(con, "SELECT persoon FROM schoolverlater ORDER BY persoon") == ["a", "b", "l9"]


def test_a_better_number_in_intergrip_is_that_of_both_schools() -> None:
    """No number at the first school, an onderwijsnummer at the last, a BSN in Intergrip."""
    first = {
        **kv(),
        "kv_postcode": "3011",
        "leerling": "l9",
        "brin": "99BB00",
        "datum_uitstroom": date(2016, 12, 1),
    }
    last = A | {"kv_postcode": "3011", "defecten": ["pgn: geldig als onderwijsnummer (geen BSN)"]}
    rows = [first, last | {"datum_uitstroom": date(2017, 7, 1)}]
    with microdata([Levering("uitstroom", rows), Levering("intergrip", [A | {"persoon": "b"}])]) as con:
        assert query(con, "SELECT persoon, uitschrijvingen FROM schoolverlater") == [("b", 2)]
        assert query(con, "SELECT count(*) FROM meting WHERE meetmoment = 'V2'") == [1]


def test_a_pupil_in_the_middle_of_a_chain_is_linked_to_neither_side() -> None:
    """No number, an onderwijsnummer at a second school, a BSN at the first again: each leaves once."""
    chain = [
        {**kv(), "kv_postcode": "3011", "leerling": "l9"},
        A | {"persoon": "o", "brin": "99BB00", "kv_postcode": "3011",
             "defecten": ["pgn: geldig als onderwijsnummer (geen BSN)"]},
        A | {"kv_postcode": "3011"},
    ]  # fmt: skip
    with microdata([Levering("uitstroom", chain)]) as con:
        assert query(con, "SELECT los, anker, besluit FROM schoolpaar ORDER BY ALL") == [
            ("l9", "o", "dubbelzinnig"),
            ("o", "a", "dubbelzinnig"),
        ]
        assert query(con, "SELECT persoon FROM uitschrijving ORDER BY ALL") == ["a", "l9", "o"]


def test_two_numbers_of_one_school_are_two_pupils() -> None:
    first = {**kv(), "leerling": "l9"}
    with microdata([Levering("uitstroom", [first, A | {"leerling": "l1"}])]) as con:
        assert query(con, "SELECT persoon FROM schoolverlater ORDER BY persoon") == ["a", "l9"]


def test_who_is_followed_under_the_number_of_the_first_school_is_the_pupil_of_the_last() -> None:
    """A number at the first school, a PGN at the last and a mistyped one in Intergrip are one pupil."""
    first = {
        **kv(),
        "kv_postcode": "3011",
        "leerling": "l9",
        "brin": "99BB00",
        "datum_uitstroom": date(2016, 12, 1),
    }
    last = A | {"kv_postcode": "3011", "datum_uitstroom": date(2017, 7, 1)}
    row = LOS | {"leerling": "l8", "brin": "99BB00"}
    assert followed([first, last], [row]) == [("x", "a")]


@pytest.mark.parametrize("measured", ["a", "l9"])
def test_who_was_measured_at_either_school_has_no_second_row_for_the_moment(measured: str) -> None:
    """Two leavings are one pupil, and under one of her numbers she was measured at V1 already."""
    first = {**kv(), "kv_postcode": "3011", "leerling": "l9", "brin": "99BB00"}
    last = A | {"kv_postcode": "3011", "datum_uitstroom": date(2017, 7, 1)}
    number = {"persoon": "a"} if measured == "a" else {"leerling": "l9", "brin": "99BB00"}
    other = LOS | {"brin": "99BB00", "leerling": "l8", "meetmoment": "V1"}
    assert followed([first, last], [{**number, "meetmoment": "V1"}, other])[1] == ("x", "")
    assert followed([first, last], [{**number, "meetmoment": "V2"}, other])[1] == ("x", "a")


def test_a_birth_date_and_what_it_is_when_swapped_are_of_one_row() -> None:
    """The last row's date cannot be swapped (no month 17), and an earlier row's is not hers."""
    earlier = Levering("uitstroom", [A | kv("2000-03-11") | {"brin": "99BB00"}], date(2017, 8, 1))
    last = Levering("uitstroom", [A], date(2017, 11, 1))
    row = Levering("intergrip", [LOS | kv("2000-11-03")])
    with microdata([earlier, last, row]) as con:
        assert query(con, "SELECT count(*) FROM uitschrijving") == [2]
        assert query(con, "SELECT besluit FROM volgpaar") == ["te onzeker"]


def test_without_link_fields_nothing_is_weighed() -> None:
    with microdata(
        [Levering("uitstroom", [{"leerling": "l1"}]), Levering("intergrip", [{"leerling": "l2"}])]
    ) as con:
        assert query(con, "SELECT count(*) FROM koppelpaar") == [0]


def test_no_link_field_stays_in_the_session() -> None:
    with microdata([Levering("uitstroom", [A]), Levering("intergrip", [LOS])]) as con:
        found = query(con, "SELECT DISTINCT column_name FROM duckdb_columns() WHERE column_name LIKE 'kv%'")
    assert found == []


def test_the_weight_of_a_pair_is_the_sum_of_its_fields() -> None:
    """By hand: log2 of the odds before, and of m / u of each field that both have (Fellegi and Sunter)."""
    from math import log2

    prior = log2(0.001 / 0.999)
    fields = log2(0.95 / 0.001) + log2(0.94 / 0.008) + log2(0.97 / 0.025) + log2(0.02 / 0.001)
    with microdata([Levering("uitstroom", [A]), Levering("intergrip", [LOS])]) as con:
        ((gewicht, kans),) = query(con, "SELECT gewicht, kans FROM koppelpaar")
    assert gewicht == pytest.approx(prior + fields, abs=1e-5)
    assert kans == pytest.approx(2**gewicht / (1 + 2**gewicht), abs=1e-8)
