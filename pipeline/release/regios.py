"""Figures of other regions beside ours, from releases that they made with the same program and sent us.

Each region keeps its pupils to itself: what crosses the border is a release, in which small numbers are
hidden already, and of that the figures of the region alone. So nothing has to be protected here; what is
checked is that it is for everybody, whole as it was written, about the same school year, and as real as ours.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.workspace.errors import ReleaseGeweigerd
from pipeline.workspace.folders import MANIFEST, Workspace
from pipeline.workspace.record import sha256_file

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.publication import Release
    from pipeline.vocabulary.schooljaar import Schooljaar
    from pipeline.workspace.settings import Settings

INDICATOREN = ("P1", "P2", "P3", "K1", "B1_1", "B1_2", "B3_RUIM", "B3_STRIKT")
COLUMNS = [
    "regio", "stand", "sha256", "cohort", "indicator", "n", "k", "pct", "laag", "hoog", "status",
    "definitie_versie",
]  # fmt: skip
GEEN_RELEASE = "geen release"
_ADVICE = "Ask that region for a new copy, or take its folder out of regio.naast in the settings."
_LETTERS = 12


def places(workspace: Workspace, settings: Settings, schooljaar: Schooljaar) -> dict[str, Path]:
    """By what the settings call it, the folder in which a region's release of this school year should be."""
    return {naam: workspace.root / naam / schooljaar.label for naam in settings.regio.naast}


def regions_hash(workspace: Workspace, settings: Settings, schooljaar: Schooljaar) -> dict[str, str]:
    """What lies there now; empty where there is no release."""
    manifests = {naam: place / MANIFEST for naam, place in places(workspace, settings, schooljaar).items()}
    return {naam: sha256_file(path) if path.is_file() else "" for naam, path in manifests.items()}


def other_regions(workspace: Workspace, settings: Settings, schooljaar: Schooljaar) -> pd.DataFrame:
    """The figures of the other regions of all their cohorts, COLUMNS; one row without figures for a folder of
    the settings that has no release of this school year.

    Raises ReleaseGeweigerd for a release that is not what it should be.
    """
    import pandas as pd

    found = [
        _read(place, schooljaar, workspace.is_demo) if (place / MANIFEST).is_file() else _none(naam)
        for naam, place in places(workspace, settings, schooljaar).items()
    ]
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=COLUMNS)
    named = [settings.regio.naam, *(str(one["regio"].iloc[0]) for one in found)]
    if twice := sorted({naam for naam in named if named.count(naam) > 1}):
        raise ReleaseGeweigerd(
            f"toeleiding.toml, regio.naast: more than one region is called {', '.join(twice)}",
            "Give each region a name of its own (regio.naam in its settings), and name each folder once.",
        )
    return table.astype({"cohort": "Int64", "n": "Int64", "k": "Int64"})


def _none(naam: str) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([{"regio": Path(naam).name, "status": GEEN_RELEASE}], columns=COLUMNS)


def _read(place: Path, schooljaar: Schooljaar, demo: bool) -> pd.DataFrame:
    from pipeline.release.publication import open_release

    release = open_release(place)
    meta = release.meta
    for wrong, what in (
        (meta.get("publiek") != "openbaar", "it is confidential, for a stuurgroep"),
        (meta["schooljaar"] != schooljaar.label, f"it is about {meta['schooljaar']}"),
        (meta["voorbeeldgegevens"] != demo, "made-up and real figures do not stand side by side"),
    ):
        if wrong:
            raise ReleaseGeweigerd(f"{place}: this release cannot stand beside ours: {what}", _ADVICE)
    return _figures(release)


def _figures(release: Release) -> pd.DataFrame:
    """The region's own figures, under its name."""
    table, settings = release.table("cijfers"), release.table("instellingen").set_index("naam")["waarde"]
    own = table[
        (table["niveau"] == "regio") & (table["soort_klasse"] == "") & table["indicator"].isin(INDICATOREN)
    ]
    naam = str(settings["regio.naam"])
    if own.empty:
        return _none(naam)
    return own.assign(regio=naam, stand=str(release.meta["stand"]), sha256=release.sha256[:_LETTERS])[COLUMNS]
