"""The fate of every row: gehouden, dubbel, vervangen or quarantaine. Small tables in, a list of fates out."""

from datetime import date
from pathlib import Path

import pytest

from tests.support.exports import KOP, Cell, leerling, write_csv, write_uitstroom
from tests.support.intake import Intake

GOOD, GOOD2 = "999990019", "123456782"
LETTERS = {"g": "gehouden", "d": "dubbel", "v": "vervangen", "q": "quarantaine"}

# Rows of (leerlingnummer, PGN, BRIN, date of leaving, destination), and their fates in the same order.
TABLES: dict[str, tuple[list[tuple[str, str, str, str, str]], str]] = {
    "different pupils": (
        [("1", GOOD, "99AA", "10-07-2017", "bol"), ("2", GOOD2, "99AA", "10-07-2017", "bol")],
        "gg",
    ),
    "the same row three times": (
        [("1", GOOD, "99AA", "10-07-2017", "bol")] * 3,
        "gdd",
    ),
    "spaces do not make a row another one": (
        [("1", GOOD, "99AA", "10-07-2017", "bol"), (" 1", GOOD, "99AA ", "10-07-2017", "bol")],
        "gd",
    ),
    "the last date of leaving wins, wherever it stands": (
        [
            ("1", GOOD, "99AA", "12-07-2017", "bol"),
            ("1", GOOD, "99AA", "13-07-2017", "bbl"),
            ("1", GOOD, "99AA", "11-07-2017", "werk"),
        ],
        "vgv",
    ),
    "with one date the later row wins": (
        [("1", GOOD, "99AA", "10-07-2017", "bol"), ("1", GOOD, "99AA", "10-07-2017", "bbl")],
        "vg",
    ),
    "another cohort or another school is another row": (
        [
            ("1", GOOD, "99AA", "10-07-2017", "vso"),
            ("1", GOOD, "99AA", "10-07-2018", "bol"),
            ("1", GOOD, "99AB", "10-07-2018", "bol"),
        ],
        "ggg",
    ),
    "known by leerlingnummer where the number is missing": (
        [("1", "", "99AA", "10-07-2017", "bol"), ("1", GOOD, "99AA", "11-07-2017", "bbl")],
        "vg",
    ),
    "the row without a number may be the later one": (
        [("1", GOOD, "99AA", "11-07-2017", "bol"), ("1", "", "99AA", "12-07-2017", "bbl")],
        "vg",
    ),
    "known by number where the leerlingnummer changed": (
        [("1", GOOD, "99AA", "10-07-2017", "bol"), ("9", GOOD, "99AA", "11-07-2017", "bbl")],
        "vg",
    ),
    "a chain of number and leerlingnummer keeps the last": (
        [
            ("1", GOOD, "99AA", "10-07-2017", "bol"),
            ("2", GOOD, "99AA", "11-07-2017", "bol"),
            ("2", "", "99AA", "12-07-2017", "bol"),
        ],
        "vvg",
    ),
    "quarantine: person, school, school year": (
        [
            ("", "", "99AA", "10-07-2017", "bol"),
            ("", "1,23457E+08", "99AA", "10-07-2017", "bol"),
            ("3", GOOD, "12KB1", "10-07-2017", "bol"),
            ("4", GOOD2, "99AA", "31-02-2017", "bol"),
            ("5", "", "12KB1", "", "bol"),
        ],
        "qqqqq",
    ),
    "a quarantined row is neither double nor replacing": (
        [
            ("1", GOOD, "99AA", "10-07-2017", "bol"),
            ("1", GOOD, "onleesbaar", "11-07-2017", "bbl"),
            ("1", GOOD, "onleesbaar", "11-07-2017", "bbl"),
        ],
        "gqq",
    ),
}


