"""A small finished workspace, made once for all test processes; each test that changes it works on a copy."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from pipeline.workspace.folders import Workspace
from tests.support.workspaces import small_workspace

hypothesis.settings.register_profile("same", deadline=None, derandomize=True, max_examples=50)
hypothesis.settings.register_profile("free", deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
"""`make test` tries the same examples every time; `make test-full` looks for new ones, and for more."""


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace whose reports are up to date. Do not change it."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if own.name.startswith("popen-") else own
    return small_workspace(shared)


@pytest.fixture(scope="module", autouse=True)
def _altair_as_it_was() -> Iterator[None]:
    """The analyst's room gives Altair our look for the whole process; the next file finds it without."""
    yield
    if "pipeline.verkennen.beeld" in sys.modules:
        import altair as alt

        alt.theme.enable("toeleiding")
        alt.renderers.enable("default")


@pytest.fixture
def workspace(finished: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the finished workspace to do anything with."""
    shutil.copytree(finished.root, tmp_path / "werkmap")
    return Workspace(tmp_path / "werkmap")
