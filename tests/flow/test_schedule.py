"""The schedule fires on a fake clock in a workspace where deliveries come late, and makes the right years."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import datetime
from itertools import takewhile
from pathlib import Path

import pytest

from pipeline.flow import run as run_flow
from pipeline.gang import Verslag, Wens
from pipeline.pseudonym import DEMO_SLEUTEL
from pipeline.reporting import press
from pipeline.sources.delivery import Boek
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import load_settings
from pipeline.yearly.command import Opdracht
from pipeline.yearly.cron import cron_line, read_line
from pipeline.yearly.moments import Rooster
from pipeline.yearly.telling import telling
from tests.support.pages import PressOfPages
from tests.support.workspaces import JAAR

SCHOOL = "98YC00"


@pytest.fixture
def yearly(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """It runs on the first three days of January and the 13th to 15th; its hook writes down every mail."""
    script = "import sys; open(sys.argv[1], 'a').write(sys.stdin.readline())"
    told = str(tmp_path / "mail.txt")
    change(workspace, "dagen = []", "dagen = [1, 2, 3, 13, 14, 15]")
    change(workspace, "opdracht = []", f"opdracht = {[sys.executable, '-c', script, told]}")
    monkeypatch.setenv("TOELEIDING_RENDERER", "embedded")
    monkeypatch.setattr(press, "Press", PressOfPages)
    return workspace


def change(workspace: Workspace, old: str, new: str) -> None:
    text = workspace.settings_file.read_text("utf-8")
    assert old in text
    workspace.settings_file.write_text(text.replace(old, new), encoding="utf-8")


def firing(workspace: Workspace) -> Iterator[datetime]:
    """Every moment of two years at which the line of cron fires, as it is read back."""
    line = cron_line(
        Opdracht(Path("/bin/toeleiding"), workspace.root, ()),
        Rooster.of(load_settings(workspace.settings_file).jaarlijks),
    )
    clock = read_line(line)[0].after(datetime(2025, 12, 20))
    return takewhile(lambda moment: moment < datetime(2027, 1, 1), clock)


def fire(workspace: Workspace, now: datetime) -> list[str]:
    """Run as the schedule does; gives the school years whose reports were made."""
    verslag = telling(workspace, lambda: run_flow(workspace, DEMO_SLEUTEL, Wens()), print, now)
    return [year for named in made(verslag) for year in named.split(", ")]


def made(verslag: Verslag) -> list[str]:
    kind = "reports "
    return [s.naam.removeprefix(kind) for s in verslag.stappen if s.gedaan and s.naam.startswith(kind)]


def mails(tmp_path: Path) -> list[str]:
    return [line.partition(": ")[2] for line in (tmp_path / "mail.txt").read_text("utf-8").splitlines()]


def test_it_makes_what_is_gone_the_next_morning_and_otherwise_nothing(
    yearly: Workspace, tmp_path: Path
) -> None:
    found = {}
    for now in firing(yearly):
        if now.day == 13:
            shutil.rmtree(yearly.reports_dir(JAAR))
        found[f"{now:%Y-%m-%d %H:%M}"] = fire(yearly, now)
    assert found == {
        "2026-01-01 05:30": [], "2026-01-02 05:30": [], "2026-01-03 05:30": [],
        "2026-01-13 05:30": [JAAR.label], "2026-01-14 05:30": [], "2026-01-15 05:30": [],
    }  # fmt: skip
    assert mails(tmp_path) == ["de run van 13 januari 2026, 05:30 uur"]


@pytest.mark.full
def test_a_school_that_delivers_late_makes_one_year_definitief_later(
    yearly: Workspace, tmp_path: Path
) -> None:
    """Of two report years one lacks a school until its files come on the 12th. The other has nothing to do
    with that."""
    complete = JAAR.plus(-1).label
    change(yearly, f'eerste_schooljaar = "{JAAR}"', f'eerste_schooljaar = "{complete}"')
    held = tmp_path / "2026-01-12"
    held.mkdir()
    for one in Boek.read(yearly).actief:
        if one.scholen == (SCHOOL,) and one.cohorten == (JAAR.start,):
            shutil.move(yearly.raw / one.pad, held)
    assert any(held.iterdir())
    shutil.rmtree(yearly.processed)
    Workspace.create(yearly.root, demo=True)
    found, summaries = {}, {}
    for now in firing(yearly):
        if now.day == 13:
            shutil.copytree(held, yearly.raw / held.name)
        found[now.day] = fire(yearly, now)
        summaries[now.day] = yearly.summary.read_text("utf-8")
    assert found == {1: [complete, JAAR.label], 2: [], 3: [], 13: [JAAR.label], 14: [], 15: []}
    assert f"- {JAAR}: voorlopig (geen schoolverlaters van 1 school in {JAAR})" in summaries[3]
    assert f"({SCHOOL}): de uitstroomlijst van {JAAR}, uiterlijk 31 januari 2026" in summaries[3]
    assert f"- {JAAR}: definitief" in summaries[15] and SCHOOL not in summaries[15]
    assert len(mails(tmp_path)) == 2
