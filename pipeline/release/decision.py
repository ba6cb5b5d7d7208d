"""Which rows of a cohort are hidden: the rules, the attacker model and the choice put together."""

from dataclasses import dataclass
from functools import lru_cache

from pipeline.release.attacker import Row
from pipeline.release.figures import CohortFigures
from pipeline.release.model import AttackerModel, attacker_model, lenient_attacker_model
from pipeline.release.policy import Policy
from pipeline.release.suppression import CannotProtect, choose_hidden


@dataclass(frozen=True)
class Decision:
    """The rows whose cell is hidden, and the rows whose onbekend and bounds are hidden (besides).

    lenient: region totals could only be kept by leaving P1 and K1 out of the attacker model; in a region so
    small a difference between them and D may tell something.
    """

    cells: frozenset[Row]
    bounds: frozenset[Row]
    lenient: bool


@lru_cache(maxsize=64)  # a run makes several releases, in which most cohorts are the same
def decide(figures: CohortFigures, policy: Policy) -> Decision:
    """Decide for one cohort. Raises CannotProtect and DoesNotAddUp."""
    try:
        return _decided(attacker_model(figures, policy), policy, lenient=False)
    except CannotProtect:
        return _decided(lenient_attacker_model(figures, policy), policy, lenient=True)


def _decided(model: AttackerModel, policy: Policy, lenient: bool) -> Decision:
    hidden = choose_hidden(model.system, policy.breedte)
    return Decision(
        frozenset(row for row, cell in model.cells.items() if cell in hidden),
        frozenset(row for row, cell in model.bounds.items() if cell in hidden),
        lenient,
    )
