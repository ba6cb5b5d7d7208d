"""protect(): from figures to what may be shown, on tables small enough to follow by hand."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from pipeline.release import decision
from pipeline.release.blocks import blocks
from pipeline.release.figures import CohortFigures
from pipeline.release.policy import Policy
from pipeline.release.protection import BOUNDS, COLUMNS, NUMBERS, _longest_first, protect, refusals
from pipeline.release.suppression import CannotProtect
from pipeline.workspace.errors import ReleaseGeweigerd
from tests.support import population
from tests.support.frames import figures, schools, summed

POLICY = Policy()
SCHOOLS = schools("A X PRO \n B X PRO \n C Y PRO \n D Y VSO \n E Z VSO")
COUNTS = {"A": (3, 20), "B": (12, 25), "C": (15, 25), "D": (9, 16), "E": (20, 30)}
REGIO = "P2 - - regio regio 40 60 0"


def status(table: pd.DataFrame, indicator: str = "P2", klasse: str = "") -> dict[str, str]:
    rows = table[(table["indicator"] == indicator) & (table["klasse"] == klasse)]
    return dict(zip(rows["eenheid"], rows["status"], strict=True))


def hidden(table: pd.DataFrame, indicator: str = "P2", klasse: str = "") -> set[str]:
    return {unit for unit, found in status(table, indicator, klasse).items() if found == "niet getoond"}


def test_three_schools_with_one_small_count() -> None:
    """[3, 12, 15 | 30] placed of 20 each, under three boards of one type."""
    three = schools("A X PRO \n B Y PRO \n C Z PRO")
    table = figures(summed("P2", three, {"A": (3, 20), "B": (12, 25), "C": (15, 25)}))
    found = hidden(protect(table, three, POLICY).cijfers)
    assert found in ({"A", "X", "B", "Y"}, {"A", "X", "C", "Z"})


def test_what_is_hidden_has_no_numbers_and_what_is_shown_has_its_own() -> None:
    table = figures(summed("P2", SCHOOLS, COUNTS))
    found = protect(table, SCHOOLS, POLICY).cijfers
    assert list(found.columns) == COLUMNS
    off = found[found["status"] == "niet getoond"]
    on = found[found["status"] == "gemeten"]
    assert len(off) and len(on) and len(off) + len(on) == len(table)
    assert off[NUMBERS].isna().all(axis=None) and not off["grenzen_getoond"].any()
    keys = ["niveau", "eenheid"]
    same = on.merge(table, on=keys, suffixes=("", "_before"))
    assert all((same[name] == same[f"{name}_before"]).all() for name in ("n", "k", "pct", "laag", "hoog"))


def test_a_complement_is_as_telling_as_a_count() -> None:
    table = figures(summed("P2", SCHOOLS, COUNTS | {"A": (28, 30)}))
    assert "A" in hidden(protect(table, SCHOOLS, POLICY).cijfers)


def test_the_region_is_kept_and_the_boards_where_possible() -> None:
    counts = COUNTS | {"B": (2, 20)}
    found = protect(figures(summed("P2", SCHOOLS, counts)), SCHOOLS, POLICY).cijfers
    assert hidden(found) == {"A", "B"}


def test_other_statuses_stay_as_they_are() -> None:
    table = figures(f"{REGIO}\n P3 - - regio regio 0 0 0\n K1 - - regio regio 40 60 0")
    table.loc[table["indicator"] == "K1", ["status", *NUMBERS]] = [
        "nog niet te meten",
        *[None] * len(NUMBERS),
    ]
    found = protect(table, SCHOOLS, POLICY).cijfers.set_index("indicator")
    assert found["status"].to_dict() == {"P2": "gemeten", "P3": "geen waarde", "K1": "nog niet te meten"}
    assert found.loc[["P3", "K1"], NUMBERS].isna().all(axis=None)


def test_what_has_no_place_in_the_release_is_left_out_of_it() -> None:
    lines = [
        f"{name} - - {niveau} {unit} 40 60 0"
        for name in ("UIT", "P2")
        for niveau, unit in (("regio", "regio"), ("school", "A"))
    ]
    lines += [
        f"D ARB_REG code {niveau} {unit} 40 60 0" for niveau, unit in (("regio", "regio"), ("school", "A"))
    ]
    found = protect(figures("\n".join(lines)), schools("A X PRO"), POLICY).cijfers
    left = {(row.indicator, row.niveau) for row in found.itertuples()}
    assert left == {("UIT", "regio"), ("P2", "regio"), ("P2", "school"), ("D", "regio")}


def test_indicators_with_the_same_leavers_share_their_n() -> None:
    """K1 gives n away, so that hiding GEEN of one class only would leave it as the rest."""
    classes = {"WERK": 20, "LEREN": 15, "DAGBESTEDING": 7, "GEEN": 3, "ONBEKEND": 5}
    lines = [f"D {name} klasse regio regio {k} 50 5" for name, k in classes.items()]
    found = protect(figures("\n".join([*lines, "K1 - - regio regio 35 50 5"])), SCHOOLS, POLICY).cijfers
    off = found[found["status"] == "niet getoond"]
    assert "GEEN" in set(off["klasse"]) and len(off) == 2
    assert "K1" not in set(off["indicator"])


UNKNOWN = """
D WERK         klasse regio regio 20 50 {u}
D LEREN        klasse regio regio 15 50 {u}
D DAGBESTEDING klasse regio regio 8  50 {u}
D GEEN         klasse regio regio {g} 50 {u}
D ONBEKEND     klasse regio regio {u} 50 {u}
I   - - regio regio {i} 50 0
R_U - - regio regio {i} 50 0
K1  - - regio regio 35 50 {u}
P2  - - regio regio 14 30 {p}
"""


def unknown(u: int, p: int) -> pd.DataFrame:
    table = figures(UNKNOWN.format(u=u, g=7 - u, i=50 - u, p=p))
    return protect(table, SCHOOLS, POLICY).cijfers.set_index(["indicator", "klasse"])


def test_an_unknown_count_is_hidden_wherever_it_is_that_count() -> None:
    found = unknown(u=3, p=0)
    assert found.loc[[("D", "ONBEKEND"), ("I", ""), ("R_U", "")], "status"].eq("niet getoond").all()
    shown = found[found["status"] == "gemeten"]
    assert ("K1", "") in shown.index and ("D", "WERK") in shown.index
    assert shown["grenzen_getoond"].to_dict() == {key: key == ("P2", "") for key in shown.index}


def test_onbekend_and_bounds_are_shown_or_hidden_together() -> None:
    for u, p in ((3, 2), (6, 2), (0, 0), (6, 6)):
        found = unknown(u, p)
        shown = found[found["grenzen_getoond"]]
        assert shown[NUMBERS].notna().all(axis=None)
        assert found.loc[~found["grenzen_getoond"], BOUNDS].isna().all(axis=None)
        assert found.loc[("P2", ""), "status"] == "gemeten"
        assert found.loc[("P2", ""), "grenzen_getoond"] == (p != 2)


def with_unknown(inside: int, rest: int, quarantine: int = 0) -> pd.DataFrame:
    """P2 of 30 leavers of whom 14 work: of some of the 30 that is unknown, and of some besides everything is.

    At best all of these are one more who works: k_beste = 14 + inside + rest, n_beste = 30 + rest; and so is
    every row in quarantine.
    """
    table = figures(f"P2 - - regio regio 14 30 {inside + rest}")
    table["quarantaine"], table["onbekend"] = quarantine, inside + rest + quarantine
    table["k_beste"], table["n_beste"] = 14 + inside + rest + quarantine, 30 + rest + quarantine
    return table


@pytest.mark.parametrize(
    ("inside", "rest", "quarantine", "shown"),
    [
        (0, 0, 0, True),
        (6, 0, 0, True),
        (0, 6, 0, True),
        (6, 6, 0, True),
        (2, 4, 0, False),
        (2, 6, 0, False),  # onbekend 8; bovengrens (14 + 8) / (30 + 6), so 2 of the 30
        (6, 2, 0, False),  # onbekend 8; share 8 / (30 + 2), so 2 outside the 30
        (0, 0, 2, True),  # two rows, and nobody of whom anything is unknown
        (4, 0, 3, False),  # onbekend 7, and everybody knows that 3 of these are rows
        (6, 6, 1, True),
        (6, 2, 9, False),
    ],
)
def test_bounds_go_when_they_give_a_small_part_of_the_unknown_away(
    inside: int, rest: int, quarantine: int, shown: bool
) -> None:
    found = protect(with_unknown(inside, rest, quarantine), SCHOOLS, POLICY).cijfers.iloc[0]
    assert found["status"] == "gemeten"
    assert found["grenzen_getoond"] == shown
    group = found[["onbekend", "aandeel_onbekend", "ondergrens", "bovengrens"]]
    assert group.notna().all() if shown else group.isna().all()


def test_bounds_that_sums_would_give_away_go_too() -> None:
    """Of two of school A it is not known whether they belong to P2, of eight of every other school; every sum
    of the schools, boards and types must have two hidden numbers or none.
    """
    table = figures(summed("P2", SCHOOLS, dict.fromkeys("ABCDE", (12, 24))))
    rest = {"A": 2} | dict.fromkeys("BCDE", 8)
    for niveau in ("school", "bestuur", "schooltype", "regio"):
        of = SCHOOLS.assign(regio="regio")[niveau]
        for unit, members in SCHOOLS["school"].groupby(of):
            unknown = sum(rest[school] for school in members)
            row = (table["niveau"] == niveau) & (table["eenheid"] == unit)
            table.loc[row, ["onbekend", "k_beste", "n_beste"]] += unknown
    found = protect(table, SCHOOLS, POLICY).cijfers.set_index("eenheid")
    assert (found["status"] == "gemeten").all()
    gone = set(found.index[~found["grenzen_getoond"]])
    sums = [
        "regio A B C D E",
        "regio X Y Z",
        "regio PRO VSO",
        "X A B",
        "Y C D",
        "Z E",
        "PRO A B C",
        "VSO D E",
    ]
    assert "A" in gone
    assert all(len(gone & set(names.split())) != 1 for names in sums), gone


def test_rows_in_quarantine_do_not_hide_that_onbekend_is_hidden() -> None:
    """K1's onbekend is D's ONBEKEND and two rows: five, or three leavers for whoever knows of the rows."""
    table = figures(UNKNOWN.format(u=3, g=4, i=47, p=0))
    plain = protect(table, SCHOOLS, POLICY).cijfers
    counted = ["quarantaine", "onbekend", "k_beste", "n_beste"]
    table[counted] += 2
    found = protect(table, SCHOOLS, POLICY).cijfers
    assert found["status"].tolist() == plain["status"].tolist()
    assert found["grenzen_getoond"].tolist() == plain["grenzen_getoond"].tolist()
    assert not found.set_index("indicator").loc["K1", "grenzen_getoond"]


@pytest.mark.parametrize("column", ["onbekend", "quarantaine", "k_beste", "n_beste"])
def test_figures_without_the_counts_behind_the_bounds_are_refused(column: str) -> None:
    table = with_unknown(6, 6)
    table[column] = None
    with pytest.raises(ReleaseGeweigerd, match="the unknown are not counted"):
        protect(table, SCHOOLS, POLICY)


@pytest.mark.parametrize(("onbekend", "reasons", "shown"), [(3, 4, False), (6, 1, False), (6, 5, True)])
def test_bounds_of_p1_go_when_they_give_away_who_is_unknown_or_without_a_reason(
    onbekend: int, reasons: int, shown: bool
) -> None:
    """45 have a place, 9 are GEEN. At best the unknown have one, and who has no reason does not count."""
    n = 45 + 9 + onbekend
    classes = {"WERK": 20, "LEREN": 15, "DAGBESTEDING": 10, "GEEN": 9, "ONBEKEND": onbekend}
    lines = [f"D {name} klasse regio regio {k} {n} {onbekend}" for name, k in classes.items()]
    table = figures("\n".join([*lines, f"P1 - - regio regio 45 {n} {onbekend + reasons}"]))
    table.loc[table["indicator"] == "P1", ["k_beste", "n_beste"]] = [45 + onbekend, n - reasons]
    found = protect(table, SCHOOLS, POLICY).cijfers.set_index("indicator")
    assert found.loc["P1", "status"] == "gemeten"
    assert found.loc["P1", "grenzen_getoond"] == shown


def test_work_or_mbo_less_work_is_mbo() -> None:
    """K1 less WERK is MBO_BOL, so hiding that code to protect VMBO would be idle."""
    codes = {
        "WERK": {"ARB_REG": 10, "ARB_GAR": 10, "ARB_BES": 5, "ARB_BBL": 5},
        "LEREN": {"MBO_BOL": 25, "VMBO": 3, "PRO": 0, "VSO": 6},
        "DAGBESTEDING": {"DAG_ARB": 6, "DAG_ACT": 0, "TRAJECT": 0},
        "GEEN": {"GEEN": 5, "BUITENLAND": 0, "OVERLEDEN": 0},
        "ONBEKEND": {"ONBEKEND": 5},
    }
    n = sum(sum(some.values()) for some in codes.values())
    lines = [f"D {name} klasse regio regio {sum(some.values())} {n} 5" for name, some in codes.items()]
    lines += [f"D {code} code regio regio {k} {n} 5" for some in codes.values() for code, k in some.items()]
    alone = protect(figures("\n".join(lines)), SCHOOLS, POLICY).cijfers
    beside = protect(figures("\n".join([*lines, f"K1 - - regio regio 55 {n} 5"])), SCHOOLS, POLICY).cijfers
    for found in (alone, beside):
        off = set(
            found.loc[(found["status"] == "niet getoond") & (found["soort_klasse"] == "code"), "klasse"]
        )
        assert "VMBO" in off and off & {"PRO", "VSO", "MBO_BOL"}
    assert {"VMBO"} < off and off & {"PRO", "VSO"}


def test_when_the_region_cannot_be_kept_there_is_no_release() -> None:
    """Two of the VSO leavers work: with 500 values to keep, the region would have to go with them."""
    table = figures(summed("P2", SCHOOLS, COUNTS | {"D": (2, 16), "E": (0, 30)}))
    with pytest.raises(ReleaseGeweigerd, match=r"region totals are shown: 2020\|P2"):
        protect(table, SCHOOLS, Policy(breedte=500))


def test_detail_is_given_up_in_the_order_of_the_settings() -> None:
    steps = list(decision._orders(Policy(vergroven=("codes", "jaren"))))
    assert steps == [
        (), ("codes",), ("codes", "jaren"),
        ("regiocijfers",), ("regiocijfers", "codes"), ("regiocijfers", "codes", "jaren"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "gone"), [(("codes", "jaren"), set("ABCDE")), (("besturen",), {*"ABCDE", *"XYZ"})]
)
def test_what_is_given_up_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, steps: tuple[str, ...], gone: set[str]
) -> None:
    monkeypatch.setattr(decision, "_orders", lambda _: iter([steps]))
    decision.decide_stage.cache_clear()
    made = protect(figures(summed("P2", SCHOOLS, COUNTS)), SCHOOLS, POLICY)
    decision.decide_stage.cache_clear()
    assert made.hidden.vergroofd == {2020: steps} and hidden(made.cijfers) == gone
    assert made.hidden.account(POLICY)["vergroofd"] == {"2020-2021": ", ".join(steps)}


def test_giving_up_a_school_does_not_make_its_small_count_safe() -> None:
    """Three of A's twenty were placed: 500 values cannot be kept open, whether or not A has a row."""
    with pytest.raises(ReleaseGeweigerd, match=r"region totals are shown: 2020\|P2"):
        protect(figures(summed("P2", SCHOOLS, COUNTS)), SCHOOLS, Policy(breedte=500))


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (f"{REGIO}\n{REGIO}", "there twice"),
        (f"{REGIO}\nP2 - - schooltype PRO 20 30 0\nP2 - - schooltype VSO 10 30 0", "add up to less"),
        ("D GEEN klasse regio regio 9 50 9\nD WERK klasse regio regio 9 51 9", "n differs"),
    ],
)
def test_figures_that_contradict_each_other_are_refused(lines: str, fault: str) -> None:
    with pytest.raises(ReleaseGeweigerd, match=fault):
        protect(figures(lines), SCHOOLS, POLICY)


