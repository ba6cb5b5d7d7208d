"""Sheets of two sources side by side: nothing of what is kept or refused shows which was ready first."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.sources import taking
from pipeline.sources.delivery import active_deliveries
from pipeline.sources.intake import Oordeel
from pipeline.sources.keep import kept_file
from pipeline.sources.opname import Inzending, Opname
from pipeline.sources.register import Intake, take_in
from pipeline.workspace.folders import Workspace
from tests.support.exports import KOP, leerling, write_csv, write_uitstroom, write_xlsx
from tests.support.intake import OPNAME

DOELEN = ["Schooljaar", "Niveau", "BRIN", "Bestuur", "Indicator", "Doel (%)"]
DOEL = ["2016-2017", "regio", "", "", "P1", "90"]
DAG = "2017-11-01"
judge = taking.judge


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two sources in three files, of which the first to be found has the fewest sheets."""
    made = Workspace.create(tmp_path / "werkmap")
    write_csv(made.raw / DAG / "a doelen.csv", [DOELEN, DOEL])
    write_uitstroom(made.raw / DAG / "b.csv", leerling())
    write_uitstroom(made.raw / DAG / "c.csv", leerling(PGN="123456782"))
    return made


def judging(monkeypatch: pytest.MonkeyPatch, before: Callable[[Any, str], None]) -> None:
    """Do something before the sheets of a source are judged."""

    def judged(con: Any, group: list[Inzending], opname: Opname) -> list[Oordeel]:
        before(con, group[0].herkend.contract.bron)
        return judge(con, group, opname)

    monkeypatch.setattr(taking, "judge", judged)


def test_two_sources_are_judged_at_the_same_time(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2)
    judging(monkeypatch, lambda *_: both.wait(timeout=60) and None)
    assert [d.bron for d in take_in(workspace, OPNAME).genomen] == ["doelen", "uitstroom", "uitstroom"]


@pytest.mark.parametrize("slow", ["doelen", "uitstroom"])
def test_the_outcome_is_in_the_order_of_the_files(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, slow: str
) -> None:
    write_uitstroom(workspace.raw / DAG / "d.csv", leerling(Bestemming="nergens"))
    write_csv(workspace.raw / DAG / "e.csv", [DOELEN, [*DOEL[:4], "P99", "90"]])
    judging(monkeypatch, lambda _, bron: time.sleep(0.5 if bron == slow else 0))
    found = take_in(workspace, OPNAME)
    assert [d.pad for d in found.genomen] == [f"{DAG}/{name}.csv" for name in ("a doelen", "b", "c")]
    assert [str(refusal)[:6] for refusal in found.geweigerd] == ["e.csv:", "d.csv:"]


def test_what_is_kept_is_the_same_one_by_one(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    beside, together = _everything(workspace, take_in(workspace, OPNAME))
    monkeypatch.setattr(taking, "SESSIONS", 1)
    other = Workspace.create(workspace.root.parent / "andere")
    (other.raw / DAG).mkdir()
    for path in (workspace.raw / DAG).iterdir():
        (other.raw / DAG / path.name).write_bytes(path.read_bytes())
    alone, apart = _everything(other, take_in(other, OPNAME))
    assert (beside, together) == (alone, apart) and len(together) == 6


def _everything(workspace: Workspace, found: Intake) -> tuple[list[str], dict[str, bytes]]:
    files = {
        path.relative_to(workspace.root).as_posix(): path.read_bytes()
        for path in workspace.deliveries.rglob("*")
        if path.is_file()
    }
    return [delivery.to_json() for delivery in found.genomen], files


def test_each_session_has_a_room_of_its_own(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of a large sheet wait there under one name."""
    rooms: list[Path | None] = []
    both = threading.Barrier(2)

    def look(con: Any, _: str) -> None:
        both.wait(timeout=60)
        rooms.append(kept_file(con))

    judging(monkeypatch, look)
    take_in(workspace, OPNAME)
    first, second = (room.parent for room in rooms if room)
    assert first != second and first.parent == second.parent == workspace.scratch
    assert not workspace.scratch.exists()


def test_a_file_that_comes_alone_has_one_session_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be large: two of its sheets at once would take twice the memory."""
    workspace = Workspace.create(tmp_path / "werkmap")
    write_xlsx(workspace.raw / DAG / "x.xlsx", {"PRO": [KOP, leerling()], "Doelen": [DOELEN, DOEL]})
    busy, most = [0], [0]

    def counted(con: Any, group: list[Inzending], opname: Opname) -> list[Oordeel]:
        busy[0] += 1
        most[0] = max(most[0], busy[0])
        time.sleep(0.05)
        try:
            return judge(con, group, opname)
        finally:
            busy[0] -= 1

    monkeypatch.setattr(taking, "judge", counted)
    assert len(take_in(workspace, OPNAME).genomen) == 2 and most == [1]


def test_a_source_that_fails_leaves_the_other_whole(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    interval = sys.getswitchinterval()

    def fail(_: Any, bron: str) -> None:
        if bron == "doelen":
            raise OSError("no room")

    judging(monkeypatch, fail)
    with pytest.raises(OSError, match="no room"):
        take_in(workspace, OPNAME)
    assert {d.bron for d in active_deliveries(workspace)} <= {"uitstroom"}
    assert sys.getswitchinterval() == interval and threading.active_count() == 1
    monkeypatch.setattr(taking, "judge", judge)
    take_in(workspace, OPNAME)
    assert sorted(d.bron for d in active_deliveries(workspace)) == ["doelen", "uitstroom", "uitstroom"]
