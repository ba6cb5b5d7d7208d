"""Three cohorts together: which, what they add up to, and what showing them would give away."""

import time
from pathlib import Path

import pandas as pd
import pytest

from pipeline.release import decision, remember
from pipeline.release.blocks import blocks
from pipeline.release.circulation import NOTHING, count_for_later
from pipeline.release.figures import Key, Unit, read_cohorts
from pipeline.release.policy import Policy
from pipeline.release.pooling import pool
from pipeline.release.protection import ProtectedTables, protect, protecting
from pipeline.release.suppression import choose_hidden
from pipeline.release.system import System
from pipeline.workspace.errors import ReleaseGeweigerd
from tests.property.test_release_attack import quarantine
from tests.support import population
from tests.support.attack import Rows
from tests.support.attack_together import attack_together
from tests.support.frames import figures, schools, summed

UNITS = "A X PRO \n B X PRO \n C Y PRO \n D Y VSO \n E Y VSO"
COUNTS = {"A": (12, 30), "B": (20, 30), "C": (14, 28), "D": (9, 25), "E": (16, 40)}
YEARS = range(2014, 2019)
POLICY = Policy()


def years(changed: dict[int, dict[str, tuple[int, int]]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """P2 of five schools in five cohorts, with other counts for some schools in some years."""
    units = [schools(UNITS, year) for year in YEARS]
    tables = [
        figures(summed("P2", unit, COUNTS | changed.get(year, {})), year)
        for year, unit in zip(YEARS, units, strict=True)
    ]
    return pd.concat(tables, ignore_index=True), pd.concat(units, ignore_index=True)


def together(changed: dict[int, dict[str, tuple[int, int]]]) -> pd.DataFrame:
    samen = protect(*years(changed), POLICY).samen
    return samen[samen["niveau"] == "school"].set_index("eenheid")


def test_figures_of_three_years_are_added_up() -> None:
    """A has 12 + 13 + 14 of 30 + 31 + 32."""
    samen = together({2015: {"A": (13, 31)}, 2016: {"A": (14, 32)}})
    row = samen.loc["A"]
    assert (row.cohort, row.tot, row.indicator, row.status) == (2014, 2016, "P2", "gemeten")
    assert (row.k, row.n, round(row.pct, 3)) == (39, 93, 41.935)
    low, high = population.wilson(39, 93)
    assert (row.laag, row.hoog) == pytest.approx((low, high), abs=1e-6)


def test_a_block_is_complete_two_years_after_its_last_cohort() -> None:
    table, units = years({})
    for last, expected in ((2018, [(2014, 2015, 2016)]), (2017, [])):
        found = blocks(read_cohorts(table[table["cohort"] <= last], units))
        assert [tuple(one.cohort for one in block) for block in found] == expected


def test_figures_of_cohorts_are_there_while_those_together_are_decided() -> None:
    table, units = years({2015: {"A": (3, 31)}})
    whole = protect(table, units, POLICY)
    with protecting(table, units, POLICY) as found:
        assert found.cijfers.equals(whole.cijfers)
        assert found.tables.samen.equals(whole.samen)
    assert set(whole.samen["status"]) == {"gemeten", "niet getoond"}
    assert found.tables.hidden.account(POLICY) == whole.hidden.account(POLICY)


def test_no_system_is_solved_twice_while_cohorts_and_blocks_are_decided_side_by_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first cohort of a new block takes longer than all else."""
    solved: list[str] = []

    def slowly(system: System, width: int) -> frozenset[str]:
        solved.append(repr((system.cells, system.numbers, system.sums)))
        time.sleep(2 if len(solved) == 1 else 0)
        return choose_hidden(system, width)

    monkeypatch.setattr(remember, "choose_hidden", slowly)
    decision.decide_stage.cache_clear()
    counts = {year: {"A": (3 + year % 5, 31 + year % 7)} for year in YEARS}
    with remember.remembering(tmp_path / "besluiten"):
        protect(*years(counts), POLICY)
    assert len(solved) == len(set(solved)) > len(YEARS)


def test_figures_that_contradict_each_other_are_refused_when_they_are_asked_for() -> None:
    table, units = years({})
    table.loc[(table["niveau"] == "school") & (table["eenheid"] == "A"), "k"] += 1
    with pytest.raises(ReleaseGeweigerd, match="contradict"), protecting(table, units, POLICY) as found:
        pytest.fail(f"it was not refused: {found.cijfers}")


def test_blocks_have_no_year_in_common_and_need_every_year() -> None:
    tables = [figures("P2 - - regio regio 20 60 0", year) for year in (*range(2012, 2021), 2022)]
    units = pd.DataFrame(columns=["cohort", "school", "bestuur", "schooltype"])
    found = blocks(read_cohorts(pd.concat(tables), units))
    assert [tuple(one.cohort for one in block) for block in found] == [
        (2014, 2015, 2016),
        (2017, 2018, 2019),
    ]


def test_one_hidden_year_would_come_out_of_the_three() -> None:
    """3 of 20 is hidden in 2014 with another school; shown together less two shown years give both away."""
    small = {2014: {"A": (3, 20)}}
    cijfers = protect(*years(small), POLICY).cijfers
    of_2014 = cijfers[(cijfers["cohort"] == 2014) & (cijfers["niveau"] == "school")]
    hidden = set(of_2014.loc[of_2014["status"] == "niet getoond", "eenheid"])
    samen = together(small)
    assert "A" in hidden and len(hidden) == 2
    assert set(samen.index[samen["status"] == "niet getoond"]) == hidden
    assert samen.loc[sorted(hidden), ["k", "n", "pct", "laag", "hoog"]].isna().all(axis=None)


def test_three_hidden_years_are_shown_together() -> None:
    """3, 4 and 4 of 20: eleven of sixty is no small count, and tells none of the three."""
    samen = together({2014: {"A": (3, 20)}, 2015: {"A": (4, 20)}, 2016: {"A": (4, 20)}})
    assert (samen.loc["A", "status"], samen.loc["A", "k"], samen.loc["A", "n"]) == ("gemeten", 11, 60)


def test_what_was_told_of_three_years_is_reckoned_with_when_one_of_them_is_corrected() -> None:
    """A's 3, 4 and 4 of 20 were hidden, and 11 of 60 shown. In 2015 she turns out to have 9. Shown, that
    would tell of the 4 to who knows that the others of 2015 are the same, and with it 3 and 4 would be 7.
    """
    hidden = {2014: {"A": (3, 20)}, 2015: {"A": (4, 20)}, 2016: {"A": (4, 20)}}
    (was, units), (now, _) = years(hidden), years(hidden | {2015: {"A": (9, 20)}})
    before = protect(was, units, POLICY)
    kept = count_for_later(was, units, POLICY.definities)
    seen = NOTHING.seeing("openbaar", {"cijfers": before.cijfers, "samen": before.samen}, kept)
    cohorts = read_cohorts(now, units)
    pooled = [pool(block) for block in blocks(cohorts)]
    readers = seen.readers(now, cohorts, pooled, POLICY)
    assert [naam for naam, one in readers.items() if one.before] == ["2015", "2014-2016"]
    (version,) = readers["2014-2016"].before
    assert [one.figures.naam for one in version.parts] == ["2015", "2014-2016"]
    assert version.together and (Key("P2", "", ""), Unit("school", "A")) in version.together.shown.cells
    made = protect(now, units, POLICY, seen)
    of_a = made.cijfers[made.cijfers["eenheid"] == "A"].set_index("cohort")["status"]
    assert set(of_a.loc[2014:2016]) == {"niet getoond"}
    assert attack_together(made.cijfers, made.samen, units, quarantine(now), now) == []


def test_what_is_small_in_three_years_together_is_hidden() -> None:
    samen = together({year: {"A": (1, 20)} for year in (2014, 2015, 2016)})
    assert samen.loc["A", "status"] == "niet getoond"


def test_a_block_is_the_same_when_a_file_of_others_comes_later() -> None:
    """S of 2015 is not yet there in one report and is in the next."""
    table, units = years({2014: {"A": (3, 20)}})
    late = figures("S - - regio regio 20 152 0", 2015)
    before, after = protect(table, units, POLICY), protect(pd.concat([table, late]), units, POLICY)
    pd.testing.assert_frame_equal(before.samen, after.samen)
    chosen = [next(blocks(read_cohorts(found, units))) for found in (table, pd.concat([table, late]))]
    assert chosen[0] == chosen[1]


def test_a_school_of_one_year_counts_with_that_year() -> None:
    table, units = years({})
    gone = (units["school"] == "A") & (units["cohort"] != 2015)
    table = table[(table["eenheid"] != "A") | (table["cohort"] == 2015)]
    counts = {school: count for school, count in COUNTS.items() if school != "A"}
    other = [
        figures(summed("P2", schools(UNITS.partition("\n")[2], year), counts), year)
        for year in YEARS
        if year != 2015
    ]
    samen = protect(pd.concat([table[table["cohort"] == 2015], *other]), units[~gone], POLICY).samen
    row = samen[samen["eenheid"] == "A"].iloc[0]
    assert (row.k, row.n) == (12, 30)


def test_a_board_that_a_school_left_does_not_add_up_over_the_years() -> None:
    """A went from X to Y: the schools that X ever had are not X of three years."""
    table, units = years({})
    moved = units.assign(
        bestuur=units["bestuur"].mask((units["school"] == "A") & (units["cohort"] > 2014), "Y")
    )
    cohorts = read_cohorts(table[table["niveau"].isin(["school", "regio"])], moved)[:3]
    structure = dict(pool(cohorts).structure[1:])
    assert structure == {Unit("regio", "regio"): tuple(Unit("school", s) for s in "ABCDE")}
    assert pool(cohorts).tables[Key("P2", "", "")][Unit("school", "A")].n == 90


def test_a_cohort_that_gave_up_schools_by_the_year_shows_them_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = {year: {"A": (3, 20)} for year in (2014, 2015, 2016)}
    monkeypatch.setattr(decision, "_orders", lambda policy: iter([policy.vergroven[:1]]))
    decision.decide_stage.cache_clear()
    made = protect(*years(small), Policy(vergroven=("jaren", "scholen", "besturen")))
    given_up = protect(*years(small), Policy(vergroven=("scholen", "besturen")))
    decision.decide_stage.cache_clear()
    assert made.hidden.vergroofd[2014] == ("jaren",)
    assert (made.samen.loc[made.samen["niveau"] == "school", "status"] == "gemeten").any()
    assert set(given_up.samen["niveau"]) == {"regio", "bestuur"}


@pytest.fixture(scope="module")
def region() -> tuple[pd.DataFrame, pd.DataFrame, Rows]:
    units = population.eenheden(list(YEARS), 5, 2)
    cijfers = population.cijfers(population.leavers(units, 3, 38), units)
    names = ["cohort", "niveau", "eenheid", "quarantaine"]
    known = {(c, *unit): rows for c, *unit, rows in cijfers[names].itertuples(index=False, name=None)}
    return cijfers, units, known


@pytest.fixture(scope="module")
def made(region: tuple[pd.DataFrame, pd.DataFrame, Rows]) -> ProtectedTables:
    cijfers, units, _ = region
    return protect(cijfers, units, POLICY)


def test_nothing_comes_out_of_three_years_and_their_sum(
    region: tuple[pd.DataFrame, pd.DataFrame, Rows], made: ProtectedTables
) -> None:
    cijfers, units, known = region
    shown = made.samen[made.samen["niveau"] == "school"]["status"].value_counts()
    assert shown["gemeten"] and shown["niet getoond"]
    assert attack_together(made.cijfers, made.samen, units, known, cijfers) == []


def test_with_all_that_is_large_enough_shown_the_attack_succeeds(
    region: tuple[pd.DataFrame, pd.DataFrame, Rows], made: ProtectedTables
) -> None:
    """So the attack can fail: sums of three years, all of them large enough, tell of single years."""
    cijfers, units, known = region
    real = (
        cijfers[cijfers["cohort"] < 2017]
        .groupby(["indicator", "niveau", "eenheid"])[["k", "n"]]
        .sum()
        .reindex(pd.MultiIndex.from_frame(made.samen[["indicator", "niveau", "eenheid"]]))
        .reset_index()
    )
    bare = made.samen.assign(k=real["k"].to_numpy(), n=real["n"].to_numpy(), status="gemeten")
    assert attack_together(made.cijfers, bare, units, known, cijfers)
