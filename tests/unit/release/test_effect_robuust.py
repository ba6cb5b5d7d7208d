"""The checks of the effect as they are published: no hidden count of a school can be read from them.

The attack makes every check anew for every value that a hidden count should keep, by the functions of the
appendix, from a panel with that count in it, and rounds by itself.
"""

from __future__ import annotations

from math import ceil, floor
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipeline.evaluation.effect.bijlage import bijlage
from pipeline.evaluation.effect.did import verschil_in_verschillen
from pipeline.evaluation.effect.gevoelig import een_school_eruit
from pipeline.evaluation.effect.paneel import Paneel
from pipeline.evaluation.effect.parallel import parallel
from pipeline.evaluation.effect.proef import Wijziging
from pipeline.release.allowlist import allowed_tables
from pipeline.release.effect import GETOOND
from pipeline.release.effect_onderzoek import Onderzoek
from pipeline.release.effect_robuust import (
    BOOTSTRAP,
    CALLAWAY,
    COLUMNS,
    DID2S,
    GEEN_ZONDER,
    NIET_TE_MAKEN,
    PARALLEL,
    PER_BESTUUR,
    SUN_ABRAHAM,
    ZONDER_EEN,
    protect_robust,
)
from pipeline.release.policy import Policy
from tests.support.asked import asked, counted, without

TABLE = {DID2S: "did2s", SUN_ABRAHAM: "Sun-Abraham", CALLAWAY: "Callaway-Sant'Anna"}
CHECKS = [ZONDER_EEN, PER_BESTUUR, DID2S, SUN_ABRAHAM, CALLAWAY, BOOTSTRAP, PARALLEL]
HIDDEN = [("S00", 2018), ("S01", 2016), ("S04", 2020), ("S07", 2014), ("S10", 2019)]
STARTS: list[int | None] = [2018] * 6 + [None] * 5
MET = "; ".join(f"S{i:02}" for i in range(6))
"""Two whole boards of three schools."""
Row = dict[str, Any]


def told(onderzocht: Onderzoek, cijfers: pd.DataFrame) -> dict[str, Row]:
    table = protect_robust(onderzocht, cijfers, Policy())
    assert list(table.columns) == COLUMNS == list(allowed_tables()["effect_robuust"])
    rows = [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
    return {row["controle"]: row for row in rows}


def anew(panel: Paneel) -> dict[str, Any]:
    """Every check of a panel: estimate and ends, a p, or how far paths may drift apart."""
    headline = verschil_in_verschillen(panel, 3, "plaatsing")
    without_one = een_school_eruit(panel, 3, "plaatsing")["schatting"]
    methods = bijlage(panel, 3, "plaatsing").set_index("methode")
    bounds = parallel(panel, headline, 3)
    assert bounds is not None
    return {
        ZONDER_EEN: (np.nan, without_one.min(), without_one.max()),
        PER_BESTUUR: verschil_in_verschillen(panel, 3, "plaatsing", "bestuur").p,
        BOOTSTRAP: methods.p["Sun-Abraham, wild cluster bootstrap"],
        PARALLEL: bounds.kantelpunt,
        **{name: tuple(methods.loc[of, ["schatting", "laag", "hoog"]]) for name, of in TABLE.items()},
    }


def fits(found: dict[str, Any], rows: dict[str, Row]) -> bool:
    """Whether all that is told would be told of these numbers too."""
    return all(fits_one(name, found[name], row) for name, row in rows.items() if row["status"] == GETOOND)


def fits_one(name: str, found: Any, row: Row) -> bool:
    if name in (PER_BESTUUR, BOOTSTRAP):
        words, end = row["p"].rsplit(" ", 1)
        limit = float(end.replace(",", "."))
        return bool(found > limit if words == "p groter dan" else found <= limit)
    if name == PARALLEL:
        return found is None if pd.isna(row["maat"]) else found is not None and in_maat(found, row)
    middle, low, high = found
    return (
        (pd.isna(row["schatting"]) or abs(middle - row["schatting"]) <= row["stap"] / 2)
        and row["laag"] == row["stap_laag"] * floor(low / row["stap_laag"])
        and row["hoog"] == row["stap_hoog"] * ceil(high / row["stap_hoog"])
    )


def in_maat(found: float, row: Row) -> bool:
    top = min(found, 2.0)
    return bool(row["maat"] <= top < row["maat"] + row["stap_maat"])


@pytest.mark.parametrize(("seed", "effect"), [(4, 0), (5, 0), (7, 30), (8, 40), (13, 12), (22, 8)])
def test_every_hidden_cell_keeps_three_values_beside_all_checks_together(seed: int, effect: float) -> None:
    cijfers = counted(30, effect, STARTS, seed)
    onderzocht = asked(cijfers, MET)
    panel = onderzocht.proeven["plaatsing"].paneel
    rows = told(onderzocht, without(cijfers, HIDDEN))
    assert list(rows) == CHECKS and any(row["status"] == GETOOND for row in rows.values())
    for cell in HIDDEN:
        for more in (-1, 0, 1):
            assert fits(anew(Wijziging("P2", *cell, more).toegepast(panel)), rows), (cell, more)


def test_with_nothing_hidden_everything_is_told_as_fine_as_it_goes() -> None:
    cijfers = counted(30, 40, STARTS)
    onderzocht = asked(cijfers, MET)
    rows = told(onderzocht, cijfers)
    found = anew(onderzocht.proeven["plaatsing"].paneel)
    assert {row["status"] for row in rows.values()} == {GETOOND}
    assert fits(found, rows)
    assert {rows[name]["stap"] for name in TABLE} == {1}
    assert (rows[ZONDER_EEN]["stap_laag"], rows[ZONDER_EEN]["stap_hoog"]) == (1, 1)
    assert rows[PARALLEL]["stap_maat"] == 0.5 and rows[PARALLEL]["maat"] > 0


def test_handfuls_are_told_in_no_estimate() -> None:
    cijfers = counted(n=4)
    everything = {(school, cohort) for school, cohort in zip(cijfers.eenheid, cijfers.cohort, strict=True)}
    rows = told(asked(cijfers), without(cijfers, everything))
    assert all(pd.isna(rows[name][end]) for name in TABLE for end in ("schatting", "laag", "hoog"))


def test_what_cannot_be_made_says_why() -> None:
    """Without a school that never had a plan; the boards of three did not start together."""
    others = "; ".join(f"S{i:02}" for i in range(5, 11))
    cijfers = counted(30, 0, [2018] * 5 + [2020] * 6)
    rows = told(asked(cijfers, later=others), cijfers)
    assert [name for name, row in rows.items() if row["status"] == NIET_TE_MAKEN] == [
        PER_BESTUUR, SUN_ABRAHAM, CALLAWAY, BOOTSTRAP, PARALLEL,
    ]  # fmt: skip
    assert rows[SUN_ABRAHAM]["reden"] == GEEN_ZONDER
    assert "begonnen niet tegelijk" in rows[PER_BESTUUR]["reden"]


def test_without_an_estimate_there_are_no_checks() -> None:
    cijfers = counted()
    assert told(asked(cijfers, "; ".join(f"S{i:02}" for i in range(11))), cijfers) == {}
