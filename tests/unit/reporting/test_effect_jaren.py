"""The difference per year, before and since the start: every kind of row, sentence and title."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.reporting.rapport import Rapport
from pipeline.reporting.rijen import EffectJaar
from tests.support.fake_release import FakeRelease

HIDDEN = '<span class="verborgen">niet getoond</span>'


@pytest.fixture(scope="module")
def rapport() -> Rapport:
    return Rapport.van("2023-2024", FakeRelease())


def of(rapport: Rapport, *years: EffectJaar) -> Rapport:
    return Rapport(replace(rapport.gegevens, effect_per_jaar=years))


def only(rapport: Rapport, vraag: str) -> tuple[EffectJaar, ...]:
    return tuple(jaar for jaar in rapport.gegevens.effect_per_jaar if jaar.vraag == vraag)


def test_every_year_has_its_row_with_its_steps(rapport: Rapport) -> None:
    table = rapport.tabel("effect_jaren").markdown
    rows = [line for line in table.splitlines() if line.startswith("| Plaatsing")]
    assert rows == [
        "| Plaatsing | 2 jaar ervoor | 11 | 3 hoger | 9 lager tot 15 hoger | 3 (3, 5) |",
        f"| Plaatsing | 1 jaar ervoor | 11 | {HIDDEN} | {HIDDEN} |  |",
        "| Plaatsing | 1e jaar | 11 | 2 hoger | 10 lager tot 12 hoger | 2 (5, 3) |",
        "| Plaatsing | 2e jaar | 11 | 6 hoger | 2 hoger tot 18 hoger | 2 (2, 3) |",
        "| Plaatsing | 3e jaar | 11 | 0 | onbegrensd tot 12 hoger | 2 (3) |",
    ]
    assert "| Klein | 1e jaar | 3 | te weinig scholen | te weinig scholen |  |" in table


def test_every_question_has_its_sentence(rapport: Rapport) -> None:
    why = "anders is te berekenen hoeveel leerlingen van een school werk of een plek hebben"
    assert rapport.zinnen("effect_jaren").markdown.splitlines() == [
        "- **Plaatsing**: voor de start kan het verschil in elk getoond jaar ook 0 zijn (1 jaar niet"
        " getoond); met een plan ligt het interval helemaal aan één kant van 0 in het 2e jaar (6 hoger).",
        "- **Bestendigheid**: voor de start ligt het interval helemaal aan één kant van 0 in jaar 2"
        " voor de start (6 lager); met een plan is geen jaar te tonen.",
        f"- **Werken**: geen jaar is te tonen, want {why}.",
        "- **Klein**: geen jaar is te tonen, want elk jaar rust op minder dan vier scholen.",
    ]


def test_where_no_interval_leaves_nought_out_that_is_said_once(rapport: Rapport) -> None:
    first, hidden, second, _, last = only(rapport, "plaatsing")
    said = of(rapport, first, hidden, second, last).zinnen("effect_jaren").markdown
    assert said == (
        "- **Plaatsing**: in elk getoond jaar, voor de start en met een plan, kan het verschil ook 0 zijn"
        " (1 jaar niet getoond)."
    )
    without = of(rapport, second).zinnen("effect_jaren").markdown
    assert without.startswith(
        "- **Plaatsing**: voor de start is er te weinig om te vergelijken; met een plan"
    )


def test_the_figure_says_what_is_found_and_names_every_year(rapport: Rapport) -> None:
    found = rapport.figuur("effect_jaren")
    assert found.alt.startswith(
        "In 2 van de 6 getoonde jaren ligt het interval van het verschil helemaal aan één kant van 0. Punten"
    )
    assert "Plaatsing: 2 jaar voor de start +3, 1 jaar voor de start niet getoond," in found.alt
    assert "+3" in found.svg and "Werken" in found.svg


@pytest.mark.parametrize(
    ("vragen", "titel"),
    [
        ((), "Er is geen verschil per jaar te schatten"),
        (("werken", "klein"), "Het verschil per jaar is niet te tonen"),
    ],
)
def test_the_title_without_anything_to_show(rapport: Rapport, vragen: tuple[str, ...], titel: str) -> None:
    found = of(rapport, *(jaar for vraag in vragen for jaar in only(rapport, vraag)))
    assert found.figuur("effect_jaren").alt.startswith(titel)
    assert found.zinnen("effect_jaren").markdown


def test_the_title_when_every_interval_holds_nought(rapport: Rapport) -> None:
    first, _, second, *_ = only(rapport, "plaatsing")
    found = of(rapport, first, second).figuur("effect_jaren")
    assert found.alt.startswith("In elk getoond jaar kan het verschil ook 0 zijn. Punten")
