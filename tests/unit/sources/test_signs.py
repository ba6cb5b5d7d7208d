"""Points in time, and the signs that stand for a number in tables of DUO and CBS; expected values by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.exports import write_csv
from tests.support.intake import Intake

TOEN = datetime(2023, 8, 17, 12, 4, 47)


def _sql(intake: Intake, macro: str, text: str) -> Any:
    ((value,),) = intake.con.execute(f"SELECT {macro}(?::VARCHAR)", [text]).fetchall()
    return value


def _utc(hours: float) -> datetime:
    """12:04:47 in a zone so many hours ahead of UTC, as UTC; worked out by datetime, not by DuckDB."""
    there = TOEN.replace(tzinfo=timezone(timedelta(hours=hours)))
    return there.astimezone(UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-08-17T12:04:47Z", TOEN), ("2023-08-17 12:04:47", TOEN), ("2023-08-17T12:04:47", TOEN),
        ("2023-08-17T12:04:47.5Z", TOEN.replace(microsecond=500_000)),
        ("2023-08-17 12:04:47.123456", TOEN.replace(microsecond=123_456)),
        ("2023-08-17T12:04:47.123456789Z", TOEN.replace(microsecond=123_456)),
        ("2023-08-17T12:04:47+02:00", _utc(2)), ("2023-08-17T12:04:47+0200", _utc(2)),
        ("2023-08-17 12:04:47 +02", _utc(2)), ("2023-08-17T12:04:47-05:30", _utc(-5.5)),
        ("2023-08-17T01:04:47+02:00", datetime(2023, 8, 16, 23, 4, 47)),
        ("2023-08-17T12:04", TOEN.replace(second=0)), ("2023-08-17T12:04Z", TOEN.replace(second=0)),
        ("2023-08-17", datetime(2023, 8, 17)), ("17-08-2023 12:04:47", TOEN),
        ("17-8-2023 12:04", TOEN.replace(second=0)), ("17-08-2023", datetime(2023, 8, 17)),
    ],
)  # fmt: skip
def test_points_in_time_are_kept_as_utc(intake: Intake, text: str, expected: datetime) -> None:
    assert _sql(intake, "als_tijdstip", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2023-13-17T12:04:47Z", "2023-02-30T12:04:47Z", "2023-08-17T25:04:47Z", "2023-08-17T12:60:47Z",
        "1823-08-17T12:04:47Z", "2123-08-17T12:04:47Z", "2023-08-17T12:04:47+99:00", "12:04:47",
        "2023-08-17T12:04:47X", "gisteren", "2023-08-17T12Z",
    ],
)  # fmt: skip
def test_no_points_in_time(intake: Intake, text: str) -> None:
    assert _sql(intake, "als_tijdstip", text) is None


@pytest.mark.parametrize(
    ("text", "number", "provisional"),
    [
        ("12*", "12", True), ("12 *", "12", True), ("12,5*", "12.5", True), ("1.245,-*", "1245", True),
        ("45,5%*", "45.5", True), ("12", "12", False), ("1.245,-", "1245", False),
    ],
)  # fmt: skip
def test_a_provisional_number_is_a_number(intake: Intake, text: str, number: str, provisional: bool) -> None:
    assert _sql(intake, "als_decimaal", text) == Decimal(number)
    assert _sql(intake, "is_voorlopig", text) is provisional


@pytest.mark.parametrize("text", ["*", "x*", "<5*", "**", "*12", "1*2"])
def test_a_star_alone_makes_no_number(intake: Intake, text: str) -> None:
    assert _sql(intake, "als_decimaal", text) is None
    assert _sql(intake, "is_voorlopig", text) is False


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("<5", "te klein om te noemen (<n)"), ("< 10", "te klein om te noemen (<n)"),
        ("<2,5", "te klein om te noemen (<n)"), ("<5*", "te klein om te noemen (<n)"),
        ("x", "geheim (x)"), (" X ", "geheim (x)"), (".", "ontbreekt (.)"),
        ("<", None), (">5", None), ("<vijf", None), ("xx", None), ("..", None), ("-", None), ("5", None),
    ],
)  # fmt: skip
def test_signs_for_a_number_that_is_not_given(intake: Intake, text: str, meaning: str | None) -> None:
    assert _sql(intake, "als_teken", text) == meaning


@pytest.mark.parametrize(
    ("text", "expected"), [("-", "0"), (" - ", "0"), ("\u2013", "0"), ("--", "--"), ("-1", "-1"), ("", "")]
)
def test_a_lone_dash_is_nil(intake: Intake, text: str, expected: str) -> None:
    assert _sql(intake, "als_nihil", text) == expected


def test_signs_in_a_delivery_keep_the_row_and_are_told_apart(tmp_path: Path, intake: Intake) -> None:
    kop = ["Schooljaar", "Niveau", "BRIN", "Indicator", "Doel (%)", "Doel (aantal)", "Aantal leerlingen"]
    cells = [["<5", "12"], ["< 10", "x"], ["-", "X"], ["8*", "."], ["veel", "12"]]
    rows = [["2016-2017", "school", f"99AA0{n}", "P1", "", *pair] for n, pair in enumerate(cells)]
    delivery, found = intake.take(write_csv(tmp_path / "x.csv", [kop, *rows]))
    assert [row["doel_aantal"] for row in found] == [None, None, 0, 8, None]
    assert [row["aantal_leerlingen"] for row in found] == [12, None, None, None, 12]
    assert delivery.rijen["gehouden"] == 5
    assert delivery.defecten == {
        "aantal_leerlingen: geheim (x)": 2,
        "aantal_leerlingen: ontbreekt (.)": 1,
        "doel_aantal: te klein om te noemen (<n)": 2,
        "doel_aantal: geen geheel getal": 1,
    }


def test_a_dash_is_nil_only_where_the_column_says_so(tmp_path: Path, intake: Intake) -> None:
    kop = ["Aanvraag", "Periode", "Gerealiseerde baten", "Percentage", "Bedrag bestemd", "Besteed aan nazorg"]
    row = ["E1", "2016-2017", "100.000", "-", "-", "-"]
    _, (found,) = intake.take(write_csv(tmp_path / "x.csv", [kop, row]))
    assert (found["bedrag_bestemd"], found["besteed_nazorg"], found["percentage"]) == (0, 0, None)
