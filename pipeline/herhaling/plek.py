"""A clean place to make school years again: what decides is copied to it, and nothing that was worked out.

What earlier releases showed is an input: a release hides what together with those would give somebody away,
so without them it would choose otherwise. That is `uitgegeven`, the generations that the record of a release
names, with the analysis plans beside them. Where rows were forgotten before a release was made, the releases
that it took their figures from are inputs too. Not copied, because they follow from the rest: microdata, the
choices of what to hide that were made before (`besluiten`), the register of links, releases and reports.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from pipeline.sources.delivery import Delivery
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

_PLANS = "analyseplannen.json"


def clean_place(scratch: Path, workspace: Workspace, settings: Settings) -> Workspace:
    """A workspace with the same settings, words and analysis plan, and the releases of other regions."""
    deep = max((name.split("/").count("..") for name in settings.regio.naast), default=0)
    place = Workspace(scratch.joinpath(*["hier"] * deep, "werkmap"))
    for folder in (place.raw, place.deliveries, place.uitgegeven, place.reports):
        folder.mkdir(parents=True)
    for file in (
        workspace.settings_file, workspace.words_file, workspace.analyseplan_file, workspace.demo_marker,
    ):  # fmt: skip
        if file.is_file():
            shutil.copyfile(file, place.root / file.name)
    for name in settings.regio.naast:
        other = place.root / name
        if (workspace.root / name).is_dir() and not other.exists():
            shutil.copytree(workspace.root / name, other)
    return place


def bring_deliveries(place: Workspace, workspace: Workspace, deliveries: Sequence[Delivery]) -> None:
    for delivery in deliveries:
        shutil.copytree(delivery.folder(workspace), delivery.folder(place))


def bring_memory(place: Workspace, workspace: Workspace, generations: Collection[str]) -> list[str]:
    """What earlier releases showed; gives the names of generations that are gone."""
    plans = workspace.uitgegeven / _PLANS
    if plans.is_file():
        shutil.copyfile(plans, place.uitgegeven / _PLANS)
    gone = []
    for name in generations:
        if (workspace.uitgegeven / name).is_dir():
            shutil.copytree(workspace.uitgegeven / name, place.uitgegeven / name)
        else:
            gone.append(name)
    return gone


def bring_releases(place: Workspace, workspace: Workspace, years: Collection[Schooljaar] = ()) -> None:
    """Releases that figures of forgotten rows are taken over from, or that reports are made of; none named:
    all of them."""
    for folder, target in _releases(place, workspace):
        if not years or folder.name in {year.label for year in years}:
            shutil.copytree(folder, target)


def _releases(place: Workspace, workspace: Workspace) -> Iterator[tuple[Path, Path]]:
    for publiek in ("openbaar", "stuurgroep"):
        for year in workspace.released(publiek):
            yield workspace.release_dir(year, publiek), place.release_dir(year, publiek)
