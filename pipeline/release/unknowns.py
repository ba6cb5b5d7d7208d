"""The counts behind onbekend and the bounds of a row, which are shown or hidden together.

There are two: onbekend itself, and how many of those are in the denominator, which the bounds give away.
Often they are D's ONBEKEND, or the same as those of another indicator; then they are the same number.
"""

from collections.abc import Mapping, Sequence

from pipeline.release.attacker import Draft, Numbers, Row
from pipeline.release.figures import ONBEKEND, REGIO, Key, Unit
from pipeline.release.policy import kosten_grenzen
from pipeline.release.system import Cell

Counts = Mapping[Unit, int]


def add_unknowns(draft: Draft) -> dict[Row, int]:
    """Add the counts behind the bounds. Gives, where there is one, the cell on which the bounds of a row
    depend.
    """
    known: list[tuple[Counts, Numbers]] = []
    if ONBEKEND in draft.counted:
        known.append(({unit: f.k for unit, f in draft.figures.counted(ONBEKEND)}, draft.counted[ONBEKEND]))
    depends: dict[Row, int] = {}
    for key in draft.figures.tables:
        behind = [counts for counts in _behind(draft, key) if any(counts.values())]
        for counts in behind:
            if not any(_same(counts, other) for other, _ in known):
                known.append((counts, _add_numbers(draft, counts)))
        numbers = [next(found for other, found in known if _same(counts, other)) for counts in behind]
        _relate(draft, key, numbers)
        if all(found is draft.counted.get(ONBEKEND) for found in numbers):
            depends |= {(key, unit): draft.cells[ONBEKEND, unit] for counts in behind[:1] for unit in counts}
        else:
            depends |= _add_cells(draft, key, behind, numbers)
    return depends


def _behind(draft: Draft, key: Key) -> list[Counts]:
    rows = dict(draft.figures.counted(key))
    unknown = {unit: figure.onbekend for unit, figure in rows.items() if figure.onbekend is not None}
    inside = {unit: figure.binnen for unit, figure in rows.items() if figure.binnen is not None}
    of_classes = bool(key.soort_klasse)  # there the unknown are a class of their own
    return [unknown] if of_classes or len(inside) < len(rows) else [unknown, inside]


def _same(counts: Counts, other: Counts) -> bool:
    return counts.items() <= other.items()


def _add_numbers(draft: Draft, counts: Counts) -> Numbers:
    numbers = {unit: draft.system.add_number(count) for unit, count in counts.items()}
    draft.add_hierarchy(
        numbers, counts
    )  # not covered: units with nobody in the denominator, where it is not shown
    return numbers


def _relate(draft: Draft, key: Key, numbers: Sequence[Numbers]) -> None:
    """The unknown in the denominator are among the others of the row, and among the unknown."""
    if key.soort_klasse or not numbers:
        return
    for whole in (draft.others.get(key, {}), numbers[0]):
        _add_part(draft, whole, numbers[-1])


def _add_part(draft: Draft, whole: Numbers, part: Numbers) -> None:
    value = draft.system.numbers
    pairs = [
        (whole[unit], number) for unit, number in part.items() if unit in whole and whole[unit] != number
    ]
    if all(value[number].value <= value[total].value for total, number in pairs):
        for total, number in pairs:
            draft.system.add_sum(total, [number, draft.system.add_latent()])


def _add_cells(
    draft: Draft, key: Key, behind: Sequence[Counts], numbers: Sequence[Numbers]
) -> dict[Row, int]:
    """A cell for the bounds of each row. It guards its counts, but for ONBEKEND, which it only gives away."""
    cells: dict[Row, int] = {}
    for unit in behind[0]:
        counts = [count[unit] for count in behind]
        cell = draft.system.add_cell(
            Cell(
                key=draft.name(key, unit, "grenzen"),
                cost=kosten_grenzen(key.indicator, unit.niveau),
                primary=any(draft.policy.klein(count) for count in counts),
                top=unit == REGIO,
            )
        )
        cells[key, unit] = cell
        for found in numbers:
            if found is draft.counted.get(ONBEKEND):
                draft.system.extend_number(found[unit], others=[cell])
            else:
                draft.system.extend_number(found[unit], guards=[cell])
    return cells
