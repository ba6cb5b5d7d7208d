"""The attacker model of one cohort, with its cells by row of the table of figures."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pipeline.release.attacker import Draft, Numbers, Row, add_counts
from pipeline.release.figures import CohortFigures, Key, Unit
from pipeline.release.people import add_people
from pipeline.release.policy import Policy
from pipeline.release.system import System
from pipeline.release.unknowns import add_unknowns


@dataclass(frozen=True)
class AttackerModel:
    """The system, and by name the cell of each row and the cell its onbekend and bounds depend on besides.

    counts: k, and the others of n, of every table and unit, as positions in the system. people: of each unit
    the numbers that are in no table. n: of tables that share it.
    """

    system: System
    cells: Mapping[Row, str]
    bounds: Mapping[Row, str]
    counts: tuple[Mapping[Key, Numbers], ...]
    people: Mapping[Unit, Collection[int]]
    n: Mapping[Key, Numbers]


def attacker_model(
    figures: CohortFigures, policy: Policy, headlines_only: bool = False, with_bounds: bool = True
) -> AttackerModel:
    """Build the model; with `headlines_only` other totals of the region may be hidden too.

    with_bounds: whether onbekend and bounds are published. Raises DoesNotAddUp when the figures contradict
    the sums they should obey.
    """
    draft = Draft(figures, policy, headlines_only)
    add_counts(draft)
    add_people(draft)
    bounds = add_unknowns(draft) if with_bounds else {}
    names = [cell.key for cell in draft.system.cells]
    return AttackerModel(
        draft.system,
        {row: names[cell] for row, cell in draft.cells.items()},
        {row: names[cell] for row, cell in bounds.items()},
        (draft.counted, draft.others),
        draft.people,
        draft.n,
    )


def give_up(model: AttackerModel, rows: Collection[Row]) -> None:
    """Let these rows be in no release. What a rule hides of them is protected all the same."""
    names = {name for of in (model.cells, model.bounds) for row, name in of.items() if row in rows}
    kept = {name for row, name in model.cells.items() if row not in rows}
    model.system.give_up(names - kept)
