"""Destinations by municipality and by profile: what is hidden by hand, and attacks by code of their own."""

from collections import Counter
from dataclasses import dataclass, field, replace

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.release.achtergrond import (
    beside_achtergrond,
    count_achtergrond,
    protect_achtergrond,
    shared_by_gemeente,
)
from pipeline.release.delingen import Deling, Groep
from pipeline.release.policy import Policy
from pipeline.release.small_memory import Earlier, hidden_names
from tests.support.attack import ENOUGH, Puzzle, Solver
from tests.support.attack_again import THEN
from tests.support.attack_small import attack_both

KLASSEN = ("WERK", "LEREN", "DAGBESTEDING", "GEEN", "ONBEKEND")
PROFIELEN = ("VERVOLGONDERWIJS", "DAGBESTEDING", "ONBEKEND")
WAARHEEN = ("WERK", "NIET_WERK")
OPENBAAR, STUURGROEP = Policy(), Policy(telling=3, noemer=5)
Name = tuple[str, ...]
Shown = dict[Name, int | None]


@dataclass(frozen=True)
class Leavers:
    """By municipality and class; of vso by profile and work; and P3 of vso: k and n."""

    gemeente: Counter[tuple[str, str]]
    profiel: Counter[tuple[str, str]] = field(default_factory=Counter)
    p3: tuple[int, int] = (20, 40)

    @property
    def gemeenten(self) -> list[str]:
        return list(dict.fromkeys(groep for groep, _ in self.gemeente))

    def there(self, klasse: str) -> int:
        return sum(n for (_, naar), n in self.gemeente.items() if naar == klasse)

    @property
    def vso(self) -> dict[str, int]:
        """Without the profile ARBEID: in work, not in work."""
        return {naar: sum(self.profiel[p, naar] for p in PROFIELEN) for naar in WAARHEEN}

    @property
    def table(self) -> pd.DataFrame:
        rows = [("gemeente", g, naar, self.gemeente[g, naar]) for g in self.gemeenten for naar in KLASSEN]
        rows += [("profiel", p, naar, self.profiel[p, naar]) for p in PROFIELEN for naar in WAARHEEN]
        names = ["schooljaar", "kenmerk", "groep", "klasse", "aantal"]
        return pd.DataFrame([(2023, *row) for row in rows], columns=names)

    def cijfers(self, *hidden: str) -> pd.DataFrame:
        """D of the region, and D's WERK and P3 of vso, but for these and for what a rule hides."""
        allen, (k, n) = self.gemeente.total(), self.p3
        werk, vso = self.vso["WERK"] + k, sum(self.vso.values()) + n
        found = [("D", naar, "klasse", "regio", "regio", self.there(naar), allen) for naar in KLASSEN]
        found.append(("D", "WERK", "klasse", "schooltype", "VSO", werk, vso))
        found.append(("P3", "", "", "schooltype", "VSO", k, n))
        rows = [
            (2023, *row, "niet getoond" if {*row[:2]} & {*hidden} or small(*row[-2:]) else "gemeten")
            for row in found
        ]
        names = ["cohort", "indicator", "klasse", "soort_klasse", "niveau", "eenheid", "k", "n", "status"]
        return pd.DataFrame(rows, columns=names)


def small(k: int, n: int) -> bool:
    return 0 < k < 5 or 0 < n - k < 5 or n < 10


RUIM = Leavers(
    Counter({(groep, naar): 20 for groep in ("0599", "0606", "0622", "ELDERS") for naar in KLASSEN}),
    Counter({(profiel, naar): 15 for profiel in PROFIELEN for naar in WAARHEEN}),
)


def changed(was: Leavers, **more: int) -> Leavers:
    """With other counts: GEEN_0606=3."""
    return replace(was, gemeente=_put(was, {(name[-4:], name[:-5]): n for name, n in more.items()}))


def _put(was: Leavers, new: dict[tuple[str, str], int]) -> Counter[tuple[str, str]]:
    return Counter(dict(was.gemeente) | new)


def read(table: pd.DataFrame) -> Shown:
    assert table["aantal"].isna().equals(table["status"] == "niet getoond")
    counts = [None if pd.isna(n) else int(n) for n in table["aantal"]]
    names = table[["kenmerk", "groep", "klasse"]].itertuples(index=False, name=None)
    return dict(zip(names, counts, strict=True))


