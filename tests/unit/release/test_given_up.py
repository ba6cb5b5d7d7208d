"""A run says which detail a cohort had to give up."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from pipeline import flow
from pipeline.release import make
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.folders import Workspace


def test_a_run_says_what_was_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    account = {"vergroofd": {"2022-2023": "codes, scholen"}}
    monkeypatch.setattr(make, "make_release", lambda *_: SimpleNamespace(meta={"bescherming": account}))
    anything = cast(Any, SimpleNamespace())
    gang = flow.Gang(Workspace(tmp_path), anything, anything, anything, flow.Wens(), said.append)
    flow.refresh_release(gang, anything, Schooljaar(2023))
    last = gang.verslag.stappen[-1]
    assert (last.naam, last.gedaan) == ("release 2023-2024, cohort 2022-2023", True)
    assert last.reden.endswith("given up: codes, scholen") and said[-1].endswith("given up: codes, scholen")
