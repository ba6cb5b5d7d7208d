"""What a release says of itself that can move a figure, and what of that differs between two of them.

All of it is public: versions of definitions, settings, versions of the program, the list of schools and the
table of deliveries, as they are in the release.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.publication import Release

_FIGURES = frozenset({"cijfers", "samen", "stroom", "eenheden", "instellingen", "leveringen", "wijzigingen"})
"""Tables that are compared in another way, or that follow from a comparison."""
Scholen = Mapping[str, Mapping[str, tuple[str, str]]]
"""Per cohort its schools, each with board and type."""


@dataclass(frozen=True)
class Kenmerken:
    """What one release says of itself; leveringen and tabellen: hashes, by source and by name."""

    definities: Mapping[str, str]
    instellingen: Mapping[str, str]
    programma: Mapping[str, str]
    scholen: Scholen
    leveringen: Mapping[str, str]
    tabellen: Mapping[str, str]
    stand: str

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame], meta: Mapping[str, Any]) -> Self:
        """Of the tables and the manifest of a release, written or about to be."""
        return cls(
            dict(_pairs(tables["cijfers"][["indicator", "definitie_versie"]].drop_duplicates())),
            dict(_pairs(tables["instellingen"])) if "instellingen" in tables else {},
            {name: str(version) for name, version in meta["versions"].items()},
            _schools(tables["eenheden"]),
            dict(_deliveries(tables["leveringen"])) if "leveringen" in tables else {},
            {name: _hash(table) for name, table in tables.items() if name not in _FIGURES},
            str(meta["stand"]),
        )

    @classmethod
    def of_release(cls, release: Release) -> Self:
        return cls.of({name: release.table(name) for name in release.tables}, release.meta)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> Self:
        scholen = {
            cohort: {brin: (board, kind) for brin, (board, kind) in schools.items()}
            for cohort, schools in found["scholen"].items()
        }
        return cls(**{**found, "scholen": scholen})

    def units(self) -> dict[str, frozenset[str]]:
        """Per school the units of the figures that its leavers count in: itself, board, type, region."""
        found: dict[str, set[str]] = {}
        for schools in self.scholen.values():
            for brin, (board, kind) in schools.items():
                found.setdefault(brin, {"regio"}).update((brin, board, kind))
        return {brin: frozenset(units) for brin, units in found.items()}


@dataclass(frozen=True)
class Anders:
    """What two releases say of themselves that differs, and that can move a figure."""

    definities: Mapping[str, tuple[str, str]]
    """Per indicator its version, then and now."""
    instellingen: Mapping[str, tuple[str, str]]
    programma: Mapping[str, tuple[str, str]]
    gekomen: Mapping[str, tuple[str, ...]]
    """Per cohort the schools of the published list that were not on it before."""
    gegaan: Mapping[str, tuple[str, ...]]
    leveringen: tuple[str, ...]
    """Sources of which other deliveries count."""
    stand: tuple[str, str] | None
    tabellen: tuple[str, ...]
    """The other tables that are not the same."""


def differences(a: Kenmerken, b: Kenmerken) -> Anders:
    """What differs in the second."""
    return Anders(
        definities=_otherwise(a.definities, b.definities),
        instellingen=_otherwise(a.instellingen, b.instellingen),
        programma=_otherwise(a.programma, b.programma),
        gekomen=_came(a, b),
        gegaan=_came(b, a),
        leveringen=tuple(_otherwise(a.leveringen, b.leveringen)),
        stand=None if a.stand == b.stand else (a.stand, b.stand),
        tabellen=tuple(_otherwise(a.tabellen, b.tabellen)),
    )


def _came(a: Kenmerken, b: Kenmerken) -> dict[str, tuple[str, ...]]:
    both = sorted(a.scholen.keys() & b.scholen.keys())
    new = {cohort: b.scholen[cohort].keys() - a.scholen[cohort].keys() for cohort in both}
    return {cohort: tuple(sorted(schools)) for cohort, schools in new.items() if schools}


def _pairs(table: pd.DataFrame) -> Iterator[tuple[str, str]]:
    for name, value in table.itertuples(index=False):
        yield str(name), str(value)


def _schools(table: pd.DataFrame) -> dict[str, dict[str, tuple[str, str]]]:
    found: dict[str, dict[str, tuple[str, str]]] = {}
    columns = table[["cohort", "school", "bestuur", "schooltype"]]
    for cohort, school, board, kind in columns.itertuples(index=False):
        found.setdefault(str(cohort), {})[str(school)] = (str(board), str(kind))
    return found


def _deliveries(table: pd.DataFrame) -> Iterator[tuple[str, str]]:
    for bron, rows in table.groupby("bron"):
        yield str(bron), _hash(rows)


def _hash(table: pd.DataFrame) -> str:
    """Of what is in a table, in any order of rows and however pandas keeps its numbers."""
    columns = sorted(map(str, table.columns))
    lines = sorted(table[columns].astype("object").to_csv(index=False, header=False).splitlines())
    return hashlib.sha256("\n".join([*columns, *lines]).encode()).hexdigest()


def _otherwise(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    names = sorted(before.keys() | after.keys())
    pairs = {name: (before.get(name, ""), after.get(name, "")) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
