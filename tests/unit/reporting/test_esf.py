"""The ESF returns per application and year, and what one placement more has cost."""

from dataclasses import replace

import pytest

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
    assert ("boven het maximum van 50%" in titel) == boven


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
            "naar schatting € 6.000, met toevalsmarge van € 3.000 tot € 12.000.",
        ),
    ],
)
def test_the_costs_are_said_with_their_interval_or_with_the_reason_why_not(kosten: Kosten, zin: str) -> None:
    assert esf.kosten_zin(kosten).replace("\xa0", " ").endswith(zin)


@pytest.mark.parametrize("alle", [(), (GEWOON,), (replace(GEWOON, besteed_nazorg=None),)])
def test_without_a_shown_effect_the_reason_is_always_that(gegevens: Gegevens, alle: tuple[Esf, ...]) -> None:
    said = esf.tekst_kosten(replace(gegevens, esf=alle)).markdown
    assert said.endswith("niet te zeggen: er is geen effect aangetoond.")
