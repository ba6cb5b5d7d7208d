"""What is there and what is stale: deliveries, microdata, releases, reports, renderer and key."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pipeline.keys import key_file, key_of
from pipeline.sources.delivery import Delivery, active_deliveries
from pipeline.sources.register import delivered_files
from pipeline.workspace.errors import ToeleidingError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.record import code_hash, sha256_file
from pipeline.workspace.settings import Settings, load_settings


def status(workspace: Workspace) -> dict[str, Any]:
    """Everything as plain values. Reads only; raises SettingsError on bad settings."""
    from pipeline.reporting.renderer import choose_renderer

    settings = load_settings(workspace.settings_file)
    deliveries = active_deliveries(workspace)
    return {
        "werkmap": str(workspace.root),
        "voorbeeldgegevens": workspace.is_demo,
        "sleutel": _key(workspace, settings),
        "leveringen": _deliveries(deliveries),
        "nieuw_in_raw": _waiting(workspace, deliveries),
        "microdata": _microdata(workspace, deliveries, settings),
        "rapporten": _reports(workspace),
        "renderer": choose_renderer().label,
    }


def _key(workspace: Workspace, settings: Settings) -> dict[str, str]:
    try:
        key = key_of(workspace, settings)
    except ToeleidingError as fault:
        return {"fout": fault.message}
    return {"id": key.id, "plaats": "demo" if workspace.is_demo else str(key_file(workspace, settings))}


def _deliveries(deliveries: list[Delivery]) -> dict[str, dict[str, int]]:
    """Per source: deliveries, rows, and rows in quarantine."""
    found: dict[str, Counter[str]] = {}
    for delivery in deliveries:
        counts = found.setdefault(delivery.bron, Counter())
        counts.update(leveringen=1, rijen=delivery.rijen["in"], quarantaine=delivery.rijen["quarantaine"])
    return {bron: dict(counts) for bron, counts in sorted(found.items())}


def _waiting(workspace: Workspace, deliveries: list[Delivery]) -> list[str]:
    """Places below data/raw whose content is not that of an accepted delivery."""
    known = {delivery.sha256 for delivery in deliveries}
    files = delivered_files(workspace.raw) if workspace.raw.is_dir() else []
    return [path.relative_to(workspace.raw).as_posix() for path in files if sha256_file(path) not in known]


def _microdata(workspace: Workspace, deliveries: list[Delivery], settings: Settings) -> str:
    from pipeline.microdata.build import current, inputs_hash

    present = current(workspace)
    if present is None:
        return "none"
    same = present.inputs == inputs_hash(deliveries, settings, code_hash())
    return "up to date" if same else "stale: deliveries, settings or code changed"


def _reports(workspace: Workspace) -> dict[str, str]:
    """Per school year whether its reports are of the release that is there now."""
    from pipeline.reporting.renderer import choose_renderer
    from pipeline.reporting.reports import Opdracht
    from pipeline.vocabulary.schooljaar import Schooljaar

    label = choose_renderer().label
    found = {}
    for manifest in sorted((workspace.processed / "release").glob("*/release.json")):
        opdracht = Opdracht.of(Schooljaar.parse(manifest.parent.name), workspace, label)
        found[opdracht.schooljaar.label] = "up to date" if opdracht.up_to_date else "stale"
    return found
