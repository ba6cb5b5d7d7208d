"""Sheets of two sources side by side: nothing of what is kept or refused shows which was ready first."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.sources import taking
from pipeline.sources.delivery import active_deliveries
from pipeline.sources.intake import Oordeel
from pipeline.sources.keep import kept_file
from pipeline.sources.opname import Inzending, Opname
from pipeline.sources.reading.worker import PROCES
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

    both = threading.Barrier(2)

    def fail(_: Any, bron: str) -> None:
        both.wait(timeout=60)
        if bron == "doelen":
            raise OSError("no room")

    judging(monkeypatch, fail)
    with pytest.raises(OSError, match="no room"):
        take_in(workspace, OPNAME)
    assert {d.bron for d in active_deliveries(workspace)} == {"uitstroom"}, "it was begun"
    assert sys.getswitchinterval() == interval and threading.active_count() == 1
    monkeypatch.setattr(taking, "judge", judge)
    take_in(workspace, OPNAME)
    assert sorted(d.bron for d in active_deliveries(workspace)) == ["doelen", "uitstroom", "uitstroom"]


@pytest.fixture
def heard() -> Iterator[None]:
    """SIGINT is heard, also where a shell started the tests in the background (it has them ignore it)."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("times", [1, 3])
def test_who_wants_to_stop_need_not_wait_for_a_statement(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """Nor does a session close under a thread that is at work in it, however often they say so."""
    both = threading.Barrier(2)
    ends: list[type[BaseException]] = []

    def forever(con: Any, bron: str) -> None:
        both.wait(timeout=60)
        if bron == "doelen":
            threading.Thread(target=_press, args=[times]).start()
        try:
            con.execute("SELECT count(*) FROM range(30_000_000_000) AS r (n) WHERE hash(n) % 7 = 3")
        except BaseException as end:
            time.sleep(1)  # still at work in it
            with suppress(duckdb.InterruptException):
                con.execute("SELECT 1")
            ends.append(type(end))
            raise

    judging(monkeypatch, forever)
    with pytest.raises(KeyboardInterrupt):
        take_in(workspace, OPNAME)
    assert ends == [duckdb.InterruptException] * 2
    assert not active_deliveries(workspace) and not workspace.scratch.exists()


def _press(times: int) -> None:
    time.sleep(0.3)
    for _ in range(times):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.1)


def test_two_workbooks_that_are_read_in_pages_come_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of them is open at a time: side by side each would be opened anew for every page of the other."""
    workspace = Workspace.create(tmp_path / "werkmap")
    long = "x" * 20_000  # a page is half a million characters
    pupils = [leerling(Werkgever=long, PGN=f"{number:09}") for number in range(60)]
    write_xlsx(workspace.raw / DAG / "u.xlsx", {"PRO": [KOP, *pupils]})
    goals = [[*DOEL[:3], f"{long} {number}", *DOEL[4:]] for number in range(60)]
    write_xlsx(workspace.raw / DAG / "d.xlsx", {"Doelen": [DOELEN, *goals]})
    opened: list[str] = []
    ask = PROCES.ask

    def asked(naam: str, vraag: str, **details: Any) -> list[bytes]:
        opened.extend([naam] * (vraag == "werkboek_openen"))
        return ask(naam, vraag, **details)

    monkeypatch.setattr(PROCES, "ask", asked)
    found = take_in(workspace, OPNAME)
    assert [d.bron for d in found.genomen] == ["doelen", "uitstroom"]
    assert opened == ["d.xlsx", "u.xlsx", "d.xlsx", "u.xlsx"], "to recognise, and to read"
