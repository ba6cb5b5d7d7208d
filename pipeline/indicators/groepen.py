"""The same indicators for any group of leavers: by any of their columns, of only those who meet conditions.

What counts, and how a rate, its interval, its bounds and its status follow from that, is compute.py; so for a
grouping that the release has, the numbers are those of the release before disclosure control.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipeline.indicators.compute import COUNTS, QUARANTINED, Telling, finish, tellingen

if TYPE_CHECKING:
    from datetime import date

    import duckdb
    import pandas as pd

    from pipeline.vocabulary.meetmoment import Peildata

VAN_SCHOOL = ("schooltype", "bestuur", "school", "school_id")
"""What is known of a row in quarantine when its school is; of everything else she may have any value."""
_EIGEN = {"school", "school_id"}
_REGIO, _GROEP = "regio", "groep"


@dataclass(frozen=True)
class Groepering:
    """Which leavers, and side by side by what.

    tabel: `waarneming`, or a table with its columns and others beside. per: columns of it, besides cohort,
    which is always there. waar: conditions in SQL on one leaver; all must hold.
    """

    tabel: str = "waarneming"
    per: tuple[str, ...] = ()
    waar: tuple[str, ...] = ()

    @property
    def sleutel(self) -> tuple[str, ...]:
        return ("cohort", *(column for column in self.per if column != "cohort"))

    @cached_property
    def past(self) -> str:
        """The conditions as one; who does not meet one, or of whom that is not known, is not in it."""
        return " AND ".join(f"({condition})" for condition in self.waar) or "true"


def compute_indicator(
    con: duckdb.DuckDBPyConnection,
    code: str,
    groepering: Groepering,
    momenten: Peildata,
    stand: date,
    soort: str = "klasse",
) -> pd.DataFrame:
    """One indicator per cohort and group: the columns of `groepering.sleutel`, then those of compute_cijfers.

    Needs `waarneming` of that stand (compute.observe). A group exists when it has leavers. soort: of D a row
    per klasse or per code. Raises KeyError for a code that does not exist.
    """
    wat = [t for t in tellingen() if t.definitie.code == code and t.soort_klasse in ("", soort)]
    if not wat:
        raise KeyError(code)
    groepen = geteld(con, wat, groepering)
    # The region only tells something of a group with nobody in it, see compute.finish.
    regio = geteld(con, wat, Groepering(groepering.tabel)) if (groepen.n == 0).any() else groepen.head(0)
    counted = _onder_elkaar(con, groepen, regio, groepering)
    done = finish(counted, momenten, stand)
    own = done[done.niveau == _GROEP].drop(columns=["niveau", "eenheid", "cohort"]).reset_index(drop=True)
    keys: pd.DataFrame = groepen[list(groepering.sleutel)].reset_index(drop=True)
    return keys.join(own)


def geteld(con: duckdb.DuckDBPyConnection, wat: Sequence[Telling], groepering: Groepering) -> pd.DataFrame:
    """The counts (COUNTS) of each group, without quarantine.

    Leavers of a group with the same outcomes are counted first: that is little after that, and a million rows
    are gone through once.
    """
    key = ", ".join(f'"{column}"' for column in groepering.sleutel)
    outcomes = ", ".join(f"{telling.outcome(nr)} AS uitkomst_{nr}" for nr, telling in enumerate(wat))
    each = ", ".join(f"uitkomst_{nr}" for nr, _ in enumerate(wat))
    counts = ", ".join(
        f"coalesce(sum(leerlingen) FILTER ({condition}), 0)::BIGINT AS {name}"
        for name, condition in COUNTS.items()
    )
    labels = ", ".join(f"({number}, {telling.identity()})" for number, telling in enumerate(wat))
    return con.execute(f"""
        WITH telling (nr, indicator, klasse, soort_klasse) AS (VALUES {labels}), gelijk AS (
            SELECT {key}, {outcomes}, count(*) AS leerlingen
            FROM {groepering.tabel} WHERE {groepering.past} GROUP BY ALL
        ), uitkomst AS (
            SELECT {key}, leerlingen, unnest([{each}], recursive := true) FROM gelijk
        )
        SELECT indicator, klasse, soort_klasse, {key}, {counts}
        FROM (SELECT *, coalesce(in_noemer, true) AS mogelijk FROM uitkomst) INNER JOIN telling USING (nr)
        GROUP BY nr, indicator, klasse, soort_klasse, {key}
        ORDER BY {key}, nr""").df()


def _onder_elkaar(
    con: duckdb.DuckDBPyConnection, groepen: pd.DataFrame, regio: pd.DataFrame, groepering: Groepering
) -> pd.DataFrame:
    """Groups and region under each other as compute.finish takes them, rows in quarantine added."""
    import pandas as pd

    own = groepen.assign(
        niveau=_GROEP, eenheid=groepen.index.astype("str"), quarantaine=_misschien(con, groepen, groepering)
    )
    whole = regio.assign(niveau=_REGIO, eenheid=_REGIO, quarantaine=0)
    both = pd.concat([own, whole], ignore_index=True)
    counts = ", ".join(f"count(*) FILTER ({condition})" for condition in COUNTS.values())
    found = con.execute(
        f"SELECT {counts} FROM (SELECT *, coalesce(in_noemer, true) AS mogelijk FROM ({QUARANTINED}))"
    ).fetchall()
    for name, per_row in zip(COUNTS, found[0], strict=True):
        both[name] = both[name] + both.quarantaine * per_row
    return both


def _misschien(
    con: duckdb.DuckDBPyConnection, groepen: pd.DataFrame, groepering: Groepering
) -> pd.Series[int]:
    """Per group how many rows in quarantine may be a leaver of it, as misschien.sql says of units.

    Of a row whose school is known, what that school is decides; of a school that nobody else left, only that
    it is none of the others; where the school is not known, any.
    """
    by_school = [column for column in VAN_SCHOOL if column in groepering.sleutel]
    conditions = [(waar, kolommen_van(con, waar)) for waar in groepering.waar]
    fits = [f"coalesce(({waar}), true)" for waar, named in conditions if named <= {*VAN_SCHOOL, "cohort"}]
    asks_school = bool(_EIGEN & ({*by_school}.union(*(named for _, named in conditions))))
    same = "".join(f' AND kan."{c}" IS NOT DISTINCT FROM groep."{c}"' for c in by_school)
    columns = "".join(f', "{c}"' for c in by_school)
    con.register("groep_van_nu", groepen[["cohort", *by_school]].drop_duplicates())
    found = con.execute(f"""
        WITH rij AS (
            SELECT cohort, brin, count(*) AS rijen FROM quarantaine GROUP BY ALL
        ), vestiging AS (
            SELECT
                * EXCLUDE (schooltype, naam), coalesce(schooltype, 'onbekend') AS schooltype, naam AS school
            FROM school
        ), kan AS (
            SELECT DISTINCT cohort, brin, rijen{columns}
            FROM (SELECT vestiging.*, rij.rijen FROM vestiging INNER JOIN rij USING (cohort, brin))
            WHERE {" AND ".join(fits) or "true"}
        ), ergens AS (
            SELECT cohort, sum(rijen) AS rijen FROM rij
            WHERE brin IS NULL
                OR NOT {asks_school} AND (cohort, brin) NOT IN (SELECT (cohort, brin) FROM school)
            GROUP BY cohort
        ), bij_school AS (
            SELECT groep.cohort{"".join(f', groep."{c}"' for c in by_school)}, sum(kan.rijen) AS rijen
            FROM groep_van_nu AS groep INNER JOIN kan ON groep.cohort = kan.cohort{same}
            GROUP BY ALL
        )
        SELECT groep.*, (coalesce(kan.rijen, 0) + coalesce(ergens.rijen, 0))::BIGINT AS quarantaine
        FROM groep_van_nu AS groep
        LEFT JOIN bij_school AS kan ON groep.cohort = kan.cohort{same}
        LEFT JOIN ergens ON groep.cohort = ergens.cohort""").df()
    con.unregister("groep_van_nu")
    merged = groepen[["cohort", *by_school]].merge(found, how="left", on=["cohort", *by_school])
    rows: pd.Series[int] = merged.quarantaine.fillna(0).astype("int64")
    return rows.set_axis(groepen.index)


def kolommen_van(con: duckdb.DuckDBPyConnection, waar: str) -> set[str]:
    """The columns that a condition looks at, from DuckDB's own parse of it. Raises ValueError."""
    found = con.execute("SELECT json_serialize_sql(?)", [f"SELECT ({waar}\n)"]).fetchall()
    parsed = json.loads(found[0][0])
    if not waar.strip() or parsed.get("error", True) or not _alone(parsed):
        raise ValueError(f"not one condition in SQL: {waar}")
    return set(_names(parsed))


def _alone(parsed: Any) -> bool:
    """Whether it stayed within its brackets: one thing is selected, from nothing."""
    nodes = [statement["node"] for statement in parsed["statements"]]
    return [(len(n.get("select_list", ())), n["from_table"]["type"]) for n in nodes] == [(1, "EMPTY")]


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _names(item)
    elif isinstance(node, dict):
        if node.get("class") == "COLUMN_REF":
            yield node["column_names"][-1].lower()
        for item in node.values():
            yield from _names(item)
