"""Workbooks: typed cells become text in one fixed way, and what is no workbook is refused."""

import io
import struct
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from pipeline.sources import register
from pipeline.sources.contract import contracten
from pipeline.sources.opname import NieuwBestand
from pipeline.sources.reading import (
    Bestand,
    Blad,
    bestand,
    bestanden,
    inhoud,
    read_bladen,
    reading_process,
    spreadsheet,
    worker,
)
from pipeline.sources.reading.archive import is_archive
from pipeline.sources.reading.blad import Rij
from pipeline.sources.reading.child.cells import cell_text, percentage
from pipeline.sources.register import recognised_sheets
from pipeline.workspace.errors import LeveringGeweigerd
from tests.support.exports import KOP, leerling, write_xlsx
from tests.support.workbooks import (
    Biff,
    OdsCell,
    biff_record,
    ods_parts,
    ole,
    write_ods,
    write_xls,
    write_zip,
    xls_book,
    xlsx_parts,
    xml_row,
)


@pytest.fixture(autouse=True, scope="module")
def _child() -> Iterator[None]:
    """One child process for the tests of this file."""
    with reading_process():
        yield


def _bladen(path: Path) -> list[Blad]:
    return read_bladen(bestand(path, path.name))


def _rows(path: Path) -> dict[str, list[Rij]]:
    return {blad.naam: list(blad.rijen("", ())) for blad in _bladen(path)}


def _refusal(path: Path) -> str:
    with pytest.raises(LeveringGeweigerd) as refusal:
        _rows(path)
    assert refusal.value.exit_code == 3
    assert refusal.value.advice
    return str(refusal.value)


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
    (datetime(2017, 7, 10), "2017-07-10"),
    (datetime(2017, 7, 10, 13, 5), "2017-07-10 13:05:00"),
    (datetime(2017, 12, 31, 23, 59, 59, 999000), "2018-01-01 00:00:00"),
    (time(12, 30), "12:30:00"),
    ("een\ntwee", "een\ntwee"),
]


def test_cells_become_text(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "x.xlsx", {"A": [[cell for cell, _ in CELLS]]})
    assert _rows(path) == {"A": [(1, [text for _, text in CELLS])]}


@pytest.mark.parametrize(
    ("cell", "text"),
    [(7, "7"), (timedelta(hours=30), "1 day, 6:00:00"), (float("nan"), "nan"), (1e22, "1" + "0" * 22)],
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


# The same cells in each format that can hold them; what is read has to be the same.
TABLE = [["Stamnr", "Datum", "Uren", "Plek", "J/N"], ["0123", date(2017, 7, 10), 32.5, "é\u20ac", True]]
TABLE_READ = [
    (1, ["Stamnr", "Datum", "Uren", "Plek", "J/N"]),
    (2, ["0123", "2017-07-10", "32,5", "é\u20ac", "J"]),
]
WRITERS = {"xlsx": write_xlsx, "xlsm": write_xlsx, "xls": write_xls, "ods": write_ods}


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("named", ["{}", "xls", "xlsx", "ods", "csv"])
def test_every_format_under_any_name(tmp_path: Path, suffix: str, named: str) -> None:
    path = WRITERS[suffix](tmp_path / f"x.{named.format(suffix)}", {"Uit": TABLE})
    assert _rows(path) == {"Uit": TABLE_READ}


@pytest.mark.parametrize("write", [write_xlsx, write_ods], ids=["xlsx", "ods"])
def test_rows_and_columns_before_the_first_cell_count(tmp_path: Path, write: type) -> None:
    path = write(tmp_path / "x", {"A": [[], ["", ""], ["", "", "c3"], [], ["", "b5"]]})
    assert _rows(path) == {"A": [(3, ["", "", "c3"]), (5, ["", "b5", ""])]}


def test_a_sheet_of_many_pages(tmp_path: Path) -> None:
    rows = [[str(number), "x" * 20_000] for number in range(1, 101)]  # a page is half a million characters
    big, other = (write_xlsx(tmp_path / f"{n}.xlsx", {"A": rows[::step]}) for n, step in ((1, 1), (2, 2)))
    (first,), (second,) = _bladen(big), _bladen(other)
    expected = list(enumerate(rows, 1))
    assert first.kop("") == expected[:30]
    assert list(first.rijen("", ())) == expected
    assert list(first.rijen("", ())) == expected, "a second time"
    halves = zip(first.rijen("", ()), second.rijen("", ()), strict=False)
    assert all(
        left == expected[place] and right[1] == rows[2 * place] for place, (left, right) in enumerate(halves)
    )
    begun = iter(first.rijen("", ()))
    assert next(begun) == expected[0]
    assert len(list(second.rijen("", ()))) == 50
    assert list(begun) == expected[1:], "after another workbook was opened"


def test_workbooks_of_many_pages_at_the_same_time(tmp_path: Path) -> None:
    """A page is of the workbook that is open, and there is one process that opens them."""
    sheets = [
        [[f"{name}{number}", "x" * 20_000] for number in range(1, 101)] for name in ("een", "twee", "drie")
    ]
    paths = [write_xlsx(tmp_path / f"{at}.xlsx", {"A": rows}) for at, rows in enumerate(sheets)]

    def cells(path: Path) -> list[list[str]]:
        (blad,) = _bladen(path)
        return [row for _, row in blad.rijen("", ())]

    with ThreadPoolExecutor(len(paths)) as threads:
        for _ in range(3):
            assert list(threads.map(cells, paths)) == sheets


def test_questions_of_many_at_the_same_time(tmp_path: Path) -> None:
    files = [bestand(write_xlsx(tmp_path / f"{n}.xlsx", {"A": [["a"]]}), f"{n}.xlsx") for n in range(4)]
    packed = bestand(write_zip(tmp_path / "x.zip", {"a.csv": "a;b"}), "x.zip")
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(is_archive, [*files, packed] * 40)) == [False, False, False, False, True] * 40


