"""A review as a user records it, and a run after it: the index tells, and no report is made again."""

from __future__ import annotations

import json
import re

from pipeline.workspace.folders import Workspace
from tests.support.workspaces import JAAR, fingerprints, run, toeleiding

NAMES = ("toetsing.html", "toetsing.pdf", "stuurgroep.html", "stuurgroep.pdf")


def test_a_review_is_in_the_index_and_a_run_after_it_makes_nothing_again(workspace: Workspace) -> None:
    folder = workspace.reports_dir(JAAR)
    before = {name: fingerprints(folder)[name] for name in NAMES}
    done = toeleiding(
        "approve", str(JAAR), "--by", "A. Smit", "--date", "2026-01-20", "-w", str(workspace.root)
    )
    assert done.returncode == 0, done.stderr
    line = "definitief; vrijgegeven op 20 januari 2026 na beoordeling door A. Smit"
    assert line in done.stdout
    approved = fingerprints(workspace.root)
    code, out, err = run(workspace, "--json")
    assert code == 0, err
    assert [step["naam"] for step in json.loads(out)["stappen"] if step["gedaan"]] == []
    assert fingerprints(workspace.root) == approved
    assert {name: fingerprints(folder)[name] for name in NAMES} == before
    assert (workspace.reports / "index.html").read_text("utf-8").count(line) == 2
    shown = toeleiding("status", "-w", str(workspace.root), "--json")
    assert json.loads(shown.stdout)["vrijgave"] == {str(JAAR): line}


def test_the_reports_themselves_say_what_follows_from_the_deliveries(finished: Workspace) -> None:
    for name in ("toetsing.html", "stuurgroep.html"):
        assert "<dt>Status</dt><dd>definitief</dd>" in (finished.reports_dir(JAAR) / name).read_text("utf-8")


def test_what_cannot_be_approved_is_exit_two(finished: Workspace) -> None:
    for arguments, said in (
        (["1999-2000", "--by", "A"], f"no reports of 1999-2000\nThere are reports of {JAAR}."),
        (["foo", "--by", "A"], f"There are reports of {JAAR}"),
        ([str(JAAR), "--by", "A", "--date", "2026-02-30"], "expected a day, such as 2026-01-20"),
        ([str(JAAR), "--by", "A", "--date", "2089-01-20"], "has not come yet"),
        ([str(JAAR), "--by", " "], "the name"),
    ):
        done = toeleiding("approve", *arguments, "-w", str(finished.root))
        assert done.returncode == 2 and said in _unboxed(done.stderr)


def _unboxed(text: str) -> str:
    """What is said, without the frame that long lines are broken in."""
    return re.sub(r" +", " ", re.sub(r"\s*│\n│", "", text))
