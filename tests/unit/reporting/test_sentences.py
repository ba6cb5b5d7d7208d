"""Sentences, against text written by hand. Figures: domain.md §8 (Wilson 95%)."""

from datetime import date

import pytest

from pipeline.reporting.cijfers import Cel, Waarden
from pipeline.reporting.maten import MATEN
from pipeline.reporting.sentences import basis, norm
from pipeline.reporting.sentences.verschil import richting, ten_opzichte_van, verschil
from pipeline.vocabulary.schooljaar import Schooljaar

COHORT = Schooljaar(2023)
UIT = (date(2024, 11, 1), date(2024, 12, 31))


def cel(waarden: Waarden | None, status: str = "gemeten", cohort: Schooljaar = COHORT) -> Cel:
    return Cel("P2", "", "", cohort, "regio", "regio", status, waarden)  # type: ignore[arg-type]


def test_a_figure_has_counts_before_its_percentage_and_names_its_cohort() -> None:
    waarden = Waarden(n=297, k=157, pct=52.8620, laag=47.1850, hoog=58.4650)
    assert basis.zin(MATEN["P2"], cel(waarden), *UIT) == (
        "Van de 297 schoolverlaters met perspectief arbeid (cohort 2023-2024) gingen er 157 aan het werk "
        "(52,9%; toevalsmarge 47,2–58,5%)."
    )


def test_a_small_group_has_no_decimals_and_says_what_one_leaver_matters() -> None:
    waarden = Waarden(n=19, k=17, pct=89.4737, laag=68.6096, hoog=97.0610)
    assert basis.zin(MATEN["P2"], cel(waarden), *UIT) == (
        "Van de 19 schoolverlaters met perspectief arbeid (cohort 2023-2024) gingen er 17 aan het werk "
        "(89%; toevalsmarge 69–97%). "
        "De groep is klein: één leerling meer of minder scheelt ongeveer 5 procentpunt."
    )


def test_one_of_many_is_singular() -> None:
    waarden = Waarden(n=120, k=1, pct=0.8333, laag=0.1472, hoog=4.5732)
    assert basis.zin(MATEN["P2"], cel(waarden), *UIT) == (
        "Van de 120 schoolverlaters met perspectief arbeid (cohort 2023-2024) ging er 1 aan het werk "
        "(0,8%; toevalsmarge 0,1–4,6%)."
    )


@pytest.mark.parametrize(
    ("k", "pct", "laag", "hoog", "begin"),
    [
        (0, 0.0, 0.0, 24.2, "Van de 12 {wie} ging niemand aan het werk (0%; toevalsmarge 0–24%)."),
        (12, 100.0, 75.8, 100.0, "Alle 12 {wie} gingen aan het werk (100%; toevalsmarge 76–100%)."),
    ],
)  # fmt: skip
def test_nobody_and_everybody(k: int, pct: float, laag: float, hoog: float, begin: str) -> None:
    verwacht = begin.format(wie="schoolverlaters met perspectief arbeid (cohort 2023-2024)")
    assert basis.zin(MATEN["P2"], cel(Waarden(12, k, pct, laag, hoog)), *UIT).startswith(verwacht)


def test_a_single_leaver_is_never_described() -> None:
    tekst = basis.zin(MATEN["P2"], cel(Waarden(1, 1, 100.0, 20.7, 100.0)), *UIT)
    assert tekst == (
        "Het gaat om 1 schoolverlater met perspectief arbeid (cohort 2023-2024); "
        "daarover geven we geen percentage."
    )


def test_what_is_not_measurable_yet_is_judged_against_the_stand() -> None:
    tekst = basis.zin(MATEN["B1_1"], cel(None, "nog niet te meten"), date(2025, 11, 1), date(2024, 12, 31))
    assert tekst == (
        "Bestendig na één jaar (sector) van cohort 2023-2024 is nog niet te meten: de meting van "
        "1 november 2025 ligt na 31 december 2024, de stand van dit rapport."
    )


@pytest.mark.parametrize(
    ("status", "tekst"),
    [
        ("niet gemeten", "Plaatsing (convenant) van {c} is niet gemeten: er is geen meting aangeleverd."),
        ("niet getoond", "Plaatsing (convenant) van {c} tonen we niet, zodat niemand herkenbaar is."),
        ("geen waarde", "In {c} waren er geen {wie} met perspectief arbeid; er is dus geen percentage."),
    ],
)  # fmt: skip
def test_the_reasons_for_no_figure_are_told_apart(status: str, tekst: str) -> None:
    assert basis.zin(MATEN["P2"], cel(None, status), *UIT) == tekst.format(
        c="cohort 2023-2024", wie="schoolverlaters"
    )


