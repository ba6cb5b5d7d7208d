"""From figures to what may be shown of them: protecting() is the only way from counts to a release."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from pipeline.indicators.rates import percentage, wilson
from pipeline.release.attacker import Row
from pipeline.release.blocks import NA, Block, blocks, decide_block
from pipeline.release.circulation import NOTHING, Circulation
from pipeline.release.decision import Decision, decide
from pipeline.release.design import in_design
from pipeline.release.figures import GEEN_WAARDE, GEMETEN, KEY_COLUMNS, CohortFigures, Key, Unit, read_cohorts
from pipeline.release.hidden import Hidden, count_hidden
from pipeline.release.policy import Policy
from pipeline.release.pooling import pool
from pipeline.release.readers import Readers
from pipeline.release.solver import NoSolution
from pipeline.release.suppression import CannotProtect
from pipeline.release.system import DoesNotAddUp
from pipeline.workspace.errors import ReleaseGeweigerd

NIET_GETOOND = "niet getoond"
GRENZEN_GETOOND = "grenzen_getoond"
BOUNDS = ["onbekend", "aandeel_onbekend", "ondergrens", "bovengrens"]
NUMBERS = ["n", "k", "pct", "laag", "hoog", *BOUNDS]
SAMEN_COLUMNS = ["cohort", "tot", "indicator", "niveau", "eenheid", "n", "k", "pct", "laag", "hoog", "status"]
COLUMNS = [*KEY_COLUMNS, *NUMBERS, "status", GRENZEN_GETOOND, "definitie_versie"]


@dataclass(frozen=True)
class ProtectedTables:
    """The tables `cijfers` and `samen` as they may be published, and how much is hidden."""

    cijfers: pd.DataFrame
    samen: pd.DataFrame
    hidden: Hidden


class Protecting:
    """What may be shown of a release, while it is decided: of the cohorts first, of several together last."""

    def __init__(
        self,
        before: pd.DataFrame,
        policy: Policy,
        decided: Mapping[int, Future[Decision]],
        samen: Sequence[Future[Block | None]],
    ) -> None:
        self._before, self._policy, self._decided, self._together = before, policy, decided, samen

    @cached_property
    def cijfers(self) -> pd.DataFrame:
        """The published rows (design.py) with COLUMNS, sorted: status "niet getoond" and no numbers where a
        cell is hidden, and none of BOUNDS where grenzen_getoond is False. Waits for them."""
        cells = {(cohort, row) for cohort, decision in self._decisions.items() for row in decision.cells}
        bounds = {(cohort, row) for cohort, decision in self._decisions.items() for row in decision.bounds}
        after = self._before.copy()
        after.loc[_among(cells, after), "status"] = NIET_GETOOND
        after[GRENZEN_GETOOND] = (after["status"] == GEMETEN) & ~_among(bounds, after)
        after.loc[after["status"] != GEMETEN, NUMBERS] = None
        after.loc[~after[GRENZEN_GETOOND], BOUNDS] = None
        return after[COLUMNS]

    @cached_property
    def tables(self) -> ProtectedTables:
        """All of it. Waits for it."""
        with refusals():
            samen = [block for one in self._together if (block := one.result())]
        decisions = self._decisions
        vergroofd = {cohort: found.vergroofd for cohort, found in decisions.items() if found.vergroofd}
        given_away = sum(one.given_away for one in decisions.values()) + sum(one.given_away for one in samen)
        hidden = count_hidden(self._before, self.cijfers, self._policy, vergroofd, given_away)
        return ProtectedTables(self.cijfers, _samen(samen), hidden)

    @cached_property
    def _decisions(self) -> Mapping[int, Decision]:
        with refusals():
            return {cohort: one.result() for cohort, one in self._decided.items()}


def protect(
    cijfers: pd.DataFrame, eenheden: pd.DataFrame, policy: Policy, circulation: Circulation = NOTHING
) -> ProtectedTables:
    """Hide what may not be shown and what would give that away; as `protecting`, all at once."""
    with protecting(cijfers, eenheden, policy, circulation) as found:
        return found.tables


@contextmanager
def protecting(
    cijfers: pd.DataFrame, eenheden: pd.DataFrame, policy: Policy, circulation: Circulation = NOTHING
) -> Iterator[Protecting]:
    """Hide what may not be shown and what would give that away, while something else is done.

    cijfers: the indicator table as compute_cijfers gives it, one row per KEY_COLUMNS: n, k, onbekend, status,
    the numbers that follow from them, and what is behind those and stays inside: quarantaine, k_beste and
    n_beste. eenheden: cohort, school, bestuur, schooltype. policy: of one public; what is hidden from those
    who see more (`policy.wider`) is hidden from it too. circulation: what earlier releases showed.

    Gives the figures of each cohort (Protecting.cijfers), and all tables with those of three cohorts together
    (blocks.py, SAMEN_COLUMNS). Raises ReleaseGeweigerd, here or when they are asked for, when the figures
    contradict each other or region totals cannot be kept.
    """
    before = cijfers[in_design(cijfers)].sort_values(KEY_COLUMNS, ignore_index=True)
    with refusals():
        cohorts = read_cohorts(before, eenheden)
        pooled = list(blocks(cohorts))
        readers = circulation.readers(before, cohorts, [pool(block) for block in pooled], policy)
    decided: dict[int, Future[Decision]] = {}
    samen: dict[int, Future[Block | None]] = {}
    with ThreadPoolExecutor(max_workers=2) as threads:  # the solver lets another go on while it works
        try:
            for one in _longest_first(cohorts, pooled):
                context = copy_context()
                if isinstance(one, tuple):
                    own = [decided[cohort.cohort] for cohort in one]
                    samen[one[0].cohort] = threads.submit(context.run, _decide_after, own, one, readers)
                else:
                    decided[one.cohort] = threads.submit(context.run, decide, one, readers[one.naam])
            yield Protecting(
                before, policy, dict(sorted(decided.items())), [samen[at] for at in sorted(samen)]
            )
        finally:
            threads.shutdown(wait=False, cancel_futures=True)


def _decide_after(
    own: Iterable[Future[Decision]], cohorts: tuple[CohortFigures, ...], readers: Mapping[str, Readers]
) -> Block | None:
    """Decide for cohorts together when they are decided one by one, so that nothing is decided twice: these
    were begun before, so they end."""
    for one in own:
        one.result()
    return decide_block(cohorts, readers)


def _longest_first(
    cohorts: Sequence[CohortFigures], pooled: Sequence[tuple[CohortFigures, ...]]
) -> list[CohortFigures | tuple[CohortFigures, ...]]:
    """In which order they are best begun; cohorts together after each of them.

    What is new takes long, what came out before is remembered. Three cohorts together take longer than all
    else, in the year in which they are new: so they come as soon as their cohorts are on their way, and one
    more, which is decided while they wait for those.
    """
    begin: dict[float, CohortFigures | tuple[CohortFigures, ...]] = {-one.cohort: one for one in cohorts}
    begin |= {1.5 - block[0].cohort: block for block in pooled}
    in_turn = [begin[at] for at in sorted(begin)]
    newest = max(pooled, key=lambda block: block[0].cohort, default=())
    if not newest or newest[-1].cohort + NA < max(one.cohort for one in cohorts):
        return in_turn
    years = {one.cohort for one in newest}
    first = [one for one in in_turn if not isinstance(one, tuple) and one.cohort in years]
    others = [one for one in in_turn if one not in first and one is not newest]
    return [*first, *others[:1], newest, *others[1:]]


def _samen(decided: Iterable[Block]) -> pd.DataFrame:
    """The figures of three cohorts together, in the order of the blocks."""
    rows = [
        (
            block.figures.cohort,
            block.figures.tot,
            key.indicator,
            *unit,
            figure.n,
            figure.k,
            _status(block, row),
        )
        for block in decided
        for row, figure in block.figures.rows()
        for key, unit in [row]
    ]
    names = ["cohort", "tot", "indicator", "niveau", "eenheid", "n", "k", "status"]
    table = pd.DataFrame(rows, columns=names).astype({"n": "Int64", "k": "Int64"})
    table["pct"] = percentage(table["k"], table["n"])
    table["laag"], table["hoog"] = wilson(table["k"], table["n"])
    table.loc[table["status"] != GEMETEN, ["n", "k", "pct", "laag", "hoog"]] = None
    return table[SAMEN_COLUMNS]


def _status(block: Block, row: Row) -> str:
    if row in block.cells:
        return NIET_GETOOND
    key, unit = row
    return GEMETEN if block.figures.tables[key][unit].n else GEEN_WAARDE


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what keeps a table from being protected into a refusal of the release, with advice."""
    try:
        yield
    except (DoesNotAddUp, NoSolution) as fault:
        raise ReleaseGeweigerd(
            f"the figures contradict each other: {fault}",
            "This is a fault in the figures; nothing was published.",
        ) from fault
    except CannotProtect as fault:
        shown = f"because these region totals are shown: {fault}"
        why = shown if fault.kept else "whatever is hidden besides: it is about too few"
        raise ReleaseGeweigerd(
            f"what is hidden would come out, {why}",
            "Publish fewer details: a longer period, or no figures per school.",
        ) from fault


def _among(wanted: Collection[tuple[int, Row]], table: pd.DataFrame) -> pd.Series[bool]:
    columns = [table[name].tolist() for name in KEY_COLUMNS]
    rows = (
        (int(cohort), (Key(indicator, klasse, soort), Unit(niveau, eenheid)))
        for cohort, indicator, klasse, soort, niveau, eenheid in zip(*columns, strict=True)
    )
    return pd.Series([row in wanted for row in rows], index=table.index, dtype=bool)
