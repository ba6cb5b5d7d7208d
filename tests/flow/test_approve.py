"""A review as a user records it, and a run after it: the index tells, and no report is made again."""

from __future__ import annotations

import json
from datetime import date

from pipeline.flow import Gang, Wens, refresh_microdata, refresh_release
from pipeline.pseudonym import DEMO_SLEUTEL
from pipeline.reporting.renderer import choose_renderer
from pipeline.sources.delivery import Boek
from pipeline.sources.withdrawal import withdraw
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import load_settings
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
        (["1999-2000", "--by", "A"], "no reports"),
        ([str(JAAR), "--by", " "], "the name"),
    ):
        done = toeleiding("approve", *arguments, "-w", str(finished.root))
        assert done.returncode == 2 and said in done.stderr


def test_a_school_whose_lists_were_taken_back_makes_it_voorlopig_and_only_inside_is_told_which(
    workspace: Workspace,
) -> None:
    for delivery in Boek.read(workspace).actief:
        if delivery.bron == "uitstroom" and delivery.scholen == ("98YC00",) and 2024 in delivery.cohorten:
            withdraw(workspace, delivery.id, date(2026, 1, 20), "verkeerd bestand")
    settings = load_settings(workspace.settings_file)
    gang = Gang(workspace, settings, DEMO_SLEUTEL, choose_renderer(), Wens(), str)
    refresh_release(gang, refresh_microdata(gang, Boek.read(workspace).actief), JAAR)
    found = json.loads((workspace.release_dir(JAAR) / "release.json").read_text("utf-8"))["volledigheid"]
    assert (found["status"], found["scholen_zonder_schoolverlaters"]) == ("voorlopig", 1)
    assert found["cohorten_zonder_schoolverlaters"] == JAAR.label
    record = json.loads((workspace.processed / "runs" / f"{JAAR}.json").read_text("utf-8"))
    assert record["zonder_schoolverlaters"] == [f"98YC00 in {JAAR}"]
