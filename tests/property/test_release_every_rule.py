"""Every part of the protection is switched off by itself, on a table small enough to follow by hand: then an
attack succeeds that finds nothing as long as the part is there.
"""

from dataclasses import replace

import pytest

from pipeline.release import attacker, blocks, counts, decision, people, protection, unknowns, versions
from pipeline.release.circulation import Circulation
from pipeline.release.generations import NONE
from pipeline.release.policy import Policy, Reden
from pipeline.release.region import RegionFigures
from pipeline.release.system import Cell, System
from tests.support.attack_again import THEN
from tests.support.every_rule import (
    AEFG,
    ALL_CODES,
    BY_TYPE,
    CODES,
    CROSSED,
    DEF,
    FIVE,
    FIVE_COUNTS,
    FOUR,
    NIETS,
    PLACED,
    REACHED,
    REGION,
    SEEN,
    THREE,
    TWO_BOARDS,
    WENT,
    A,
    Part,
    after_a_correction,
    after_another,
    after_the_last_of_two,
    alone,
    any_open_zero,
    beside_k1,
    besides,
    by_the_stuurgroep,
    classes,
    in_pairs,
    in_two_reports,
    narrower,
    nobody,
    not_reached,
    of_all,
    of_no_sum,
    of_schools,
    of_the_same_units,
    on,
    on_block,
    on_flow,
    on_print,
    on_region,
    p2,
    region,
    same_n,
    told_at_once,
    unknown,
    without_n,
    without_others,
    without_sum,
)
from tests.support.frames import figures, schools
from tests.support.switches import nothing, put, rules_alone, switched, without_rule

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
        "differences: 42 had work in half a year and 40 in three months, so two found it in between",
        put(people, "_add_differences", nothing),
        ("meer", "k T_2", "k T_1", *REGION),
        on(figures("T_1 - - regio regio 40 100 0\nT_2 - - regio regio 42 100 0")),
    ),
    Part(
        "differences: 63 ever worked and of 60 it is known since when, so of three it is not",
        put(people, "_add_differences", nothing),
        ("meer", "k T_WERK", "k T_BEKEND", *REGION),
        on(figures("T_WERK - - regio regio 63 100 0\nT_BEKEND - - regio regio 60 100 0")),
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
        "flows: of the 88 reached 40 had work and 45 had none, and three have died or left",
        put(people, "_add_remainders", nothing),
        ("meer", "k R_V2 - n WW_V2 - n NW_V2", *REGION),
        on(figures(REACHED)),
    ),
    Part(
        "flows: of the 45 who had no work and have a place all but two had one at leaving",
        put(people, "_add_remainders", nothing),
        ("meer", "o NZ_V2 + o WZ_V2 - k B1_1", *REGION),
        on(figures(PLACED)),
    ),
    Part(
        "flows: of the 60 who went to learn or to dagbesteding all but two were seen",
        put(people, "_add_remainders", nothing),
        ("meer", "k LEREN + k DAGBESTEDING + n GW_V2 - n NW_V2", *REGION),
        on(classes("regio regio", (60, 50, 10, 20, 10), *SEEN)),
    ),
    Part(
        "flows and codes: of the 20 who had nothing 18 were seen, where 34 have the class",
        put(people, "_add_remainders", nothing),
        ("meer", "k code:GEEN - n GW_V2", *REGION),
        on(figures(NIETS)),
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
        "earlier releases: A is X, and was hidden beside B, who is shown now",
        put(Circulation, "_seen", lambda *_: NONE),
        ("k", "P2", "", *A),
        after_another,
    ),
    Part(
        "what was corrected: A was hidden beside D, who did not change; C, of four now, could do for A alone",
        put(Circulation, "_pasts", lambda *_: iter(())),
        (THEN, "k", "P2", "", *A),
        lambda: after_a_correction(C=(4, 25)),
    ),
    Part(
        "what did not change: A was hidden beside D, and has too many now to be hidden; D would tell of then",
        put(versions._Then, "_add_sums", nothing),
        (THEN, "k", "P2", "", *A),
        lambda: after_a_correction(A=(8, 20)),
    ),
    Part(
        "one release only: all four were shown, C is corrected to four, and the others tell it",
        put(decision, "_knowing", told_at_once),
        ("k", "P2", "", "school", "C"),
        lambda: after_the_last_of_two(C=(4, 25)),
    ),
    Part(
        "who sees more is decided first: the stuurgroep sees B, and the public release shows C",
        put(protection, "decide", alone),
        ("k", "P2", "", *A),
        by_the_stuurgroep,
    ),
    Part(
        "three cohorts: A of 2014 is A of three years less 2015 and 2016",
        put(blocks, "add_up", nothing),
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


def given_up(monkeypatch: pytest.MonkeyPatch, text: str, **counts: tuple[int, int]) -> set[str]:
    """The units that are shown, or said to have nobody, where every cohort gives up its schools."""
    units = schools(text)
    monkeypatch.setattr(decision, "_orders", lambda _: iter([("scholen",)]))
    decision.decide_stage.cache_clear()
    found = protection.protect(p2(units, **counts), units, Policy()).cijfers
    decision.decide_stage.cache_clear()
    return set(found.loc[found["status"] != "niet getoond", "eenheid"])


def test_a_school_that_is_given_up_is_not_its_board_less_a_type(monkeypatch: pytest.MonkeyPatch) -> None:
    """C has one leaver, who was placed: X of boards is A and C, and VSO of types is A alone."""
    shown = given_up(monkeypatch, "A X VSO \n B Y PRO \n C X PRO", A=(6, 11), B=(5, 12), C=(1, 1))
    assert "regio" in shown and shown.isdisjoint("ABC") and not {"X", "VSO"} <= shown


def test_a_school_that_is_given_up_is_not_said_to_have_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = given_up(monkeypatch, "A X VSO \n B Y PRO \n C X PRO", A=(6, 11), B=(5, 12), C=(0, 0))
    assert "regio" in shown and shown.isdisjoint("ABC")
