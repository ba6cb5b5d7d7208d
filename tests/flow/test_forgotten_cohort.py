"""After forgetting: cohorts that cannot be counted any more keep the figures they had, and a run goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from pipeline.flow import without_lost
from pipeline.gang import Gang, Wens
from pipeline.pseudonym import DEMO_SLEUTEL
from pipeline.release.circulation import Circulation
from pipeline.release.publication import Release, open_release
from pipeline.reporting.renderer import choose_renderer
from pipeline.sources import trace
from pipeline.sources.delivery import Boek, Delivery
from pipeline.sources.trace import Vergeten
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from tests.support.page import parse_page
from tests.support.workspaces import JAAR, fingerprints, run, toeleiding

LOST, LATER = 2021, 2023


def of_cohort(release: Release, table: str, cohort: int) -> pd.DataFrame:
    frame = release.table(table)
    return frame[frame["cohort"] == cohort].reset_index(drop=True)


def kept_counts(workspace: Workspace) -> set[int]:
    """The cohorts of which counts are kept beside what was shown of them."""
    known = Circulation.read(workspace.uitgegeven).generations
    return {int(cohort) for one in known if one.counted for cohort in one.counted.rows["cohort"]}


def test_a_cohort_of_which_a_few_rows_are_left_keeps_the_figures_it_had(workspace: Workspace) -> None:
    """The lists of 2021-2022 are forgotten and a dozen corrections of it stay: too few to protect."""
    before = open_release(workspace.release_dir(JAAR))
    assert LOST in kept_counts(workspace)
    settings = workspace.settings_file.read_text("utf-8")
    shorter = settings.replace("\ngepseudonimiseerd = 12", "\ngepseudonimiseerd = 1")
    workspace.settings_file.write_text(shorter, encoding="utf-8")
    done = toeleiding("forget", "--before", "2023-12-01", "--yes", "--workspace", str(workspace.root))
    assert done.returncode == 0, done.stderr
    code, out, err = run(workspace, "--json")
    assert code == 0, err
    steps = {s["naam"]: s for s in json.loads(out)["stappen"]}
    assert steps[f"release {JAAR}"]["gedaan"]
    assert kept_counts(workspace) and LOST not in kept_counts(workspace)
    said = "rows were forgotten; its figures are those of release 2024-2025"
    assert steps[f"release {JAAR}, cohort 2021-2022"]["reden"] == said
    after = open_release(workspace.release_dir(JAAR))
    for table in ("cijfers", "eenheden", "stroom"):
        was = of_cohort(before, table, LOST)
        assert len(was)
        pd.testing.assert_frame_equal(was, of_cohort(after, table, LOST))
    assert after.table("overgenomen").values.tolist() == [[LOST, "2024-2025", "2025-12-31"]]
    said = "De cijfers zijn overgenomen uit een eerdere versie van dit rapport"
    for name in ("toetsing", "stuurgroep"):
        assert said in parse_page(workspace.reports_dir(JAAR) / f"{name}.html").text


@pytest.mark.full
def test_no_school_of_a_cohort_that_is_taken_over_is_waited_for(workspace: Workspace) -> None:
    """Every list that a school gave of 2023-2024 is gone, and its figures are not."""
    lists = [d for d in Boek.read(workspace).actief if d.bron == "uitstroom" and LATER in d.cohorten]
    per_school = {school: [d for d in lists if d.scholen == school] for school in {d.scholen for d in lists}}
    school = min(s for s, given in per_school.items() if all(d.cohorten == (LATER,) for d in given))
    for delivery in per_school[school]:
        forget_list(workspace, delivery)
    code, _, err = run(workspace, "--json")
    assert code == 0, err
    after = open_release(workspace.release_dir(JAAR))
    assert after.table("overgenomen")["cohort"].tolist() == [LATER]
    assert after.meta["volledigheid"]["status"] == "definitief"


def test_a_school_year_of_which_rows_were_forgotten_stays_as_it_is(workspace: Workspace) -> None:
    forget_one_list(workspace)
    made = {folder: fingerprints(folder) for folder in results(workspace)}
    stays = "rows of this school year were forgotten, so the last release and reports stay"
    for asked in ([], ["--schooljaar", JAAR.label, "--all"]):
        code, out, err = run(workspace, *asked, "--json")
        assert code == 0, err
        (step,) = [s for s in json.loads(out)["stappen"] if s["naam"] == f"release {JAAR}"]
        assert (step["gedaan"], step["reden"]) == (False, stays)
        assert {folder: fingerprints(folder) for folder in results(workspace)} == made
    status = json.loads(toeleiding("status", "--json", "--workspace", str(workspace.root)).stdout)
    assert status["rapporten"][JAAR.label] in ("up to date", "kept as it is: rows were forgotten")


def test_a_school_year_that_lost_rows_before_it_was_released_has_no_release(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "werkmap", demo=True)
    gang = Gang(workspace, Settings(), DEMO_SLEUTEL, choose_renderer(), Wens(), str)
    assert without_lost(gang, [JAAR.plus(-1), JAAR], frozenset({JAAR.start})) == [JAAR.plus(-1)]
    (step,) = gang.verslag.stappen
    said = "rows of this school year were forgotten, so no release can be made"
    assert (step.naam, step.gedaan, step.reden) == (f"release {JAAR}", False, said)


def forget_one_list(workspace: Workspace) -> None:
    """One outflow list of the report's own school year."""
    lists = (d for d in Boek.read(workspace).actief if d.bron == "uitstroom" and JAAR.start in d.cohorten)
    forget_list(workspace, next(lists))


def forget_list(workspace: Workspace, gone: Delivery) -> None:
    """As `forget` would on a day that is yet to come."""
    event = Vergeten("rijen", "2038-01-01", "2037-11-20", telde=True)
    trace.add(gone.folder(workspace), event)
    gone.rows_file(workspace).unlink()


def results(workspace: Workspace) -> list[Path]:
    return [workspace.release_dir(JAAR), workspace.reports_dir(JAAR)]