def test_more_than_all_leavers_is_refused() -> None:
    table = figures(REGIO)
    table["k"] = 61
    with pytest.raises(ReleaseGeweigerd, match="k of n"):
        protect(table, SCHOOLS, POLICY)


def test_a_school_under_two_boards_is_refused() -> None:
    with pytest.raises(ReleaseGeweigerd, match="more than one board"):
        protect(figures(REGIO), schools("A X PRO \n A Y PRO"), POLICY)


def test_what_was_hidden_is_counted_and_only_sums_are_published() -> None:
    made = protect(figures(summed("P2", SCHOOLS, COUNTS)), SCHOOLS, POLICY).hidden
    school = made.per_table.set_index("niveau").loc["school"]
    assert school[["cellen", "primair", "secundair", "getoond"]].tolist() == [5, 1, 1, 3]
    assert made.headline_share == 3 / 5
    assert made.published()["school"] == {"cellen": 5, "niet_getoond": 2}
    assert made.published()["regio"] == {"cellen": 1, "niet_getoond": 0}
    assert made.account(POLICY) == {
        "waarden_per_verborgen_getal": 3,
        "kopcijfers_per_school": {"cellen": 5, "getoond": 3},
        "eerder_prijsgegeven": 0,
        "vergroofd": {},
    }


