"""The whole way, as a user goes it: run, run again, from scratch, and after a changed row."""

from __future__ import annotations

import codecs
import json
import os
from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from pipeline.release.publication import open_release
from pipeline.synthetic.population import generate
from pipeline.synthetic.spellings import VALUES
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import workspace_lock
from tests.support.verbs import verb
from tests.support.workspaces import COHORTS, JAAR, LEAVERS, cut_off_run, fingerprints, run


def steps_of(workspace: Workspace) -> list[dict[str, Any]]:
    """What a run says of its steps."""
    code, out, err = run(workspace, "--json")
    assert code == 0, err
    steps: list[dict[str, Any]] = json.loads(out)["stappen"]
    return steps


def cijfers(workspace: Workspace) -> pd.DataFrame:
    key = ["indicator", "klasse", "soort_klasse", "cohort", "niveau", "eenheid"]
    return open_release(workspace.release_dir(JAAR)).table("cijfers").set_index(key).sort_index()


def test_reports_are_there_and_the_index_leads_to_them(finished: Workspace) -> None:
    index = (finished.reports / "index.html").read_text("utf-8")
    for naam in ("toetsing", "stuurgroep"):
        for kind in ("html", "pdf"):
            assert (finished.reports_dir(JAAR) / f"{naam}.{kind}").stat().st_size > 10_000
            assert f'href="{JAAR}/{naam}.{kind}"' in index


def test_every_demo_report_says_that_its_data_are_invented(finished: Workspace) -> None:
    for naam in ("toetsing", "stuurgroep"):
        assert "oorbeeldgegevens" in (finished.reports_dir(JAAR) / f"{naam}.html").read_text("utf-8")


def test_a_second_run_does_nothing_and_says_why(workspace: Workspace) -> None:
    before = fingerprints(workspace.root)
    steps = steps_of(workspace)
    assert [step["naam"] for step in steps if step["gedaan"]] == []
    assert all(step["reden"] for step in steps)
    assert fingerprints(workspace.root) == before