@pytest.mark.parametrize("sign", ["\x1f", "\x1e"])
def test_what_keeps_cells_and_rows_apart_is_no_text(tmp_path: Path, sign: str) -> None:
    rows = [["een", f"a{sign}b", "drie"], [sign, "", ""], ["", "twee", ""]]
    assert _rows(write_xls(tmp_path / "x.xls", {"A": rows})) == {
        "A": [(1, ["een", "a b", "drie"]), (3, ["", "twee", ""])]
    }


def test_a_million_formatted_rows_without_anything_cost_nothing(tmp_path: Path) -> None:
    tail = "".join(
        f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/></row>' for n in range(3, 300_000)
    )
    path = write_zip(tmp_path / "x.xlsx", xlsx_parts({"A": xml_row(1, "a", "b") + xml_row(2, 1, 2) + tail}))
    assert _rows(path) == {"A": [(1, ["a", "b"]), (2, ["1", "2"])]}
    empty = (
        f"<table:table-row table:number-rows-repeated='1048574'>{OdsCell(COLUMNS).markup}</table:table-row>"
    )
    ods = write_zip(tmp_path / "x.ods", ods_parts({"A": [["a", "b"], [1, 2], empty]}))
    assert _rows(ods) == {"A": [(1, ["a", "b"]), (2, ["1", "2"])]}


COLUMNS = "table:number-columns-repeated='16384'"


# Errors: a cell shows them, so they are what it holds; empty would be a lie.
ERRORS = ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"]


def test_errors_in_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("A")
        sheet.write_row(0, 0, ["x"] * len(ERRORS))
        for column, error in enumerate(ERRORS):
            sheet.write_formula(1, column, "=1/0", None, error)
    assert _rows(path) == {"A": [(1, ["x"] * len(ERRORS)), (2, ERRORS)]}


def test_errors_in_xls(tmp_path: Path) -> None:
    codes = [0x2A, 0x17, 0x07, 0x0F, 0x1D, 0x24, 0x00]
    results = [Biff.formula(bytes([2, 0, code, 0, 0, 0, 255, 255])) for code in codes]
    path = write_xls(tmp_path / "x.xls", {"A": [["x"], [Biff.error(code) for code in codes], results]})
    assert _rows(path)["A"][1:] == [(2, ERRORS), (3, ERRORS)]


