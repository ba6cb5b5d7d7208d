"""How much P and B would differ with another threshold for links: the same steps again, from the same pairs.

The pairs that Splink weighed are in the microdata, so only the decision and what follows from it is made
again, in temporary tables that stand before the real ones while a figure is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.indicators.compute import COUNTS, GEMETEN, Telling, observe_leavers
from pipeline.indicators.definitions import definities
from pipeline.microdata.parameters import trying_out
from pipeline.microdata.steps import set_parameters, steps
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

INDICATOREN = ("P1", "P2", "B1_1", "B1_2")
DREMPELS = {"90%": 0.9, "99,9%": 0.999, "geen koppeling met een kans": 2.0}
"""Thresholds to try, as they are named; no chance reaches the last."""
_OPNIEUW = (
    "schoolpaar", "volgpaar", "volgkoppeling", "gelijkstelling", "uitschrijving", "school", "schoolverlater",
    "volgrecord", "meting", "eerste_werk", "vsv",
)  # fmt: skip
"""The steps between a decision on a pair and what is counted."""
_COHORTEN = 3


def compute_gevoeligheid(
    con: duckdb.DuckDBPyConnection, settings: Settings, schooljaar: Schooljaar, cijfers: pd.DataFrame
) -> pd.DataFrame:
    """Per indicator and other threshold: the figure of the region over the last three cohorts that have one.

    cijfers: of compute_cijfers for the same school year. Columns: indicator, drempel (in words), n (leavers,
    with the threshold of the settings), verschil (in percentage points, absolute). Leaves `waarneming` as it
    is for the report.
    """
    import pandas as pd

    cohorten = _cohorten(cijfers, schooljaar)
    own = _pooled(cijfers, cohorten)
    rows = []
    for naam, drempel in DREMPELS.items():
        other = own
        if _pairs_between(con, settings.koppeling.drempel, drempel):
            with _decided_at(con, settings, drempel):
                other = _counted(con, settings, schooljaar, cohorten)
        rows += [
            {"indicator": i, "drempel": naam, "n": own[i][1], "verschil": abs(_pct(own[i]) - _pct(other[i]))}
            for i in INDICATOREN
        ]
    return pd.DataFrame(rows)


def _pairs_between(con: duckdb.DuckDBPyConnection, een: float, ander: float) -> bool:
    """Whether any pair is decided otherwise by itself; if none is, nothing can change."""
    low, high = sorted((een, ander))
    rows = con.execute("SELECT 1 FROM koppelpaar WHERE kans >= ? AND kans < ? LIMIT 1", [low, high])
    return bool(rows.fetchall())


@contextmanager
def _decided_at(con: duckdb.DuckDBPyConnection, settings: Settings, drempel: float) -> Iterator[None]:
    """Temporary tables as they would be with this threshold, instead of the real ones."""
    koppeling = settings.koppeling.model_copy(update={"drempel": drempel})
    try:
        with trying_out(con):
            set_parameters(con, settings.model_copy(update={"koppeling": koppeling}))
            for step in steps():
                if step.tabel in _OPNIEUW:
                    con.execute(f"CREATE TEMP TABLE {step.tabel} AS {step.select}")
            yield
    finally:
        set_parameters(con, settings)


def _cohorten(cijfers: pd.DataFrame, schooljaar: Schooljaar) -> dict[str, list[int]]:
    """Per indicator the last cohorts with a figure in this run: the other side is of the same ones."""
    until = _region(cijfers[cijfers["cohort"] <= schooljaar.start])
    return {
        indicator: sorted(until.loc[until["indicator"] == indicator, "cohort"])[-_COHORTEN:]
        for indicator in INDICATOREN
    }


def _pooled(cijfers: pd.DataFrame, cohorten: Mapping[str, list[int]]) -> dict[str, tuple[int, int]]:
    """k and n per indicator, of the region, over its cohorts."""
    region = _region(cijfers)
    found = {}
    for indicator, of in cohorten.items():
        rows = region[(region["indicator"] == indicator) & region["cohort"].isin(of)]
        found[indicator] = (int(rows["k"].sum()), int(rows["n"].sum()))
    return found


def _counted(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    schooljaar: Schooljaar,
    cohorten: Mapping[str, list[int]],
) -> dict[str, tuple[int, int]]:
    """The same of the tables that this session has now. A cohort without a figure has nobody to count."""
    observe_leavers(con, settings, schooljaar)
    outcomes = ", ".join(Telling(definities()[code]).outcome(nr) for nr, code in enumerate(INDICATOREN))
    counts = ", ".join(f"count(*) FILTER ({COUNTS[name]})" for name in ("k", "n"))
    rows = con.execute(
        f"SELECT nr, cohort, {counts}"
        f" FROM (SELECT cohort, unnest([{outcomes}], recursive := true) FROM waarneming) GROUP BY nr, cohort"
    ).fetchall()
    found = {}
    for number, indicator in enumerate(INDICATOREN):
        of = [(k, n) for nr, cohort, k, n in rows if nr == number and cohort in cohorten[indicator]]
        found[indicator] = (sum(k for k, _ in of), sum(n for _, n in of))
    return found


def _region(cijfers: pd.DataFrame) -> pd.DataFrame:
    return cijfers[(cijfers["niveau"] == "regio") & (cijfers["status"] == GEMETEN)]


def _pct(counts: tuple[int, int]) -> float:
    k, n = counts
    return 100 * k / n if n else 0.0
