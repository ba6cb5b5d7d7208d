"""What goes back to a school: its own rows with what is wrong, and nobody else's."""

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from pipeline.sources import marks, typed
from pipeline.sources.contract import contracten
from pipeline.sources.handback import Teruggave, hand_back
from pipeline.sources.mending import klacht
from pipeline.sources.register import take_in
from pipeline.workspace.folders import Workspace
from tests.support.intake import OPNAME

EXPORT = """Leerlingnr;BSN;Achternaam;BRIN;Schooltype;Schooljaar;Bestemming;Uren;Geboortedatum
1;999990019;Jansen;99AA00;PRO;2016-2017;ARB_REG;32;17-05-2000
2;999990020;=HYPERLINK("x");99AA00;PRO;2016-2017;ARB_REG;veel;31-02-2000
;;De Wit;99AA00;PRO;2016-2017;GEEN;;
4;123456782;Bakker;99AB00;VSO;2016-2017;ARB_REG;32;
5;123456782;Smit;;PRO;2016-2017;ARB_REG;32;
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = Workspace.create(tmp_path_factory.mktemp("werkmap"))
    folder = made.raw / "2017-11-20"
    folder.mkdir()
    (folder / "uitstroom.csv").write_text(EXPORT, encoding="utf-8")
    assert take_in(made, OPNAME).geweigerd == []
    yield made


@pytest.fixture(scope="module")
def made(workspace: Workspace) -> list[Teruggave]:
    return hand_back(workspace, OPNAME)


def _table(workspace: Workspace, name: str) -> list[list[str]]:
    book = CalamineWorkbook.from_path(str(workspace.terug / name))
    assert book.sheet_names == ["uitstroom"]
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def test_only_schools_with_rows_to_mend_get_a_workbook(workspace: Workspace, made: list[Teruggave]) -> None:
    """The good row goes back to nobody; a row without a school cannot go to one."""
    assert made == [
        Teruggave("99AA00", "99AA00.xlsx", 2, 1),
        Teruggave("zonder-school", "zonder-school.xlsx", 1, 1),
    ]
    assert sorted(path.name for path in workspace.terug.iterdir()) == ["99AA00.xlsx", "zonder-school.xlsx"]


def test_a_row_says_where_it_stands_what_is_wrong_and_what_to_do(
    workspace: Workspace, made: list[Teruggave]
) -> None:
    assert made
    table = _table(workspace, "99AA00.xlsx")
    (kop,) = [number for number, row in enumerate(table) if row[0] == "Bestand"]
    assert "met dezelfde naam en met alle rijen" in " ".join(row[0] for row in table[:kop])
    first, second = table[kop + 1 :]
    assert first[:4] == ["2017-11-20/uitstroom.csv", "", "3", "telt mee"]
    assert "uren: geen getal" in first[4] and "geboortedatum: geen geldige datum" in first[4]
    assert "32 of 32,5" in first[5] and "dd-mm-jjjj" in first[5]
    assert first[table[kop].index("uren")] == "veel"
    assert second[2:6] == [
        "4",
        "telt niet mee",
        "persoon niet vast te stellen\nGEEN zonder reden",
        "Vul het BSN, het onderwijsnummer of het leerlingnummer in.\n"
        + next(r.toelichting for r in contracten()["uitstroom"].regels if r.naam == "GEEN zonder reden"),
    ]


def test_another_school_s_pupils_are_not_in_it(workspace: Workspace, made: list[Teruggave]) -> None:
    assert made
    text = str(_table(workspace, "99AA00.xlsx"))
    assert "De Wit" in text
    assert not any(name in text for name in ("Jansen", "Bakker", "Smit"))


def test_a_cell_is_text_and_never_a_formula(workspace: Workspace, made: list[Teruggave]) -> None:
    assert made
    book = CalamineWorkbook.from_path(str(workspace.terug / "99AA00.xlsx"))
    assert '=HYPERLINK("x")' in str(book.get_sheet_by_index(0).to_python())
    with zipfile.ZipFile(workspace.terug / "99AA00.xlsx") as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_the_folder_is_private_and_made_anew(workspace: Workspace, made: list[Teruggave]) -> None:
    assert made
    (workspace.terug / "oud.xlsx").touch()
    hand_back(workspace, OPNAME)
    assert not (workspace.terug / "oud.xlsx").exists()
    assert stat.S_IMODE(workspace.terug.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in workspace.terug.iterdir()} == {0o600}


def test_it_is_never_in_git() -> None:
    ignored = (Path(__file__).parents[3] / ".gitignore").read_text("utf-8").splitlines()
    assert "/data/terug/" in ignored


def test_every_defect_and_reason_has_a_way_to_mend_it() -> None:
    kinds = {f"uren: {kind}" for kind in typed.DEFECT.values()} | {*marks.REDENEN.values()}
    contract = contracten()["uitstroom"]
    assert {soort for soort in kinds if klacht(contract, soort).doe == "Kijk deze cel na."} == set()
    for other in contracten().values():
        assert all(klacht(other, rule.naam).doe != "Kijk deze cel na." for rule in other.regels)
