"""The same bytes whoever runs it and where: locale, zone, user, processors, folder and order of files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.workspace.folders import Workspace
from tests.support.workspaces import JAAR, fingerprints

ROOT = Path(__file__).parents[2]
BACKWARDS = """
import builtins, os
_scandir, _listdir, _walk = os.scandir, os.listdir, os.walk

class Backwards:
    def __init__(self, entries):
        with entries:
            self._entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))
    def __iter__(self):
        return self
    def __next__(self):
        return next(self._entries)
    def __enter__(self):
        return self
    def __exit__(self, *_):
        pass
    def close(self):
        pass

os.scandir = lambda path=".": Backwards(_scandir(path))
os.listdir = lambda path=".": sorted(_listdir(path), reverse=True)
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
"""
"""Python reads this before anything else, in kernels too: files come backwards, on one processor."""


def run(
    root: Path, place: Path, more: Mapping[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    """A verb from another folder, with its own home and temporary files."""
    for name in ("thuis", "tijdelijk", "hier"):
        (place / name).mkdir(exist_ok=True)
    path = os.pathsep.join(filter(None, [more.get("PYTHONPATH"), str(ROOT), os.environ.get("PYTHONPATH")]))
    env = {
        **os.environ, "TOELEIDING_RENDERER": "embedded", "HOME": str(place / "thuis"),
        "TMPDIR": str(place / "tijdelijk"), **more, "PYTHONPATH": path,
    }  # fmt: skip
    command = [sys.executable, "-m", "pipeline.cli", *arguments, "-w", str(root)]
    done = subprocess.run(
        command, cwd=place / "hier", env=env, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, (done.stdout, done.stderr)
    return done


@pytest.mark.full
def test_another_locale_zone_user_processor_folder_and_order_give_the_same_bytes(
    finished: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "eerst").mkdir()
    (tmp_path / "eerst" / "sitecustomize.py").write_text(BACKWARDS, encoding="utf-8")
    here = {
        "LC_ALL": "C.UTF-8",
        "TZ": "Europe/Amsterdam",
        "LOGNAME": "anna",
        "USER": "anna",
        "PYTHONHASHSEED": "1",
    }
    there = {
        "LC_ALL": "POSIX", "LANG": "tr_TR.UTF-8", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
        "TZ": "Pacific/Kiritimati", "LOGNAME": "bert", "USER": "bert", "USERNAME": "bert",
        "PYTHONHASHSEED": "4242", "PYTHONPATH": str(tmp_path / "eerst"),
    }  # fmt: skip
    made = []
    for name, more in (("een", here), ("heel anders/twee", there)):
        workspace = Workspace.create(tmp_path / name, demo=True)
        shutil.copyfile(finished.settings_file, workspace.settings_file)
        files = sorted((path for path in finished.raw.rglob("*") if path.is_file()), reverse=name != "een")
        for path in files:
            target = workspace.raw / path.relative_to(finished.raw)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)
        place = tmp_path / f"plek van {name.rpartition('/')[2]}"
        place.mkdir()
        run(workspace.root, place, more, "run")
        run(workspace.root, place, more, "archive", str(JAAR))
        made.append(workspace)
    first, second = ({**decided(workspace)} for workspace in made)
    assert len(first) > 100
    assert [name for name in sorted({*first, *second}) if first.get(name) != second.get(name)] == []


def decided(workspace: Workspace) -> dict[str, str]:
    """Everything that a run makes but the microdata, of which DuckDB writes other bytes, and the logs."""
    return {
        name: sha256
        for name, sha256 in fingerprints(workspace.root).items()
        if not name.startswith(("data/raw/", "data/processed/microdata-", "data/processed/.lock"))
        and "/logboek/" not in name
        and not name.endswith(("-gemaakt.json", "/samenvatting.txt"))
        and not name.startswith("archief/")
    } | {"archief": archived(workspace)}


def archived(workspace: Workspace) -> str:
    [(_, sha256)] = fingerprints(workspace.archief).items()
    return sha256
