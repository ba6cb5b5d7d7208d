"""The indicator table as rows, units and the way units add up: what the attacker model is built from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from pipeline.release.system import DoesNotAddUp

GEMETEN = "gemeten"
GEEN_WAARDE = "geen waarde"
KEY_COLUMNS = ["cohort", "indicator", "klasse", "soort_klasse", "niveau", "eenheid"]


class Unit(NamedTuple):
    """A region, school type, board or school."""

    niveau: str
    eenheid: str


class Key(NamedTuple):
    """A table within a cohort: an indicator, for D one class or code of it."""

    indicator: str
    klasse: str
    soort_klasse: str


class Figure(NamedTuple):
    """The counts of one row: k of n leavers, of how many something is unknown, and for how many that is all.

    binnen: of those of `onbekend` who are in the denominator for certain, the outcome alone is unknown. The
    bounds give it away: k_beste - k, less what n_beste adds to n.

    Rows in quarantine are not among them. How many there are is told elsewhere, so that an attacker takes
    them off what is published; what remains is about leavers.
    """

    k: int
    n: int
    onbekend: int
    binnen: int


REGIO = Unit("regio", "regio")
ONBEKEND = Key("D", "ONBEKEND", "klasse")
Table = Mapping[Unit, Figure]
Structure = tuple[tuple[Unit, tuple[Unit, ...]], ...]


@dataclass(frozen=True)
class CohortFigures:
    """All rows with a value of one cohort, and the sums between units: each total with all its parts.

    tot: the last cohort, where several are counted together.
    """

    cohort: int
    tables: Mapping[Key, Table]
    structure: Structure
    tot: int | None = None

    @property
    def naam(self) -> str:
        """A name that no other cohort, or cohorts together, has."""
        return str(self.cohort) if self.tot is None else f"{self.cohort}-{self.tot}"

    def __hash__(self) -> int:
        return hash((self.naam, self.structure, tuple(self.tables)))

    def rows(self) -> Iterator[tuple[tuple[Key, Unit], Figure]]:
        """Every row, with its counts."""
        return (((key, unit), figure) for key, table in self.tables.items() for unit, figure in table.items())

    def counted(self, key: Key) -> Iterator[tuple[Unit, Figure]]:
        """The rows of a table about anybody: n is not 0."""
        return ((unit, figure) for unit, figure in self.tables[key].items() if figure.n)


def read_cohorts(cijfers: pd.DataFrame, eenheden: pd.DataFrame) -> list[CohortFigures]:
    """The table `cijfers` per cohort, oldest first, in an order that does not depend on that of its rows.

    Raises DoesNotAddUp for a row that contradicts itself or is there twice, and for a school with two boards
    or types.
    """
    return cohorts_of(count_rows(cijfers), eenheden)


def count_rows(cijfers: pd.DataFrame) -> pd.DataFrame:
    """The rows with a value, sorted: KEY_COLUMNS and the counts of Figure. Raises DoesNotAddUp for a row that
    contradicts itself or is there twice."""
    there = cijfers["status"].isin([GEMETEN, GEEN_WAARDE])
    valued = cijfers[there].sort_values(KEY_COLUMNS, ignore_index=True)
    _check(valued[valued.duplicated(KEY_COLUMNS)], "there twice")
    counts = _counts(valued)
    k, n, unknown, inside = (counts[name] for name in Figure._fields)
    _check(
        valued[(k < 0) | (k > n) | ((n == 0) & (valued["status"] == GEMETEN))],
        "k and n are not k of n leavers",
    )
    _check(valued[(inside < 0) | (inside > unknown)], "the unknown are not counted")
    return valued[KEY_COLUMNS].join(counts)


def _counts(valued: pd.DataFrame) -> pd.DataFrame:
    """The columns of Figure: 0 where there is nobody to count, and -1 where something is missing."""
    at_best = valued[["k_beste", "n_beste"]].sub(valued["quarantaine"], axis=0)
    counts = pd.DataFrame(
        {
            "k": valued["k"],
            "n": valued["n"],
            "onbekend": valued["onbekend"] - valued["quarantaine"],
            "binnen": at_best["k_beste"] - valued["k"] - (at_best["n_beste"] - valued["n"]).clip(lower=0),
        }
    )
    return counts.mask(valued["status"] == GEEN_WAARDE, 0).fillna(-1).astype(int)


def cohorts_of(rows: pd.DataFrame, eenheden: pd.DataFrame) -> list[CohortFigures]:
    """What count_rows gave, per cohort. Raises DoesNotAddUp for a school with two boards or types."""
    cohorts: dict[int, dict[Key, dict[Unit, Figure]]] = {}
    for cohort, indicator, klasse, soort, niveau, eenheid, *counts in rows.itertuples(index=False, name=None):
        table = cohorts.setdefault(int(cohort), {}).setdefault(Key(indicator, klasse, soort), {})
        table[Unit(niveau, eenheid)] = Figure(*map(int, counts))
    return [
        CohortFigures(cohort, tables, structure_of(eenheden, cohort)) for cohort, tables in cohorts.items()
    ]


def structure_of(eenheden: pd.DataFrame, cohort: int) -> Structure:
    """Region over schools, boards and types; boards and types over their schools."""
    schools = eenheden[eenheden["cohort"] == cohort].sort_values("school")
    if schools["school"].duplicated().any():
        raise DoesNotAddUp(f"cohort {cohort}: a school with more than one board or type")
    units = tuple(Unit("school", school) for school in schools["school"])
    sums: list[tuple[Unit, tuple[Unit, ...]]] = [(REGIO, units)]
    for niveau in ("bestuur", "schooltype"):
        groups: dict[Unit, list[Unit]] = {}
        for name, school in zip(schools[niveau], units, strict=True):
            groups.setdefault(Unit(niveau, name), []).append(school)
        sums.append((REGIO, tuple(sorted(groups))))
        sums += [(group, tuple(members)) for group, members in sorted(groups.items())]
    return tuple(sums)


def _check(wrong: pd.DataFrame, fault: str) -> None:
    if not wrong.empty:
        name = " ".join(str(wrong.iloc[0][column]) for column in KEY_COLUMNS if str(wrong.iloc[0][column]))
        raise DoesNotAddUp(f"{name}: {fault}")
