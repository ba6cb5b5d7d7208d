"""Which key belongs to a workspace, and where it may lie."""

from __future__ import annotations

from pathlib import Path

from pipeline.pseudonym import DEMO_SLEUTEL, Sleutel, default_key_file, read_key
from pipeline.workspace.errors import SleutelError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings


def key_file(workspace: Workspace, settings: Settings) -> Path:
    """The place of the key: the one in the settings, or else the user's own.

    Raises SleutelError when that lies with the data.
    """
    named = settings.sleutel.bestand
    path = (workspace.root / named).resolve() if named else default_key_file()
    for folder in (workspace.root / "data", workspace.reports):
        if path.is_relative_to(folder.resolve()):
            raise SleutelError(
                f"{path}: the key may not lie with the data, because whoever gets the one would get"
                " the other",
                "Name a place outside the workspace's data under [sleutel] bestand in toeleiding.toml.",
            )
    return path


def key_of(workspace: Workspace, settings: Settings) -> Sleutel:
    """The key that this workspace works with; the demo has its own. Raises SleutelError: no key, no run."""
    return DEMO_SLEUTEL if workspace.is_demo else read_key(key_file(workspace, settings))