def test_errors_in_ods(tmp_path: Path) -> None:
    office = 'office:value-type="string" office:string-value=""'
    cells = [
        OdsCell(f'table:formula="of:=NA()" {office} calcext:value-type="error"', "#N/A"),
        OdsCell('table:formula="of:=1/0" office:value-type="float" office:value="0"', "#DIV/0!"),
        OdsCell(f'table:formula="of:=x" {office} calcext:value-type="error"', "Err:508"),
        OdsCell(f'table:number-columns-repeated="2" {office} calcext:value-type="error"', "#REF!"),
    ]
    path = write_ods(tmp_path / "x.ods", {"Leeg": [], "A": [["x"], [], [*cells, "z"]]})
    assert _rows(path) == {
        "A": [(1, ["x", "", "", "", "", ""]), (3, ["#N/A", "#DIV/0!", "Err:508", "#REF!", "#REF!", "z"])]
    }


def test_an_error_that_calamine_does_not_know(tmp_path: Path) -> None:
    data = xml_row(1, "a") + '<row r="2"><c r="A2" t="e"><v>#SPILL!</v></c></row>'
    said = _refusal(write_zip(tmp_path / "x.xlsx", xlsx_parts({"A": data})))
    assert "x.xlsx holds an error such as #SPILL! or #CALC!" in said


# What a number shows as: a percentage is one by its format, whatever the language of it.
PERCENTS = [
    (0.85, "0%", "85%"),
    (0.463, "0.0%", "46,3%"),
    (1, "0%", "100%"),
    (0.07, "0%;[Red]-0%", "7%"),
    (-0.5, "0%", "-50%"),
    (0.3333333333333333, "0%", "33,3333333333%"),
    (0.85, "0.00", "0,85"),
    (85, '0" %"', "85"),
    (85, "0\\%", "85"),
]


def test_percentages_in_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("A")
        for row, (value, code, _) in enumerate(PERCENTS):
            sheet.write_row(row, 1, ["naast", 0.85])
            sheet.write_number(row, 0, value, workbook.add_format({"num_format": code}))
        sheet.write_string(len(PERCENTS), 0, "tekst", workbook.add_format({"num_format": "0%"}))
        sheet.write_blank(len(PERCENTS), 1, None, workbook.add_format({"num_format": "0%"}))
    assert [cells for _, cells in _rows(path)["A"]] == [
        *([shown, "naast", "0,85"] for _, _, shown in PERCENTS),
        ["tekst", "", ""],
    ]


def test_percentages_in_xls_and_ods(tmp_path: Path) -> None:
    multiple = Biff(0xBD, struct.pack("<HIHIH", 0, 7 << 2 | 2, 2, 85 << 2 | 3, 3))
    xls = write_xls(
        tmp_path / "x.xls", {"A": [[Biff.percent(0.85), Biff.percent(0.463, 3), 0.85], ["", "", multiple]]}
    )
    assert _rows(xls) == {"A": [(1, ["85%", "46,3%", "0,85", ""]), (2, ["", "", "7", "85%"])]}
    share = OdsCell('office:value-type="percentage" office:value="0.463"', "46%")
    assert _rows(write_ods(tmp_path / "x.ods", {"A": [[0.85, share]]})) == {"A": [(1, ["0,85", "46,3%"])]}


def test_a_small_xls_lies_with_other_streams_in_one(tmp_path: Path) -> None:
    book = xls_book({"A": [["a", Biff.error(0x2A)]]})
    (tmp_path / "x.xls").write_bytes(
        ole({"\x05SummaryInformation": b"x" * 100, "Workbook": book}, small=True)
    )
    assert len(book) < 4096
    assert _rows(tmp_path / "x.xls") == {"A": [(1, ["a", "#N/A"])]}


def test_a_percentage_of_what_is_no_number() -> None:
    assert (percentage(date(2017, 7, 10)), percentage("x")) == ("2017-07-10", "x")


