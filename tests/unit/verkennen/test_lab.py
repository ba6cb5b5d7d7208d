"""How JupyterLab is started: what it is told, whose notebooks it opens, and what is said when it cannot."""

from __future__ import annotations

import importlib.util
import json
import socket
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.verkennen import lab
from pipeline.verkennen.kamer import WERKMAP
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "werkmap", demo=True)
    (made.processed / "microdata-x.duckdb").write_bytes(b"")
    made.microdata_pointer.write_text(json.dumps({"file": "microdata-x.duckdb", "inputs": "x"}))
    return made


def test_it_listens_to_this_user_on_this_machine_and_asks_the_network_nothing(tmp_path: Path) -> None:
    told = lab.server_settings(tmp_path, "geheim", browser=True, poort=8888)
    assert told["ServerApp"]["ip"] == "127.0.0.1"
    assert told["ServerApp"]["allow_remote_access"] is False
    assert told["IdentityProvider"]["token"] == "geheim"
    assert told["LabApp"]["news_url"] is None
    assert told["LabApp"]["check_for_updates_class"] == "jupyterlab.NeverCheckForUpdate"
    assert told["LabApp"]["extension_manager"] == "readonly"
    assert told["KernelManager"] == ({} if sys.platform == "win32" else {"transport": "ipc"})


def test_the_token_is_in_a_private_file_and_on_no_command_line(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}

    def call(command: list[str], env: Mapping[str, str], **_: Any) -> int:
        config = Path(command[-1].removeprefix("--config="))
        seen.update(command=command, env=env, told=json.loads(config.read_text()))
        seen["mode"] = stat.S_IMODE(config.parent.stat().st_mode)
        pages = json.loads((config.parent / "labconfig" / "page_config.json").read_text())
        seen["off"] = pages["disabledExtensions"]
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    said: list[str] = []
    assert lab.serve(workspace, workspace.verkenning, browser=False, vanaf=0, tell=said.append) == 0
    token = seen["told"]["IdentityProvider"]["token"]
    assert len(token) > 20 and token in said[0]
    assert token not in " ".join(seen["command"])
    assert seen["env"][WERKMAP] == str(workspace.root)
    assert seen["mode"] == 0o700 or sys.platform == "win32"
    assert "@jupyterlab/apputils-extension:announcements" in seen["off"]
    assert not Path(seen["env"]["JUPYTER_RUNTIME_DIR"]).exists()  # wiped when the server stops


def test_a_browser_that_opens_needs_no_address_on_the_screen(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: 0)
    said: list[str] = []
    lab.serve(workspace, workspace.verkenning, browser=True, vanaf=0, tell=said.append)
    assert said == []


def test_notebooks_are_copied_once_and_never_overwritten(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())
    folder = lab.prepare(workspace)
    assert folder == workspace.verkenning and (folder / lab.BEGIN).is_file()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700 or sys.platform == "win32"
    (folder / lab.BEGIN).write_text("mijn eigen werk")
    (folder / "verkenning_plan.ipynb").unlink()
    lab.prepare(workspace)
    assert (folder / lab.BEGIN).read_text() == "mijn eigen werk"
    assert (folder / "verkenning_plan.ipynb").is_file()


def test_without_jupyterlab_it_says_how_to_install_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SettingsError, match="JupyterLab is not installed") as refused:
        lab.prepare(workspace)
    assert "[lab]" in refused.value.advice and "make lab" in refused.value.advice
    assert not workspace.verkenning.exists()


def test_without_microdata_it_says_how_to_make_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())
    with pytest.raises(SettingsError, match="no microdata") as refused:
        lab.prepare(Workspace.create(tmp_path, demo=True))
    assert "toeleiding run" in refused.value.advice


def test_a_port_that_is_taken_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert lab.free_port(port) > port
    with pytest.raises(SettingsError, match="no port"):
        lab.free_port(65_536)
