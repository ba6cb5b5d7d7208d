"""From figures to what may be shown of them: protect() is the only way from counts to a release."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pandas as pd

from pipeline.release.attacker import Row
from pipeline.release.decision import decide
from pipeline.release.design import in_design
from pipeline.release.figures import GEMETEN, KEY_COLUMNS, Key, Unit, read_cohorts
from pipeline.release.hidden import Hidden, count_hidden
from pipeline.release.policy import Policy
from pipeline.release.solver import NoSolution
from pipeline.release.suppression import CannotProtect
from pipeline.release.system import DoesNotAddUp
from pipeline.workspace.errors import ReleaseGeweigerd

NIET_GETOOND = "niet getoond"
GRENZEN_GETOOND = "grenzen_getoond"
BOUNDS = ["onbekend", "aandeel_onbekend", "ondergrens", "bovengrens"]
NUMBERS = ["n", "k", "pct", "laag", "hoog", *BOUNDS]
COLUMNS = [*KEY_COLUMNS, *NUMBERS, "status", GRENZEN_GETOOND, "definitie_versie"]


@dataclass(frozen=True)
class ProtectedTables:
    """The table `cijfers` as it may be published, and how much of it is hidden."""

    cijfers: pd.DataFrame
    hidden: Hidden


def protect(cijfers: pd.DataFrame, eenheden: pd.DataFrame, policy: Policy) -> ProtectedTables:
    """Hide what may not be shown and what would give that away.

    cijfers: the indicator table as compute_cijfers gives it, one row per KEY_COLUMNS: n, k, onbekend, status,
    the numbers that follow from them, and what is behind those and stays inside: quarantaine, k_beste and
    n_beste. eenheden: cohort, school, bestuur, schooltype.

    Gives the rows that are published at all (design.py) with COLUMNS, sorted: status "niet getoond" and no
    numbers where a cell is hidden, and none of BOUNDS where grenzen_getoond is False. Raises ReleaseGeweigerd
    when the figures contradict each other or region totals cannot be kept.
    """
    before = cijfers[in_design(cijfers)].sort_values(KEY_COLUMNS, ignore_index=True)
    with refusals():
        decisions = {figures.cohort: decide(figures, policy) for figures in read_cohorts(before, eenheden)}
    cells = {(cohort, row) for cohort, decision in decisions.items() for row in decision.cells}
    bounds = {(cohort, row) for cohort, decision in decisions.items() for row in decision.bounds}
    after = before.copy()
    after.loc[_among(cells, before), "status"] = NIET_GETOOND
    after[GRENZEN_GETOOND] = (after["status"] == GEMETEN) & ~_among(bounds, before)
    after.loc[after["status"] != GEMETEN, NUMBERS] = None
    after.loc[~after[GRENZEN_GETOOND], BOUNDS] = None
    vergroofd = {cohort: decision.vergroofd for cohort, decision in decisions.items() if decision.vergroofd}
    return ProtectedTables(after[COLUMNS], count_hidden(before, after, policy, vergroofd))


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
