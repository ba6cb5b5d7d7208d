"""Time to first work in the report: the parts as released, or plainly why there is no curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest

from pipeline.reporting.cijfers import Cel, Cijfers, Status, Waarden
from pipeline.reporting.content import figuur, tabel, zinnen
from pipeline.reporting.gegevens import Gegevens, lees_gegevens
from pipeline.vocabulary.schooljaar import Schooljaar
from tests.support.fake_release import FakeRelease
from tests.unit.reporting.test_levensloop import rows

JAAR = Schooljaar(2023)
COHORT = JAAR.plus(-2)
BEKEND = {"T_WERK": 240, "T_BEKEND": 216, "T_1": 108, "T_2": 135, "T_4": 162, "T_6": 189}
"""Of 300: 80% ever worked, of 90% of those it is known since when, and of these half, 62,5, 75 and 87,5% had
begun: 40, 50, 60 and 70% of all."""
GEEN_CURVE = f"Voor cohort {COHORT} is er geen curve."
ALLES, KWARTALEN = tuple(BEKEND), ("T_1", "T_2", "T_4", "T_6")


def gegevens(*geen: tuple[Sequence[str], Status], **k: int) -> Gegevens:
    """As BEKEND, or k; but for indicators of which the status is given."""
    status = {indicator: why for indicators, why in geen for indicator in indicators}
    cellen = [
        Cel(
            indicator, "", "", COHORT, "regio", "regio", status.get(indicator, "gemeten"),
            None if indicator in status else Waarden(300, own, own / 3, own / 3 - 5, own / 3 + 5),
        )
        for indicator, own in (BEKEND | k).items()
    ]  # fmt: skip
    return replace(_anders(), cijfers=Cijfers(cellen))


@cache
def _anders() -> Gegevens:
    return lees_gegevens(JAAR, FakeRelease(JAAR))


def test_the_parts_are_those_of_two_steps() -> None:
    found = rows(tabel(gegevens(), "eerste_werk").markdown)
    assert [[*row[:4], row[5]] for row in found] == [
        ["Binnen drie maanden", "108", "300", "40,0", "36,0–44,0"],
        ["Binnen een half jaar", "135", "300", "50,0", "45,0–53,0"],
        ["Binnen een jaar", "162", "300", "60,0", "54,0–62,0"],
        ["Binnen anderhalf jaar", "189", "300", "70,0", "63,0–71,0"],
        ["Ooit, tot en met V4", "240", "300", "80,0", ""],
    ]
    assert rows(tabel(gegevens(), "eerste_werk_cohorten").markdown)[0] == [
        COHORT.label, "300", "90,0", "40,0", "50,0", "60,0", "70,0", "80,0",
    ]  # fmt: skip


def test_the_first_and_the_last_quarter_are_told_with_how_sure_that_is() -> None:
    """Variance of the logarithm of 0,4: 1/240 - 1/300 + 1/108 - 1/216 = 0,00546296, of a sample of 274,58;
    Wilson of it 34,38 and 45,89. Of 0,7: 1/240 - 1/300 + 1/189 - 1/216 = 0,00149471, of 286,73: 64,46 and
    75,01.
    """
    assert zinnen(gegevens(), "eerste_werk").markdown == (
        f"Van de 300 schoolverlaters met perspectief arbeid van cohort {COHORT} die op V4 zijn bereikt, had"
        " naar schatting 40,0% binnen drie maanden (toevalsmarge 34,4–45,9) en 70,0% binnen anderhalf jaar"
        " (toevalsmarge 64,5–75,0) het eerste werk. Tot en met V4 had 80,0% ooit werk. Van 90,0% van wie ooit"
        " werk had, is bekend wanneer dat begon."
    )


def test_where_it_is_hidden_of_how_many_the_begin_is_known_the_others_count_as_without_work() -> None:
    hidden = gegevens((("T_BEKEND",), "niet getoond"))
    said = zinnen(hidden, "eerste_werk").markdown
    assert "had naar schatting 36,0% binnen drie maanden (toevalsmarge 31,0–41,0) en 63,0%" in said
    assert said.endswith("Wie werkte zonder dat het begin bekend is, telt in de kwartalen als zonder werk.")
    assert rows(tabel(hidden, "eerste_werk").markdown)[0][1:] == ["108", "300", "36,0", "31,0–41,0", ""]


@pytest.mark.parametrize(
    ("geen", "said"),
    [
        ((("T_6",), "niet getoond"), "en 60,0% binnen een jaar"),
        ((("T_1",), "niet getoond"), "had naar schatting 50,0% binnen een half jaar"),
        ((("T_2", "T_4", "T_6"), "niet getoond"), ") het eerste werk. Tot en met V4"),
        ((ALLES, "nog niet te meten"), f"Voor cohort {COHORT} is dit nog niet te meten."),
        ((KWARTALEN, "niet getoond"), f"Voor cohort {COHORT} is dit niet getoond."),
        ((ALLES, "niet gemeten"), f"Voor cohort {COHORT} is dit niet gemeten."),
    ],
)
def test_what_is_not_there_is_said_plainly(geen: tuple[Sequence[str], Status], said: str) -> None:
    assert said in zinnen(gegevens(geen), "eerste_werk").markdown


GEWEERD: tuple[Sequence[str], Status] = (KWARTALEN, "niet gemeten")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            gegevens(GEWEERD, T_BEKEND=150),
            f"{GEEN_CURVE} Van de 240 schoolverlaters met perspectief arbeid die op V4 zijn bereikt en ooit"
            " werk hadden, is van 150 (62,5%) bekend wanneer dat begon. Dat is minder dan 80%: wie bekend is,"
            " begon misschien eerder of later dan de anderen.",
        ),
        (
            gegevens(GEWEERD, T_WERK=20, T_BEKEND=18),
            "is van 18 (90,0%) bekend wanneer dat begon. Dat zijn te weinig leerlingen om een curve van te"
            " maken.",
        ),
        (
            gegevens(GEWEERD, (("T_BEKEND",), "niet getoond")),
            f"{GEEN_CURVE} Van te weinig schoolverlaters is bekend wanneer hun eerste werk begon.",
        ),
    ],
    ids=("too small a part", "too few", "hidden"),
)
def test_why_there_is_no_curve(found: Gegevens, said: str) -> None:
    assert said in zinnen(found, "eerste_werk").markdown


def test_the_tables_say_that_too_little_is_known_and_not_that_nothing_was_delivered() -> None:
    geweerd = gegevens(GEWEERD, T_BEKEND=150)
    for naam in ("eerste_werk", "eerste_werk_cohorten"):
        found = tabel(geweerd, naam).markdown
        assert found.count('<span class="verborgen">te weinig bekend</span>') == 4
        assert "*Te weinig bekend*: van minder dan 80%" in found and "niets aangeleverd" not in found
    assert rows(tabel(geweerd, "eerste_werk_cohorten").markdown)[0][:3] == [COHORT.label, "300", "62,5"]
    assert "Te weinig bekend" not in tabel(gegevens(), "eerste_werk_cohorten").markdown


@pytest.mark.parametrize(
    ("geen", "titel", "punt"),
    [
        (((), "gemeten"), "Binnen een jaar had naar schatting 60,0% het eerste werk", "V4 80,0%"),
        ((("T_4",), "niet getoond"), "Binnen drie maanden had", "binnen een jaar niet getoond"),
        (GEWEERD, "het eerste werk hadden: daarover is te weinig bekend", "maanden te weinig bekend"),
        ((ALLES, "nog niet te meten"), "dat is nog niet te meten", "binnen een jaar nog niet te meten"),
    ],
)
def test_the_figure_says_what_it_finds(geen: tuple[Sequence[str], Status], titel: str, punt: str) -> None:
    bundle = figuur(gegevens(geen), "eerste_werk")
    assert titel in bundle.alt and punt in bundle.alt
