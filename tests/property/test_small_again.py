"""Small tables of two releases of one school year, the second after small corrections, attacked together by
code that shares nothing with the release."""

from collections import Counter
from dataclasses import replace

import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.release.aansluiting import count_aansluiting, protect_aansluiting, told_beside
from pipeline.release.begeleiding import count_meetings, count_stays, protect_caseload, protect_meetings
from pipeline.release.policy import Policy
from pipeline.release.small_memory import Earlier
from tests.support.attack import Name, Puzzle
from tests.support.attack_again import THEN
from tests.support.attack_small import attack_both
from tests.unit.release.test_aansluiting import KLASSEN, RUIM, Leavers, puzzle_of, some_leavers
from tests.unit.release.test_aansluiting import read as read_leavers
from tests.unit.release.test_begeleiding import (
    REDENEN,
    Meeting,
    add_margins,
    meetings,
    read,
    some_meetings,
    some_stays,
    stays,
    stays_puzzle,
    truth_of,
    whole_grid,
)

POLICY = Policy()
Shown = dict[Name, int | None]


def earlier_of(shown: Shown, counts: dict[Name, int], known: dict[Name, int] | None = None) -> Earlier:
    """What was shown and what was not, as the workspace keeps it."""
    return Earlier(
        {name: n for name, n in shown.items() if n is not None},
        {name: counts[name] for name, n in shown.items() if n is None},
        known or {},
    )


# the WERKoverleg --------------------------------------------------------------------------------------------


@st.composite
def corrected_meetings(draw: st.DrawFn) -> tuple[list[Meeting], list[Meeting]]:
    """The meetings of a year, and the same when one to three of the counts turn out a bit otherwise."""
    was = whole_grid(draw(some_meetings()))
    now = list(was)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(was) - 1))
        quarter, cluster, *counts = now[at]
        more = [draw(st.sampled_from([0, 0, 1, 1, 2, -1, 4, 7])) for _ in counts]
        whole = max(0, counts[0] + more[0])
        parts = [min(whole, max(0, n + m)) for n, m in zip(counts[1:], more[1:], strict=True)]
        now[at] = (quarter, cluster, whole, *parts)  # type: ignore[arg-type]
    assume(now != was)
    return was, now


def meetings_puzzle(shown: Shown, truth: dict[Name, int]) -> Puzzle:
    puzzle = Puzzle()
    for name, aantal in shown.items():
        puzzle.count(name, aantal)
        if name[-1] != "besproken":
            puzzle.count((*name, "rest"), None)
            puzzle.equal((*name[:2], "besproken"), [name, (*name, "rest")])
    add_margins(puzzle, truth)
    return puzzle


def ruled(name: Name, truth: dict[Name, int]) -> bool:
    if 0 < truth[name] < POLICY.telling:
        return True
    whole = truth[*name[:2], "besproken"]
    worst = {"traject": 0, "negatief": whole}
    return bool(whole) and name[2:] in {("traject",), ("negatief",)} and truth[name] == worst[name[2]]


def meetings_kept(shown: Shown, truth: dict[Name, int]) -> list[Name]:
    """What a rule hides, but for what the whole table says: nobody."""
    nobody = {name[2:] for name, n in truth.items() if name[:2] == ("alle", "alle") and n == 0}
    nobody -= {("traject",), ("negatief", "rest")}
    return [
        name for name in truth if name[2:] not in nobody and ruled(name, truth) and shown.get(name) is None
    ]


def attack_meetings(was: list[Meeting], now: list[Meeting], before: Shown, after: Shown) -> list[Name]:
    then, truth = truth_of(was), truth_of(now)
    kept = not_told(meetings_kept(after, truth), before, truth, "besproken")
    kept += [(THEN, *name) for name in meetings_kept(before, then)]
    puzzles = meetings_puzzle(after, truth), meetings_puzzle(before, then)
    return attack_both((puzzles[0], truth), (puzzles[1], then), kept, apart=() if any_shown(after) else truth)


def any_shown(shown: Shown) -> bool:
    """Of a table that is not shown at all nobody knows what of it is the same."""
    return any(n is not None for n in shown.values())


def not_told(names: list[Name], before: Shown, truth: dict[Name, int], whole: str) -> list[Name]:
    """These names without what was shown before and is the same, and the rests of two such."""
    told = {name for name, n in before.items() if n is not None and n == truth.get(name)}
    told |= {(*name, "rest") for name in told if (*name[:-1], whole) in told}
    return [name for name in names if name not in told]


