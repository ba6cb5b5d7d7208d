"""The private room for raw text is empty before and after, whatever happens."""

import stat
import sys
from pathlib import Path

import pytest

from pipeline.workspace.folders import Workspace
from pipeline.workspace.scratch import scratch


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
