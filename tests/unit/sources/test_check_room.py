"""`check` keeps nothing: what does not fit in memory waits in a private room that is always wiped."""

from __future__ import annotations

import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.sources import check as checking
from pipeline.sources.check import check
from pipeline.sources.intake import MEMORY
from tests.support.exports import leerling, write_uitstroom
from tests.support.intake import OPNAME


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder where the system makes its temporary ones."""
    folder = tmp_path / "rooms"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    return write_uitstroom(tmp_path / "raw" / "a.csv", leerling())


def test_the_session_spills_into_a_room_of_its_own(
    rooms: Path, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Path, str]] = []

    def look(con: Any, *others: Any) -> Any:
        room = Path(_setting(con, "temp_directory"))
        assert stat.S_IMODE(room.stat().st_mode) == 0o700
        (room / "raw text").write_text("999990019", encoding="utf-8")
        seen.append((room.parent, _setting(con, "memory_limit")))
        return judge(con, *others)

    judge = checking.judge
    monkeypatch.setattr(checking, "judge", look)
    (finding,) = check([delivery], OPNAME)
    assert finding.leveringen[0].rijen["gehouden"] == 1
    with duckdb.connect(config={"memory_limit": MEMORY}) as bounded:
        assert seen == [(rooms, _setting(bounded, "memory_limit"))]
    assert list(rooms.iterdir()) == []


def _setting(con: Any, name: str) -> str:
    (value,) = con.execute(f"SELECT current_setting('{name}')").fetchall()[0]
    return str(value)


def test_the_room_is_wiped_after_a_failure_too(
    rooms: Path, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(con: Any, *_: Any) -> Any:
        (Path(_setting(con, "temp_directory")) / "raw text").write_text("999990019", encoding="utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr(checking, "judge", fail)
    with pytest.raises(KeyboardInterrupt):
        check([delivery], OPNAME)
    assert list(rooms.iterdir()) == []