def test_a_region_of_a_handful_of_leavers_is_refused() -> None:
    """Thirteen leavers of whom one is outside P1: the headlines of the region give one another away."""
    units = population.eenheden([2020], schools=4, boards=1)
    table = population.cijfers(population.leavers(units, seed=957760, mean=2), units)
    with pytest.raises(ReleaseGeweigerd, match="region totals are shown"):
        protect(table, units, POLICY)


def test_who_is_not_in_work_less_who_is_not_with_that_profile_is_a_count_too() -> None:
    """Ten of twenty are not in work, seven of them have profile ARBEID: three have not, and that is small."""
    classes = {"WERK": 10, "LEREN": 5, "DAGBESTEDING": 5, "GEEN": 0, "ONBEKEND": 0}
    lines = [f"D {name} klasse school A {k} 20 0" for name, k in classes.items()]
    found = protect(
        figures("\n".join([*lines, "P3 - - school A 5 12 0"])), schools("A X PRO"), POLICY
    ).cijfers
    assert "niet getoond" in set(found["status"])
    more = protect(figures("\n".join([*lines, "P3 - - school A 5 10 0"])), schools("A X PRO"), POLICY).cijfers
    assert "niet getoond" not in set(more["status"])


NESTED = {"WERK": 25, "LEREN": 10, "DAGBESTEDING": 6, "GEEN": 9, "ONBEKEND": 0}


