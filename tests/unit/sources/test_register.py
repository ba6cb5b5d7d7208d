"""What lies in data/raw held against what was accepted, over several rounds of intake."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.pseudonym import DEMO_SLEUTEL
from pipeline.sources import opname, register, taking
from pipeline.sources.delivery import Delivery, active_deliveries, all_deliveries
from pipeline.sources.opname import Opname, leverdatum
from pipeline.sources.register import Intake, delivered_files, take_in
from pipeline.vocabulary.maanddag import TELDATUM, MaandDag
from pipeline.workspace.errors import SleutelError
from pipeline.workspace.folders import Workspace
from tests.support.exports import KOP, leerling, write_csv, write_uitstroom, write_xlsx
from tests.support.intake import OPNAME

DOELEN = ["Schooljaar", "Niveau", "BRIN", "Bestuur", "Indicator", "Doel (%)"]
DOEL = ["2016-2017", "regio", "", "", "P1", "90"]
A, B = "2017-11-01/a.csv", "2017-11-01/b.csv"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "werkmap")


def _put(workspace: Workspace, pad: str, *pgns: str) -> None:
    """An outflow list of pupils with these numbers; a number that is no PGN gives an unknown destination."""
    rows = [
        leerling(PGN=pgn, Leerlingnummer=pgn) if pgn.isdigit() else leerling(Bestemming=pgn) for pgn in pgns
    ]
    write_uitstroom(workspace.raw / pad, *rows)


def _places(workspace: Workspace) -> dict[str, list[str]]:
    """Place of each active delivery, and the ids in it."""
    found: dict[str, list[str]] = {}
    for delivery in active_deliveries(workspace):
        found.setdefault(delivery.pad, []).append(delivery.id)
    return found


def _rows(workspace: Workspace) -> int:
    return sum(delivery.rijen["in"] for delivery in active_deliveries(workspace))


def test_a_round_with_nothing_new_does_nothing(workspace: Workspace) -> None:
    _put(workspace, A, "999990019")
    _put(workspace, B, "123456782", "111222333")
    first = take_in(workspace, OPNAME)
    assert [d.pad for d in first.genomen] == [A, B]
    assert first.summary() == "2 new, 0 known"
    before = _files(workspace)
    again = take_in(workspace, OPNAME)
    assert (again.genomen, again.ongewijzigd, again.geweigerd) == ([], [A, B], [])
    assert again.summary() == "0 new, 2 known"
    assert _files(workspace) == before


def _files(workspace: Workspace) -> dict[Path, tuple[bytes, int]]:
    files = [path for path in workspace.deliveries.rglob("*") if path.is_file()]
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_the_same_file_twice_counts_once(workspace: Workspace) -> None:
    _put(workspace, A, "999990019")
    shutil.copy(workspace.raw / A, workspace.raw / "2017-11-01" / "kopie van a.csv")
    found = take_in(workspace, OPNAME)
    assert found.zelfde_bestand == [("2017-11-01/kopie van a.csv", A)]
    assert found.summary() == "1 new, 0 known, 1 the same file again"
    assert list(_places(workspace)) == [A]
    again = take_in(workspace, OPNAME)
    assert (again.genomen, len(again.zelfde_bestand), _rows(workspace)) == ([], 1, 1)


def test_changed_content_replaces(workspace: Workspace) -> None:
    _put(workspace, A, "999990019")
    (old,) = take_in(workspace, OPNAME).genomen
    _put(workspace, A, "999990019", "123456782")
    (new,) = take_in(workspace, OPNAME).genomen
    assert new.vervangt == (old.id,)
    assert active_deliveries(workspace) == [new]
    assert len(all_deliveries(workspace)) == 2
    assert old.rows_file(workspace).is_file()


def test_content_that_comes_back_gets_a_next_id(workspace: Workspace) -> None:
    ids = []
    for pgns in (["999990019"], ["123456782"], ["999990019"], ["123456782"]):
        _put(workspace, A, *pgns)
        (taken,) = take_in(workspace, OPNAME).genomen
        ids.append(taken.id)
        assert active_deliveries(workspace) == [taken]
    assert ids[2:] == [f"{ids[0]}-2", f"{ids[1]}-2"]
    assert take_in(workspace, OPNAME).genomen == []


def test_a_file_that_is_taken_away_stays_delivered(workspace: Workspace) -> None:
    _put(workspace, A, "999990019")
    take_in(workspace, OPNAME)
    (workspace.raw / A).unlink()
    assert take_in(workspace, OPNAME).genomen == []
    assert list(_places(workspace)) == [A]


def test_a_file_that_is_moved_is_the_same_delivery(workspace: Workspace) -> None:
    _put(workspace, A, "999990019")
    take_in(workspace, OPNAME)
    (workspace.raw / A).rename(workspace.raw / B)
    found = take_in(workspace, OPNAME)
    assert (found.genomen, found.zelfde_bestand) == ([], [(B, A)])
    assert list(_places(workspace)) == [A]


@pytest.mark.parametrize(("old", "new"), [(A, B), (B, A)], ids=["moved down", "moved up"])
def test_old_content_moved_aside_for_new_content_counts_beside_it(
    workspace: Workspace, old: str, new: str
) -> None:
    """Its place got other content, so where it lies now is where it counts; in the same round already."""
    _put(workspace, old, "999990019")
    take_in(workspace, OPNAME)
    (workspace.raw / old).rename(workspace.raw / new)
    _put(workspace, old, "123456782", "111222333")
    found = take_in(workspace, OPNAME)
    assert sorted(d.pad for d in found.genomen) == [A, B]
    assert (sorted(_places(workspace)), _rows(workspace)) == ([A, B], 3)
    assert take_in(workspace, OPNAME).genomen == []


def test_a_refused_file_leaves_the_others_accepted(workspace: Workspace) -> None:
    _put(workspace, A, "Zwerftocht")
    _put(workspace, B, "999990019")
    (workspace.raw / "2017-11-01" / "c.xlsx").write_bytes(b"PK\x03\x04 half een werkboek")
    (workspace.raw / "2017-11-01" / "d.txt").write_bytes(b"lees mij")
    write_csv(workspace.raw / "2017-11-01" / "e.csv", [DOELEN, DOEL])
    found = take_in(workspace, OPNAME)
    assert [d.pad for d in found.genomen] == ["2017-11-01/e.csv", B] or [d.pad for d in found.genomen] == [
        B,
        "2017-11-01/e.csv",
    ]
    said = sorted(str(refusal).partition(":")[0].partition(" cannot")[0] for refusal in found.geweigerd)
    assert said == ["a.csv", "c.xlsx", "d.txt"]
    _put(workspace, A, "123456782")
    assert [d.pad for d in take_in(workspace, OPNAME).genomen] == [A]


def test_a_refused_correction_leaves_the_old_content(workspace: Workspace) -> None:
    _put(workspace, A, "999990019")
    (old,) = take_in(workspace, OPNAME).genomen
    _put(workspace, A, "Zwerftocht")
    assert len(take_in(workspace, OPNAME).geweigerd) == 1
    assert active_deliveries(workspace) == [old]


def _workbook(workspace: Workspace, **sheets: list[list[Any]]) -> None:
    write_xlsx(workspace.raw / "2017-11-01" / "b.xlsx", sheets)


def test_every_sheet_of_a_workbook_is_a_delivery(workspace: Workspace) -> None:
    second = leerling(PGN="123456782")
    _workbook(workspace, Lees=[["mij"]], PRO=[KOP, leerling()], VSO=[KOP, second], Doelen=[DOELEN, DOEL])
    found = take_in(workspace, OPNAME)
    assert [(d.bron, d.blad) for d in found.genomen] == [
        ("uitstroom", "PRO"),
        ("uitstroom", "VSO"),
        ("doelen", "Doelen"),
    ]
    assert found.overgeslagen_bladen == ["b.xlsx, sheet Lees"]
    assert take_in(workspace, OPNAME).ongewijzigd == ["2017-11-01/b.xlsx"]
    _workbook(workspace, PRO=[KOP, leerling(Uren="12")], Doelen=[DOELEN, DOEL])
    take_in(workspace, OPNAME)
    assert sorted(d.blad for d in active_deliveries(workspace)) == ["Doelen", "PRO"]


BROKEN = {
    "another sheet of the source": {
        "PRO": [KOP, leerling()],
        "VSO": [KOP, leerling(Bestemming="Zwerftocht")],
    },
    "a sheet of another source": {"PRO": [KOP, leerling()], "Doelen": [DOELEN, [*DOEL[:4], "P99", "90"]]},
    "a sheet of the first source": {
        "Doelen": [DOELEN, DOEL],
        "PRO": [KOP, leerling(Bestemming="Zwerftocht")],
    },
    "a header": {"PRO": [KOP, leerling()], "VSO": [[*KOP, "Qqqq"], leerling()]},
}


@pytest.mark.parametrize("sheets", BROKEN.values(), ids=BROKEN)
def test_a_workbook_is_taken_whole_or_not_at_all(
    workspace: Workspace, sheets: dict[str, list[list[Any]]]
) -> None:
    _put(workspace, A, "Zwerftocht")
    _workbook(workspace, **sheets)
    _put(workspace, "2017-11-01/c.csv", "123456782")
    found = take_in(workspace, OPNAME)
    assert list(_places(workspace)) == ["2017-11-01/c.csv"]
    assert sorted(str(refusal)[:5] for refusal in found.geweigerd) == ["a.csv", "b.xls"]


def test_an_earlier_refusal_does_not_hold_up_a_workbook(workspace: Workspace) -> None:
    (workspace.raw / A).parent.mkdir()
    (workspace.raw / A).write_bytes(b"")
    _workbook(workspace, PRO=[KOP, leerling()], Doelen=[DOELEN, DOEL])
    found = take_in(workspace, OPNAME)
    assert len(found.geweigerd) == 1
    assert sorted(d.bron for d in found.genomen) == ["doelen", "uitstroom"]


@pytest.mark.parametrize("second", ["VSO", "Doelen"], ids=["one source", "two sources"])
def test_an_intake_cut_off_between_two_sheets_is_done_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, second: str
) -> None:
    _workbook(workspace, PRO=[KOP, leerling(Uren="1")])
    take_in(workspace, OPNAME)
    other = [KOP, leerling(PGN="123456782")] if second == "VSO" else [DOELEN, DOEL]
    _workbook(workspace, **{"PRO": [KOP, leerling()], second: other})
    keep = taking.keep

    def cut_off(con: Any, nr: int, delivery: Delivery, workspace: Workspace) -> None:
        if delivery.blad == second:
            raise KeyboardInterrupt
        keep(con, nr, delivery, workspace)

    monkeypatch.setattr(taking, "keep", cut_off)
    with pytest.raises(KeyboardInterrupt):
        take_in(workspace, OPNAME)
    monkeypatch.setattr(taking, "keep", keep)
    take_in(workspace, OPNAME)
    assert sorted(d.blad for d in active_deliveries(workspace)) == sorted(["PRO", second])
    assert take_in(workspace, OPNAME).genomen == []


def test_another_key_is_refused_before_anything_is_read(workspace: Workspace) -> None:
    _put(workspace, A, "999990019")
    take_in(workspace, OPNAME)
    _put(workspace, B, "123456782")
    with pytest.raises(SleutelError) as fault:
        take_in(workspace, Opname(DEMO_SLEUTEL, TELDATUM))
    assert fault.value.exit_code == 2
    assert OPNAME.sleutel.id in fault.value.message
    assert DEMO_SLEUTEL.id in fault.value.message
    assert list(_places(workspace)) == [A]


def test_another_teldatum_takes_everything_again(workspace: Workspace) -> None:
    _put(workspace, A, "999990019")
    (old,) = take_in(workspace, OPNAME).genomen
    (new,) = take_in(workspace, Opname(OPNAME.sleutel, MaandDag(8, 1))).genomen
    assert new.vervangt == (old.id,)
    assert new.id != old.id
    assert active_deliveries(workspace) == [new]


def test_other_reading_rules_take_everything_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a workspace would go on with an older reading of the same files than a new one makes."""
    _put(workspace, A, "999990019")
    (old,) = take_in(workspace, OPNAME).genomen
    monkeypatch.setattr(opname, "LEESREGELS", opname.LEESREGELS + 1)
    (new,) = take_in(workspace, OPNAME).genomen
    assert new.vervangt == (old.id,) and active_deliveries(workspace) == [new]
    assert not take_in(workspace, OPNAME).genomen


