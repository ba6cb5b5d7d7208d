"""The attacker model of one cohort, with its cells by row of the table of figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.release.attacker import Draft, Row, add_counts
from pipeline.release.definitions import add_definitions
from pipeline.release.figures import CohortFigures
from pipeline.release.policy import Policy
from pipeline.release.system import System
from pipeline.release.unknowns import add_unknowns


@dataclass(frozen=True)
class AttackerModel:
    """The system, and by name the cell of each row and the cell its onbekend and bounds depend on besides."""

    system: System
    cells: Mapping[Row, str]
    bounds: Mapping[Row, str]


def attacker_model(figures: CohortFigures, policy: Policy) -> AttackerModel:
    """Build the model. Raises DoesNotAddUp when the figures contradict the sums they should obey."""
    draft = Draft(figures, policy)
    add_counts(draft)
    add_definitions(draft)
    return _finished(draft)


def lenient_attacker_model(figures: CohortFigures, policy: Policy) -> AttackerModel:
    """The model of an attacker who does not set P1 and K1 against D."""
    draft = Draft(figures, policy)
    add_counts(draft)
    return _finished(draft)


def _finished(draft: Draft) -> AttackerModel:
    bounds = add_unknowns(draft)
    names = [cell.key for cell in draft.system.cells]
    return AttackerModel(
        draft.system,
        {row: names[cell] for row, cell in draft.cells.items()},
        {row: names[cell] for row, cell in bounds.items()},
    )
