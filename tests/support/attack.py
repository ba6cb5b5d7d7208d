"""An attacker with a published table of figures. Written apart from the release code: it shares nothing with
it.

A puzzle is a set of counts, some published, and equations between them. `possible` says which values a count
can have: by trying everything (brute force) for small puzzles, by integer programming for larger ones.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from tests.support.differences import add_differences

CEILING = 10_000
ENOUGH = 3
WHOLE = 1e-2
Name = Hashable
Values = dict[Name, int]


@dataclass
class Puzzle:
    """Counts are whole and not negative; each equation says total = sum of parts."""

    known: Values = field(default_factory=dict)
    unknown: dict[Name, None] = field(default_factory=dict)
    equations: list[tuple[Name, tuple[Name, ...]]] = field(default_factory=list)

    def count(self, name: Name, value: int | None) -> None:
        """Add a count; None when it is not published."""
        if value is None:
            self.unknown[name] = None
        else:
            self.known[name] = int(value)

    def equal(self, total: Name, parts: list[Name]) -> None:
        """Add total = sum of parts, if all of them exist."""
        if parts and all(name in self.known or name in self.unknown for name in (total, *parts)):
            self.equations.append((total, tuple(parts)))

    def at_least(self, total: Name, part: Name) -> None:
        """Add total >= part."""
        if total != part and all(name in self.known or name in self.unknown for name in (total, part)):
            rest = ("rest", total, part)
            self.count(rest, None)
            self.equal(total, [part, rest])


def brute_force(puzzle: Puzzle, limit: int) -> dict[Name, set[int]]:
    """All values of every unknown count, trying all of 0..limit; what no equation bounds runs to the
    limit.
    """
    found: dict[Name, set[int]] = {name: set() for name in puzzle.unknown}
    for solution in _solutions(puzzle, dict(puzzle.known), list(puzzle.unknown), limit):
        for name in found:
            found[name].add(solution[name])
    return found


def _solutions(puzzle: Puzzle, values: Values, left: list[Name], limit: int) -> Iterator[Values]:
    if not all(_fits(values, total, parts) for total, parts in puzzle.equations):
        return
    if not left:
        yield dict(values)
        return
    for value in range(limit + 1):
        yield from _solutions(puzzle, {**values, left[0]: value}, left[1:], limit)


def _fits(values: Values, total: Name, parts: tuple[Name, ...]) -> bool:
    some = sum(values[part] for part in parts if part in values)
    if total not in values:
        return True
    whole = all(part in values for part in parts)
    return some == values[total] if whole else some <= values[total]


class Solver:
    """Integer programming over one puzzle; remembers solutions, because each says something of every
    count.
    """

    def __init__(self, puzzle: Puzzle) -> None:
        self._place = {name: at for at, name in enumerate(puzzle.unknown)}
        rows, right = [], []
        for total, parts in puzzle.equations:
            row = np.zeros(len(self._place))
            constant = 0
            for sign, name in [(1, total), *((-1, part) for part in parts)]:
                if name in puzzle.known:
                    constant += sign * puzzle.known[name]
                else:
                    row[self._place[name]] += sign
            if row.any():
                rows.append(row)
                right.append(-constant)
            elif constant:
                raise AssertionError(f"the published counts contradict each other at {total}")
        self._rows, self._right = (
            csr_matrix(np.array(rows).reshape(len(rows), -1)),
            np.array(right, dtype=float),
        )
        self._solutions: list[np.ndarray] = []

    def values(self, name: Name) -> set[int]:
        """Up to three possible values of a count; fewer are all there are."""
        at = self._place[name]
        for sign in (1, -1):
            if len(self._seen(at)) < ENOUGH:
                self._solve(at, 0, CEILING, sign)
        low, high = min(self._seen(at)), max(self._seen(at))
        for value in range(low + 1, high):
            if len(self._seen(at)) >= ENOUGH:
                break
            self._solve(at, value, value, 1)
        return self._seen(at)

    def bounds(self, name: Name) -> tuple[int, int]:
        """The least and the most that a count can be."""
        at = self._place[name]
        for sign in (1, -1):
            self._solve(at, 0, CEILING, sign)
        return min(self._seen(at)), max(self._seen(at))

    def _seen(self, at: int) -> set[int]:
        return {int(solution[at]) for solution in self._solutions}

    def _solve(self, at: int, low: int, high: int, sign: int) -> None:
        size = len(self._place)
        cost, lower, upper = np.zeros(size), np.zeros(size), np.full(size, float(CEILING))
        cost[at], lower[at], upper[at] = sign, low, high
        held = LinearConstraint(self._rows, self._right, self._right)
        found = milp(cost, integrality=np.ones(size), bounds=Bounds(lower, upper), constraints=held)
        if found.x is not None:
            self._solutions.append(np.round(found.x))


@dataclass(frozen=True)
class Recovered:
    """A hidden count with fewer than three possible values."""

    name: Name
    values: frozenset[int]


Rows = Mapping[tuple[int, str, str], int]
"""Per cohort and unit the rows in quarantine that are in onbekend, which the attacker is taken to know."""
_IN_AND_OUT = ("P2", "P3", "B1_1", "B1_2", "B3_RUIM", "B3_STRIKT")
"""Indicators with unknown leavers in their denominator and unknown leavers besides."""
_FOLLOWED = ("B1_1", "B1_2", "B3_RUIM", "B3_STRIKT")
"""Indicators whose n is who was placed and measured. How many were not measured is about a delivery: it may
come out, and with it onbekend, as long as it does not tell of how many in n the outcome is unknown.
"""
_GROUP = ["onbekend", "aandeel_onbekend", "ondergrens", "bovengrens"]


def attack(
    cijfers: pd.DataFrame, eenheden: pd.DataFrame, quarantine: Rows, truth: pd.DataFrame, telling: int = 5
) -> list[Recovered]:
    """What can be worked out from a published table: hidden k, the others (n - k) and onbekend of every
    row, of onbekend who is in n and who is not, and what one group of leavers has more than another.

    truth: the table before anything was hidden; it tells which of those differences are small, fewer than
    `telling`.
    """
    found = []
    for cohort, rows in cijfers.groupby("cohort"):
        puzzle, targets = read(rows, eenheden[eenheden["cohort"] == cohort], quarantine)
        true = truth[truth["cohort"] == cohort]
        targets += add_differences(puzzle, true, telling)
        solver = Solver(puzzle)
        nobody = _empty(true)
        for target in [one for one in targets if one[1:] not in nobody]:
            values = solver.values(target)
            if len(values) < ENOUGH:
                found.append(Recovered((cohort, *target), frozenset(values)))
    return found


def _empty(truth: pd.DataFrame) -> set[tuple]:
    """The rows about nobody, hidden only with a table that is given up: there is nothing in them."""
    rows = truth[truth["status"] == "geen waarde"]
    kinds = rows["klasse"].where(rows["soort_klasse"] == "", rows["soort_klasse"] + ":" + rows["klasse"])
    return set(zip(rows["indicator"], kinds, rows["niveau"], rows["eenheid"], strict=True))


def read(rows: pd.DataFrame, eenheden: pd.DataFrame, quarantine: Rows) -> tuple[Puzzle, list[tuple]]:
    """The puzzle of one cohort, and the counts in it that should stay hidden."""
    puzzle, targets = Puzzle(), []
    soort = rows["soort_klasse"]
    rows = rows.assign(klasse=rows["klasse"].where(soort == "", soort + ":" + rows["klasse"]))
    for row in rows.itertuples(index=False):
        where = (row.indicator, row.klasse, row.niveau, row.eenheid)
        if row.status == "niet getoond":
            assert pd.isna([row.k, row.n, row.pct, row.laag, row.hoog]).all()
        if row.status == "gemeten":
            puzzle.count(("k", *where), row.k)
            puzzle.count(("others", *where), row.n - row.k)
        elif row.status == "geen waarde":
            puzzle.count(("k", *where), 0)
            puzzle.count(("others", *where), 0)
        elif row.status == "niet getoond":
            for what in ("k", "others"):
                puzzle.count((what, *where), None)
                targets.append((what, *where))
        if row.status in ("gemeten", "niet getoond", "geen waarde"):
            lost = quarantine[row.cohort, row.niveau, row.eenheid]
            targets += _read_unknown(puzzle, row, where, lost)
    _add_sums(puzzle, rows, eenheden)
    for niveau, eenheid in rows[["niveau", "eenheid"]].drop_duplicates().itertuples(index=False):
        _add_definitions(puzzle, (niveau, eenheid))
    return puzzle, [target for target in targets if not _said(puzzle, target)]


def _read_unknown(puzzle: Puzzle, row: Any, where: tuple, lost: int) -> list[tuple]:
    """The unknown, and of those who is in n and who is not, from onbekend, its share and the bounds.

    Gives what should stay hidden. The share is of n and the unknown who are not in it.
    """
    hidden = [pd.isna(getattr(row, name)) for name in _GROUP]
    assert all(hidden) or (row.status == "gemeten" and not any(hidden))
    unknown = None if hidden[0] else row.onbekend - lost
    puzzle.count(("onbekend", *where), unknown)
    named = ["onbekend"]
    if not row.klasse:
        outside = None if hidden[0] else _outside(row, lost)
        puzzle.count(("erbuiten", *where), outside)
        puzzle.count(("erin", *where), None if unknown is None or outside is None else unknown - outside)
        puzzle.equal(("onbekend", *where), [("erin", *where), ("erbuiten", *where)])
        puzzle.at_least(("others", *where), ("erin", *where))
        named += ["erin"] if row.indicator in _IN_AND_OUT else []
        if row.indicator in _FOLLOWED:
            named.remove("onbekend")
    if row.indicator == "P1":
        puzzle.count(("zonder reden", *where), _without_reason(row, unknown, lost))
        named += ["zonder reden"]
    return [(what, *where) for what in named] if row.status == "gemeten" and hidden[0] else []


def _outside(row: Any, lost: int) -> int:
    of = 100 * row.onbekend / row.aandeel_onbekend if row.onbekend else row.n + lost
    assert abs(of - round(of)) < WHOLE
    return round(of) - row.n - lost


def _without_reason(row: Any, unknown: int | None, lost: int) -> int | None:
    """How many of P1's unknown would leave the denominator, GEEN without a reason: the upper bound tells."""
    if unknown is None:
        return None
    fits = [
        gone
        for gone in range(unknown + 1)
        if row.n - gone + lost > 0
        and abs(100 * (row.k + unknown - gone + lost) / (row.n - gone + lost) - row.bovengrens) < WHOLE
    ]
    return fits[0] if len(fits) == 1 else None


