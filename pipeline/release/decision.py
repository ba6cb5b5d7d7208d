"""Which rows of a cohort are hidden: the rules, the attacker model and the choice put together.

A cohort is decided in stages, as its figures come out: who left in the first report, what became of them
after a year and after two in later ones. What an earlier stage showed or hid stays so: it has been printed.
A decision follows from the figures of its cohort alone, so every report that has them decides the same.

If what must be hidden cannot be, with all that is to be shown, a stage gives up detail, in the order of the
settings. Only when the headlines of the region themselves give something away there is no release.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.release.attacker import Row
from pipeline.release.figures import CohortFigures
from pipeline.release.model import AttackerModel, attacker_model
from pipeline.release.policy import BIJZAKEN, Policy
from pipeline.release.remember import hide
from pipeline.release.stages import coarser, join, last_stage
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
    earlier = decide(before, policy) if before else None
    fault: CannotProtect | None = None
    for steps in _orders(policy):
        kept = coarser(new, steps)
        try:
            return _decided(figures, join(earlier.figures, kept) if earlier else kept, policy, steps, earlier)
        except CannotProtect as found:
            fault = found
    raise fault or CannotProtect([])


def _orders(policy: Policy) -> Iterator[tuple[str, ...]]:
    """Ever more steps of the settings; and if they all fail, the same without the lesser region totals."""
    prefixes = [policy.vergroven[:number] for number in range(len(policy.vergroven) + 1)]
    yield from prefixes
    yield from ((BIJZAKEN, *steps) for steps in prefixes)


def _decided(
    all_figures: CohortFigures,
    figures: CohortFigures,
    policy: Policy,
    steps: tuple[str, ...],
    earlier: Decision | None,
) -> Decision:
    model = attacker_model(figures, policy, headlines_only=BIJZAKEN in steps)
    if earlier:
        model.system.settle(earlier.names, earlier.hidden)
    hidden = hide(model.system, policy.breedte)
    return Decision(
        cells=_rows(all_figures) - frozenset(row for row, cell in model.cells.items() if cell not in hidden),
        bounds=_hidden_bounds(model, hidden),
        vergroofd=tuple(dict.fromkeys((*(earlier.vergroofd if earlier else ()), *steps))),
        figures=figures,
        names=frozenset((*model.cells.values(), *model.bounds.values())),
        hidden=hidden,
    )


def _rows(figures: CohortFigures) -> frozenset[Row]:
    return frozenset((key, unit) for key in figures.tables for unit, _ in figures.counted(key))


def _hidden_bounds(model: AttackerModel, hidden: frozenset[str]) -> frozenset[Row]:
    return frozenset(row for row, cell in model.bounds.items() if cell in hidden)
