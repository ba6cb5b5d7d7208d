"""Small counts beside the figures: the flow, the defects, the deliveries."""

import hashlib

import pandas as pd
import pytest

from pipeline.release.counts import protect_defects, protect_flow, protect_repairs, summarise_deliveries
from pipeline.release.policy import Policy
from pipeline.release.small_memory import Earlier
from pipeline.workspace.errors import ReleaseGeweigerd
from tests.support.attack import ENOUGH, Name, Puzzle, brute_force
from tests.support.frames import figures

POLICY = Policy()
NOTHING = figures("P3 - - regio regio 0 0 0")
"""Published figures that tell nothing of the flow."""

FLOW = [
    ("geleverd", "totaal", 100),
    ("dubbel", "af", 2),
    ("zonder_persoon", "af", 1),
    ("zonder_school", "af", 0),
    ("zonder_schooljaar", "af", 3),
    ("eerdere_school", "af", 4),
    ("schoolverlaters", "totaal", 90),
    ("ander_perspectief", "af", 30),
    ("zonder_perspectief", "af", 8),
    ("perspectief_arbeid", "totaal", 52),
    ("naar_school", "af", 6),
    ("vertrokken", "af", 1),
    ("noemer_p2", "totaal", 45),
    ("geplaatst", "waarvan", 30),
]


def flow(**changes: int) -> pd.DataFrame:
    rows = [(i, stap, soort, changes.get(stap, aantal)) for i, (stap, soort, aantal) in enumerate(FLOW)]
    table = pd.DataFrame(rows, columns=["volgorde", "stap", "soort", "aantal"])
    return table.assign(cohort=2020, label=table["stap"])


def hidden(table: pd.DataFrame) -> set[str]:
    assert table.loc[table["status"] == "niet getoond", "aantal"].isna().all()
    assert table.loc[table["status"] == "getoond", "aantal"].notna().all()
    return set(table.loc[table["status"] == "niet getoond", "stap"])


def test_a_small_step_takes_a_neighbour_along() -> None:
    assert hidden(protect_flow(flow(), POLICY, NOTHING)) == {"vertrokken", "naar_school"}


ROW_STEPS = ["dubbel", "zonder_persoon", "zonder_school", "zonder_schooljaar", "eerdere_school"]


def test_rows_that_could_not_be_used_are_always_shown() -> None:
    found = protect_flow(flow(), POLICY, NOTHING).set_index("stap")
    assert found.loc[ROW_STEPS, "aantal"].tolist() == [2, 1, 0, 3, 4]


def test_leavers_are_what_the_rows_leave_so_hiding_them_protects_nobody() -> None:
    """Nine leavers, of whom one has another perspective. Rows less rows tell the nine."""
    few = {"geleverd": 9, "schoolverlaters": 9, "ander_perspectief": 1, "zonder_perspectief": 0}
    few |= {"perspectief_arbeid": 8, "naar_school": 0, "vertrokken": 0, "noemer_p2": 8, "geplaatst": 8}
    found = protect_flow(flow(**few, **dict.fromkeys(ROW_STEPS, 0)), POLICY, NOTHING)
    assert "schoolverlaters" not in hidden(found) and "ander_perspectief" in hidden(found)
    assert {name: values for name, values in _possible(found, limit=20).items() if len(values) < ENOUGH} == {}


def test_of_a_handful_of_leavers_no_step_is_shown() -> None:
    """Four rows that leave four leavers: whoever reads the rows reads the four."""
    few = dict.fromkeys([stap for stap, *_ in FLOW], 0) | dict.fromkeys(
        ["geleverd", "schoolverlaters", "perspectief_arbeid", "noemer_p2"], 4
    )
    assert hidden(protect_flow(flow(**few), POLICY, NOTHING)) == set(few)


def test_one_person_in_two_steps_needs_more_than_the_other_step() -> None:
    """One left the country and nobody changed school: hiding both leaves 0 and 1, and that is too few
    values.
    """
    found = protect_flow(flow(naar_school=0, noemer_p2=51), POLICY, NOTHING)
    assert hidden(found) not in ({"vertrokken"}, {"vertrokken", "naar_school"})
    assert {name: values for name, values in _possible(found, limit=90).items() if len(values) < ENOUGH} == {}


