"""One run at a time, and what a second one is told."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.workspace import lock
from pipeline.workspace.errors import LockError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import at_work, cut_off, workspace_lock

HOLD = (
    "import pathlib, sys\n"
    "from pipeline.workspace.folders import Workspace\n"
    "from pipeline.workspace.lock import workspace_lock\n"
    "with workspace_lock(Workspace(pathlib.Path(sys.argv[1]))):\n"
    "    print('held', flush=True)\n"
    "    sys.stdin.read()\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path)


@contextmanager
def _other_run(workspace: Workspace) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(workspace.root)],
        cwd=Path(lock.__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_free_before_and_after(workspace: Workspace) -> None:
    for _ in range(2):
        with workspace_lock(workspace) as earlier:
            assert earlier is None


def test_a_second_run_is_told_who_holds_it(workspace: Workspace) -> None:
    with _other_run(workspace) as process, pytest.raises(LockError) as fault, workspace_lock(workspace):
        pass
    assert fault.value.exit_code == 2
    assert f"process {process.pid} on " in fault.value.message
    assert "since 20" in fault.value.message


def test_also_within_one_process(workspace: Workspace) -> None:
    with (
        workspace_lock(workspace),
        pytest.raises(LockError, match=str(os.getpid())),
        workspace_lock(workspace),
    ):
        pass


def test_a_failed_run_lets_go(workspace: Workspace) -> None:
    with pytest.raises(KeyError), workspace_lock(workspace):
        raise KeyError
    with workspace_lock(workspace) as earlier:
        assert earlier is None


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is Unix")
def test_a_killed_run_lets_go_and_is_noticed(workspace: Workspace) -> None:
    with _other_run(workspace) as process:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
    found = cut_off(workspace)
    assert found is not None and found.pid == process.pid and at_work(workspace) is None
    with workspace_lock(workspace) as earlier:
        assert earlier == found and cut_off(workspace) is None
    assert cut_off(workspace) is None


def test_who_is_at_work_is_told_to_those_who_only_look(workspace: Workspace) -> None:
    assert at_work(workspace) is None and cut_off(workspace) is None
    with _other_run(workspace) as process:
        found = at_work(workspace)
        assert found is not None and found.pid == process.pid and cut_off(workspace) is None


@pytest.mark.parametrize("note", ["", "{", "[]", '{"pid": 1}', json.dumps({"pid": 1, "who": "x"})])
def test_a_note_that_makes_no_sense_is_no_obstacle(workspace: Workspace, note: str) -> None:
    workspace.lock_file.with_suffix(".json").write_text(note, encoding="utf-8")
    with workspace_lock(workspace) as earlier:
        assert earlier is None
