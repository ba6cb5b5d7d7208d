"""Small demo workspaces for the tests of the whole flow, made once per test session and copied per test."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

from pipeline.synthetic.exports import write_exports
from pipeline.synthetic.population import generate
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.atomic import write_text
from pipeline.workspace.folders import Workspace

COHORTS = range(2021, 2025)
LEAVERS = 400
JAAR = Schooljaar(2024)


def toeleiding(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a verb as a user would, with the embedded renderer unless the environment says otherwise."""
    env = {**os.environ, "TOELEIDING_RENDERER": "embedded", **environment}
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *arguments],
        capture_output=True,
        text=True,
        env=env,
        timeout=600,
        check=False,
    )


def run(workspace: Workspace, *more: str, **environment: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `toeleiding run` in a workspace."""
    done = toeleiding("run", "--workspace", str(workspace.root), *more, **environment)
    return done.returncode, done.stdout, done.stderr


def small_workspace(shared: Path) -> Workspace:
    """A demo workspace with four cohorts, run to the end once; other test processes wait for it."""
    root = shared / "small-demo"
    with FileLock(str(root) + ".lock"):
        if not (root / "reports" / "index.html").is_file():
            workspace = Workspace.create(root, demo=True)
            settings = workspace.settings_file.read_text("utf-8")
            wanted = settings.replace('eerste_schooljaar = ""', f'eerste_schooljaar = "{JAAR}"')
            write_text(workspace.settings_file, wanted)
            write_exports(generate(cohorts=COHORTS, leavers=LEAVERS), workspace.raw)
            done = toeleiding("run", "--workspace", str(root))
            assert done.returncode == 0, done.stderr
    return Workspace(root)


def cut_off_run(workspace: Workspace, since: str = "2025-11-01 05:30:00") -> None:
    """Leave what a run leaves that is killed: its note beside a lock that nobody holds."""
    note = {"pid": 7, "host": "elders", "since": since}
    write_text(workspace.lock_file.with_suffix(".json"), json.dumps(note))


def fingerprints(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
