"""The tables that the parts of the protection are attacked on, the attacks, and what is put in the place of a
part that is switched off.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pytest

from pipeline.release import attacker, decision, people, unknowns
from pipeline.release import figures as figures_of
from pipeline.release.circulation import NOTHING, count_for_later
from pipeline.release.counts import protect_flow
from pipeline.release.figures import CohortFigures, Key, Structure, Table, Unit
from pipeline.release.nesting import Groep
from pipeline.release.policy import Policy
from pipeline.release.protection import protect
from pipeline.release.readers import Readers, Rows
from pipeline.release.suppression import choose_hidden
from pipeline.release.system import Number, System
from tests.property.test_release_again import both
from tests.property.test_release_attack import quarantine
from tests.property.test_release_attack import region as made_up
from tests.support.attack import ENOUGH, Name, Puzzle, Solver, attack
from tests.support.attack_again import attack_both
from tests.support.attack_together import attack_together
from tests.support.frames import figures, schools, summed
from tests.support.inversion import printed
from tests.support.reading import disclosed, worked_out
from tests.support.switches import Switch, put
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
    whole = figures_of.structure_of

    def rest(*given: Any) -> Structure:
        sums = whole(*given)
        return tuple(one for one in sums if (one[0].niveau, one[1][0].niveau) != (total, part))

    return put(figures_of, "structure_of", rest)


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

REACHED = """
R_V2  - - regio regio 88 120 0
WW_V2 - - regio regio 30 40 0
NW_V2 - - regio regio 15 45 0
"""
SEEN = ("NW_V2 - - regio regio 20 72 0", "GW_V2 - - regio regio 6 14 0")
NIETS = """
D GEEN       klasse regio regio 34 120 0
D GEEN       code   regio regio 20 120 0
D BUITENLAND code   regio regio 8  120 0
D OVERLEDEN  code   regio regio 6  120 0
GW_V2 - - regio regio 8 18 0
"""
PLACED = """
B1_1  - - regio regio 76 100 0
WW_V2 - - regio regio 25 40 0
WZ_V2 - - regio regio 7  40 0
NW_V2 - - regio regio 15 52 0
NZ_V2 - - regio regio 7  52 0
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


EACH = schools("A W PRO \n B X PRO \n C Y PRO \n D Z PRO")
SHOWN_AND_HIDDEN = {"A": (3, 20), "B": (12, 25), "C": (15, 25), "D": (14, 25)}


def corrected(counts: Counts, **now: tuple[int, int]) -> tuple[tuple[pd.DataFrame, pd.DataFrame], ...]:
    """P2 of four schools, and again when some were corrected: each what was published, and the truth."""
    was, truth = p2(EACH, **counts), p2(EACH, **(counts | now))
    before = protect(was, EACH, POLICY).cijfers
    kept = count_for_later(was, EACH, POLICY.definities)
    made = protect(truth, EACH, POLICY, NOTHING.seeing("openbaar", {"cijfers": before}, kept)).cijfers
    return (made, truth), (before, was)


def after_a_correction(**now: tuple[int, int]) -> set[Name]:
    """What comes out of A: not of who was corrected, which the region tells."""
    made, before = corrected(SHOWN_AND_HIDDEN, **now)
    found = attack_both(made, before, EACH, quarantine(made[1]))
    return {one.name for one in found if one.name[-1] == "A"}


def after_the_last_of_two(**now: tuple[int, int]) -> set[Name]:
    """What comes out of the last release alone, where before all was shown."""
    (made, truth), _ = corrected(SHOWN_AND_HIDDEN | {"A": (8, 20)}, **now)
    return disclosed(made, EACH, truth)


def told_at_once(stage: decision.Stage) -> tuple[decision.Decision, bool]:
    """As if what the totals of the region tell were told to everybody."""
    return decision.decide_stage(replace(stage, totals_told=True)), False


def alone(figures: CohortFigures, readers: Readers) -> decision.Decision:
    """A decision as if nobody saw more."""
    return decision.decide(figures, replace(readers, wider=None))


def by_the_stuurgroep() -> set[Name]:
    """One, three and fifteen: the stuurgroep may see from three on."""
    truth = p2(THREE, A=(1, 20), B=(3, 25), C=(15, 25))
    policy = POLICY.beside(telling=3, noemer=5)
    assert policy.wider
    public, more = (protect(truth, THREE, one) for one in (policy, policy.wider))
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
