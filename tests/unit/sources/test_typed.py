"""Conversions in SQL, each against a value worked out by hand; what does not fit is onbekend and counted."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.sources.values import ONTBREEKT
from tests.support.exports import KOP, Cell, leerling, write_csv, write_uitstroom, write_xlsx
from tests.support.intake import Intake

MEI = date(2017, 5, 1)


def _sql(intake: Intake, macro: str, text: str | None) -> Any:
    ((value,),) = intake.con.execute(f"SELECT {macro}(?::VARCHAR)", [text]).fetchall()
    return value


@pytest.mark.parametrize(
    "text",
    [
        "01-05-2017", "1-5-2017", "2017-05-01", "01/05/2017", "1/5/2017", "01.05.2017", "20170501",
        "01-05-2017 00:00", "01-05-2017 13:05:59", "2017-05-01 00:00:00", "2017-05-01T13:05:59", "42856",
        "2017-05-01 13:05", "2017-05-01T13:05",
    ],
)  # fmt: skip
def test_dates(intake: Intake, text: str) -> None:
    assert _sql(intake, "als_datum", text) == MEI


# 25569 days after 30-12-1899 is 1-1-1970; 2000 was a leap year, 1900 was not.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25569", date(1970, 1, 1)), ("36585", date(2000, 2, 29)), ("20000", date(1954, 10, 3)),
        ("29-02-2000", date(2000, 2, 29)), ("31-12-1999", date(1999, 12, 31)),
        ("01-01-1920", date(1920, 1, 1)),
    ],
)  # fmt: skip
def test_serial_numbers_and_edges(intake: Intake, text: str, expected: date) -> None:
    assert _sql(intake, "als_datum", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "31-02-2017", "29-02-2017", "00-00-0000", "13/13/2018", "05-17-2017", "2019-99-01", "01-05-17",
        "01-05-0017", "31-12-1919", "01-01-2100", "mei 2017", "2017", "05-2017", "19999", "60000", "4285",
        "01-05-20171", "1e5", "x", "2017501", "2017123", "201751",
    ],
)  # fmt: skip
def test_no_dates(intake: Intake, text: str) -> None:
    assert _sql(intake, "als_datum", text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("32", "32"), ("32,5", "32.5"), ("32.5", "32.5"), ("1.245", "1245"), ("1.245,50", "1245.5"),
        ("1.245.500", "1245500"), ("1245,50", "1245.5"), ("-1.245,50", "-1245.5"), ("0,125", "0.125"),
        ("0.125", "0.125"), ("0,00", "0"), ("€ 1.245,50", "1245.5"), ("€\u00a01.245,50", "1245.5"),
        ("45,5%", "45.5"), ("45,5 %", "45.5"), ("1 245,50", "1245.5"), ("1.245,-", "1245"),
        ("50,01", "50.01"), (",5", "0.5"), ("12.3456", "12.3456"), ("123.45", "123.45"),
        ("1234.567", "1234.567"), ("€ 1 245 500,-", "1245500"), ("1\u00a0245 *", "1245"), ("- 5", "-5"),
    ],
)  # fmt: skip
def test_decimals(intake: Intake, text: str, expected: str) -> None:
    assert _sql(intake, "als_decimaal", text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "1,245.50",
        "1.245.50",
        "12.45,50",
        "1,2,3",
        "veel",
        "3?",
        "24 uur",
        "1,23457E+08",
        "1e3",
        "-",
        "€",
        "12.",
        "1-2",
        "1 5",
        "32 36",
        "1 245 50",
        "1\n245",
    ],
)
def test_no_decimals(intake: Intake, text: str) -> None:
    assert _sql(intake, "als_decimaal", text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("4", 4), ("4,0", 4), ("4.0", 4), ("1.245", 1245), ("-3", -3), ("4,5", None), ("9999999999", None)],
)
def test_whole_numbers(intake: Intake, text: str, expected: int | None) -> None:
    assert _sql(intake, "als_geheel", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("07NU00", "07NU00"), ("05KO", "05KO00"), ("25ef", "25EF00"), (" 07 nu 01", "07NU01"),
        ("07NU-03", "07NU03"),
        ("12KB1", None), ("30AJ0A", None), ("9?XA", None), ("07NU001", None), ("De Proef", None),
    ],
)  # fmt: skip
def test_brin(intake: Intake, text: str, expected: str | None) -> None:
    assert _sql(intake, "als_brin", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("123456782", "123456782"), ("12345672", "012345672"), ("123456782.0", "123456782"),
        ("12345678", "12345678"), ("12345678.0", "12345678"), ("12345672.0", "012345672"),
        ("123 456 782", "123456782"), ("1234.56.782", "123456782"),
        ("123456789", "123456789"), ("000000012", "000000012"),
        ("1,23457E+08", None), ("1.23457E+08", None), ("000000000", None), ("00000000", None), ("0", None),
        ("1234567", None), ("1234567890", None), ("12345678A", None), ("12345678,2", None),
    ],
)  # fmt: skip
def test_pgn(intake: Intake, text: str, expected: str | None) -> None:
    assert _sql(intake, "als_pgn", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3011AB", "3011"), ("3011 AB", "3011"), ("3011", "3011"), ("0301AB", None), ("AB3011", None)],
)
def test_postcode(intake: Intake, text: str, expected: str | None) -> None:
    assert _sql(intake, "als_postcode4", text) == expected


@pytest.mark.parametrize("text", ["", " ", "NULL", "null", "NA", "n/a", "-", ".", "onbekend", " Onbekend "])
def test_nothing_filled_in(intake: Intake, text: str) -> None:
    assert _sql(intake, "ingevuld", text) is None


def test_no_word_for_nothing_is_passed_over_at_a_glance() -> None:
    assert not [word for word in ONTBREEKT for start in word[:1] + word[:1].upper() if "0" <= start <= "M"]


@pytest.mark.parametrize("text", ["<5", "x", "0", "nee", "--", "M", "Nanda"])
def test_something_filled_in(intake: Intake, text: str) -> None:
    assert _sql(intake, "ingevuld", text) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jumbo B.V.", "jumbo bv"),
        ("Café Zuid", "CAFE-ZUID"),
        ("Bakkerij V.O.F. ", "bakkerij"),
        ("AB & C", "ab c"),
    ],
)
def test_names_of_one_employer(intake: Intake, one: str, other: str) -> None:
    assert _sql(intake, "als_kaal", one) == _sql(intake, "als_kaal", other) is not None


@pytest.mark.parametrize("text", ["B.V.", "--", "?"])
def test_names_of_no_employer(intake: Intake, text: str) -> None:
    assert _sql(intake, "als_kaal", text) is None


def test_defects_keep_the_row_and_are_counted_by_kind(tmp_path: Path, intake: Intake) -> None:
    kop = [*KOP, "Schooljaar", "Contract begin", "Postcode"]
    rows = [
        [*leerling(), "2016-2017", "1-8-2017", "3011AB"],
        [
            *leerling(Leerlingnummer="2", PGN="999990020", Uren="veel", Geboortedatum="31-02-2000"),
            "2016-2017",
            "?",
            "",
        ],
        [*leerling(Leerlingnummer="3", PGN="1,23457E+08"), "2016-2017", "x", "onleesbaar"],
    ]
    delivery, found = intake.take(write_csv(tmp_path / "x.csv", [kop, *rows]))
    assert delivery.rijen == {"in": 3, "gehouden": 3, "dubbel": 0, "vervangen": 0, "quarantaine": 0}
    assert delivery.defecten == {
        "contract_begin: geen geldige datum": 2,
        "geboortedatum: geen geldige datum": 1,
        "pgn: geen negen cijfers": 1,
        "postcode: geen postcode": 1,
        "uren: geen getal": 1,
    }
    assert [row["uren"] for row in found] == [32, None, 32]
    assert [row["contract_begin"] for row in found] == [date(2017, 8, 1), None, None]


def test_what_is_empty_is_no_defect(tmp_path: Path, intake: Intake) -> None:
    path = write_uitstroom(tmp_path / "x.csv", leerling(Uren="NULL", Geboortedatum="-", Werkgever="\u00a0"))
    delivery, (row,) = intake.take(path)
    assert delivery.defecten == {}
    assert (row["uren"], row["werkgever"], row["leeftijd"]) == (None, None, None)


def test_text_and_workbook_give_the_same_rows(tmp_path: Path, intake: Intake) -> None:
    """Real dates and numbers, numbers as text and text as numbers."""
    as_text = leerling(Leerlingnummer="1001", PGN="12345672", Uren="32,5", Geboortedatum="17-05-2000")
    as_cells = leerling(
        Leerlingnummer=1001,
        PGN=12345672,
        Uren=32.5,
        Geboortedatum=date(2000, 5, 17),
        Datum_uitstroom=date(2017, 7, 10),
    )
    _, text = intake.take(write_uitstroom(tmp_path / "x.csv", as_text))
    _, cells = intake.take(write_xlsx(tmp_path / "x.xlsx", {"A": [KOP, as_cells]}))
    serial: list[Cell] = [42926 if cell == date(2017, 7, 10) else cell for cell in as_cells]
    _, serials = intake.take(write_xlsx(tmp_path / "y.xlsx", {"A": [KOP, serial]}))
    assert text == cells == serials
    assert text[0]["persoon"] is not None


def test_spaces_around_cells_do_not_matter(tmp_path: Path, intake: Intake) -> None:
    padded: list[Cell] = [f" \u00a0{cell}\t" for cell in leerling()]
    _, rows = intake.take(write_uitstroom(tmp_path / "x.csv", padded))
    _, same = intake.take(write_uitstroom(tmp_path / "y.csv", leerling()))
    assert rows == same


def test_leading_zeros_and_codes_that_look_like_numbers(tmp_path: Path, intake: Intake) -> None:
    kop = ["PGN", "BRIN", "Schooljaar", "Meetmoment", "Bereikt", "Bestemming", "Crebo", "Niveau mbo"]
    row = ["999990019", "12EF", "1617", "V1", "J", "BOL", "112E772", "4.0"]
    _, (found,) = intake.take(write_csv(tmp_path / "x.csv", [kop, row]))
    assert (found["mbo_crebo"], found["mbo_niveau"], found["brin"]) == ("112E772", 4, "12EF00")
