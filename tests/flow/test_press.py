"""Reports under way: each in processes of its own, none in place before all are made."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event, Timer

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from pipeline.reporting.apart import run_apart
from pipeline.reporting.drawer import Charts, Drawer
from pipeline.reporting.drawing import VEGALITE_MIME, draw, draw_once
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
    first = draw_once(SPEC, tmp_path)
    [kept] = tmp_path.iterdir()
    kept.write_text("kept", encoding="utf-8")
    assert first.startswith("<svg") and draw_once(dict(reversed(SPEC.items())), tmp_path) == "kept"


SPEC = {"data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {"x": {"field": "a"}}}


def cell(spec: object) -> NotebookNode:
    """A cell that ran and gave a chart, and something besides."""
    outputs = [new_output("stream", text="a"), new_output("display_data", {VEGALITE_MIME: spec})]
    return new_code_cell("x", outputs=outputs)


def drawings(folder: Path) -> list[str]:
    return [path.read_text("utf-8") for path in folder.glob("*.svg")]


@pytest.mark.parametrize("nothing", [new_markdown_cell("x"), new_code_cell("x"), cell({"mark": "nothing"})])
def test_charts_are_drawn_ahead_as_they_would_be_later(nothing: NotebookNode, tmp_path: Path) -> None:
    """What cannot be drawn is left to who needs it, and keeps no other chart from being drawn."""
    with Drawer() as drawer:
        charts = Charts(drawer, tmp_path)
        for one in (nothing, cell(SPEC), nothing):
            charts.begin(one)
        charts.drawn(Event())
        assert drawings(tmp_path) == [draw(SPEC)]
    [svg] = tmp_path.glob("*.svg")
    svg.write_text("kept", encoding="utf-8")
    assert draw_once(SPEC, tmp_path) == "kept"


@pytest.mark.parametrize("how", [signal.SIGSTOP, signal.SIGKILL])
def test_nobody_waits_long_for_one_that_draws_nothing(
    how: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.reporting.drawer._LIMIT", 2)
    with Drawer() as drawer:
        os.kill(drawer.pid or 0, how)
        start = time.monotonic()
        for mark in ("bar", "tick"):
            charts = Charts(drawer, tmp_path)
            charts.begin(cell({**SPEC, "mark": mark}))
            charts.drawn(Event())
        assert time.monotonic() - start < 3
        assert drawings(tmp_path) == []


def test_a_stop_is_not_waited_for(tmp_path: Path) -> None:
    stopped = Event()
    stopped.set()
    with Drawer() as drawer:
        os.kill(drawer.pid or 0, signal.SIGSTOP)
        charts, start = Charts(drawer, tmp_path), time.monotonic()
        charts.begin(cell(SPEC))
        charts.drawn(stopped)
        assert time.monotonic() - start < 1
    with pytest.raises(ProcessLookupError):
        os.kill(drawer.pid or 0, 0)


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