def told(leavers: Leavers, *hidden: str, policy: Policy = OPENBAAR, **more: object) -> Shown:
    return read(protect_achtergrond(leavers.table, leavers.cijfers(*hidden), policy, **more))  # type: ignore[arg-type]


def of(found: Shown, kenmerk: str) -> set[int | None]:
    return {n for name, n in found.items() if name[0] == kenmerk}


def test_counts_that_are_not_small_are_all_shown_with_their_totals() -> None:
    found = told(RUIM)
    assert None not in found.values() and len(found) == 4 * 6 + 3 * 3
    assert found["gemeente", "0599", "alle"] == 100 and found["profiel", "ONBEKEND", "alle"] == 30


def test_a_small_count_takes_others_with_it_in_its_row_and_its_column() -> None:
    found = told(changed(RUIM, GEEN_0606=2))
    assert found["gemeente", "0606", "GEEN"] is None
    assert sum(n is None for (_, g, _), n in found.items() if g == "0606") >= 2
    assert sum(n is None for (_, _, k), n in found.items() if k == "GEEN") >= 2


def test_of_a_municipality_with_few_leavers_no_class_is_shown() -> None:
    """Nine leavers, none of the counts by itself too small to show: at most their total."""
    few = changed(RUIM, WERK_0606=9, LEREN_0606=0, DAGBESTEDING_0606=0, GEEN_0606=0, ONBEKEND_0606=0)
    found = told(few)
    assert {found["gemeente", "0606", klasse] for klasse in KLASSEN} == {None}
    enough = told(replace(few, gemeente=_put(few, {("0606", "WERK"): 10})))
    assert enough["gemeente", "0606", "WERK"] == 10


@pytest.mark.parametrize(("klasse", "weg"), [("GEEN", True), ("ONBEKEND", True), ("WERK", False)])
def test_that_all_of_a_municipality_are_at_home_is_not_told(klasse: str, weg: bool) -> None:
    new = {("0606", naar): 30 if naar == klasse else 0 for naar in KLASSEN}
    found = told(replace(RUIM, gemeente=_put(RUIM, new)))
    assert (found["gemeente", "0606", klasse] is None) == weg


def test_a_destination_with_few_from_elsewhere_hides_the_municipality_they_are_not_from() -> None:
    new = {(g, "GEEN"): n for g, n in (("0599", 40), ("0606", 1), ("0622", 1), ("ELDERS", 0))}
    assert told(replace(RUIM, gemeente=_put(RUIM, new)))["gemeente", "0599", "GEEN"] is None


def test_a_destination_that_the_figures_hide_does_not_follow_from_municipalities() -> None:
    found = told(RUIM, "GEEN")
    assert of(found, "gemeente") == {None} and None not in of(found, "profiel")
    assert of(told(RUIM, "P3"), "profiel") == {None} and None not in of(told(RUIM, "P3"), "gemeente")


def test_a_handful_of_vso_outside_p3_leaves_nothing_of_profiles() -> None:
    few = Counter({("DAGBESTEDING", "NIET_WERK"): 3, ("DAGBESTEDING", "WERK"): 9})
    found = told(replace(RUIM, profiel=few))
    assert of(found, "profiel") == {None} and None not in of(found, "gemeente")


def test_what_was_shared_by_municipality_leaves_no_room_for_the_table() -> None:
    past = Deling(2023, (Groep("x", "x", (), "(\"gemeente\" IS NOT DISTINCT FROM '0599')"),), ())
    assert shared_by_gemeente([past], 2023) and not shared_by_gemeente([past], 2022)
    assert not shared_by_gemeente([Deling(2023, (Groep("y", "y", (), "(leeftijd >= 17)"),), ())], 2023)
    found = told(RUIM, gedeeld=True)
    assert of(found, "gemeente") == {None} and None not in of(found, "profiel")


def test_where_no_school_says_where_leavers_live_there_is_no_table_of_it() -> None:
    nobody = replace(RUIM, gemeente=Counter({("ONBEKEND", naar): 20 for naar in KLASSEN}))
    assert {name[0] for name in told(nobody)} == {"profiel"}
    assert told(replace(nobody, profiel=Counter())) == {}


def test_who_sees_less_is_not_shown_what_is_hidden_from_who_sees_more() -> None:
    made = changed(RUIM, GEEN_0606=2)
    more = protect_achtergrond(made.table, made.cijfers(), STUURGROEP)
    names = hidden_names("achtergrond", more)
    public = protect_achtergrond(made.table, made.cijfers(), OPENBAAR, names)
    assert names and names <= hidden_names("achtergrond", public)


