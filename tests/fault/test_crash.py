"""A run that is killed, at any moment: what was good is whole, and the next run ends as if nothing was."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.release.publication import open_release
from pipeline.reporting.reports import RAPPORTEN, SOORTEN
from pipeline.sources.delivery import Boek
from pipeline.workspace.folders import Workspace
from tests.support.workspaces import JAAR, fingerprints, run

MADE = ("reports", "data/processed/release", "data/processed/uitgegeven", "data/processed/deliveries")
"""What has to be the same after a crash and another run; logs and seconds need not be."""
MACHINE = 7


def correct_something(workspace: Workspace) -> None:
    """A school delivers again, with one destination corrected."""
    last = next(
        p
        for p in sorted(workspace.raw.glob("*/uitstroom_*.csv"))[::-1]
        if b";Garantiebaan;" in p.read_bytes()
    )
    folder = workspace.raw / "2025-12-01"
    folder.mkdir()
    (folder / last.name).write_bytes(last.read_bytes().replace(b";Garantiebaan;", b";Beschut werk;", 1))


def made(workspace: Workspace) -> dict[str, str]:
    """Every file that a run makes and that must be the same however it went, by its hash."""
    return {
        f"{part}/{name}": sha for part in MADE for name, sha in fingerprints(workspace.root / part).items()
    }


def published(files: dict[str, str]) -> dict[str, str]:
    """Of what a run makes: all but the deliveries that it took in."""
    return {name: sha for name, sha in files.items() if not name.startswith(MADE[-1])}


def images(workspace: Workspace, folder: Path, every: int) -> list[Workspace]:
    """The workspace as a kill would leave it before every so many things that a run does there."""
    command = [
        sys.executable,
        "-m",
        "tests.support.crash_images",
        str(workspace.root),
        str(folder),
        str(every),
    ]
    environment = {**os.environ, "TOELEIDING_RENDERER": "embedded"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return [Workspace(path) for path in sorted(folder.iterdir())]


class Crashes:
    """What was there before a run, what is there after it, and what kills in between would leave."""

    def __init__(self, workspace: Workspace, folder: Path, every: int) -> None:
        self.before = made(workspace)
        correct_something(workspace)
        folder.mkdir()
        self.images = images(workspace, folder, every)
        self.after = made(workspace)

    def check(self, image: Workspace) -> None:
        """Every file of what is published is the old one or the new one, whole, and the release opens."""
        manifest = f"data/processed/release/{JAAR}/release.json"
        now = made(image)
        assert now[manifest] in (self.before[manifest], self.after[manifest])
        assert open_release(image.release_dir(JAAR)).tables
        for name in (f"reports/{JAAR}/{naam}.{soort}" for naam in RAPPORTEN for soort in SOORTEN):
            assert now[name] in (self.before[name], self.after[name]), name
        json.loads((image.reports_dir(JAAR) / "rapport.json").read_text("utf-8"))
        assert Boek.read(image).actief

    def recover(self, image: Workspace) -> None:
        """The next run says that another was cut off, where one was, and ends as the undisturbed one did."""
        cut = image.lock_file.with_suffix(".json").exists()
        code, out, said = run(image, "--json")
        assert code == 0, said
        assert cut == ("earlier run" in [step["naam"] for step in json.loads(out)["stappen"]])
        assert made(image) == self.after
        left = [path.name for path in image.root.rglob("*") if ".toeleiding-" in path.name]
        assert left == [] and not image.scratch.exists()


@pytest.fixture(scope="module")
def crashes(finished: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crashes]:
    folder = tmp_path_factory.mktemp("crash")
    shutil.copytree(finished.root, folder / "werkmap")
    yield Crashes(Workspace(folder / "werkmap"), folder / "images", every=10)
    shutil.rmtree(folder)


def test_whenever_a_run_is_killed_what_is_published_is_whole(crashes: Crashes) -> None:
    assert len(crashes.images) >= 20 and crashes.before != crashes.after
    for image in crashes.images:
        crashes.check(image)


def test_the_images_are_of_every_stage(crashes: Crashes) -> None:
    """Some before the release was replaced, some between release and reports, some after."""
    manifest = f"data/processed/release/{JAAR}/release.json"
    page = f"reports/{JAAR}/toetsing.html"
    stages = [
        (now[manifest] == crashes.after[manifest], now[page] == crashes.after[page])
        for now in map(made, crashes.images)
    ]
    assert {(False, False), (True, False)} <= set(stages)


@pytest.mark.parametrize("tenth", range(10))
def test_the_run_after_a_kill_ends_as_an_undisturbed_one(
    crashes: Crashes, tmp_path: Path, tenth: int
) -> None:
    """In the middle of each tenth of a run; of every other one half of what was being written is lost."""
    image = crashes.images[(2 * tenth + 1) * len(crashes.images) // 20]
    shutil.copytree(image.root, tmp_path / "werkmap", symlinks=True)
    if tenth % 2:
        lose_half(tmp_path)
    crashes.recover(Workspace(tmp_path / "werkmap"))


def lose_half(folder: Path) -> None:
    """Of every file that was being written."""
    for unfinished in folder.rglob(".toeleiding-new-*"):
        if unfinished.is_file():
            os.truncate(unfinished, unfinished.stat().st_size // 2)


@pytest.mark.full
def test_a_hundred_kills(workspace: Workspace, tmp_path: Path) -> None:
    """Every one of them is recovered from, and half of them lost half of a file that was being written."""
    crashes = Crashes(workspace, tmp_path / "images", every=2)
    assert len(crashes.images) >= 100
    for number, image in enumerate(crashes.images):
        if number % 2:
            lose_half(image.root)
        crashes.check(image)
        crashes.recover(image)
        shutil.rmtree(image.root)


def started(workspace: Workspace, until: str) -> subprocess.Popen[str]:
    """A run under way, as far as the step of that name; whatever else it says is kept."""
    command = [sys.executable, "-m", "pipeline.cli", "run", "--workspace", str(workspace.root)]
    environment = {**os.environ, "TOELEIDING_RENDERER": "embedded"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    assert process.stderr
    for line in process.stderr:
        if line.startswith(until):
            return process
    raise AssertionError(f"it ended before {until}")


@pytest.mark.skipif(os.name != "posix", reason="SIGTERM is how other systems than Windows end a process")
def test_a_run_that_the_system_ends_undoes_what_it_was_doing(workspace: Workspace, crashes: Crashes) -> None:
    correct_something(workspace)
    process = started(workspace, "release")
    time.sleep(1)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 143
    assert "stopped; earlier releases and reports are as they were" in said
    assert published(made(workspace)) == published(crashes.before)
    assert not [path for path in workspace.root.rglob("*") if ".toeleiding-" in path.name]
    assert not workspace.lock_file.with_suffix(".json").exists()
    assert "SIGTERM" in (workspace.processed / "runs" / "samenvatting.txt").read_text("utf-8")
    crashes.recover(workspace)


@pytest.fixture
def small_disk(finished: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    """A finished workspace on a disk with room for what is there, and for little more."""
    if not shutil.which("mount") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can make a disk")
    size = sum(path.stat().st_blocks * 512 for path in finished.root.rglob("*") if path.is_file())
    disk = tmp_path / "schijf"
    disk.mkdir()
    options = f"size={size // 1024 + 1500}k"
    if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)], check=False).returncode:
        pytest.skip("this machine lets nobody make a disk")
    try:
        shutil.copytree(finished.root, disk / "werkmap")
        yield Workspace(disk / "werkmap")
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def remount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(disk)], check=True)


def test_a_full_disk_is_said_and_spoils_nothing(small_disk: Workspace, crashes: Crashes) -> None:
    correct_something(small_disk)
    code, _, said = run(small_disk)
    assert code == MACHINE and "no room left on the disk" in said and "Traceback" not in said
    assert published(made(small_disk)) == published(crashes.before)
    assert not [path for path in small_disk.root.rglob("*") if ".toeleiding-" in path.name]
    remount(small_disk.root.parent, "size=1g")
    crashes.recover(small_disk)


def test_a_disk_that_may_only_be_read_is_said(small_disk: Workspace, crashes: Crashes) -> None:
    correct_something(small_disk)
    remount(small_disk.root.parent, "ro")
    code, _, said = run(small_disk)
    assert code == MACHINE and "not allowed to write" in said and "Traceback" not in said
    assert made(small_disk) == crashes.before
    remount(small_disk.root.parent, "rw,size=1g")
    crashes.recover(small_disk)


def test_two_runs_at_once_and_the_second_leaves_at_once(workspace: Workspace, crashes: Crashes) -> None:
    """And of the first, when it is killed, the next one makes up for all."""
    correct_something(workspace)
    process = started(workspace, "microdata")
    begin = time.monotonic()
    code, _, said = run(workspace)
    assert code == 2 and "another run is at work here" in said and time.monotonic() - begin < 20
    process.kill()
    process.communicate()
    crashes.check(workspace)
    crashes.recover(workspace)


@pytest.mark.skipif(os.name != "posix", reason="the renderer in this test is a shell script")
@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("kill -9 $$", "quarto render failed"),
        pytest.param("sleep 600", "quarto was not ready after 2 seconds", marks=pytest.mark.full),
    ],
)
def test_a_renderer_that_crashes_or_hangs_spoils_nothing(
    workspace: Workspace, tmp_path: Path, does: str, said: str
) -> None:
    """Another renderer than the reports were made with, so that they have to be made again."""
    before = made(workspace)
    program = tmp_path / "bin" / "quarto"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo 1.9.0 && exit\n{does}\n', encoding="utf-8")
    program.chmod(0o755)
    limits = "from pipeline.reporting import quarto; quarto.START_LIMIT, quarto.REPORT_LIMIT = 2, 0"
    command = [sys.executable, "-c", f"{limits}; from pipeline.cli import main; main()", "run", "--workspace"]
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [*command, str(workspace.root)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "PATH": path, "TOELEIDING_RENDERER": "quarto"},
    )
    assert done.returncode == 5 and said in done.stderr and "Traceback" not in done.stderr
    assert made(workspace) == before
    assert not [path for path in workspace.root.rglob("*") if ".toeleiding-" in path.name]
    assert run(workspace)[0] == 0 and made(workspace) == before
