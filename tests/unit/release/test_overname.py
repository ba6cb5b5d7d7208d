"""Cohorts whose rows were forgotten: as an earlier release has them, and never what is left of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest

from pipeline.release.overname import Overname, take_over
from pipeline.release.publication import MANIFEST, write_release
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.errors import ReleaseGeweigerd
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

STANDS = {2020: "2021-12-31", 2021: "2022-12-31", 2022: "2023-12-31", 2023: "2024-12-31"}
LATE = "nog niet te meten"
SAMEN = {
    "indicator": "P1", "niveau": "regio", "eenheid": "regio", "naam": "Rijnmond", "k": 10, "pct": 1.0,
    "laag": 1.0, "hoog": 1.0, "status": "gemeten",
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "werkmap")


def release(
    workspace: Workspace,
    year: int,
    cohorts: dict[int, int],
    taken: Sequence[tuple[int, str, str]] = (),
    status: str = "gemeten",
    without: Sequence[str] = (),
    bescherming: Mapping[str, object] | None = None,
    samen: Sequence[tuple[int, int, int]] = (),
) -> None:
    """The release of a school year in which P1 of a cohort is 10 of so many, or has no figure and why."""
    rows = [
        {
            "cohort": cohort, "indicator": indicator, "klasse": "", "soort_klasse": "", "niveau": "regio",
            "eenheid": "regio", "naam": "Rijnmond", "n": n, "k": 10, "pct": 1.0, "laag": 1.0, "hoog": 1.0,
            "onbekend": 0, "aandeel_onbekend": 0.0, "ondergrens": 1.0, "bovengrens": 1.0, "status": status,
            "grenzen_getoond": True, "definitie_versie": "1",
        }
        for cohort, n in cohorts.items()
        for indicator in ("P1", "B1_2")
    ]  # fmt: skip
    units = [(c, "99AA00", "School", "Bestuur", "PRO") for c in cohorts]
    flow = [(c, 1, "geleverd", "rijen", "totaal", n, "getoond") for c, n in cohorts.items()]
    tables = {
        "cijfers": pd.DataFrame(rows),
        "eenheden": pd.DataFrame(units, columns=["cohort", "school", "naam", "bestuur", "schooltype"]),
        "stroom": pd.DataFrame(
            flow, columns=["cohort", "volgorde", "stap", "label", "soort", "aantal", "status"]
        ),
        "overgenomen": pd.DataFrame(list(taken), columns=["cohort", "schooljaar", "stand"]),
        "samen": pd.DataFrame(list(samen), columns=["cohort", "tot", "n"]).assign(**SAMEN),
    }
    meta = {
        "schooljaar": Schooljaar(year).label, "stand": STANDS[year], "voorbeeldgegevens": True,
        "sleutel_id": "demo", "versions": {},
    }  # fmt: skip
    meta |= {"bescherming": bescherming} if bescherming else {}
    kept = {name: table for name, table in tables.items() if name not in without}
    write_release(workspace.release_dir(Schooljaar(year)), kept, meta)


def taken(workspace: Workspace, year: int, *lost: int) -> tuple[tuple[Overname, ...], dict[int, list[int]]]:
    """What the release of a school year takes over: from where, and n per cohort in every table."""
    over = take_over(workspace, Schooljaar(year), frozenset(lost), Settings())
    computed = pd.DataFrame({"cohort": [2018, 2019, 2020], "n": 5, "aantal": 5, "indicator": "P1"})
    filled = over.fill_in("cijfers", over.without_lost(computed))
    figures = filled[filled["indicator"] == "P1"]
    return over.cohorten, {int(c): rows["n"].tolist() for c, rows in figures.groupby("cohort")}


def test_a_lost_cohort_is_as_the_report_itself_had_it(workspace: Workspace) -> None:
    release(workspace, 2020, {2018: 40, 2019: 50, 2020: 60})
    release(workspace, 2021, {2018: 41, 2019: 51, 2020: 61})
    assert taken(workspace, 2021, 2018) == (
        (Overname(2018, "2021-2022", "2022-12-31"),),
        {2018: [41], 2019: [5], 2020: [5]},
    )


def test_units_and_flow_come_along(workspace: Workspace) -> None:
    release(workspace, 2020, {2018: 40, 2019: 50})
    over = take_over(workspace, Schooljaar(2020), frozenset({2018}), Settings())
    left = pd.DataFrame({"cohort": [2018, 2019], "aantal": 1, "school": "over"})
    flow = over.fill_in("stroom", over.without_lost(left))
    assert dict(zip(flow["cohort"], flow["aantal"], strict=True)) == {2018: 40, 2019: 1}
    units = over.fill_in("eenheden", over.without_lost(left))
    assert dict(zip(units["cohort"], units["school"], strict=True)) == {2018: "99AA00", 2019: "over"}


def test_a_new_report_has_it_from_the_latest_before_it_and_never_from_a_later_one(
    workspace: Workspace,
) -> None:
    release(workspace, 2020, {2018: 40, 2019: 50})
    release(workspace, 2021, {2018: 41})
    release(workspace, 2023, {2018: 43, 2019: 53})
    over, n = taken(workspace, 2022, 2018, 2019)
    assert over == (Overname(2018, "2021-2022", "2022-12-31"), Overname(2019, "2020-2021", "2021-12-31"))
    assert n == {2018: [41], 2019: [50], 2020: [5]}


def test_what_was_taken_over_before_is_still_of_the_report_that_computed_it(workspace: Workspace) -> None:
    release(workspace, 2021, {2018: 40, 2019: 50}, taken=[(2018, "2019-2020", "2020-12-31")])
    over, _ = taken(workspace, 2022, 2018, 2019)
    assert over == (Overname(2018, "2019-2020", "2020-12-31"), Overname(2019, "2021-2022", "2022-12-31"))


def test_a_cohort_that_no_report_has_is_left_out_and_said_so(workspace: Workspace) -> None:
    """What is left of it is not counted: it would be a figure about whoever happens to be left."""
    over, n = taken(workspace, 2021, 2018, 2023)
    assert over == (Overname(2018),)
    assert n == {2019: [5], 2020: [5]}


@pytest.mark.parametrize("damaged", [2020, 2021])
def test_a_release_that_cannot_be_read_is_not_passed_over(workspace: Workspace, damaged: int) -> None:
    """It may be the last that knows the cohort, and making a new one in its place would delete it."""
    release(workspace, 2020, {2018: 40})
    release(workspace, 2021, {2017: 41})
    (workspace.release_dir(Schooljaar(damaged)) / MANIFEST).write_text("{}", encoding="utf-8")
    with pytest.raises(ReleaseGeweigerd, match=r"rows of 2018-2019 were forgotten") as refused:
        taken(workspace, 2021, 2018)
    assert str(workspace.release_dir(Schooljaar(damaged))) in refused.value.advice
    assert taken(workspace, 2021)[0] == ()


def test_a_release_that_is_not_asked_need_not_be_read(workspace: Workspace) -> None:
    release(workspace, 2020, {2018: 40})
    release(workspace, 2021, {2018: 41})
    (workspace.release_dir(Schooljaar(2020)) / MANIFEST).write_text("{}", encoding="utf-8")
    assert taken(workspace, 2021, 2018)[0] == (Overname(2018, "2021-2022", "2022-12-31"),)


def test_a_release_from_before_cohorts_were_taken_over_is_a_source(workspace: Workspace) -> None:
    release(workspace, 2020, {2018: 40}, without=("overgenomen",))
    assert taken(workspace, 2021, 2018)[0] == (Overname(2018, "2020-2021", "2021-12-31"),)


def test_what_a_cohort_gave_up_is_still_told(workspace: Workspace) -> None:
    given_up = {"2018-2019": "codes", "2019-2020": "scholen"}
    release(workspace, 2020, {2018: 40, 2019: 40}, bescherming={"vergroofd": given_up})
    over = take_over(workspace, Schooljaar(2021), frozenset({2018}), Settings())
    assert over.vergroofd == {"2018-2019": "codes"}


def test_what_could_be_measured_since_is_not_measured_and_not_still_to_come(workspace: Workspace) -> None:
    """Of cohort 2019, U is 1 November 2020 and V4, which B1_2 needs, 1 November 2022."""
    release(workspace, 2020, {2019: 50}, status=LATE)
    for year, expected in ((2020, [LATE, "niet gemeten"]), (2022, ["niet gemeten", "niet gemeten"])):
        over = take_over(workspace, Schooljaar(year), frozenset({2019}), Settings())
        figures = over.fill_in("cijfers", pd.DataFrame({"cohort": []})).sort_values("indicator")
        assert figures["status"].tolist() == expected, year


def test_three_cohorts_of_which_one_is_lost_are_taken_over_together(workspace: Workspace) -> None:
    """From the latest report that has them; what is left of 2017 to 2019 is not counted."""
    release(workspace, 2020, {2018: 40}, samen=[(2014, 2016, 20)])
    release(workspace, 2021, {2018: 41}, samen=[(2014, 2016, 21), (2017, 2019, 31)])
    over = take_over(workspace, Schooljaar(2022), frozenset({2016, 2018}), Settings())
    computed = pd.DataFrame({"cohort": [2014, 2017, 2020], "tot": [2016, 2019, 2022], "n": 5})
    filled = over.fill_in("samen", over.without_lost(computed))
    assert sorted(filled[["cohort", "tot", "n"]].astype(int).itertuples(index=False, name=None)) == [
        (2014, 2016, 21),
        (2017, 2019, 31),
        (2020, 2022, 5),
    ]