def _said(puzzle: Puzzle, target: tuple) -> bool:
    """Nobody in the whole region is a statement that is allowed, and it is about every school. Then the
    others are all of n, which may come out; and where all of n are in k, nobody's outcome is unknown.
    """
    what, indicator, klasse, *_ = target
    if klasse and what == "others":
        what = "k"
    if what == "erin" and puzzle.known.get(("others", *target[1:])) == 0:
        return True
    return target[3] != "regio" and puzzle.known.get((what, indicator, klasse, "regio", "regio")) == 0


def _add_sums(puzzle: Puzzle, rows: pd.DataFrame, eenheden: pd.DataFrame) -> None:
    for indicator, klasse in rows[["indicator", "klasse"]].drop_duplicates().itertuples(index=False):
        for what in ("k", "others", "onbekend", "erin", "erbuiten", "zonder reden"):
            schools = [(what, indicator, klasse, "school", school) for school in eenheden["school"]]
            region = (what, indicator, klasse, "regio", "regio")
            puzzle.equal(region, schools)
            for niveau in ("bestuur", "schooltype"):
                groups = eenheden.groupby(niveau)["school"]
                puzzle.equal(region, [(what, indicator, klasse, niveau, name) for name, _ in groups])
                for name, members in groups:
                    parts = [(what, indicator, klasse, "school", school) for school in members]
                    puzzle.equal((what, indicator, klasse, niveau, name), parts)


