"""Three cohorts counted together, for boards and schools that are too small to be shown by the year.

A block is published once its last cohort was followed for two years, so after all that is decided of its
cohorts one by one. An attacker who has the sum of three years and one or two of them has the rest; so what is
shown of a block is chosen in one system with what is shown and hidden of its cohorts, of which nothing
changes any more. Blocks are fixed and have no year in common: of windows that slide, two would tell the
difference of two years.

Only k, n, percentage and interval are published of a block, for the region, boards and schools.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.release.decision import Decision, decide
from pipeline.release.design import is_pooled
from pipeline.release.figures import REGIO, CohortFigures, Figure, Key, Structure, Table, Unit
from pipeline.release.model import AttackerModel, attacker_model, give_up
from pipeline.release.policy import Policy
from pipeline.release.readers import Out, Readers, Rows
from pipeline.release.remember import hide
from pipeline.release.stages import BESTUREN, SCHOLEN, coarser, lasting, without
from pipeline.release.suppression import CannotProtect, concede

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
    return decide_together(whole, cohorts, decisions, own.policy, wider, own.out)


@lru_cache(maxsize=128)
def decide_together(
    whole: CohortFigures,
    cohorts: tuple[CohortFigures, ...],
    decisions: tuple[Decision, ...],
    policy: Policy,
    wider: Block | None,
    out: Out,
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
        _tie(block, cohorts, [_settled(decision, policy) for decision in decisions])
        try:
            hidden, given_away = _hidden(block, decisions, policy, wider, out)
        except CannotProtect:
            continue
        cells = dropped | frozenset(row for row, cell in block.cells.items() if cell in hidden)
        return Block(without(whole, dropped), cells, hidden, dropped, given_away)
    return None


def _hidden(
    block: AttackerModel, decisions: Sequence[Decision], policy: Policy, wider: Block | None, out: Out
) -> tuple[frozenset[str], int]:
    """The cells of the block to hide, whatever was shown of it before; and how much that gives away."""
    system, cells = block.system, frozenset(block.cells.values())
    if wider:
        system.settle(wider.hidden, wider.hidden)
    unknown: frozenset[str] = frozenset().union(*(decision.unknown for decision in decisions))
    if any(decision.out for decision in decisions):
        concede(system, (), cells | unknown, policy.breedte)
    hidden = hide(system, policy.breedte) & cells
    seen = frozenset(block.cells[row] for row in out.cells)
    given_away = concede(system, seen, (hidden - seen) | unknown, policy.breedte) if seen & hidden else 0
    return hidden, given_away


def _settled(decision: Decision, policy: Policy) -> AttackerModel:
    """A cohort by itself, in which everything is decided."""
    model = attacker_model(decision.figures, policy)
    give_up(model, decision.dropped)
    model.system.settle(decision.names, decision.unknown)
    return model


def _tie(block: AttackerModel, cohorts: Sequence[CohortFigures], years: Sequence[AttackerModel]) -> None:
    """Take the cohorts into the system of the block: each number of the block is the sum of theirs."""
    raised = [block.system.absorb(year.system) for year in years]
    for which, tables in enumerate(block.counts):
        for key, numbers in tables.items():
            found = [year.counts[which].get(key, {}) for year in years]
            for unit, number in numbers.items():
                parts = [up + own[unit] for up, own in zip(raised, found, strict=True) if unit in own]
                counted = sum(_n(cohort, key, unit) > 0 for cohort in cohorts)
                block.system.add_sum(number, parts, rest=len(parts) < counted)


def _n(cohort: CohortFigures, key: Key, unit: Unit) -> int:
    figure = cohort.tables[key].get(unit)
    return figure.n if figure else 0


def pool(cohorts: Sequence[CohortFigures]) -> CohortFigures:
    """The figures of cohorts added up, of tables that every one of them has for the region."""
    tables = {
        key: _pooled([cohort.tables[key] for cohort in cohorts], key)
        for key in cohorts[0].tables
        if all(REGIO in cohort.tables.get(key, {}) for cohort in cohorts)
    }
    return CohortFigures(
        cohorts[0].cohort,
        {key: table for key, table in tables.items() if table},
        _structure(cohorts),
        tot=cohorts[-1].cohort,
    )


def _pooled(tables: Sequence[Table], key: Key) -> Table:
    """A table added up; empty where it has no place in the release."""
    units = sorted({unit for table in tables for unit in table if is_pooled(key.indicator, unit.niveau)})
    there = ((unit, [table[unit] for table in tables if unit in table]) for unit in units)
    return {unit: Figure(sum(f.k for f in found), sum(f.n for f in found), 0, 0) for unit, found in there}


def _structure(cohorts: Sequence[CohortFigures]) -> Structure:
    """The sums between units that hold of all years: not of a board that a school joined or left."""
    members: dict[Unit, set[Unit]] = {}
    for cohort in cohorts:
        for total, parts in cohort.structure:
            members.setdefault(total, set()).update(parts)
    schools = [part for board, parts in members.items() if board.niveau == "bestuur" for part in parts]
    moved = {school for school in schools if schools.count(school) > 1}
    sums = [
        (REGIO, sorted(unit for unit in members.get(REGIO, ()) if unit.niveau == niveau))
        for niveau in ("bestuur", "school")
    ]
    sums += [
        (board, sorted(parts))
        for board, parts in sorted(members.items())
        if board.niveau == "bestuur" and moved.isdisjoint(parts)
    ]
    return tuple((total, tuple(parts)) for total, parts in sums)
