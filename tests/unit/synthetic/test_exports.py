"""The files: the same bytes every time, the usual formats, and only spellings that are published."""

import csv
import hashlib
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from pipeline.synthetic.exports import write_exports
from pipeline.synthetic.population import generate
from pipeline.synthetic.spellings import HEADERS, VALUES
from pipeline.synthetic.truth import Truth


@pytest.fixture(scope="module")
def raw(klein: Truth, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    write_exports(klein, folder)
    return folder


def _hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def _blad(path: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def _csv(path: Path, encoding: str) -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_the_same_truth_gives_the_same_bytes(klein: Truth, raw: Path, tmp_path: Path) -> None:
    written = write_exports(klein, tmp_path)
    assert _hashes(tmp_path) == _hashes(raw)
    assert sorted(str(p.relative_to(tmp_path)) for p in written) == sorted(_hashes(raw))


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_writes_the_same_bytes(tmp_path: Path, hash_seed: str) -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline.synthetic.population import generate;"
        "from pipeline.synthetic.exports import write_exports;"
        "write_exports(generate(cohorts=range(2016, 2018), schools=5, leavers=30), Path(sys.argv[1]))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    there, here = tmp_path / "there", tmp_path / "here"
    subprocess.run([sys.executable, "-c", code, str(there)], check=True, env=environment, timeout=60)
    write_exports(generate(cohorts=range(2016, 2018), schools=5, leavers=30), here)
    assert _hashes(there) == _hashes(here)


def test_until_a_day_only_what_was_delivered_by_then(klein: Truth, tmp_path: Path) -> None:
    write_exports(klein, tmp_path, upto=date(2018, 4, 20))
    days = {path.name for path in tmp_path.iterdir()}
    assert max(days) == "2018-04-20"
    assert "2017-11-20" in days


def test_files_lie_under_the_day_of_delivery(raw: Path) -> None:
    assert (raw / "2017-11-20" / "uitstroom_98XA00.xlsx").is_file()
    assert (raw / "2018-04-20" / "intergrip_V1_2016-2017.csv").is_file()
    assert (raw / "2016-10-01" / "doelen.xlsx").is_file()
    assert list(raw.glob("*/correctie_uitstroom_*.csv"))
    assert {p.name for p in raw.glob("2017-11-20/*99XZ*")} == {
        "NenR2017DI99XZ.csv",
        "NRSP2017DI99XZ.csv",
        "201710A04I99XZ.csv",
    }


def test_half_of_the_schools_deliver_spreadsheets(raw: Path) -> None:
    first = list(raw.glob("2017-11-20/uitstroom_*"))
    assert sorted(path.suffix for path in first).count(".xlsx") == 8
    assert len(first) == 16


def test_a_spreadsheet_has_titles_a_total_and_real_dates(klein: Truth, raw: Path) -> None:
    rows = _blad(raw / "2017-11-20" / "uitstroom_98XA00.xlsx")
    titles = klein.indelingen["98XA00"].titelrijen
    assert 1 <= titles <= 3
    header = [str(cell) for cell in rows[titles]]
    assert header == list(klein.indelingen["98XA00"].kop.values())
    assert rows[-1][0] == "Totaal"
    assert rows[-1][1] == len(rows) - titles - 2
    assert any(isinstance(cell, date | datetime) for cell in rows[titles + 1])


def test_some_write_numbers_as_numbers_and_others_as_text(klein: Truth, raw: Path) -> None:
    kinds = set()
    for path in raw.glob("2017-11-20/uitstroom_*.xlsx"):
        indeling = klein.indelingen[path.stem.removeprefix("uitstroom_")]
        rows = _blad(path)[indeling.titelrijen :]
        column = rows[0].index(indeling.kop["pgn"])
        kinds.add(type(rows[1][column]))
        assert all(isinstance(row[rows[0].index(indeling.kop["brin"])], str) for row in rows[1:])
    assert kinds == {float, str}


def test_encodings_differ_and_hold_accents(klein: Truth, raw: Path) -> None:
    found = set()
    for path in raw.glob("*/uitstroom_*.csv"):
        codering = klein.indelingen[path.stem.removeprefix("uitstroom_")].codering
        text = path.read_bytes().decode(codering)
        found.add((codering, "ë" in text or "é" in text))
        assert path.read_bytes().startswith(b"\xef\xbb\xbf") == (codering == "utf-8-sig")
    assert {("cp1252", True), ("utf-8-sig", True)} <= found


def test_every_header_is_a_published_spelling(klein: Truth) -> None:
    for name, indeling in klein.indelingen.items():
        known = HEADERS["intergrip" if name.startswith("intergrip") else "uitstroom"]
        assert all(spelling in known[column] for column, spelling in indeling.kop.items())
        assert len(set(indeling.kop.values())) == len(indeling.kop)


def test_every_code_is_written_in_a_published_spelling(klein: Truth) -> None:
    for indeling in klein.indelingen.values():
        for field, words in indeling.waarden.items():
            assert all(word in VALUES[field][code] for code, word in words.items())


def test_a_spelling_stands_for_one_thing() -> None:
    for table in (*HEADERS.values(), *VALUES.values()):
        spellings = [word.casefold() for words in table.values() for word in words]
        assert len(spellings) == len(set(spellings))


def test_csv_is_dutch(raw: Path) -> None:
    header, *rows = _csv(raw / "2018-11-20" / "intergrip_V2_2016-2017.csv", "utf-8-sig")
    dates = [row[header.index("Registratiedatum")] for row in rows]
    hours = [row[header.index("Uren")] for row in rows]
    assert all(datetime.strptime(text, "%d-%m-%Y") for text in dates)
    assert not any("." in text for text in hours if text[:1].isdigit())


def test_a_duo_file_is_utf8_with_crlf_and_its_own_header(raw: Path) -> None:
    content = (raw / "2017-11-20" / "NenR2017DI99XZ.csv").read_bytes()
    assert content.startswith(b"#BURGERSERVICENUMMER;ONDERWIJSNUMMER;")
    assert content.count(b"\r\n") == content.count(b"\n")
    assert b'"Zorg; Welzijn & Sport"' in content
    header, *rows = _csv(raw / "2017-11-20" / "201710A04I99XZ.csv", "utf-8")
    assert len(header) == 39
    assert all(len(row) == 39 for row in rows)


def test_some_books_have_a_second_sheet(raw: Path) -> None:
    book = CalamineWorkbook.from_path(raw / "2017-11-20" / "uitstroom_98XB00.xlsx")
    assert book.sheet_names == ["Uitstroom", "Toelichting"]