CLASSES = {
    "WERK": ["ARB_REG", "ARB_GAR", "ARB_BES", "ARB_BBL"],
    "LEREN": ["MBO_BOL", "VMBO", "PRO", "VSO"],
    "DAGBESTEDING": ["DAG_ARB", "DAG_ACT", "TRAJECT"],
    "GEEN": ["GEEN", "BUITENLAND", "OVERLEDEN"],
    "ONBEKEND": ["ONBEKEND"],
}


def _add_definitions(puzzle: Puzzle, unit: tuple[str, str]) -> None:
    """What the definitions say of one unit: classes, shared denominators, counts that are the same count."""
    n = ("n", *unit)
    puzzle.count(n, None)
    puzzle.equal(n, [("k", "D", f"klasse:{name}", *unit) for name in CLASSES])
    for name, codes in CLASSES.items():
        puzzle.equal(
            ("k", "D", f"klasse:{name}", *unit), [("k", "D", f"code:{code}", *unit) for code in codes]
        )
    every = [("D", f"klasse:{name}") for name in CLASSES]
    every += [("D", f"code:{code}") for codes in CLASSES.values() for code in codes]
    response = [(f"R_{moment}", "") for moment in ("U", "V1", "V2", "V3", "V4")]
    for indicator, klasse in [*every, *response, ("K1", ""), ("I", "")]:
        puzzle.equal(n, [("k", indicator, klasse, *unit), ("others", indicator, klasse, *unit)])
    unknown = ("k", "D", "klasse:ONBEKEND", *unit)
    for same in [("others", "I", "", *unit), ("others", "R_U", "", *unit), ("onbekend", "K1", "", *unit)]:
        puzzle.equal(unknown, [same])
    for indicator, klasse in every:
        puzzle.equal(unknown, [("onbekend", indicator, klasse, *unit)])
    for more in [("others", "P1", "", *unit), ("onbekend", "P1", "", *unit), ("others", "K1", "", *unit)]:
        puzzle.at_least(more, unknown)
    _add_placed(puzzle, unit, unknown)
    flows = ((f"{who}W_{moment}", f"{who}Z_{moment}") for who in "WN" for moment in ("V2", "V4"))
    for same in (("B3_STRIKT", "B3_RUIM"), ("T_WERK", "T_BEKEND", "T_1", "T_2", "T_4", "T_6"), *flows):
        same_n = ("n", *same, *unit)
        puzzle.count(same_n, None)
        for indicator in same:
            puzzle.equal(same_n, [("k", indicator, "", *unit), ("others", indicator, "", *unit)])


