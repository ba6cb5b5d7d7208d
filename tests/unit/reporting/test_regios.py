"""Other regions beside ours: as they published it, the same cohort and definition, and no ranking."""

from dataclasses import replace

import pytest

from pipeline.reporting.content import regios
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.rapport import Rapport
from tests.support.fake_release import FakeRelease


@pytest.fixture(scope="module")
def gegevens() -> Gegevens:
    return Rapport.van("2023-2024", FakeRelease()).gegevens


def body(markdown: str) -> list[list[str]]:
    lines = [line for line in markdown.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_regions_stand_by_name_under_each_measure(gegevens: Gegevens) -> None:
    rows = body(regios.tabel(gegevens).markdown)
    assert [row[1] for row in rows[:4]] == ["Haaglanden", "Rijnmond", "Haaglanden", "Rijnmond"]
    assert rows[0] == ["Plaatsing (sector), P1", "Haaglanden", "300", "400", "75,0", "70,5–79,0"]
    assert "niet getoond" in rows[2][4] and rows[2][2:4] == ["", ""]


def test_a_figure_by_another_definition_is_not_shown(gegevens: Gegevens) -> None:
    (row,) = (
        r for r in body(regios.tabel(gegevens).markdown) if r[0].endswith("K1") and r[1] == "Haaglanden"
    )
    assert row[2:] == ["", "", "andere definitie", ""]


def test_a_figure_of_another_cohort_is_not_shown(gegevens: Gegevens) -> None:
    older = replace(gegevens, regios=tuple(replace(r, cohort=(r.cohort or 0) - 1) for r in gegevens.regios))
    assert "niet gemeten" in body(regios.tabel(older).markdown)[0][4]


def test_who_is_there_and_who_is_not_is_said(gegevens: Gegevens) -> None:
    text = regios.tekst(gegevens).markdown
    assert "Naast onze regio staat Haaglanden." in text
    assert "Van Drechtsteden is over 2023-2024 nog niets ontvangen." in text
    assert "Het zegt niet welke regio het beter doet." in text
    two = replace(gegevens, regios=(*gegevens.regios, replace(gegevens.regios[0], regio="Utrecht")))
    assert "Naast onze regio staan Haaglanden en Utrecht." in regios.tekst(two).markdown


def test_without_other_regions_ours_is_not_in_a_table_by_itself(gegevens: Gegevens) -> None:
    alone = replace(gegevens, regios=())
    assert "geen cijfers ontvangen" in regios.tekst(alone).markdown
    assert body(regios.tabel(alone).markdown)[0][0] == "Niet aangeleverd"
    absent = replace(gegevens, regios=tuple(r for r in gegevens.regios if r.status == "geen release"))
    assert "beter" not in regios.tekst(absent).markdown
