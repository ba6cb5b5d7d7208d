"""A second region with the same program: its release stands beside ours, or is refused with a reason."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline.release.publication import MANIFEST, open_release
from pipeline.release.regios import other_regions, regions_hash
from pipeline.workspace.atomic import write_text
from pipeline.workspace.errors import ReleaseGeweigerd
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import load_settings
from tests.support.workspaces import JAAR, run


@pytest.fixture
def beside(workspace: Workspace, finished: Workspace) -> Path:
    """A copy of what the finished workspace published, as the folder of a region of another name."""
    folder = workspace.root / "regios" / "haaglanden"
    shutil.copytree(finished.release_dir(JAAR).parent, folder)
    text = workspace.settings_file.read_text("utf-8")
    changed = text.replace("naast = []", 'naast = ["regios/haaglanden", "regios/utrecht"]')
    assert changed != text
    write_text(workspace.settings_file, changed.replace('naam = "Rijnmond"', 'naam = "Drechtsteden"'))
    return folder / JAAR.label


def test_a_region_stands_beside_ours_with_the_figures_it_published(
    workspace: Workspace, finished: Workspace, beside: Path
) -> None:
    code, _, err = run(workspace)
    assert code == 0, err
    found = open_release(workspace.release_dir(JAAR)).table("regios")
    assert set(found["regio"]) == {"Rijnmond", "utrecht"}
    theirs = open_release(finished.release_dir(JAAR)).table("cijfers").query("niveau == 'regio'")
    (p2,) = theirs[(theirs["indicator"] == "P2") & (theirs["cohort"] == JAAR.start)].to_dict("records")
    (row,) = found[(found["indicator"] == "P2") & (found["cohort"] == JAAR.start)].to_dict("records")
    assert [row[name] for name in ("n", "k", "pct")] == [p2[name] for name in ("n", "k", "pct")]
    assert row["sha256"] == open_release(beside).sha256[:12]
    page = (workspace.reports_dir(JAAR) / "toetsing.html").read_text("utf-8")
    assert "Naast onze regio staat Rijnmond." in page and "Van utrecht is over" in page
    settings = open_release(workspace.release_dir(JAAR)).table("instellingen")
    assert "regio.naast" not in set(settings["naam"]), "where it lies on this machine is nobody's business"

    code, out, _ = run(workspace, "--json")
    assert code == 0 and [step["naam"] for step in json.loads(out)["stappen"] if step["gedaan"]] == []


def test_a_release_that_cannot_stand_beside_ours_is_refused(workspace: Workspace, beside: Path) -> None:
    settings = load_settings(workspace.settings_file)
    manifest = json.loads((beside / MANIFEST).read_bytes())
    shutil.copytree(beside.parent, beside.parent.parent / "utrecht")
    with pytest.raises(ReleaseGeweigerd, match="more than one region is called Rijnmond"):
        other_regions(workspace, settings, JAAR)
    for entry, value, said in (
        ("publiek", "stuurgroep", "it is confidential"),
        ("schooljaar", "2019-2020", "it is about 2019-2020"),
        ("voorbeeldgegevens", False, "made-up and real figures"),
    ):
        before = regions_hash(workspace, settings, JAAR)
        (beside / MANIFEST).write_text(json.dumps(manifest | {entry: value}), "utf-8")
        with pytest.raises(ReleaseGeweigerd, match=said) as refused:
            other_regions(workspace, settings, JAAR)
        assert "regio.naast" in refused.value.advice
        assert regions_hash(workspace, settings, JAAR) != before, "so the release is made again"