@pytest.mark.parametrize(("placed", "hidden_p1"), [(41, False), (38, True)])
def test_a_difference_between_two_indicators_is_a_count_too(placed: int, hidden_p1: bool) -> None:
    """WERK, LEREN and DAGBESTEDING less k of P1 are who left for another school: three is a small number."""
    lines = [f"D {name} klasse school A {k} 50 0" for name, k in NESTED.items()]
    lines.append(f"P1 - - school A {placed} {placed + 9} 0")
    found = protect(figures("\n".join(lines)), schools("A X PRO"), POLICY).cijfers
    off = found[found["status"] == "niet getoond"]
    assert off.empty != hidden_p1


@pytest.mark.parametrize(("k", "small"), [(25, False), (22, True), (19, False)])
def test_who_works_without_perspectief_arbeid_is_a_count_too(k: int, small: bool) -> None:
    """WERK is 25 leavers; those of P2 are some of these."""
    lines = [f"D {name} klasse school A {n} 50 0" for name, n in NESTED.items()]
    found = protect(figures("\n".join([*lines, f"P2 - - school A {k} 32 0"])), schools("A X PRO"), POLICY)
    assert (found.cijfers["status"] == "niet getoond").any() == small


def test_leavers_who_were_not_measured_are_no_secret() -> None:
    """Forty were placed and 38 of those measured after a year: two are missing in a delivery."""
    lines = [f"D {name} klasse school A {k} 50 0" for name, k in (NESTED | {"LEREN": 9, "GEEN": 10}).items()]
    lines += ["P1 - - school A 40 50 0", "B1_1 - - school A 30 38 0"]
    found = protect(figures("\n".join(lines)), schools("A X PRO"), POLICY).cijfers
    assert (found["status"] == "gemeten").all()


