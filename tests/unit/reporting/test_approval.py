"""Reviews are of exact contents: they count once per name, lapse when these change, stay in the record."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.flow import approve, refresh_index
from pipeline.reporting.approval import STATUS_FILE, Vrijgave, vrijgave
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.errors import LockError, SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import workspace_lock
from pipeline.workspace.settings import Settings, load_settings

JAAR = Schooljaar(2023)
DAG = date(2025, 1, 20)
FULL: dict[str, Any] = {
    "status": "definitief", "scholen_zonder_schoolverlaters": 0, "momenten_zonder_meting": "",
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with a release and reports, of which only what approving looks at is there."""
    workspace = Workspace.create(tmp_path / "werkmap")
    need(workspace, 1)
    publish(workspace, FULL)
    return workspace


def need(workspace: Workspace, reviewers: int) -> None:
    workspace.settings_file.write_text(f"[vrijgave]\nbeoordelaars = {reviewers}\n", encoding="utf-8")


def publish(workspace: Workspace, lacking: dict[str, Any], text: str = "<!DOCTYPE html>") -> None:
    """Write a release and reports that belong together, as a run would."""
    release, folder = workspace.release_dir(JAAR), workspace.reports_dir(JAAR)
    for path in (release, folder):
        path.mkdir(parents=True, exist_ok=True)
    manifest = json.dumps({"volledigheid": lacking})
    (release / "release.json").write_text(manifest, encoding="utf-8")
    files = {}
    for naam in ("toetsing.html", "toetsing.pdf", "stuurgroep.html", "stuurgroep.pdf"):
        (folder / naam).write_text(text, encoding="utf-8")
        files[naam] = sha(text)
    record = {
        "schooljaar": JAAR.label, "stand": "2024-12-31", "status": lacking["status"], "inputs": "x",
        "voorbeeldgegevens": False, "bestanden": files, "release": sha(manifest),
    }  # fmt: skip
    (folder / "rapport.json").write_text(json.dumps(record), encoding="utf-8")


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def state(workspace: Workspace) -> Vrijgave:
    return vrijgave(workspace, JAAR, load_settings(workspace.settings_file).vrijgave.beoordelaars)


def test_a_review_releases_what_needs_one(workspace: Workspace) -> None:
    assert not state(workspace).vrijgegeven
    assert state(workspace).regel == "definitief; nog niet vrijgegeven: 0 van 1 beoordelingen"
    new, now = approve(workspace, JAAR, "J. de Vries", DAG)
    assert new and now == state(workspace) and now.vrijgegeven
    assert now.regel == "definitief; vrijgegeven op 20 januari 2025 na beoordeling door J. de Vries"


@pytest.mark.parametrize(
    ("needed", "released"), [(0, [True] * 3), (1, [False, True, True]), (2, [False, False, True])]
)
def test_as_many_reviewers_are_needed_as_the_settings_say(
    workspace: Workspace, needed: int, released: list[bool]
) -> None:
    need(workspace, needed)
    seen = [state(workspace).vrijgegeven]
    for name in ("Anna", "Bas"):
        seen.append(approve(workspace, JAAR, name, DAG)[1].vrijgegeven)
    assert seen == released


def test_without_reviewers_the_line_is_what_follows_from_the_deliveries(workspace: Workspace) -> None:
    need(workspace, 0)
    assert state(workspace).regel == "definitief"


@pytest.mark.parametrize("again", ["Anna Smit", "anna  smit", " ANNA SMIT "])
def test_the_same_name_counts_once(workspace: Workspace, again: str) -> None:
    need(workspace, 2)
    assert approve(workspace, JAAR, "Anna Smit", DAG)[0]
    new, now = approve(workspace, JAAR, again, date(2025, 2, 1))
    assert not new and not now.vrijgegeven
    assert [(review.door, review.dag) for review in now.beoordelingen] == [("Anna Smit", "2025-01-20")]


def test_a_record_that_names_somebody_twice_counts_her_once(workspace: Workspace) -> None:
    need(workspace, 2)
    approve(workspace, JAAR, "Anna Smit", DAG)
    path = workspace.release_dir(JAAR) / "beoordelingen.json"
    [review] = json.loads(path.read_text("utf-8"))["beoordelingen"]
    twice = {"beoordelingen": [review, review | {"door": "ANNA SMIT", "dag": "2025-03-01"}]}
    path.write_text(json.dumps(twice), encoding="utf-8")
    assert not state(workspace).vrijgegeven


