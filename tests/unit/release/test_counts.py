"""Small counts beside the figures: the flow, the defects, the deliveries."""

import hashlib

import pandas as pd
import pytest

from pipeline.release.counts import protect_defects, protect_flow, protect_repairs, summarise_deliveries
from pipeline.release.policy import Policy
from pipeline.workspace.errors import ReleaseGeweigerd
from tests.support.attack import ENOUGH, Puzzle, brute_force
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


def test_rows_that_could_not_be_used_are_always_shown() -> None:
    found = protect_flow(flow(), POLICY, NOTHING).set_index("stap")
    shown = ["dubbel", "zonder_persoon", "zonder_school", "zonder_schooljaar", "eerdere_school"]
    assert found.loc[shown, "aantal"].tolist() == [2, 1, 0, 3, 4]


def test_one_person_in_two_steps_needs_more_than_the_other_step() -> None:
    """One left the country and nobody changed school: hiding both leaves 0 and 1, and that is too few
    values.
    """
    found = protect_flow(flow(naar_school=0, noemer_p2=51), POLICY, NOTHING)
    assert hidden(found) not in ({"vertrokken"}, {"vertrokken", "naar_school"})
    puzzle = Puzzle()
    for row in found.itertuples():
        puzzle.count(row.stap, None if pd.isna(row.aantal) else row.aantal)
    puzzle.equal("schoolverlaters", ["ander_perspectief", "zonder_perspectief", "perspectief_arbeid"])
    puzzle.equal("perspectief_arbeid", ["naar_school", "vertrokken", "noemer_p2"])
    values = brute_force(puzzle, limit=90)
    assert {name: found for name, found in values.items() if len(found) < ENOUGH} == {}


SHORT = [
    ("geleverd", "totaal", 90),
    ("schoolverlaters", "totaal", 90),
    ("vertrokken", "af", 1),
    ("noemer_p2", "totaal", 89),
]


@pytest.mark.parametrize(("told", "gone"), [("P3", "schoolverlaters"), ("K1", "noemer_p2")])
def test_a_step_that_a_figure_tells_hides_nothing(told: str, gone: str) -> None:
    """One total must go with the one who left; not that of all leavers when K1 tells it as well."""
    rows = [(i, stap, soort, aantal) for i, (stap, soort, aantal) in enumerate([*SHORT, FLOW[-1]])]
    table = pd.DataFrame(rows, columns=["volgorde", "stap", "soort", "aantal"]).assign(cohort=2020)
    beside = figures(f"{told} - - regio regio 60 90 0")
    found = hidden(protect_flow(table, POLICY, beside))
    assert {"vertrokken", gone} <= found and not found & ({"schoolverlaters", "noemer_p2"} - {gone})


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