@pytest.mark.parametrize(("table", "fates"), TABLES.values(), ids=TABLES)
def test_fates(
    tmp_path: Path, intake: Intake, table: list[tuple[str, str, str, str, str]], fates: str
) -> None:
    names = ("Leerlingnummer", "PGN", "BRIN", "Datum_uitstroom", "Bestemming")
    rows = [leerling(**dict(zip(names, row, strict=True))) for row in table]
    delivery, found = intake.take(write_uitstroom(tmp_path / "x.csv", *rows))
    assert [row["lot"] for row in found] == [LETTERS[letter] for letter in fates]
    expected = {lot: fates.count(letter) for letter, lot in LETTERS.items()}
    assert delivery.rijen == {"in": len(table), **expected}


def test_reasons_of_quarantine_are_counted(tmp_path: Path, intake: Intake) -> None:
    """A row with several reasons gets the first: person, then school, then school year."""
    rows = [
        leerling(PGN="", Leerlingnummer="", BRIN="12KB1", Datum_uitstroom=""),
        leerling(BRIN="12KB1", Datum_uitstroom=""),
        leerling(BRIN=""),
        leerling(Datum_uitstroom="31-02-2017"),
    ]
    delivery, found = intake.take(write_uitstroom(tmp_path / "x.csv", *rows))
    assert delivery.quarantaine == {
        "persoon niet vast te stellen": 1,
        "school niet vast te stellen": 2,
        "schooljaar niet vast te stellen": 1,
    }
    assert delivery.defecten == {}
    assert [row["quarantaine_reden"] for row in found][3] == "schooljaar niet vast te stellen"


def test_only_what_is_kept_has_its_defects_counted(tmp_path: Path, intake: Intake) -> None:
    rows = [
        leerling(Uren="veel"),
        leerling(Uren="veel"),
        leerling(Uren="veel", Bestemming="bbl"),
        leerling(BRIN="?"),
    ]
    delivery, _ = intake.take(write_uitstroom(tmp_path / "x.csv", *rows))
    assert delivery.rijen == {"in": 4, "gehouden": 1, "dubbel": 1, "vervangen": 1, "quarantaine": 1}
    assert delivery.defecten == {"uren: geen getal": 1}


# Cells of one row of an outflow list, the rules they break, and the columns that become onbekend.
RULES: dict[str, tuple[dict[str, Cell], list[str], dict[str, object]]] = {
    "GEEN without a reason": (
        {"Bestemming": "geen"},
        ["GEEN zonder reden"],
        {"bestemming": "GEEN", "reden": None},
    ),
    "GEEN with a reason": ({"Bestemming": "geen", "Reden": "zorg"}, [], {"reden": "ZORG"}),
    "end before begin": (
        {"Contract begin": "01-08-2017", "Contract einde": "31-07-2017"},
        ["einde contract voor begin contract"],
        {"contract_begin": None, "contract_einde": None},
    ),
    "begin and end on one day": (
        {"Contract begin": "01-08-2017", "Contract einde": "01-08-2017"},
        [],
        {"contract_begin": date(2017, 8, 1), "contract_einde": date(2017, 8, 1)},
    ),
    "no end": ({"Contract begin": "01-08-2017"}, [], {"contract_begin": date(2017, 8, 1)}),
    "too many hours": ({"Uren": "60,5"}, ["uren buiten 0-60 per week"], {"uren": None}),
    "negative hours": ({"Uren": "-1"}, ["uren buiten 0-60 per week"], {"uren": None}),
    "hours at the edge": ({"Uren": "60"}, [], {"uren": 60}),
    "two rules at once": (
        {"Bestemming": "thuis", "Uren": "400"},
        ["GEEN zonder reden", "uren buiten 0-60 per week"],
        {"uren": None},
    ),
}


def test_rules_count_and_wipe(tmp_path: Path, intake: Intake) -> None:
    kop = [*KOP, "Contract begin", "Contract einde"]
    rows = []
    for number, (cells, _, _) in enumerate(RULES.values(), 1):
        row = dict(zip(kop, [*leerling(Leerlingnummer=str(number), PGN=""), "", ""], strict=True)) | cells
        rows.append(list(row.values()))
    _, found = intake.take(write_csv(tmp_path / "x.csv", [kop, *rows]))
    for (name, (_, rules, values)), row in zip(RULES.items(), found, strict=True):
        assert row["defecten"] == rules, name
        assert {naam: row[naam] for naam in values} == values, name