def _possible(found: pd.DataFrame, limit: int) -> dict[Name, set[int]]:
    """The values that every hidden step can have, for who reads the others."""
    puzzle = Puzzle()
    for row in found.itertuples():
        puzzle.count(row.stap, None if pd.isna(row.aantal) else row.aantal)
    puzzle.equal("geleverd", [*ROW_STEPS, "schoolverlaters"])
    puzzle.equal("schoolverlaters", ["ander_perspectief", "zonder_perspectief", "perspectief_arbeid"])
    puzzle.equal("perspectief_arbeid", ["naar_school", "vertrokken", "noemer_p2"])
    return brute_force(puzzle, limit)


SHORT = [
    ("geleverd", "totaal", 90),
    ("schoolverlaters", "totaal", 90),
    ("vertrokken", "af", 1),
    ("noemer_p2", "totaal", 89),
]


@pytest.mark.parametrize("told", ["P3", "K1"])
def test_the_total_after_it_goes_with_one_who_left(told: str) -> None:
    """Not that of all leavers before it: the rows tell it."""
    rows = [(i, stap, soort, aantal) for i, (stap, soort, aantal) in enumerate([*SHORT, FLOW[-1]])]
    table = pd.DataFrame(rows, columns=["volgorde", "stap", "soort", "aantal"]).assign(cohort=2020)
    beside = figures(f"{told} - - regio regio 60 90 0")
    found = hidden(protect_flow(table, POLICY, beside))
    assert {"vertrokken", "noemer_p2"} <= found and "schoolverlaters" not in found


def test_a_step_that_a_figure_tells_hides_nothing() -> None:
    """P2 tells its n and k, so of two steps that are not in P2 both must go."""
    found = hidden(protect_flow(flow(), POLICY, figures("P2 - - regio regio 30 45 0")))
    assert found == {"vertrokken", "naar_school"}


CODES = """
D PRO code regio regio {pro} 90 0
D VSO code regio regio 0 90 0
D LEREN klasse regio regio 40 90 0
D GEEN klasse regio regio 20 90 0
"""


@pytest.mark.parametrize(("pro", "enough"), [(9, True), (6, False)])
def test_no_more_left_for_another_school_than_all_leavers_did(pro: int, enough: bool) -> None:
    """Seven went to another school or left. If six at most went to a school, and two at most left, it was one
    or two who left, whatever the flow itself keeps back of those two steps.
    """
    lines = CODES.format(pro=pro) + ("D GEEN code regio regio 18 90 0" if not enough else "")
    found = hidden(protect_flow(flow(), POLICY, figures(lines)))
    assert "vertrokken" in found
    assert (found == {"vertrokken", "naar_school"}) == enough


@pytest.mark.parametrize("placed", [3, 42, 0])
def test_a_part_is_hidden_with_its_complement(placed: int) -> None:
    assert "geplaatst" in hidden(protect_flow(flow(geplaatst=placed), POLICY, NOTHING))


@pytest.mark.parametrize("changes", [{"noemer_p2": 99}, {"zonder_school": 1}, {"geleverd": 101}])
def test_a_flow_that_does_not_add_up_is_refused(changes: dict[str, int]) -> None:
    with pytest.raises(ReleaseGeweigerd, match="contradict"):
        protect_flow(flow(**changes), POLICY, NOTHING)


def test_the_order_of_rows_makes_no_difference() -> None:
    pd.testing.assert_frame_equal(
        protect_flow(flow(), POLICY, NOTHING),
        protect_flow(flow().sample(frac=1, random_state=2), POLICY, NOTHING),
    )


def test_small_counts_of_defects_are_hidden() -> None:
    table = pd.DataFrame({"bron": "uitstroom", "soort": ["a", "b", "c"], "aantal": [4, 5, 0]})
    found = protect_defects(table, POLICY)
    assert found["status"].tolist() == ["niet getoond", "getoond", "getoond"]
    assert found["aantal"].isna().tolist() == [True, False, False]
    assert table["aantal"].tolist() == [4, 5, 0]


