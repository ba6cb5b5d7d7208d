"""The counts behind onbekend, its share and the bounds of a row, which are shown or hidden together.

There are three: onbekend itself; how many of those are in the denominator for certain, so that only their
outcome is unknown; and the rest, of whom it is not known whether they belong to it or who do not count in it.
onbekend and n give the first, the bounds the second, and the share is of n and the rest, or of n alone.
Often they are D's ONBEKEND, or the same as those of another indicator; then they are the same number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.release.attacker import Draft, Numbers, Row
from pipeline.release.figures import ONBEKEND, REGIO, Key, Unit
from pipeline.release.policy import BINNEN_IS_ONBEKEND, ONBEKEND_TELT_MEE, kosten_grenzen
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
    depends: dict[Row, int] = {}
    for key in draft.figures.tables:
        behind = _behind(draft, key, known)
        if all(one.numbers is draft.counted.get(ONBEKEND) for one in behind):
            depends |= {(key, unit): draft.cells[ONBEKEND, unit] for one in behind for unit in one.counts}
        else:
            depends |= _add_cells(draft, key, behind)
    return depends


def _behind(draft: Draft, key: Key, known: list[_Behind]) -> list[_Behind]:
    """The counts of a table as numbers in the system, related to each other; none where nothing is unknown.

    Those in the denominator and the rest are all unknown. Where there are only those, or only the rest, it is
    the same number.
    """
    whole, inside, rest = _counts(draft, key)
    if not any(whole.values()):
        return []
    if not any(rest.values()) or not any(inside.values()):
        unknown = in_denominator = _onbekend(draft, key, whole) or _find(draft, whole, known)
        found = [unknown]
    else:
        unknown, besides = _find(draft, whole, known), _add(draft, rest)
        in_denominator = _onbekend(draft, key, inside) or _find(draft, inside, known)
        found = [unknown, in_denominator, besides]
        for unit in whole:
            parts = [in_denominator.numbers[unit], besides.numbers[unit]]
            draft.system.add_sum(unknown.numbers[unit], parts)
    if key.indicator in ONBEKEND_TELT_MEE:
        _add_part(draft, draft.others.get(key, {}), unknown.numbers)
    elif any(inside.values()):
        _add_part(draft, draft.others.get(key, {}), in_denominator.numbers)
    return found


def _counts(draft: Draft, key: Key) -> tuple[Counts, Counts, Counts]:
    """All unknown, those in the denominator for certain, and the rest; of D, where they are a class, all."""
    rows = dict(draft.figures.counted(key))
    unknown = {unit: figure.onbekend for unit, figure in rows.items()}
    if key.soort_klasse:
        return unknown, {}, {}
    inside = {unit: figure.binnen for unit, figure in rows.items()}
    return unknown, inside, {unit: unknown[unit] - inside[unit] for unit in rows}


def _onbekend(draft: Draft, key: Key, counts: Counts) -> _Behind | None:
    """The numbers of D's ONBEKEND, if these are that count: by definition, and in the figures.

    A unit with nobody in the denominator may have unknown ones all the same; there they are not shown.
    """
    figures = draft.figures.tables.get(ONBEKEND, {})
    same = all(unit in figures and figures[unit].k == count for unit, count in counts.items())
    return _Behind(counts, draft.counted[ONBEKEND]) if key.indicator in BINNEN_IS_ONBEKEND and same else None


def _find(draft: Draft, counts: Counts, known: list[_Behind]) -> _Behind:
    """The numbers that these counts already are in another table, or new ones."""
    for one in known:
        if counts == one.counts:
            return one
    known.append(_add(draft, counts))
    return known[-1]


def _add(draft: Draft, counts: Counts) -> _Behind:
    """New numbers, which add up over the units."""
    numbers = {unit: draft.system.add_number(count) for unit, count in counts.items()}
    draft.add_hierarchy(numbers, counts)
    return _Behind(counts, numbers)


def _add_part(draft: Draft, whole: Numbers, part: Numbers) -> None:
    """Some of the unknown are among the others of the row."""
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
