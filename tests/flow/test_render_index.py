"""The page in front of the reports."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.reporting.index import IndexEntry, index_page, write_index
from tests.support.page import Element, parse_page


def entry(start: int, naam: str = "Wetenschappelijke toetsing", *, voorbeeld: bool = False) -> IndexEntry:
    jaar = f"{start}-{start + 1}"
    return IndexEntry(
        jaar, naam, f"{jaar}/a.html", f"{jaar}/a.pdf", date(start + 1, 12, 31), "concept", voorbeeld
    )


def page(tmp_path: Path, *entries: IndexEntry) -> Element:
    write_index(tmp_path / "index.html", entries)
    return parse_page(tmp_path / "index.html")


def test_the_newest_year_is_first_and_reports_keep_their_order(tmp_path: Path) -> None:
    made = page(tmp_path, entry(2022), entry(2023, "Toetsing & meer"), entry(2023, "Stuurgroep"))
    assert [heading.text for heading in made.all("h2")] == ["Schooljaar 2023-2024", "Schooljaar 2022-2023"]
    names = [cell.text for cell in made.all("th") if cell.get("scope") == "row"]
    assert names == ["Toetsing & meer", "Stuurgroep", "Wetenschappelijke toetsing"]


def test_every_link_says_where_it_goes(tmp_path: Path) -> None:
    links = page(tmp_path, entry(2023)).all("a")
    assert [(link.get("href"), link.text) for link in links] == [
        ("2023-2024/a.html", "Lezen op het scherm: Wetenschappelijke toetsing 2023-2024"),
        ("2023-2024/a.pdf", "Pdf: Wetenschappelijke toetsing 2023-2024"),
    ]


def test_the_tables_are_a_third_form_where_they_were_made(tmp_path: Path) -> None:
    links = page(tmp_path, replace(entry(2023), xlsx="2023-2024/a.xlsx")).all("a")
    assert (links[2].get("href"), links[2].text) == (
        "2023-2024/a.xlsx",
        "Xlsx: alle tabellen, Wetenschappelijke toetsing 2023-2024",
    )


def test_stand_and_status_are_shown(tmp_path: Path) -> None:
    row = page(tmp_path, entry(2023)).one("tbody").one("tr")
    assert [cell.text for cell in row.all("td")][3:] == ["31 december 2024", "concept"]


def test_the_mark_is_there_only_for_examples(tmp_path: Path) -> None:
    assert "verzonnen" in page(tmp_path, entry(2022), entry(2023, voorbeeld=True)).text
    assert "verzonnen" not in page(tmp_path, entry(2023)).one("body").text


def test_an_index_of_nothing_says_so() -> None:
    assert "Er zijn nog geen rapporten." in index_page([])
