"""Figures of cohorts whose rows were forgotten: taken over from an earlier release, because they cannot be
computed any more. What is left of such a cohort would give other figures, and of fewer leavers.

Taken over are whole cohorts, as they were protected then, by the definitions and thresholds of then: nothing
is told that was not told before. The release they come from may be the only place where they still are, so
one that cannot be read is no reason to go on without.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.indicators.compute import NIET, NOG_NIET, te_meten
from pipeline.release.policy import Publiek
from pipeline.release.publication import Release, open_release
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.errors import ReleaseGeweigerd
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

PER_COHORT = ("cijfers", "eenheden", "stroom")
"""The tables of a release whose rows are of one cohort each."""
SAMEN = "samen"
"""The table whose rows are of several cohorts together: `cohort` to `tot`."""


@dataclass(frozen=True)
class Overname:
    """Where the figures of a lost cohort come from; schooljaar and stand are empty when there are none."""

    cohort: int
    schooljaar: str = ""
    stand: str = ""


@dataclass(frozen=True)
class Overgenomen:
    """What a release takes over: per lost cohort from where, and the rows of the tables per cohort.

    vergroofd: of the school years among them that had to give up detail, which.
    """

    cohorten: tuple[Overname, ...]
    vergroofd: Mapping[str, str]
    _delen: Mapping[str, list[pd.DataFrame]]

    @property
    def verloren(self) -> frozenset[int]:
        """Start years of the lost cohorts, also of those of which no release has figures."""
        return frozenset(overname.cohort for overname in self.cohorten)

    def fill_in(self, naam: str, table: pd.DataFrame) -> pd.DataFrame:
        """A table per cohort with the rows of the lost cohorts as they were."""
        return pd.concat([self.without_lost(table), *self._delen[naam]], ignore_index=True)

    def without_lost(self, table: pd.DataFrame) -> pd.DataFrame:
        """A table per cohort without the lost cohorts, and without what they are a part of."""
        return without_cohorts(table, self.verloren)

    def table(self) -> pd.DataFrame:
        """One row per lost cohort: the report that its figures were taken from, and the stand of that."""
        rows = [(o.cohort, o.schooljaar, o.stand) for o in self.cohorten]
        return pd.DataFrame(rows, columns=["cohort", "schooljaar", "stand"])


def without_cohorts(table: pd.DataFrame, cohorts: Collection[int]) -> pd.DataFrame:
    """A table per cohort without these, and without what they are a part of."""
    return table[~_with_any(table, cohorts)]


def take_over(
    workspace: Workspace,
    schooljaar: Schooljaar,
    lost: frozenset[int],
    settings: Settings,
    publiek: Publiek = "openbaar",
) -> Overgenomen:
    """The lost cohorts for the release of a school year: from its own earlier release, or else from the
    latest before it. A later one knows measurements that this report should not. For the stuurgroep what was
    theirs, and else what everybody saw.

    Raises ReleaseGeweigerd when a release that may have them cannot be read.
    """
    missing = sorted(cohort for cohort in lost if cohort <= schooljaar.start)
    found: dict[int, Overname] = {}
    given_up: dict[str, str] = {}
    parts: dict[str, list[pd.DataFrame]] = {naam: [] for naam in (*PER_COHORT, SAMEN)}
    for folder in _earlier(workspace, schooljaar, publiek):
        wanted = [cohort for cohort in missing if cohort not in found]
        if not wanted:
            break
        release = _open(folder, wanted)
        for cohort in sorted(_cohorts(release).intersection(wanted)):
            found[cohort] = _origin(release, cohort)
            given_up |= _given_up(release, Schooljaar(cohort).label)
            for naam in PER_COHORT:
                part = release.table(naam)
                parts[naam].append(_at_this_stand(part[part["cohort"] == cohort], schooljaar, settings))
        parts[SAMEN] += _together(release, missing, parts[SAMEN])
    return Overgenomen(tuple(found.get(cohort, Overname(cohort)) for cohort in missing), given_up, parts)


def _earlier(workspace: Workspace, schooljaar: Schooljaar, publiek: Publiek) -> Iterator[Path]:
    """The folders of the releases up to a school year that these readers see, the best to take over first."""
    own = set(workspace.released(publiek))
    for year in sorted(own.union(workspace.released()), reverse=True):
        if year <= schooljaar:
            yield workspace.release_dir(year, publiek if year in own else "openbaar")


def _open(folder: Path, wanted: Sequence[int]) -> Release:
    """A release that may be the last to know these cohorts."""
    try:
        return open_release(folder)
    except ReleaseGeweigerd as fault:
        labels = ", ".join(Schooljaar(cohort).label for cohort in wanted)
        raise ReleaseGeweigerd(
            f"{fault.message}; rows of {labels} were forgotten, and this release may be the only one that"
            " still has their figures",
            f"Put the folder {folder} back from a copy. If there is none, move it out of"
            " the workspace: then older releases are asked, and what none of them has is left out.",
        ) from fault


def _together(release: Release, missing: Collection[int], known: list[pd.DataFrame]) -> list[pd.DataFrame]:
    """The figures of several cohorts of which some are lost, as far as they are not known yet."""
    if SAMEN not in release.tables:
        return []
    table = release.table(SAMEN)
    seen = [int(cohort) for part in known for cohort in part["cohort"].unique()]
    return [table[_with_any(table, missing) & ~table["cohort"].isin(seen)]]


def _with_any(table: pd.DataFrame, cohorts: Collection[int]) -> pd.Series[bool]:
    """Which rows are of one of these cohorts, or of several among which one of these is."""
    last = table["tot"] if "tot" in table else table["cohort"]
    found = [
        not set(range(van, tot + 1)).isdisjoint(cohorts)
        for van, tot in zip(table["cohort"], last, strict=True)
    ]
    return pd.Series(found, index=table.index, dtype=bool)


def _given_up(release: Release, label: str) -> dict[str, str]:
    """What the cohort of this school year gave up, if anything."""
    steps = release.meta.get("bescherming", {}).get("vergroofd", {}).get(label)
    return {label: steps} if steps else {}


def _cohorts(release: Release) -> set[int]:
    return {int(cohort) for cohort in release.table("cijfers")["cohort"].unique()}


def _origin(release: Release, cohort: int) -> Overname:
    """The report that computed them: what was taken over is still of the report it was taken from."""
    if "overgenomen" in release.tables:
        table = release.table("overgenomen")
        for _, naam, stand in table[table["cohort"] == cohort].itertuples(index=False):
            return Overname(cohort, naam, stand)
    return Overname(cohort, str(release.meta["schooljaar"]), str(release.meta["stand"]))


def _at_this_stand(part: pd.DataFrame, schooljaar: Schooljaar, settings: Settings) -> pd.DataFrame:
    """What was not yet measurable then and would be now, is not measured: it never can be any more."""
    if "indicator" not in part:
        return part
    stand = settings.stand(schooljaar)
    never = [
        status == NOG_NIET and te_meten(indicator, Schooljaar(int(cohort)), settings.momenten, stand)
        for indicator, cohort, status in zip(part["indicator"], part["cohort"], part["status"], strict=True)
    ]
    return part.assign(status=part["status"].mask(np.array(never, dtype=bool), NIET))
