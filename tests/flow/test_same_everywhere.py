"""The same bytes whoever runs it and where: locale, zone, user, processors, folder and order of files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pipeline.workspace.folders import Workspace
from tests.support.workspaces import JAAR, fingerprints

ROOT = Path(__file__).parents[2]
NOBODY = 65534
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
    root: Path, place: Path, more: Mapping[str, str], *arguments: str, user: int | None = None
) -> subprocess.CompletedProcess[str]:
    """A verb from another folder, with its own home and temporary files, and as another user if asked."""
    for name in ("thuis", "hier"):
        (place / name).mkdir(exist_ok=True)
    path = os.pathsep.join(filter(None, [more.get("PYTHONPATH"), str(ROOT), os.environ.get("PYTHONPATH")]))
    env = {
        **os.environ, "TOELEIDING_RENDERER": "embedded", "HOME": str(place / "thuis"), **more,
        "PYTHONPATH": path,
    }  # fmt: skip
    if user is not None:
        for one in (place, *place.rglob("*")):
            os.chown(one, user, user)
    command = [sys.executable, "-m", "pipeline.cli", *arguments, "-w", str(root)]
    done = subprocess.run(
        command,
        cwd=place / "hier",
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=900,
        check=False,
        user=user,
    )
    assert done.returncode == 0, (done.stdout, done.stderr)
    return done


def turkish(folder: Path) -> dict[str, str]:
    """A locale with another alphabet, encoding and decimals, made here; the bare one where none can be made.

    In Turkish the capital of i is not I.
    """
    folder.mkdir()
    if program := shutil.which("localedef"):
        name = "tr_TR.ISO-8859-9"
        command = [program, "--no-archive", "-i", "tr_TR", "-f", "ISO-8859-9", str(folder / name)]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return {"LC_ALL": name, "LANG": name, "LOCPATH": str(folder)}
    return {"LC_ALL": "POSIX", "LANG": "tr_TR.UTF-8"}


def somebody_else() -> int | None:
    """A user who is nobody here, when we may be that and that one may read this program."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    try:
        command = [sys.executable, "-c", "import pipeline.cli"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, user=NOBODY)
    except OSError:
        return None
    return NOBODY if done.returncode == 0 else None


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder of which the path is short enough for the socket that kernels are asked by."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder that anybody can come to; those of pytest are for one user."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.full
def test_another_locale_zone_user_processor_folder_and_order_give_the_same_bytes(
    finished: Workspace, tmp_path: Path, short: Path, elsewhere: Path
) -> None:
    """In one of them kernels are forks; the path of the other's temporary files is too long for that. What
    one made the other makes again, too."""
    (elsewhere / "eerst").mkdir()
    (elsewhere / "eerst" / "sitecustomize.py").write_text(BACKWARDS, encoding="utf-8")
    long = elsewhere / "plek" / ("tijdelijk " * 12)
    long.mkdir(parents=True)
    here = {
        "LC_ALL": "C.UTF-8",
        "TZ": "Europe/Amsterdam",
        "LOGNAME": "anna",
        "USER": "anna",
        "PYTHONHASHSEED": "1",
        "TMPDIR": str(short),
    }
    there = {
        "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Pacific/Kiritimati", "LOGNAME": "bert",
        "USER": "bert", "USERNAME": "bert", "PYTHONHASHSEED": "4242", "TMPDIR": str(long),
        "PYTHONPATH": str(elsewhere / "eerst"), **turkish(elsewhere / "taal"),
    }  # fmt: skip
    one, two = tmp_path / "plek", elsewhere / "plek"
    one.mkdir()
    first = filled(finished, one / "een", backwards=False)
    second = filled(finished, two / "heel anders" / "twee", backwards=True)
    for workspace, place, more, user in ((first, one, here, None), (second, two, there, somebody_else())):
        run(workspace.root, place, more, "run", user=user)
        run(workspace.root, place, more, "archive", str(JAAR), user=user)
    made, remade = decided(first), decided(second)
    assert len(made) > 100
    assert [name for name in sorted({*made, *remade}) if made.get(name) != remade.get(name)] == []
    outcome = json.loads(run(second.root, one, here, "verify", "--json").stdout)
    assert outcome["gelijk"] and len(outcome["schooljaren"]) == 1, outcome
    assert all(year["bytes"]["mogelijk"] and year["gelijk"] for year in outcome["schooljaren"]), outcome


def filled(finished: Workspace, root: Path, *, backwards: bool) -> Workspace:
    """A workspace with the same settings and deliveries, copied in one order or the other."""
    workspace = Workspace.create(root, demo=True)
    shutil.copyfile(finished.settings_file, workspace.settings_file)
    for path in sorted((path for path in finished.raw.rglob("*") if path.is_file()), reverse=backwards):
        target = workspace.raw / path.relative_to(finished.raw)
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, target)
    return workspace


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
