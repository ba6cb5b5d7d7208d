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
from pipeline.vocabulary.meetmoment import Peildata
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.vocabulary.tables import bestemmingen, klassen
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

WAARNEMING = Path(__file__).parent / "waarneming.sql"
NIVEAUS = {"regio": "'regio'", "schooltype": "schooltype", "bestuur": "bestuur", "school": "school_id"}
GEMETEN, NOG_NIET, NIET, GEEN = "gemeten", "nog niet te meten", "niet gemeten", "geen waarde"


@dataclass(frozen=True)
class _Telling:
    """One thing to count: an indicator, or one class or code of D."""

    definitie: Definitie
    klasse: str = ""
    soort_klasse: str = ""

    def select(self) -> str:
        d = self.definitie
        klasse = f"'{self.klasse}'"
        uitkomst = d.uitkomst.replace("{klasse}", klasse)
        if self.soort_klasse == "code":
            uitkomst = uitkomst.replace("u_klasse", "u_code")
        return (
            f"SELECT '{d.code}' AS indicator, {klasse} AS klasse, '{self.soort_klasse}' AS soort_klasse, cohort,"
            f" schooltype, bestuur, school_id, {uitkomst} AS uitkomst, coalesce({d.onbekend}, false) AS onbekend,"
            f" {d.beste} AS beste, {d.slechtste} AS slechtste FROM waarneming"
        )


def _tellingen() -> Iterator[_Telling]:
    yield from (_Telling(BESTEMMING, k.klasse, "klasse") for k in klassen())
    yield from (_Telling(BESTEMMING, b.code, "code") for b in bestemmingen())
    yield from (_Telling(definitie) for definitie in definities().values())


def observe(con: duckdb.DuckDBPyConnection, settings: Settings, stand: date) -> None:
    """Make the temporary table `waarneming`: one row per leaver and cohort, as known at the stand."""
    con.execute(f"SET VARIABLE stand = DATE '{stand.isoformat()}'")
    con.execute(f"SET VARIABLE beschut_is_werk = {settings.definities.beschut_is_werk}")
    con.execute(f"SET VARIABLE b2_onbekend_in_noemer = {settings.definities.b2_onbekend_in_noemer}")
    con.execute(WAARNEMING.read_text("utf-8"))


def compute_cijfers(con: duckdb.DuckDBPyConnection, settings: Settings, schooljaar: Schooljaar) -> pd.DataFrame:
    """All figures of the report of one school year, before disclosure control.

    One row per indicator, class, cohort and unit: n, k and onbekend are counts of leavers; pct, laag and hoog (Wilson
    95%), ondergrens and bovengrens are percentages 0-100; status says why there is no figure.
    """
    stand = settings.stand(schooljaar)
    observe(con, settings, stand)
    counted = con.execute(_counting_sql()).df()
    return _finish(counted, settings.momenten, stand)


def _counting_sql() -> str:
    union = " UNION ALL ".join(telling.select() for telling in _tellingen())
    units = " ".join(f"WHEN grouping({column}) = 0 THEN '{niveau}'" for niveau, column in _grouped().items())
    return f"""
        WITH uitkomsten AS ({union})
        SELECT indicator, klasse, soort_klasse, cohort,
            CASE {units} ELSE 'regio' END AS niveau,
            coalesce(schooltype, bestuur, school_id, 'regio') AS eenheid,
            count(uitkomst) AS n, count(*) FILTER (uitkomst = 1) AS k, count(*) FILTER (onbekend) AS onbekend,
            count(beste) AS n_beste, count(*) FILTER (beste = 1) AS k_beste,
            count(slechtste) AS n_slechtste, count(*) FILTER (slechtste = 1) AS k_slechtste
        FROM uitkomsten
        GROUP BY GROUPING SETS ({_grouping_sets()})
        HAVING soort_klasse <> 'code' OR niveau IN ('regio', 'schooltype')
        ORDER BY ALL"""


def _grouped() -> dict[str, str]:
    return {niveau: column for niveau, column in NIVEAUS.items() if niveau != "regio"}


def _grouping_sets() -> str:
    base = "indicator, klasse, soort_klasse, cohort"
    return ", ".join([f"({base})", *(f"({base}, {column})" for column in _grouped().values())])


def _finish(counted: pd.DataFrame, momenten: Peildata, stand: date) -> pd.DataFrame:
    """Rates, intervals, bounds and status beside the counts."""
    cijfers = counted.copy()
    cijfers["pct"] = percentage(cijfers.k, cijfers.n)
    cijfers["laag"], cijfers["hoog"] = wilson(cijfers.k, cijfers.n)
    cijfers["ondergrens"] = percentage(cijfers.k_slechtste, cijfers.n_slechtste)
    cijfers["bovengrens"] = percentage(cijfers.k_beste, cijfers.n_beste)
    cijfers["status"] = _status(cijfers, momenten, stand)
    cijfers["definitie_versie"] = cijfers.indicator.map(
        {"D": BESTEMMING.versie} | {code: d.versie for code, d in definities().items()}
    )
    numbers = ["n", "k", "pct", "laag", "hoog", "onbekend", "ondergrens", "bovengrens"]
    cijfers[["n", "k", "onbekend"]] = cijfers[["n", "k", "onbekend"]].astype("Int64")
    cijfers.loc[cijfers.status != GEMETEN, numbers] = None
    identity = ["indicator", "klasse", "soort_klasse", "cohort", "niveau", "eenheid"]
    return cijfers[[*identity, *numbers, "status", "definitie_versie"]]


def _status(cijfers: pd.DataFrame, momenten: Peildata, stand: date) -> pd.Series[str]:
    """Not yet measurable at the stand; measured nowhere in the region; nobody in this unit; or measured."""
    import pandas as pd

    region_n = cijfers.groupby(["indicator", "klasse", "cohort"]).n.transform("max")
    early = [
        not _measurable(code, Schooljaar(int(cohort)), momenten, stand)
        for code, cohort in zip(cijfers.indicator, cijfers.cohort, strict=True)
    ]
    status = pd.Series(GEMETEN, index=cijfers.index, dtype="str")
    status[cijfers.n == 0] = GEEN
    status[region_n == 0] = NIET
    status[early] = NOG_NIET
    return status


def _measurable(code: str, cohort: Schooljaar, momenten: Peildata, stand: date) -> bool:
    definitie = BESTEMMING if code == "D" else definities()[code]
    return all(momenten.te_meten(moment, cohort, stand) for moment in definitie.momenten)


def compute_eenheden(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The units of each cohort: school with its name, board and schooltype. Needs `waarneming`."""
    return con.execute(
        "SELECT cohort, school_id AS school, min(school) AS naam, min(bestuur) AS bestuur, min(schooltype) AS schooltype"
        " FROM waarneming GROUP BY ALL ORDER BY ALL"
    ).df()