INTERGRIP = ["PGN", "BRIN", "Schooljaar", "Meetmoment", "Bereikt", "Bestemming", "Registratiedatum", "Uren"]


def _intergrip(intake: Intake, tmp_path: Path, *rows: list[str]) -> list[dict[str, object]]:
    return intake.take(write_csv(tmp_path / "x.csv", [INTERGRIP, *rows]))[1]


def test_a_measurement_is_replaced_by_a_later_registration_of_the_same_moment(
    tmp_path: Path, intake: Intake
) -> None:
    found = _intergrip(
        intake,
        tmp_path,
        [GOOD, "99AA", "2016-2017", "V1", "J", "bol", "02-04-2018", ""],
        [GOOD, "99AA", "2016-2017", "V1", "J", "bbl", "01-04-2018", ""],
        [GOOD, "99AB", "2016-2017", "V1", "J", "vmbo", "", ""],
        [GOOD, "99AA", "2016-2017", "V2", "J", "bbl", "01-04-2018", ""],
        [GOOD, "99AA", "2017-2018", "V1", "J", "bbl", "01-04-2018", ""],
    )
    assert [row["lot"] for row in found] == ["gehouden", "vervangen", "vervangen", "gehouden", "gehouden"]


def test_not_reached_is_onbekend(tmp_path: Path, intake: Intake) -> None:
    found = _intergrip(
        intake,
        tmp_path,
        [GOOD, "99AA", "2016-2017", "V1", "N", "bol", "", ""],
        [GOOD, "99AA", "2016-2017", "V2", "N", "", "", ""],
        [GOOD, "99AA", "2016-2017", "V3", "J", "", "", ""],
        [GOOD, "99AA", "2016-2017", "V4", "J", "bol", "", ""],
    )
    assert [row["bestemming"] for row in found] == ["ONBEKEND", "ONBEKEND", "ONBEKEND", "MBO_BOL"]
    assert [row["defecten"] for row in found] == [
        ["niet bereikt, toch een bestemming"],
        [],
        ["bereikt, geen bestemming ingevuld"],
        [],
    ]


def test_targets_and_grants_are_replaced_on_their_own_keys(tmp_path: Path, intake: Intake) -> None:
    kop = ["Schooljaar", "Niveau", "BRIN", "Bestuur", "Indicator", "Doel (%)"]
    rows = [
        ["2016-2017", "school", "99AA", "", "P1", "80"],
        ["2016-2017", "school", "99AA", "", "P1", "85,5"],
        ["2016-2017", "school", "99AB", "", "P1", "80"],
        ["2016-2017", "regio", "", "", "P1", "101"],
        ["", "regio", "", "", "P1", "90"],
    ]
    delivery, found = intake.take(write_csv(tmp_path / "x.csv", [kop, *rows]))
    assert [row["lot"] for row in found] == ["vervangen", "gehouden", "gehouden", "gehouden", "quarantaine"]
    assert [row["doel"] for row in found] == [80, 85.5, 80, None, None]
    assert delivery.defecten == {"doel buiten 0-100%": 1}


def test_more_than_half_is_accepted_and_shown(tmp_path: Path, intake: Intake) -> None:
    kop = ["Aanvraag", "Periode", "Gerealiseerde baten", "Percentage", "Bedrag bestemd"]
    rows = [
        ["E1", "2016-2017", "100.000", "50", "50.000"],
        ["E2", "2016-2017", "100.000", "50,01", "50.010"],
        ["E3", "2016-2017", "100.000,00", "40", "45.000,00"],
    ]
    delivery, found = intake.take(write_csv(tmp_path / "x.csv", [kop, *rows]))
    assert [row["lot"] for row in found] == ["gehouden"] * 3
    assert [row["bedrag_bestemd"] for row in found] == [50000, 50010, 45000]
    assert delivery.defecten == {
        "meer dan 50% van de baten bestemd": 1,
        "percentage klopt niet met de bedragen": 1,
    }
