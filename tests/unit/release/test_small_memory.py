"""What is kept of small tables, how long, for whom; and the ways in which little was kept."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.release import make
from pipeline.release.begeleiding import count_stays, earlier_stays, protect_caseload, protect_meetings
from pipeline.release.circulation import Circulation
from pipeline.release.generations import forget_counted, keep_shown, keep_small
from pipeline.release.policy import Policy
from pipeline.release.small_memory import Earlier, Memory, to_remember
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.errors import ReleaseGeweigerd
from pipeline.workspace.folders import Workspace
from tests.unit.release.test_begeleiding import Meeting, meetings, read, stays
from tests.unit.release.test_circulation import written

POLICY = Policy()
JAAR = 2023
ROWS: list[Meeting] = [(q, c, 20, 10, 8) for q in "12" for c in "12"]
LATE: list[Meeting] = [("1", "1", 21, 10, 9), *ROWS[1:]]


def defects(shown: int | None, hidden: int | None = None) -> pd.DataFrame:
    """What is kept of a table with one row that is shown and one that is not."""
    table = pd.DataFrame({"bron": "uitstroom", "soort": ["a", "b"], "aantal": [shown, None]})
    counts = {("uitstroom", "b"): hidden} if hidden else {}
    return to_remember(JAAR, {"defecten": table}, {"defecten": counts}, {"defecten": {("n",): 7}})


def kept(folder: Path, publiek: str = "openbaar", inputs: str = "") -> tuple[Earlier, ...]:
    return Circulation.read(folder, inputs).small(publiek).of("defecten", JAAR)  # type: ignore[arg-type]


A, B = ("uitstroom", "a"), ("uitstroom", "b")


def test_what_was_shown_and_what_was_not_is_kept_for_releases_of_other_inputs(tmp_path: Path) -> None:
    for _ in range(2):
        keep_small(tmp_path, "a" * 64, "openbaar", defects(9, 3))
    assert len(list(tmp_path.rglob("*.parquet"))) == 1
    assert kept(tmp_path, inputs="a" * 64) == ()
    assert kept(tmp_path) == (Earlier({A: 9.0}, {B: 3}, {("n",): 7}),)
    assert Circulation.read(tmp_path).small("openbaar").of("defecten", JAAR - 1) == ()
    keep_small(tmp_path, "b" * 64, "openbaar", defects(9, 3))
    keep_small(tmp_path, "c" * 64, "openbaar", defects(9, 4))
    assert [one.hidden for one in kept(tmp_path)] == [{B: 3}, {B: 4}], "the same twice is one"


def test_the_stuurgroep_saw_what_everybody_saw_and_not_the_other_way_round(tmp_path: Path) -> None:
    keep_small(tmp_path, "a" * 64, "openbaar", defects(9, 3))
    more = defects(9).assign(soort="getoond", aantal=[9.0, 3.0, 7.0])
    keep_small(tmp_path, "a" * 64, "stuurgroep", more)
    assert [set(one.shown) for one in kept(tmp_path)] == [{A}]
    assert [{A, B} <= set(one.shown) for one in kept(tmp_path, "stuurgroep")] == [True]


def test_of_what_is_forgotten_only_what_was_shown_stays(tmp_path: Path) -> None:
    keep_small(tmp_path, "a" * 64, "openbaar", defects(9, 3))
    forget_counted(tmp_path, {JAAR - 3})
    assert kept(tmp_path)[0].hidden == {B: 3}
    forget_counted(tmp_path, {JAAR - 2})  # the report of 2023 counts it too
    assert kept(tmp_path) == (Earlier({A: 9.0}, None, {("n",): 7}),)


def test_what_a_killed_run_left_beside_it_is_forgotten_too(tmp_path: Path) -> None:
    keep_small(tmp_path, "a" * 64, "openbaar", defects(9, 3))
    (old,) = tmp_path.rglob("klein_openbaar-*.parquet")
    content = old.read_bytes()
    forget_counted(tmp_path, {JAAR - 2})
    old.write_bytes(content)
    forget_counted(tmp_path, {JAAR - 2})
    assert not old.exists() and kept(tmp_path) == (Earlier({A: 9.0}, None, {("n",): 7}),)


def test_a_record_that_is_not_as_it_was_written_is_not_passed_over(tmp_path: Path) -> None:
    keep_small(tmp_path, "a" * 64, "openbaar", defects(9, 3))
    (file,) = tmp_path.rglob("klein_openbaar-*.parquet")
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(ReleaseGeweigerd, match="only record of what an earlier release showed"):
        Circulation.read(tmp_path)


def test_a_workspace_in_which_only_figures_were_kept_takes_over_what_its_releases_show(
    tmp_path: Path,
) -> None:
    workspace = Workspace.create(tmp_path / "werkmap")
    table = pd.DataFrame({"bron": "uitstroom", "soort": ["a", "b"], "aantal": [9, None]})
    table = table.astype({"aantal": "Int64"}).assign(status=["getoond", "niet getoond"])
    release = written(workspace.release_dir(Schooljaar(JAAR)), "2023-2024", defecten=table)
    keep_shown(workspace.uitgegeven, "a" * 64, "openbaar", release)
    for _ in range(2):
        make.keep_from_before(workspace)
    assert kept(workspace.uitgegeven) == (Earlier({A: 9.0}),)
    places = sorted(place.name for place in workspace.uitgegeven.iterdir())
    assert places == ["0000-eerder", "0001-aaaaaaaaaaaa"]


# little was kept --------------------------------------------------------------------------------------------


def gone(table: pd.DataFrame) -> set[tuple[str, ...]]:
    return {name for name, aantal in read(table).items() if aantal is None}


CHANGED = {
    (q, c, soort)
    for q in ("1", "alle")
    for c in ("1", "alle")
    for soort in ("besproken", "traject", "negatief")
}


@pytest.mark.parametrize("little", [False, True])
def test_one_pupil_more_hides_every_count_that_has_him_and_no_other(little: bool) -> None:
    """Also where what was hidden is not known any more, and the rests have to be worked out."""
    before = {name: float(n or 0) for name, n in read(protect_meetings(meetings(*ROWS), POLICY)).items()}
    earlier = Earlier(before, None if little else {})
    assert gone(protect_meetings(meetings(*LATE), POLICY, earlier=[earlier])) == CHANGED
    assert gone(protect_meetings(meetings(*ROWS), POLICY, earlier=[earlier])) == set()


def test_counts_that_do_not_fit_together_by_the_definitions_of_now_are_known_as_shown() -> None:
    """A table of then without the count of who was discussed, or with other parts."""
    before = {name: float(n or 0) for name, n in read(protect_meetings(meetings(*ROWS), POLICY)).items()}
    other = {name: n for name, n in before.items() if name != ("2", "2", "besproken")}
    more = before | {("2", "2", "traject"): 12.0}
    for earlier in (Earlier(other, {}), Earlier(more, {})):
        assert gone(protect_meetings(meetings(*LATE), POLICY, earlier=[earlier])) >= CHANGED


def test_what_an_earlier_release_gave_away_is_hidden_and_takes_nothing_along() -> None:
    """Under a threshold of 3 all was shown; what is 3 or 4 is not printed now, and nothing can help it."""
    rows: list[Meeting] = [("1", "1", 20, 4, 8), ("1", "2", 20, 10, 8), *ROWS[2:]]
    before = {n: float(v or 0) for n, v in read(protect_meetings(meetings(*rows), Policy(telling=3))).items()}
    assert gone(protect_meetings(meetings(*rows), POLICY, earlier=[Earlier(before, {})])) == {
        ("1", "1", "traject")
    }


def test_a_lower_threshold_does_not_tell_what_a_higher_one_hid() -> None:
    """7 of 20 got a traject, hidden under 8 with those of another cluster and quarter."""
    rows: list[Meeting] = [("1", "1", 20, 7, 8), *ROWS[1:]]
    made = read(protect_meetings(meetings(*rows), Policy(telling=8)))
    shown = {name: float(n) for name, n in made.items() if n is not None}
    hidden = {name: n for name, n in read(protect_meetings(meetings(*rows), POLICY)).items() if n is not None}
    earlier = Earlier(shown, {name: hidden[name] for name in made if name not in shown})
    assert gone(protect_meetings(meetings(*rows), POLICY, earlier=[earlier])) == set()


# the turn of the year ---------------------------------------------------------------------------------------

QUARTERS = ((10, 6, 0, 0, 6), (12, 5, 5, 0, 7), (10, 8, 0, 0, 0), (10, 0, 0, 9, 0))


def test_who_was_on_the_list_at_the_turn_of_the_year_was_told_by_the_year_before() -> None:
    """The year before ended with 38 on it; this one begins with 37, with 38, or with 60."""
    ended = stays(42, *QUARTERS)
    records = to_remember(JAAR - 1, {"caseload": protect_caseload(ended, POLICY)}, {}, {})
    earlier = earlier_stays(Memory((records,)), JAAR)
    assert [dict(one.shown) for one in earlier] == [{("1", "begin"): 38.0}]
    for begin, hidden in ((37, True), (38, False), (60, False)):
        found = read(protect_caseload(stays(begin, *QUARTERS), POLICY, earlier=earlier))
        assert (found["1", "begin"] is None) == hidden and (found["alle", "begin"] is None) == hidden
    assert count_stays(ended)["4", "eind"] == 38
