"""What the small tables showed in earlier releases of a school year, and what they were made of.

Kept per generation and public (generations.py), a row for each number: of a table of a school year the row,
and whether it was shown ("getoond"), stayed inside ("verborgen") or was told by another table that it stands
beside ("bekend"). What stayed inside goes when its cohort is forgotten; what was shown stays. Of releases
from before any of this was kept, only what they showed is known.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from pipeline.release.publication import Release

Row = tuple[str, ...]
SMALL = ["schooljaar", "tabel", "rij", "soort", "aantal"]
GETOOND, VERBORGEN, BEKEND = "getoond", "verborgen", "bekend"
_RIJEN = ("rijen", "behouden", "dubbel", "vervangen", "quarantaine")
_THREE_COHORTS = 3


@dataclass(frozen=True)
class _Form:
    """What names a row of a table, and its numbers; a single one is named after its row."""

    names: tuple[str, ...]
    numbers: tuple[str, ...] = ("aantal",)
    cohorts: int = 1
    """How many school years it is about, up to that of the release."""
    of_all_years: bool = False
    """Whether its rows are the same rows in releases of other school years."""

    def row(self, record: Mapping[Hashable, object], number: str) -> Row:
        """The name of one number."""
        more = (number,) if len(self.numbers) > 1 else ()
        return (*(str(record[name]) for name in self.names), *more)

    def fits(self, table: pd.DataFrame) -> bool:
        """Whether a table, of an older release perhaps, has these names and numbers."""
        return {*self.names, *self.numbers} <= set(table.columns)


FORMS: Mapping[str, _Form] = {
    "werkoverleg": _Form(("kwartaal", "cluster", "soort")),
    "caseload": _Form(("kwartaal", "soort")),
    "aansluiting": _Form(("onderwerp", "van", "naar")),
    "achtergrond": _Form(("kenmerk", "groep", "klasse")),
    "leveringen": _Form(("bron", "leverdatum"), _RIJEN),
    "defecten": _Form(("bron", "soort"), cohorts=_THREE_COHORTS),
    "hersteld": _Form(("bron", "kolom", "soort")),
    "koppeling": _Form(("bron", "methode"), cohorts=_THREE_COHORTS),
    "zelfevaluatie": _Form(("schooljaar", "element"), ("partners", "gemiddelde"), of_all_years=True),
}


@dataclass(frozen=True)
class Earlier:
    """A table as an earlier release had it.

    hidden: what it did not show, or None where that was not kept or was forgotten. known: what readers had
    from another table of that release.
    """

    shown: Mapping[Row, float]
    hidden: Mapping[Row, int] | None = None
    known: Mapping[Row, int] = field(default_factory=dict)

    @property
    def counts(self) -> Mapping[Row, int]:
        """All that was kept of what it was made of."""
        return {row: int(aantal) for row, aantal in {**self.shown, **(self.hidden or {})}.items()}


def changed_little(earlier: Sequence[Earlier], row: Row, aantal: float, least: int) -> bool:
    """Whether a number that an earlier release showed is another one now, by less than this."""
    return any(0 < abs(one.shown.get(row, aantal) - aantal) < least for one in earlier)


@dataclass(frozen=True)
class Memory:
    """What one public saw of the small tables, by generation."""

    generations: tuple[pd.DataFrame, ...] = ()

    def of(self, tabel: str, schooljaar: int) -> tuple[Earlier, ...]:
        """The table as earlier releases of that school year had it; the same counts are one of them."""
        found: list[Earlier] = []
        for records in self.generations:
            rows = records[records["tabel"] == tabel]
            rows = rows if FORMS[tabel].of_all_years else rows[rows["schooljaar"] == schooljaar]
            for _, release in rows.groupby("schooljaar"):
                _join(found, _earlier(release))
        return tuple(found)


def _earlier(rows: pd.DataFrame) -> Earlier:
    """Shown is what either public was shown."""
    kinds: dict[str, dict[Row, float]] = {GETOOND: {}, VERBORGEN: {}, BEKEND: {}}
    for rij, soort, aantal in rows[["rij", "soort", "aantal"]].itertuples(index=False):
        kinds[soort][tuple(json.loads(rij))] = aantal
    hidden = {row: aantal for row, aantal in kinds[VERBORGEN].items() if row not in kinds[GETOOND]}
    kept = None if any(pd.isna(aantal) for aantal in hidden.values()) else _whole(hidden)
    return Earlier(kinds[GETOOND], kept, _whole(kinds[BEKEND]))


def _whole(numbers: Mapping[Row, float]) -> dict[Row, int]:
    return {row: int(aantal) for row, aantal in numbers.items()}


def _join(found: list[Earlier], other: Earlier) -> None:
    for at, one in enumerate(found):
        if None in (one.hidden, other.hidden) or one.known != other.known or one.counts != other.counts:
            continue
        shown = {**one.shown, **other.shown}
        hidden = {row: aantal for row, aantal in one.counts.items() if row not in shown}
        found[at] = Earlier(shown, hidden, one.known)
        return
    found.append(other)


def numbers_of(tabel: str, table: pd.DataFrame) -> dict[Row, float | None]:
    """Every number of a protected table by its name; None where it is not shown."""
    form = FORMS[tabel]
    return {
        form.row(record, number): None if pd.isna(record[number]) else float(record[number])
        for record in table.to_dict("records")
        for number in form.numbers
    }


def to_remember(
    schooljaar: int,
    tables: Mapping[str, pd.DataFrame],
    counts: Mapping[str, Mapping[Row, int]],
    known: Mapping[str, Mapping[Row, int]],
) -> pd.DataFrame:
    """Protected tables as they are kept, SMALL. counts: what they were made of, where that is needed later.
    known: what other tables tell beside them."""
    rows: list[tuple[object, ...]] = []
    for tabel, table in tables.items():
        for row, aantal in numbers_of(tabel, table).items():
            inside = counts.get(tabel, {}).get(row)
            kind, kept = (VERBORGEN, inside) if aantal is None else (GETOOND, aantal)
            rows.append((schooljaar, tabel, _name(row), kind, kept))
        rows += [(schooljaar, tabel, _name(row), BEKEND, n) for row, n in known.get(tabel, {}).items()]
    return typed_small(pd.DataFrame(rows, columns=SMALL))


def of_release(schooljaar: int, release: Release, known: Mapping[str, Mapping[Row, int]]) -> pd.DataFrame:
    """What a release shows of them, when nothing else is known of it. known: what its other tables tell."""
    there = {tabel: release.table(tabel) for tabel in FORMS if tabel in release.tables}
    alike = {tabel: table for tabel, table in there.items() if FORMS[tabel].fits(table)}
    return to_remember(schooljaar, alike, {}, known)


def typed_small(table: pd.DataFrame) -> pd.DataFrame:
    """In the kinds in which it is kept."""
    kinds = {"schooljaar": "int64", "tabel": "str", "rij": "str", "soort": "str", "aantal": "float64"}
    return table.astype(kinds)


def without_hidden(records: pd.DataFrame, cohorts: Collection[int]) -> pd.DataFrame:
    """The same when nothing is kept that stayed inside of tables that these cohorts are in."""
    about = [
        any(year - back in cohorts for back in range(FORMS[tabel].cohorts))
        for tabel, year in records[["tabel", "schooljaar"]].itertuples(index=False)
    ]
    gone = pd.Series(about, index=records.index, dtype=bool) & (records["soort"] == VERBORGEN)
    return records.assign(aantal=records["aantal"].mask(gone))


def hidden_names(tabel: str, table: pd.DataFrame | None) -> frozenset[Row]:
    """The rows of a protected table that are not shown, by their names."""
    if table is None:
        return frozenset()
    gone = table[table["status"] != GETOOND]
    return frozenset(_names(tabel, gone))


def _names(tabel: str, table: pd.DataFrame) -> Iterator[Row]:
    for record in table.to_dict("records"):
        yield tuple(str(record[name]) for name in FORMS[tabel].names)


def _name(row: Sequence[str]) -> str:
    return json.dumps(row, ensure_ascii=False)
