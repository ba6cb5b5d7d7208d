"""The checks of the effect: every kind of outcome and sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.release.effect_robuust import CONTROLES, PARALLEL
from pipeline.reporting.content.effect_robuust import _NAMEN
from pipeline.reporting.rapport import Rapport
from pipeline.reporting.rijen import EffectControle
from tests.support.fake_release import FakeRelease

HIDDEN = '<span class="verborgen">niet getoond</span>'


@pytest.fixture(scope="module")
def rapport() -> Rapport:
    return Rapport.van("2023-2024", FakeRelease())


def of(rapport: Rapport, *checks: EffectControle) -> Rapport:
    return Rapport(replace(rapport.gegevens, effect_robuust=checks))


def check(rapport: Rapport, vraag: str, controle: str) -> EffectControle:
    (found,) = (c for c in rapport.gegevens.effect_robuust if (c.vraag, c.controle) == (vraag, controle))
    return found


def test_every_check_of_the_release_has_a_name() -> None:
    assert list(_NAMEN) == [controle.naam for controle in CONTROLES]


def test_every_kind_of_check_has_its_row(rapport: Rapport) -> None:
    table = rapport.tabel("effect_robuust").markdown
    assert [line for line in table.splitlines() if line.startswith("| ")][1:] == [
        "| Plaatsing | Zonder één school | 1 hoger tot 6 hoger | 1, 2 |",
        "| Plaatsing | Geloot per bestuur | p > 0,10 |  |",
        "| Plaatsing | Gardner (did2s) | 3 hoger (4 lager tot 10 hoger) | 1 (2, 5) |",
        f"| Plaatsing | Sun en Abraham | {HIDDEN} |  |",
        "| Plaatsing | Callaway en Sant&#39;Anna | 6 hoger (onbegrensd tot onbegrensd) | 3 |",
        "| Plaatsing | Wild cluster bootstrap | p ≤ 0,05 |  |",
        "| Plaatsing | Niet parallel | tot 1,5 keer | 0,5 |",
        f"| Bestendigheid | Zonder één school | {HIDDEN} |  |",
        "| Bestendigheid | Geloot per bestuur | niet te maken: de besturen begonnen niet tegelijk |  |",
        "| Bestendigheid | Gardner (did2s) | 4 lager (9 lager tot 2 hoger) | 1 (1, 1) |",
        "| Bestendigheid | Niet parallel | interval bevat 0 al |  |",
        f"| Werken | Zonder één school | {HIDDEN} |  |",
        f"| Werken | Gardner (did2s) | {HIDDEN} |  |",
    ]


def test_every_question_has_its_sentence(rapport: Rapport) -> None:
    why = "anders is te berekenen hoeveel leerlingen van een school werk of een plek hebben"
    assert rapport.zinnen("effect_robuust").markdown.splitlines() == [
        "- **Plaatsing**: alle getoonde controles geven een verschil dat hoger is. Het verschil houdt stand"
        " zolang de scholen na de start per jaar niet meer dan 1,5 keer zo ver uiteenlopen als ervoor.",
        "- **Bestendigheid**: alle getoonde controles geven een verschil dat lager is. Ook als de scholen"
        " gelijk oplopen, bevat het interval 0; er is geen verschil dat kan wegvallen.",
        f"- **Werken**: geen controle is te tonen, want {why}.",
    ]


def test_checks_on_both_sides_of_nought_are_said_to_be(rapport: Rapport) -> None:
    without = replace(check(rapport, "plaatsing", "zonder een school"), laag=-1.0)
    said = of(rapport, without, check(rapport, "plaatsing", "did2s")).zinnen("effect_robuust").markdown
    assert said == "- **Plaatsing**: de getoonde controles wijzen niet allemaal dezelfde kant op."
    p = of(rapport, check(rapport, "plaatsing", "per bestuur")).zinnen("effect_robuust").markdown
    assert p == "- **Plaatsing**: van geen controle is het verschil te tonen."
    assert of(rapport).zinnen("effect_robuust").markdown.startswith("Er is niets geschat")


@pytest.mark.parametrize(
    ("maat", "stap", "cel", "zin"),
    [
        (2.0, 0.5, "tot 2 keer of meer", "Ook als de scholen na de start per jaar 2 keer zo ver uiteenlopen"),
        (0.0, 0.5, "minder dan 0,5 keer", "Lopen de scholen na de start per jaar 0,5 keer zo ver uiteen als"),
        (1.0, 1.0, "tot 1 keer", "niet meer dan 1 keer zo ver uiteenlopen als ervoor."),
    ],
)
def test_how_far_paths_may_drift_apart(
    rapport: Rapport, maat: float, stap: float, cel: str, zin: str
) -> None:
    found = of(rapport, replace(check(rapport, "plaatsing", PARALLEL), maat=maat, stap_maat=stap))
    assert f"| {cel} |" in found.tabel("effect_robuust").markdown
    assert zin in found.zinnen("effect_robuust").markdown
