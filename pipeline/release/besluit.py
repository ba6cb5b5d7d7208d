"""Whether the release of a school year must be made, by what is written down; no table is read for it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from pipeline.evaluation.effect.analyseplan import load_analyseplan
from pipeline.release.regios import regions_hash
from pipeline.workspace.basis import Basis, Besluit, besluit
from pipeline.workspace.folders import MANIFEST, Workspace
from pipeline.workspace.record import program, sha256_file, stable_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.pseudonym import Sleutel
    from pipeline.vocabulary.schooljaar import Schooljaar
    from pipeline.workspace.settings import Settings

GETELD = "geteld"
"""In the record of a release: the mark of all that was counted for it (blijft.py)."""


def release_besluit(
    workspace: Workspace, schooljaar: Schooljaar, inputs: str, settings: Settings, opnieuw: bool = False
) -> Besluit:
    """Whether a release must be made of the microdata of these inputs: it is not when those that the settings
    ask for are there, of this microdata, analysis plan and other regions, as they were written.

    Raises SettingsError for an analysis plan that cannot be read.
    """
    before = _made_of(workspace, schooljaar)
    if before is None:
        return besluit(None, {})
    asked = ["openbaar", *(["stuurgroep"] if settings.stuurgroep.afspraak else [])]
    there = {f"release {publiek}": manifest_hash(workspace, schooljaar, publiek) for publiek in asked}
    now = {
        "microdata": inputs,
        "analyseplan": load_analyseplan(workspace.analyseplan_file).hash(),
        "regions": _regions(regions_hash(workspace, settings, schooljaar)),
        **there,
    }
    return besluit(before, now, opnieuw)


def _made_of(workspace: Workspace, schooljaar: Schooljaar) -> Basis | None:
    """By the record of the last release, and which releases that wrote."""
    path = workspace.run_record(schooljaar)
    if not path.is_file() or not workspace.release_dir(schooljaar).exists():
        return None
    record: dict[str, Any] = json.loads(path.read_text("utf-8"))
    written = {
        f"release {publiek}": found["release"] for publiek, found in record.get("releases", {}).items()
    }
    return {
        "microdata": same_as(workspace, schooljaar, record["microdata"]),
        "analyseplan": record.get("analyseplan", ""),
        "regions": _regions(record.get("regios")),
        **written,
    }


def _regions(hashes: object) -> str:
    return hashlib.sha256(stable_json(hashes).encode()).hexdigest()


def may_stay(
    workspace: Workspace, schooljaar: Schooljaar, found: Besluit, settings: Settings, sleutel: Sleutel
) -> bool:
    """Whether a release stays when all that it counts turns out the same: nothing but the microdata is
    otherwise than when it was made, the program included."""
    return {one.wat for one in found.wijzigingen} <= {"microdata"} and _same_program(
        workspace, schooljaar, settings, sleutel
    )


def newest_of(workspace: Workspace, years: Sequence[Schooljaar]) -> Schooljaar | None:
    """The newest school year of a run and of what is there: its release is always made of the microdata."""
    return max([*workspace.released(), *years], default=None)


def _same_program(workspace: Workspace, schooljaar: Schooljaar, settings: Settings, sleutel: Sleutel) -> bool:
    """Whether a release was made by this program, with these settings and this key, and has its mark."""
    if not workspace.run_record(schooljaar).is_file() or not workspace.release_dir(schooljaar).exists():
        return False
    record = made_of(workspace, schooljaar)
    before = (record.get("programma"), record.get("instellingen"), record.get("sleutel_id"))
    return GETELD in record and before == (dict(program()), settings.basis(), sleutel.id)


def same_as(workspace: Workspace, schooljaar: Schooljaar, own: str) -> str:
    """The microdata that a release is up to date with: its own, or later ones in which all counts are the
    same."""
    try:
        note: dict[str, str] = json.loads(workspace.same_record(schooljaar).read_bytes())
    except (FileNotFoundError, ValueError):
        return own
    return note["microdata"] if note.get("release") == manifest_hash(workspace, schooljaar) else own


def made_of(workspace: Workspace, schooljaar: Schooljaar) -> dict[str, Any]:
    """What the record of a release says that it was made of."""
    found: dict[str, Any] = json.loads(workspace.run_record(schooljaar).read_bytes())
    return found


def manifest_hash(workspace: Workspace, schooljaar: Schooljaar, publiek: str = "openbaar") -> str:
    """SHA-256 of a release's manifest, and through it of every table; empty where there is no release."""
    manifest = workspace.release_dir(schooljaar, publiek) / MANIFEST
    return sha256_file(manifest) if manifest.is_file() else ""
