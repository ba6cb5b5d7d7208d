"""A share that is killed, at any moment: a folder that is there is whole and was kept, and the next share or
run clears what was being made.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.microdata.build import current
from pipeline.release.generations import read_shared
from pipeline.workspace.folders import Workspace
from tests.support.sharing import NAAM, share, share_released
from tests.support.workspaces import fingerprints, run

LEFT = ".toeleiding-"
OUT = ("gedeeld", "data/processed/uitgegeven")


@pytest.fixture(scope="module")
def made(finished: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Path]]:
    """A workspace in which the same was shared twice, and the images of every kill in between."""
    folder = tmp_path_factory.mktemp("gedood")
    shutil.copytree(finished.root, folder / "werkmap", ignore=shutil.ignore_patterns("reports", "raw"))
    (folder / "images").mkdir()
    command = [sys.executable, "-m", "tests.support.crash_images", str(folder / "werkmap")]
    command += [str(folder / "images"), "1", "tests.support.sharing:share_twice"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    yield Workspace(folder / "werkmap"), folder / "images"
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def images(made: tuple[Workspace, Path]) -> list[Workspace]:
    return [Workspace(path) for path in sorted(made[1].iterdir())]


def shared_of(workspace: Workspace) -> dict[str, str]:
    return {
        f"{part}/{name}": sha for part in OUT for name, sha in fingerprints(workspace.root / part).items()
    }


def folders(workspace: Workspace) -> list[Path]:
    """What looks as if it had been shared."""
    there = workspace.gedeeld.iterdir() if workspace.gedeeld.is_dir() else []
    return [place for place in there if not place.name.startswith(LEFT)]


def unfinished(workspace: Workspace) -> list[Path]:
    return [path for part in OUT for path in (workspace.root / part).rglob(f"{LEFT}*")]


def is_kept(workspace: Workspace) -> bool:
    now = current(workspace)
    assert now
    kept = read_shared(workspace.uitgegeven, now.inputs)
    return any(shown for one in kept for groep in one.groepen for _, shown in groep.getoond)


@pytest.mark.full
def test_whenever_a_share_is_killed_what_is_there_is_whole_and_kept(images: list[Workspace]) -> None:
    stages = set()
    for image in images:
        for place in folders(image):
            told = json.loads((place / "bestanden.json").read_text("utf-8"))["sha256"]
            found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in place.iterdir()}
            found.pop("bestanden.json")
            assert found == told, image.root.name
            assert is_kept(image), image.root.name
        stages.add((is_kept(image), bool(folders(image)), bool(unfinished(image))))
    assert {(False, False, False), (True, False, True), (True, True, False), (True, True, True)} <= stages


@pytest.mark.full
def test_the_next_share_clears_what_was_being_made(
    images: list[Workspace], made: tuple[Workspace, Path]
) -> None:
    """Also one that has nothing to do with it; and one of the same ends as if nothing was."""
    left = [image for image in images if unfinished(image)]
    some = [left[0], next(image for image in left if is_kept(image)), left[-1]]
    for image in some:
        was = is_kept(image)
        share_released(image.root)
        assert not unfinished(image) and is_kept(image) == was
    shutil.rmtree(some[-1].gedeeld / "uit-de-release")
    share(some[-1].root)
    assert shared_of(some[-1]) == shared_of(made[0])


@pytest.mark.full
def test_the_next_share_clears_it_wherever_it_was_killed(
    images: list[Workspace], made: tuple[Workspace, Path]
) -> None:
    for image in images:
        if (image.gedeeld / "uit-de-release").exists():
            shutil.rmtree(image.gedeeld / "uit-de-release")
        share(image.root)
        assert shared_of(image) == shared_of(made[0]), image.root.name


def test_the_next_share_and_the_next_run_clear_it(workspace: Workspace) -> None:
    """Half a folder goes, one that was moved aside comes back, half a file of the memory goes."""
    for clear in (share_released, lambda root: run(Workspace(root))):
        half, aside = (workspace.gedeeld / f"{LEFT}{what}-0a1b2c3d-{NAAM}" for what in ("new", "old"))
        for place in (half, aside):
            place.mkdir(parents=True)
            (place / "tabel.csv").write_text("x", encoding="utf-8")
        [kept] = [place for place in workspace.uitgegeven.iterdir() if place.is_dir()]
        (kept / f"{LEFT}new-0a1b2c3d-gedeeld-0123456789ab.json").write_text("[", encoding="utf-8")
        clear(workspace.root)
        assert not unfinished(workspace)
        [back] = [place for place in folders(workspace) if place.name == NAAM]
        assert [path.name for path in back.iterdir()] == ["tabel.csv"]
        shutil.rmtree(back)
