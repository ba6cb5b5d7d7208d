"""The attacker model of one cohort, with its cells by row of the table of figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.release.attacker import Draft, Row, add_counts
from pipeline.release.figures import CohortFigures
from pipeline.release.people import add_people
from pipeline.release.policy import Policy
from pipeline.release.system import System
from pipeline.release.unknowns import add_unknowns


@dataclass(frozen=True)
class AttackerModel:
    """The system, and by name the cell of each row and the cell its onbekend and bounds depend on besides."""

    system: System
    cells: Mapping[Row, str]
    bounds: Mapping[Row, str]


def attacker_model(figures: CohortFigures, policy: Policy, headlines_only: bool = False) -> AttackerModel:
    """Build the model; with `headlines_only` other totals of the region may be hidden too.

    Raises DoesNotAddUp when the figures contradict the sums they should obey.
    """
    draft = Draft(figures, policy, headlines_only)
    add_counts(draft)
    add_people(draft)
    bounds = add_unknowns(draft)
    names = [cell.key for cell in draft.system.cells]
    return AttackerModel(
        draft.system,
        {row: names[cell] for row, cell in draft.cells.items()},
        {row: names[cell] for row, cell in bounds.items()},
    )