# attacks ---------------------------------------------------------------------------------------------------


def puzzle_of(leavers: Leavers, shown: Shown) -> tuple[Puzzle, list[Name], dict[Name, int]]:
    """What is published, what is to be kept of it, and the truth of the table and of the rests."""
    puzzle, truth, rests = Puzzle(), count_achtergrond(leavers.table), {}
    vso = leavers.vso
    whole: dict[Name, int] = {("D", naar): leavers.there(naar) for naar in KLASSEN}
    whole |= {("n",): leavers.gemeente.total(), ("vso",): sum(vso.values())}
    whole |= {("vso", naar): vso[naar] for naar in WAARHEEN}
    hidden = {name for name, k in whole.items() if name[0] == "D" and small(k, whole[("n",)])}
    hidden |= {name for name in whole if name[0] == "vso" and any(0 < whole["vso", x] < 5 for x in WAARHEEN)}
    for name, value in (whole | shown).items():
        puzzle.count(name, None if name in hidden else value)
    targets = [name for name, value in shown.items() if value is None]

    def part(total: Name, name: Name) -> None:
        rest = ("rest", *total, *name)
        puzzle.count(rest, None)
        puzzle.equal(total, [name, rest])
        rests[rest] = (truth | whole)[total] - truth[name]
        if 0 < rests[rest] < OPENBAAR.telling:
            targets.append(rest)

    for kenmerk, groups, classes, all_of in (
        ("gemeente", leavers.gemeenten, KLASSEN, ("n",)),
        ("profiel", list(PROFIELEN), WAARHEEN, ("vso",)),
    ):
        if (kenmerk, groups[0], "alle") not in shown:
            continue
        columns = {naar: ("D", naar) if kenmerk == "gemeente" else ("vso", naar) for naar in classes}
        for groep in groups:
            total = (kenmerk, groep, "alle")
            puzzle.equal(total, [(kenmerk, groep, naar) for naar in classes])
            part(all_of, total)
            for naar in classes:
                part(total, (kenmerk, groep, naar))
                part(columns[naar], (kenmerk, groep, naar))
        for naar in classes:
            puzzle.equal(columns[naar], [(kenmerk, groep, naar) for groep in groups])
    seen = {name[0] for name, n in shown.items() if n is not None}  # else there is only what `cijfers` tells
    targets = [t for t in targets if seen & {*t}]
    nobody = {naar for naar in KLASSEN if not whole["D", naar]}
    targets = [t for t in targets if t[0] != "gemeente" or t[2] not in nobody]
    nobody = {naar for naar in WAARHEEN if not vso[naar]}
    targets = [t for t in targets if t[0] != "profiel" or t[2] not in nobody]
    return puzzle, targets, truth | rests


def attack(leavers: Leavers, shown: Shown) -> list[Name]:
    puzzle, targets, _ = puzzle_of(leavers, shown)
    solver = Solver(puzzle)
    return [name for name in targets if len(solver.values(name)) < ENOUGH]


@st.composite
def some_leavers(draw: st.DrawFn) -> Leavers:
    most = draw(st.sampled_from([3, 8, 25]))
    groups = ["0599", "0606", "0613", "ELDERS", "ONBEKEND"][: draw(st.integers(2, 5))]
    cells = {(groep, naar): draw(st.integers(0, most)) for groep in groups for naar in KLASSEN}
    if draw(st.booleans()):
        cells |= {("0606", naar): 0 for naar in KLASSEN[1:]}
    cells["0599", "WERK"] += 25
    profiel = {(p, naar): draw(st.integers(0, most)) for p in PROFIELEN for naar in WAARHEEN}
    return Leavers(Counter(cells), Counter(profiel))


@given(some_leavers())
@settings(max_examples=40)
def test_nobody_works_out_what_is_hidden(leavers: Leavers) -> None:
    found = told(leavers)
    truth = count_achtergrond(leavers.table)
    assert all(n is None or truth[name] == n for name, n in found.items())
    assert attack(leavers, found) == []


def test_the_attack_finds_a_count_that_only_its_own_rule_hides() -> None:
    made = changed(RUIM, GEEN_0606=2)
    naive: Shown = {**count_achtergrond(made.table), ("gemeente", "0606", "GEEN"): None}
    assert ("gemeente", "0606", "GEEN") in attack(made, naive)


