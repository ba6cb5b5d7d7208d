"""The analysis plans of earlier releases, and what a changed one does to the conclusion."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipeline.evaluation.effect.afwijkingen import EerderPlan
from pipeline.evaluation.effect.analyseplan import default_analyseplan
from pipeline.release.effect import protect_effect
from pipeline.release.planhistorie import earlier_plans, keep_plan
from pipeline.release.policy import Policy
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.errors import ReleaseGeweigerd
from pipeline.workspace.folders import Workspace
from tests.support.asked import PLAN, asked, counted

ONE = default_analyseplan()
TWO = ONE.model_copy(update={"versie": "2", "opgesteld": date(2016, 11, 1)})
Y2022, Y2023, Y2024 = (Schooljaar(start) for start in (2022, 2023, 2024))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "werkmap")


def told(workspace: Workspace, year: Schooljaar) -> list[tuple[str, str, date | None, str]]:
    return [(p.hash, p.versie, p.opgesteld, p.rapport) for p in earlier_plans(workspace, year)]


def test_nothing_was_released_so_there_is_no_earlier_plan(workspace: Workspace) -> None:
    assert earlier_plans(workspace, Y2024) == ()


def test_each_plan_has_the_last_report_that_had_it(workspace: Workspace) -> None:
    for year in (Y2022, Y2023, Y2023):
        keep_plan(workspace, year, ONE)
    keep_plan(workspace, Y2024, TWO)
    first = (ONE.hash(), "1", None, "het rapport van 2023-2024")
    assert told(workspace, Y2024) == [
        first,
        (TWO.hash(), "2", date(2016, 11, 1), "een eerdere versie van dit rapport"),
    ]
    assert told(workspace, Y2022) == [(*first[:3], "een eerdere versie van dit rapport")]


def test_a_later_report_does_not_count_for_an_earlier_one(workspace: Workspace) -> None:
    keep_plan(workspace, Y2024, TWO)
    assert told(workspace, Y2023) == []


def test_of_releases_from_before_plans_were_kept_the_hash_is_known(workspace: Workspace) -> None:
    runs = workspace.processed / "runs"
    runs.mkdir()
    (runs / "2022-2023.json").write_text('{"schooljaar": "2022-2023", "analyseplan": "abc"}', "utf-8")
    (runs / "2021-2022.json").write_text('{"schooljaar": "2021-2022"}', "utf-8")
    assert told(workspace, Y2023) == [("abc", "onbekend", None, "het rapport van 2022-2023")]
    keep_plan(workspace, Y2023, ONE)
    assert [plan[0] for plan in told(workspace, Y2024)] == ["abc", ONE.hash()]


def test_a_record_that_is_not_as_it_was_written_stops_the_release(workspace: Workspace) -> None:
    keep_plan(workspace, Y2022, ONE)
    file = workspace.uitgegeven / "analyseplannen.json"
    for broken in ("[{}]", "[", "{}x", "[1]"):
        file.write_text(broken, "utf-8")
        with pytest.raises(ReleaseGeweigerd, match=r"analyseplannen\.json: not as it was written"):
            earlier_plans(workspace, Y2023)


def test_a_changed_plan_is_a_deviation_and_a_reservation() -> None:
    """The same figures of an effect that is shown: with another plan before, it is at most an indication."""
    cijfers = counted(effect=40.0)
    before = EerderPlan("0" * 64, "0", None, "het rapport van 2021-2022")
    rows, said = {}, {}
    for name, earlier in (("same", ()), ("changed", (before,))):
        effect, _, deviations = protect_effect(asked(cijfers, eerdere=earlier), cijfers, Policy())
        (rows[name],) = effect.to_dict("records")
        said[name] = deviations.values.tolist()
    assert rows["same"]["tak"] == "aangetoond" and said["same"] == []
    assert rows["changed"]["tak"] == "aanwijzing met voorbehoud"
    assert rows["changed"]["voorbehouden"] == "de uitvoering wijkt af van het analyseplan"
    assert said["changed"] == [
        [
            "",
            "Het analyseplan is gewijzigd sinds het rapport van 2021-2022: toen versie 0 zonder datum"
            f" (kenmerk 000000-000000), nu versie 1 van 1-1-2017"
            f" (kenmerk {PLAN.hash()[:6]}-{PLAN.hash()[6:12]}).",
        ]
    ]
    assert pd.notna(rows["changed"]["schatting"])
