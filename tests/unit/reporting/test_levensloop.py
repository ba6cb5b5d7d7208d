"""The life table in the report: from released steps, with what cannot be shown said to be so."""

from dataclasses import replace

import pytest

from pipeline.reporting.cijfers import Cel, Cijfers, Waarden
from pipeline.reporting.content import figuur, tabel, zinnen
from pipeline.reporting.content.levensloop import MOMENTEN
from pipeline.reporting.gegevens import Gegevens, lees_gegevens
from pipeline.vocabulary.schooljaar import Schooljaar
from tests.support.fake_release import FakeRelease

JAAR = Schooljaar(2023)
COHORT = JAAR.plus(-2)
STAPPEN = {"BW_V1": (200, 180), "BW_V2": (150, 135), "BW_V3": (120, 114), "BW_V4": (100, 90)}
"""90%, 90%, 95% and 90%: 0,9, 0,81, 0,7695 and 0,69255 by hand."""


def gegevens(hidden: tuple[str, ...] = (), early: tuple[str, ...] = ()) -> Gegevens:
    cellen = []
    for indicator, (n, k) in STAPPEN.items():
        status = (
            "niet getoond"
            if indicator in hidden
            else "nog niet te meten"
            if indicator in early
            else "gemeten"
        )
        waarden = Waarden(n, k, 100 * k / n, 0.0, 100.0) if status == "gemeten" else None
        cellen.append(Cel(indicator, "", "", COHORT, "regio", "regio", status, waarden))
    return replace(lees_gegevens(JAAR, FakeRelease(JAAR)), cijfers=Cijfers(cellen))


def rows(markdown: str) -> list[list[str]]:
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_steps_are_multiplied() -> None:
    found = rows(tabel(gegevens(), "levensloop").markdown)
    assert [row[:5] for row in found] == [
        ["na een half jaar (V1)", "200", "180", "90,0", "90,0"],
        ["na een jaar (V2)", "150", "135", "90,0", "81,0"],
        ["na anderhalf jaar (V3)", "120", "114", "95,0", "77,0"],
        ["na twee jaar (V4)", "100", "90", "90,0", "69,3"],
    ]
    assert rows(tabel(gegevens(), "levensloop_cohorten").markdown)[0][:5] == [
        COHORT.label, "90,0", "81,0", "77,0", "69,3",
    ]  # fmt: skip


def test_the_interval_is_that_of_the_life_table() -> None:
    """Greenwood by hand: the sum of 20 of 200, 15 of 150, 6 of 120 and 10 of 100 over what is left,
    0,1/180 + 0,1/135 + 0,05/114 + 0,1/90 = 0,0028460. On the log(-log) scale, where S is ln 0,36738, that is
    0,14521; times 1,95996 the limits are S to the power 1,3293 and 0,7523: 61,4 and 75,9.
    """
    assert "(toevalsmarge 61,4–75,9)" in zinnen(gegevens(), "levensloop").markdown


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "had naar schatting 69,3% op elk meetmoment werk, tot en met twee jaar later"),
        ({"hidden": ("BW_V4",)}, "77,0% op elk meetmoment werk, tot en met anderhalf jaar later"),
        ({"hidden": ("BW_V4",)}, "Het deel daarna is niet getoond."),
        ({"hidden": ("BW_V2",)}, "90,0% op elk meetmoment werk, tot en met een half jaar later"),
        ({"hidden": tuple(MOMENTEN)}, f"Voor cohort {COHORT} is dit niet getoond."),
        ({"early": tuple(MOMENTEN)}, f"Voor cohort {COHORT} is dit nog niet te meten."),
    ],
)
def test_it_is_told_as_far_as_the_steps_are_shown(given: dict[str, tuple[str, ...]], said: str) -> None:
    assert said in zinnen(gegevens(**given), "levensloop").markdown


def test_after_a_step_that_is_not_shown_there_is_no_product() -> None:
    found = rows(tabel(gegevens(hidden=("BW_V2",)), "levensloop").markdown)
    assert [row[4] for row in found] == ["90,0", "", "", ""]
    assert found[2][1:4] == ["120", "114", "95,0"]
    assert rows(tabel(gegevens(hidden=("BW_V2",)), "levensloop_cohorten").markdown)[0][3:] == ["", "", ""]


def test_the_figure_says_what_it_finds() -> None:
    bundle = figuur(gegevens(hidden=("BW_V4",)), "levensloop")
    assert "Na anderhalf jaar heeft 77,0% steeds werk gehad" in bundle.alt
    assert "na twee jaar (V4) niet getoond" in bundle.alt
