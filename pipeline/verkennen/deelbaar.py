"""From a question to the groups of leavers it is about, and what has to be known of those to protect them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline.indicators.compute import GEMETEN, tellingen
from pipeline.indicators.groepen import Groepering, geteld, kolommen_van
from pipeline.release.delingen import KLASSEN, Aantal, Atoom, Deling, Groep
from pipeline.release.figures import Key
from pipeline.verkennen.toegang import NietHier
from pipeline.verkennen.vraag import VAN_EENHEID, VAN_LEERLING, Vraag, is_plain

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_DEEL_VAN = {
    "perspectief_arbeid": "P2",
    "uitstroomprofiel": "P3",
    "met_pgn": "S",
    "in_vsv": "S",
    "ooit_werk": "T_WERK",
}
"""Columns that a definition looks at, and an indicator to ask in their place."""
_IN_RELEASE = {"gemeente": "woongemeente", "uitstroomprofiel": "profiel"}
"""Columns of which every release has a table (achtergrond), with which shares are not reckoned; what the
report calls them."""


@dataclass(frozen=True)
class Rij:
    """One row of the table that is asked for: where it is in it, its cohort, its group, and its figure."""

    plaats: int
    cohort: int
    groep: str
    key: Key


def refuse_what_cannot_be_shared(con: duckdb.DuckDBPyConnection, vraag: Vraag) -> None:
    """Raises NietHier for a group or condition that looks at more than who a leaver is."""
    if vraag.soort != "klasse":
        raise NietHier(
            "destinations by code cannot be shared: too few leavers have each",
            "Share the classes (v.bestemmingen without soort), or codes that a release shows (v.cijfers).",
        )
    for waar in vraag.waar:
        if not is_plain(con, waar):
            raise NietHier(
                f"the condition {waar!r} does more than compare columns, so it cannot be shared",
                "Compare columns with =, <, IN, BETWEEN, LIKE, AND, OR and NOT only.",
            )
    named = {column for waar in vraag.waar for column in kolommen_van(con, waar)} | set(vraag.per)
    for column in sorted(named - {*VAN_EENHEID, *VAN_LEERLING}):
        groups = f"Groups to share are by {', '.join((*VAN_EENHEID[:4], *VAN_LEERLING))}."
        instead = f" Ask {_DEEL_VAN[column]} itself." if column in _DEEL_VAN else ""
        if column in _IN_RELEASE:
            raise NietHier(
                f"a group by {column} cannot be shared: every release publishes where leavers went by"
                f" {_IN_RELEASE[column]}, and small numbers would follow from the two together",
                f"Show that table: it is in the report and in the XLSX beside it, which may leave as they"
                f" are. {groups}{instead}",
            )
        raise NietHier(
            f"a group by {column} cannot be shared: figures that are published look at that too",
            f"{groups}{instead} What became of leavers is an indicator (v.indicatoren()), not a group.",
        )


def groups_of(vraag: Vraag, rows: pd.DataFrame, deling: str) -> tuple[list[Rij], list[tuple[int, Groep]]]:
    """The figures that are asked for, and the groups they are of, by cohort. rows: those with a figure, of a
    table of this question."""
    per = [column for column in dict.fromkeys(("cohort", *vraag.per)) if column != "cohort"]
    if "school" in per:
        per = [column for column in per if column != "school"]
        per += [] if "school_id" in per else ["school_id"]
    missing = [column for column in ("cohort", "indicator", *per) if column not in rows]
    missing += ["klasse"] if vraag.codes == ("D",) and "klasse" not in rows else []
    if missing:
        raise NietHier(
            f"the table has lost the column {missing[0]}",
            "Share it as v.indicator gives it, with the rows you want.",
        )
    asked: list[Rij] = []
    found: dict[tuple[int, str], Groep] = {}
    for place, row in enumerate(rows.to_dict("records")):
        waar = [*vraag.waar, *(f"{_quoted(c)} IS NOT DISTINCT FROM {_literal(row[c])}" for c in per)]
        past = " AND ".join(f"({one})" for one in waar) or "true"
        naam = f"{deling} {past}"
        key = Key(str(row["indicator"]), str(row.get("klasse", "")), "klasse" if "klasse" in rows else "")
        cohort = int(row["cohort"])
        asked.append(Rij(place, cohort, naam, key))
        groep = found.setdefault((cohort, naam), Groep(naam, deling, (), past))
        found[cohort, naam] = replace(groep, getoond=(*groep.getoond, (key, None)))
    return asked, [(cohort, groep) for (cohort, _), groep in found.items()]


def with_groups(
    con: duckdb.DuckDBPyConnection, kept: Sequence[Deling], asked: Iterable[tuple[int, Groep]]
) -> list[Deling]:
    """What was shared of the cohorts that are asked for and what is asked, counted again together."""
    groepen: dict[int, list[Groep]] = {}
    for cohort, groep in asked:
        groepen.setdefault(cohort, []).append(groep)
    before = {one.cohort: [groep for groep in one.groepen if groep.getoond] for one in kept}
    return [_counted(con, cohort, [*before.get(cohort, []), *own]) for cohort, own in groepen.items()]


def _counted(con: duckdb.DuckDBPyConnection, cohort: int, groepen: Sequence[Groep]) -> Deling:
    keys = list(dict.fromkeys((*KLASSEN, *(key for groep in groepen for key, _ in groep.getoond))))
    wat = {Key(t.definitie.code, t.klasse, t.soort_klasse): t for t in tellingen()}
    inside = "".join(f", ({groep.voorwaarde}) IS TRUE AS groep_{nr}" for nr, groep in enumerate(groepen))
    columns = ("school_id", "bestuur", "schooltype", *(f"groep_{nr}" for nr, _ in enumerate(groepen)))
    rows = geteld(
        con,
        [wat[key] for key in keys],
        Groepering(f"(SELECT *{inside} FROM panel WHERE cohort = {int(cohort)})", columns),
    )
    atoms: dict[tuple[Any, ...], list[tuple[Key, Aantal]]] = {}
    for row in rows.to_dict("records"):
        key = Key(str(row["indicator"]), str(row["klasse"]), str(row["soort_klasse"]))
        own = atoms.setdefault(tuple(row[column] for column in columns), [])
        own.append((key, Aantal(int(row["k"]), int(row["n"]))))
    return Deling(cohort, tuple(groepen), tuple(_atom(*item, groepen) for item in atoms.items()))


def _atom(of: tuple[Any, ...], counts: Sequence[tuple[Key, Aantal]], groepen: Sequence[Groep]) -> Atoom:
    school, bestuur, schooltype, *member = of
    names = tuple(groep.naam for groep, there in zip(groepen, member, strict=True) if there)
    return Atoom(str(school), str(bestuur), str(schooltype), names, tuple(counts))


def hidden_places(rijen: Iterable[Rij], decided: Iterable[Deling]) -> set[int]:
    """The rows of the table that may not be shown."""
    shown: dict[tuple[int, str, Key], bool | None] = {
        (deling.cohort, groep.naam, key): there
        for deling in decided
        for groep in deling.groepen
        for key, there in groep.getoond
    }
    return {rij.plaats for rij in rijen if not shown[rij.cohort, rij.groep, rij.key]}


def counted_again(rijen: Iterable[Rij], decided: Iterable[Deling]) -> Mapping[int, Aantal]:
    """What each row of the table counts."""
    of_cohort = {deling.cohort: deling for deling in decided}
    found = {}
    for rij in rijen:
        deling = of_cohort[rij.cohort]
        found[rij.plaats] = deling.aantal(rij.key, deling.of_groups[rij.groep])
    return found


def measured(table: pd.DataFrame) -> pd.Series[bool]:
    """The rows with a figure."""
    return table["status"] == GEMETEN


def _quoted(column: str) -> str:
    return f'"{column}"'


def _literal(value: Any) -> str:
    import pandas as pd

    if value is None or pd.isna(value):
        return "NULL"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(int(value))
