"""What earlier releases showed is known, whatever is hidden now; on tables small enough to follow by hand."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.release import make
from pipeline.release.circulation import NOTHING, Circulation, count_for_later
from pipeline.release.counts import hidden_steps, protect_flow
from pipeline.release.figures import read_cohorts
from pipeline.release.generations import Generation, forget_counted, keep_counted
from pipeline.release.generations import keep_shown as keep
from pipeline.release.policy import Policy
from pipeline.release.protection import NIET_GETOOND, ProtectedTables, protect
from pipeline.release.publication import MANIFEST, Release, open_release, write_release
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.errors import ReleaseGeweigerd
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from tests.support.frames import figures, schools, summed

POLICY = Policy()
THREE = schools("A X PRO \n B Y PRO \n C Z PRO")
COUNTS = {"A": (3, 20), "B": (12, 25), "C": (15, 25)}
TABLE = figures(summed("P2", THREE, COUNTS))
"""A's 3 is too small; to keep it from being 30 - 12 - 15 either B or C is hidden with it."""


def hidden(made: ProtectedTables) -> set[str]:
    return set(made.cijfers.loc[made.cijfers["status"] == NIET_GETOOND, "eenheid"])


def shown_before(*units: str) -> Circulation:
    """After a release that showed these units."""
    status = TABLE["eenheid"].isin(units).map({True: "gemeten", False: NIET_GETOOND})
    return NOTHING.seeing("openbaar", {"cijfers": TABLE.assign(status=status)})


@pytest.mark.parametrize(("other", "partner"), [(["B", "Y"], {"C", "Z"}), (["C", "Z"], {"B", "Y"})])
def test_the_partner_is_one_that_is_not_known(other: list[str], partner: set[str]) -> None:
    """Hidden beside A is whoever was hidden beside her before, although the cheapest is one of the two."""
    seen = shown_before(*other, "PRO", "regio")
    assert hidden(protect(TABLE, THREE, POLICY, seen)) == {"A", "X"} | partner


def test_what_has_other_numbers_now_is_not_known() -> None:
    """B and C were shown with a leaver less; of what they are now that tells nothing."""
    was = figures(summed("P2", THREE, COUNTS | {"B": (11, 25), "C": (14, 25)}))
    seen = NOTHING.seeing("openbaar", {"cijfers": was[~was["eenheid"].isin(["A", "X"])]})
    assert hidden(protect(TABLE, THREE, POLICY, seen)) == hidden(protect(TABLE, THREE, POLICY))


FOUR = schools("A W PRO \n B X PRO \n C Y PRO \n D Z PRO")
WAS = {"A": (3, 20), "B": (12, 25), "C": (15, 25), "D": (14, 25)}


def later(counts: dict[str, tuple[int, int]], **corrected: tuple[int, int]) -> tuple[set[str], set[str], int]:
    """Schools hidden in a release, in the one after schools were corrected, and what that says was told."""
    was, now = (figures(summed("P2", FOUR, one)) for one in (counts, counts | corrected))
    before = protect(was, FOUR, POLICY)
    kept = count_for_later(was, FOUR, POLICY.definities)
    made = protect(now, FOUR, POLICY, NOTHING.seeing("openbaar", {"cijfers": before.cijfers}, kept))
    schools_of = set("ABCD")
    return hidden(before) & schools_of, hidden(made) & schools_of, made.hidden.given_away


def test_the_partner_of_what_was_hidden_stays_hidden_when_another_is_corrected() -> None:
    """A's 3 was hidden, with D. C becomes 4 of 25, so that A and C would do and D could be shown; but D did
    not change, and with it the release of before is A = 44 - 12 - 15 - 14. That C lost 11 the region tells to
    who knows that the others did not change: k and the others of C, her board and her type.
    """
    before, after, told = later(WAS, C=(4, 25))
    assert before == {"A", "D"} and after == {"A", "C", "D"} and told == 6


def test_what_is_shown_of_what_is_corrected_itself_frees_its_partner() -> None:
    """A has 8 of 20 now, so nothing has to be hidden; but D, shown, would tell that A had 3."""
    before, after, told = later(WAS, A=(8, 20))
    assert before == {"A", "D"} and "D" in after and told == 0


def test_what_the_region_tells_of_a_correction_is_kept_from_who_sees_one_release_only() -> None:
    """All was shown. C is the only one that changed, so who has both releases knows her 4 from the region;
    who has the last one must not know it from the other three.
    """
    before, after, told = later(WAS | {"A": (8, 20)}, C=(4, 25))
    assert before == set() and "C" in after and len(after) == 2 and told == 6


def test_bounds_are_known_whatever_was_in_quarantine() -> None:
    """A row in quarantine was mended, of a school that is not in these figures: onbekend is one less in all
    that is shown, and what is behind it is the same.
    """
    was = figures("P2 - - regio regio 30 70 6")
    now = was.assign(
        onbekend=was["onbekend"] + 1, k_beste=was["k_beste"] + 1, n_beste=was["n_beste"] + 1, quarantaine=1
    )
    before = protect(was, THREE, POLICY)
    for counted, expected in ((count_for_later(was, THREE, POLICY.definities), 1), (None, 0)):
        seen = NOTHING.seeing("openbaar", {"cijfers": before.cijfers}, counted)
        readers = seen.readers(now, read_cohorts(now, THREE), [], POLICY)["2020"]
        assert (len(readers.out.bounds), readers.before) == (expected, ())


