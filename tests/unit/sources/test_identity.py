"""Who a row is about. 999990019 and 123456782 pass the eleven test, 123456789 and 111111111 do not."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.sources.delivery import Delivery
from pipeline.sources.identity import GEDEELD, ONDERWIJSNUMMER, ONGELDIG, PLACEHOLDER
from pipeline.vocabulary.maanddag import MaandDag
from tests.support.exports import KOP, Cell, leerling, write_csv, write_uitstroom
from tests.support.intake import SLEUTEL, Intake

GOOD, GOOD2, BAD = "999990019", "123456782", "123456789"


def _take(intake: Intake, tmp_path: Path, *rows: dict[str, Cell]) -> tuple[Delivery, list[dict[str, Any]]]:
    """The rows of an outflow list; each has a leerlingnummer of its own unless it says otherwise."""
    numbered = [leerling(**{"Leerlingnummer": str(n), **row}) for n, row in enumerate(rows, 1)]
    return intake.take(write_uitstroom(tmp_path / "x.csv", *numbered))


def _pgn(number: str) -> str:
    return SLEUTEL.pseudonym("pgn", number)


# What stands under PGN, whether it is valid, and what is counted; its text tells the row apart.
@pytest.mark.parametrize(
    ("given", "number", "geldig", "defecten"),
    [
        (GOOD, GOOD, True, []),
        ("12345672", "012345672", True, []),
        (BAD, BAD, False, [ONGELDIG]),
        ("000000012", "000000012", False, [ONGELDIG]),
        ("101222331", "101222331", True, [ONGELDIG, ONDERWIJSNUMMER]),
    ],
)
def test_a_number_is_a_person_even_when_it_fails_the_check(
    tmp_path: Path, intake: Intake, given: str, number: str, geldig: bool, defecten: list[str]
) -> None:
    delivery, (row,) = _take(intake, tmp_path, {"PGN": given})
    assert (row["persoon"], row["pgn_geldig"], row["lot"]) == (_pgn(number), geldig, "gehouden")
    assert row["defecten"] == defecten
    assert delivery.defecten == dict.fromkeys(defecten, 1)


def test_one_number_written_in_two_ways_is_one_person(tmp_path: Path, intake: Intake) -> None:
    _, rows = _take(intake, tmp_path, {"PGN": "12345672"}, {"PGN": "012 345 672", "BRIN": "99AB00"})
    assert rows[0]["persoon"] == rows[1]["persoon"] == _pgn("012345672")


@pytest.mark.parametrize("given", ["", "000000000", "1,23457E+08", "1234567", "onbekend"])
def test_without_a_number_the_school_s_own_serves(tmp_path: Path, intake: Intake, given: str) -> None:
    _, (row,) = _take(intake, tmp_path, {"PGN": given, "Leerlingnummer": "a17.0"})
    assert (row["persoon"], row["leerling"]) == (None, SLEUTEL.pseudonym("leerling", "99AA00/A17"))
    assert row["lot"] == "gehouden"


def test_a_leerlingnummer_belongs_to_its_school(tmp_path: Path, intake: Intake) -> None:
    _, rows = _take(
        intake,
        tmp_path,
        {"Leerlingnummer": "1", "PGN": "", "BRIN": "99AA"},
        {"Leerlingnummer": "1", "PGN": "", "BRIN": "99AA01"},
    )
    assert [row["lot"] for row in rows] == ["gehouden", "gehouden"]
    assert rows[0]["leerling"] == SLEUTEL.pseudonym("leerling", "99AA00/1")
    assert rows[1]["leerling"] == SLEUTEL.pseudonym("leerling", "99AA01/1")


def test_a_placeholder_is_nobody(tmp_path: Path, intake: Intake) -> None:
    """It fails the check and stands with several birth dates: each row falls back on the leerlingnummer."""
    delivery, rows = _take(
        intake,
        tmp_path,
        {"PGN": "111111111", "Geboortedatum": "01-01-2000"},
        {"PGN": "111111111", "Geboortedatum": "02-01-2000"},
        {"PGN": "111111111", "Geboortedatum": "02-01-2000", "Leerlingnummer": ""},
        {"PGN": GOOD},
    )
    assert [row["persoon"] for row in rows] == [None, None, None, _pgn(GOOD)]
    assert [row["lot"] for row in rows] == ["gehouden", "gehouden", "quarantaine", "gehouden"]
    assert rows[0]["leerling"] == SLEUTEL.pseudonym("leerling", "99AA00/1")
    assert rows[0]["leerling"] != rows[1]["leerling"]
    assert delivery.defecten[PLACEHOLDER] == 2
    assert delivery.quarantaine == {"persoon niet vast te stellen": 1}


# Two rows with one number that fails the check: the same pupil (corrected), or a placeholder.
@pytest.mark.parametrize(
    ("first", "second", "persons"),
    [
        ({"PGN": BAD}, {"PGN": BAD}, 1),
        ({"PGN": BAD, "Geboortedatum": ""}, {"PGN": BAD}, 1),
        ({"PGN": BAD, "Geboortedatum": "01-01-2000"}, {"PGN": BAD, "Geboortedatum": "02-01-2000"}, 0),
        ({"PGN": GOOD, "Geboortedatum": "01-01-2000"}, {"PGN": GOOD, "Geboortedatum": "02-01-2000"}, 1),
    ],
)
def test_one_birth_date_or_a_valid_number_is_one_person(
    tmp_path: Path, intake: Intake, first: dict[str, Cell], second: dict[str, Cell], persons: int
) -> None:
    _, rows = _take(intake, tmp_path, first, second)
    assert len({row["persoon"] for row in rows} - {None}) == persons


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ({"PGN": GOOD}, {"PGN": GOOD2}, True),
        ({"PGN": "", "Geboortedatum": "01-01-2000"}, {"PGN": "", "Geboortedatum": "02-01-2000"}, True),
        ({"PGN": GOOD}, {"PGN": ""}, False),
        ({"PGN": GOOD}, {"PGN": GOOD, "Bestemming": "bol"}, False),
        ({"PGN": GOOD}, {"PGN": GOOD2, "BRIN": "99AB00"}, False),
    ],
)
def test_a_shared_leerlingnummer_is_nobody_s(
    tmp_path: Path, intake: Intake, first: dict[str, Cell], second: dict[str, Cell], shared: bool
) -> None:
    _, rows = _take(intake, tmp_path, {"Leerlingnummer": "7", **first}, {"Leerlingnummer": "7", **second})
    assert [row["leerling"] is None for row in rows] == [shared, shared]
    assert [GEDEELD in row["defecten"] for row in rows] == [shared, shared]


def test_the_onderwijsnummer_serves_where_there_is_no_bsn(tmp_path: Path, intake: Intake) -> None:
    kop = ["#BURGERSERVICENUMMER", "ONDERWIJSNUMMER", "NIVEAU", "EXAMEN", "IND_BEKOSTIGING"]
    rows = [["", "101222331"], ["000000000", "101222331"], ["123456782", "101222331"], ["", ""]]
    path = write_csv(tmp_path / "x.csv", [kop, *([*row, "Mbo2", "", ""] for row in rows)])
    delivery, found = intake.take(path)
    persons = [row["persoon"] for row in found]
    assert persons == [_pgn("101222331"), _pgn("101222331"), _pgn("123456782"), None]
    assert delivery.quarantaine == {"persoon niet vast te stellen": 1}


# The school year given, the date of leaving, and the cohort (its start year).
@pytest.mark.parametrize(
    ("schooljaar", "datum", "cohort"),
    [
        ("2016-2017", "", 2016),
        ("16/17", "10-07-2020", 2016),
        ("", "10-07-2017", 2016),
        ("", "30-09-2017", 2016),
        ("", "01-10-2017", 2017),
        ("", "31-12-2017", 2017),
        ("NULL", "01-01-2018", 2017),
        ("", "", None),
        ("", "31-02-2017", None),
        ("", "10-07-1950", None),
        ("", "30-09-1990", None),
        ("", "01-10-1990", 1990),
        ("", "30-09-2090", 2089),
        ("", "01-10-2090", None),
        ("2016-2017", "10-07-1950", 2016),
    ],
)
def test_the_cohort(tmp_path: Path, intake: Intake, schooljaar: str, datum: str, cohort: int | None) -> None:
    path = write_csv(
        tmp_path / "x.csv", [[*KOP, "Schooljaar"], [*leerling(Datum_uitstroom=datum), schooljaar]]
    )
    delivery, (row,) = intake.take(path)
    assert row["cohort"] == cohort
    assert row["lot"] == ("quarantaine" if cohort is None else "gehouden")
    assert delivery.cohorten == (() if cohort is None else (cohort,))


@pytest.mark.parametrize(
    ("teldatum", "cohort", "leeftijd"),
    [
        (MaandDag(10, 1), 2016, 16),
        (MaandDag(8, 1), 2017, 17),
        (MaandDag(9, 1), 2016, 16),
        (MaandDag(8, 15), 2017, 17),
    ],
)
def test_the_teldatum_is_a_parameter(
    tmp_path: Path, intake: Intake, teldatum: MaandDag, cohort: int, leeftijd: int
) -> None:
    """Born 17-05-2000 and gone on 20-08-2017: before a teldatum of 1 October, after one of 1 August."""
    path = write_uitstroom(tmp_path / "x.csv", leerling(Datum_uitstroom="20-08-2017"))
    delivery, (row,) = intake.take(path, teldatum)
    assert (row["cohort"], row["leeftijd"]) == (cohort, leeftijd)
    assert delivery.defecten == {}


@pytest.mark.parametrize(
    ("datum", "teldatum", "warned"),
    [
        ("30-09-2016", MaandDag(10, 1), True),
        ("01-10-2016", MaandDag(10, 1), False),
        ("30-09-2017", MaandDag(10, 1), False),
        ("01-10-2017", MaandDag(10, 1), True),
        ("15-08-2017", MaandDag(8, 1), True),
        ("15-08-2016", MaandDag(8, 1), False),
    ],
)
def test_a_date_outside_the_window_is_a_warning_and_no_loss(
    tmp_path: Path, intake: Intake, datum: str, teldatum: MaandDag, warned: bool
) -> None:
    path = write_csv(
        tmp_path / "x.csv", [[*KOP, "Schooljaar"], [*leerling(Datum_uitstroom=datum), "2016-2017"]]
    )
    delivery, (row,) = intake.take(path, teldatum)
    rule = {"datum uitstroom buiten het venster van het schooljaar": 1}
    assert delivery.defecten == (rule if warned else {})
    assert (row["lot"], row["cohort"]) == ("gehouden", 2016)
    assert row["datum_uitstroom"] is not None