def remembered(leavers: Leavers, shown: Shown) -> Earlier:
    counts = count_achtergrond(leavers.table)
    return Earlier(
        {name: n for name, n in shown.items() if n is not None},
        {name: counts[name] for name, n in shown.items() if n is None},
        beside_achtergrond(leavers.table, leavers.cijfers()),
    )


def attack_two(was: Leavers, now: Leavers, before: Shown, after: Shown) -> list[Name]:
    """Who has both releases, and knows of every subject that both tell of what is the same."""
    puzzle, kept, truth = puzzle_of(now, after)
    older, kept_then, then = puzzle_of(was, before)
    seen = {
        subject
        for subject in ("gemeente", "profiel")
        if of(before, subject) - {None} and of(after, subject) - {None}
    }
    apart = [name for name in truth if not seen & {*name}]
    same = {name for name, n in before.items() if n is not None and n == truth.get(name)}
    totals: list[Name] = [("n",), ("vso",), *(("D", k) for k in KLASSEN), *(("vso", k) for k in WAARHEEN)]
    same |= {("rest", *total, *name) for name in same for total in [*same, *totals]}
    small = [name for name in kept_then if 0 < then[name] < OPENBAAR.telling]
    names = [name for name in kept if name not in same] + [(THEN, *name) for name in small]
    return attack_both((puzzle, truth), (older, then), names, apart=apart)


@st.composite
def corrected(draw: st.DrawFn) -> tuple[Leavers, Leavers]:
    """The same leavers when one or two turn out to live, or to go, elsewhere, or come too late."""
    was = draw(some_leavers())
    cells = Counter(was.gemeente)
    for _ in range(draw(st.integers(1, 2))):
        name = draw(st.sampled_from(sorted(was.gemeente)))
        other = draw(st.sampled_from([(name[0], k) for k in KLASSEN] + [(g, name[1]) for g in was.gemeenten]))
        cells[other] += 1
        if cells[name] and draw(st.booleans()):
            cells[name] -= 1
    assume(cells != was.gemeente)
    return was, replace(was, gemeente=cells)


@given(corrected())
@settings(max_examples=15)
def test_two_releases_tell_no_more_than_one(both: tuple[Leavers, Leavers]) -> None:
    was, now = both
    before = told(was)
    assert attack_two(was, now, before, told(now, earlier=[remembered(was, before)])) == []


def test_without_memory_a_late_leaver_comes_out_and_with_it_the_subject_goes() -> None:
    now = changed(RUIM, GEEN_0606=21)
    before = told(RUIM)
    assert attack_two(RUIM, now, before, told(now)) != []
    after = told(now, earlier=[remembered(RUIM, before)])
    assert of(after, "gemeente") == {None} and None not in of(after, "profiel")


@given(st.lists(st.tuples(*[st.integers(0, 2)] * 8), min_size=2, max_size=2))
@settings(max_examples=6)
def test_profiles_tell_nothing_of_what_is_hidden_of_a_school(schools: list[tuple[int, ...]]) -> None:
    """Of every school all of work and not is published, and P3 of vso together; of schools P3 is hidden. With
    every count by profile added, not one value of a school's P3 falls away."""
    profiles = ("ARBEID", *PROFIELEN)

    def puzzle(with_table: bool) -> Puzzle:
        made = Puzzle()
        for at, naar in enumerate(WAARHEEN):
            for s, counts in enumerate(schools):
                own = counts[4 * at : 4 * at + 4]
                made.count(("D", naar, str(s)), sum(own))
                for profile in profiles:
                    made.count((profile, naar, str(s)), None)
                made.equal(("D", naar, str(s)), [(profile, naar, str(s)) for profile in profiles])
            for p, profile in enumerate(profiles):
                if with_table or profile == "ARBEID":
                    made.count((profile, naar), sum(counts[4 * at + p] for counts in schools))
                    made.equal((profile, naar), [(profile, naar, str(s)) for s in range(len(schools))])
        return made

    without, beside = Solver(puzzle(False)), Solver(puzzle(True))
    for naar in WAARHEEN:
        for s in range(len(schools)):
            name = ("ARBEID", naar, str(s))
            one, other = without.values(name), beside.values(name)
            assert min(len(one), ENOUGH) == min(len(other), ENOUGH) and (len(one) >= ENOUGH or one == other)
