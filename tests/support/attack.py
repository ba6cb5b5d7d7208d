"""An attacker with a published table of figures. Written apart from the release code: it shares nothing with
it.

A puzzle is a set of counts, some published, and equations between them. `possible` says which values a count
can have: by trying everything (brute force) for small puzzles, by integer programming for larger ones.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

CEILING = 10_000
ENOUGH = 3
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


def attack(cijfers: pd.DataFrame, eenheden: pd.DataFrame) -> list[Recovered]:
    """What can be worked out from a published table: hidden k, the others (n - k) and onbekend of every
    row.
    """
    found = []
    for cohort, rows in cijfers.groupby("cohort"):
        puzzle, targets = read(rows, eenheden[eenheden["cohort"] == cohort])
        solver = Solver(puzzle)
        for target in targets:
            values = solver.values(target)
            if len(values) < ENOUGH:
                found.append(Recovered((cohort, *target), frozenset(values)))
    return found


def read(rows: pd.DataFrame, eenheden: pd.DataFrame) -> tuple[Puzzle, list[tuple]]:
    """The puzzle of one cohort, and the counts in it that should stay hidden."""
    puzzle, targets = Puzzle(), []
    soort = rows["soort_klasse"]
    rows = rows.assign(klasse=rows["klasse"].where(soort == "", soort + ":" + rows["klasse"]))
    for row in rows.itertuples(index=False):
        where = (row.indicator, row.klasse, row.niveau, row.eenheid)
        if row.status == "niet getoond":
            assert pd.isna([row.k, row.n, row.pct, row.laag, row.hoog, row.onbekend, row.ondergrens]).all()
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
            shown = row.status == "gemeten" and pd.notna(row.onbekend)
            puzzle.count(("onbekend", *where), row.onbekend if shown else None)
            if row.status == "gemeten" and not shown:
                targets.append(("onbekend", *where))
    _add_sums(puzzle, rows, eenheden)
    for niveau, eenheid in rows[["niveau", "eenheid"]].drop_duplicates().itertuples(index=False):
        _add_definitions(puzzle, (niveau, eenheid))
    return puzzle, [target for target in targets if not _said_of_region(puzzle, target)]


def _said_of_region(puzzle: Puzzle, target: tuple) -> bool:
    """Nobody in the whole region is a statement that is allowed, and it is about every school."""
    what, indicator, klasse, *_ = target
    return target[3] != "regio" and puzzle.known.get((what, indicator, klasse, "regio", "regio")) == 0


def _add_sums(puzzle: Puzzle, rows: pd.DataFrame, eenheden: pd.DataFrame) -> None:
    for indicator, klasse in rows[["indicator", "klasse"]].drop_duplicates().itertuples(index=False):
        for what in ("k", "others", "onbekend"):
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
    for indicator, klasse in [*every, ("K1", ""), ("I", "")]:
        puzzle.equal(n, [("k", indicator, klasse, *unit), ("others", indicator, klasse, *unit)])
    unknown = ("k", "D", "klasse:ONBEKEND", *unit)
    for same in [("others", "I", "", *unit), ("others", "R_U", "", *unit), ("onbekend", "K1", "", *unit)]:
        puzzle.equal(unknown, [same])
    for indicator, klasse in every:
        puzzle.equal(unknown, [("onbekend", indicator, klasse, *unit)])
    for more in [("others", "P1", "", *unit), ("onbekend", "P1", "", *unit), ("others", "K1", "", *unit)]:
        puzzle.at_least(more, unknown)
    _add_placed(puzzle, unit, unknown)
    for group in (["R_U", "R_V1", "R_V2", "R_V3", "R_V4"], ["B3_STRIKT", "B3_RUIM"]):
        same_n = ("n", *group, *unit)
        puzzle.count(same_n, None)
        for indicator in group:
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
    geen = ("k", "D", "code:GEEN", *unit)
    published = geen in puzzle.known or geen in puzzle.unknown
    puzzle.equal(geen if published else klasse("GEEN"), [failed, excused])
    for part, codes in ((mbo, ["MBO_BOL"]), (vmbo, ["VMBO"]), (elsewhere, ["PRO", "VSO"])):
        puzzle.equal(part, [("k", "D", f"code:{code}", *unit) for code in codes])