def test_small_counts_of_repairs_are_hidden_where_they_are_about_pupils() -> None:
    rows = [("uitstroom", 4), ("uitstroom", 5), ("doelen", 1), ("uitstroom", 0)]
    table = pd.DataFrame(rows, columns=["bron", "aantal"]).assign(kolom="gemeente", soort="s")
    found = protect_repairs(table, POLICY)
    assert found["status"].tolist() == ["niet getoond", "getoond", "getoond", "getoond"]
    assert found["aantal"].isna().tolist() == [True, False, False, False]


def delivery(bron: str, leverdatum: str, sha256: str, rows: int) -> dict[str, object]:
    fates = {"rijen": rows, "behouden": rows - 1, "dubbel": 1, "vervangen": 0, "quarantaine": 0}
    return {
        "levering": f"{leverdatum}-{sha256}",
        "bron": bron,
        "leverdatum": leverdatum,
        "sha256": sha256,
        **fates,
    }


def test_deliveries_are_shown_by_source_and_year() -> None:
    """One delivery of three rows is one school with three leavers."""
    table = pd.DataFrame(
        [
            delivery("uitstroom", "2020-11-20", "bb", 40),
            delivery("uitstroom", "2020-11-02", "aa", 3),
            delivery("uitstroom", "2021-02-01", "cc", 4),
        ]
    )
    found = summarise_deliveries(table, POLICY).set_index("levering")
    assert found.index.tolist() == ["uitstroom 2020", "uitstroom 2021"]
    assert found["leveringen"].tolist() == [2, 1]
    assert found.loc["uitstroom 2020", ["rijen", "behouden", "dubbel"]].tolist() == [43, 41, 2]
    assert found["sha256"].tolist()[0] == hashlib.sha256(b"aa\nbb\n").hexdigest()
    assert found.loc["uitstroom 2021", ["rijen", "behouden"]].isna().all()
    assert found["status"].tolist() == ["getoond", "niet getoond"]


BEFORE = {
    ("uitstroom", "a"): 40.0,
    ("uitstroom", "b"): 40.0,
    ("uitstroom", "c"): 40.0,
    ("uitstroom", "e"): 40.0,
}


def test_a_count_of_defects_that_changed_by_a_few_is_not_shown() -> None:
    """Shown before: 40 of each but d, which was hidden. 38 and 44 are a few off, 45 and 40 are not."""
    counts = {"a": 38, "b": 44, "c": 45, "d": 9, "e": 40}
    table = pd.DataFrame({"bron": "uitstroom", "soort": counts.keys(), "aantal": counts.values()})
    found = protect_defects(table, POLICY, earlier=[Earlier(BEFORE, {("uitstroom", "d"): 3})])
    assert found["aantal"].isna().tolist() == [True, True, False, False, False]
    again = [Earlier({("uitstroom", "e"): 41.0}), Earlier(BEFORE)]
    assert protect_defects(table, POLICY, earlier=again)["aantal"].isna().tolist()[-1]


def test_what_is_hidden_of_defects_and_repairs_from_who_sees_more_is_hidden_from_all() -> None:
    """The stuurgroep was shown 4, and is not shown 5 now; everybody was shown neither."""
    table = pd.DataFrame({"bron": ["uitstroom"], "kolom": "k", "soort": "a", "aantal": 5})
    assert protect_repairs(table, POLICY)["aantal"].tolist() == [5]
    must = {("uitstroom", "k", "a")}
    assert protect_repairs(table, POLICY, must)["aantal"].isna().all()
    assert protect_defects(table.drop(columns="kolom"), POLICY, {("uitstroom", "a")})["aantal"].isna().all()


@pytest.mark.parametrize(("bron", "gone"), [("bespreeklijst", True), ("uitstroom", False), ("esf", False)])
def test_deliveries_of_who_is_discussed_do_not_tell_of_a_few_rows_more(bron: str, gone: bool) -> None:
    table = pd.DataFrame([delivery(bron, "2020-11-20", "bb", 49), delivery(bron, "2021-11-20", "cc", 50)])
    rows = {(bron, year, "rijen"): 40.0 for year in ("2020", "2021")}
    found = summarise_deliveries(table, POLICY, earlier=[Earlier(rows)])
    assert found["rijen"].isna().tolist() == [gone, False] and found["sha256"].notna().all()
    assert found["leveringen"].tolist() == [1, 1]
