"""The record of a release, joined from what each step wrote down: what it was made of, with what, how fast,
what was hidden, who reviewed it and what came out. Whole it stays inside; of `published` everything is out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipeline.reporting.approval import Vrijgave, vrijgave
from pipeline.reporting.assets import fonts_dir
from pipeline.reporting.reports import read_record
from pipeline.workspace.made import read_made
from pipeline.workspace.record import program, sha256_file
from pipeline.workspace.settings import load_settings

if TYPE_CHECKING:
    from pipeline.vocabulary.schooljaar import Schooljaar
    from pipeline.workspace.folders import Workspace

_REVIEW = ("door", "dag")


def run_record(workspace: Workspace, schooljaar: Schooljaar) -> dict[str, Any]:
    """All that is known of how a release and its reports came about.

    `vast` is the same for every run of the same; `gang` has times and the commit, and differs.
    """
    place = workspace.run_record(schooljaar)
    made_of = json.loads(place.read_bytes()) if place.is_file() else {}
    reports = read_record(workspace.reports_dir(schooljaar)) or {}
    fixed = {"gemaakt_van": made_of, "rapporten": reports, "lettertypen": fonts(reports)}
    reviews = vrijgave(workspace, schooljaar, 0).as_dict() if reports else {}
    return {"vast": fixed, "gang": read_made(workspace.made_record(schooljaar)), "vrijgave": reviews}


def published(workspace: Workspace, schooljaar: Schooljaar, files: dict[str, str]) -> dict[str, Any]:
    """What of it may go out: no count of a step, no hash of what is hidden, no delivery that is not in the
    release. files: the reports that go out, by name, with their hashes."""
    whole = run_record(workspace, schooljaar)
    made_of, reports = whole["vast"]["gemaakt_van"], whole["vast"]["rapporten"]
    manifest = json.loads((workspace.release_dir(schooljaar) / "release.json").read_bytes())
    basis = {name: value for name, value in reports.get("basis", {}).items() if "release" not in name}
    state = _state(workspace, schooljaar)
    return {
        "schooljaar": schooljaar.label,
        "stand": manifest["stand"],
        "status": state.status,
        "vrijgegeven": state.vrijgegeven,
        "beoordelingen": [{name: getattr(one, name) for name in _REVIEW} for one in state.beoordelingen],
        "voorbeeldgegevens": manifest["voorbeeldgegevens"],
        "release": reports["release"],
        "sleutel_id": manifest["sleutel_id"],
        "analyseplan": made_of.get("analyseplan", ""),
        "niet_getoond": manifest.get("hidden", {}),
        "programma": basis,
        "commit": whole["gang"].get("rapporten", {}).get("commit"),
        "lettertypen": whole["vast"]["lettertypen"],
        "rapporten": files,
    }


def _state(workspace: Workspace, schooljaar: Schooljaar) -> Vrijgave:
    needed = load_settings(workspace.settings_file).vrijgave.beoordelaars
    return vrijgave(workspace, schooljaar, needed)


def fonts(reports: dict[str, Any]) -> dict[str, str]:
    """The hashes of the fonts that reports were set in; empty when the assets are others by now."""
    if reports.get("basis", {}).get("assets") != program()["assets"]:
        return {}
    files = (path for path in fonts_dir().iterdir() if path.suffix in (".ttf", ".woff2"))
    return {path.name: sha256_file(path) for path in sorted(files)}
