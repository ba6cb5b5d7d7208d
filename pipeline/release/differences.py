"""What two releases say of themselves that differs, and that can move a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.release.generations import FLOW
from pipeline.release.stands import POOLED

if TYPE_CHECKING:
    from pipeline.release.publication import Release

_COMPARED = frozenset({"cijfers", POOLED, FLOW, "eenheden", "instellingen", "leveringen"})


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


def differences(a: Release, b: Release) -> Anders:
    """What the releases say of themselves that differs."""
    stands = (str(a.meta["stand"]), str(b.meta["stand"]))
    return Anders(
        definities=_otherwise(_versions(a), _versions(b)),
        instellingen=_otherwise(_settings(a), _settings(b)),
        programma=_otherwise(dict(a.meta["versions"]), dict(b.meta["versions"])),
        gekomen=_came(a, b),
        gegaan=_came(b, a),
        leveringen=tuple(sorted(_otherwise(_deliveries(a), _deliveries(b)))),
        stand=None if stands[0] == stands[1] else stands,
        tabellen=tuple(_tables(a, b)),
    )


def units_of(*releases: Release | None) -> dict[str, frozenset[str]]:
    """Per school itself, its board, its type and the region, as the figures name them."""
    found: dict[str, set[str]] = {}
    for release in releases:
        if release is not None:
            for _, school, _, board, kind in release.table("eenheden").itertuples(index=False):
                found.setdefault(school, {"regio"}).update((school, board, kind))
    return {school: frozenset(units) for school, units in found.items()}


def _came(a: Release, b: Release) -> dict[str, tuple[str, ...]]:
    before, after = (_per_cohort(release) for release in (a, b))
    new = {cohort: after[cohort] - before[cohort] for cohort in before.keys() & after.keys()}
    return {cohort: tuple(sorted(schools)) for cohort, schools in sorted(new.items()) if schools}


def _per_cohort(release: Release) -> dict[str, frozenset[str]]:
    table = release.table("eenheden")
    return {str(cohort): frozenset(rows["school"]) for cohort, rows in table.groupby("cohort")}


def _versions(release: Release) -> dict[str, str]:
    table = release.table("cijfers")[["indicator", "definitie_versie"]].drop_duplicates()
    return dict(table.itertuples(index=False, name=None))


def _settings(release: Release) -> dict[str, str]:
    if "instellingen" not in release.tables:
        return {}
    return dict(release.table("instellingen").itertuples(index=False, name=None))


def _deliveries(release: Release) -> dict[str, str]:
    """Per source which deliveries count, as the public table has them."""
    if "leveringen" not in release.tables:
        return {}
    table = release.table("leveringen")
    return {str(bron): rows.to_csv(index=False) for bron, rows in table.groupby("bron")}


def _tables(a: Release, b: Release) -> Iterator[str]:
    for name in sorted({*a.tables, *b.tables} - _COMPARED):
        there = [release.table(name) if name in release.tables else None for release in (a, b)]
        if there[0] is None or there[1] is None or not there[0].equals(there[1]):
            yield name


def _otherwise(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    names = sorted(before.keys() | after.keys())
    pairs = {name: (str(before.get(name, "")), str(after.get(name, ""))) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
