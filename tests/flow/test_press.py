"""Reports under way: each in processes of its own, none in place before all are made."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event, Timer

import pytest

from pipeline.reporting.apart import run_apart
from pipeline.reporting.drawing import draw_once
from pipeline.reporting.kernels import can_fork, warm_up
from pipeline.reporting.press import Press, make_reports
from pipeline.reporting.renderer import choose_renderer
from pipeline.reporting.reports import RAPPORTEN, Opdracht
from pipeline.workspace.errors import NotebookFout, RenderFout
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import load_settings
from tests.support.apart import die, fail_strangely, never_end, refuse, write_own_number
from tests.support.workspaces import JAAR, fingerprints

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes are forked on Linux only")


@pytest.fixture(autouse=True)
def embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOELEIDING_RENDERER", "embedded")
    warm_up()


def gone(note: Path) -> bool:
    """Whether the process that left its number there has ended."""
    try:
        os.kill(int(note.read_text("utf-8")), 0)
    except ProcessLookupError:
        return True
    return False


def test_it_happens_in_another_process_that_is_gone_then(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    run_apart(write_own_number, note, Event())
    assert int(note.read_text("utf-8")) != os.getpid() and gone(note)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (refuse, "pid may not leave\nTake it out."),
        (die, "a process that made reports died (exit 3)\nIt may have run out of memory."),
        (fail_strangely, "reports could not be made: Unsendable"),
    ],
)
def test_how_it_failed_comes_back(tmp_path: Path, what: Callable[[Path], None], said: str) -> None:
    with pytest.raises(RenderFout) as refused:
        run_apart(what, tmp_path / "pid", Event())
    assert str(refused.value) == said


def test_one_that_hangs_is_ended(tmp_path: Path) -> None:
    with pytest.raises(RenderFout, match="not ready after 2 seconds"):
        run_apart(never_end, tmp_path / "pid", Event(), limit=2)
    assert gone(tmp_path / "pid")


def test_nobody_waits_for_what_was_stopped(tmp_path: Path) -> None:
    stopped, start = Event(), time.monotonic()
    Timer(1, stopped.set).start()
    run_apart(never_end, tmp_path / "pid", stopped)
    assert time.monotonic() - start < 30 and gone(tmp_path / "pid")


def test_a_chart_that_is_in_both_reports_is_drawn_once(tmp_path: Path) -> None:
    spec = {"data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {"x": {"field": "a"}}}
    first = draw_once(spec, tmp_path)
    [kept] = tmp_path.iterdir()
    kept.write_text("kept", encoding="utf-8")
    assert first.startswith("<svg") and draw_once(dict(reversed(spec.items())), tmp_path) == "kept"


def order(workspace: Workspace) -> Opdracht:
    settings = load_settings(workspace.settings_file)
    return Opdracht.of(JAAR, workspace, choose_renderer().label, settings)


def test_nothing_is_in_place_when_one_of_them_fails(workspace: Workspace) -> None:
    """A report that is whole is not put beside one that is not: also not that of another school year."""
    whole, before = order(workspace), fingerprints(workspace.reports)
    broken = replace(whole, release=workspace.root, schooljaar=JAAR.plus(-1), vertrouwelijk=None)
    (workspace.root / "release.json").write_bytes((whole.release / "release.json").read_bytes())
    with pytest.raises(NotebookFout):
        make_reports([broken, whole], choose_renderer(), lambda _: None)
    assert fingerprints(workspace.reports) == before


def test_until_they_are_placed_what_was_there_stays_and_then_it_is_the_same(workspace: Workspace) -> None:
    before, task = fingerprints(workspace.reports), order(workspace)
    page = workspace.reports_dir(JAAR) / f"{next(iter(RAPPORTEN))}.html"
    page.write_text("<!DOCTYPE html>other", encoding="utf-8")
    with Press(choose_renderer(), lambda _: None) as press:
        press.begin(task)
        press.made()
        assert page.read_text("utf-8") == "<!DOCTYPE html>other"
        press.place()
    assert fingerprints(workspace.reports) == before
