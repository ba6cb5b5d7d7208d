"""Markdown tables: alignment, marks for hidden cells, and notes that explain only the marks that occur."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.reporting.cijfers import Cel, Status, Waarden
from pipeline.reporting.tables import (
    VIER,
    Kolom,
    kop,
    maak_tabel,
    onbekend_en_grenzen,
    pct_tekst,
    vet,
    vier,
)
from pipeline.vocabulary.schooljaar import Schooljaar

STAND = date(2024, 12, 31)
ZEELAND = Waarden(n=82, k=38, pct=46.3415, laag=35.9744, hoog=57.0511)


def cel(waarden: Waarden | None, status: Status = "gemeten") -> Cel:
    return Cel("P2", "", "", Schooljaar(2023), "school", "99AA00", status, waarden)


def test_numbers_stand_right_and_names_left() -> None:
    tabel = maak_tabel([kop("School"), *VIER], [["De Werf", *vier(cel(ZEELAND))]], "Plaatsing", STAND)
    assert tabel.markdown.splitlines() == [
        "| School | aantal | n | % | toevalsmarge |",
        "|:--|--:|--:|--:|--:|",
        '| De Werf | 38 | 82 | 46,3 | <span class="interval">36,0–57,1</span> |',
    ]
    assert tabel.caption == "Plaatsing"


@pytest.mark.parametrize(
    ("status", "teken", "uitleg"),
    [
        ("niet getoond", '<span class="verborgen">niet getoond</span>', "*Niet getoond*: weggelaten"),
        ("nog niet te meten", "–", "–: nog niet te meten op 31 december 2024"),
        ("niet gemeten", '<span class="verborgen">niet gemeten</span>', "*Niet gemeten*: hierover is niets"),
        ("geen waarde", '<span class="verborgen">geen leerlingen</span>', "*Geen leerlingen*: niemand hoort"),
    ],
)
def test_every_reason_has_its_mark_and_its_note(status: Status, teken: str, uitleg: str) -> None:
    leeg = cel(None, status)
    assert pct_tekst(leeg) == teken
    tabel = maak_tabel([kop("School"), *VIER], [["De Werf", *vier(leeg)]], "Plaatsing", STAND)
    assert f"| De Werf |  |  | {teken} |  |" in tabel.markdown
    noot = tabel.markdown.split("\n\n")[1]
    assert noot.startswith(uitleg) and noot.endswith(".")


def test_a_table_without_marks_has_no_note() -> None:
    tabel = maak_tabel([kop("School")], [["De Werf"]], "Scholen", STAND)
    assert tabel.markdown.splitlines()[-1] == "| De Werf |"


def test_the_unknown_their_share_and_the_bounds_are_hidden_together_and_apart_from_the_figure() -> None:
    bekend = replace(ZEELAND, onbekend=6, aandeel_onbekend=7.3171, ondergrens=46.3415, bovengrens=53.6585)
    assert onbekend_en_grenzen(cel(bekend)) == ["6", "7,3", "46,3–53,7"]
    verborgen = '<span class="verborgen">niet getoond</span>'
    for half in (ZEELAND, replace(bekend, aandeel_onbekend=None), replace(bekend, onbekend=None)):
        assert onbekend_en_grenzen(cel(half)) == [verborgen] * 3
    assert onbekend_en_grenzen(cel(None, "geen waarde")) == ["", "", ""]


def test_a_bar_in_a_name_does_not_break_the_table() -> None:
    tabel = maak_tabel([kop("School"), Kolom("n")], [["De | Werf", "12"]], "Scholen", STAND)
    assert tabel.markdown.splitlines()[2] == "| De \\| Werf | 12 |"


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="a row of 1 cells in a table of 2 columns"):
        maak_tabel([kop("School"), Kolom("n")], [["De Werf"]], "Scholen", STAND)


def test_totals_are_bold_and_their_empty_cells_are_not() -> None:
    assert vet(["Regio", "12", ""]) == ["**Regio**", "**12**", ""]
