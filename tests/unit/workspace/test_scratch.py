"""The private room for raw text is empty before and after, whatever happens."""

import os
import stat
import sys
import tempfile
import time
from pathlib import Path

import pytest

from pipeline.workspace.folders import Workspace
from pipeline.workspace.scratch import private_room, scratch


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "work")


def test_gone_after_use(workspace: Workspace) -> None:
    with scratch(workspace) as folder:
        (folder / "sub").mkdir()
        (folder / "sub" / "raw.csv").write_text("raw", encoding="utf-8")
    assert not workspace.scratch.exists()


def test_gone_after_a_failure(workspace: Workspace) -> None:
    with pytest.raises(KeyError), scratch(workspace) as folder:
        (folder / "raw.csv").touch()
        raise KeyError
    assert not workspace.scratch.exists()


def test_what_a_killed_run_left_is_wiped_first(workspace: Workspace) -> None:
    workspace.scratch.mkdir()
    (workspace.scratch / "raw.csv").touch()
    with scratch(workspace) as folder:
        assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_for_this_user_only(workspace: Workspace) -> None:
    with scratch(workspace) as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_link_is_never_followed(workspace: Workspace, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "keep.txt").touch()
    workspace.scratch.symlink_to(elsewhere)
    with scratch(workspace):
        pass
    assert (elsewhere / "keep.txt").exists()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the system keeps temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left_behind(room: Path, minutes: float) -> Path:
    """A room as a process leaves it that was killed so many minutes ago."""
    room.mkdir(mode=0o700)
    (room / "raw.csv").touch()
    (room / "held.lock").touch()
    os.utime(room / "held.lock", (time.time() - minutes * 60,) * 2)
    return room


def test_a_room_elsewhere_is_gone_after_use_and_after_a_failure(temporary: Path) -> None:
    with private_room() as room:
        (room / "raw.csv").touch()
        assert room.parent == temporary
        assert sys.platform == "win32" or stat.S_IMODE(room.stat().st_mode) == 0o700
    with pytest.raises(KeyError), private_room():
        raise KeyError
    assert list(temporary.iterdir()) == []


def test_a_room_that_a_killed_process_left_is_wiped_by_the_next(temporary: Path) -> None:
    left = left_behind(temporary / "toeleiding-room-a", minutes=5)
    with private_room():
        assert not left.exists()


def test_rooms_in_use_and_other_folders_stay(temporary: Path) -> None:
    new = left_behind(temporary / "toeleiding-room-new", minutes=0)
    other = left_behind(temporary / "other", minutes=5)
    without = temporary / "toeleiding-room-without"
    without.mkdir()
    with private_room() as used:
        os.utime(used / "held.lock", (time.time() - 300,) * 2)
        with private_room():
            assert used.exists()
    assert new.exists() and other.exists() and without.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows not everybody may make links")
def test_a_link_that_looks_like_a_room_is_not_followed(temporary: Path) -> None:
    other = left_behind(temporary / "other", minutes=5)
    (temporary / "toeleiding-room-b").symlink_to(other)
    with private_room():
        assert (other / "raw.csv").exists()
