"""The figures of a cohort in the order in which reports bring them out, and with less detail."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from pipeline.indicators.definitions import definities
from pipeline.release.attacker import Row
from pipeline.release.figures import CohortFigures, Key, Table

CODES, JAREN, SCHOLEN, BESTUREN = "codes", "jaren", "scholen", "besturen"
_LEVELS = {JAREN: ("school",), SCHOLEN: ("school",), BESTUREN: ("school", "bestuur")}
"""What a cohort gives up; with "jaren" its schools are still in the figures of three cohorts together."""
_STAGES: Mapping[str, int] = {"U": 0, "V1": 1, "V2": 1, "V3": 2, "V4": 2}
_WHEN_IT_COMES = 3
OVER_ALLEN = ("K1", "I", "R_U")
"""Tables about all leavers."""


def stage(indicator: str) -> int:
    """In which report after the cohort's own the figure comes out; last what comes when others deliver."""
    if indicator == "S":
        return _WHEN_IT_COMES
    return 0 if indicator == "D" else max(_STAGES[moment] for moment in definities()[indicator].momenten)


def last_stage(figures: CohortFigures) -> tuple[CohortFigures | None, CohortFigures]:
    """What came out earlier, if anything, and what is new."""
    last = max(stage(key.indicator) for key in figures.tables)
    before = {key: table for key, table in figures.tables.items() if stage(key.indicator) < last}
    new = {key: table for key, table in figures.tables.items() if stage(key.indicator) == last}
    return replace(figures, tables=before) if before else None, replace(figures, tables=new)


def lasting(figures: CohortFigures) -> CohortFigures:
    """Without what comes when others deliver: what is the same in every report once V4 was measured."""
    tables = {key: table for key, table in figures.tables.items() if stage(key.indicator) < _WHEN_IT_COMES}
    return replace(figures, tables=tables)


def join(before: CohortFigures, new: CohortFigures) -> CohortFigures:
    """Both together."""
    return replace(before, tables={**before.tables, **new.tables})


def beside(before: CohortFigures, new: CohortFigures) -> CohortFigures:
    """What of the earlier figures the new ones can be set against.

    All of it; but for what comes before or after any of these, only the tables that count all leavers, in the
    same units: by definition it is a part of no other group. So it is decided the same in every report.
    """
    if any(stage(key.indicator) < _WHEN_IT_COMES for key in new.tables):
        return before
    units = {unit for table in new.tables.values() for unit in table}
    tables = {
        key: {unit: figure for unit, figure in table.items() if unit in units}
        for key, table in before.tables.items()
        if key.indicator in OVER_ALLEN
    }
    return replace(before, tables=tables)


def coarser(figures: CohortFigures, steps: Collection[str]) -> CohortFigures:
    """Without the detail that these steps give up."""
    away = {niveau for step in steps for niveau in _LEVELS.get(step, ())}
    tables = {
        key: _without(table, away | ({"schooltype", "regio"} if CODES in steps and _code(key) else set()))
        for key, table in figures.tables.items()
    }
    return replace(figures, tables={key: table for key, table in tables.items() if table})


def without(figures: CohortFigures, rows: Collection[Row]) -> CohortFigures:
    """Without these rows."""
    tables = {
        key: {unit: figure for unit, figure in table.items() if (key, unit) not in rows}
        for key, table in figures.tables.items()
    }
    return (
        replace(figures, tables={key: table for key, table in tables.items() if table}) if rows else figures
    )


def _without(table: Table, levels: Collection[str]) -> Table:
    return {unit: figure for unit, figure in table.items() if unit.niveau not in levels}


def _code(key: Key) -> bool:
    return key.soort_klasse == "code"
