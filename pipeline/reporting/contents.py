"""What lies in the folders of a school year now, against what was put there: every file by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.reporting.reports import STUURGROEP, read_record
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.record import sha256_file, stable_json

_MANIFEST = "release.json"
_VERTROUWELIJK = "vertrouwelijk"


@dataclass(frozen=True)
class Inhoud:
    """A release and its reports as they lie there."""

    manifest: Mapping[str, Any]
    """Empty when the reports are of another release: that one is not vouched for."""
    sha256: str
    """Of every file of them, what is really in it."""
    gewijzigd: tuple[str, ...]
    """Files that are not as they were put there, or are gone."""
    eerder: bool
    """Whether the reports are of another release than the one that is there."""


def contents(workspace: Workspace, schooljaar: Schooljaar) -> Inhoud:
    """What lies there of a school year. Raises SettingsError when it has no reports."""
    reports, release = workspace.reports_dir(schooljaar), workspace.release_dir(schooljaar)
    record = read_record(reports)
    if record is None:
        raise SettingsError(f"there are no reports of {schooljaar}", which_reports(workspace))
    of = {release: record["release"]}
    if apart := record.get(_VERTROUWELIJK):
        of[workspace.release_dir(schooljaar, STUURGROEP)] = apart
    eerder = any(_hash(folder / _MANIFEST) != sha256 for folder, sha256 in of.items())
    manifests = {folder: json.loads((folder / _MANIFEST).read_bytes()) for folder in of if not eerder}
    made = {reports / name: sha256 for name, sha256 in record["bestanden"].items()}
    for folder, manifest in manifests.items():
        made |= {folder / entry["file"]: entry["sha256"] for entry in manifest.get("files", {}).values()}
    now = {path: _hash(path) for path in (*made, *(folder / _MANIFEST for folder in of))}
    named = {path.relative_to(workspace.root).as_posix(): sha256 for path, sha256 in now.items()}
    changed = (path.name for path, sha256 in made.items() if now[path] != sha256)
    total = hashlib.sha256(stable_json(named).encode()).hexdigest()
    return Inhoud(manifests.get(release, {}), total, tuple(sorted(changed)), eerder)


def published(workspace: Workspace) -> Iterator[Schooljaar]:
    """The school years that have a release and reports, oldest first."""
    return (year for year in workspace.released() if read_record(workspace.reports_dir(year)))


def which_reports(workspace: Workspace) -> str:
    """Advice for who asks for a school year without reports."""
    there = ", ".join(map(str, published(workspace)))
    return f"There are reports of {there}." if there else "Make them: toeleiding run."


def _hash(path: Path) -> str:
    return sha256_file(path) if path.is_file() else ""