# A formula counts for the value in the file; without one there is nothing to count.
FORMULAS = {
    "a number": ('<c r="C3"><f>1+1</f><v>2</v></c>', "", "2"),
    "a text": ('<c r="C3" t="str"><f>A1</f><v>x</v></c>', "", "x"),
    "an empty text": ('<c r="C3" t="str"><f>A1</f><v></v></c>', "", ""),
    "nought": ('<c r="C3"><f>1-1</f><v>0</v></c>', "", "0"),
    "a shared formula": ('<c r="C3"><f t="shared" si="0"/><v>7</v></c>', "", "7"),
    "no value": ('<c r="C3"><f>1+1</f></c>', "", None),
    "an empty value": ('<c r="C3"><f>1+1</f><v></v></c>', "", None),
    "no value and no places": ("<c/><c/><c><f>1+1</f><v/></c>", "", None),
    "nought, still to be calculated": ('<c r="C3"><f>1+1</f><v>0</v></c>', "1", None),
    "a number, still to be calculated": ('<c r="C3"><f>1+1</f><v>2</v></c>', "1", "2"),
    "an empty text, still to be calculated": ('<c r="C3" t="str"><f>A1</f><v></v></c>', "true", None),
}


@pytest.mark.parametrize(("cell", "load", "value"), FORMULAS.values(), ids=FORMULAS)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_formulas(tmp_path: Path, cell: str, load: str, value: str | None, prefix: str) -> None:
    calc = f'<calcPr calcId="1" fullCalcOnLoad="{load}"/>' if load else ""
    data = xml_row(1, "a", "b", "c") + f'<row r="3">{cell}</row>'
    parts = xlsx_parts({"Leeg": "", "A": data}, calc=calc)
    if prefix:
        sheet = parts["xl/worksheets/sheet2.xml"].replace("<", "<x:").replace("<x:/", "</x:")
        parts["xl/worksheets/sheet2.xml"] = sheet.replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    path = write_zip(tmp_path / "x.xlsx", parts)
    if value is None:
        said = _refusal(path)
        assert "x.xlsx, sheet A, row 3, column C: a formula that was never calculated" in said
        assert "open it in Excel, save it" in said
    else:
        rows = [(1, ["a", "b", "c"]), (3, ["", "", value])]
        assert _rows(path) == {"A": rows if value else rows[:1]}


@pytest.mark.parametrize("over", [0, 1, 2, 3])
def test_a_formula_is_seen_wherever_the_file_is_cut_in_blocks(tmp_path: Path, over: int) -> None:
    """A part is looked through in blocks of a megabyte: the mark of a formula may stand in two of them."""
    parts = xlsx_parts({"A": f'{xml_row(1, "a")}#<row r="2"><c r="A2"><f>1+1</f></c></row>'})
    markup = parts["xl/worksheets/sheet1.xml"]
    spaces = 2 * 1024**2 - over - markup.encode().index(b"<f>") + 1
    parts["xl/worksheets/sheet1.xml"] = markup.replace("#", " " * spaces)
    assert "row 2, column A: a formula" in _refusal(write_zip(tmp_path / "x.xlsx", parts))


def test_what_openpyxl_writes_is_not_calculated(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["a", "=1+1"])
    workbook.save(tmp_path / "x.xlsx")
    assert "sheet Sheet, row 1, column B: a formula that was never" in _refusal(tmp_path / "x.xlsx")


NOUGHT, NO_TEXT = bytes(8), bytes([3, 0, 0, 0, 0, 0, 255, 255])
RECALCID = biff_record(0x1C1, struct.pack("<HHI", 0x1C1, 0, 1))


@pytest.mark.parametrize(
    ("result", "flags", "calculated", "value"),
    [
        (NOUGHT, 0, True, "0"),
        (NOUGHT, 2, True, None),
        (NOUGHT, 0, False, None),
        (NO_TEXT, 0, True, ""),
        (NO_TEXT, 0, False, None),
        (struct.pack("<d", 2.0), 2, False, "2"),
    ],
)
def test_formulas_in_xls(
    tmp_path: Path, result: bytes, flags: int, calculated: bool, value: str | None
) -> None:
    rows = [["a", "b"], ["x", Biff.formula(result, flags)]]
    path = write_xls(tmp_path / "x.xls", {"A": rows}, more=RECALCID if calculated else b"")
    if value is None:
        assert "x.xls, sheet A, row 2, column B: a formula that was never calculated" in _refusal(path)
    else:
        assert _rows(path) == {"A": [(1, ["a", "b"]), (2, ["x", value])]}


