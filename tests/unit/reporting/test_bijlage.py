"""The workbook of a report: the cells of its tables, numbers as numbers, nothing a spreadsheet would run."""

import io
from datetime import date
from pathlib import Path

import nbformat
import openpyxl
import pytest

from pipeline.gate.check import faults_in
from pipeline.reporting.bijlage import waarde, workbook_of
from pipeline.reporting.dress import dress
from pipeline.reporting.frontmatter import Voorblad
from pipeline.reporting.markdown import gelezen, letterlijk
from pipeline.reporting.tables import VERBORGEN, Kolom, kop, maak_tabel, vet
from pipeline.workspace.errors import RenderFout
from tests.support.fake_release import VIJANDIG

STAND = date(2024, 12, 31)


@pytest.mark.parametrize(
    ("tekst", "gelezen_als"),
    [
        ("1.245", (1245.0, 0)), ("46,3", (46.3, 1)), ("−0,6", (-0.6, 1)), ("+5,0", (5.0, 1)), ("0", (0.0, 0)),
        ("1.234.567,89", (1234567.89, 2)), ("2023", (2023.0, 0)),
        ("–", None), ("", None), ("88,8–94,5", None), ("niet getoond", None), ("12.34", None),
        ("46,3%", None), ("1e5", None), ("=1+1", None),
    ],
)  # fmt: skip
def test_a_number_is_what_is_written_as_one_in_dutch(
    tekst: str, gelezen_als: tuple[float, int] | None
) -> None:
    assert waarde(tekst) == gelezen_als


@pytest.mark.parametrize("naam", [*VIJANDIG, "a\\*b", "**", "`x`", "1*2*3", "<span>x</span>"])
def test_a_name_comes_back_from_markdown_as_it_was(naam: str) -> None:
    assert gelezen(letterlijk(naam)) == " ".join(naam.split())


def dressed(*tables: str, folder: Path) -> Path:
    """A dressed notebook with these tables, on disk."""
    cells = [nbformat.v4.new_raw_cell("---\ntitle: Toets\n---")]
    for number, markdown in enumerate(tables):
        told = {"toeleiding": {"caption": f"Tabel over {number}", "herkomst": "Maat P1.\n\nGegevens: `x`."}}
        output = nbformat.v4.new_output("display_data", {"text/markdown": markdown}, metadata=told)
        cells.append(nbformat.v4.new_code_cell(f"#| label: tbl-t{number}\nx", outputs=[output]))
    front = Voorblad("2023-2024", STAND, "definitief", "pandoc", voorbeeldgegevens=True)
    path = folder / "klaar.ipynb"
    nbformat.write(dress(nbformat.v4.new_notebook(cells=cells), front), path)
    return path


def opened(path: Path) -> openpyxl.Workbook:
    content = workbook_of(path)
    assert faults_in("toets.xlsx", content) == []
    return openpyxl.load_workbook(io.BytesIO(content))


def test_a_table_is_a_sheet_with_caption_heads_cells_and_notes(tmp_path: Path) -> None:
    rijen = [["De Werf", "1.245", "46,3", VERBORGEN], vet(["Regio", "2", "7,0", "−0,6"])]
    kolommen = [kop("School"), Kolom("n"), Kolom("%"), Kolom("verschil")]
    tabel = maak_tabel(kolommen, rijen, "", STAND, ["Een noot met \\*"])
    book = opened(dressed(tabel.markdown, "| a |\n|:--|\n| 12 |", folder=tmp_path))
    assert book.sheetnames == ["Inhoud", "Tabel 1", "Tabel 2"]
    rows = [[cell for cell in row if cell is not None] for row in book["Tabel 1"].iter_rows(values_only=True)]
    assert rows[:5] == [
        ["Tabel 1: Tabel over 0"], [], ["School", "n", "%", "verschil"],
        ["De Werf", 1245, 46.3, "niet getoond"], ["Regio", 2, 7, -0.6],
    ]  # fmt: skip
    assert rows[6][0].startswith("Een noot met *. Niet getoond: weggelaten")
    assert rows[7:] == [["Herkomst: Maat P1."], ["Herkomst: Gegevens: x."]]
    assert book["Tabel 1"]["C4"].number_format == "#,##0.0"
    assert book["Tabel 2"]["A4"].value == "12", "a column of names holds text"
    listed = [row[:2] for row in book["Inhoud"].iter_rows(values_only=True) if row[1]]
    assert listed == [("Tabel 1", "Tabel over 0"), ("Tabel 2", "Tabel over 1")]


def test_a_name_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    names = ['=HYPERLINK("http://voorbeeld.test")', "+1", "@SUM(A1)", "-2+3", "|cmd"]
    tabel = maak_tabel([kop("School")], [[letterlijk(name)] for name in names], "", STAND)
    sheet = opened(dressed(tabel.markdown, folder=tmp_path))["Tabel 1"]
    cells = [sheet.cell(row, 1) for row in range(4, 9)]
    assert [cell.value for cell in cells] == names
    assert {cell.data_type for cell in cells} == {"s"} and not any(cell.hyperlink for cell in cells)


def test_the_same_notebook_gives_the_same_bytes(tmp_path: Path) -> None:
    path = dressed("| a |\n|--:|\n| 1 |", folder=tmp_path)
    assert workbook_of(path) == workbook_of(path)


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderFout, match="table 1 is not a pipe table"):
        workbook_of(dressed("geen tabel", folder=tmp_path))
