"""Workbooks: typed cells become text in one fixed way, and what is no workbook is refused."""

import io
import struct
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from pipeline.sources.reading import bestand, read_bladen, spreadsheet
from pipeline.sources.reading.spreadsheet import cell_text
from pipeline.workspace.errors import LeveringGeweigerd
from tests.support.exports import write_xlsx


def _rows(path: Path) -> dict[str, list[tuple[int, list[str]]]]:
    return {blad.naam: blad.rijen("", ()) for blad in read_bladen(bestand(path, path.name))}


# A cell as Excel holds it, and the text it becomes.
CELLS = [
    ("tekst", "tekst"),
    (" \u00a0tekst ", "tekst"),
    ("012345672", "012345672"),
    ("1.245,50", "1.245,50"),
    (123456782, "123456782"),
    (12345672.0, "12345672"),
    (32.5, "32,5"),
    (0.125, "0,125"),
    (1245.5, "1245,5"),
    (-3, "-3"),
    (True, "J"),
    (False, "N"),
    (date(2017, 7, 10), "2017-07-10"),
    (datetime(2017, 7, 10, 13, 5), "2017-07-10"),
    ("een\ntwee", "een\ntwee"),
]


def test_cells_become_text(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "x.xlsx", {"A": [[cell for cell, _ in CELLS]]})
    assert _rows(path) == {"A": [(1, [text for _, text in CELLS])]}


@pytest.mark.parametrize(
    ("cell", "text"), [(time(12, 30), "12:30:00"), (date(2017, 7, 10), "2017-07-10"), (7, "7")]
)
def test_cells_that_other_formats_hold(cell: object, text: str) -> None:
    assert cell_text(cell) == text


def test_rows_keep_their_numbers(tmp_path: Path) -> None:
    rows = [["Uitstroom 2016-2017"], [], ["a", "b"], [1, 2], ["", ""], [3, 4]]
    path = write_xlsx(tmp_path / "x.xlsx", {"A": rows})
    assert _rows(path) == {
        "A": [(1, ["Uitstroom 2016-2017", ""]), (3, ["a", "b"]), (4, ["1", "2"]), (6, ["3", "4"])]
    }


def test_every_sheet_that_holds_anything(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet("Toelichting").write(0, 0, "lees mij")
        workbook.add_worksheet("Leeg")
        hidden = workbook.add_worksheet("Verborgen")
        hidden.write(1, 0, "x")
        hidden.hide()
        chart = workbook.add_chart({"type": "bar"})
        chart.add_series({"values": "=Verborgen!$A$1:$A$2"})
        workbook.add_chartsheet("Grafiek").set_chart(chart)
    assert _rows(path) == {"Toelichting": [(1, ["lees mij"])], "Verborgen": [(2, ["x"])]}


def test_merged_cells_and_errors_in_formulas(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("A")
        sheet.merge_range(0, 0, 0, 1, "titel")
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 1, "=1+1", None, 2)
    assert _rows(path) == {"A": [(1, ["titel", ""]), (2, ["", "2"])]}


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "export.csv", {"A": [["a", "b"]]})
    assert _rows(path) == {"A": [(1, ["a", "b"])]}


def _good(tmp_path: Path) -> bytes:
    return write_xlsx(tmp_path / "good.xlsx", {"A": [["a", "b"], [1, 2]]}).read_bytes()


def _zip(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def _understated(content: bytes) -> bytes:
    """The archive with a size of one byte stated for its largest part: a bomb that says it is none."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        largest = max(archive.infolist(), key=lambda part: part.file_size)
    size = struct.pack("<I", largest.file_size)
    return content.replace(size, struct.pack("<I", 1))


DAMAGED = {
    "cut off": lambda good: good[: len(good) // 2],
    "directory damaged": lambda good: good.replace(b"PK\x01\x02", b"XXXX", 1),
    "part damaged": lambda good: good[:60] + b"\xff" * 40 + good[100:],
    "a part larger than stated": _understated,
    "a zip with something else": lambda _: _zip(csv="a;b"),
    "an old or locked workbook": lambda _: b"\xd0\xcf\x11\xe0" + b"\0" * 600,
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_workbook_that_cannot_be_opened_is_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(DAMAGED[damage](_good(tmp_path)))
    with pytest.raises(LeveringGeweigerd, match=r"x\.xlsx cannot be opened as a spreadsheet") as refusal:
        read_bladen(bestand(path, path.name))
    assert "save it again as XLSX" in refusal.value.advice


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(_zip(a="0" * 2_000_000, b="0" * 2_000_000))
    monkeypatch.setattr(spreadsheet, "MAX_UNPACKED", 3 * 1024 * 1024)
    with pytest.raises(LeveringGeweigerd, match="unpacks to 3 MB; at most 3 MB") as refusal:
        read_bladen(bestand(path, path.name))
    assert "CSV" in refusal.value.advice


def test_text_called_a_workbook_is_text(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_text("PK;a;b\n1;2;3\n", encoding="utf-8")
    (blad,) = read_bladen(bestand(path, path.name))
    assert list(blad.rijen(";", ("utf-8",))) == [(1, ["PK", "a", "b"]), (2, ["1", "2", "3"])]
