"""After the key was rotated every figure is the same, also with pupils seen before in a delivery that comes
afterwards; and what was published stays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline.flow import bring_along, refresh_microdata, refresh_release, take_deliveries
from pipeline.gang import Gang, Wens
from pipeline.pseudonym import DEMO_SLEUTEL, KEY_FILE_VARIABLE, read_key, write_key
from pipeline.release.publication import MANIFEST
from pipeline.reporting.renderer import choose_renderer
from pipeline.sources.delivery import Boek
from pipeline.sources.rotation import rotate
from pipeline.status import _key
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import load_settings
from tests.support.workspaces import JAAR, fingerprints, run, toeleiding


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(KEY_FILE_VARIABLE, str(tmp_path / "kluis" / "sleutel.key"))
    return tmp_path / "kluis" / "sleutel.key"


@pytest.fixture
def real(workspace: Workspace, key: Path) -> Workspace:
    """The finished workspace as one of real deliveries, which have the key of the demo so far."""
    workspace.demo_marker.unlink()
    write_key(key, DEMO_SLEUTEL)
    return workspace


def gang_of(workspace: Workspace, key: Path) -> Gang:
    settings = load_settings(workspace.settings_file)
    return Gang(workspace, settings, read_key(key), choose_renderer(), Wens(opnieuw=True), print)


def figures(workspace: Workspace) -> dict[str, dict[str, str]]:
    """Per table of the release its file, which is named after the hash of its content."""
    return json.loads((workspace.release_dir(JAAR) / MANIFEST).read_text("utf-8"))["files"]


def test_what_was_published_stays_and_says_with_which_key_it_was_made(real: Workspace, key: Path) -> None:
    releases, reports = fingerprints(real.processed / "release"), fingerprints(real.reports)
    done = toeleiding("key", "rotate", "-w", str(real.root))
    assert done.returncode == 0, done.stderr
    assert "destroy every copy of the old key" in done.stdout
    assert not any(secret in done.stdout + done.stderr for secret in key.read_text().split())
    code, out, err = run(real, "--json")
    assert code == 0, err
    steps = {step["naam"]: step["gedaan"] for step in json.loads(out)["stappen"]}
    assert steps == {
        "deliveries": False,
        "microdata": True,
        f"release {JAAR}": False,
        f"reports {JAAR}": False,
    }
    assert fingerprints(real.processed / "release") == releases
    assert fingerprints(real.reports) == reports
    assert json.loads((real.release_dir(JAAR) / MANIFEST).read_text("utf-8"))["sleutel_id"] == DEMO_SLEUTEL.id


def test_pupils_are_followed_on_in_a_delivery_that_comes_afterwards(real: Workspace, key: Path) -> None:
    wanted = figures(real)
    late = last_of(real, "intergrip")
    held_back = real.root / "later"
    shutil.move(real.raw / late, held_back)
    for delivery in Boek.read(real).leveringen:
        if delivery.pad == late:
            shutil.rmtree(delivery.folder(real))
    rotate(real, key)
    shutil.move(held_back, real.raw / late)

    sleutel = read_key(key)
    gang = Gang(
        real, load_settings(real.settings_file), sleutel, choose_renderer(), Wens(opnieuw=True), print
    )
    microdata = refresh_microdata(gang, take_deliveries(gang).actief)
    refresh_release(gang, microdata, JAAR)
    assert late in {d.pad for d in Boek.read(real).actief}
    assert figures(real) == wanted
    assert (
        json.loads((real.release_dir(JAAR) / MANIFEST).read_text("utf-8"))["sleutel_id"] == read_key(key).id
    )


def last_of(workspace: Workspace, bron: str) -> str:
    """The place of the latest delivery of a source."""
    return max((d.leverdatum or "", d.pad) for d in Boek.read(workspace).actief if d.bron == bron)[1]


def test_a_cut_off_rotation_is_seen_by_status_and_finished_by_a_run(real: Workspace, key: Path) -> None:
    before = shutil.copytree(real.deliveries, real.root / "toen")
    done = rotate(real, key)
    some = sorted(before.glob("*/*"))[::2]
    for folder in some:  # as if it had been killed halfway
        place = real.deliveries / folder.relative_to(before)
        shutil.rmtree(place)
        shutil.copytree(folder, place)
    state = _key(real, load_settings(real.settings_file), Boek.read(real))
    assert state["achter"].startswith(f"{len(some)} delivery(ies)")
    gang = gang_of(real, key)
    bring_along(gang)
    [step] = gang.verslag.stappen
    assert step.naam == "key" and step.reden.endswith(f": {len(some)}")
    assert {d.sleutel_id for d in Boek.read(real).leveringen} == {done.naar}


def test_a_run_clears_what_a_cut_off_rotation_left_beside_the_key(tmp_path: Path, key: Path) -> None:
    workspace = Workspace.create(tmp_path / "werkmap")
    write_key(key)
    left = key.with_name(f".toeleiding-new-01234567-{key.name}")
    left.write_text("ab" * 32)
    bring_along(gang_of(workspace, key))
    assert not left.exists()


def test_the_key_of_the_demo_cannot_be_rotated(finished: Workspace) -> None:
    done = toeleiding("key", "rotate", "-w", str(finished.root))
    assert done.returncode == 2 and "fixed key of its own" in done.stderr
