"""A region with innovatieplannen as the release asks about it: figures of schools, and which are hidden.

Five of eleven schools have a plan from 2018 on; every school has about n leavers a year.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import pandas as pd

from pipeline.evaluation.effect.analyseplan import Analyseplan, Vraag
from pipeline.release.effect_onderzoek import Onderzoek, onderzoek
from pipeline.release.protection import NIET_GETOOND
from pipeline.release.verschuiving import GEEN, Verschuiving
from tests.support.effect import tabel

STARTS: list[int | None] = [2018] * 5 + [None] * 6
MET = "; ".join(f"S{i:02}" for i in range(5))
VRAAG = Vraag(
    naam="plaatsing",
    vraag="Vaker werk?",
    estimand="e",
    indicator="P2",
    familie="f",
    placebo_uitkomsten=["R_U"],
)
PLAN = Analyseplan(opgesteld=date(2017, 1, 1), vraag=[VRAAG])
SINDS = pd.DataFrame({"cohort": [2016, 2018], "sinds": pd.to_datetime(["2016-12-01", "2018-12-01"])})


def counted(
    n: int = 60, effect: float = 0.0, starts: list[int | None] = STARTS, seed: int = 4
) -> pd.DataFrame:
    parts = [
        tabel(starts, range(2014, 2022), effect if code == "P2" else 0, seed + i, n).assign(indicator=code)
        for i, code in enumerate(("P2", "R_U"))
    ]
    rows = pd.concat(parts, ignore_index=True).rename(columns={"school": "eenheid"})
    return rows.assign(niveau="school", soort_klasse="", status="gemeten", pct=100 * rows["k"] / rows["n"])


def asked(
    cijfers: pd.DataFrame,
    met: str = MET,
    plan: Analyseplan = PLAN,
    later: str = "",
    schuif: Verschuiving = GEEN,
    **more: Any,
) -> Onderzoek:
    """met: the schools with a plan from 2018 on; later: those from 2020 on."""
    units = cijfers.rename(columns={"eenheid": "school"})[["school", "bestuur", "cohort"]].drop_duplicates()
    rows = [("Jobcoach", "P2", 2018, pd.NA, met), ("Stage", "P2", 2020, pd.NA, later)]
    columns = ["plan", "indicator", "cohort", "besturen", "scholen"]
    plans = pd.DataFrame([row for row in rows if row[-1]], columns=columns)
    return onderzoek(plan, cijfers, units.assign(naam=units["school"]), plans, SINDS, schuif, **more)


def without(cijfers: pd.DataFrame, hidden: Collection[tuple[str, int]]) -> pd.DataFrame:
    """As they are published, with these cells of both indicators hidden."""
    away = [
        (school, cohort) in hidden for school, cohort in zip(cijfers.eenheid, cijfers.cohort, strict=True)
    ]
    out = cijfers.copy()
    out[["n", "k", "pct"]] = out[["n", "k", "pct"]].astype(float)
    out.loc[away, ["n", "k", "pct"]] = float("nan")
    return out.assign(status=[NIET_GETOOND if one else "gemeten" for one in away])
