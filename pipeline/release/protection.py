"""From figures to what may be shown of them: protect() is the only way from microdata's counts to a
release.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from pipeline.release.attacker import Row
from pipeline.release.figures import GEMETEN, KEY_COLUMNS, CohortFigures, Key, Unit, read_cohorts
from pipeline.release.model import attacker_model
from pipeline.release.policy import KOPINDICATOREN, Policy
from pipeline.release.solver import NoSolution
from pipeline.release.suppression import CannotProtect, choose_hidden
from pipeline.release.system import DoesNotAddUp
from pipeline.workspace.errors import ReleaseGeweigerd

NIET_GETOOND = "niet getoond"
GRENZEN_GETOOND = "grenzen_getoond"
BOUNDS = ["onbekend", "ondergrens", "bovengrens"]
NUMBERS = ["n", "k", "pct", "laag", "hoog", *BOUNDS]
COLUMNS = [*KEY_COLUMNS, *NUMBERS, "status", GRENZEN_GETOOND, "definitie_versie"]
CohortRow = tuple[int, Row]


@dataclass(frozen=True)
class Hidden:
    """How much was hidden. per_table has a row per indicator, soort_klasse and niveau, over all cohorts:

    cellen (with a value), primair (hidden by a rule), secundair (hidden to protect those), getoond, and of
    those grenzen_getoond. For the run record only: the difference between primair and secundair narrows
    numbers down.
    """

    per_table: pd.DataFrame

    @cached_property
    def headline_share(self) -> float | None:
        """Share (0-1) of the school-level headline cells that are shown; None when there are none."""
        table = self.per_table
        head = table[(table["niveau"] == "school") & table["indicator"].isin(KOPINDICATOREN)]
        cells = int(head["cellen"].sum())
        return int(head["getoond"].sum()) / cells if cells else None

    def published(self) -> dict[str, dict[str, int]]:
        """What a release may tell of it: per niveau how many cells have a value and how many of those are
        hidden.
        """
        sums = self.per_table.groupby("niveau")[["cellen", "getoond"]].sum()
        return {
            str(niveau): {"cellen": int(cells), "niet_getoond": int(cells - shown)}
            for niveau, cells, shown in sums.itertuples()
        }


@dataclass(frozen=True)
class ProtectedTables:
    """The table `cijfers` as it may be published, and how much of it is hidden."""

    cijfers: pd.DataFrame
    hidden: Hidden


def protect(cijfers: pd.DataFrame, eenheden: pd.DataFrame, policy: Policy) -> ProtectedTables:
    """Hide what may not be shown and what would give that away.

    cijfers: the indicator table, one row per KEY_COLUMNS, with k, n, onbekend, status and the numbers that
    follow from them; optionally k_beste and n_beste, the counts behind bovengrens. eenheden: cohort, school,
    bestuur, schooltype. Gives the same rows, sorted, with status "niet getoond" and no numbers where a cell
    is hidden, and grenzen_getoond. Raises ReleaseGeweigerd when the figures contradict each other or region
    totals cannot be kept.
    """
    table = cijfers.sort_values(KEY_COLUMNS, ignore_index=True)
    with refusals():
        hidden, bounds = _decide(cijfers, eenheden, policy)
    rows = list(_rows(table))
    valued = table["status"] == GEMETEN
    hides = pd.Series([row in hidden for row in rows], index=table.index) & valued
    own = pd.Series([row in bounds for row in rows], index=table.index)
    summary = _summary(table, valued, hides, valued & ~hides & ~own, policy)
    table.loc[hides, "status"] = NIET_GETOOND
    table[GRENZEN_GETOOND] = valued & ~hides & ~own
    table.loc[table["status"] != GEMETEN, NUMBERS] = None
    table.loc[~table[GRENZEN_GETOOND], BOUNDS] = None
    return ProtectedTables(table[COLUMNS], Hidden(summary))


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
        raise ReleaseGeweigerd(
            f"region totals cannot be shown without giving these cells away: {fault}",
            "Publish fewer details: a longer period, or no figures per school.",
        ) from fault


def _decide(
    cijfers: pd.DataFrame, eenheden: pd.DataFrame, policy: Policy
) -> tuple[frozenset[CohortRow], frozenset[CohortRow]]:
    """The rows whose cell is hidden, and the rows whose bounds are hidden besides."""
    cells: set[CohortRow] = set()
    bounds: set[CohortRow] = set()
    for figures in read_cohorts(cijfers, eenheden):
        hidden, without_bounds = _decide_cohort(figures, policy)
        cells |= {(figures.cohort, row) for row in hidden}
        bounds |= {(figures.cohort, row) for row in without_bounds}
    return frozenset(cells), frozenset(bounds)


@lru_cache(maxsize=64)  # a run makes several releases, in which most cohorts are the same
def _decide_cohort(figures: CohortFigures, policy: Policy) -> tuple[frozenset[Row], frozenset[Row]]:
    model = attacker_model(figures, policy)
    hidden = choose_hidden(model.system, policy.breedte)
    return (
        frozenset(row for row, cell in model.cells.items() if cell in hidden),
        frozenset(row for row, cell in model.bounds.items() if cell in hidden),
    )


def _rows(table: pd.DataFrame) -> Iterator[CohortRow]:
    columns = [table[name].tolist() for name in KEY_COLUMNS]
    for cohort, indicator, klasse, soort, niveau, eenheid in zip(*columns, strict=True):
        yield int(cohort), (Key(indicator, klasse, soort), Unit(niveau, eenheid))


def _summary(
    table: pd.DataFrame,
    valued: "pd.Series[bool]",
    hides: "pd.Series[bool]",
    bounds: "pd.Series[bool]",
    policy: Policy,
) -> pd.DataFrame:
    ruled = pd.Series(
        [
            bool(known) and policy.reden(indicator, klasse, int(k), int(n)) is not None
            for known, indicator, klasse, k, n in zip(
                valued, table["indicator"], table["klasse"], table["k"], table["n"], strict=True
            )
        ],
        index=table.index,
    )
    counts = pd.DataFrame(
        {
            "cellen": valued,
            "primair": ruled,
            "secundair": hides & ~ruled,
            "getoond": valued & ~hides,
            GRENZEN_GETOOND: bounds,
        }
    )
    by = [table[name] for name in ("indicator", "soort_klasse", "niveau")]
    return counts.astype(int).groupby(by).sum().reset_index()
