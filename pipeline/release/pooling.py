"""The figures of several cohorts added up, and the sums that those are in the system of an attacker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.release.design import is_pooled
from pipeline.release.figures import REGIO, CohortFigures, Figure, Key, Structure, Table, Unit
from pipeline.release.model import AttackerModel
from pipeline.release.system import System


@dataclass(frozen=True)
class Place:
    """Where a cohort, or several together, is in a system: its own numbers are `up` further there, or where
    `positions` says."""

    figures: CohortFigures
    model: AttackerModel
    up: int = 0
    positions: Mapping[int, int] | None = None

    def at(self, number: int) -> int:
        """Where one of its own numbers is."""
        return self.up + number if self.positions is None else self.positions[number]


def add_up(system: System, whole: Place, years: Sequence[Place]) -> None:
    """Each number of several cohorts together is the sum of theirs."""
    for which, tables in enumerate(whole.model.counts):
        for key, numbers in tables.items():
            for unit, number in numbers.items():
                own = [year.model.counts[which].get(key, {}) for year in years]
                parts = [year.at(of[unit]) for year, of in zip(years, own, strict=True) if unit in of]
                counted = sum(_n(year.figures, key, unit) > 0 for year in years)
                system.add_sum(whole.at(number), parts, rest=len(parts) < counted)


def _n(cohort: CohortFigures, key: Key, unit: Unit) -> int:
    figure = cohort.tables[key].get(unit)
    return figure.n if figure else 0


def pool(cohorts: Sequence[CohortFigures]) -> CohortFigures:
    """The figures of cohorts added up, of tables that every one of them has for the region."""
    tables = {
        key: _pooled([cohort.tables[key] for cohort in cohorts], key)
        for key in cohorts[0].tables
        if all(REGIO in cohort.tables.get(key, {}) for cohort in cohorts)
    }
    return CohortFigures(
        cohorts[0].cohort,
        {key: table for key, table in tables.items() if table},
        _structure(cohorts),
        tot=cohorts[-1].cohort,
    )


def _pooled(tables: Sequence[Table], key: Key) -> Table:
    """A table added up; empty where it has no place in the release."""
    units = sorted({unit for table in tables for unit in table if is_pooled(key.indicator, unit.niveau)})
    there = ((unit, [table[unit] for table in tables if unit in table]) for unit in units)
    return {unit: Figure(sum(f.k for f in found), sum(f.n for f in found), 0, 0) for unit, found in there}


def _structure(cohorts: Sequence[CohortFigures]) -> Structure:
    """The sums between units that hold of all years: not of a board that a school joined or left."""
    members: dict[Unit, set[Unit]] = {}
    for cohort in cohorts:
        for total, parts in cohort.structure:
            members.setdefault(total, set()).update(parts)
    schools = [part for board, parts in members.items() if board.niveau == "bestuur" for part in parts]
    moved = {school for school in schools if schools.count(school) > 1}
    sums = [
        (REGIO, sorted(unit for unit in members.get(REGIO, ()) if unit.niveau == niveau))
        for niveau in ("bestuur", "school")
    ]
    sums += [
        (board, sorted(parts))
        for board, parts in sorted(members.items())
        if board.niveau == "bestuur" and moved.isdisjoint(parts)
    ]
    return tuple((total, tuple(parts)) for total, parts in sums)
