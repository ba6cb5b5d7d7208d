"""Weights for non-response in the report: from released counts, by hand."""

from dataclasses import replace

import pytest

from pipeline.reporting.cijfers import Cel, Cijfers, Waarden
from pipeline.reporting.content import tabel, zinnen
from pipeline.reporting.gegevens import Eenheid, Gegevens, lees_gegevens
from pipeline.vocabulary.schooljaar import Schooljaar
from tests.support.fake_release import FakeRelease

JAAR = Schooljaar(2023)
COHORT = JAAR.plus(-1)
SCHOLEN = tuple(
    Eenheid(COHORT.start, f"99A{x}00", f"School {x}", "B", soort)
    for x, soort in zip("ABC", ("PRO", "PRO", "VSO"), strict=True)
)


def p1(placed: int, niveau: str = "regio", eenheid: str = "regio") -> Cel:
    return Cel(
        "P1", "", "", COHORT, niveau, eenheid, "gemeten", Waarden(placed + 9, placed, 90.0, 85.0, 95.0)
    )


def b1(
    n: int, k: int, inside: int | None, outside: int = 0, niveau: str = "regio", eenheid: str = "regio"
) -> Cel:
    """n in the denominator, of whom the outcome of `inside` is unknown; `outside` were not measured."""
    waarden = Waarden(n, k, 100 * k / n, 0.0, 100.0)
    if inside is not None:
        unknown = inside + outside
        share = 100 * unknown / (n + outside)
        waarden = replace(waarden, onbekend=unknown, aandeel_onbekend=share, ondergrens=0.0, bovengrens=100.0)
    return Cel("B1_1", "", "", COHORT, niveau, eenheid, "gemeten", waarden)


def school(letter: str) -> tuple[str, str]:
    return "school", f"99A{letter}00"


REGIO = [p1(100), b1(80, 32, 30, 20)]
"""100 placed, 80 measured, of 30 of whom nothing is known: 50 reached, 32 with a place."""
PRO, VSO = ("schooltype", "PRO"), ("schooltype", "VSO")
TYPEN = [
    p1(50, *PRO), b1(45, 30, 5, 5, *PRO),
    p1(50, *VSO), b1(35, 2, 25, 15, *VSO),
]  # fmt: skip
"""40 of 50 reached, 30 with a place; 10 of 50, 2 with a place: the two groups of test_weging.py."""


def gegevens(*cellen: list[Cel]) -> Gegevens:
    alle = [een for deel in cellen for een in deel]
    return replace(lees_gegevens(JAAR, FakeRelease(JAAR)), cijfers=Cijfers(alle), eenheden=SCHOLEN)


def rows(markdown: str) -> list[list[str]]:
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_weights_by_kind_of_school_by_hand() -> None:
    """Half of 75% and half of 20% is 47,5%, where 32 of 50 is 64%; Kish
    50 (40 x 1,25^2 + 10 x 25) / 100^2."""
    found = rows(tabel(gegevens(REGIO, TYPEN), "weging").markdown)
    assert [row[1:4] for row in found[:2]] == [["kopcijfer", "80", "40,0"], ["wie is bereikt", "50", "64,0"]]
    assert [found[2][at] for at in (1, 2, 3, 5, 6)] == ["gewogen naar schooltype", "50", "47,5", "1,56", "2"]
    assert found[3][1:4] == ["gewogen naar school", "", "te weinig groepen"]
    said = zinnen(gegevens(REGIO, TYPEN), "weging").markdown
    assert "Van wie is bereikt, is bij ‘bestendig na één jaar (sector)’ 64,0% bestendig" in said
    assert "wegen verandert daar hooguit 16,5 procentpunt aan" in said


def test_units_that_are_not_shown_count_together() -> None:
    """A: 30 placed, 20 of them reached, 12 with a place. The others are the region less A: 70, 30 and 20."""
    scholen = [p1(30, *school("A")), b1(24, 12, 4, 6, *school("A")), p1(20, *school("B"))]
    found = rows(tabel(gegevens(REGIO, scholen), "weging").markdown)
    assert found[3][2] == "50" and found[3][6] == "2"
    assert found[3][3] == "64,7", "(30 x 12 / 20 + 70 x 20 / 30) of 100"


def test_a_rest_of_a_handful_goes_with_the_smallest() -> None:
    """A and B leave 8 who were reached: B, with 12, joins them."""
    scholen = [
        p1(60, *school("A")), b1(40, 20, 10, 20, *school("A")),
        p1(20, *school("B")), b1(15, 6, 3, 5, *school("B")),
    ]  # fmt: skip
    found = rows(tabel(gegevens(REGIO, scholen), "weging").markdown)
    assert found[3][6] == "2"
    assert found[3][3] == "64,0", "(60 x 20 / 30 + 40 x 12 / 20) of 100"


@pytest.mark.parametrize(
    ("cellen", "said"),
    [
        ([], "‘Bestendig na één jaar (sector)’ is niet gemeten."),
        ([p1(100), b1(80, 32, None)], "is niet te wegen: van te weinig groepen zijn alle aantallen getoond."),
        ([*REGIO, *TYPEN[:2]], "wegen verandert daar hooguit 16,5 procentpunt aan."),
        (
            [
                p1(100),
                b1(100, 50, 0),
                p1(50, *PRO),
                b1(50, 25, 0, 0, *PRO),
                p1(50, *VSO),
                b1(50, 25, 0, 0, *VSO),
            ],
            "50,0% bestendig; wegen verandert daar niets aan.",
        ),
    ],
)
def test_it_is_said_as_far_as_counts_are_shown(cellen: list[Cel], said: str) -> None:
    assert said in zinnen(gegevens(cellen), "weging").markdown


def test_work_after_a_year_is_weighted_by_where_they_went() -> None:
    """By hand: 100, 100 and 50 left; 80, 60 and 10 were seen; 60, 12 and 5 work: 77 of 150 is 51,3%, and
    (75 + 20 + 25) of 250 is 48,0%."""
    klassen = {"WERK": 100, "LEREN": 70, "DAGBESTEDING": 30, "GEEN": 50}
    cellen = [
        Cel(
            "D",
            k,
            "code" if k == "GEEN" else "klasse",
            COHORT,
            "regio",
            "regio",
            "gemeten",
            Waarden(260, n, 30.0, 20.0, 40.0),
        )
        for k, n in klassen.items()
    ]
    for indicator, n, k in (("WW_V2", 80, 60), ("NW_V2", 70, 17), ("GW_V2", 10, 5)):
        waarden = Waarden(n, k, 100 * k / n, 0.0, 100.0)
        cellen.append(Cel(indicator, "", "", COHORT, "regio", "regio", "gemeten", waarden))
    found = rows(tabel(gegevens(REGIO, cellen), "weging").markdown)
    assert [row[2:4] for row in found[-2:]] == [["150", "51,3"], ["150", "48,0"]]
    said = zinnen(gegevens(REGIO, cellen), "weging").markdown
    assert "heeft 51,3% werk; gewogen naar de bestemming bij het vertrek is dat 48,0%." in said
    few = rows(tabel(gegevens(REGIO, cellen[:-1]), "weging").markdown)
    assert "niet getoond" in few[-2][3] and few[-1][3] == "te weinig groepen"