def test_a_later_report_neither_shows_nor_hides_what_is_out_already() -> None:
    units = population.eenheden([2020], schools=5, boards=2)
    table = population.cijfers(population.leavers(units, seed=4, mean=30), units)
    first = table[table["indicator"].isin(["D", "P1", "P2", "P3", "K1", "I", "R_U", "UIT", "Q", "G"])]
    later, now = (protect(one, units, POLICY).cijfers for one in (table, first))
    both = now.merge(later, on=["indicator", "klasse", "soort_klasse", "niveau", "eenheid"])
    assert len(both) == len(now) and (both["status_x"] == both["status_y"]).all()
    assert (both["grenzen_getoond_x"] == both["grenzen_getoond_y"]).all()


def test_the_order_of_rows_makes_no_difference() -> None:
    units = population.eenheden([2020, 2021], schools=6, boards=3)
    table = population.cijfers(population.leavers(units, seed=4, mean=25), units)
    one = protect(table, units, POLICY).cijfers
    other = protect(
        table.sample(frac=1, random_state=3), units.sample(frac=1, random_state=5), POLICY
    ).cijfers
    pd.testing.assert_frame_equal(one, other)


def test_every_process_hides_the_same() -> None:
    script = (
        "from tests.support import population as p; from pipeline.release.protection import protect\n"
        "from pipeline.release.policy import Policy\n"
        "units = p.eenheden([2020], schools=6, boards=3)\n"
        "table = p.cijfers(p.leavers(units, seed=4, mean=25), units)\n"
        "print(protect(table, units, Policy()).cijfers.to_csv())"
    )
    root = Path(__file__).parents[3]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=root, env={**os.environ, "PYTHONHASHSEED": seed},
            check=True, capture_output=True, timeout=120,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(outputs) == 1


