"""Time to first work in the report: the parts as released, or plainly why there is no curve."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from pipeline.reporting.cijfers import Cel, Cijfers, Status, Waarden
from pipeline.reporting.content import figuur, tabel, zinnen
from pipeline.reporting.gegevens import Gegevens, lees_gegevens
from pipeline.vocabulary.schooljaar import Schooljaar
from tests.support.fake_release import FakeRelease
from tests.unit.reporting.test_levensloop import rows

JAAR = Schooljaar(2023)
COHORT = JAAR.plus(-2)
DELEN = {"T_1": 120, "T_2": 144, "T_4": 165, "T_8": 186}
"""Of 300: 40, 48, 55 and 62%."""
GEEN_CURVE = f"Voor cohort {COHORT} is er geen curve."


def cel(indicator: str, found: tuple[int, int] | Status, **bounds: Any) -> Cel:
    if isinstance(found, str):
        return Cel(indicator, "", "", COHORT, "regio", "regio", found, None)
    k, n = found
    waarden = Waarden(n, k, 100 * k / n, 100 * k / n - 6, 100 * k / n + 6, **bounds)
    return Cel(indicator, "", "", COHORT, "regio", "regio", "gemeten", waarden)


def gegevens(bekend: tuple[int, int] | Status = (228, 240), **delen: Status) -> Gegevens:
    """T as given, and where nothing is said as in DELEN; all of it when `alle` says so."""
    bounds = {"onbekend": 60, "aandeel_onbekend": 16.7, "ondergrens": 50.0, "bovengrens": 75.25}
    cellen = [cel("T_BEKEND", bekend)]
    for indicator, k in DELEN.items():
        found = delen.get("alle", delen.get(indicator, (k, 300)))
        cellen.append(cel(indicator, found, **bounds if not isinstance(found, str) else {}))
    return replace(_anders(), cijfers=Cijfers(cellen))


@cache
def _anders() -> Gegevens:
    return lees_gegevens(JAAR, FakeRelease(JAAR))


def test_the_first_and_the_last_quarter_are_told_with_how_sure_that_is() -> None:
    assert zinnen(gegevens(), "eerste_werk").markdown == (
        f"Van de 300 schoolverlaters met perspectief arbeid van cohort {COHORT} die op V4 zijn bereikt en van"
        " wie dit bekend is, had 40,0% binnen drie maanden (toevalsmarge 34,0–46,0) het eerste werk, en 62,0%"
        " binnen twee jaar (toevalsmarge 56,0–68,0). Was van iedereen met perspectief arbeid bekend hoe het"
        " ging, dan lag het deel binnen twee jaar tussen 50,0% en 75,3%. Van wie werk kreeg (240"
        " schoolverlaters met perspectief arbeid), is van 95,0% bekend wanneer dat begon."
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"T_8": "niet getoond"}, "het eerste werk, en 55,0% binnen een jaar"),
        ({"T_1": "niet getoond"}, "had 48,0% binnen een half jaar (toevalsmarge 42,0–54,0) het eerste werk"),
        (dict.fromkeys(("T_2", "T_4", "T_8"), "niet getoond"), "46,0) het eerste werk. Was van"),
        ({"alle": "nog niet te meten"}, f"Voor cohort {COHORT} is dit nog niet te meten."),
        ({"alle": "niet getoond"}, f"Voor cohort {COHORT} is dit niet getoond."),
        ({"alle": "niet gemeten", "bekend": "niet gemeten"}, f"Voor cohort {COHORT} is dit niet gemeten."),
        ({"alle": "niet gemeten", "bekend": "geen waarde"}, f"Voor cohort {COHORT} is dit niet gemeten."),
        (
            {"alle": "niet gemeten", "bekend": (150, 240)},
            f"{GEEN_CURVE} Van de 240 schoolverlaters met perspectief arbeid die werk kregen, is van 150"
            " (62,5%) bekend wanneer dat begon. Dat is minder dan 80%: wie bekend is, begon misschien eerder"
            " of later dan de anderen.",
        ),
        (
            {"alle": "niet gemeten", "bekend": (18, 20)},
            "is van 18 (90,0%) bekend wanneer dat begon. Dat zijn te weinig leerlingen om een curve van te"
            " maken.",
        ),
        (
            {"alle": "niet gemeten", "bekend": "niet getoond"},
            f"{GEEN_CURVE} Van te weinig schoolverlaters is bekend wanneer hun eerste werk begon.",
        ),
    ],
)
def test_what_is_not_there_is_said_plainly(given: dict[str, Any], said: str) -> None:
    assert said in zinnen(gegevens(**given), "eerste_werk").markdown


def test_a_hidden_share_of_which_the_begin_is_known_is_left_out() -> None:
    assert "bekend wanneer dat begon" not in zinnen(gegevens("niet getoond"), "eerste_werk").markdown


def test_the_table_has_a_quarter_a_row_with_its_bounds() -> None:
    found = rows(tabel(gegevens(T_2="niet getoond"), "eerste_werk").markdown)
    assert [row[0] for row in found] == [
        "Binnen drie maanden", "Binnen een half jaar", "Binnen een jaar", "Binnen twee jaar",
    ]  # fmt: skip
    assert found[3][1:4] == ["186", "300", "62,0"] and found[3][5:] == ["60", "16,7", "50,0–75,3"]
    assert found[1][1:3] == ["", ""] and "niet getoond" in found[1][3] and found[1][4:] == [""] * 4


def test_the_tables_say_that_too_little_is_known_and_not_that_nothing_was_delivered() -> None:
    geweerd = gegevens((150, 240), alle="niet gemeten")
    for naam in ("eerste_werk", "eerste_werk_cohorten"):
        found = tabel(geweerd, naam).markdown
        assert found.count('<span class="verborgen">te weinig bekend</span>') == 4
        assert "*Te weinig bekend*: van minder dan 80%" in found and "niets aangeleverd" not in found
    assert rows(tabel(geweerd, "eerste_werk_cohorten").markdown)[0][:3] == [COHORT.label, "240", "62,5"]
    assert "Te weinig bekend" not in tabel(gegevens(), "eerste_werk_cohorten").markdown


@pytest.mark.parametrize(
    ("given", "titel", "punt"),
    [
        ({}, "Binnen een jaar had 55,0% het eerste werk", "binnen twee jaar 62,0%"),
        ({"T_4": "niet getoond"}, "Binnen twee jaar had 62,0%", "binnen een jaar niet getoond"),
        (
            {"alle": "niet gemeten", "bekend": (150, 240)},
            "Hoe snel schoolverlaters het eerste werk hadden: daarover is te weinig bekend",
            "binnen drie maanden te weinig bekend",
        ),
        ({"alle": "nog niet te meten"}, "dat is nog niet te meten", "binnen een jaar nog niet te meten"),
    ],
)
def test_the_figure_says_what_it_finds(given: dict[str, Any], titel: str, punt: str) -> None:
    bundle = figuur(gegevens(**given), "eerste_werk")
    assert titel in bundle.alt and punt in bundle.alt
