"""Every part of the protection is switched off by itself, on a table small enough to follow by hand: then an
attack succeeds that finds nothing as long as the part is there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pytest

from pipeline.release import attacker, blocks, counts, decision, people, protection, unknowns
from pipeline.release import figures as figures_of
from pipeline.release.circulation import NOTHING, Circulation
from pipeline.release.counts import protect_flow
from pipeline.release.figures import CohortFigures, Key, Structure, Table, Unit
from pipeline.release.nesting import Groep
from pipeline.release.policy import Policy, Reden
from pipeline.release.protection import protect, protect_each
from pipeline.release.readers import Readers, Rows
from pipeline.release.region import RegionFigures
from pipeline.release.suppression import choose_hidden
from pipeline.release.system import Cell, Number, System
from tests.property.test_release_again import both
from tests.property.test_release_attack import quarantine
from tests.property.test_release_attack import region as made_up
from tests.support.attack import ENOUGH, Name, Puzzle, Solver, attack
from tests.support.attack_together import attack_together
from tests.support.frames import figures, schools, summed
from tests.support.inversion import printed
from tests.support.reading import disclosed, worked_out
from tests.support.switches import Switch, nothing, put, rules_alone, switched, without_rule
from tests.unit.release.test_blocks import years

POLICY = Policy()
ONE = schools("A X PRO")
THREE = schools("A X PRO \n B Y PRO \n C Z PRO")
FIVE = schools("A X PRO \n B X PRO \n C Y PRO \n D Y VSO \n E Z VSO")


Attack = Callable[[], set[Name]]
Counts = dict[str, tuple[int, int]]


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
    return with_unknown(region(14, 30), inside, pd.Series([outside]))


def with_unknown(table: pd.DataFrame, inside: int, outside: "pd.Series[int]") -> pd.DataFrame:
    """Rows of which the outcome of some is unknown, and of some besides everything."""
    table["onbekend"], table["n_met_onbekend"] = outside + inside, table["n"] + outside
    table["k_beste"], table["n_beste"] = table["k"] + inside + outside, table["n"] + outside
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
CROSSED = schools("A X PRO \n C X PRO \n B Y PRO \n D Y VSO \n E Z VSO")
"""As FIVE, but B, who is hidden with A when nobody minds the boards, is of another board."""
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

DEF = schools("D X PRO \n E X PRO \n F X PRO")
AEFG = schools("A X PRO \n E X PRO \n F X PRO \n G X PRO")
FOUR = schools("A X PRO \n B X PRO \n C X PRO \n D X PRO")
TWO_BOARDS = schools("A X PRO \n B X PRO \n C Y PRO \n D Y PRO")


def of_schools(indicator: str, units: pd.DataFrame, counts: Counts) -> list[str]:
    """The lines of schools and the region alone."""
    lines = summed(indicator, units, counts).splitlines()
    return [line for line in lines if line.split()[3] in ("school", "regio")]


def not_reached() -> list[str]:
    """ONBEKEND of schools, and R_U: who is not. Of three, six and eight the first is small."""
    unknown = {"D": (3, 20), "E": (6, 25), "F": (8, 30)}
    lines = [line.split() for line in summed("D", DEF, unknown).splitlines()]
    onbekend = [" ".join(["D ONBEKEND klasse", *line[3:7], line[5]]) for line in lines]
    return [*onbekend, *of_schools("R_U", DEF, {name: (n - k, n) for name, (k, n) in unknown.items()})]


def of_all(indicator: str, units: pd.DataFrame, counts: Counts) -> list[str]:
    """The lines of boards and types too."""
    return summed(indicator, units, counts).splitlines()


def of_the_same_units(tables: Mapping[Key, Table]) -> list[list[Key]]:
    """Tables that share n only where they are of the same units, as if the others could not be compared."""
    groups: dict[frozenset[Unit], list[Key]] = {}
    for key, table in tables.items():
        groups.setdefault(frozenset(table), []).append(key)
    return list(groups.values())


def same_n(of_k1: Callable[[str, pd.DataFrame, Counts], list[str]]) -> pd.DataFrame:
    """K1 and R_V2 of the same leavers."""
    k1 = {"A": (1, 1), "E": (9, 20), "F": (10, 22), "G": (11, 24)}
    reached = {"A": (0, 1), "E": (8, 20), "F": (9, 22), "G": (12, 24)}
    return figures("\n".join([*of_k1("K1", AEFG, k1), *of_schools("R_V2", AEFG, reached)]))


def nobody() -> pd.DataFrame:
    """GEEN and WERK, of schools of which two have six leavers."""
    n = {"A": 6, "B": 6, "C": 30, "D": 30}
    geen = {"A": 0, "B": 0, "C": 8, "D": 9}
    of = {"GEEN": geen, "WERK": {name: n[name] - geen[name] for name in n}}
    lines = [
        line.replace("D - -", f"D {klasse} klasse")
        for klasse, k in of.items()
        for line in summed("D", TWO_BOARDS, {name: (k[name], n[name]) for name in n}).splitlines()
    ]
    return figures("\n".join(lines))


def any_open_zero(system: System, number: Number) -> bool:
    """Whether a number is shown, if no rule hides it: as if every zero said it of its parts by right."""
    return bool(number.cells) and not any(system.cells[cell].primary for cell in number.cells)


def in_pairs(system: System, _: int) -> frozenset[str]:
    """The rule of thumb: in every sum two numbers are hidden or none."""
    hidden = set(system.primary())
    while (lonely := _lonely(system, frozenset(hidden))) is not None:
        cells = {cell for i in lonely for cell in system.numbers[i].cells if not system.cells[cell].keep}
        hidden.add(min(cells, key=lambda cell: system.cells[cell].weight))
    return frozenset(system.cells[cell].key for cell in hidden)


def _lonely(system: System, hidden: frozenset[int]) -> list[int] | None:
    """The other numbers of a sum in which one is hidden."""
    for one in system.sums:
        shown = [i for i in (one.total, *one.parts) if system.known(i, hidden)]
        if len(shown) == len(one.parts):
            return shown
    return None


def without_empty(figures: CohortFigures, kept: CohortFigures) -> Rows:
    """Rows that went, of those with leavers."""
    return decision._rows(figures) - decision._rows(kept)


def in_two_reports() -> set[Name]:
    """P2 in its own report and in the next one, that has B3_RUIM too: nine of the twelve of B."""
    units = schools("A X PRO \n B Y PRO \n C Z PRO \n D V PRO")
    placed = {"A": (3, 20), "B": (12, 25), "C": (15, 25), "D": (14, 30)}
    lasting = {"A": (3, 3), "B": (9, 12), "C": (7, 15), "D": (6, 14)}
    first = of_schools("P2", units, placed)
    truth = figures("\n".join([*first, *of_schools("B3_RUIM", units, lasting)]))
    before = protect(figures("\n".join(first)), units, POLICY).cijfers
    now = protect(truth, units, POLICY).cijfers
    seen = pd.concat([before, now[now["indicator"] == "B3_RUIM"]], ignore_index=True)
    return disclosed(both(now, seen, truth), units, truth)


def after_another() -> set[Name]:
    """A is hidden with C, after a release that hid B with A and showed C, or the other way round."""
    truth = p2(THREE, A=(3, 20), B=(12, 25), C=(15, 25))
    found: set[Name] = set()
    for shown in (("B", "Y"), ("C", "Z")):
        seen = truth["eenheid"].isin([*shown, "PRO", "regio"])
        status = seen.map({True: "gemeten", False: "niet getoond"})
        before = truth.assign(status=status, grenzen_getoond=seen)
        now = protect(truth, THREE, POLICY, NOTHING.seeing("openbaar", {"cijfers": before})).cijfers
        found |= disclosed(both(now, before, truth), THREE, truth)
    return found


def alone(figures: CohortFigures, readers: Readers) -> decision.Decision:
    """A decision as if nobody saw more."""
    return decision.decide(figures, replace(readers, wider=None))


def by_the_stuurgroep() -> set[Name]:
    """One, three and fifteen: the stuurgroep may see from three on."""
    truth = p2(THREE, A=(1, 20), B=(3, 25), C=(15, 25))
    public, more = protect_each(truth, THREE, POLICY.beside(telling=3, noemer=5))
    return worked_out(both(more.cijfers, public.cijfers, truth), THREE, truth, telling=3)


def on_block() -> set[Name]:
    """P2 of five schools; in 2014 three of twenty for A."""
    truth, units = years({2014: {"A": (3, 20)}})
    made = protect(truth, units, POLICY)
    nobody_lost = dict.fromkeys(truth[["cohort", "niveau", "eenheid"]].itertuples(index=False, name=None), 0)
    return {one.name for one in attack_together(made.cijfers, made.samen, units, nobody_lost, truth)}


def without_n(draft: attacker.Draft, groep: Groep, unit: Unit) -> int | None:
    """As people._number has it, where nobody looks at n."""
    return None if groep.wie == "n" else _NUMBER(draft, groep, unit)


def of_no_sum(draft: attacker.Draft, unknown: unknowns.Counts) -> unknowns._Behind:
    """Numbers behind the bounds that nobody adds up."""
    return unknowns._Behind(unknown, {unit: draft.system.add_number(n) for unit, n in unknown.items()})


def besides(**outside: int) -> pd.DataFrame:
    """P2 of five schools, 12 of 24 each; and of so many it is not known whether they belong to it."""
    table = p2(FIVE, **dict.fromkeys(outside, (12, 24)))
    members = FIVE.assign(regio="regio", unknown=FIVE["school"].map(outside))
    sums = {
        unit: total
        for niveau in ("school", "bestuur", "schooltype", "regio")
        for unit, total in members.groupby(niveau)["unknown"].sum().items()
    }
    return with_unknown(table, 0, table["eenheid"].map(sums))


def beside_k1() -> list[str]:
    """ONBEKEND of schools, and K1 with so many unknown."""
    placed = of_schools("K1", DEF, {"D": (10, 20), "E": (12, 25), "F": (15, 30)})
    counted = {"D": 3, "E": 6, "F": 8, "regio": 17}
    k1 = [" ".join([*line.split()[:-1], str(counted[line.split()[4]])]) for line in placed]
    return [*(line for line in not_reached() if line.startswith("D")), *k1]


def on_print(table: pd.DataFrame) -> Attack:
    """Whoever has the numbers that are left of a hidden row, and works out which counts print like that."""

    def found() -> set[Name]:
        row = protect(table, ONE, POLICY).cijfers.iloc[0]
        left = row[["n", "pct", "laag", "hoog"]].dropna().round(1)
        fits = {(k, n) for n in range(1, 101) for k in range(n + 1) if _prints(k, n, left)}
        return fits if len(fits) < ENOUGH else set()

    return found


def _prints(k: int, n: int, left: "pd.Series[float]") -> bool:
    row = dict(zip(("n", "pct", "laag", "hoog"), (n, *printed(k, n)), strict=True))
    return all(row[name] == number for name, number in left.items())


def on_flow(cijfers: str, **steps: int) -> Attack:
    """The flow of 90 leavers, of whom 46 have perspectief arbeid, beside published figures."""
    rows = [("geleverd", "totaal", 90), ("schoolverlaters", "totaal", 90), ("ander_perspectief", "af", 44)]
    rows.append(("perspectief_arbeid", "totaal", 46))
    rows += [(step, "totaal" if step == "noemer_p2" else "af", n) for step, n in steps.items()]
    stroom = pd.DataFrame(rows, columns=["stap", "soort", "aantal"]).assign(cohort=2020)
    stroom["volgorde"] = range(len(stroom))
    beside = figures(cijfers)

    def found() -> set[Name]:
        shown = protect_flow(stroom, POLICY, beside).set_index("stap")["aantal"]
        puzzle = Puzzle()
        for step, number in shown.items():
            told = step == "noemer_p2" and "P2" in cijfers
            puzzle.count(step, 45 if told else None if pd.isna(number) else number)
        puzzle.equal("schoolverlaters", ["ander_perspectief", "perspectief_arbeid"])
        puzzle.equal("perspectief_arbeid", list(steps))
        if "PRO" in cijfers:
            for step, most in (("naar_school", 6), ("vertrokken", 2)):
                puzzle.count(("most", step), most)
                puzzle.at_least(("most", step), step)
        solver = Solver(puzzle)
        small = [step for step in shown.index[shown.isna()] if step in steps and step != "noemer_p2"]
        return {step for step in small if len(solver.values(step)) < ENOUGH}

    return found


WENT = """
D PRO   code   regio regio 6  90 0
D VSO   code   regio regio 0  90 0
D GEEN  klasse regio regio 20 90 0
D GEEN  code   regio regio 18 90 0
"""


def narrower(patch: pytest.MonkeyPatch) -> None:
    """Two values are enough."""
    patch.setattr(decision, "hide", lambda system, _: choose_hidden(system, 2))


def on_region(*size: int) -> Attack:
    """An attack on the release of a made-up region."""

    def found() -> set[Name]:
        cijfers, units = made_up(*size)
        made = protect(cijfers, units, POLICY).cijfers
        return {one.name[1:] for one in attack(made, units, quarantine(cijfers), cijfers)}

    return found


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
    Part(
        "grenzen: the numbers themselves go where a row has its bounds hidden",
        put(protection, "BOUNDS", []),
        ("grenzen", "P2", "", *REGION),
        on(unknown(2, 6)),
    ),
    Part(
        "grenzen: the unknown add up too: two of A are all less eight of every other",
        put(unknowns, "_add", of_no_sum),
        ("onbekend", "P2", "", *A),
        on(besides(A=2, B=8, C=8, D=8, E=8), FIVE),
    ),
    Part(
        "grenzen: K1's onbekend of E is ONBEKEND, and tells it where D is hidden",
        put(unknowns, "_onbekend", nothing),
        ("onbekend", "D", "klasse:ONBEKEND", "school", "E"),
        on(figures("\n".join(beside_k1())), DEF),
    ),
    Part(
        "percentage and interval go with k and n",
        put(protection, "NUMBERS", ["n", "k", *protection.BOUNDS]),
        (3, 30),
        on_print(region(3, 30)),
    ),
    Part(
        "the interval alone is the count too",
        put(protection, "NUMBERS", ["n", "k", "pct", *protection.BOUNDS]),
        (3, 30),
        on_print(region(3, 30)),
    ),
    Part(
        "n goes with k: of one leaver nobody or everybody was placed",
        put(protection, "NUMBERS", [name for name in protection.NUMBERS if name != "n"]),
        (1, 1),
        on_print(region(1, 1)),
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
        on(p2(CROSSED, **FIVE_COUNTS), CROSSED),
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
        "n less n: 47 of 50 are in P2",
        put(people, "_number", without_n),
        ("meer", "n D", "n P2", *A),
        on(classes("school A", (25, 10, 6, 9, 0), "K1 - - school A 35 50 0", "P2 - - school A 23 47 0")),
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
        "kinds and codes: in work or mbo less in work is mbo, by school too",
        put(people._People, "_add_codes", nothing),
        ("meer", "o WERK", "o K1", "school", "99AA00"),
        on_region(4, 3, 22, 11),
    ),
    Part(
        "ONBEKEND is who is not in R_U: E is the region less D and F, and either table tells it",
        put(attacker, "_others_are_unknown", lambda *_: False),
        ("k", "D", "klasse:ONBEKEND", "school", "D"),
        on(figures("\n".join(not_reached())), DEF),
    ),
    Part(
        "the same n: of the one leaver of A, K1 hides all with F and R_V2 with G",
        put(attacker, "ZELFDE_NOEMER", ()),
        ("k", "K1", "", *A),
        on(same_n(of_schools), AEFG),
    ),
    Part(
        "the same n of other units: K1 is there of the board too",
        put(attacker, "_sharing_n", of_the_same_units),
        ("k", "K1", "", *A),
        on(same_n(of_all), AEFG),
    ),
]
CHOICE = [
    Part(
        "two hidden are not enough: 15 is 10 and 5 and x and x",
        put(decision, "hide", in_pairs),
        ("k", "P2", "", *A),
        on(p2(FOUR, A=(0, 20), B=(0, 25), C=(5, 25), D=(10, 30)), FOUR),
    ),
    Part(
        "zeros: that nobody of X is GEEN says it of A and B, whose six are hidden",
        put(System, "_open_top", any_open_zero),
        ("k", "D", "klasse:GEEN", *A),
        on(nobody(), TWO_BOARDS),
    ),
    Part(
        "the width: 1 and 0 leave two values each",
        narrower,
        ("k", "P2", "", *A),
        on(p2(FOUR, A=(1, 20), B=(0, 25), C=(12, 25), D=(15, 30)), FOUR),
    ),
]
LATER = [
    Part(
        "what came out earlier stays: A hides with D in the first report, and with B if all is chosen anew",
        put(decision, "last_stage", lambda figures: (None, figures)),
        ("k", "P2", "", *A),
        in_two_reports,
    ),
    Part(
        "what comes later is set against what came out earlier: twelve of B in P2, nine of those last",
        put(decision, "beside", lambda before, _: replace(before, tables={})),
        ("k", "P2", "", *A),
        in_two_reports,
    ),
    Part(
        "what is given up is given up of a school without leavers too",
        put(decision, "_given_up", without_empty),
        ("k", "P2", "", "school", "99AD00"),
        on_region(5, 1, 10, 10876),
    ),
    Part(
        "earlier releases: A is X, and was hidden beside B, who is shown now",
        put(Circulation, "_seen", lambda *_: []),
        ("k", "P2", "", *A),
        after_another,
    ),
    Part(
        "who sees more is decided first: the stuurgroep sees B, and the public release shows C",
        put(protection, "decide", alone),
        ("k", "P2", "", *A),
        by_the_stuurgroep,
    ),
    Part(
        "three cohorts: A of 2014 is A of three years less 2015 and 2016",
        put(blocks, "_tie", nothing),
        (2014, ("k", "P2", "", *A)),
        on_block,
    ),
]
FLOW = [
    Part(
        "the flow: one left; P2 tells that 45 did not",
        put(counts, "shown_of_region", lambda *_: RegionFigures(frozenset(), {})),
        "vertrokken",
        on_flow("P2 - - regio regio 30 45 0", vertrokken=1, noemer_p2=45),
    ),
    Part(
        "the flow: seven changed school or left; at most six did the one and at most two the other",
        put(counts, "shown_of_region", lambda *_: RegionFigures(frozenset(), {})),
        "vertrokken",
        on_flow(WENT, naar_school=6, vertrokken=1, noemer_p2=39),
    ),
    Part(
        "the flow: a small step goes with another",
        put(counts, "choose_hidden", rules_alone),
        "vertrokken",
        on_flow(WENT, naar_school=6, vertrokken=1, noemer_p2=39),
    ),
]
PARTS = [*OWN_RULES, *SUMS, *PEOPLE, *CHOICE, *LATER, *FLOW]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_nothing_comes_out(part: Part) -> None:
    with switched(None):
        assert part.attack() == set()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_without_this_part_an_attack_succeeds(part: Part) -> None:
    with switched(part.off):
        assert part.finds in part.attack()
