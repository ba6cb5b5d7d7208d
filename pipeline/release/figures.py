"""The indicator table as rows, units and the way units add up: what the attacker model is built from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from pipeline.release.system import DoesNotAddUp

GEMETEN = "gemeten"
GEEN_WAARDE = "geen waarde"
KEY_COLUMNS = ["cohort", "indicator", "klasse", "soort_klasse", "niveau", "eenheid"]
_NOT_COUNTED = -1


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
    """The counts of one row: k of n, of how many something is unknown, of how many of the n the outcome is.

    The last is what the bounds give away: k_beste - k, less what n_beste adds to n. None where it is not
    counted.
    """

    k: int
    n: int
    onbekend: int | None
    binnen: int | None


REGIO = Unit("regio", "regio")
ONBEKEND = Key("D", "ONBEKEND", "klasse")
Table = Mapping[Unit, Figure]
Structure = tuple[tuple[Unit, tuple[Unit, ...]], ...]


@dataclass(frozen=True)
class CohortFigures:
    """All rows with a value of one cohort, and the sums between units: each total with all its parts."""

    cohort: int
    tables: Mapping[Key, Table]
    structure: Structure

    def __hash__(self) -> int:
        return hash((self.cohort, self.structure, tuple(self.tables)))

    def counted(self, key: Key) -> Iterator[tuple[Unit, Figure]]:
        """The rows of a table about anybody: n is not 0."""
        return ((unit, figure) for unit, figure in self.tables[key].items() if figure.n)


def read_cohorts(cijfers: pd.DataFrame, eenheden: pd.DataFrame) -> list[CohortFigures]:
    """The table `cijfers` per cohort, oldest first, in an order that does not depend on that of its rows.

    Raises DoesNotAddUp for a row that contradicts itself or is there twice, and for a school with two boards
    or types.
    """
    valued = cijfers[cijfers["status"].isin([GEMETEN, GEEN_WAARDE])].sort_values(KEY_COLUMNS)
    _check(valued[valued.duplicated(KEY_COLUMNS)], "there twice")
    cohorts: dict[int, dict[Key, dict[Unit, Figure]]] = {}
    for cohort, key, unit, figure in _rows(valued):
        cohorts.setdefault(cohort, {}).setdefault(key, {})[unit] = figure
    return [CohortFigures(cohort, tables, _structure(eenheden, cohort)) for cohort, tables in cohorts.items()]


def _rows(valued: pd.DataFrame) -> Iterator[tuple[int, Key, Unit, Figure]]:
    empty = valued["status"] == GEEN_WAARDE
    counts = valued[["k", "n"]].mask(empty, 0)
    k, n = counts["k"], counts["n"]
    wrong = counts.isna().any(axis=1) | (k < 0) | (k > n) | (~empty & (n == 0))
    _check(valued[wrong.fillna(True)], "k and n are not k of n leavers")
    unknown = [_optional(values.mask(empty, 0)) for values in (valued["onbekend"], _inside(valued))]
    names = [valued[name].tolist() for name in KEY_COLUMNS]
    numbers = [counts[name].astype(int).tolist() for name in ("k", "n")]
    for cohort, indicator, klasse, soort, niveau, eenheid, *figure in zip(
        *names, *numbers, *unknown, strict=True
    ):
        yield int(cohort), Key(indicator, klasse, soort), Unit(niveau, eenheid), Figure(*figure)


def _inside(valued: pd.DataFrame) -> "pd.Series[float]":
    """Of how many in the denominator the outcome is unknown, where the counts behind the bounds are given."""
    if not {"k_beste", "n_beste"} <= set(valued.columns):
        return pd.Series(float("nan"), index=valued.index)
    return (valued["k_beste"] - valued["k"]) - (valued["n_beste"] - valued["n"]).clip(lower=0)


def _optional(values: "pd.Series[float]") -> list[int | None]:
    return [None if value < 0 else value for value in values.fillna(_NOT_COUNTED).astype(int).tolist()]


def _structure(eenheden: pd.DataFrame, cohort: int) -> Structure:
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
