"""From microdata to `cijfers`: every indicator for every cohort, region, schooltype, board and school.

Counting happens in one SQL statement over the outcome of each leaver; rates and intervals in rates.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.indicators.definitions import BESTEMMING, Definitie, definities
from pipeline.indicators.rates import percentage, wilson
from pipeline.microdata.parameters import Waarde, set_variables
from pipeline.vocabulary.meetmoment import Peildata
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.vocabulary.tables import bestemmingen, klassen
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

WAARNEMING = Path(__file__).parent / "waarneming.sql"
MISSCHIEN = Path(__file__).parent / "misschien.sql"
NIVEAUS = {"regio": "'regio'", "schooltype": "schooltype", "bestuur": "bestuur", "school": "school_id"}
GEMETEN, NOG_NIET, NIET, GEEN = "gemeten", "nog niet te meten", "niet gemeten", "geen waarde"
AANTALLEN = ["n", "k", "onbekend", "quarantaine", "n_beste", "k_beste"]
GETALLEN = [*AANTALLEN, "pct", "laag", "hoog", "aandeel_onbekend", "ondergrens", "bovengrens"]
"""What is empty where status is not "gemeten"."""


@dataclass(frozen=True)
class Telling:
    """One thing to count: an indicator, or one class or code of D."""

    definitie: Definitie
    klasse: str = ""
    soort_klasse: str = ""

    def identity(self) -> str:
        return f"'{self.definitie.code}', '{self.klasse}', '{self.soort_klasse}'"

    def outcome(self, number: int) -> str:
        """The conditions on one leaver as a struct, with the number of this telling."""
        d = self.definitie
        return (
            f"{{'nr': {number}::UTINYINT, 'in_noemer': {self._sql(d.in_noemer)},"
            f" 'in_teller': {self._sql(d.in_teller)}, 'telt': {self._sql(d.telt_mee or d.in_noemer)},"
            f" 'gevonden': {self._sql(d.gevonden or d.in_teller)}}}"
        )

    def _sql(self, condition: str) -> str:
        """The condition for this class or code; a condition without a class stays as it is."""
        filled = condition.replace("{klasse}", f"'{self.klasse}'")
        return filled.replace("u_klasse", "u_code") if self.soort_klasse == "code" else filled


def tellingen() -> Iterator[Telling]:
    """Everything that is counted, D first: a row per class and per code, then every rate."""
    yield from (Telling(BESTEMMING, k.klasse, "klasse") for k in klassen())
    yield from (Telling(BESTEMMING, b.code, "code") for b in bestemmingen())
    yield from (Telling(definitie) for definitie in definities().values())


def observing(settings: Settings, schooljaar: Schooljaar) -> dict[str, Waarde]:
    """What the statements of indicators read beside tables."""
    return {
        "schooljaar": schooljaar.start,
        "stand": settings.stand(schooljaar),
        "beschut_is_werk": settings.definities.beschut_is_werk,
        "b2_onbekend_in_noemer": settings.definities.b2_onbekend_in_noemer,
    }


def observe(con: duckdb.DuckDBPyConnection, settings: Settings, schooljaar: Schooljaar) -> None:
    """Make the temporary tables `waarneming` and `misschien`, as known at the stand of a school year.

    waarneming: one row per leaver. misschien: per unit how many rows in quarantine may be a leaver of it.
    """
    observe_leavers(con, settings, schooljaar)
    con.execute(MISSCHIEN.read_text("utf-8"))


def observe_leavers(con: duckdb.DuckDBPyConnection, settings: Settings, schooljaar: Schooljaar) -> None:
    """Make `waarneming` alone: all that is needed to count who is known to be in a group."""
    set_variables(con, observing(settings, schooljaar))
    con.execute(WAARNEMING.read_text("utf-8"))


def compute_cijfers(
    con: duckdb.DuckDBPyConnection, settings: Settings, schooljaar: Schooljaar
) -> pd.DataFrame:
    """All figures of the report of one school year, before disclosure control.

    One row per indicator, class, cohort and unit.

    n, k: leavers in the denominator and in the numerator. pct, laag, hoog: 100 k / n and its Wilson 95%.
    onbekend: who may belong to the group and of whom the outcome is not known, or not whether she belongs
    to it; rows in quarantine that may be a leaver of this unit are among them.
    aandeel_onbekend: 100 onbekend / (n and those of onbekend who are not in n): of everybody who counts or
    might count, the percentage that is unknown. It is 0 when nothing is, and 100 when everything is.
    ondergrens, bovengrens: what pct could be at worst and at best (definitions.toml).
    status: why there is no figure. definitie_versie: of the indicator.
    quarantaine (the rows in quarantine in onbekend), n_beste and k_beste (the counts behind bovengrens) are
    for disclosure control and are not published.
    """
    observe(con, settings, schooljaar)
    counted = con.execute(counting_sql()).df()
    return finish(counted, settings.momenten, settings.stand(schooljaar))


_UNKNOWN = "mogelijk AND (in_noemer IS NULL OR in_teller IS NULL)"
COUNTS = {
    "n": "telt",
    "k": "telt AND gevonden",
    "onbekend": _UNKNOWN,
    "n_met_onbekend": f"telt OR ({_UNKNOWN})",
    "k_beste": "mogelijk AND coalesce(in_teller, true)",
    "n_beste": "(mogelijk AND coalesce(in_teller, true)) OR (telt AND in_noemer)",
    "k_slechtste": "telt AND in_noemer AND in_teller",
    "n_slechtste": "(mogelijk AND NOT coalesce(in_teller, false)) OR (telt AND in_noemer)",
}
"""Published counts, and those behind the bounds (definitions.toml says why these bound the rate)."""
QUARANTINED = (
    "SELECT NULL::BOOLEAN AS in_noemer, NULL::BOOLEAN AS in_teller, false AS telt, false AS gevonden"
)
"""The outcome of a row in quarantine, for every indicator: nothing is known of it and it is in no figure."""


def counting_sql() -> str:
    """The statement that counts: per school first, which is little after that, and added up to every unit."""
    wat = list(tellingen())
    labels = ", ".join(f"({number}, {telling.identity()})" for number, telling in enumerate(wat))
    outcomes = ", ".join(telling.outcome(number) for number, telling in enumerate(wat))
    counts = ", ".join(f"count(*) FILTER ({condition}) AS {name}" for name, condition in COUNTS.items())
    sums = ", ".join(f"sum({name})::BIGINT AS {name}" for name in COUNTS)
    more = ", ".join(f"geteld.{name} + rijen * een_rij.{name} AS {name}" for name in COUNTS)
    units = " ".join(f"WHEN grouping({column}) = 0 THEN '{niveau}'" for niveau, column in _grouped().items())
    return f"""
        WITH telling (nr, indicator, klasse, soort_klasse) AS (VALUES {labels}), uitkomst AS (
            SELECT cohort, schooltype, bestuur, school_id, unnest([{outcomes}], recursive := true)
            FROM waarneming
        ), per_school AS (
            SELECT nr, cohort, schooltype, bestuur, school_id, {counts}
            FROM (SELECT *, coalesce(in_noemer, true) AS mogelijk FROM uitkomst)
            GROUP BY nr, cohort, schooltype, bestuur, school_id
        ), geteld AS (
            SELECT indicator, klasse, soort_klasse, cohort, CASE {units} ELSE 'regio' END AS niveau,
                coalesce(schooltype, bestuur, school_id, 'regio') AS eenheid, {sums}
            FROM per_school INNER JOIN telling USING (nr)
            GROUP BY GROUPING SETS ({_grouping_sets()})
            HAVING soort_klasse <> 'code' OR niveau IN ('regio', 'schooltype')
        ), een_rij AS (
            SELECT {counts} FROM (SELECT *, coalesce(in_noemer, true) AS mogelijk FROM ({QUARANTINED}))
        )
        SELECT indicator, klasse, soort_klasse, cohort, niveau, eenheid, {more}, rijen AS quarantaine
        FROM (
            SELECT geteld.*, coalesce(misschien.rijen, 0) AS rijen
            FROM geteld LEFT JOIN misschien USING (cohort, niveau, eenheid)
        ) AS geteld CROSS JOIN een_rij
        ORDER BY ALL"""


def _grouped() -> dict[str, str]:
    return {niveau: column for niveau, column in NIVEAUS.items() if niveau != "regio"}


def _grouping_sets() -> str:
    base = "indicator, klasse, soort_klasse, cohort"
    return ", ".join([f"({base})", *(f"({base}, {column})" for column in _grouped().values())])


def finish(counted: pd.DataFrame, momenten: Peildata, stand: date) -> pd.DataFrame:
    """Rates, intervals, bounds and status beside the counts.

    counted: per indicator, klasse, soort_klasse, cohort, niveau and eenheid the COUNTS and `quarantaine`. The
    region (every leaver of the cohort) must be among the units: it tells whether anything was measured.
    """
    import pandas as pd

    cijfers = counted.copy()
    cijfers["pct"] = percentage(cijfers.k, cijfers.n)
    cijfers["laag"], cijfers["hoog"] = wilson(cijfers.k, cijfers.n)
    cijfers["aandeel_onbekend"] = percentage(cijfers.onbekend, cijfers.n_met_onbekend)
    cijfers["ondergrens"] = percentage(cijfers.k_slechtste, cijfers.n_slechtste)
    # Where at best nobody is left to count (P1 of only GEEN without a reason), the rate is its own bound.
    cijfers["bovengrens"] = pd.Series(percentage(cijfers.k_beste, cijfers.n_beste)).fillna(cijfers.pct)
    cijfers["status"] = _status(cijfers, momenten, stand)
    cijfers["definitie_versie"] = cijfers.indicator.map(
        {"D": BESTEMMING.versie} | {code: d.versie for code, d in definities().items()}
    )
    cijfers[AANTALLEN] = cijfers[AANTALLEN].astype("Int64")
    cijfers.loc[cijfers.status != GEMETEN, GETALLEN] = None
    identity = ["indicator", "klasse", "soort_klasse", "cohort", "niveau", "eenheid"]
    return cijfers[[*identity, *GETALLEN, "status", "definitie_versie"]]


def _status(cijfers: pd.DataFrame, momenten: Peildata, stand: date) -> pd.Series[str]:
    """Not yet measurable at the stand; measured of nobody in the region; nobody in this unit; or measured.

    Rows in quarantine have no say in it: they were delivered, and nobody is known to belong to the group.
    """
    import pandas as pd

    leavers = cijfers.assign(onbekend=cijfers.onbekend - cijfers.quarantaine)
    region = leavers.groupby(["indicator", "klasse", "cohort"])[["n", "onbekend"]].transform("max")
    early = [
        not te_meten(code, Schooljaar(int(cohort)), momenten, stand)
        for code, cohort in zip(cijfers.indicator, cijfers.cohort, strict=True)
    ]
    status = pd.Series(GEMETEN, index=cijfers.index, dtype="str")
    status[cijfers.n == 0] = GEEN
    status[(region.n == 0) & (region.onbekend > 0)] = NIET
    status[early] = NOG_NIET
    return status


def te_meten(code: str, cohort: Schooljaar, momenten: Peildata, stand: date) -> bool:
    """Whether every moment that an indicator needs lies before the stand."""
    definitie = BESTEMMING if code == "D" else definities()[code]
    return all(momenten.te_meten(moment, cohort, stand) for moment in definitie.momenten)


def compute_eenheden(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The units of each cohort: school with its name, board and schooltype. Needs `waarneming`."""
    return con.execute(
        "SELECT cohort, school_id AS school, min(school) AS naam, min(bestuur) AS bestuur,"
        " min(schooltype) AS schooltype FROM waarneming GROUP BY ALL ORDER BY ALL"
    ).df()