def test_two_names_are_both_in_the_line_with_the_last_day(workspace: Workspace) -> None:
    need(workspace, 2)
    approve(workspace, JAAR, "Anna", date(2025, 2, 3))
    _, now = approve(workspace, JAAR, "Bas", DAG)
    assert now.regel == "definitief; vrijgegeven op 3 februari 2025 na beoordeling door Anna en Bas"


def test_a_review_lapses_when_the_release_changes_and_stays_in_the_record(workspace: Workspace) -> None:
    approve(workspace, JAAR, "Anna", DAG)
    publish(workspace, FULL | {"momenten_zonder_meting": "V2 van 2022-2023", "status": "voorlopig"})
    now = state(workspace)
    assert not now.vrijgegeven and now.vervallen == 1
    assert now.regel.startswith("voorlopig (geen meting van V2 van 2022-2023); nog niet vrijgegeven")
    record = json.loads((workspace.release_dir(JAAR) / "beoordelingen.json").read_text("utf-8"))
    assert [review["door"] for review in record["beoordelingen"]] == ["Anna"]
    assert approve(workspace, JAAR, "Anna", DAG)[1].vrijgegeven


def test_a_review_lapses_when_a_report_changes_and_holds_again_with_the_same_bytes(
    workspace: Workspace,
) -> None:
    approve(workspace, JAAR, "Anna", DAG)
    publish(workspace, FULL, "<!DOCTYPE html>nieuw")
    assert not state(workspace).vrijgegeven
    publish(workspace, FULL)
    assert state(workspace).vrijgegeven


def test_reports_that_were_changed_by_hand_cannot_be_approved(workspace: Workspace) -> None:
    (workspace.reports_dir(JAAR) / "toetsing.pdf").write_text("anders", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"toetsing.pdf changed since") as fault:
        approve(workspace, JAAR, "Anna", DAG)
    assert "toeleiding run" in fault.value.advice


def test_reports_of_an_earlier_release_cannot_be_approved(workspace: Workspace) -> None:
    (workspace.release_dir(JAAR) / "release.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SettingsError, match="not of the release that is there"):
        approve(workspace, JAAR, "Anna", DAG)


def test_a_year_without_reports_cannot_be_approved(workspace: Workspace) -> None:
    with pytest.raises(SettingsError, match="no reports of 2020-2021"):
        approve(workspace, Schooljaar(2020), "Anna", DAG)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "An\x1bna"])
def test_a_review_has_a_name(workspace: Workspace, name: str) -> None:
    with pytest.raises(SettingsError, match="needs the name"):
        approve(workspace, JAAR, name, DAG)


def test_it_waits_for_no_other_run(workspace: Workspace) -> None:
    with workspace_lock(workspace), pytest.raises(LockError):
        approve(workspace, JAAR, "Anna", DAG)


def test_the_line_is_in_the_index_and_beside_the_reports_and_no_report_changes(workspace: Workspace) -> None:
    folder = workspace.reports_dir(JAAR)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    approve(workspace, JAAR, "Anna <b>", DAG)
    page = (workspace.reports / "index.html").read_text("utf-8")
    assert page.count("vrijgegeven op 20 januari 2025 na beoordeling door Anna &lt;b&gt;") == 2
    assert json.loads((folder / STATUS_FILE).read_text("utf-8"))["vrijgegeven"] is True
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {naam: content for naam, content in after.items() if naam != STATUS_FILE} == before


def test_what_is_lacking_is_in_the_line(workspace: Workspace) -> None:
    need(workspace, 0)
    lacking = {
        "status": "voorlopig",
        "scholen_zonder_schoolverlaters": 1,
        "cohorten_zonder_schoolverlaters": "2023-2024",
        "momenten_zonder_meting": "V4 van 2021-2022",
    }
    publish(workspace, lacking)
    refresh_index(workspace, load_settings(workspace.settings_file))
    line = "voorlopig (geen schoolverlaters van 1 school in 2023-2024 en geen meting van V4 van 2021-2022)"
    assert line in (workspace.reports / "index.html").read_text("utf-8")


def test_the_number_of_reviewers_changes_no_figure_and_who_is_waited_for_does() -> None:
    plain = Settings()
    reviewed = Settings.model_validate({"vrijgave": {"beoordelaars": 2}})
    closed = Settings.model_validate({"vrijgave": {"zonder_levering": ["99AA00"]}})
    assert plain.hash() == reviewed.hash() != closed.hash()
