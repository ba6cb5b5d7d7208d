"""A later row supersedes an earlier one of the same pupil, by PGN or leerlingnummer: by date, then hash."""

from datetime import date

import pytest

from tests.support.panel import Levering, microdata, query

EARLY, LATE = date(2017, 11, 20), date(2018, 4, 20)


def outflow(*rows: dict[str, object], when: date | None = EARLY, **more: str) -> Levering:
    return Levering("uitstroom", rows, leverdatum=when, **more)


def leavers(*leveringen: Levering) -> list[tuple[str, str]]:
    with microdata(leveringen) as con:
        return query(con, "SELECT persoon, bestemming FROM schoolverlater ORDER BY ALL")


def lots(*leveringen: Levering) -> dict[str, int]:
    with microdata(leveringen) as con:
        return dict(query(con, "SELECT lot, sum(rijen)::INTEGER FROM rijlot GROUP BY lot"))


@pytest.mark.parametrize("swap", [False, True])
def test_the_later_delivery_wins_whatever_the_order_in_which_they_are_read(swap: bool) -> None:
    first = outflow({"persoon": "a", "bestemming": "ONBEKEND"})
    second = outflow({"persoon": "a", "bestemming": "ARB_REG"}, when=LATE)
    both = (second, first) if swap else (first, second)
    assert leavers(*both) == [("a", "ARB_REG")]
    assert lots(*both) == {"gehouden": 1, "vervangen": 1}


def test_the_later_delivery_wins_from_a_later_date_of_leaving() -> None:
    first = outflow({"persoon": "a", "bestemming": "GEEN", "datum_uitstroom": date(2017, 9, 1)})
    second = outflow(
        {"persoon": "a", "bestemming": "ARB_REG", "datum_uitstroom": date(2017, 7, 1)}, when=LATE
    )
    assert leavers(first, second) == [("a", "ARB_REG")]


def test_a_delivery_without_a_date_is_older_than_one_with() -> None:
    undated = outflow({"persoon": "a", "bestemming": "GEEN"}, when=None)
    dated = outflow({"persoon": "a", "bestemming": "ARB_REG"})
    assert leavers(dated, undated) == [("a", "ARB_REG")]


@pytest.mark.parametrize(("hashes", "winner"), [(("1", "2"), "ARB_REG"), (("2", "1"), "GEEN")])
@pytest.mark.parametrize("swap", [False, True])
def test_of_one_day_the_date_of_leaving_and_then_the_hash_decides(
    hashes: tuple[str, str], winner: str, swap: bool
) -> None:
    first = outflow({"persoon": "a", "bestemming": "ARB_REG"}, sha256=hashes[0])
    second = outflow({"persoon": "a", "bestemming": "GEEN"}, sha256=hashes[1])
    assert leavers(*((second, first) if swap else (first, second))) == [("a", winner)]


@pytest.mark.parametrize("swap", [False, True])
def test_two_sheets_of_one_file_are_told_apart(swap: bool) -> None:
    """They have one hash and may have the pupil in rows with the same number."""
    first = outflow({"persoon": "a", "bestemming": "ARB_REG"}, sha256="1", id="A")
    second = outflow({"persoon": "a", "bestemming": "GEEN"}, sha256="1", id="B")
    assert leavers(*((second, first) if swap else (first, second))) == [("a", "ARB_REG")]


def test_a_row_without_pgn_supersedes_by_leerlingnummer_and_the_pgn_is_not_lost() -> None:
    first = outflow({"persoon": "a", "leerling": "l1", "bestemming": "ONBEKEND"})
    second = outflow({"leerling": "l1", "bestemming": "ARB_REG"}, when=LATE)
    assert leavers(first, second) == [("a", "ARB_REG")]
    assert lots(first, second) == {"gehouden": 1, "vervangen": 1}


def test_a_corrected_pgn_supersedes_by_leerlingnummer() -> None:
    first = outflow({"persoon": "mistyped", "leerling": "l1", "pgn_geldig": False})
    second = outflow({"persoon": "right", "leerling": "l1"}, when=LATE)
    assert leavers(first, second) == [("right", "ARB_REG")]


def test_a_leerlingnummer_that_two_valid_pgns_share_makes_no_pupil_disappear() -> None:
    """Such as a row number in a list: a correction with one pupil must not take away another."""
    first = outflow(
        {"persoon": "a", "leerling": "1", "bestemming": "GEEN"}, {"persoon": "b", "leerling": "2"}
    )
    second = outflow({"persoon": "c", "leerling": "1"}, when=LATE)
    assert leavers(first, second) == [("a", "GEEN"), ("b", "ARB_REG"), ("c", "ARB_REG")]


def test_other_school_other_cohort_other_pupil_supersede_nothing() -> None:
    first = outflow({"persoon": "a"}, {"persoon": "b"})
    second = outflow({"persoon": "a", "brin": "99BB00"}, {"persoon": "b", "cohort": 2017}, when=LATE)
    assert lots(first, second) == {"gehouden": 4}


def test_rows_that_intake_set_aside_supersede_nothing() -> None:
    first = outflow({"persoon": "a", "bestemming": "GEEN"})
    second = outflow({"persoon": "a", "lot": "vervangen"}, {"persoon": "a", "lot": "dubbel"}, when=LATE)
    assert leavers(first, second) == [("a", "GEEN")]
    assert lots(first, second) == {"gehouden": 1, "vervangen": 1, "dubbel": 1}


def test_of_two_registrations_in_intergrip_the_last_delivered_and_then_the_last_registered_counts() -> None:
    def row(code: str, day: int | None) -> dict[str, object]:
        return {"persoon": "a", "bestemming": code, "registratiedatum": day and date(2018, 11, day)}

    people = outflow({"persoon": "a"})
    earlier = Levering("intergrip", [row("GEEN", 9)], leverdatum=EARLY)
    same_day = (
        Levering("intergrip", [row("MBO_BOL", 1)], leverdatum=LATE),
        Levering("intergrip", [row("ARB_BBL", 2)], leverdatum=LATE),
    )
    with microdata([people, earlier, *same_day]) as con:
        assert query(con, "SELECT bestemming FROM meting WHERE meetmoment = 'V2'") == ["ARB_BBL"]
        assert query(con, "SELECT lot FROM intergrip_lot WHERE lot = 'vervangen'") == ["vervangen"] * 2


def test_every_moment_and_cohort_has_a_measurement_of_its_own() -> None:
    people = outflow({"persoon": "a"}, {"persoon": "a", "cohort": 2017})
    followed = Levering(
        "intergrip",
        [{"persoon": "a", "meetmoment": m, "cohort": c} for m in ("V1", "V2") for c in (2016, 2017)],
    )
    with microdata([people, followed]) as con:
        assert query(con, "SELECT count(*) FROM meting WHERE meetmoment <> 'U'") == [4]


def test_of_targets_the_last_delivered_counts() -> None:
    target = {"schooljaar": 2016, "cohort": 2016, "niveau": "regio", "indicator": "P2"}
    first = Levering("doelen", [target | {"doel": 60}], leverdatum=EARLY)
    second = Levering("doelen", [target | {"doel": 70}], leverdatum=LATE)
    with microdata([second, first]) as con:
        assert query(con, "SELECT doel::INTEGER FROM doelen_lot WHERE lot = 'gehouden'") == [70]
