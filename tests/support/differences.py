"""What one published group of leavers has more than another, written by hand from domain.md §7.

Nested groups give away who is in the one and not in the other: n of all leavers less n of P1 are those who
left for another school or the country, died or are excused. This is the attacker's own list; the release
finds its list in the definitions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from tests.support.attack import Name, Puzzle

NESTED = """
n D         > n P1, n P2, n P3, n UIT*, n S*, k WERK, k LEREN, k DAGBESTEDING, k GEEN, k ONBEKEND, k R_U
n D         > k R_V1, k R_V2, k R_V3, k R_V4, o WERK
o WERK      > o P2, o P3, o K1
k R_U       > k P1, k GEEN
n P1        > k P1, o P1
n P2        > k P2, o P2
n P3        > k P3, o P3
k P1        > k WERK, k DAGBESTEDING, k K1, n B1_1*, n B1_2*
k K1        > k WERK
o K1        > o P1, k DAGBESTEDING, k GEEN
o P1        > k ONBEKEND
k WERK      > k P2, k P3, n Q*, n G*, n B4*, n BW_V1
k BW_V1     > n BW_V2
k BW_V2     > n BW_V3
k BW_V3     > n BW_V4
n BW_V1     > k BW_V1, o BW_V1
n BW_V2     > k BW_V2, o BW_V2
n BW_V3     > k BW_V3, o BW_V3
n BW_V4     > k BW_V4, o BW_V4
k R_V1      > n BW_V1
k R_V2      > n BW_V2
k R_V3      > n BW_V3
k R_V4      > n BW_V4
k B1_1      > k BW_V2
k B4        > k BW_V4
n B4        > n BW_V4
k P2        > n B3_RUIM*
n P2        > n T_WERK
k R_U       > n T_WERK
k R_V4      > n T_WERK
n T_WERK    > k T_WERK, o T_1
k T_WERK    > k T_BEKEND
k T_BEKEND  > k T_6
k T_6       > k T_4
k T_4       > k T_2
k T_2       > k T_1
o P2        > o T_WERK
o T_1       > o T_2
o T_2       > o T_4
o T_4       > o T_6
o T_6       > o T_BEKEND
o T_BEKEND  > o T_WERK
n B1_1      > n B3_RUIM, k B1_1, o B1_1
n B1_2      > n B3_RUIM, n B4, n B2, k B1_2, o B1_2
k B1_1      > k B3_RUIM
k B1_2      > k B2, k B4
k B4        > k B3_RUIM
k B3_RUIM   > k B3_STRIKT
n B3_RUIM   > k B3_RUIM
k R_V2      > k B1_1
k R_V4      > k B1_2
k WERK      > n WW_V2
o WERK      > n NW_V2
k GEEN      > n GW_V2
k R_V2      > n WW_V2, n NW_V2, n WW_V4, n NW_V4
k R_V4      > n WW_V4, n NW_V4
n WW_V2     > k WW_V2, o WW_V2, n BW_V2
n NW_V2     > k NW_V2, o NW_V2, n GW_V2
n GW_V2     > k GW_V2, o GW_V2
o WZ_V2     > k WW_V2
o WW_V2     > k WZ_V2
k WW_V2     > k BW_V2, k B3_RUIM
k NW_V2     > k GW_V2
o NW_V2     > o GW_V2, k NZ_V2
o NZ_V2     > k NW_V2
k B1_1      > o WZ_V2
o B1_1      > k WZ_V2
n WW_V4     > k WW_V4, o WW_V4, n BW_V4
n NW_V4     > k NW_V4, o NW_V4, n GW_V4
n GW_V4     > k GW_V4, o GW_V4
o WZ_V4     > k WW_V4
o WW_V4     > k WZ_V4
k WW_V4     > k BW_V4, k B3_RUIM
k NW_V4     > k GW_V4
o NW_V4     > o GW_V4, k NZ_V4
o NZ_V4     > k NW_V4
"""
"""Whole > parts. A star: who is missing has no measurement or registration; that tells nothing of anybody."""
TOGETHER = (
    "k R_V2 - n WW_V2 - n NW_V2",
    "k R_V4 - n WW_V4 - n NW_V4",
    "k R_V2 - n WW_V4 - n NW_V4",
    "o NZ_V2 + o WZ_V2 - k B1_1",
    "k LEREN + k DAGBESTEDING + n GW_V2 - n NW_V2",
    "k code:GEEN - n GW_V2",
    "k LEREN + k DAGBESTEDING + k code:GEEN - n NW_V2",
)
"""Leavers whom it takes three groups or more to count."""
CLASSES = ("WERK", "LEREN", "DAGBESTEDING", "GEEN", "ONBEKEND")

Pair = tuple[str, str]


def nested() -> dict[Pair, bool]:
    """Every part and whole, steps in between left out; whether only measurements are missing."""
    direct: dict[Pair, bool] = {}
    for line in NESTED.strip().splitlines():
        whole, parts = (" ".join(side.split()) for side in line.split(">"))
        for part in parts.split(","):
            name = part.strip()
            direct[name.removesuffix("*"), whole] = name.endswith("*")
    found = dict(direct)
    while more := {
        (part, top): star and other
        for (part, whole), star in found.items()
        for (low, top), other in direct.items()
        if low == whole and (part, top) not in found
    }:
        found |= more
    return found


def add_differences(puzzle: Puzzle, truth: pd.DataFrame, telling: int = 5) -> list[Name]:
    """Add what every group lacks of every group it is a part of; gives those that should stay hidden, because
    they are fewer than `telling`.
    """
    sizes = _sizes(truth)
    targets: list[Name] = []
    for niveau, eenheid in truth[["niveau", "eenheid"]].drop_duplicates().itertuples(index=False):
        unit = (niveau, eenheid)
        for (part, whole), unmeasured in nested().items():
            inside, around = _name(puzzle, part, unit), _name(puzzle, whole, unit)
            if inside is None or around is None or (whole, unit) not in sizes:
                continue
            rest = ("meer", whole, part, *unit)
            puzzle.count(rest, None)
            puzzle.equal(around, [inside, rest])
            small = 0 < sizes[whole, unit] - sizes[part, unit] < telling
            if small and not unmeasured and part.split()[1] != whole.split()[1]:
                targets += [] if _only_unmeasured(sizes, part, whole, unit) else [rest]
        targets += _add_together(puzzle, sizes, unit, telling)
    return targets


def _add_together(
    puzzle: Puzzle, sizes: dict[tuple[str, tuple[str, str]], int], unit: tuple[str, str], telling: int
) -> list[Name]:
    """What it takes three groups to tell."""
    targets: list[Name] = []
    for line in TOGETHER:
        signed = re.findall(r"([+-]?) ?(\w [\w:]+)", line)
        names = {group: _name(puzzle, group, unit) for _, group in signed}
        if None in names.values() or any((group, unit) not in sizes for group in names):
            continue
        rest, whole = ("meer", line, *unit), ("samen", line, *unit)
        puzzle.count(rest, None)
        puzzle.count(whole, None)
        minus = [group for sign, group in signed if sign == "-"]
        puzzle.equal(whole, [names[group] for group in names if group not in minus])
        puzzle.equal(whole, [rest, *(names[group] for group in minus)])
        left = sum(sizes[group, unit] * (-1 if group in minus else 1) for group in names)
        targets += [rest] if 0 < left < telling else []
    return targets


def _only_unmeasured(
    sizes: dict[tuple[str, tuple[str, str]], int], part: str, whole: str, unit: tuple[str, str]
) -> bool:
    """Whether a group in between is all of the whole, and who is missing from that has no measurement: eleven
    in work, all eleven with perspectief arbeid, and nine of those measured.
    """
    return any(
        star and (middle, whole) in nested() and sizes[middle, unit] == sizes[whole, unit]
        for (low, middle), star in nested().items()
        if low == part
    )


def _sizes(truth: pd.DataFrame) -> dict[tuple[str, tuple[str, str]], int]:
    sizes: dict[tuple[str, tuple[str, str]], int] = {}
    for row in truth.itertuples(index=False):
        code = "code:" if row.soort_klasse == "code" else ""
        name, unit = code + (row.klasse or row.indicator), (row.niveau, row.eenheid)
        k, n = (0, 0) if row.status != "gemeten" else (int(row.k), int(row.n))
        sizes["k " + name, unit], sizes["o " + name, unit], sizes["n " + name, unit] = k, n - k, n
        if row.klasse:
            sizes["n D", unit] = n
    return sizes


def _name(puzzle: Puzzle, group: str, unit: tuple[str, str]) -> Name | None:
    """The count of a group in the puzzle; n is made of k and the others, when they are there."""
    side, indicator = group.split()
    if group == "n D":
        return ("n", *unit)
    where = ("D", f"klasse:{indicator}") if indicator in CLASSES else (indicator, "")
    where = ("D", indicator) if indicator.startswith("code:") else where
    k, others = ("k", *where, *unit), ("others", *where, *unit)
    if not all(name in puzzle.known or name in puzzle.unknown for name in (k, others)):
        return None
    if side != "n":
        return k if side == "k" else others
    whole = ("totaal", *where, *unit)
    if whole not in puzzle.unknown:
        puzzle.count(whole, None)
        puzzle.equal(whole, [k, others])
    return whole
