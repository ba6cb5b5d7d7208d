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

from pipeline.indicators.compute import GEMETEN, Telling, observe_leavers, observing
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
    counted = pd.concat(_counted(con, settings, schooljaar, wanted), ignore_index=True)
    spans = _spans(cijfers, schooljaar)
    rows = [_row(v, cohorten, counted) for v in wanted for cohorten in spans.get(v.indicator, ())]
    table = pd.DataFrame(rows, columns=[*COLUMNS[:9], "n_kop", "k_kop"])
    table["pct"] = percentage(table["k"], table["n"])
    table["pct_kop"] = percentage(table["k_kop"], table["n_kop"])
    table["verschil"] = table["pct"] - table["pct_kop"]
    return table[COLUMNS]


def _spans(cijfers: pd.DataFrame, schooljaar: Schooljaar) -> dict[str, list[list[int]]]:
    """Per indicator the last cohort with a figure of the region, and the last three; once where there is
    only one."""
    region = (cijfers["niveau"] == "regio") & (cijfers["status"] == GEMETEN)
    own = cijfers.loc[region & (cijfers["cohort"] <= schooljaar.start), ["indicator", "cohort"]]
    found = {}
    for indicator, of in own.groupby("indicator")["cohort"]:
        last = sorted(int(cohort) for cohort in of)[-COHORTEN:]
        found[str(indicator)] = [last[-1:], last] if len(last) > 1 else [last]
    return found


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
    con: duckdb.DuckDBPyConnection, settings: Settings, schooljaar: Schooljaar, wanted: Sequence[Variant]
) -> Iterator[pd.DataFrame]:
    """How many leavers of each cohort an indicator puts here and its variant there."""
    plain = [v for v in wanted if not v.instellingen]
    pairs = [(_outcome(definities()[v.indicator]), _outcome(v.changed())) for v in plain]
    both = ", ".join(
        f"{{'nr': {nr}::UTINYINT, 'kop': {own}, 'ander': {other}}}" for nr, (own, other) in enumerate(pairs)
    )
    found = con.execute(
        f"SELECT beide.nr AS nr, cohort, {_stand('beide.kop')} AS kop, {_stand('beide.ander')} AS ander,"
        f" count(*) AS aantal FROM (SELECT cohort, unnest([{both}]) AS beide FROM waarneming)"
        " GROUP BY ALL ORDER BY ALL"
    ).df()
    for nr, v in enumerate(plain):
        yield _checked(v, found[found["nr"] == nr].drop(columns="nr"))
    for v in wanted:
        if v.instellingen:
            yield _checked(v, _counted_under(con, settings, schooljaar, v))


def _counted_under(
    con: duckdb.DuckDBPyConnection, settings: Settings, schooljaar: Schooljaar, v: Variant
) -> pd.DataFrame:
    """The same of a variant with settings of its own."""

    def standing(definitie: Definitie) -> str:
        return (
            f"SELECT persoon, cohort, {_stand('hier')} AS stand"
            f" FROM (SELECT persoon, cohort, {_outcome(definitie)} AS hier FROM waarneming)"
        )

    con.execute(f"CREATE OR REPLACE TEMP TABLE kop AS {standing(definities()[v.indicator])}")
    with _observed_under(con, settings, schooljaar, v):
        found = con.execute(
            f"WITH ander AS ({standing(v.changed())}) SELECT cohort, kop.stand AS kop, ander.stand AS ander,"
            " count(*) AS aantal FROM kop INNER JOIN ander USING (persoon, cohort) GROUP BY ALL ORDER BY ALL"
        ).df()
    con.execute("DROP TABLE temp.kop")
    return found


def _outcome(definitie: Definitie) -> str:
    return Telling(definitie).outcome(0)


def _stand(outcome: str) -> str:
    """Where an outcome puts a leaver."""
    return (
        f"CASE WHEN {outcome}.telt AND {outcome}.gevonden THEN 'teller'"
        f" WHEN {outcome}.telt THEN 'mislukt' ELSE 'buiten' END"
    )


def _checked(v: Variant, found: pd.DataFrame) -> pd.DataFrame:
    """What was counted of a variant, under its name. Raises ValueError where it says otherwise of itself."""
    _check(v, found)
    return found.assign(indicator=v.indicator, variant=v.code)


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
    (meting,) = (step for step in steps() if step.tabel == "meting")
    other = v.under(settings)
    try:
        with trying_out(con):
            if parameters(other) != parameters(settings):
                set_parameters(con, other)
                con.execute(f"CREATE TEMP TABLE meting AS {meting.select}")
            observe_leavers(con, other, schooljaar)
            yield
    finally:
        set_parameters(con, settings)
        set_variables(con, observing(settings, schooljaar))
