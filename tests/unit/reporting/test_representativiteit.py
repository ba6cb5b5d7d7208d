"""Who was reached, in the report: from released counts, by hand."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from pipeline.reporting.cijfers import Cel, Cijfers, Soort, Status, Waarden
from pipeline.reporting.content import tabel, zinnen
from pipeline.reporting.gegevens import Eenheid, Gegevens, lees_gegevens
from pipeline.vocabulary.schooljaar import Schooljaar
from tests.support.fake_release import FakeRelease

JAAR = Schooljaar(2023)
COHORT = JAAR.plus(-1)
SCHOLEN = tuple(Eenheid(COHORT.start, f"99A{x}00", f"School {x}", "B", "PRO") for x in "ABC")


def cel(
    indicator: str, n: int, k: int, school: str = "", klasse: str = "", status: Status = "gemeten"
) -> Cel:
    waarden = Waarden(n, k, 100 * k / n, 0.0, 100.0) if status == "gemeten" else None
    niveau, eenheid = ("school", f"99A{school}00") if school else ("regio", "regio")
    soort: Soort = "code" if klasse == "GEEN" else "klasse" if klasse else ""
    return Cel(indicator, klasse, soort, COHORT, niveau, eenheid, status, waarden)


RESPONS = [cel("R_V2", 300, 230), cel("R_V2", 100, 50, "A"), cel("R_V2", 100, 90, "B")]
"""C is not shown: 100 leavers, 90 of them reached."""
WAARHEEN = [
    cel("D", 300, 120, klasse="WERK"),
    cel("D", 300, 90, klasse="LEREN"),
    cel("D", 300, 30, klasse="DAGBESTEDING"),
    cel("D", 300, 40, klasse="GEEN"),
]
STROMEN = [cel("WW_V2", 108, 90), cel("NW_V2", 120, 30), cel("GW_V2", 20, 8)]


def gegevens(*cellen: Iterable[Cel]) -> Gegevens:
    alle = [een for deel in cellen for een in deel]
    return replace(lees_gegevens(JAAR, FakeRelease(JAAR)), cijfers=Cijfers(alle), eenheden=SCHOLEN)


def rows(markdown: str) -> list[list[str]]:
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_r_is_of_the_schools_that_are_shown_and_of_the_others_together() -> None:
    """By hand: 50, 90 and 90 of 100, on average 76,67%. S squared is (100 x 0,07111 + 200 x 0,01778) / 299
    = 0,035674, of which by chance (0,25 + 0,09 + 0,09) x 2/3 / 299 = 0,000959. R = 1 - 2 x root(0,034715) =
    0,6274, and the rate can be off by 100 x 0,3726 x 300 / 920 = 12,15 points at most."""
    found = rows(tabel(gegevens(RESPONS), "representativiteit").markdown)
    assert found[2][2:] == ["300", "76,7", "0,63", "2", "12,2"]
    said = zinnen(gegevens(RESPONS), "representativiteit").markdown
    assert "Op V2 is 76,7% van cohort 2022-2023 bereikt; R naar school is 0,63." in said
    assert "hooguit 12,2 procentpunt afwijken van dat van allen." in said


def test_without_schools_there_is_no_r() -> None:
    g = gegevens(RESPONS[:1])
    assert rows(tabel(g, "representativiteit").markdown)[2][3:] == ["76,7", "niet per school", "", ""]
    assert "dus R is niet te berekenen" in zinnen(g, "representativiteit").markdown


def test_schools_that_differ_by_chance_alone() -> None:
    g = gegevens([cel("R_V2", 300, 230), cel("R_V2", 100, 76, "A"), cel("R_V2", 100, 77, "B")])
    assert "R naar school is 1,00. De scholen verschillen niet meer dan door toeval" in (
        zinnen(g, "representativiteit").markdown
    )


def test_who_is_missing_by_destination() -> None:
    """By hand: 108 of 120; 120 - 20 of 90 + 30; 20 of 40. Of 280 are 42,9%, 42,9% and 14,3%, and of 228 seen
    47,4%, 43,9% and 8,8%."""
    found = rows(tabel(gegevens(RESPONS, WAARHEEN, STROMEN), "wie_ontbreekt").markdown)
    assert [[*row[:4], *row[5:]] for row in found] == [
        ["werk", "120", "108", "90,0", "42,9", "47,4"],
        ["opleiding of dagbesteding", "120", "100", "83,3", "42,9", "43,9"],
        ["geen plek", "40", "20", "50,0", "14,3", "8,8"],
    ]


@pytest.mark.parametrize("who", ["WW_V2", "GW_V2"])
def test_a_group_of_which_nearly_all_were_seen_is_not_set_apart(who: str) -> None:
    all_but_few = {"WW_V2": cel("WW_V2", 117, 90), "GW_V2": cel("GW_V2", 37, 8)}
    stromen = [all_but_few[who] if een.indicator == who else een for een in STROMEN]
    found = rows(tabel(gegevens(RESPONS, WAARHEEN, stromen), "wie_ontbreekt").markdown)
    assert len(found) == 2
    assert "gezien" not in zinnen(gegevens(RESPONS, WAARHEEN, stromen), "representativiteit").markdown


def test_nothing_is_told_where_nothing_is_shown() -> None:
    hidden = [cel("R_V2", 1, 1, status="niet getoond")]
    early = [cel("R_V2", 1, 1, status="nog niet te meten")]
    assert "niet getoond" in rows(tabel(gegevens(RESPONS), "wie_ontbreekt").markdown)[0][3]
    assert "niet getoond" in rows(tabel(gegevens(hidden), "wie_ontbreekt").markdown)[0][3]
    assert rows(tabel(gegevens(early), "wie_ontbreekt").markdown)[0][3] == "–"
    assert "De respons op V2 is niet getoond." in zinnen(gegevens(hidden), "representativiteit").markdown


@pytest.mark.parametrize(
    ("seen", "said", "too_good"),
    [
        (108, "is na een jaar vaker gezien (90,0%) dan wie geen plek had (50,0%)", True),
        (20, "is na een jaar minder vaak gezien (16,7%)", False),
        (66, "is na een jaar niet duidelijk vaker of minder vaak gezien (55,0%)", False),
    ],
)
def test_what_it_means_follows_from_who_was_seen(seen: int, said: str, too_good: bool) -> None:
    stromen = [cel("WW_V2", seen, 10), *STROMEN[1:]]
    found = zinnen(gegevens(RESPONS, WAARHEEN, stromen), "representativiteit").markdown
    assert said in found and ("eerder te gunstig" in found) == too_good
