"""Which rows of a cohort are hidden: the rules, the attacker model and the choice put together.

A cohort is decided in stages, as its figures come out: who left in the first report, what became of them
after a year and after two in later ones. What an earlier stage showed or hid stays so: it has been printed.
A decision follows from the figures of its cohort alone, so every report that has them decides the same; but
where earlier releases, by other figures or thresholds, showed what would be hidden now, from those too.

If what must be hidden cannot be, with all that is to be shown, a stage gives up detail, in the order of the
settings. Only when the headlines of the region themselves give something away there is no release.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.release.figures import CohortFigures
from pipeline.release.model import AttackerModel, attacker_model, give_up
from pipeline.release.policy import BIJZAKEN, Policy, regiototaal
from pipeline.release.pooling import Place
from pipeline.release.readers import NOTHING_OUT, Out, Readers, Rows
from pipeline.release.remember import hide
from pipeline.release.stages import beside, coarser, join, last_stage
from pipeline.release.suppression import CannotProtect, concede
from pipeline.release.versions import Before


@dataclass(frozen=True)
class Decision:
    """The rows whose cell is hidden, and the rows whose onbekend and bounds are hidden (besides).

    vergroofd: the detail that had to be given up, in words of the settings. dropped: the rows that went with
    it. figures: those that were decided on. names, hidden: their cells, and those of them that are hidden.
    out: cells that earlier releases showed; a reader knows them all the same. given_away: how much of what
    would be hidden now follows from what was shown earlier. told: whether it took totals of the region to
    work out some of that.
    """

    cells: Rows
    bounds: Rows
    vergroofd: tuple[str, ...]
    dropped: Rows
    figures: CohortFigures
    names: frozenset[str]
    hidden: frozenset[str]
    out: frozenset[str] = frozenset()
    given_away: int = 0
    told: bool = False

    @property
    def unknown(self) -> frozenset[str]:
        """The cells that a reader does not know."""
        return self.hidden - self.out

    def shows(self, out: Out) -> bool:
        """Whether all of this is shown: then it is nothing that a reader should not know."""
        return self.cells.isdisjoint(out.cells) and self.bounds.isdisjoint(out.bounds)


def decide(figures: CohortFigures, readers: Readers) -> Decision:
    """Decide for one cohort. Raises CannotProtect and DoesNotAddUp.

    For those who see more it is decided first; what is hidden from them is hidden from these too.
    """
    before, new = last_stage(figures)
    earlier = decide(before, readers) if before else _nothing(figures)
    wider = decide(figures, readers.wider) if readers.wider else None
    stage = Stage(earlier, new, readers.policy, wider)
    out = readers.out.among(_rows(new))
    now = join(beside(before, new), new) if before else new
    corrected = tuple(version for version in readers.before if version.differs(now))
    if out or corrected or earlier.told:
        return _after_others(stage, out, corrected)
    return decide_stage(stage)


def _after_others(plain: Stage, out: Out, corrected: tuple[Before, ...]) -> Decision:
    """Decide after earlier releases: for who has seen this much and takes what was corrected for something
    else, for who knows what stayed the same in the correction, and if it takes the totals of the region to
    work out what they cannot be kept from, for who sees this release alone.
    """
    try:
        decision = decide_stage(plain)
    except CannotProtect:
        pass
    else:
        if decision.shows(out) and not corrected and not plain.earlier.told:
            return decision
    decision, told = _knowing(replace(plain, out=out))
    if corrected:
        decision, more = _knowing(replace(plain, others=decision, out=out, before=corrected))
        told = told or more
    if not told and not plain.earlier.told:
        return decision
    alone = decide_stage(replace(plain, earlier=replace(plain.earlier, out=frozenset()), others=decision))
    return replace(alone, out=decision.out, given_away=decision.given_away, told=True)


def _knowing(stage: Stage) -> tuple[Decision, bool]:
    """Decide for who knows more than this release; and whether the totals of the region tell them something
    that cannot be prevented."""
    try:
        return decide_stage(stage), False
    except CannotProtect:
        return decide_stage(replace(stage, totals_told=True)), True


def _nothing(figures: CohortFigures) -> Decision:
    """Before the first stage."""
    none: Rows = frozenset()
    return Decision(none, none, (), none, replace(figures, tables={}), frozenset(), frozenset())


@dataclass(frozen=True)
class Stage:
    """What comes out in one stage, after what was decided earlier, and for those who see more.

    others: what was decided for readers who know other things than these; it is hidden from all. out: what
    earlier releases showed of it. before: how they had it while it had other figures. totals_told: the
    headlines of the region must be told beside that, and what follows from all together has to be let go.
    """

    earlier: Decision
    new: CohortFigures
    policy: Policy
    wider: Decision | None
    others: Decision | None = None
    out: Out = NOTHING_OUT
    before: tuple[Before, ...] = ()
    totals_told: bool = False

    def decide(self, steps: tuple[str, ...]) -> Decision:
        """Decide with the detail that these steps leave. Raises CannotProtect."""
        earlier, besides = self.earlier, [one for one in (self.wider, self.others) if one]
        dropped = _given_up(self.new, coarser(self.new, steps)).union(*(one.dropped for one in besides))
        together = join(beside(earlier.figures, self.new), self.new)
        model = attacker_model(together, self.policy, BIJZAKEN in steps)
        give_up(model, earlier.dropped | dropped)
        hidden, seen, given_away = self._hide(Place(together, model))
        shown = frozenset(row for row in _rows(self.new) - dropped if model.cells[row] not in hidden)
        return Decision(
            cells=earlier.cells | dropped | (_rows(self.new) - shown),
            bounds=earlier.bounds | _hidden_bounds(model, hidden),
            vergroofd=_in_order(*(one.vergroofd for one in (earlier, *besides)), steps),
            dropped=earlier.dropped | dropped,
            figures=join(earlier.figures, self.new),
            names=earlier.names | _names(model),
            hidden=earlier.hidden | hidden,
            out=earlier.out | seen,
            given_away=earlier.given_away + given_away,
        )

    def _hide(self, now: Place) -> tuple[frozenset[str], frozenset[str], int]:
        """The cells to hide, those of which readers know what they hold, and how much that gives away."""
        model, system, earlier = now.model, now.model.system, self.earlier
        system.settle(earlier.names, earlier.unknown)
        if self.wider:
            system.settle(self.wider.hidden - earlier.names, self.wider.hidden)
        if self.others:
            system.give_up(self.others.hidden - earlier.names)
        seen, ruled = _seen(model, self.out), frozenset(cell.key for cell in system.cells if cell.primary)
        then: frozenset[str] = frozenset()
        then = then.union(*(version.take_in(system, [now], self.policy) for version in self.before))
        given_away = 0
        if seen or earlier.out or self.before:
            told = _headlines(model) if self.totals_told else set()
            unknown = (_names(model) - earlier.names - seen - told) | earlier.unknown | then
            given_away = concede(system, seen, unknown, self.policy.breedte)
        hidden = hide(system, self.policy.breedte) & _names(model)
        return hidden | (seen & ruled) | (earlier.hidden & earlier.out), seen, given_away


@lru_cache(maxsize=512)  # a run makes several releases, in which most cohorts are the same
def decide_stage(stage: Stage) -> Decision:
    """Decide for one stage, with as much detail as can be protected. Raises CannotProtect."""
    first, *others = _orders(stage.policy)
    try:
        return stage.decide(first)
    except CannotProtect:
        if not others:
            raise
    least = stage.decide(others[-1])  # if that cannot be protected, nothing can
    for steps in others[:-1]:
        try:
            return stage.decide(steps)
        except CannotProtect:
            continue
    return least


def _in_order(*steps: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step for some in steps for step in some))


def _orders(policy: Policy) -> Iterator[tuple[str, ...]]:
    """Ever more steps of the settings; and if they all fail, the same without the lesser region totals."""
    prefixes = [policy.vergroven[:number] for number in range(len(policy.vergroven) + 1)]
    yield from prefixes
    yield from ((BIJZAKEN, *steps) for steps in prefixes)


def _names(model: AttackerModel) -> frozenset[str]:
    return frozenset((*model.cells.values(), *model.bounds.values()))


def _headlines(model: AttackerModel) -> set[str]:
    """The cells that are never hidden for the sake of another."""
    keep = {cell.key for cell in model.system.cells if cell.keep}
    return keep.intersection(
        cell for (key, unit), cell in model.cells.items() if regiototaal(key.indicator, unit.niveau, True)
    )


def _seen(model: AttackerModel, out: Out) -> frozenset[str]:
    """The cells of which readers know what they hold."""
    cells = (model.cells[row] for row in out.cells)
    return frozenset((*cells, *(model.bounds[row] for row in out.bounds if row in model.bounds)))


def _rows(figures: CohortFigures) -> Rows:
    return frozenset((key, unit) for key in figures.tables for unit, _ in figures.counted(key))


def _given_up(figures: CohortFigures, kept: CohortFigures) -> Rows:
    """The rows that went; those about nobody too, because that it is nobody is a number of the same table."""
    return frozenset(row for row, _ in figures.rows()) - frozenset(row for row, _ in kept.rows())


def _hidden_bounds(model: AttackerModel, hidden: frozenset[str]) -> Rows:
    return frozenset(row for row, cell in model.bounds.items() if cell in hidden)
