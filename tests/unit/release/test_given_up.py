"""A run says which detail a cohort had to give up, and which cohorts were taken over."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from pipeline import flow
from pipeline.release import make
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.folders import Workspace


def test_a_run_says_which_cohorts_are_not_as_they_were_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    taken = [(2014, "2021-2022", "2022-12-31"), (2015, "", "")]
    made = SimpleNamespace(
        sha256="0" * 64,
        meta={"bescherming": {"eerder_prijsgegeven": 3, "vergroofd": {"2022-2023": "codes, scholen"}}},
        table=lambda _: pd.DataFrame(taken, columns=["cohort", "schooljaar", "stand"]),
    )
    monkeypatch.setattr(make, "make_release", lambda *_: made)
    anything = cast(Any, SimpleNamespace(inputs=""))
    gang = flow.Gang(Workspace(tmp_path), anything, anything, anything, flow.Wens(), said.append)
    flow.refresh_release(gang, anything, Schooljaar(2023))
    _, *steps = gang.verslag.stappen
    assert [(step.naam.removeprefix("release 2023-2024, "), step.reden) for step in steps] == [
        ("cohort 2014-2015", "rows were forgotten; its figures are those of release 2021-2022"),
        ("cohort 2015-2016", "rows were forgotten; no release has its figures"),
        ("all cohorts", "3 figure(s) that would be hidden now follow from earlier releases"),
        ("cohort 2022-2023", "could not be protected in full detail; given up: codes, scholen"),
    ]
    assert said[1:] == [
        f"release 2023-2024: {step.naam.removeprefix('release 2023-2024, ')}: {step.reden}" for step in steps
    ]