@given(corrected_meetings())
@settings(max_examples=15)
def test_two_releases_of_the_meetings_tell_no_more_than_one(
    both: tuple[list[Meeting], list[Meeting]],
) -> None:
    was, now = (meetings(*rows) for rows in both)
    before = read(protect_meetings(was, POLICY))
    earlier = earlier_of(before, count_meetings(was))
    after = read(protect_meetings(now, POLICY, earlier=[earlier]))
    assert attack_meetings(*both, before, after) == []


def test_without_memory_a_late_pupil_comes_out() -> None:
    was: list[Meeting] = [(q, c, 20, 10, 8) for q in "12" for c in "12"]
    now: list[Meeting] = [("1", "1", 21, 10, 9), *was[1:]]
    before, after = (read(protect_meetings(meetings(*rows), POLICY)) for rows in (was, now))
    assert len(attack_meetings(was, now, before, after)) > 10


# the list ---------------------------------------------------------------------------------------------------

FLOWS = ("erbij", *REDENEN)


@st.composite
def corrected_stays(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    was = draw(some_stays())
    counts = was.set_index(["kwartaal", "soort"])["aantal"].to_dict()
    begin = int(counts["1", "begin"]) + draw(st.sampled_from([0, 0, 0, 1, 2, 6]))
    quarters, there = [], begin
    for quarter in sorted({name[0] for name in counts}):
        more = [draw(st.sampled_from([0] * 9 + [1, 2, -1, 6])) for _ in FLOWS]
        erbij, *eraf = (max(0, int(counts[quarter, s]) + m) for s, m in zip(FLOWS, more, strict=True))
        there += erbij
        for at, gone in enumerate(eraf):
            eraf[at] = min(gone, there)
            there -= eraf[at]
        quarters.append((erbij, *eraf))
    now = stays(begin, *quarters)  # type: ignore[arg-type]
    assume(not now.equals(was))
    return was, now


def stays_truth(table: pd.DataFrame) -> dict[Name, int]:
    """All counts, and the rest of who left for every reason. What a year begins and ends with is that of its
    first and last quarter."""
    counts = count_stays(table)
    rests = {(*n, "rest"): counts[n[0], "eraf"] - aantal for n, aantal in counts.items() if n[1] in REDENEN}
    ends = {("alle", "begin"), ("alle", "eind")}
    return {name: n for name, n in {**counts, **rests}.items() if name not in ends}


def with_rests(shown: Shown) -> Puzzle:
    puzzle = stays_puzzle(shown)
    for quarter, soort in shown:
        if soort in REDENEN:
            puzzle.count((quarter, soort, "rest"), None)
            puzzle.equal((quarter, "eraf"), [(quarter, soort), (quarter, soort, "rest")])
    return puzzle


def stays_kept(shown: Shown, truth: dict[Name, int]) -> list[Name]:
    nobody = {name[1:] for name, n in truth.items() if name[0] == "alle" and n == 0} - {("contract",)}
    worst = {name for name, n in truth.items() if name[2:] == ("rest",) and n == 0 and truth[name[0], "eraf"]}
    sure = {(name[:2] if name[1] != "contract" else ()) for name in worst}
    small = {name for name, n in truth.items() if 0 < n < POLICY.telling}
    return [name for name in small | sure if name and name[1:] not in nobody and shown.get(name) is None]


def attack_stays(was: pd.DataFrame, now: pd.DataFrame, before: Shown, after: Shown) -> list[Name]:
    then, truth = stays_truth(was), stays_truth(now)
    kept = not_told(stays_kept(after, truth), before, truth, "eraf")
    kept += [(THEN, *name) for name in stays_kept(before, then)]
    puzzles = with_rests(after), with_rests(before)
    return attack_both((puzzles[0], truth), (puzzles[1], then), kept, apart=() if any_shown(after) else truth)


@given(corrected_stays())
@settings(max_examples=15)
def test_two_releases_of_the_list_tell_no_more_than_one(both: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    was, now = both
    before = read(protect_caseload(was, POLICY))
    after = read(protect_caseload(now, POLICY, earlier=[earlier_of(before, count_stays(was))]))
    assert attack_stays(was, now, before, after) == []


def test_without_memory_a_late_stay_comes_out() -> None:
    was, now = (stays(40, (10, n, 6, 0, 6), (12, 5, 5, 0, 7)) for n in (6, 7))
    before, after = (read(protect_caseload(table, POLICY)) for table in (was, now))
    assert len(attack_stays(was, now, before, after)) > 3


# from school to what comes after ----------------------------------------------------------------------------


@st.composite
def corrected_leavers(draw: st.DrawFn) -> tuple[Leavers, Leavers]:
    """Some turn out to have been expected elsewhere, to have applied, to have been discussed; or are new."""
    was = draw(some_leavers())
    cells, more = Counter(was.verwacht), st.sampled_from([0, 0, 0, 1, 2, 6])
    for _ in range(draw(st.integers(0, 2))):
        naar, n = draw(st.sampled_from(KLASSEN)), draw(more)
        cells[draw(st.sampled_from(KLASSEN)), naar] += n
        if draw(st.booleans()):
            other = (draw(st.sampled_from(KLASSEN)), naar)
            cells[other] = max(0, cells[other] - n)
    applied = min(cells.total(), was.mbo[0] + draw(more))
    offered = min(applied, was.mbo[1] + draw(more))
    n, discussed = was.p2[0] + draw(more), was.overleg[0] + draw(more)
    asked = min(cells.total(), was.bekend + draw(more))
    now = replace(
        was, verwacht=cells, mbo=(applied, offered, min(offered, was.mbo[2])), bekend=asked,
        gedaan=min(asked, was.gedaan + draw(more)), p2=(max(n, discussed), was.p2[1]),
        overleg=(discussed, *was.overleg[1:]),
    )  # fmt: skip
    assume(now != was)
    return was, now


def subject(name: Name) -> str:
    """What a count, or a rest of its whole, is about."""
    about = {"rest": name[-3], "uitkomst": "overleg"}.get(name[0], name[0])
    return "overleg" if about == "uitkomst" else about


def any_of(shown: Shown) -> set[str]:
    """The subjects of which anything is shown; of another one nobody knows what is the same."""
    return {subject(name) for name, n in shown.items() if n is not None}


def attack_leavers(was: Leavers, now: Leavers, before: Shown, after: Shown) -> list[Name]:
    puzzle, kept, truth = puzzle_of(now, after)
    older, kept_then, then = puzzle_of(was, before)
    seen = any_of(before) & any_of(after)
    apart = [name for name in truth if subject(name) not in seen]
    told = {name for name, n in before.items() if n is not None and n == truth[name]}
    told |= {("rest", *of, *name) for name in told for of in told}
    small = [name for name in kept_then if 0 < then[name] < POLICY.telling]
    names = [name for name in kept if name not in told] + [(THEN, *name) for name in small]
    return attack_both((puzzle, truth), (older, then), names, apart=apart)


def shown_of(leavers: Leavers, *earlier: Earlier) -> Shown:
    table = protect_aansluiting(leavers.aansluiting, leavers.cijfers(), POLICY, earlier=earlier)
    return read_leavers(table)


def remembered(leavers: Leavers, shown: Shown) -> Earlier:
    table = leavers.aansluiting
    return earlier_of(shown, count_aansluiting(table), told_beside(table, leavers.cijfers()))


@given(corrected_leavers())
@settings(max_examples=15)
def test_two_releases_of_what_was_expected_tell_no_more_than_one(both: tuple[Leavers, Leavers]) -> None:
    was, now = both
    before = shown_of(was)
    assert attack_leavers(was, now, before, shown_of(now, remembered(was, before))) == []


def test_without_memory_a_late_leaver_comes_out_and_with_it_only_what_did_not_change_is_shown() -> None:
    cells = Counter({(van, naar): 20 for van in KLASSEN[:3] for naar in KLASSEN})
    was = replace(RUIM, verwacht=cells)
    now = replace(RUIM, verwacht=cells + Counter({("WERK", "GEEN"): 1}))
    before = shown_of(was)
    assert len(attack_leavers(was, now, before, shown_of(now))) > 3
    after = shown_of(now, remembered(was, before))
    gone = {name[0] for name, n in after.items() if n is None}
    assert gone == {"verwacht", "mbo"} and after["overleg", "", "traject"] == 60
