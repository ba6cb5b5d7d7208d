"""Deleting what is past its retention date; the record that it existed stays.

The decision is written down in one step and then carried out. What a crash leaves undone, `finish` does at
the next run or verb. From the decision on, the deliveries no longer count.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.sources import trace
from pipeline.sources.due import Verlopen, due
from pipeline.sources.linked_names import unname_forgotten
from pipeline.sources.trace import Vergeten
from pipeline.workspace.atomic import write_text
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import workspace_lock
from pipeline.workspace.record import sha256_file, stable_json
from pipeline.workspace.settings import Bewaren


def forget(workspace: Workspace, bewaren: Bewaren, dag: date, vandaag: date, bestanden: bool) -> Verlopen:
    """Delete the rows that are past their date on `dag`, and with `bestanden` the files in data/raw that are.

    With a file goes data/terug, which may hold rows of it; `handback` makes that anew.
    Raises SettingsError (exit 2) for a day that is yet to come or a file that cannot be deleted; what was
    decided by then is finished by the next call.
    """
    if dag > vandaag:
        raise SettingsError(
            f"{dag} is yet to come, and what is not past its retention date is not deleted",
            "Without --yes it is shown what will be due by then.",
        )
    with workspace_lock(workspace):
        finish(workspace)
        found = due(workspace, bewaren, dag)
        if found.leveringen or (bestanden and found.bestanden):
            write_text(trace.journal(workspace), stable_json(_decision(found, vandaag, bestanden)))
            finish(workspace)
    return found


def finish(workspace: Workspace) -> None:
    """Carry out what was decided and not all done. Hold the workspace's lock."""
    journal = trace.journal(workspace)
    if not journal.is_file():
        return
    decision = json.loads(journal.read_text("utf-8"))
    try:
        for entry in decision["leveringen"]:
            _add_once(workspace.deliveries / entry["map"], Vergeten(**entry["rijen"]))
            (workspace.deliveries / entry["map"] / "rijen.parquet").unlink(missing_ok=True)
        for entry in decision["bestanden"]:
            _delete_file(workspace, entry)
        if decision["bestanden"] and workspace.terug.exists():
            shutil.rmtree(workspace.terug)
        if decision["leveringen"]:
            unname_forgotten(workspace)
            delete_microdata(workspace)
    except PermissionError as fault:
        raise SettingsError(
            f"{fault.filename} cannot be deleted",
            "Close it in other programs, and call again: what is left is then finished.",
        ) from fault
    journal.unlink()


def _decision(found: Verlopen, vandaag: date, bestanden: bool) -> dict[str, Any]:
    """What is going to be deleted, with the trace that each delivery gets of it."""
    day = vandaag.isoformat()
    return {
        "leveringen": [
            {
                "id": d.id,
                "map": f"{d.bron}/{d.id}",
                "rijen": asdict(Vergeten("rijen", day, tot.isoformat(), d.id in found.tellend)),
            }
            for d, tot in found.leveringen
        ],
        "bestanden": [
            {
                "plaats": file.plaats,
                "sha256": file.sha256,
                "mappen": [f"{d.bron}/{d.id}" for d in file.leveringen],
                "bestand": asdict(Vergeten("bestand", day, file.bewaard_tot.isoformat(), plaats=file.plaats)),
            }
            for file in (found.bestanden if bestanden else ())
        ],
    }


def _delete_file(workspace: Workspace, entry: dict[str, Any]) -> None:
    """Delete a file in data/raw that is still what it was when that was decided."""
    path: Path = workspace.raw / entry["plaats"]
    for folder in entry["mappen"]:
        _add_once(workspace.deliveries / folder, Vergeten(**entry["bestand"]))
    if path.is_file() and sha256_file(path) == entry["sha256"]:
        path.unlink()


def _add_once(folder: Path, event: Vergeten) -> None:
    if event not in trace.read(folder, Vergeten):
        trace.add(folder, event)


def delete_microdata(workspace: Workspace) -> None:
    """The rows are in there too, and in a log that DuckDB may have left beside it (.wal); the next run makes
    it again from what is kept."""
    workspace.microdata_pointer.unlink(missing_ok=True)
    for file in workspace.processed.glob("microdata-*.duckdb*"):
        file.unlink()
