"""The analysis plans that earlier releases were made with, kept so that a plan that was changed says so.

An entry per school year and plan, oldest first, in a file beside what releases showed. A release looks at the
school years up to its own, and its own plan is no change, so making it again makes the same. Releases that
never went out are taken to have gone out.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from pipeline.evaluation.effect.afwijkingen import EerderPlan
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.atomic import write_text
from pipeline.workspace.errors import ReleaseGeweigerd
from pipeline.workspace.folders import Workspace
from pipeline.workspace.record import stable_json

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.evaluation.effect.analyseplan import Analyseplan

_FILE = "analyseplannen.json"
_ONBEKEND = "onbekend"
_NAMES = ("schooljaar", "hash", "versie", "opgesteld")
Entry = dict[str, str]


def earlier_plans(workspace: Workspace, schooljaar: Schooljaar) -> tuple[EerderPlan, ...]:
    """The plans of the releases up to a school year, each with the last report that had it.

    Raises ReleaseGeweigerd when the file is not as it was written.
    """
    last = {
        entry["hash"]: entry
        for entry in sorted(_entries(workspace), key=lambda entry: str(entry["schooljaar"]))
        if Schooljaar.parse(entry["schooljaar"]) <= schooljaar
    }
    return tuple(
        EerderPlan(entry["hash"], entry["versie"], _day(entry), _report(entry, schooljaar))
        for entry in last.values()
    )


def keep_plan(workspace: Workspace, schooljaar: Schooljaar, plan: Analyseplan) -> None:
    """Keep that a release of this school year was made with this plan."""
    day = "" if plan.opgesteld is None else plan.opgesteld.isoformat()
    entry = dict(zip(_NAMES, (schooljaar.label, plan.hash(), plan.versie, day), strict=True))
    known = _entries(workspace)
    if entry not in known:
        workspace.uitgegeven.mkdir(parents=True, exist_ok=True)
        write_text(_path(workspace), stable_json([*known, entry]))


def _entries(workspace: Workspace) -> list[Entry]:
    path = _path(workspace)
    if not path.is_file():
        return _from_runs(workspace)
    try:
        found = json.loads(path.read_bytes())
        return [{name: str(entry[name]) for name in _NAMES} for entry in found]
    except (ValueError, KeyError, TypeError) as fault:
        raise ReleaseGeweigerd(
            f"{path}: not as it was written; it is the only record of the analysis plans of earlier releases",
            "Put it back from a copy. If there is none, move it away: then only the last plan of each year is"
            " known.",
        ) from fault


def _from_runs(workspace: Workspace) -> list[Entry]:
    """Of releases from before plans were kept: the records of runs have the hash of theirs."""
    folder = workspace.processed / "runs"
    records = [json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))]
    return [
        {"schooljaar": run["schooljaar"], "hash": run["analyseplan"], "versie": _ONBEKEND, "opgesteld": ""}
        for run in records
        if run.get("analyseplan")
    ]


def _day(entry: Entry) -> date | None:
    return date.fromisoformat(entry["opgesteld"]) if entry["opgesteld"] else None


def _report(entry: Entry, schooljaar: Schooljaar) -> str:
    same = entry["schooljaar"] == schooljaar.label
    return "een eerdere versie van dit rapport" if same else f"het rapport van {entry['schooljaar']}"


def _path(workspace: Workspace) -> Path:
    return workspace.uitgegeven / _FILE
