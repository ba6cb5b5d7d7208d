"""What was published at one time: a release, or a generation of what releases showed, figure by figure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.release.differences import Kenmerken
from pipeline.release.figures import KEY_COLUMNS
from pipeline.release.generations import FLOW, read_generations, shown
from pipeline.release.publication import open_release
from pipeline.vocabulary.schooljaar import Schooljaar, SchooljaarError
from pipeline.workspace.errors import SettingsError

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.policy import Publiek
    from pipeline.release.publication import Release
    from pipeline.workspace.folders import Workspace

_KEY = ["naam", *KEY_COLUMNS[1:]]
_VALUES = ["n", "k", "onbekend"]
_NUMBER = re.compile("0[0-9]{3}")
"""Of a generation; no school year is written so."""


class Sleutel(NamedTuple):
    """Which figure: of a cohort or several together (2021 or 2021-2023), an indicator, a class and a unit."""

    cohorten: str
    indicator: str
    klasse: str
    soort_klasse: str
    niveau: str
    eenheid: str


class Waarde(NamedTuple):
    """Its numbers; onbekend is None where it was not shown."""

    n: int
    k: int
    onbekend: int | None

    @property
    def pct(self) -> float | None:
        """k of n as a percentage."""
        return 100 * self.k / self.n if self.n else None


Cijfers = Mapping[Sleutel, frozenset[Waarde]]
"""Figures with their values; several where releases of one generation knew a figure at several stands."""


@dataclass(frozen=True)
class Stand:
    """What was published at one time; kenmerken: None for a generation that kept its figures only."""

    naam: str
    cijfers: Cijfers
    kenmerken: Kenmerken | None = None

    @classmethod
    def of_release(cls, naam: str, release: Release) -> Stand:
        tables = {name: release.table(name) for name in ("cijfers", "samen", FLOW) if name in release.tables}
        return cls(naam, cijfers_of(shown(tables)), Kenmerken.of_release(release))

    @classmethod
    def open(cls, workspace: Workspace, name: str, publiek: Publiek = "openbaar") -> Stand:
        """The release of a school year, the one in a folder, or a generation by its number, such as 0003.

        Raises SettingsError for a name that is none of these, and ReleaseGeweigerd for one that is not whole.
        """
        if _NUMBER.fullmatch(name):
            return _generation(workspace, name, publiek)
        if Path(name).is_dir():
            return cls.of_release(name, open_release(Path(name)))
        try:
            year = Schooljaar.parse(name)
        except SchooljaarError as fault:
            raise _unknown(workspace, name) from fault
        if year not in workspace.released(publiek):
            raise _unknown(workspace, name)
        return cls.of_release(year.label, open_release(workspace.release_dir(year, publiek)))


def _generation(workspace: Workspace, name: str, publiek: Publiek) -> Stand:
    for one in read_generations(workspace.uitgegeven):
        if one.naam.startswith(f"{name}-"):
            return Stand(one.naam, cijfers_of(one.seen_by(publiek)), one.kenmerken.get(publiek))
    raise _unknown(workspace, name)


def _unknown(workspace: Workspace, name: str) -> SettingsError:
    years = ", ".join(map(str, workspace.released())) or "none"
    kept = (
        ", ".join(place.name.partition("-")[0] for place in sorted(workspace.uitgegeven.glob("0*-*")))
        or "none"
    )
    return SettingsError(
        f"{name}: no release, no folder with one and no generation of what was published",
        f"Releases: {years}. Generations in {workspace.uitgegeven}: {kept}.",
    )


def cijfers_of(table: pd.DataFrame) -> Cijfers:
    """The figures of a table of what was shown (generations.COLUMNS)."""
    found: dict[Sleutel, set[Waarde]] = {}
    for *key, n, k, unknown in table[[*_KEY, *_VALUES]].itertuples(index=False):
        known = None if unknown != unknown else round(unknown)
        found.setdefault(Sleutel(*key), set()).add(Waarde(round(n), round(k), known))
    return {key: frozenset(values) for key, values in found.items()}
