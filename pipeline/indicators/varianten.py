"""Other readings of the headline indicators (varianten.toml), counted as the indicators are, side by side.

A variant is a definition with something changed, so it is counted by the same conditions over `waarneming`.
Of every leaver it is known where the indicator and the variant put her: in the numerator, in the denominator
only, or outside. What a variant says of itself, that it moves these leavers and nobody else, is checked here,
because disclosure control builds on it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from pipeline.indicators.compute import GEMETEN, Telling, observe, observing
from pipeline.indicators.definitions import Definitie, definities
from pipeline.indicators.rates import percentage
from pipeline.microdata.parameters import parameters, set_variables, trying_out
from pipeline.microdata.steps import set_parameters, steps
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Definities, Settings

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

FILE = Path(__file__).parent / "varianten.toml"
COHORTEN = 3
"""A variant is of the last cohort with a figure, and of so many together."""
STANDEN = ("teller", "mislukt", "buiten")
COLUMNS = [
    *("indicator", "variant", "naam", "lezing", "bron", "cohort", "tot"),
    *("n", "k", "pct", "n_kop", "k_kop", "pct_kop", "verschil"),
]

Lezing = Literal["convenant", "sector", "inspectie", "CBS", "eigen keuze"]
Verschuiving = Literal[
    "teller naar mislukt", "teller naar buiten", "mislukt naar teller",
    "mislukt naar buiten", "buiten naar teller", "buiten naar mislukt",
]  # fmt: skip
Instellingen = Mapping[str, bool | int]


class Variant(BaseModel):
    """An indicator read otherwise: in words, in what differs, and whom it counts otherwise."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: str
    code: str
    naam: str
    lezing: Lezing
    bron: str
    in_noemer: str | None = None
    in_teller: str | None = None
    telt_mee: str | None = None
    definitie: str | None = None
    instellingen: Instellingen = {}
    verschuift: tuple[Verschuiving, ...] = ()
    volgt_uit: tuple[str, ...] = ()
    hooguit: tuple[str, ...] = ()
    pot: str = ""

    def changed(self) -> Definitie:
        """The definition as this variant has it."""
        own = definities()[self.definitie or self.indicator]
        conditions = {name: getattr(self, name) for name in ("in_noemer", "in_teller", "telt_mee")}
        return own.model_copy(update={name: sql for name, sql in conditions.items() if sql})

    def differs(self, definities: Definities) -> bool:
        """Whether its settings are others than these: the other way round, or a higher number."""
        own = {name: getattr(definities, name) for name in self.instellingen}
        return all(
            value != own[name] if isinstance(value, bool) else value > own[name]
            for name, value in self.instellingen.items()
        )

    def under(self, settings: Settings) -> Settings:
        """The settings with its own in them."""
        changed = settings.definities.model_copy(update=dict(self.instellingen))
        return settings.model_copy(update={"definities": changed})


@cache
def varianten() -> tuple[Variant, ...]:
    """Every variant, by indicator, in the order of the file."""
    raw = tomllib.loads(FILE.read_text("utf-8"))
    return tuple(
        Variant(indicator=indicator, code=code, **fields)
        for indicator, variants in raw.items()
        for code, fields in variants.items()
    )


def variant(indicator: str, code: str) -> Variant:
    """One of them. Raises KeyError."""
    return {(v.indicator, v.code): v for v in varianten()}[indicator, code]


def compute_varianten(
    con: duckdb.DuckDBPyConnection, settings: Settings, schooljaar: Schooljaar, cijfers: pd.DataFrame
) -> pd.DataFrame:
    """Every variant that differs from the settings, for the region: COLUMNS, before disclosure control.

    cijfers: of compute_cijfers for the same school year; a variant is of the cohorts of which its indicator
    has a figure there. A row per variant for the last of these, and one for the last three together (cohort
    to tot). n, k, pct: of the variant; n_kop, k_kop, pct_kop: of the indicator; verschil: pct - pct_kop in
    percentage points, None where there is nothing to compare. Needs `waarneming` (compute.observe) and
    leaves it as it is. Raises ValueError for a variant that counts other leavers otherwise than it says.
    """
    import pandas as pd

    wanted = [v for v in varianten() if v.differs(settings.definities)]
    counted = pd.concat([_counted(con, settings, schooljaar, v) for v in wanted], ignore_index=True)
    rows = [
        row
        for v in wanted
        for cohorten in _spans(cijfers, v.indicator, schooljaar)
        for row in [_row(v, cohorten, counted)]
    ]
    table = pd.DataFrame(rows, columns=[*COLUMNS[:9], "n_kop", "k_kop"])
    table["pct"] = percentage(table["k"], table["n"])
    table["pct_kop"] = percentage(table["k_kop"], table["n_kop"])
    table["verschil"] = table["pct"] - table["pct_kop"]
    return table[COLUMNS]


