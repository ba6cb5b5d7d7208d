"""Every part of the protection is switched off by itself, on a table small enough to follow by hand: an attack
then succeeds that finds nothing as long as the part is there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest

from pipeline.release import attacker, decision, people, unknowns
from pipeline.release import figures as figures_of
from pipeline.release.figures import Structure, Unit
from pipeline.release.nesting import Groep
from pipeline.release.policy import Policy, Reden
from pipeline.release.protection import protect
from pipeline.release.system import Cell
from tests.support.attack import Name
from tests.support.frames import figures, schools, summed
from tests.support.reading import disclosed
from tests.support.switches import Switch, nothing, put, rules_alone, switched, without_rule

POLICY = Policy()
ONE = schools("A X PRO")
THREE = schools("A X PRO \n B Y PRO \n C Z PRO")
FIVE = schools("A X PRO \n B X PRO \n C Y PRO \n D Y VSO \n E Z VSO")


Attack = Callable[[], set[Name]]


@dataclass(frozen=True)
class Part:
    """A part of the protection: how it is switched off, and what an attack finds then."""

    name: str
    off: Switch
    finds: Name
    attack: Attack


def on(table: pd.DataFrame, units: pd.DataFrame = ONE, policy: Policy = POLICY) -> Attack:
    """An attack on the release of a table."""
    return lambda: disclosed(protect(table, units, policy).cijfers, units, table)


def region(k: int, n: int, indicator: str = "P2") -> pd.DataFrame:
    return figures(f"{indicator} - - regio regio {k} {n} 0")


def classes(unit: str, counts: tuple[int, ...], *rest: str) -> pd.DataFrame:
    """D of one unit by class (work, learning, dagbesteding, none, unknown), and other rows."""
    names = ("WERK", "LEREN", "DAGBESTEDING", "GEEN", "ONBEKEND")
    n, unknown = sum(counts), counts[-1]
    lines = [f"D {name} klasse {unit} {k} {n} {unknown}" for name, k in zip(names, counts, strict=True)]
    return figures("\n".join([*lines, *rest]))


def p2(units: pd.DataFrame, **counts: tuple[int, int]) -> pd.DataFrame:
    """P2 of schools, and of their boards and types and the region."""
    return figures(summed("P2", units, counts))


def unknown(inside: int, outside: int) -> pd.DataFrame:
    """14 of 30; of some of the 30 the outcome is unknown, and of some besides whether they belong to them."""
    table = region(14, 30).assign(onbekend=inside + outside, n_met_onbekend=30 + outside)
    table["k_beste"], table["n_beste"] = 14 + inside + outside, 30 + outside
    table["aandeel_onbekend"] = 100 * table["onbekend"] / table["n_met_onbekend"]
    table["bovengrens"] = 100 * table["k_beste"] / table["n_beste"]
    return table


def without_sum(total: str, part: str) -> Switch:
    """The sums of one level over another."""
    whole = figures_of._structure

    def rest(*given: Any) -> Structure:
        sums = whole(*given)
        return tuple(one for one in sums if (one[0].niveau, one[1][0].niveau) != (total, part))

    return put(figures_of, "_structure", rest)


def without_others(draft: attacker.Draft, groep: Groep, unit: Unit) -> int | None:
    """As people._number has it, where nobody looks at who is in another class."""
    return None if groep.wie == "o" and groep.key.soort_klasse else _NUMBER(draft, groep, unit)


_NUMBER = people._number
REGION = ("regio", "regio")
A = ("school", "A")
FIVE_COUNTS = {"A": (3, 20), "B": (12, 25), "C": (15, 25), "D": (9, 18), "E": (20, 30)}
CODES = """
D LEREN   klasse regio regio 34 90 0
D MBO_BOL code   regio regio 25 90 0
D VMBO    code   regio regio 3  90 0
D PRO     code   regio regio 0  90 0
D VSO     code   regio regio 6  90 0
"""
BY_TYPE = """
D VMBO code regio      regio 15 80 0
D VMBO code schooltype PRO   3  40 0
D VMBO code schooltype VSO   12 40 0
"""

OF_CODES = {
    "WERK": {"ARB_REG": 10, "ARB_GAR": 10, "ARB_BES": 5, "ARB_BBL": 5},
    "LEREN": {"MBO_BOL": 25, "VMBO": 3, "PRO": 0, "VSO": 6},
    "DAGBESTEDING": {"DAG_ARB": 6, "DAG_ACT": 0, "TRAJECT": 0},
    "GEEN": {"GEEN": 5, "BUITENLAND": 0, "OVERLEDEN": 0},
    "ONBEKEND": {"ONBEKEND": 5},
}
ALL_CODES = classes(
    "regio regio",
    (30, 34, 6, 5, 5),
    *(f"D {code} code regio regio {k} 80 5" for codes in OF_CODES.values() for code, k in codes.items()),
    "K1 - - regio regio 55 80 5",
)

OWN_RULES = [
    Part(
        "telling: 3 of 30 is read",
        without_rule(Reden.TELLING),
        ("telling", "P2", "", *REGION),
        on(region(3, 30)),
    ),
    Part(
        "aanvulling: 28 of 30 says that two did not",
        without_rule(Reden.AANVULLING),
        ("aanvulling", "P2", "", *REGION),
        on(region(28, 30)),
    ),
    Part(
        "noemer: all of seven is a percentage of a handful",
        without_rule(Reden.NOEMER),
        ("noemer", "P2", "", *REGION),
        on(region(7, 7)),
    ),
    Part(
        "zekerheid: nobody of 30 was placed",
        without_rule(Reden.ZEKERHEID),
        ("zekerheid", "P2", "", *REGION),
        on(region(0, 30)),
    ),
    Part(
        "zekerheid: all 30 have a benefit",
        without_rule(Reden.ZEKERHEID),
        ("zekerheid", "UIT", "", *REGION),
        on(region(30, 30, "UIT")),
    ),
    Part(
        "grenzen: the upper bound tells that of two of the 30 the outcome is unknown",
        put(unknowns, "Cell", lambda **of: Cell(**of | {"primary": False})),
        ("grenzen", "P2", "", *REGION),
        on(unknown(2, 6)),
    ),
    Part(
        "grenzen: the share tells that two besides the 30 may belong to them",
        put(unknowns, "Cell", lambda **of: Cell(**of | {"primary": False})),
        ("grenzen", "P2", "", *REGION),
        on(unknown(6, 2)),
    ),
]
SUMS = [
    Part(
        "secondary suppression: A is the region less B and C",
        put(decision, "hide", rules_alone),
        ("k", "P2", "", *A),
        on(p2(THREE, A=(3, 20), B=(12, 25), C=(15, 25)), THREE),
    ),
    Part(
        "the units add up",
        put(attacker.Draft, "add_hierarchy", nothing),
        ("k", "P2", "", *A),
        on(p2(THREE, A=(3, 20), B=(12, 25), C=(15, 25)), THREE),
    ),
    Part(
        "schools add up to their board: A is X less B",
        without_sum("bestuur", "school"),
        ("k", "P2", "", *A),
        on(p2(FIVE, **FIVE_COUNTS), FIVE),
    ),
    Part(
        "schools add up to their type: D is VSO less E",
        without_sum("schooltype", "school"),
        ("k", "P2", "", "school", "D"),
        on(p2(FIVE, **FIVE_COUNTS | {"A": (10, 20), "D": (3, 18)}), FIVE),
    ),
    Part(
        "types add up to the region: PRO is the region less VSO",
        without_sum("regio", "schooltype"),
        ("k", "D", "code:VMBO", "schooltype", "PRO"),
        on(figures(BY_TYPE), schools("A X PRO \n B X VSO")),
    ),
    Part(
        "classes add up to n: GEEN is 50 less the others",
        put(attacker, "_add_classes", nothing),
        ("k", "D", "klasse:GEEN", *REGION),
        on(classes("regio regio", (20, 15, 7, 3, 5))),
    ),
    Part(
        "codes add up to their class: VMBO is 34 less 25 and 6",
        put(attacker, "bestemmingen", list),
        ("k", "D", "code:VMBO", *REGION),
        on(figures(CODES)),
    ),
]
PEOPLE = [
    Part(
        "differences: 22 of the 25 in work are in P2, so three are not",
        put(people, "_add_differences", nothing),
        ("meer", "k WERK", "k P2", *A),
        on(classes("school A", (25, 10, 6, 9, 0), "P2 - - school A 22 32 0")),
    ),
    Part(
        "the others of a class: ten are not in work, seven of those with profile ARBEID",
        put(people, "_number", without_others),
        ("meer", "o WERK", "o P3", *A),
        on(classes("school A", (10, 5, 5, 0, 0), "P3 - - school A 5 12 0")),
    ),
    Part(
        "kinds: K1 less WERK is MBO_BOL",
        put(people._People, "add", lambda _: {}),
        ("k", "D", "code:VMBO", *REGION),
        on(ALL_CODES),
    ),
    Part(
        "ONBEKEND is who is not in I",
        put(attacker, "_others_are_unknown", lambda *_: False),
        ("k", "D", "klasse:GEEN", *REGION),
        on(classes("regio regio", (20, 15, 0, 3, 6), "I - - regio regio 38 44 0")),
    ),
]
PARTS = [*OWN_RULES, *SUMS, *PEOPLE]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_nothing_comes_out(part: Part) -> None:
    with switched(None):
        assert part.attack() == set()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_without_this_part_an_attack_succeeds(part: Part) -> None:
    with switched(part.off):
        assert part.finds in part.attack()
