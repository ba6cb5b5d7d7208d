"""From figures to what may be shown of them: protect() is the only way from counts to a release."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd

from pipeline.indicators.rates import percentage, wilson
from pipeline.release.attacker import Row
from pipeline.release.blocks import Block, blocks, decide_block
from pipeline.release.circulation import NOTHING, Circulation
from pipeline.release.decision import decide
from pipeline.release.design import in_design
from pipeline.release.figures import GEEN_WAARDE, GEMETEN, KEY_COLUMNS, Key, Unit, read_cohorts
from pipeline.release.hidden import Hidden, count_hidden
from pipeline.release.policy import Policy
from pipeline.release.pooling import pool
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


Asked = TypeVar("Asked")
Found = TypeVar("Found")


@dataclass(frozen=True)
class ProtectedTables:
    """The tables `cijfers` and `samen` as they may be published, and how much is hidden."""

    cijfers: pd.DataFrame
    samen: pd.DataFrame
    hidden: Hidden


def protect(
    cijfers: pd.DataFrame, eenheden: pd.DataFrame, policy: Policy, circulation: Circulation = NOTHING
) -> ProtectedTables:
    """Hide what may not be shown and what would give that away.

    cijfers: the indicator table as compute_cijfers gives it, one row per KEY_COLUMNS: n, k, onbekend, status,
    the numbers that follow from them, and what is behind those and stays inside: quarantaine, k_beste and
    n_beste. eenheden: cohort, school, bestuur, schooltype. policy: of one public; what is hidden from those
    who see more (`policy.wider`) is hidden from it too. circulation: what earlier releases showed.

    Gives the rows that are published at all (design.py) with COLUMNS, sorted: status "niet getoond" and no
    numbers where a cell is hidden, and none of BOUNDS where grenzen_getoond is False; and those of three
    cohorts together (blocks.py), with SAMEN_COLUMNS. Raises ReleaseGeweigerd when the figures contradict each
    other or region totals cannot be kept.
    """
    before = cijfers[in_design(cijfers)].sort_values(KEY_COLUMNS, ignore_index=True)
    with refusals():
        cohorts = read_cohorts(before, eenheden)
        pooled = list(blocks(cohorts))
        readers = circulation.readers(before, cohorts, [pool(block) for block in pooled], policy)
        decided = _each(lambda one: decide(one, readers[one.naam]), cohorts)
        decisions = {one.cohort: decision for one, decision in zip(cohorts, decided, strict=True)}
        samen = [block for block in _each(lambda some: decide_block(some, readers), pooled) if block]
    cells = {(cohort, row) for cohort, decision in decisions.items() for row in decision.cells}
    bounds = {(cohort, row) for cohort, decision in decisions.items() for row in decision.bounds}
    after = before.copy()
    after.loc[_among(cells, before), "status"] = NIET_GETOOND
    after[GRENZEN_GETOOND] = (after["status"] == GEMETEN) & ~_among(bounds, before)
    after.loc[after["status"] != GEMETEN, NUMBERS] = None
    after.loc[~after[GRENZEN_GETOOND], BOUNDS] = None
    vergroofd = {cohort: decision.vergroofd for cohort, decision in decisions.items() if decision.vergroofd}
    given_away = sum(one.given_away for one in decisions.values()) + sum(block.given_away for block in samen)
    hidden = count_hidden(before, after, policy, vergroofd, given_away)
    return ProtectedTables(after[COLUMNS], _samen(samen), hidden)


def _each(decide: Callable[[Asked], Found], asked: Sequence[Asked]) -> list[Found]:
    """What is decided of each, two at a time: the solver lets another thread go on while it works."""
    with ThreadPoolExecutor(max_workers=2) as threads:
        found = [threads.submit(copy_context().run, decide, one) for one in asked]
        return [one.result() for one in found]


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


def _among(wanted: Collection[tuple[int, Row]], table: pd.DataFrame) -> "pd.Series[bool]":
    columns = [table[name].tolist() for name in KEY_COLUMNS]
    rows = (
        (int(cohort), (Key(indicator, klasse, soort), Unit(niveau, eenheid)))
        for cohort, indicator, klasse, soort, niveau, eenheid in zip(*columns, strict=True)
    )
    return pd.Series([row in wanted for row in rows], index=table.index, dtype=bool)
