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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

from pipeline.workspace.folders import Workspace

ROOT = Path(__file__).parents[2]
OWN = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
START_LIMIT, RUN_LIMIT = 60, 120
"""Seconds to start, and to run a notebook."""


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


def run_all(page: Page, cells: int) -> None:
    """Run every cell, and wait for the result of the last."""
    page.click('.lm-MenuBar-itemLabel:text-is("Run")')
    page.click('.lm-Menu-itemLabel:text-is("Run All Cells")')
    done = f"[{cells}]:"
    page.locator(".jp-InputPrompt", has_text=done).first.wait_for(state="attached", timeout=1000 * RUN_LIMIT)
    page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=1000 * RUN_LIMIT)


def save(page: Page) -> None:
    page.click('.lm-MenuBar-itemLabel:text-is("File")')
    page.click('.lm-Menu-itemLabel:text-is("Save Notebook")')
    page.wait_for_timeout(1_500)
