"""Start JupyterLab on the exploration notebooks: for this user on this machine, and nobody else.

What is set, and why: loopback and a token, so that nobody else on the network or the machine gets in; kernels
over socket files in a private folder, because what a kernel says over TCP can be read by every account of the
machine; no news, update checks or extension manager, because each of them asks the network for something. The
settings go in a file in that private folder: a command line can be read by everybody.

The notebooks that are opened are copies in data/verkenning of the workspace: their outputs hold pupils, so
they lie where other microdata lie, and the analyst's own work is never overwritten (meegeleverd.py).
"""

from __future__ import annotations

import importlib.util
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.microdata.build import current
from pipeline.verkennen.kamer import WERKMAP
from pipeline.verkennen.meegeleverd import bring
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace, project_root

PATROON = "verkenning_*.ipynb"
BEGIN = "verkenning_uitstroom.ipynb"
_CONFIG = "jupyter_config.json"
_HIER = "127.0.0.1"
_POGINGEN = 50
_UIT = ("@jupyterlab/apputils-extension:announcements",)
"""Parts of JupyterLab that are left out: this one asks whether it may fetch news."""


def prepare(workspace: Workspace, tell: Callable[[str], None] = lambda _: None) -> Path:
    """The folder of the notebooks, ready to be served. Raises SettingsError when something is missing.

    tell: is told of new versions of notebooks, which lie beside those of the analyst.
    """
    _refuse_without(workspace)
    folder, news = copy_notebooks(workspace)
    for name in news:
        tell(f"New version of a notebook: {name}. Yours is as you left it.")
    return folder


def serve(workspace: Workspace, folder: Path, browser: bool, vanaf: int, tell: Callable[[str], None]) -> int:
    """Run JupyterLab until it is stopped, on the first free port from `vanaf`; gives its exit code.

    tell: is given the address, when no browser is to be opened at it.
    """
    with tempfile.TemporaryDirectory(prefix="tl-lab-", ignore_cleanup_errors=True) as name:
        private, token, poort = Path(name), secrets.token_urlsafe(24), free_port(vanaf)
        config = private / _CONFIG
        config.write_text(json.dumps(server_settings(folder, token, browser, poort), indent=1), "utf-8")
        page = private / "labconfig" / "page_config.json"
        page.parent.mkdir()
        page.write_text(json.dumps({"disabledExtensions": dict.fromkeys(_UIT, True)}), "utf-8")
        if not browser:
            tell(f"http://{_HIER}:{poort}/lab/tree/{BEGIN}?token={token}")
        try:
            return subprocess.call(command(config), env=_environment(workspace, private), cwd=folder)
        except KeyboardInterrupt:
            return 0


def copy_notebooks(workspace: Workspace) -> tuple[Path, list[str]]:
    """The analyst's own folder, with a copy of every notebook that is not there yet; and the names of new
    versions that were put beside hers."""
    folder = workspace.verkenning
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder, bring(sorted((project_root() / "notebooks").glob(PATROON)), folder)


def free_port(vanaf: int) -> int:
    """The first port from here on that nobody listens at; 0 takes any. Raises SettingsError."""
    for port in range(vanaf, min(vanaf + _POGINGEN, 65_536)):
        with socket.socket() as trial:
            try:
                trial.bind((_HIER, port))
            except OSError:
                continue
            found: int = trial.getsockname()[1]
            return found
    raise SettingsError(f"no port from {vanaf} on is free", "Name another: toeleiding lab --port 9000.")


def server_settings(folder: Path, token: str, browser: bool, poort: int) -> dict[str, Any]:
    """The settings of the server, as its own file has them."""
    kernels = {"transport": "ipc"} if _has_socket_files() else {}
    return {
        "ServerApp": {
            "ip": _HIER,
            "port": poort,
            "port_retries": 0,
            "root_dir": str(folder),
            "open_browser": browser,
            "allow_remote_access": False,
        },
        "IdentityProvider": {"token": token},
        "PasswordIdentityProvider": {"hashed_password": ""},
        "LabApp": {
            "extension_manager": "readonly",
            "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
            "news_url": None,
            "default_url": f"/lab/tree/{BEGIN}",
        },
        "KernelManager": kernels,
    }


def command(config: Path) -> Sequence[str]:
    """The command line of the server: it tells where its settings are and no more."""
    return [sys.executable, "-m", "jupyterlab", f"--config={config}"]


def _environment(workspace: Workspace, private: Path) -> dict[str, str]:
    """Sockets and connection files in the private folder, under a short name: a socket's path has a limit."""
    paths = os.pathsep.join(filter(None, [str(private), os.environ.get("JUPYTER_CONFIG_PATH")]))
    own = {"JUPYTER_RUNTIME_DIR": str(private), "JUPYTER_CONFIG_PATH": paths}
    return {**os.environ, WERKMAP: str(workspace.root), **own}


def _has_socket_files() -> bool:
    return hasattr(socket, "AF_UNIX") and sys.platform != "win32"


def _refuse_without(workspace: Workspace) -> None:
    if importlib.util.find_spec("jupyterlab") is None:
        raise SettingsError(
            "JupyterLab is not installed in this environment",
            'Install it beside the rest: pip install ".[lab]"; or, in a checkout, use: make lab.',
        )
    if current(workspace) is None:
        raise SettingsError(
            f"{workspace.root}: there are no microdata to explore yet",
            "Make them with toeleiding run, or name another workspace: toeleiding lab --workspace demo.",
        )