def test_counts_by_other_definitions_are_not_reckoned_with() -> None:
    """They need not agree with what the definitions of now say of one another."""
    was = figures(summed("P2", FOUR, WAS))
    before = protect(was, FOUR, POLICY)
    kept = replace(count_for_later(was, FOUR, POLICY.definities), soorten="other")
    seen = NOTHING.seeing("openbaar", {"cijfers": before.cijfers}, kept)
    now = figures(summed("P2", FOUR, WAS | {"C": (4, 25)}))
    assert hidden(protect(now, FOUR, POLICY, seen)) & set("ABCD") == {"A", "C"}


def test_what_releases_were_made_of_is_kept_until_it_is_forgotten(tmp_path: Path) -> None:
    table, units = (pd.concat([one, one.assign(cohort=2021)]) for one in (TABLE, THREE))
    kept = count_for_later(table, units, POLICY.definities)
    for part in (kept, replace(kept, rows=kept.rows[kept.rows["cohort"] == 2021])):
        keep_counted(tmp_path, "a" * 64, part)
    assert Circulation.read(tmp_path, "a" * 64).generations == ()
    (known,) = Circulation.read(tmp_path, "b" * 64).generations
    assert known.counted and len(known.counted.rows) == 2 * len(TABLE)
    assert known.counted.soorten == kept.soorten
    forget_counted(tmp_path, {2020})
    (known,) = Circulation.read(tmp_path).generations
    assert known.counted and set(known.counted.rows["cohort"]) == set(known.counted.units["cohort"]) == {2021}


