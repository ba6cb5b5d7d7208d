"""A real JupyterLab, started by our own verb, and a page of a real browser in it."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

from pipeline.workspace.folders import Workspace

ROOT = Path(__file__).parents[2]
OWN = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
START_LIMIT, RUN_LIMIT = 120, 240
"""Seconds to start, and to run a notebook, on a machine that has other things to do."""
QUIET = 8
"""Half seconds in a row without work, after which a notebook is done."""


def lab_python() -> str | None:
    """The Python of an environment with JupyterLab: this one, or that of `make lab`; None without either."""
    if importlib.util.find_spec("jupyterlab"):
        return sys.executable
    found = ROOT / ".venv-lab" / "bin" / "python"
    return str(found) if found.is_file() else None


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address with the token, and the folder of its sockets."""

    adres: str
    sockets: Path

    @property
    def basis(self) -> str:
        return self.adres.split("/lab/")[0]


@dataclass
class Kijk:
    """What a page asked for elsewhere, and what the browser complained of."""

    elders: list[str] = field(default_factory=list)
    klachten: list[str] = field(default_factory=list)


@contextmanager
def running_lab(python: str, workspace: Workspace) -> Iterator[Lab]:
    """JupyterLab on this workspace, as `toeleiding lab` starts it; stopped at the end."""
    short = Path(tempfile.mkdtemp(prefix="tl"))  # a socket's path has a limit
    (short / "jupyter_config.json").write_text(json.dumps({"ServerApp": {"allow_root": True}}))
    env = {**os.environ, "JUPYTER_CONFIG_DIR": str(short), "TMPDIR": str(short), "HOME": str(short)}
    command = [python, "-m", "pipeline.cli", "lab", "--no-browser", "--port", "0", "-w", str(workspace.root)]
    said = (short / "log").open("w+")
    server = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=env, cwd=ROOT)
    try:
        yield Lab(_address(server, short / "log"), short)
    finally:
        server.terminate()
        server.wait(30)
        said.close()
        shutil.rmtree(short, ignore_errors=True)


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + START_LIMIT
    while time.monotonic() < end and server.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/\S+token=\S+", log.read_text()):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", int(found[1]))) == 0:
                    return found[0]
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()}")


def opened(browser: Browser, adres: str, log_in: str = "") -> tuple[Page, Kijk]:
    """A notebook in a page of its own, with its kernel ready."""
    page, seen = browser.new_page(viewport={"width": 1500, "height": 1400}), Kijk()
    page.on("request", lambda asked: None if asked.url.startswith(OWN) else seen.elders.append(asked.url))
    page.on("console", lambda said: seen.klachten.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda fault: seen.klachten.append(str(fault)))
    if log_in:
        page.goto(log_in)
    page.goto(adres)
    page.wait_for_selector(".jp-Notebook", timeout=1000 * START_LIMIT)
    page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=1000 * START_LIMIT)
    return page, seen


def run_all(page: Page, lab: Lab) -> None:
    """Run every cell, and wait until the kernel has had nothing to do for a while."""
    while _kernel(lab) != "idle":
        page.wait_for_timeout(200)
    page.wait_for_timeout(1_000)  # the page has to hear of it too
    page.click('.lm-MenuBar-itemLabel:text-is("Run")')
    page.click('.lm-Menu-itemLabel:text-is("Run All Cells")')
    end, quiet, begun = time.monotonic() + RUN_LIMIT, 0, False
    while quiet < QUIET:
        assert time.monotonic() < end, "the notebook does not finish"
        page.wait_for_timeout(100 if not begun else 500)
        busy = _kernel(lab) == "busy"
        begun = begun or busy
        quiet = quiet + 1 if begun and not busy else 0
    assert page.locator('.jp-RenderedText[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0


def _kernel(lab: Lab) -> str:
    token = lab.adres.split("token=")[1]
    asked = urllib.request.Request(f"{lab.basis}/api/kernels", headers={"Authorization": f"token {token}"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        kernels = json.load(answer)
    return str(kernels[0]["execution_state"]) if kernels else ""


def save(page: Page) -> None:
    page.click('.lm-MenuBar-itemLabel:text-is("File")')
    page.click('.lm-Menu-itemLabel:text-is("Save Notebook")')
    page.wait_for_timeout(1_500)
