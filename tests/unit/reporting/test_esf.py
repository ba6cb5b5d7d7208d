"""The ESF returns per application and year, and what one placement more has cost."""

from dataclasses import replace

import pytest

from pipeline.evaluation.effect.conclusie import AANGETOOND, AANWIJZING
from pipeline.evaluation.kosten import Kosten
from pipeline.reporting.content import esf
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.rapport import Rapport
from pipeline.reporting.rijen import Esf
from tests.support.fake_release import FakeRelease

GEWOON = Esf("Aanvraag A", "2016-2017", 100_000, 45.0, 45_000, 30_000, 10_000)


@pytest.fixture(scope="module")
def gegevens() -> Gegevens:
    return Rapport.van("2023-2024", FakeRelease()).gegevens


@pytest.mark.parametrize(
    ("percentage", "bestemd", "boven", "getoond"),
    [
        (50.0, 50_000.0, False, "50,0"),
        (50.01, 50_010.0, True, "50,01"),
        (50.0, 50_010.0, True, "50,01"),  # agreed is the half and set aside was more
        (50.01, 50_000.0, True, "50,01"),
        (50.0, 50_000.004, False, "50,0"),  # the rounding of a cent
        (45.0, None, False, "45,0"),
        (None, None, False, "onbekend"),
    ],
)
def test_over_the_maximum_by_percentage_or_by_amount(
    gegevens: Gegevens, percentage: float | None, bestemd: float | None, boven: bool, getoond: str
) -> None:
    one = replace(GEWOON, percentage=percentage, bedrag_bestemd=bestemd)
    assert esf.boven(one) == boven
    table = esf.tabel(replace(gegevens, esf=(one,))).markdown
    assert table.splitlines()[2].split(" | ")[4] == getoond
    assert ("(boven het maximum)" in table) == boven
    titel = esf.figuur(replace(gegevens, esf=(one,))).alt
    assert ("De ESF-aanvraag ligt boven het maximum van 50%" in titel) == boven and "van de 1" not in titel


def test_two_years_of_one_application_are_told_apart(gegevens: Gegevens) -> None:
    both = (GEWOON, replace(GEWOON, periode="2017-2018"))
    found = replace(gegevens, esf=both)
    rows = [line for line in esf.tabel(found).markdown.splitlines() if line.startswith("| Aanvraag A")]
    assert [row.split(" | ")[1] for row in rows] == ["2016-2017", "2017-2018"]
    assert "Aanvraag A, 2017-2018" in esf.figuur(found).svg


@pytest.mark.parametrize(
    ("kosten", "zin"),
    [
        (Kosten("er is geen effect aangetoond"), "is niet te zeggen: er is geen effect aangetoond."),
        (
            Kosten("", 6_000, 3_000, 12_000),
            "naar schatting € 6.000, met toevalsmarge van € 3.000 tot € 12.000. Gerekend is met alles wat is"
            " besteed, ook aan leerlingen die zonder plan net zo goed een plek hadden gehouden.",
        ),
    ],
)
def test_the_costs_are_said_with_their_interval_or_with_the_reason_why_not(kosten: Kosten, zin: str) -> None:
    assert esf.kosten_zin(kosten).replace("\xa0", " ").endswith(zin)


@pytest.mark.parametrize("alle", [(), (GEWOON,), (replace(GEWOON, besteed_nazorg=None),)])
def test_without_a_shown_effect_the_reason_is_always_that(gegevens: Gegevens, alle: tuple[Esf, ...]) -> None:
    said = esf.tekst_kosten(replace(gegevens, esf=alle)).markdown
    assert said.endswith("niet te zeggen: er is geen effect aangetoond.")


def shown(gegevens: Gegevens, **other: object) -> str:
    """The sentence when the question about lasting placements has this answer; 40,000 euros were spent."""
    (effect,) = (e for e in gegevens.effect if e.indicator == "B1_2")
    told = {"status": "getoond", "graad": AANGETOOND}
    answer = replace(effect, **{**told, "schatting": 10.0, "laag": 5.0, "hoog": 20.0, **other})  # type: ignore[arg-type]
    said = esf.tekst_kosten(replace(gegevens, esf=(GEWOON,), effect=(answer,))).markdown
    return said.replace("\xa0", " ")


def test_a_shown_effect_has_a_price(gegevens: Gegevens) -> None:
    """By hand: 10 points of 209 pupils are 20.9 placements, 40,000 / 20.9 is 1,914 euros; at most 20 points
    of 219 (43.8: 913 euros), at least 5 points of 200 (10: 4,000 euros)."""
    assert "naar schatting € 1.914, met toevalsmarge van € 913 tot € 4.000." in shown(gegevens)


@pytest.mark.parametrize(
    ("other", "reden"),
    [
        ({"graad": AANWIJZING}, "er is geen effect aangetoond"),
        ({"laag": 0.0}, "het interval van het effect bevat 0"),
        (
            {"schatting": -10.0, "laag": -20.0, "hoog": -5.0},
            "er zijn aantoonbaar minder plaatsingen, niet meer",
        ),
        (
            {"status": "alleen de conclusie", "schatting": None},
            "er is een effect aangetoond, maar hoe groot het is, is niet te tonen",
        ),
        ({"indicator": "P2"}, "er is niet getoetst of er meer bestendige plaatsingen zijn"),
    ],
)
def test_the_costs_are_not_said_without_a_shown_effect(
    gegevens: Gegevens, other: dict[str, object], reden: str
) -> None:
    assert shown(gegevens, **other) == (
        f"Wat een extra bestendige plaatsing heeft gekost, is niet te zeggen: {reden}."
    )


def test_an_effect_of_unknown_costs_has_no_price(gegevens: Gegevens) -> None:
    unknown = replace(GEWOON, besteed_nazorg=None)
    effect = tuple(
        replace(e, status="getoond", graad=AANGETOOND, schatting=10.0, laag=5.0, hoog=20.0)
        for e in gegevens.effect
    )
    said = esf.tekst_kosten(replace(gegevens, esf=(unknown,), effect=effect)).markdown
    assert said.endswith("is niet te zeggen: het is niet bekend hoeveel er is uitgegeven.")