def test_a_refusal_names_the_totals_that_stand_in_the_way_or_says_that_there_are_none() -> None:
    with pytest.raises(ReleaseGeweigerd, match="because these region totals are shown: P2 regio"), refusals():
        raise CannotProtect(["P2 regio"])
    with pytest.raises(ReleaseGeweigerd, match="whatever is hidden besides: it is about too few"), refusals():
        raise CannotProtect([])


def begun(*cohorts: int) -> list[int | tuple[int, ...]]:
    """In which order cohorts of these years, and blocks of them, are begun."""
    figures_of = [CohortFigures(cohort, {}, {}) for cohort in cohorts]
    made = _longest_first(figures_of, list(blocks(figures_of)))
    return [tuple(c.cohort for c in one) if isinstance(one, tuple) else one.cohort for one in made]


def test_the_newest_comes_first_and_a_block_after_its_cohorts() -> None:
    assert begun(*range(2014, 2020)) == [2019, 2018, 2017, 2016, 2015, 2014, (2014, 2015, 2016)]


def test_a_block_that_is_new_comes_as_soon_as_it_can() -> None:
    """Of 2014-2016 in the report on 2018-2019; the next is new three years later."""
    assert begun(*range(2014, 2019)) == [2016, 2015, 2014, 2018, (2014, 2015, 2016), 2017]
    assert begun(*range(2014, 2022)) == [
        *(2019, 2018, 2017, 2021, (2017, 2018, 2019), 2020, 2016, 2015, 2014, (2014, 2015, 2016))
    ]
    assert begun(2014, 2015) == [2015, 2014] and begun() == []
