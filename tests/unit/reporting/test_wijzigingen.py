"""What a report says of what was otherwise in the last publication, for every kind of answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.reporting import content
from pipeline.reporting.gegevens import Gegevens, lees_gegevens
from pipeline.reporting.rijen import Wijziging
from pipeline.vocabulary.schooljaar import Schooljaar
from tests.support.fake_release import FakeRelease

JAAR = Schooljaar(2023)
LAAT = Wijziging(2022, "P2", 400, 250, 420, 268, "nagekomen levering", "getoond")
STIL = Wijziging(2022, "P1", None, None, 900, 810, "correctie of aanvulling", "grootte niet getoond")
BUITEN = Wijziging(2022, "BW_V2", 300, 200, 310, 210, "nagekomen levering", "getoond")
GEEN = Wijziging(None, "", None, None, None, None, None, "geen wijziging")


@pytest.fixture(scope="module")
def gegevens() -> Gegevens:
    return lees_gegevens(JAAR, FakeRelease())


def met(gegevens: Gegevens, *rijen: Wijziging) -> tuple[str, str]:
    """The sentence and the table."""
    g = replace(gegevens, wijzigingen=rijen)
    return str(content.zinnen(g, "wijzigingen").markdown), content.tabel(g, "wijzigingen").markdown


@pytest.mark.parametrize(
    ("rijen", "zin"),
    [
        ((GEEN,), "Geen cijfer over de hele regio is anders dan in de vorige publicatie."),
        (
            (replace(GEEN, status="geen eerdere publicatie"),),
            "Er is geen eerdere publicatie om dit rapport mee te vergelijken.",
        ),
        (
            (LAAT,),
            "Eén cijfer over de hele regio is anders dan in de vorige publicatie (@tbl-wijzigingen).",
        ),
        (
            (LAAT, STIL, BUITEN),
            "3 cijfers over de hele regio zijn anders dan in de vorige publicatie (@tbl-wijzigingen)."
            " Daarvan staat er één niet in de tabel. Van 1 tonen we niet hoe het was."
            " Het verschil zou iets kunnen zeggen over een klein aantal leerlingen.",
        ),
        (
            (STIL, BUITEN, BUITEN),
            "3 cijfers over de hele regio zijn anders dan in de vorige publicatie (@tbl-wijzigingen)."
            " Daarvan staan er 2 niet in de tabel. Van 1 tonen we niet hoe het was."
            " Het verschil zou iets kunnen zeggen over een klein aantal leerlingen.",
        ),
        (
            (STIL,),
            "Eén cijfer over de hele regio is anders dan in de vorige publicatie (@tbl-wijzigingen)."
            " Hoe het was, tonen we niet."
            " Het verschil zou iets kunnen zeggen over een klein aantal leerlingen.",
        ),
    ],
)
def test_the_sentence(gegevens: Gegevens, rijen: tuple[Wijziging, ...], zin: str) -> None:
    assert met(gegevens, *rijen)[0] == zin


def test_the_table_has_then_and_now_and_explains_its_causes(gegevens: Gegevens) -> None:
    """250 of 400 is 62,5%, 268 of 420 is 63,8%."""
    tabel = met(gegevens, STIL, LAAT, BUITEN)[1]
    rows = [line for line in tabel.splitlines() if line.startswith("| 2022-2023")]
    assert rows == [
        "| 2022-2023 | Plaatsing (sector) | niet getoond | 810 van 900 | niet getoond"
        " | correctie of aanvulling |",
        "| 2022-2023 | Plaatsing (convenant) | 250 van 400 | 268 van 420 | 1,3 hoger | nagekomen levering |",
    ]
    assert "Nagekomen levering: er kwamen schoolverlaters bij van een school die later leverde" in tabel
    assert "Correctie of aanvulling: " in tabel and "Andere definitie" not in tabel


@pytest.mark.parametrize(
    ("k", "n", "verschil"), [(240, 400, "2,5 lager"), (255, 408, "0,0"), (260, 400, "2,5 hoger")]
)
def test_the_difference_in_points(gegevens: Gegevens, k: int, n: int, verschil: str) -> None:
    assert f"| {verschil} |" in met(gegevens, replace(LAAT, n=n, k=k))[1]


def test_without_changes_the_table_says_so(gegevens: Gegevens) -> None:
    tabel = met(gegevens, GEEN)[1]
    assert "| geen |" in tabel and "procentpunten" not in tabel
    assert "procentpunten" not in met(gegevens, STIL)[1]
