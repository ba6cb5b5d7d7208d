"""A small file of each source that is about the cooperation, and the fate of its every row and field."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.workspace.errors import LeveringGeweigerd
from tests.support import cambo
from tests.support.cambo import event
from tests.support.exports import Cell, write_csv, write_xlsx
from tests.support.intake import SLEUTEL, Intake

GOOD, GOOD2 = "999990019", "123456782"


def _pgn(number: str) -> str:
    return SLEUTEL.pseudonym("pgn", number)


def _cells(table: str) -> list[list[str]]:
    """The cells of a table in text, one row a line."""
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def _columns(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def test_werkoverleg(tmp_path: Path, intake: Intake) -> None:
    kop = [
        "Datum overleg",
        "Cluster",
        "BRIN",
        "Stamnr",
        "BSN",
        "Naam",
        "Besproken J/N",
        "Traject gerealiseerd",
    ]
    kop += ["Uitkomst traject", "Mbo-advies", "Jobcoach", "WERKafspraken"]
    more: list[Cell] = ["Iemand Anders", "Bellen; morgen"]
    rows: list[list[Cell]] = [
        ["09-11-2016", "Cluster 2", "99AA", "1", GOOD, "Testman", "J", "J", "leerbaan", "neg", *more],
        [date(2016, 11, 9), "II", "99AA", "1", GOOD, "Testman", "N", "", "", "n.v.t.", *more],
        ["15-02-2017", "2", "99AA", "1", GOOD, "Testman", True, False, "", "positief advies", *more],
        ["15-02-2017", "C", "99AA", "2", "", "Proef", "ja", "", "", "", *more],
        ["15-02-2017", 3, "99AA", "", "", "Zonder nummer", "ja", "", "", "", *more],
        ["onleesbaar", 3, "99AA", "3", GOOD2, "Zonder dag", "ja", "", "", "", *more],
    ]
    delivery, found = intake.take(write_xlsx(tmp_path / "x.xlsx", {"Q2": [["WERKoverleg"], kop, *rows]}))
    assert delivery.bron == "werkoverleg"
    assert _columns(found, "lot", "cohort", "datum", "cluster") == [
        ("vervangen", 2016, date(2016, 11, 9), "2"),
        ("gehouden", 2016, date(2016, 11, 9), "2"),
        ("gehouden", 2016, date(2017, 2, 15), "2"),
        ("gehouden", 2016, date(2017, 2, 15), "3"),
        ("quarantaine", 2016, None, None),
        ("quarantaine", None, None, None),
    ]
    assert _columns(found[:4], "besproken", "traject", "uitkomst", "advies_mbo") == [
        ("J", "J", "WERKEND_LEREN", "NEGATIEF"),
        ("N", None, None, "GEEN"),
        ("J", "N", None, "POSITIEF"),
        ("J", None, None, None),
    ]
    assert _columns(found[:4], "persoon", "leerling")[2:] == [
        (_pgn(GOOD), SLEUTEL.pseudonym("leerling", "99AA00/1")),
        (None, SLEUTEL.pseudonym("leerling", "99AA00/2")),
    ]
    assert delivery.quarantaine == {"persoon niet vast te stellen": 1, "schooljaar niet vast te stellen": 1}
    assert "Iemand" not in str(found) and "Bellen" not in str(found) and "Testman" not in str(found)


def test_bespreeklijst(tmp_path: Path, intake: Intake) -> None:
    kop = ["BRIN", "Lln.nr.", "PGN", "Op de lijst sinds", "Van de lijst", "Reden van de lijst"]
    rows = [
        ["99AA", "1", GOOD, "10-09-2016", "20-01-2017", "warme overdracht"],
        ["99AA", "1", GOOD, "10-09-2016", "", ""],
        ["99AA", "1", GOOD, "01-03-2017", "01-02-2017", "werk"],
        ["99AB", "1", GOOD, "10-09-2016", "", "mbo"],
        ["onleesbaar", "1", GOOD, "10-09-2016", "", ""],
        ["99AA", "2", GOOD2, "?", "20-01-2017", "werk"],
    ]
    delivery, found = intake.take(write_csv(tmp_path / "x.csv", [kop, *rows]))
    assert delivery.bron == "bespreeklijst"
    assert _columns(found, "lot", "op_lijst", "van_lijst", "reden_af") == [
        ("gehouden", date(2016, 9, 10), date(2017, 1, 20), "OVERDRACHT"),
        ("vervangen", date(2016, 9, 10), None, None),
        ("gehouden", date(2017, 3, 1), None, "CONTRACT"),
        ("gehouden", date(2016, 9, 10), None, "SCHOOL"),
        ("quarantaine", None, None, None),
        ("quarantaine", None, None, None),
    ]
    assert delivery.defecten == {
        "van de lijst voor op de lijst": 1,
        "reden ingevuld, geen datum van de lijst": 1,
    }
    assert delivery.quarantaine == {"school niet vast te stellen": 1, "schooljaar niet vast te stellen": 1}


def test_innovatieplannen(tmp_path: Path, intake: Intake) -> None:
    kop, *rows = _cells("""
        Nr. | Plan | Groep | Besturen | Start | Einde | Begroting | Effect | Eenheid | Cijfer | Trekker | Doel
        1 | Jobcoach  eerder | Zorg | A; B | 01-09-2017 | 31-07-2018 | € 25.000,- | 12 | jongeren | | Naam |
        2 | Leerwerkbedrijf | Werk | C | 01-08-2017 | 31-07-2017 | -500 | 5,5 | %-punt | 11 | I. Naam |
        1 | Jobcoach eerder | Zorg | A; B; C | 01-09-2017 | 31-07-2018 | 30.000 | 12 | | 7,5 | I. Naam |
        | | Werk | C | 01-08-2017 | | - | | | | |
        | | Werk | D | 01-08-2017 | | - | | | | |
    """)
    delivery, found = intake.take(write_csv(tmp_path / "x.csv", [kop, *rows]))
    assert delivery.bron == "innovatieplannen"
    assert _columns(found, "lot", "plan", "besturen", "budget", "score") == [
        ("vervangen", "Jobcoach eerder", "A; B", 25000, None),
        ("gehouden", "Leerwerkbedrijf", "C", None, None),
        ("gehouden", "Jobcoach eerder", "A; B; C", 30000, Decimal("7.5")),
        ("gehouden", None, "C", 0, None),
        ("gehouden", None, "D", 0, None),
    ]
    assert _columns(found[:3], "cohort", "begin", "verwacht_effect", "effect_eenheid") == [
        (2017, date(2017, 9, 1), 12, "LEERLINGEN"),
        (2017, None, Decimal("5.5"), "PROCENTPUNT"),
        (2017, date(2017, 9, 1), 12, None),
    ]
    assert delivery.defecten == {
        "einde plan voor begin plan": 1,
        "budget onder nul": 1,
        "score buiten de schaal": 1,
        "verwacht effect zonder eenheid": 1,
    }
    assert "I. Naam" not in str(found)


AANBEVELING = (
    "Nr | Aanbeveling | Bron | Datum rapport | Eigenaar | Naam eigenaar | Deadline | Status | Afgerond op"
)


def test_aanbevelingen(tmp_path: Path, intake: Intake) -> None:
    rows = _cells("""
        1 | Meet eerder | Toetsing 1 | 15-01-2018 | Stuurgroep | I. Naam | 01-09-2018 | Afgerond | 01-06-2018
        2 | Meet vaker | Toetsing 1 | 15-01-2018 | schooldirecteur | | 14-01-2018 | loopt |
        2 | Meet eerder | Toetsing 1 | 15-01-2018 | roc | | 01-09-2018 | open |
        1 | Meet eerder | Toetsing 2 | 15-01-2019 | | | ? | vervallen |
        2 | Zonder dag | Toetsing 2 | | gemeente | | 01-09-2019 | nieuw |
    """)
    delivery, found = intake.take(write_csv(tmp_path / "x.csv", [*_cells(AANBEVELING), *rows]))
    assert delivery.bron == "aanbevelingen"
    assert _columns(found, "lot", "cohort", "eigenaar", "uiterlijk", "status") == [
        ("gehouden", 2017, "STUURGROEP", date(2018, 9, 1), "UITGEVOERD"),
        ("gehouden", 2017, "SCHOOL", None, "IN_UITVOERING"),
        ("vervangen", 2017, "MBO", date(2018, 9, 1), "OPEN"),
        ("gehouden", 2018, None, None, "NIET_OVERGENOMEN"),
        ("quarantaine", None, None, None, None),
    ]
    assert found[0]["gereed_op"] == date(2018, 6, 1)
    assert delivery.defecten == {
        "uiterste datum voor de datum van het rapport": 1,
        "uiterlijk: geen geldige datum": 1,
    }
    assert "I. Naam" not in str(found)


def test_a_name_where_a_role_should_stand_is_refused_and_not_told(tmp_path: Path, intake: Intake) -> None:
    row = ["1", "Meet eerder", "Toetsing 1", "15-01-2018", "Jansen", "", "01-09-2018", "open", ""]
    with pytest.raises(LeveringGeweigerd) as refusal:
        intake.take(write_csv(tmp_path / "x.csv", [*_cells(AANBEVELING), row]))
    said = str(refusal.value)
    assert "Jansen" not in said
    assert "eigenaar" in said and "STUURGROEP" in said


def test_zelfevaluatie(tmp_path: Path, intake: Intake) -> None:
    kop = ["Ingevuld op", "Organisatie", "Stelling", "Score", "Hoogste score", "Naam", "Toelichting"]
    rows = [
        ["15-03-2017", "UWV", "A1", "3", "4", "I. Naam", "nog werk aan"],
        ["15-03-2017", "UWV", "Er is sprake van een individuele benadering.", "4", "4", "I. Naam", ""],
        ["15-03-2017", "UWV", "arbeidstoeleiding 14", "4,5", "", "I. Naam", ""],
        ["15-03-2017", "UWV", "S 13", "5", "4", "I. Naam", ""],
        ["16-03-2017", "UWV", "S01", "1", "", "I. Naam", ""],
        ["20-06-2017", "UWV", "S1", "2", "", "I. Naam", ""],
        ["20-06-2017", "Gemeente", "S1", "2", "", "I. Naam", ""],
        ["", "UWV", "S01", "1", "", "I. Naam", ""],
    ]
    delivery, found = intake.take(write_csv(tmp_path / "x.csv", [kop, *rows]))
    assert delivery.bron == "zelfevaluatie"
    assert _columns(found, "lot", "partner", "element", "score", "schaal") == [
        ("vervangen", "UWV", "A1", 3, 4),
        ("gehouden", "UWV", "A1", 4, 4),
        ("gehouden", "UWV", "A14", Decimal("4.5"), None),
        ("gehouden", "UWV", "S13", None, 4),
        ("gehouden", "UWV", "S1", 1, None),
        ("gehouden", "UWV", "S1", 2, None),
        ("gehouden", "Gemeente", "S1", 2, None),
        ("quarantaine", None, None, None, None),
    ]
    assert delivery.defecten == {"score buiten de schaal": 1}
    assert "I. Naam" not in str(found)


def _cambo(tmp_path: Path, intake: Intake, *events: list[str]) -> tuple[Any, list[dict[str, Any]]]:
    return intake.take(write_csv(tmp_path / "x.csv", [cambo.KOP, *events], separator=",", line_end="\n"))


def test_cambo_keeps_the_latest_status_of_a_chain_in_whatever_order(tmp_path: Path, intake: Intake) -> None:
    a, b = "99XZ:90000001", "99XZ:90000002"
    submitted = event(1, a, "SUBMITTED", "2023-11-01T09:00:00Z")
    enrolled = event(3_210_405_000, a, "ENROLLED", "2024-05-01T09:00:00Z")
    rows = [
        enrolled,
        submitted,
        event(4, b, "WITHDRAWN", "2024-07-08T11:38:00Z", "2024-07-08T11:38:01Z"),
        event(5, b, "RECEIVED", "2024-07-08T11:37:59Z", "2024-07-08T11:38:02Z"),
        submitted,
        event(2, a, "OFFERED", "2024-05-01T09:00:00Z"),
    ]
    delivery, found = _cambo(tmp_path, intake, *rows)
    assert delivery.bron == "cambo"
    assert _columns(found, "lot", "status") == [
        ("gehouden", "INGESCHREVEN"),
        ("vervangen", "INGEDIEND"),
        ("gehouden", "INGETROKKEN"),
        ("vervangen", "ONTVANGEN"),
        ("dubbel", "INGEDIEND"),
        ("vervangen", "AANGEBODEN"),
    ]
    assert found[0]["begindatum"] == datetime(2024, 5, 1, 9)
    assert found[0]["createdat"] == datetime(2024, 5, 1, 9, 0, 0, 900_000)
    assert (found[0]["id"], found[0]["cohort"], found[0]["opleidingcode"]) == (3_210_405_000, 2024, "112E772")


# Two events of one chain, the later one first in the file; what tells them apart, as in the contract.
@pytest.mark.parametrize(
    "later",
    [
        {"begindatum": "2024-05-01T09:00:01Z", "createdat": "2024-05-01T08:00:00Z"},
        {"createdat": "2024-05-01T09:00:03Z", "lastmodifiedat": "2024-05-01T08:00:00Z"},
        {"lastmodifiedat": "2024-05-01T09:00:04Z", "version": "0"},
        {"version": "2", "id": "5"},
        {"id": "11"},
        {"begindatum": "NA", "createdat": "2024-05-01T09:00:03Z"},
    ],
    ids=["begindatum", "createdat", "lastmodifiedat", "version", "id", "begindatum missing"],
)
def test_what_makes_an_event_of_a_chain_the_latest(
    tmp_path: Path, intake: Intake, later: dict[str, str]
) -> None:
    moment = {"begindatum": "2024-05-01T09:00:00Z", "createdat": "2024-05-01T09:00:02Z", "version": "1"}
    first = moment | {"lastmodifiedat": "2024-05-01T09:00:02Z", "id": "10"}
    rows = [event(0, "K", "ENROLLED", "", **(first | later)), event(0, "K", "OFFERED", "", **first)]
    _, found = _cambo(tmp_path, intake, *rows)
    assert [row["lot"] for row in found] == ["gehouden", "vervangen"]


def test_cambo_without_a_chain_or_a_year(tmp_path: Path, intake: Intake) -> None:
    """CAMBO writes 0 for a school year that is not known: then the moment of starting tells it."""
    begin = "2023-11-01T09:00:00Z"
    rows = [
        event(1, "NA", "SUBMITTED", begin),
        event(2, "NA", "ENROLLED", begin),
        event(3, "K", "ENROLLED", begin, schooljaar="0", startmoment="2024-01-01"),
        event(4, "L", "ENROLLED", begin, schooljaar="0", startmoment="NA"),
    ]
    delivery, found = _cambo(tmp_path, intake, *rows)
    assert _columns(found, "lot", "cohort") == [
        ("gehouden", 2024),
        ("gehouden", 2024),
        ("gehouden", 2023),
        ("quarantaine", None),
    ]
    assert delivery.defecten == {"gebeurtenis zonder keten": 2}


def test_what_cambo_tells_of_a_person_is_hashed_or_gone(tmp_path: Path, intake: Intake) -> None:
    begin = "2023-11-01T09:00:00Z"
    rows = [event(1, "99XZ:90000001", "SUBMITTED", begin), event(2, "99XZ:90000002", "ENROLLED", begin)]
    _, (one, other) = _cambo(tmp_path, intake, *rows)
    assert one["ketenid"] == SLEUTEL.pseudonym("keten", "99XZ:90000001") != other["ketenid"]
    assert one["bsnhash"] == other["bsnhash"] != rows[0][cambo.KOP.index("bsnhash")]
    assert one["caketenid"] not in (None, other["caketenid"], "ca-99XZ:90000001")
    gone = {"createdby", "lastmodifiedby", "postcodecijfers", "group_num", "leeftijdscategorie"}
    assert not gone & one.keys()
    assert "medewerker" not in str(one)
