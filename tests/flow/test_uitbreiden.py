"""docs/uitbreiden.md, followed: a new indicator in a copy of the program, counted in the room and seen in the
reports.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline import verkennen
from pipeline.workspace.folders import Workspace, project_root
from tests.support.uitbreiding import CODE, NAAM, add_indicator, add_section, copied, run_in

ASK = """
import json, sys
from pipeline import verkennen, __file__ as program
from pipeline.indicators.voorbeelden import voorbeelden
from pipeline.reporting.maten import MATEN
found = verkennen.start(sys.argv[1]).indicator("LW", waar="cohort = 2024").iloc[0]
numbers = [int(found.n), int(found.k), found.status]
print(json.dumps([program, *numbers, len(voorbeelden()["LW"]), MATEN["LW"].naam]))
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied(tmp_path_factory.mktemp("programma"))
    add_indicator(root)
    add_section(root)
    return root


def test_every_file_that_the_guide_names_is_there() -> None:
    text = (project_root() / "docs" / "uitbreiden.md").read_text("utf-8")
    named = set(re.findall(r"`((?:pipeline|tests|notebooks|docs)/[\w./-]+)`", text))
    assert len(named) > 15
    assert [one for one in sorted(named) if not (project_root() / one).exists()] == []


def test_a_new_indicator_is_counted_in_the_room(program: Path, finished: Workspace) -> None:
    """As many as a count by hand from the rows of the panel."""
    done = run_in(program, "-c", ASK, str(finished.root))
    assert done.returncode == 0, done.stderr
    where, n, k, status, examples, name = json.loads(done.stdout.splitlines()[-1])
    assert Path(where).is_relative_to(program)
    people = verkennen.start(finished.root).panel("cohort = 2024", hoeveel=100_000)
    known = people[people.u_code != "ONBEKEND"]
    assert (n, k) == (len(known), int(known.u_klasse.isin(["WERK", "LEREN"]).sum()))
    assert (status, examples, name) == ("gemeten", 4, NAAM)


@pytest.mark.full
def test_a_new_indicator_is_seen_in_both_reports(program: Path, workspace: Workspace) -> None:
    done = run_in(program, "-m", "pipeline.cli", "run", "--workspace", str(workspace.root))
    assert done.returncode == 0, done.stderr
    for report in ("toetsing", "stuurgroep"):
        page = (workspace.reports / "2024-2025" / f"{report}.html").read_text("utf-8")
        said = r"met een bekende bestemming \(cohort 2024-2025\) gingen er \d+ leren of werken"
        assert re.search(said, re.sub(r"<[^>]+>", "", page)), report
        assert CODE in page and NAAM in page, report
