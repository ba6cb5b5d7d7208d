"""From moment to moment in the report: from released rates, with what cannot be shown said to be so."""

from dataclasses import replace

import pytest

from pipeline.reporting.cijfers import Cel, Cijfers, Waarden
from pipeline.reporting.content import figuur, tabel, zinnen
from pipeline.reporting.gegevens import Gegevens, lees_gegevens
from pipeline.vocabulary.schooljaar import Schooljaar
from tests.support.fake_release import FakeRelease

JAAR = Schooljaar(2023)
COHORT = JAAR.plus(-2)
CIJFERS = {
    "WW_V2": (200, 160), "WZ_V2": (200, 10), "NW_V2": (150, 45), "NZ_V2": (150, 15), "GW_V2": (50, 20),
    "WW_V4": (180, 162), "WZ_V4": (180, 9), "NW_V4": (120, 36), "NZ_V4": (120, 12), "GW_V4": (40, 16),
}  # fmt: skip
ALL = tuple(CIJFERS)


def gegevens(hidden: tuple[str, ...] = (), unknown: int | None = None, **other: tuple[int, int]) -> Gegevens:
    cellen = []
    for indicator, (n, k) in (CIJFERS | other).items():
        pct = 100 * k / n
        waarden = Waarden(n, k, pct, pct - 1, pct + 1)
        if unknown is not None:
            waarden = replace(
                waarden, onbekend=unknown, aandeel_onbekend=1.0, ondergrens=4.0, bovengrens=20.0
            )
        status = "niet getoond" if indicator in hidden else "gemeten"
        cellen.append(
            Cel(indicator, "", "", COHORT, "regio", "regio", status, None if indicator in hidden else waarden)
        )
    return replace(lees_gegevens(JAAR, FakeRelease(JAAR)), cijfers=Cijfers(cellen))


def rows(markdown: str) -> list[list[str]]:
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_row_adds_up_and_who_had_another_place_is_what_is_left() -> None:
    """By hand: 200 = 160 + 30 + 10; 150 = 45 + 90 + 15; without work but with a place 150 - 50 = 100, and
    45 - 20 = 25 of them."""
    found = rows(tabel(gegevens(), "overgangen").markdown)
    cells = [[row[2], row[3], row[4], row[6], row[7]] for row in found[:4]]
    assert cells == [
        ["200", "160", "80,0", "15,0", "5,0"],
        ["150", "45", "30,0", "60,0", "10,0"],
        ["100", "25", "25,0", "", ""],
        ["50", "20", "40,0", "", ""],
    ]
    assert "17,5–34,3" in found[2][5], "Wilson of 25 of 100 is 17,5 to 34,3"
    assert len(found) == 8


def test_a_part_that_is_not_shown_is_not_worked_out() -> None:
    found = rows(tabel(gegevens(hidden=("GW_V2", "WZ_V2", "NZ_V4")), "overgangen").markdown)
    names = [row[0] for row in found]
    assert names.count("– wel een opleiding of dagbesteding") == 1, "of the second step only"
    assert found[0][6] == "" and "niet getoond" in found[0][7]
    assert "niet getoond" in found[2][4]


@pytest.mark.parametrize("other", [{"NW_V2": (58, 22)}, {"NW_V2": (150, 20)}, {"NW_V2": (80, 50)}])
def test_of_a_handful_or_of_none_or_all_no_part_is_worked_out(other: dict[str, tuple[int, int]]) -> None:
    names = [row[0] for row in rows(tabel(gegevens(**other), "overgangen").markdown)]
    assert names.count("– wel een opleiding of dagbesteding") == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Van de 200 schoolverlaters die bij het vertrek werk hadden, hadden er 160"),
        ({}, "hadden er 45 na een jaar alsnog werk: 30,0%"),
        ({}, "hadden er 9 na twee jaar geen enkele plek meer: 5,0% (toevalsmarge 4,0–6,0)"),
        ({"hidden": ("WW_V2",)}, "die bij het vertrek werk hadden is dit niet getoond."),
        ({"hidden": ALL}, f"Voor cohort {COHORT} is dit niet getoond."),
        ({"WZ_V4": (180, 1)}, "had er 1 na twee jaar geen enkele plek meer"),
        ({"unknown": 1}, "Van 1 schoolverlater is niet bekend of die hierbij hoort"),
        ({"unknown": 12}, "Van 12 schoolverlaters is niet bekend of zij hierbij horen"),
        ({"unknown": 12}, "Het ware deel ligt daarom tussen 4,0% en 20,0%."),
    ],
)  # fmt: skip
def test_it_is_told_as_far_as_it_is_shown(given: dict[str, object], said: str) -> None:
    assert said in zinnen(gegevens(**given), "overgangen").markdown  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [{}, {"unknown": 0}, {"hidden": ("WZ_V4",)}])
def test_nothing_is_said_of_the_unknown_where_there_are_none_or_they_are_hidden(
    given: dict[str, object],
) -> None:
    assert "niet bekend" not in zinnen(gegevens(**given), "overgangen").markdown  # type: ignore[arg-type]


def test_the_figure_says_what_it_finds() -> None:
    bundle = figuur(gegevens(hidden=("GW_V4",)), "overgangen")
    assert "Van wie werk had heeft 80,0% na een jaar werk, van wie geen werk had heeft 30,0%" in bundle.alt
    assert "ook geen andere plek niet getoond" in bundle.alt
    hidden = figuur(gegevens(hidden=ALL), "overgangen")
    assert "Hoe het na het vertrek verder ging, is niet getoond" in hidden.alt
    assert figuur(gegevens(hidden=("NZ_V2",)), "overgangen")
