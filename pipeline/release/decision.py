"""Which rows of a cohort are hidden: the rules, the attacker model and the choice put together.

A cohort is decided in stages, as its figures come out: who left in the first report, what became of them
after a year and after two in later ones. What an earlier stage showed or hid stays so: it has been printed.
A decision follows from the figures of its cohort alone, so every report that has them decides the same.

If what must be hidden cannot be, with all that is to be shown, a stage gives up detail, in the order of the
settings. Only when the headlines of the region themselves give something away there is no release.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.release.attacker import Row
from pipeline.release.figures import CohortFigures
from pipeline.release.model import AttackerModel, attacker_model
from pipeline.release.policy import BIJZAKEN, Policy
from pipeline.release.remember import hide
from pipeline.release.stages import beside, coarser, join, last_stage
from pipeline.release.suppression import CannotProtect


@dataclass(frozen=True)
class Decision:
    """The rows whose cell is hidden, and the rows whose onbekend and bounds are hidden (besides).

    vergroofd: the detail that had to be given up, in words of the settings. figures: the rows that were not.
    names, hidden: the cells that were decided on, and those of them that are hidden.
    """

    cells: frozenset[Row]
    bounds: frozenset[Row]
    vergroofd: tuple[str, ...]
    figures: CohortFigures
    names: frozenset[str]
    hidden: frozenset[str]


@lru_cache(maxsize=256)  # a run makes several releases, in which most cohorts are the same
def decide(figures: CohortFigures, policy: Policy) -> Decision:
    """Decide for one cohort. Raises CannotProtect and DoesNotAddUp."""
    before, new = last_stage(figures)
    earlier = decide(before, policy) if before else _nothing(figures)
    fault = CannotProtect([])
    for steps in _orders(policy):
        try:
            return _decided(earlier, new, policy, steps)
        except CannotProtect as found:
            fault = found
    raise fault


def _nothing(figures: CohortFigures) -> Decision:
    """Before the first stage."""
    none: frozenset[Row] = frozenset()
    return Decision(none, none, (), replace(figures, tables={}), frozenset(), frozenset())


def _orders(policy: Policy) -> Iterator[tuple[str, ...]]:
    """Ever more steps of the settings; and if they all fail, the same without the lesser region totals."""
    prefixes = [policy.vergroven[:number] for number in range(len(policy.vergroven) + 1)]
    yield from prefixes
    yield from ((BIJZAKEN, *steps) for steps in prefixes)


def _decided(earlier: Decision, new: CohortFigures, policy: Policy, steps: tuple[str, ...]) -> Decision:
    """What was decided earlier, and for the new rows what follows from that."""
    kept = coarser(new, steps)
    together = join(beside(earlier.figures, new), kept)
    model = attacker_model(together, policy, headlines_only=BIJZAKEN in steps)
    model.system.settle(earlier.names, earlier.hidden)
    hidden = hide(model.system, policy.breedte)
    shown = frozenset(row for row, cell in model.cells.items() if cell not in hidden)
    return Decision(
        cells=earlier.cells | (_rows(new) - shown),
        bounds=earlier.bounds | _hidden_bounds(model, hidden),
        vergroofd=tuple(dict.fromkeys((*earlier.vergroofd, *steps))),
        figures=join(earlier.figures, kept),
        names=earlier.names | frozenset((*model.cells.values(), *model.bounds.values())),
        hidden=earlier.hidden | hidden,
    )


def _rows(figures: CohortFigures) -> frozenset[Row]:
    return frozenset((key, unit) for key in figures.tables for unit, _ in figures.counted(key))


def _hidden_bounds(model: AttackerModel, hidden: frozenset[str]) -> frozenset[Row]:
    return frozenset(row for row, cell in model.bounds.items() if cell in hidden)