def _spans(cijfers: pd.DataFrame, indicator: str, schooljaar: Schooljaar) -> Iterator[Sequence[int]]:
    """The last cohort with a figure of the region, and the last three; once where there is only one."""
    region = (cijfers["niveau"] == "regio") & (cijfers["status"] == GEMETEN)
    own = cijfers[region & (cijfers["indicator"] == indicator) & (cijfers["cohort"] <= schooljaar.start)]
    last = sorted(int(cohort) for cohort in own["cohort"])[-COHORTEN:]
    if last:
        yield last[-1:]
    if len(last) > 1:
        yield last


def _row(v: Variant, cohorten: Sequence[int], counted: pd.DataFrame) -> tuple[object, ...]:
    """A variant over some cohorts: its words, its counts and those of the indicator."""
    own = counted[(counted["indicator"] == v.indicator) & (counted["variant"] == v.code)]
    of = own[own["cohort"].isin(cohorten)]

    def total(column: str, *standen: str) -> int:
        return int(of.loc[of[column].isin(standen), "aantal"].sum())

    words = (v.indicator, v.code, v.naam, v.lezing, v.bron, cohorten[0], cohorten[-1])
    counts = ((total(c, "teller", "mislukt"), total(c, "teller")) for c in ("ander", "kop"))
    (n, k), (n_kop, k_kop) = counts
    return (*words, n, k, n_kop, k_kop)


def _counted(
    con: duckdb.DuckDBPyConnection, settings: Settings, schooljaar: Schooljaar, v: Variant
) -> pd.DataFrame:
    """How many leavers of each cohort the indicator puts here and the variant there."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE kop AS {_standing(definities()[v.indicator])}")
    with _observed_under(con, settings, schooljaar, v):
        found = con.execute(
            f"WITH ander AS ({_standing(v.changed())}) SELECT cohort, kop.stand AS kop, ander.stand AS ander,"
            " count(*) AS aantal FROM kop INNER JOIN ander USING (persoon, cohort) GROUP BY ALL ORDER BY ALL"
        ).df()
    con.execute("DROP TABLE temp.kop")
    _check(v, found)
    return found.assign(indicator=v.indicator, variant=v.code)


def _standing(definitie: Definitie) -> str:
    """Per leaver where a definition puts her."""
    return (
        "SELECT persoon, cohort, CASE WHEN telt AND gevonden THEN 'teller' WHEN telt THEN 'mislukt'"
        f" ELSE 'buiten' END AS stand FROM (SELECT persoon, cohort, unnest({Telling(definitie).outcome(0)})"
        " FROM waarneming)"
    )


def _check(v: Variant, found: pd.DataFrame) -> None:
    """Nobody is counted otherwise but those of whom the variant says so."""
    if v.definitie:
        return
    moved = found[found["kop"] != found["ander"]]
    other = {f"{van} naar {naar}" for van, naar in zip(moved["kop"], moved["ander"], strict=True)}
    if unsaid := other - set(v.verschuift):
        raise ValueError(f"variant {v.code} of {v.indicator} moves leavers from {', '.join(sorted(unsaid))}")


@contextmanager
def _observed_under(
    con: duckdb.DuckDBPyConnection, settings: Settings, schooljaar: Schooljaar, v: Variant
) -> Iterator[None]:
    """`waarneming` as it would be with the variant's settings; months and hours are in `meting`."""
    if not v.instellingen:
        yield
        return
    (meting,) = (step for step in steps() if step.tabel == "meting")
    other = v.under(settings)
    try:
        with trying_out(con):
            if parameters(other) != parameters(settings):
                set_parameters(con, other)
                con.execute(f"CREATE TEMP TABLE meting AS {meting.select}")
            observe(con, other, schooljaar)
            yield
    finally:
        set_parameters(con, settings)
        set_variables(con, observing(settings, schooljaar))
