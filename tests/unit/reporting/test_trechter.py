"""Schools against the region: places worked out by hand, and every branch of the sentences.

With a target of 50% and 20 leavers the exact two-sided p is 43400 / 2^20 = 0.041 at 15 (or 5) and 422 / 2^20
= 0.0004 at 18 (or 2), so 15 lies outside the limits of 95% only, and 18 outside those of 99.8% too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from pipeline.reporting.rapport import Rapport
from pipeline.vocabulary.schooljaar import Schooljaar
from tests.support.fake_release import NAMEN
from tests.support.met_scholen import MetScholen, Tel, rapport, rows


def tekst(*tellingen: Tel | None, regio: Tel | str = (100, 200)) -> str:
    return rapport(*tellingen, regio=regio).zinnen("trechter_p2").markdown


VIJF: tuple[Tel, ...] = ((10, 20), (15, 20), (18, 20), (2, 20), (10, 20))
"""z: 0, 2.24, 3.58, -3.58, 0; winsorised to at most 3.04 and at least -2.15, so phi is 18.86 / 5 = 3.8."""


def test_where_every_school_lies_and_which_difference_is_left_after_holm() -> None:
    """Holm over five: 5 x 0.0004 and 4 x 0.0004 are under 0.05, 3 x 0.041 is not."""
    found = {row[0]: row[1:] for row in rows(rapport(*VIJF, None))}
    assert found == {
        "**Cohort 2016-2017, regio**": ["**100**", "**200**", "**50,0**", "", "", ""],
        NAMEN[0]: ["10", "20", "50,0", "binnen de grenzen", "niet aan te tonen", "nee"],
        NAMEN[1]: ["15", "20", "75,0", "boven de grens van 95%", "niet aan te tonen", "ja"],
        NAMEN[2]: ["18", "20", "90,0", "boven de grens van 99,8%", "aantoonbaar", "ja"],
        NAMEN[3]: ["2", "20", "10,0", "onder de grens van 99,8%", "aantoonbaar", "ja"],
        NAMEN[4]: ["10", "20", "50,0", "binnen de grenzen", "niet aan te tonen", "nee"],
    }


def test_the_sentences_say_who_is_shown_who_lies_outside_and_what_is_left_of_it() -> None:
    assert tekst(*VIJF, None) == (
        "Cohort 2016-2017: van 5 van de 6 scholen is het cijfer te tonen; in de figuur ontbreekt er 1. "
        "Van de getoonde scholen liggen er 3 buiten de grenzen van 95%, waarvan 2 ook buiten die van 99,8%. "
        "Met de correctie voor 5 vergelijkingen is van 2 scholen het verschil met de regio aantoonbaar. "
        "De getoonde scholen verschillen duidelijk meer van elkaar dan toeval verklaart (overspreiding). "
        "Met grenzen die daarmee rekening houden, liggen 3 scholen ergens anders."
    )


def test_the_target_is_the_published_rate_in_which_hidden_schools_count() -> None:
    """Two schools at 75% are outside a region of 50%; against their own 75% they would be inside."""
    assert [row[4] for row in rows(rapport((15, 20), (15, 20), None))[1:]] == ["boven de grens van 95%"] * 2
    inside = rapport((15, 20), (15, 20), None, regio=(150, 200))
    assert [row[4] for row in rows(inside)[1:]] == ["binnen de grenzen"] * 2


@pytest.mark.parametrize(
    ("tellingen", "zin"),
    [
        (((10, 20), (10, 20), None, None), "van 2 van de 4 scholen is het cijfer te tonen; in de figuur"),
        (((10, 20), (10, 20)), "van alle scholen (2) is het cijfer te tonen."),
        (((10, 20), (10, 20)), "Geen van de getoonde scholen ligt buiten de grenzen van 95%."),
        (((10, 20), (15, 20)), "ligt er 1 buiten de grenzen van 95%, en geen buiten die van 99,8%."),
        (((10, 20), (18, 20)), "ligt er 1 buiten de grenzen van 95%, waarvan 1 ook buiten die van 99,8%."),
        (((10, 20), (10, 20)), "is van geen enkele school een verschil met de regio aan te tonen."),
        (((10, 20), (18, 20)), "de correctie voor 2 vergelijkingen is van 1 school het verschil met de"),
        (((10, 20),) * 4, "Het zijn te weinig scholen om te zeggen of zij meer van elkaar verschillen"),
        (((10, 20),) * 5, "verschillen niet meer van elkaar dan toeval verklaart. Met grenzen die daarmee"),
        (((10, 20),) * 5, "rekening houden, ligt geen enkele school ergens anders."),
        (((15, 20),) * 2 + ((10, 20),) * 3, "verschillen iets meer van elkaar dan toeval verklaart, maar"),
    ],
)  # fmt: skip
def test_every_branch_of_the_sentences(tellingen: Sequence[Tel | None], zin: str) -> None:
    """Of z 2.24, 2.24, 0, 0, 0 the mean square is 2: above 1, under 1 + 2 sqrt(2 / 5) = 2.26."""
    assert zin in tekst(*tellingen)


@pytest.mark.parametrize(
    ("tellingen", "regio", "waarom"),
    [
        (((10, 20), (10, 20)), "niet getoond", "het cijfer van de regio is niet getoond"),
        (((10, 20), (10, 20)), "nog niet te meten", "het cijfer van de regio is nog niet te meten"),
        (((10, 20), (10, 20)), "geen waarde", "er zijn geen leerlingen om wie het gaat"),
        (((20, 20), (20, 20)), (200, 200), "het cijfer van de regio is 100%, dus er is geen spreiding"),
        (((10, 20), None), (100, 200), "te weinig scholen met een cijfer"),
        ((None, None), (100, 200), "te weinig scholen met een cijfer"),
    ],
)
def test_without_a_funnel_it_is_said_why(
    tellingen: Sequence[Tel | None], regio: Tel | str, waarom: str
) -> None:
    r = rapport(*tellingen, regio=regio)
    assert r.zinnen("trechter_p2").markdown.endswith(f"Er is geen trechter te tekenen: {waarom}.")
    assert [row[4:] for row in rows(r)[1:]] == [[""] * 3] * sum(t is not None for t in tellingen)
    figuur = r.figuur("trechter_p2")
    assert figuur.alt.startswith(f"Cohort 2016-2017: {waarom}.")
    assert waarom in " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", figuur.svg))


def test_nothing_of_a_school_that_is_not_shown_is_in_the_figure_or_the_table() -> None:
    r = rapport((10, 20), (18, 20), None)
    for said in (
        r.figuur("trechter_p2").svg,
        str(r.figuur("trechter_p2").spec),
        r.tabel("trechter_p2").markdown,
    ):
        assert NAMEN[2] not in said and NAMEN[1] in said


def test_the_title_is_the_finding_and_names_the_schools_outside() -> None:
    figuur = rapport((10, 20), (10, 20), (18, 20)).figuur("trechter_p2")
    assert figuur.alt.startswith(
        "1 van de 3 getoonde scholen ligt buiten de grenzen van 95% rond de regio (50,0%), cohort 2016-2017."
    )
    teksten = re.findall(r"<text[^>]*>([^<]*)</text>", figuur.svg)
    assert NAMEN[2] in teksten and NAMEN[0] not in teksten and "regio 50,0%" in teksten
    assert "Geen rangorde" in figuur.caption


def test_three_cohorts_together_have_a_funnel_of_their_own() -> None:
    """A report of 2018-2019 has those of 2014 to 2016: the second paragraph, the second half."""
    release = MetScholen(
        Schooljaar(2018), scholen=3, regio=(100, 200), tellingen=((10, 20), (18, 20), None), samen=True
    )
    r = Rapport.van("2018-2019", release)
    samen = "cohorten 2014-2015 tot en met 2016-2017 samen"
    second = r.zinnen("trechter_p2").markdown.split("\n\n")[1]
    assert second.startswith(f"De {samen}: van 2 van de 3 scholen is het cijfer te tonen")
    at = next(i for i, row in enumerate(rows(r)) if samen in row[0])
    assert rows(r)[at:][0][1:4] == ["**100**", "**200**", "**50,0**"]
    assert {row[0]: row[4] for row in rows(r)[at + 1 :]} == {
        NAMEN[0]: "binnen de grenzen", NAMEN[1]: "boven de grens van 99,8%",
    }  # fmt: skip
    assert f"De {samen}: 2 van de 3 scholen" in r.figuur("trechter_p2").svg