def test_formulas_in_ods(tmp_path: Path) -> None:
    value = OdsCell('table:formula="of:=1+1" office:value-type="float" office:value="2"', "2")
    assert _rows(write_ods(tmp_path / "x.ods", {"A": [["a", value]]})) == {"A": [(1, ["a", "2"])]}
    rows = [["a"], [], ["x", OdsCell('table:formula="of:=1+1"')]]
    said = _refusal(write_ods(tmp_path / "y.ods", {"A": rows}))
    assert "y.ods, sheet A, row 3, column B: a formula that was never calculated" in said


def test_a_formula_in_another_sheet_is_no_reason_to_refuse(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active.append(["a", "=1+1"])
    export = workbook.create_sheet("Uit")
    for row in (KOP, leerling()):
        export.append(row)
    workbook.save(path)
    skipped: list[str] = []
    (sheet,) = recognised_sheets(bestand(path, "x.xlsx"), contracten(), skipped)
    assert (sheet.blad.naam, skipped) == ("Uit", ["x.xlsx, sheet Sheet"])
    assert len(list(sheet.blad.rijen("", ()))) == 2


# A cell merged over rows says the same in each of them; what it stretches over sideways stays empty.
MERGED_READ = [
    (1, ["Titel", "", "", ""]),
    (2, ["PGN", "BRIN", "Contract", ""]),
    (3, ["PGN", "BRIN", "Begin contract", "Einde contract"]),
    (4, ["999990019", "99AA", "x", ""]),
    (5, ["123456782", "99AA", "y", ""]),
    (8, ["Totaal", "", "", ""]),
]


def test_merged_cells_in_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("A")
        sheet.merge_range(0, 0, 0, 3, "Titel")
        sheet.merge_range(1, 0, 2, 0, "PGN")
        sheet.merge_range(1, 1, 2, 1, "BRIN")
        sheet.merge_range(1, 2, 1, 3, "Contract")
        sheet.write_row(2, 2, ["Begin contract", "Einde contract"])
        sheet.write_row(3, 0, ["999990019", "", "x"])
        sheet.write_row(4, 0, ["123456782", "", "y"])
        sheet.merge_range(3, 1, 6, 1, "99AA")
        sheet.write(7, 0, "Totaal")
    assert _rows(path) == {"A": MERGED_READ}


def test_merged_cells_in_xls(tmp_path: Path) -> None:
    rows = [
        ["Titel"],
        ["PGN", "BRIN", "Contract"],
        ["", "", "Begin contract", "Einde contract"],
        ["999990019", "99AA", "x"],
        ["123456782", "", "y"],
        [],
        [],
        ["Totaal"],
    ]
    merged = [(0, 0, 0, 3), (1, 2, 0, 0), (1, 2, 1, 1), (1, 1, 2, 3), (3, 6, 1, 1)]
    assert _rows(write_xls(tmp_path / "x.xls", {"A": rows}, merged=merged)) == {"A": MERGED_READ}


def test_merged_cells_in_ods(tmp_path: Path) -> None:
    def over(rows: int, shown: str) -> OdsCell:
        return OdsCell(f'office:value-type="string" table:number-rows-spanned="{rows}"', shown)

    covered = OdsCell(covered=True)
    rows = [
        ["Titel"],
        [over(2, "PGN"), over(2, "BRIN"), "Contract"],
        [covered, covered, "Begin contract", "Einde contract"],
        ["999990019", over(4, "99AA"), "x"],
        ["123456782", covered, "y"],
        ["", covered],
        ["", covered],
        ["Totaal"],
    ]
    assert _rows(write_ods(tmp_path / "x.ods", {"A": rows})) == {"A": MERGED_READ}


def test_a_header_merged_over_two_rows_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    kop = ["PGN", "BRIN", "Schooltype", "Bestemming", "Schooljaar"]
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("A")
        for column, naam in enumerate(kop):
            sheet.merge_range(0, column, 1, column, naam)
        sheet.merge_range(0, 5, 0, 6, "Contract (begin en einde)")
        sheet.write_row(1, 5, ["Begin contract", "Einde contract"])
        sheet.write_row(2, 0, ["999990019", "99AA", "PRO", "BOL", "2016-2017"])
    (sheet,) = recognised_sheets(bestand(path, "x.xlsx"), contracten(), [])
    assert (sheet.koprij, sheet.onbekend, len(sheet.kolommen)) == (2, (), 7)
    assert [row for row in sheet.blad.rijen("", ()) if row[0] > 2] == [
        (3, ["999990019", "99AA", "PRO", "BOL", "2016-2017", "", ""])
    ]


@pytest.mark.parametrize("state", ["hidden", "very hidden", "xls", "ods"])
def test_a_hidden_sheet_is_known_as_such(tmp_path: Path, state: str) -> None:
    sheets = {"Open": [["x"]], "Stil": [["y"]]}
    path = tmp_path / "x"
    if state == "ods":
        write_zip(path, ods_parts(sheets, hidden=["Stil"]))
    elif state == "xls":
        write_xls(path, sheets, hidden={"Stil": 2})
    else:
        with xlsxwriter.Workbook(str(path)) as workbook:
            workbook.add_worksheet("Open").write(0, 0, "x")
            sheet = workbook.add_worksheet("Stil")
            sheet.write(0, 0, "y")
            sheet.hide() if state == "hidden" else sheet.very_hidden()
    assert [(blad.naam, blad.verborgen) for blad in _bladen(path)] == [("Open", False), ("Stil", True)]


def test_a_hidden_export_is_refused_and_another_hidden_sheet_is_not(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    for hidden in ("Lijst", "Uit"):
        with xlsxwriter.Workbook(str(path)) as workbook:
            for naam, rows in (("Uit", [KOP, leerling()]), ("Lijst", [["Keuzes"], ["BOL"]])):
                sheet = workbook.add_worksheet(naam)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
            workbook.get_worksheet_by_name("Lijst" if hidden == "Uit" else "Uit").activate()
            workbook.get_worksheet_by_name(hidden).hide()
            workbook.get_worksheet_by_name("Lijst" if hidden == "Uit" else "Uit").set_first_sheet()
        if hidden == "Lijst":
            skipped: list[str] = []
            assert len(recognised_sheets(bestand(path, "x.xlsx"), contracten(), skipped)) == 1
            assert skipped == ["x.xlsx, sheet Lijst"]
            continue
        with pytest.raises(
            LeveringGeweigerd, match=r"x\.xlsx, sheet Uit: a hidden sheet that is an export of uitstroom"
        ):
            recognised_sheets(bestand(path, "x.xlsx"), contracten(), [])


def test_a_workbook_that_is_known_starts_no_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "x.xlsx", {"A": [["a"]]})
    known = bestand(path, "x.xlsx")
    monkeypatch.setattr(worker, "_COMMAND", ("nothing-of-that-name",))
    worker.PROCES.end()
    assert list(bestanden(path, tmp_path, tmp_path, {known.sha256})) == [known]
    assert inhoud(path, tmp_path, {known.sha256}) == [("x.xlsx", known.sha256)]


def test_a_large_workbook_is_judged_before_the_next_is_opened(tmp_path: Path) -> None:
    files = [Bestand(tmp_path, f"{n}.xlsx", str(n), size, 0) for n, size in enumerate([9, 2 * 1024**2, 9])]
    waiting = [NieuwBestand(file, [], ()) for file in files]
    assert [[f.bestand.pad for f in batch] for batch in register._batches(waiting)] == [
        ["1.xlsx"],
        ["0.xlsx", "2.xlsx"],
    ]


def test_the_parts_of_a_workbook_may_be_anywhere(tmp_path: Path) -> None:
    data = '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1" t="inlineStr"><is><t>x</t></is></c></row>'
    path = write_zip(tmp_path / "x.xlsx", xlsx_parts({"A": data}, target="/xl/worksheets/blad{}.xml"))
    assert "row 1, column A: a formula" in _refusal(path)


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
    "an old or locked workbook": lambda _: b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "a text document": lambda _: _zip(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
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