def _add_placed(puzzle: Puzzle, unit: tuple[str, str], unknown: Name) -> None:
    """K1 is work and mbo, P1 is everything but PRO, VSO and GEEN, and P1's others are ONBEKEND and some of
    GEEN.
    """

    def klasse(name: str) -> Name:
        return ("k", "D", f"klasse:{name}", *unit)

    mbo, vmbo, elsewhere, failed, excused = (
        (what, *unit) for what in ("mbo", "vmbo", "elders", "niet", "buiten")
    )
    for latent in (mbo, vmbo, elsewhere, failed, excused):
        puzzle.count(latent, None)
    puzzle.equal(klasse("LEREN"), [mbo, vmbo, elsewhere])
    puzzle.equal(("k", "K1", "", *unit), [klasse("WERK"), mbo])
    puzzle.equal(("k", "P1", "", *unit), [klasse("WERK"), klasse("DAGBESTEDING"), mbo, vmbo])
    puzzle.equal(("others", "P1", "", *unit), [unknown, failed])
    puzzle.equal(("onbekend", "P1", "", *unit), [unknown, ("zonder reden", "P1", "", *unit)])
    puzzle.at_least(failed, ("zonder reden", "P1", "", *unit))
    geen = ("k", "D", "code:GEEN", *unit)
    published = geen in puzzle.known or geen in puzzle.unknown
    puzzle.equal(geen if published else klasse("GEEN"), [failed, excused])
    for part, codes in ((mbo, ["MBO_BOL"]), (vmbo, ["VMBO"]), (elsewhere, ["PRO", "VSO"])):
        puzzle.equal(part, [("k", "D", f"code:{code}", *unit) for code in codes])
