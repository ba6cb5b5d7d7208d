"""Values from a short list: every spelling, what counts as empty, and what is said of an unknown one."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline.sources.contract import Contract, contracten
from pipeline.sources.values import ONTBREEKT, TRANSLATORS
from pipeline.synthetic.spellings import VALUES
from pipeline.workspace.errors import LeveringGeweigerd
from tests.support.exports import KOP, Cell, leerling, write_csv, write_uitstroom, write_xlsx
from tests.support.intake import Intake

SOURCES = ("uitstroom", "intergrip", "doelen", "esf")
SPELLINGS = [
    (bron, kolom.naam, code, spelling)
    for bron in SOURCES
    for kolom in contracten()[bron].kolommen
    if kolom.type in ("code", "janee")
    for code, spellings in VALUES.get(kolom.naam, {}).items()
    for spelling in spellings
]


def _translate(bron: str, naam: str, text: str) -> str | None:
    kolom = contracten()[bron].kolom(naam)
    found = TRANSLATORS[kolom.type](kolom)(text)
    return kolom.leeg if found is None else found


@pytest.mark.parametrize("case", ["as it is", "UPPER", "lower", "spaces"])
def test_every_spelling_is_understood(case: str) -> None:
    write = {"as it is": str, "UPPER": str.upper, "lower": str.lower, "spaces": lambda text: f"  {text} "}[
        case
    ]
    wrong = [
        (bron, naam, code, spelling)
        for bron, naam, code, spelling in SPELLINGS
        if _translate(bron, naam, write(spelling)) != code
        and not (code in ("X", "ONBEKEND") and spelling.lower() in ONTBREEKT)
    ]
    assert wrong == []
    assert len(SPELLINGS) > 150


@pytest.mark.parametrize(
    ("bron", "naam"), [("uitstroom", "bestemming"), ("intergrip", "verwachte_bestemming")]
)
def test_a_question_mark_is_onbekend(bron: str, naam: str) -> None:
    assert _translate(bron, naam, " ? ") == "ONBEKEND"


@pytest.mark.parametrize(
    ("naam", "text", "code"),
    [
        ("uitkering", "J", "J"), ("uitkering", "ja", "J"), ("uitkering", "WAAR", "J"),
        ("uitkering", "1", "J"),
        ("uitkering", "N", "N"), ("uitkering", "Nee", "N"), ("uitkering", "false", "N"),
        ("uitkering", "0", "N"),
        ("uitkering", "", None), ("uitkering", "onbekend", None), ("uitkering", "weet niet", None),
        ("schooljaar", "2016/'17", "2016"), ("schooljaar", "1617", "2016"), ("schooljaar", "2016-2018", None),
        ("gemeente", "599", "0599"), ("gemeente", "0599", "0599"), ("gemeente", "599.0", "0599"),
        ("gemeente", "rotterdam", "0599"), ("gemeente", "Delft", "DELFT"), ("gemeente", "-", None),
        ("bestemming", "", "ONBEKEND"), ("bestemming", "NULL", "ONBEKEND"), ("bestemming", "-", "ONBEKEND"),
        ("bestemming", "ARB_REG", "ARB_REG"), ("bestemming", "Arbeid, regulier", "ARB_REG"),
        ("bestemming", "mbo  BOL", "MBO_BOL"), ("bestemming", "Dagbestéding", "DAG_ACT"),
        ("schooltype", "pr.o.", "PRO"), ("schooltype", "SO", "SO"), ("uitstroomprofiel", "", "ONBEKEND"),
    ],
)  # fmt: skip
def test_words_of_the_field(naam: str, text: str, code: str | None) -> None:
    assert _translate("uitstroom", naam, text) == code


def test_empty_and_missing_are_not_the_same(tmp_path: Path, intake: Intake) -> None:
    """An empty profile is onbekend; a column that was not delivered says nothing, and is named as absent."""
    delivered = write_csv(tmp_path / "a.csv", [[*KOP, "Profiel"], [*leerling(Bestemming="NULL"), ""]])
    delivery, (row,) = intake.take(delivered)
    assert (row["uitstroomprofiel"], row["bestemming"]) == ("ONBEKEND", "ONBEKEND")
    assert "uitstroomprofiel" not in delivery.afwezig
    delivery, (row,) = intake.take(write_uitstroom(tmp_path / "b.csv", leerling()))
    assert row["uitstroomprofiel"] is None
    assert {"uitstroomprofiel", "perspectief_arbeid", "gemeente"} <= set(delivery.afwezig)
    assert "opmerking" not in delivery.afwezig


def test_a_short_row_has_empty_cells(tmp_path: Path, intake: Intake) -> None:
    place = KOP.index("Bestemming")
    delivery, (row,) = intake.take(write_csv(tmp_path / "x.csv", [KOP, leerling()[:place]]))
    assert row["bestemming"] == "ONBEKEND"
    assert delivery.defecten == {"rij: minder cellen dan de kop": 1}


def test_cells_of_yes_and_no_in_a_workbook(tmp_path: Path, intake: Intake) -> None:
    rows: list[list[Cell]] = [[*KOP, "Diploma"], [*leerling(), True], [*leerling(PGN="999990020"), False]]
    _, found = intake.take(write_xlsx(tmp_path / "x.xlsx", {"A": rows}))
    assert [row["diploma"] for row in found] == ["J", "N"]


def _refusal(intake: Intake, path: Path) -> str:
    with pytest.raises(LeveringGeweigerd) as refusal:
        intake.take(path)
    assert refusal.value.exit_code == 3
    return str(refusal.value)


def test_unknown_values_are_named_with_count_column_and_row(tmp_path: Path, intake: Intake) -> None:
    rows = [
        leerling(),
        leerling(Bestemming="Zwerftocht", Geslacht="Q"),
        leerling(Bestemming=" Zwerftocht", PGN="999990020"),
        leerling(Bestemming="Sabbatical"),
    ]
    said = _refusal(intake, write_xlsx(tmp_path / "x.xlsx", {"Uit": [["Titel"], KOP, *rows]}))
    assert said.startswith("x.xlsx, sheet Uit: unknown value(s) in an export of uitstroom:\n")
    assert "column M (bestemming): 'Zwerftocht', 2 time(s), first in row 4" in said
    assert "column M (bestemming): 'Sabbatical', 1 time(s), first in row 6" in said
    assert "column G (geslacht): 'Q', 1 time(s), first in row 4" in said
    assert "woorden.toml" in said
    assert "Expected" in said and "ARB_REG, ARB_GAR" in said and "geslacht: M, V, X" in said


@pytest.mark.parametrize(
    ("kop", "value", "expected"),
    [
        ("Uitkering", "misschien", "column Q (uitkering): 'misschien'"),
        ("Schooljaar", "2016-2018", "column Q (schooljaar): '2016-2018'"),
        ("Schooljaar", "vorig jaar", "a school year such as 2016-2017"),
        ("Uitkering", "misschien", "J or N"),
    ],
)
def test_unknown_values_of_each_kind(
    tmp_path: Path, intake: Intake, kop: str, value: str, expected: str
) -> None:
    said = _refusal(intake, write_csv(tmp_path / "x.csv", [[*KOP, kop], [*leerling(), value]]))
    assert expected in said


def test_a_municipality_elsewhere_is_no_reason_to_refuse(tmp_path: Path, intake: Intake) -> None:
    _, (row,) = intake.take(write_csv(tmp_path / "x.csv", [[*KOP, "Werkgemeente"], [*leerling(), "Delft"]]))
    assert row["werkgemeente"] == "DELFT"


def test_a_column_of_another_kind_is_called_that_and_not_quoted(tmp_path: Path, intake: Intake) -> None:
    rows = [leerling(Bestemming=f"Pietersen {chr(97 + n)}", PGN="") for n in range(9)]
    said = _refusal(intake, write_uitstroom(tmp_path / "x.csv", *rows))
    assert (
        "column M (bestemming): 9 different values, first in row 2; does it hold another column's cells?"
        in said
    )
    assert "Pietersen" not in said


# Where a value that tells of a pupil ended up, and the text that must not be in the message.
PERSONAL: dict[str, tuple[dict[str, Cell], str]] = {
    "a number": ({"Bestemming": "999990019"}, "99999"),
    "a number with spaces": ({"Bestemming": "999 990 019"}, "999"),
    "a date of birth": ({"Geslacht": "17-05-2000"}, "17-05"),
    "a postcode": ({"Reden": "3011 AB"}, "3011"),
    "a number in the school year": ({"Schooltype": "999990019"}, "99999"),
    "the pupil's own name": ({"Bestemming": "bij oom Testman"}, "Testman"),
    "another pupil's name": ({"Bestemming": "Bijzondernaam"}, "Bijzondernaam"),
    "free text": ({"Reden": "is na de zomer toch weer teruggekomen op school"}, "zomer"),
}


@pytest.mark.parametrize(("changes", "secret"), PERSONAL.values(), ids=PERSONAL)
def test_a_value_that_may_be_personal_is_not_shown(
    tmp_path: Path, intake: Intake, changes: dict[str, Cell], secret: str
) -> None:
    rows = [leerling(**changes), leerling(Roepnaam="Bijzondernaam")]
    said = _refusal(intake, write_uitstroom(tmp_path / "x.csv", *rows))
    assert "a value not shown, because it may be personal, 1 time(s), first in row 2" in said
    assert secret.lower() not in said.lower()


def test_cells_of_a_row_that_shifted_are_not_shown(tmp_path: Path, intake: Intake) -> None:
    """A cell is missing, so a name stands under a code and in no personal column at all."""
    kop = ["PGN", "BRIN", "Schooltype", "Bestemming", "Geslacht", "Achternaam"]
    path = write_csv(tmp_path / "x.csv", [kop, ["999990019", "99AA", "PRO", "bol", "Bijzondernaam"]])
    said = _refusal(intake, path)
    assert (
        "column E (geslacht): a value not shown, because it may be personal, 1 time(s), first in row 2"
        in said
    )
    assert "Bijzondernaam" not in said


def test_signs_are_not_taken_for_another_sign(tmp_path: Path, intake: Intake) -> None:
    said = _refusal(
        intake, write_uitstroom(tmp_path / "x.csv", leerling(Bestemming="?"), leerling(Bestemming="!!"))
    )
    assert "column M (bestemming): '!!', 1 time(s), first in row 3" in said
    assert "'?'" not in said


def _contract(**waarden: list[str]) -> dict[str, object]:
    kolom = {"naam": "a", "type": "code", "waarden": waarden}
    return {"bron": "x", "titel": "x", "versie": "1", "rij": "x", "kolom": [kolom]}


def test_a_word_that_two_codes_claim_is_no_contract() -> None:
    Contract.model_validate(_contract(A=["een", "Een"], B=["twee"]))
    with pytest.raises(ValidationError, match="stands for A and for B"):
        Contract.model_validate(_contract(A=["een"], B=["E.E.N."]))
