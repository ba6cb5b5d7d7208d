"""A dry run says what a run would do, by which hash, and leaves everything as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import dryrun, status
from pipeline.dryrun import dry_run
from pipeline.flow import run as run_flow
from pipeline.gang import Stap, Verslag, Wens
from pipeline.pseudonym import DEMO_SLEUTEL
from pipeline.reporting import press, reports
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import workspace_lock
from pipeline.workspace.record import program
from tests.support.pages import PressOfPages
from tests.support.verbs import verb
from tests.support.workspaces import JAAR, fingerprints

ALL = Wens()


@pytest.fixture(autouse=True)
def embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOELEIDING_RENDERER", "embedded")


def would(workspace: Workspace, wens: Wens = ALL) -> dict[str, Stap]:
    """The steps that a run would do, by name."""
    before = fingerprints(workspace.root)
    found = dry_run(workspace, DEMO_SLEUTEL, wens)
    assert fingerprints(workspace.root) == before
    return {step.naam: step for step in found.stappen if step.gedaan}


def changes(step: Stap) -> list[str]:
    return [change.wat for change in step.wijzigingen]


def with_program(monkeypatch: pytest.MonkeyPatch, **other: str) -> None:
    """A program of which these parts are otherwise."""
    changed = {**program(), **{name.replace("_", " "): value for name, value in other.items()}}
    for room in (dryrun, reports, status):
        monkeypatch.setattr(room, "program", lambda: changed)


def all_of_it() -> list[str]:
    return ["microdata", f"release {JAAR}", f"reports {JAAR}"]


def test_when_all_is_up_to_date_nothing_would_run_also_while_another_run_is_at_work(
    workspace: Workspace,
) -> None:
    with workspace_lock(workspace):
        assert would(workspace) == {}
        found = dry_run(workspace, DEMO_SLEUTEL, Wens()).stappen
    assert [step.naam for step in found] == ["deliveries", *all_of_it()]
    versions = "notebook, code, assets, toeleiding, python, platform, zlib, library"
    assert [step.reden for step in found[1:]] == [
        f"the same: deliveries, settings, {versions}",
        "the same: microdata, analyseplan, regions, release",
        f"the same: release, {versions}, renderer, file",
    ]


def test_another_version_of_a_library_makes_everything_again_and_is_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = program()["library duckdb"]
    with_program(monkeypatch, library_duckdb="99.0")
    found = would(workspace)
    assert list(found) == all_of_it()
    [change] = found["microdata"].wijzigingen
    assert (change.wat, change.was, change.nu) == ("library duckdb", was, "99.0")
    assert changes(found[f"release {JAAR}"]) == ["microdata"]
    assert changes(found[f"reports {JAAR}"]) == ["library duckdb"]
    state = status.status(workspace)
    assert state["microdata"] == "stale: changed: library duckdb"
    assert state["rapporten"] == {JAAR.label: "stale: changed: library duckdb"}
    assert state["releases"] == {JAAR.label: "stale: changed: microdata"}


@pytest.mark.parametrize(
    ("setting", "part"),
    [("telling = 5", "settings [drempels]"), ('naam = "Rijnmond"', "settings [regio]")],
)
def test_a_changed_setting_is_named_by_its_part(workspace: Workspace, setting: str, part: str) -> None:
    text = workspace.settings_file.read_text("utf-8")
    other = setting.replace("5", "6").replace("Rijnmond", "Elders")
    workspace.settings_file.write_text(text.replace(setting, other, 1), encoding="utf-8")
    found = would(workspace)
    assert changes(found["microdata"]) == [part]
    assert found[f"reports {JAAR}"].reden == "only if the release turns out otherwise than it is"


def new_delivery(workspace: Workspace) -> None:
    place = workspace.raw / "2026-12-01" / "lijst.csv"
    place.parent.mkdir()
    place.write_text("a;b\n1;2\n", encoding="utf-8")


def lost_page(workspace: Workspace) -> None:
    (workspace.reports_dir(JAAR) / "toetsing.html").unlink()


def other_plan(workspace: Workspace) -> None:
    plan = workspace.analyseplan_file
    text = plan.read_text("utf-8").replace("# opgesteld = 2016-11-01", "opgesteld = 2016-11-01")
    plan.write_text(text, encoding="utf-8")


def touched_release(workspace: Workspace) -> None:
    manifest = workspace.release_dir(JAAR) / "release.json"
    manifest.write_text(manifest.read_text("utf-8") + " ", encoding="utf-8")


def lost_microdata(workspace: Workspace) -> None:
    workspace.microdata_pointer.unlink()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (new_delivery, {name: [] for name in ("deliveries", *all_of_it())}),
        (lost_page, {f"reports {JAAR}": ["file toetsing.html"]}),
        (other_plan, {f"release {JAAR}": ["analyseplan"], f"reports {JAAR}": []}),
        (touched_release, {f"release {JAAR}": ["release openbaar"], f"reports {JAAR}": ["release"]}),
        (lost_microdata, {"microdata": [], "releases and reports": []}),
    ],
)  # fmt: skip
def test_each_thing_that_changed_is_named_where_it_decides(
    workspace: Workspace, change: Callable[[Workspace], None], expected: dict[str, list[str]]
) -> None:
    change(workspace)
    found = would(workspace)
    named = {name: changes(step) for name, step in found.items()}
    if change is new_delivery:
        assert "2026-12-01/lijst.csv" in found["deliveries"].reden
    assert named == expected


def test_a_run_does_what_the_dry_run_said(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    lost_page(workspace)
    said = {name: changes(step) for name, step in would(workspace).items()}
    monkeypatch.setattr(press, "Press", PressOfPages)
    done: Verslag = run_flow(workspace, DEMO_SLEUTEL, Wens())
    [step] = [step for step in done.stappen if step.gedaan]
    assert said == {step.naam: ["file toetsing.html"]}
    assert changes(step) == [f"{JAAR}: file toetsing.html"]


def test_what_is_asked_for_would_run_and_what_was_never_delivered_is_refused(workspace: Workspace) -> None:
    assert {step.reden for step in would(workspace, Wens((JAAR,), True)).values()} == {
        "asked for", "the microdata would be made again"
    }  # fmt: skip
    with pytest.raises(SettingsError, match="no school leavers of 1999-2000"):
        dry_run(workspace, DEMO_SLEUTEL, Wens((Schooljaar(1999),)))


def test_the_verb_explains_and_touches_nothing(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lost_page(workspace)
    run = verb("run", workspace.root, capsys, monkeypatch)
    before = fingerprints(workspace.root)
    told = run("--dry-run", "--explain")
    assert told.code == 0 and "would run" in told.out and "Nothing was touched." in told.out
    assert "file toetsing.html: " in told.out and "→ not there" in told.out
    assert run("--dry-run", "--json").json["proef"] is True
    assert fingerprints(workspace.root) == before


def test_a_workspace_in_which_nothing_ever_ran(tmp_path: Path) -> None:
    empty = Workspace.create(tmp_path / "leeg", demo=True)
    assert list(would(empty)) == ["microdata", "releases and reports"]