@pytest.mark.parametrize(
    ("pad", "expected"),
    [
        ("2024-11-20/a.csv", "2024-11-20"),
        ("2024/school a 2024-11-20/b/2025-01-01.csv", "2024-11-20"),
        ("uitstroom_2024-11-20_v2.csv", "2024-11-20"),
        ("2024-13-20/2024-11-20.csv", "2024-11-20"),
        ("120241-11-20/x.csv", None),
        ("2016-2017/a.csv", None),
        ("a.csv", None),
    ],
)
def test_the_day_of_delivery_is_the_first_date_in_the_place(pad: str, expected: str | None) -> None:
    assert leverdatum(pad) == expected


def test_a_record_is_read_back_as_it_was(workspace: Workspace) -> None:
    write_csv(
        workspace.raw / "2023-11-01" / "NenR2023D99XX.csv",
        [
            ["#BURGERSERVICENUMMER", "ONDERWIJSNUMMER", "NIVEAU", "EXAMEN", "IND_BEKOSTIGING"],
            ["123456789", "", "", "", ""],
        ],
    )
    (taken,) = take_in(workspace, OPNAME).genomen
    assert active_deliveries(workspace) == [taken]
    assert taken.kenmerken == {"soort": "NenR", "teljaar_einde": "2023", "stand_levering": "D"}
    assert (taken.leverdatum, taken.datum) == ("2023-11-01", date(2023, 11, 1))
    assert (taken.sleutel_id, taken.bladen) == (OPNAME.sleutel.id, ("",))
    record = json.loads((taken.folder(workspace) / "delivery.json").read_text("utf-8"))
    assert record["rijen"] == {"in": 1, "gehouden": 1, "dubbel": 0, "vervangen": 0, "quarantaine": 0}


def test_what_is_no_delivery(tmp_path: Path) -> None:
    for name in (
        "README.md",
        "a/Thumbs.db",
        "a/desktop.ini",
        "a/.DS_Store",
        ".git/x.csv",
        "a/~$b.xlsx",
        "a/b.xlsx",
        "c",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert [path.relative_to(tmp_path).as_posix() for path in delivered_files(tmp_path)] == ["a/b.xlsx", "c"]
    assert delivered_files(tmp_path / "README.md") == [tmp_path / "README.md"]


def test_the_size_of_a_batch_does_not_matter(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for n, pgn in enumerate(["999990019", "123456782", "111222333"]):
        _put(workspace, f"2017-11-0{n + 1}/x.csv", pgn)
    _put(workspace, A, "Zwerftocht")
    together = take_in(workspace, OPNAME)
    shutil.rmtree(workspace.deliveries)
    monkeypatch.setattr(register, "BATCH_BYTES", 1)
    apart = take_in(workspace, OPNAME)
    assert together.genomen == apart.genomen
    assert [str(r) for r in together.geweigerd] == [str(r) for r in apart.geweigerd]
    assert isinstance(apart, Intake)