@pytest.mark.parametrize(
    ("k", "n", "tekst"),
    [
        (275, 297, "Tot de 100% van het convenant zijn het nog 22 leerlingen."),
        (296, 297, "Tot de 100% van het convenant is het nog 1 leerling."),
        (297, 297, "Daarmee is de 100% van het convenant gehaald."),
    ],
)
def test_a_target_of_100_is_told_as_leavers_short_of_it(k: int, n: int, tekst: str) -> None:
    assert norm.tegen_norm(Waarden(n, k, 100 * k / n, 90.0, 100.0), 100) == tekst


@pytest.mark.parametrize(
    ("pct", "laag", "hoog", "tekst"),
    [
        (94.0, 92.1, 95.5, "Dat is zo goed als zeker meer dan de norm van 90%."),
        (85.0, 82.0, 87.6, "Dat is zo goed als zeker minder dan de norm van 90%."),
        (91.0, 88.0, 93.1, "Dat ligt boven de norm van 90%, maar {niet_aan_te_tonen}."),
        (89.0, 86.5, 91.2, "Dat ligt onder de norm van 90%, maar {niet_aan_te_tonen}."),
        (90.0, 87.0, 92.4, "Dat ligt op de norm van 90%, maar {niet_aan_te_tonen}."),
    ],
)  # fmt: skip
def test_a_norm_is_judged_by_the_interval(pct: float, laag: float, hoog: float, tekst: str) -> None:
    verwacht = tekst.format(
        niet_aan_te_tonen="met deze toevalsmarge is een verschil met de norm niet aan te tonen"
    )
    assert norm.tegen_norm(Waarden(500, 450, pct, laag, hoog), 90) == verwacht


def test_what_is_unknown_is_a_reserve_on_a_sure_judgement() -> None:
    waarden = Waarden(617, 532, 86.2, 83.3, 88.7, onbekend=40, ondergrens=74.9, bovengrens=96.4)
    assert norm.tegen_norm(waarden, 75) == (
        "Dat is zo goed als zeker meer dan de norm van 75%, "
        "tenzij het met wie onbekend is veel slechter ging."
    )
    assert norm.tegen_norm(waarden, 95) == (
        "Dat is zo goed als zeker minder dan de norm van 95%, tenzij het met wie onbekend is veel beter ging."
    )
    assert norm.tegen_norm(waarden, 70) == "Dat is zo goed als zeker meer dan de norm van 70%."


def test_judgement_in_a_table_is_short() -> None:
    waarden = Waarden(312, 214, 68.6, 63.2, 73.5)
    assert norm.oordeel(waarden, 100) == "nog 98"
    assert norm.oordeel(waarden, 60) == "erboven"
    assert norm.oordeel(waarden, 75) == "eronder"
    assert norm.oordeel(waarden, 70) == "niet te zeggen"
    assert norm.oordeel(None, 70) == ""


def test_newcombe_interval_of_a_difference() -> None:
    """Newcombe 1998, table II, example (a), 56/70 against 48/80: method 10 gives 0.0524 to 0.3339."""
    later = Waarden(70, 56, 80.0, 69.1823, 87.6945)
    eerder = Waarden(80, 48, 60.0, 49.0370, 70.0366)
    v = verschil(later, eerder)
    assert (round(v.laag, 1), round(v.hoog, 1)) == (5.2, 33.4)
    assert v.aantoonbaar


def test_a_change_says_whether_chance_could_do_it() -> None:
    toen = cel(Waarden(255, 110, 43.1373, 37.2019, 49.2760), cohort=Schooljaar(2022))
    nu = cel(Waarden(297, 157, 52.8620, 47.1850, 58.4650))
    assert ten_opzichte_van(nu, toen) == (
        "Cohort 2022-2023 kwam op 43,1%. Het cijfer is nu 9,7 procentpunt hoger (marge +1,4 tot +17,9): "
        "zo goed als zeker geen toeval."
    )
    assert richting(nu, toen) == "+9,7 *"
    gelijk = cel(Waarden(255, 110, 43.1373, 37.2019, 49.2760))
    assert ten_opzichte_van(gelijk, toen) == "Cohort 2022-2023 kwam op 43,1%: even hoog."
    assert ten_opzichte_van(cel(None, "niet getoond"), toen) == ""


def test_bounds() -> None:
    waarden = Waarden(312, 214, 68.6, 63.2, 73.5, onbekend=1, ondergrens=68.6, bovengrens=68.9)
    assert basis.grenzen(waarden) == (
        "Zou van iedereen alles bekend zijn, dan lag dit cijfer tussen 68,6% en 68,9%."
    )
    assert basis.grenzen(Waarden(312, 214, 68.6, 63.2, 73.5)) == ""