@pytest.mark.parametrize("kind", ["telling", "eenheden"])
def test_what_a_killed_run_left_beside_it_is_forgotten_too(tmp_path: Path, kind: str) -> None:
    """New file written, old one not yet gone: whichever of the two has the last name."""
    table, units = (pd.concat([one, one.assign(cohort=2021)]) for one in (TABLE, THREE))
    keep_counted(tmp_path, "a" * 64, count_for_later(table, units, POLICY.definities))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")}
    forget_counted(tmp_path, {2020})
    once = {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")}
    left = [path for path in before if path.name.startswith(kind)]
    for path in left:
        path.write_bytes(before[path])
    assert left and not {*left} & {*once}
    forget_counted(tmp_path, {2020})
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")} == once


def test_what_was_given_away_is_hidden_and_counted_and_takes_nothing_along() -> None:
    """Under a threshold of 3 all was shown. Now A's 3 is not printed; nothing else can help it."""
    before = protect(TABLE, THREE, Policy(telling=3))
    assert hidden(before) == set()
    made = protect(TABLE, THREE, POLICY, NOTHING.seeing("openbaar", {"cijfers": before.cijfers}))
    assert hidden(made) == {"A", "X"}
    assert made.hidden.given_away == 2  # A and her board
    assert made.hidden.account(POLICY)["eerder_prijsgegeven"] == 2


def test_a_release_that_shows_the_same_changes_nothing() -> None:
    made = protect(TABLE, THREE, POLICY)
    again = protect(TABLE, THREE, POLICY, NOTHING.seeing("openbaar", {"cijfers": made.cijfers}))
    pd.testing.assert_frame_equal(again.cijfers, made.cijfers)
    assert again.hidden.given_away == 0


def test_the_stuurgroep_has_seen_what_everybody_has_and_not_the_other_way_round() -> None:
    seen = shown_before("B", "Y", "PRO", "regio")
    policy = POLICY.beside(telling=3, noemer=5)
    assert policy.wider
    only_wider = Circulation((Generation("1", {"stuurgroep": seen.shown["openbaar"]}),))
    cohorts = read_cohorts(TABLE, THREE)
    readers = seen.readers(TABLE, cohorts, [], policy)["2020"]
    assert readers.wider and readers.out == readers.wider.out and len(readers.out.cells) == 4
    readers = only_wider.readers(TABLE, cohorts, [], policy)["2020"]
    assert readers.wider and not readers.out and len(readers.wider.out.cells) == 4


FLOW = pd.DataFrame(
    [
        (2020, 1, "geleverd", "totaal", 110), (2020, 2, "dubbel", "af", 10),
        (2020, 3, "schoolverlaters", "totaal", 100), (2020, 4, "naar_school", "af", 12),
        (2020, 5, "vertrokken", "af", 3), (2020, 6, "zonder_perspectief", "af", 20),
        (2020, 7, "noemer_p2", "totaal", 65),
    ],
    columns=["cohort", "volgorde", "stap", "soort", "aantal"],
).assign(label="")  # fmt: skip


def test_steps_of_the_flow_are_known_too() -> None:
    """vertrokken is 3; beside it is hidden what was not shown: naar_school, zonder_perspectief, the rest."""
    figures_of = TABLE.iloc[:0].assign(status="")
    for known in ("naar_school", "zonder_perspectief"):
        before = FLOW.assign(aantal=FLOW["aantal"].where(FLOW["stap"] == known))
        seen = NOTHING.seeing("openbaar", {"cijfers": TABLE.iloc[:0], "stroom": before})
        out = seen.steps(FLOW, "openbaar")
        assert out == {(2020, known)}
        found = hidden_steps(protect_flow(FLOW, POLICY, figures_of, out=out))
        assert (2020, "vertrokken") in found and (2020, known) not in found and len(found) >= 2


def written(folder: Path, schooljaar: str = "2020-2021", **more: pd.DataFrame) -> Release:
    made = protect(TABLE, THREE, POLICY)
    tables = {
        "cijfers": made.cijfers.assign(naam=made.cijfers["eenheid"]),
        "samen": made.samen.assign(naam=made.samen["eenheid"]),
        "eenheden": THREE,
        **more,
    }
    meta = {
        "schooljaar": schooljaar,
        "stand": "",
        "voorbeeldgegevens": True,
        "sleutel_id": "",
        "versions": {},
    }
    return write_release(folder, tables, meta)


def test_what_a_release_shows_is_known_to_those_of_other_inputs(tmp_path: Path) -> None:
    release = written(tmp_path / "release")
    kept = tmp_path / "uitgegeven"
    keep(kept, "a" * 64, "openbaar", release)
    (file,) = kept.rglob("*.parquet")
    keep(kept, "a" * 64, "openbaar", open_release(tmp_path / "release"))
    assert list(kept.rglob("*.parquet")) == [file]
    assert file.parent.name == "0001-aaaaaaaaaaaa"
    assert Circulation.read(kept, "a" * 64).shown["openbaar"].empty
    known = Circulation.read(kept, "b" * 64)
    assert len(known.shown["openbaar"]) == 4  # of eight rows four are hidden: see TABLE
    assert hidden(protect(TABLE, THREE, POLICY, known)) == hidden(protect(TABLE, THREE, POLICY))
    keep(kept, "b" * 64, "openbaar", release)
    assert len(Circulation.read(kept, "a" * 64).shown["openbaar"]) == 4  # another came after it


def test_a_record_that_is_not_as_it_was_written_is_not_passed_over(tmp_path: Path) -> None:
    keep(tmp_path, "a" * 64, "openbaar", written(tmp_path / "release"))
    (file,) = tmp_path.rglob("openbaar-*.parquet")
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(ReleaseGeweigerd, match="only record of what an earlier release showed"):
        Circulation.read(tmp_path)


def test_the_stuurgroep_does_not_forget_what_it_saw() -> None:
    """What was hidden from it stays hidden from everybody, with or without the agreement."""
    agreed = POLICY.beside(telling=3, noemer=5)
    four = figures(summed("P2", THREE, COUNTS | {"A": (2, 20), "C": (4, 25)}))
    assert agreed.wider
    public, more = (protect(four, THREE, one) for one in (agreed, agreed.wider))
    assert hidden(more) > {"A", "X"} and hidden(public) >= hidden(more)
    seen = NOTHING.seeing("openbaar", {"cijfers": public.cijfers}).seeing(
        "stuurgroep", {"cijfers": more.cijfers}
    )
    after = Policy.of(Settings(), has_seen_more=True)
    assert hidden(protect(four, THREE, after, seen)) >= hidden(more)
    assert Policy.of(Settings()).wider is None


def test_releases_from_before_the_record_are_in_it_or_the_run_stops(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "werkmap")
    folder = workspace.release_dir(Schooljaar(2020))
    written(folder)
    make.keep_from_before(workspace)
    assert len(Circulation.read(workspace.uitgegeven, "a" * 64).shown["openbaar"]) == 4
    shutil.rmtree(workspace.uitgegeven)
    (folder / MANIFEST).write_text("{}", encoding="utf-8")
    with pytest.raises(ReleaseGeweigerd, match="the only record of what that release showed") as refused:
        make.keep_from_before(workspace)
    assert "move it out of the workspace" in refused.value.advice
    assert not workspace.uitgegeven.exists()


def test_a_run_that_was_killed_while_it_took_over_what_was_shown_does_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace.create(tmp_path / "werkmap")
    for year in (2020, 2021):
        written(workspace.release_dir(Schooljaar(year)))
    keep, kept = make.keep_shown, []

    def killed(*asked: Any) -> None:
        if len(kept) == 1:
            raise KeyboardInterrupt
        kept.append(asked)
        keep(*asked)

    monkeypatch.setattr(make, "keep_shown", killed)
    with pytest.raises(KeyboardInterrupt):
        make.keep_from_before(workspace)
    kept.extend(kept)
    make.keep_from_before(workspace)
    assert len(kept) == 4, "the first of the two alone would be taken for all that was ever shown"
    assert len(Circulation.read(workspace.uitgegeven, "a" * 64).shown["openbaar"]) == 4
