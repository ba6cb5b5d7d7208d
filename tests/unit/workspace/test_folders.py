"""Workspaces: made once, found again, made-up and real data never together."""

import stat
import sys
from pathlib import Path

import pytest

from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace import folders
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace, project_root
from pipeline.workspace.settings import Settings, load_settings


def test_a_new_workspace_is_complete(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "regio")
    assert load_settings(workspace.settings_file) == Settings()
    assert workspace.raw.is_dir() and workspace.deliveries.is_dir() and workspace.reports.is_dir()
    assert "never changed" in (workspace.raw / "README.md").read_text(encoding="utf-8")
    assert "release/" in (workspace.processed / "README.md").read_text(encoding="utf-8")
    assert not workspace.is_demo


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_data_is_for_this_user_only(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    for folder in (workspace.raw, workspace.processed):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_making_it_again_leaves_what_is_there(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    workspace.settings_file.write_text("[drempels]\ntelling = 7\n", encoding="utf-8")
    Workspace.create(tmp_path)
    assert load_settings(workspace.settings_file).drempels.telling == 7


def test_paths_of_a_school_year(tmp_path: Path) -> None:
    workspace, jaar = Workspace(tmp_path), Schooljaar(2016)
    assert workspace.release_dir(jaar) == tmp_path / "data" / "processed" / "release" / "2016-2017"
    assert workspace.reports_dir(jaar) == tmp_path / "reports" / "2016-2017"
    assert workspace.microdata_pointer == tmp_path / "data" / "processed" / "microdata.json"


def test_found_from_a_folder_inside(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    inside = workspace.raw / "2017-12-04"
    inside.mkdir()
    assert Workspace.find(inside) == workspace


def test_not_found(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"toeleiding\.toml"):
        Workspace.find(tmp_path)


def test_made_up_and_real_data_never_together(tmp_path: Path) -> None:
    demo = Workspace.create(tmp_path / "demo", demo=True)
    assert demo.is_demo
    assert Workspace.create(demo.root, demo=True) == demo
    with pytest.raises(SettingsError, match="voorbeeldgegevens"):
        Workspace.create(demo.root)
    real = Workspace.create(tmp_path / "echt")
    with pytest.raises(SettingsError, match="real deliveries"):
        Workspace.create(real.root, demo=True)
    assert not real.is_demo


def test_deliveries_without_a_settings_file_are_real_too(tmp_path: Path) -> None:
    delivered = tmp_path / "data" / "raw" / "2017-12-04" / "uitstroom.csv"
    delivered.parent.mkdir(parents=True)
    delivered.write_text("Leerlingnr\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="real deliveries"):
        Workspace.create(tmp_path, demo=True)


def test_the_project_in_a_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "pipeline"
    package.mkdir()
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(folders, "_PACKAGE", package)
    assert project_root() == tmp_path


def test_the_project_in_a_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    share = tmp_path / "pipeline" / "_share"
    share.mkdir(parents=True)
    monkeypatch.setattr(folders, "_PACKAGE", share.parent)
    assert project_root() == share


def test_an_incomplete_installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(folders, "_PACKAGE", tmp_path / "pipeline")
    with pytest.raises(SettingsError, match="not installed"):
        project_root()
