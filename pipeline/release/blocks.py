"""Three cohorts counted together, for boards and schools that are too small to be shown by the year.

A block is published once its last cohort was followed for two years, so after all that is decided of its
cohorts one by one. An attacker who has the sum of three years and one or two of them has the rest; so what is
shown of a block is chosen in one system with what is shown and hidden of its cohorts, of which nothing
changes any more. Blocks are fixed and have no year in common: of windows that slide, two would tell the
difference of two years.

Only k, n, percentage and interval are published of a block, for the region, boards and schools.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.release.decision import Decision, decide
from pipeline.release.figures import CohortFigures
from pipeline.release.model import AttackerModel, attacker_model, give_up
from pipeline.release.policy import Policy
from pipeline.release.pooling import Place, add_up, pool
from pipeline.release.readers import NOTHING_OUT, Out, Readers, Rows
from pipeline.release.remember import hide
from pipeline.release.stages import BESTUREN, SCHOLEN, coarser, lasting, without
from pipeline.release.suppression import CannotProtect, concede
from pipeline.release.versions import Before

JAREN = 3
EERSTE = 2014
"""The first cohort of a block: 2014-2016 is the baseline of the convenant, before its plans began."""
NA = 2
"""How many school years after its own the last cohort is measured for the last time."""


@dataclass(frozen=True)
class Block:
    """The figures of three cohorts together that have a place in the release, and which rows are hidden.

    hidden: the cells of those rows. dropped: the rows that have no place after all, because too much detail
    had to be given up. given_away: how much of what is hidden follows from what was shown of it before.
    """

    figures: CohortFigures
    cells: Rows
    hidden: frozenset[str]
    dropped: Rows
    given_away: int = 0


def blocks(figures: Iterable[CohortFigures]) -> Iterator[tuple[CohortFigures, ...]]:
    """The cohorts by block, of the blocks that are complete in a report with these cohorts.

    Without S, which may come a report later: a block is decided the same in every report. By definition S is
    a part of all leavers alone, and it is published of the region alone, whose number everybody knows.
    """
    by_cohort = {one.cohort: lasting(one) for one in figures}
    last = max(by_cohort, default=0)
    for van in sorted(cohort for cohort in by_cohort if (cohort - EERSTE) % JAREN == 0):
        years = range(van, van + JAREN)
        if years[-1] + NA <= last and all(year in by_cohort for year in years):
            yield tuple(by_cohort[year] for year in years)


def decide_block(cohorts: tuple[CohortFigures, ...], readers: Mapping[str, Readers]) -> Block | None:
    """Decide for one block, with as much detail as can be protected; None if that is nothing at all.

    readers: by the name of a cohort, or of several together. Raises CannotProtect for one of the cohorts.
    """
    whole = pool(cohorts)
    own = readers[whole.naam]
    decisions = tuple(decide(cohort, readers[cohort.naam]) for cohort in cohorts)
    wider = None
    if own.wider:
        wider = decide_block(cohorts, {naam: one.wider for naam, one in readers.items() if one.wider})
        if wider is None:
            return None
    decided = decide_together(whole, cohorts, decisions, own.policy, wider, own.out)
    if decided and own.before:
        decided = decide_together(whole, cohorts, decisions, own.policy, decided, own.out, own.before)
    if decided and any(decision.told for decision in decisions):
        alone = tuple(replace(decision, out=frozenset()) for decision in decisions)
        found = decide_together(whole, cohorts, alone, own.policy, decided, NOTHING_OUT)
        decided = replace(found, given_away=decided.given_away) if found else None
    return decided


@lru_cache(maxsize=128)
def decide_together(
    whole: CohortFigures,
    cohorts: tuple[CohortFigures, ...],
    decisions: tuple[Decision, ...],
    policy: Policy,
    wider: Block | None,
    out: Out,
    before: tuple[Before, ...] = (),
) -> Block | None:
    """Decide for a block after its cohorts, with as much detail as can be protected."""
    rows = frozenset(row for row, _ in whole.rows())
    given_up = {step for decision in decisions for step in decision.vergroofd if step in (SCHOLEN, BESTUREN)}
    for steps in ((), (SCHOLEN,), (SCHOLEN, BESTUREN)):
        kept = coarser(whole, {*given_up, *steps})
        dropped = (rows - frozenset(row for row, _ in kept.rows())) | (
            wider.dropped if wider else frozenset()
        )
        block = attacker_model(whole, policy, with_bounds=False)
        give_up(block, dropped)
        then = _beside(block, whole, cohorts, decisions, policy, before)
        try:
            hidden, given_away = _hidden(block, decisions, policy, wider, out, then)
        except CannotProtect:
            continue
        cells = dropped | frozenset(row for row, cell in block.cells.items() if cell in hidden)
        return Block(without(whole, dropped), cells, hidden, dropped, given_away)
    return None


def _beside(
    block: AttackerModel,
    whole: CohortFigures,
    cohorts: Sequence[CohortFigures],
    decisions: Sequence[Decision],
    policy: Policy,
    before: Sequence[Before],
) -> frozenset[str]:
    """Take the cohorts into the system of the block, as they were decided and as they were before. Gives the
    hidden cells of before."""
    places = [Place(whole, block)]
    for cohort, decision in zip(cohorts, decisions, strict=True):
        model = settled(decision, policy)
        places.append(Place(cohort, model, block.system.absorb(model.system)))
    add_up(block.system, places[0], places[1:])
    then: frozenset[str] = frozenset()
    return then.union(*(version.take_in(block.system, places, policy) for version in before))


def settled(decision: Decision, policy: Policy) -> AttackerModel:
    """A cohort by itself, in which everything is decided."""
    model = attacker_model(decision.figures, policy)
    give_up(model, decision.dropped)
    model.system.settle(decision.names, decision.unknown)
    return model


def _hidden(
    block: AttackerModel,
    decisions: Sequence[Decision],
    policy: Policy,
    wider: Block | None,
    out: Out,
    then: frozenset[str],
) -> tuple[frozenset[str], int]:
    """The cells of the block to hide, whatever was shown of it before; and how much that gives away.

    then: the hidden cells of how its cohorts were before.
    """
    system, cells = block.system, frozenset(block.cells.values())
    if wider:
        system.settle(wider.hidden, wider.hidden)
    unknown = then.union(*(decision.unknown for decision in decisions))
    given_away = 0
    if then or any(decision.out for decision in decisions):
        given_away = concede(system, (), cells | unknown, policy.breedte)
    hidden = hide(system, policy.breedte) & cells
    seen = frozenset(block.cells[row] for row in out.cells)
    if seen & hidden:
        given_away += concede(system, seen, (hidden - seen) | unknown, policy.breedte)
    return hidden, given_away