def test_a_run_that_was_cut_off_is_told_by_status_and_by_the_next_one(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status = verb("status", workspace.root, capsys, monkeypatch)
    assert status("--json").json["aan_het_werk"] == ""
    with workspace_lock(workspace):
        assert status("--json").json["aan_het_werk"].startswith(f"a run is at work (process {os.getpid()} on")
    cut_off_run(workspace)
    who = "process 7 on elders, since 2025-11-01 05:30:00"
    assert status("--json").json["aan_het_werk"] == f"a run was cut off ({who}); the next one makes up for it"
    assert "a run was cut off" in status().out
    [step] = [one for one in steps_of(workspace) if one["gedaan"]]
    assert step["naam"] == "earlier run"
    assert step["reden"] == f"was cut off ({who}); what it had not finished is made now"
    assert status("--json").json["aan_het_werk"] == ""


@pytest.mark.parametrize("clock", ["1981-01-01", "2096-01-01"])
def test_another_time_on_the_clock_makes_nothing_again(workspace: Workspace, clock: str) -> None:
    """Of files, of a log and of a run that was cut off: none of them decides anything."""
    before = fingerprints(workspace.release_dir(JAAR)) | fingerprints(workspace.reports)
    seconds = datetime.fromisoformat(clock).timestamp()
    cut_off_run(workspace, f"{clock} 05:30:00")
    (workspace.logboek / f"{clock.replace('-', '')}T053000.000000Z.jsonl").write_text("{}\n", "utf-8")
    for path in workspace.root.rglob("*"):
        os.utime(path, (seconds, seconds))
    assert [one["naam"] for one in steps_of(workspace) if one["gedaan"]] == ["earlier run"]
    assert fingerprints(workspace.release_dir(JAAR)) | fingerprints(workspace.reports) == before


def test_another_analysis_plan_makes_the_release_and_the_reports_again(workspace: Workspace) -> None:
    before = open_release(workspace.release_dir(JAAR)).table("effect")
    plan = workspace.analyseplan_file
    text = plan.read_text("utf-8").replace("# opgesteld = 2016-11-01", "opgesteld = 2016-11-01")
    plan.write_text(text, encoding="utf-8")
    code, out, _ = run(workspace, "--json")
    assert code == 0
    done = [step["naam"] for step in json.loads(out)["stappen"] if step["gedaan"]]
    assert f"release {JAAR}" in done and "microdata" not in done
    after = open_release(workspace.release_dir(JAAR)).table("effect")
    assert set(after["opgesteld"]) == {"2016-11-01"} and set(after["stand"]) == {"vooraf opgesteld"}
    assert not set(after["plan_hash"]) & set(before["plan_hash"])
    deviations = open_release(workspace.release_dir(JAAR)).table("effect_afwijkingen")
    (changed,) = deviations.loc[deviations["vraag"] == "", "afwijking"]
    assert "sinds een eerdere versie van dit rapport: toen versie 1 zonder datum" in changed
    told = after[after["voorbehouden"].fillna("") != ""]
    assert not told.empty and told["voorbehouden"].str.contains("wijkt af van het analyseplan").all()
    html = (workspace.reports_dir(JAAR) / "toetsing.html").read_text("utf-8")
    assert "Het analyseplan is gewijzigd sinds een eerdere versie van dit rapport" in html


def test_a_run_from_scratch_gives_the_same_release_and_the_same_bytes(workspace: Workspace) -> None:
    import shutil

    release = fingerprints(workspace.release_dir(JAAR))
    reports = fingerprints(workspace.reports)
    shutil.rmtree(workspace.processed)
    shutil.rmtree(workspace.reports)
    Workspace.create(workspace.root, demo=True)
    code, _, err = run(workspace)
    assert code == 0, err
    assert fingerprints(workspace.release_dir(JAAR)) == release
    assert fingerprints(workspace.reports) == reports


def test_one_changed_row_changes_both_reports_by_exactly_that(workspace: Workspace) -> None:
    before, expected_before = cijfers(workspace), verwacht(workspace)
    old_html = {
        n: (workspace.reports_dir(JAAR) / f"{n}.html").read_text("utf-8") for n in ("toetsing", "stuurgroep")
    }
    brin = change_one_destination(workspace)
    code, _, err = run(workspace)
    assert code == 0, err
    after = cijfers(workspace)

    region = ("D", slice(None), "klasse", JAAR.start, "regio", "regio")
    moved = (after.loc[region, "k"] - before.loc[region, "k"]).droplevel([0, 2, 3, 4, 5])
    assert moved[moved != 0].to_dict() == {"WERK": -1, "LEREN": 1}

    both = before.join(after, suffixes=("_voor", "_na"))
    shown = both[(both.status_voor == "gemeten") & (both.status_na == "gemeten")]
    changed = shown[(shown.k_voor != shown.k_na) | (shown.n_voor != shown.n_na)]
    assert len(changed) > 0
    assert set(changed.index.get_level_values("cohort")) == {JAAR.start}
    assert ((changed.k_voor - changed.k_na).abs() <= 1).all()
    assert set(changed.xs("school", level="niveau").index.get_level_values("eenheid")) <= {brin}
    told = open_release(workspace.release_dir(JAAR)).table("wijzigingen")
    assert not (told["status"] == "getoond").any(), "a correction of one pupil is told without numbers"
    assert set(told["cohort"].dropna()) <= {JAAR.start}
    for naam, html in old_html.items():
        assert (workspace.reports_dir(JAAR) / f"{naam}.html").read_text("utf-8") != html

    expected = expected_before.merge(verwacht(workspace), on=["van", "naar"], suffixes=("_voor", "_na"))
    of_one = (expected.aantal_voor - expected.aantal_na).abs().between(1, 4)
    assert expected.aantal_voor.notna().any() and not of_one.any(), "what that one was expected to do is told"


def verwacht(workspace: Workspace) -> pd.DataFrame:
    table = open_release(workspace.release_dir(JAAR)).table("aansluiting")
    return table[table["onderwerp"] == "verwacht"]


def change_one_destination(workspace: Workspace) -> str:
    """Turn a leaver with regular work into one on mbo bol, in the export; gives the BRIN of the school.

    The truth tells which row of which file counts: one that a later delivery corrects would change nothing.
    """
    rows = generate(cohorts=COHORTS, leavers=LEAVERS).uitstroom
    counted = rows[(rows.cohort == JAAR.start) & (rows.bestemming == "ARB_REG")]
    row = counted[counted.bestand.str.endswith(".csv")].iloc[0]
    path = workspace.raw / row.bestand
    encoding = "utf-8-sig" if path.read_bytes().startswith(codecs.BOM_UTF8) else "cp1252"
    lines = path.read_bytes().decode(encoding).splitlines(keepends=True)
    cells = lines[row.rij].split(";")
    [place] = [at for at, cell in enumerate(cells) if cell in VALUES["bestemming"]["ARB_REG"]]
    cells[place] = "MBO_BOL"
    lines[row.rij] = ";".join(cells)
    path.write_bytes("".join(lines).encode(encoding))
    return str(row.brin)
