"""A workspace with a release of which one school lacks something, without a run behind it."""

from __future__ import annotations

import pytest

from pipeline.indicators.herinneringen import Herinnering
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.folders import Workspace
from pipeline.workspace.record import stable_json

JAAR = Schooljaar(2024)
LACKING = (
    Herinnering("99AA00", "De Akker", "intergrip", "2023-2024", ("V1", "V2"), "2024-2025"),
    Herinnering("99AA00", "De Akker", "uitstroom", "2024-2025", (), "2024-2025"),
    Herinnering("99BB01", "99BB01", "uitstroom", "2024-2025", (), "2024-2025"),
)


@pytest.fixture
def lacking(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace.create(tmp_path_factory.mktemp("werkmap"))
    lack(workspace, JAAR, *LACKING)
    return workspace


def lack(workspace: Workspace, year: Schooljaar, *found: Herinnering) -> None:
    """The release of a year lacks this, and no report was made of it."""
    workspace.release_dir(year).mkdir(parents=True, exist_ok=True)
    (workspace.release_dir(year) / "release.json").write_text("{}", encoding="utf-8")
    workspace.runs.mkdir(exist_ok=True)
    record = {"herinneringen": [one.as_dict() for one in found]}
    workspace.run_record(year).write_text(stable_json(record), encoding="utf-8")
