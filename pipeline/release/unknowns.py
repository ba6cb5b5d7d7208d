"""The counts behind onbekend and the bounds of a row, which are shown or hidden together.

There are two: onbekend itself, and how many of those are in the denominator, which the bounds give away.
Often they are D's ONBEKEND, or the same as those of another indicator; then they are the same number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.release.attacker import Draft, Numbers, Row
from pipeline.release.figures import ONBEKEND, REGIO, Key, Unit
from pipeline.release.policy import MET_ONBEKEND, kosten_grenzen
from pipeline.release.system import Cell

Counts = Mapping[Unit, int]


@dataclass(frozen=True)
class _Behind:
    """What is behind the bounds of a table: the counts by unit, and the numbers they are in the system."""

    counts: Counts
    numbers: Numbers


def add_unknowns(draft: Draft) -> dict[Row, int]:
    """Add the counts behind the bounds; gives the cell that the bounds of a row depend on, where there is."""
    known: list[_Behind] = []
    if ONBEKEND in draft.counted:
        counts = {unit: figure.k for unit, figure in draft.figures.counted(ONBEKEND)}
        known.append(_Behind(counts, draft.counted[ONBEKEND]))
    depends: dict[Row, int] = {}
    for key in draft.figures.tables:
        unknown, inside = _unknown(draft, key), _inside(draft, key)
        behind = [_find(draft, counts, known) for counts in (unknown, inside) if any(counts.values())]
        if any(inside.values()):
            _add_part(draft, draft.others.get(key, {}), behind[-1].numbers)
            _add_part(draft, behind[0].numbers, behind[-1].numbers)
        if all(one.numbers is draft.counted.get(ONBEKEND) for one in behind):
            depends |= {(key, unit): draft.cells[ONBEKEND, unit] for one in behind for unit in one.counts}
        else:
            depends |= _add_cells(draft, key, behind)
    return depends


def _unknown(draft: Draft, key: Key) -> Counts:
    return {u: figure.onbekend for u, figure in draft.figures.counted(key) if figure.onbekend is not None}


def _inside(draft: Draft, key: Key) -> Counts:
    """The unknown in the denominator; none for D, where they are a class, or where that is not counted.

    Of P1 the definition tells: ONBEKEND is in the denominator, GEEN without a reason may be out of it.
    """
    rows = dict(draft.figures.counted(key))
    inside = {unit: figure.binnen for unit, figure in rows.items() if figure.binnen is not None}
    if key.soort_klasse:
        return {}
    if len(inside) == len(rows):
        return inside
    unknown = draft.figures.tables.get(ONBEKEND, {}) if key.indicator == MET_ONBEKEND else {}
    return {unit: unknown[unit].k for unit in rows} if unknown.keys() >= rows.keys() else {}


def _find(draft: Draft, counts: Counts, known: list[_Behind]) -> _Behind:
    """The numbers that these counts are already, or new ones that add up over the units.

    A unit with nobody in the denominator may have unknown ones all the same; there they are not shown.
    """
    for one in known:
        if counts.items() <= one.counts.items():
            return _Behind(counts, one.numbers)
    numbers = {unit: draft.system.add_number(count) for unit, count in counts.items()}
    draft.add_hierarchy(numbers, counts)
    known.append(_Behind(counts, numbers))
    return known[-1]


def _add_part(draft: Draft, whole: Numbers, part: Numbers) -> None:
    """The unknown in the denominator are among the others of the row, and among the unknown."""
    value = draft.system.numbers
    pairs = [
        (whole[unit], number) for unit, number in part.items() if unit in whole and whole[unit] != number
    ]
    if all(value[number].value <= value[total].value for total, number in pairs):
        for total, number in pairs:
            draft.system.add_sum(total, [number, draft.system.add_latent()])


def _add_cells(draft: Draft, key: Key, behind: Sequence[_Behind]) -> dict[Row, int]:
    """A cell for the bounds of each row. It guards its counts, but for ONBEKEND, which it only gives away."""
    cells: dict[Row, int] = {}
    for unit in behind[0].counts:
        cell = draft.system.add_cell(
            Cell(
                key=draft.name(key, unit, "grenzen"),
                cost=kosten_grenzen(key.indicator, unit.niveau),
                primary=any(draft.policy.klein(one.counts[unit]) for one in behind),
                top=unit == REGIO,
            )
        )
        cells[key, unit] = cell
        for one in behind:
            if one.numbers is draft.counted.get(ONBEKEND):
                draft.system.extend_number(one.numbers[unit], others=[cell])
            else:
                draft.system.extend_number(one.numbers[unit], guards=[cell])
    return cells
