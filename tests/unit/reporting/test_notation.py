"""Dutch notation, against text written by hand."""

from datetime import date

import pytest

from pipeline.reporting import notation


@pytest.mark.parametrize(
    ("waarde", "tekst"), [(0, "0"), (7, "7"), (999, "999"), (1245, "1.245"), (1234567, "1.234.567")]
)
def test_whole_numbers_have_dots(waarde: int, tekst: str) -> None:
    assert notation.getal(waarde) == tekst


@pytest.mark.parametrize(
    ("waarde", "cijfers", "tekst"),
    [
        (46.3414634, 1, "46,3"),
        (0.05, 1, "0,1"),
        (2.5, 0, "3"),
        (-0.04, 1, "0,0"),
        (-1.25, 1, "-1,3"),
        (1234.5, 1, "1.234,5"),
        (100.0, 1, "100,0"),
        (0.0, 1, "0,0"),
    ],
)
def test_decimals_have_a_comma_and_round_halves_up(waarde: float, cijfers: int, tekst: str) -> None:
    assert notation.decimaal(waarde, cijfers) == tekst


@pytest.mark.parametrize(
    ("waarde", "cijfers", "tekst"),
    [
        (46.34, 1, "46,3%"),
        (100.0, 1, "100%"),
        (0.0, 1, "0%"),
        (99.97, 1, "99,9%"),
        (0.01, 1, "0,1%"),
        (99.7, 0, "99%"),
        (73.68, 0, "74%"),
    ],
)
def test_percentages(waarde: float, cijfers: int, tekst: str) -> None:
    assert notation.procent(waarde, cijfers) == tekst


def test_intervals_use_a_dash() -> None:
    assert notation.interval(36.0, 57.1) == "36,0–57,1"
    assert notation.interval(65.7, 96.7, 0) == "66–97"


def test_differences_have_no_sign() -> None:
    assert notation.punten(-3.24) == "3,2 procentpunt"


def test_dates_and_amounts() -> None:
    assert notation.datum(date(2025, 12, 31)) == "31 december 2025"
    assert notation.datum(date(2024, 11, 1)) == "1 november 2024"
    assert notation.bedrag(12500.4) == "€\u00a012.500"


@pytest.mark.parametrize(
    ("waarde", "tekst"),
    [(0, "0 leerlingen"), (1, "1 leerling"), (2, "2 leerlingen"), (1245, "1.245 leerlingen")],
)
def test_counts_agree_with_their_noun(waarde: int, tekst: str) -> None:
    assert notation.aantal(waarde, "leerling", "leerlingen") == tekst


def test_lists_and_capitals() -> None:
    assert notation.opsomming(["werk"]) == "werk"
    assert notation.opsomming(["werk", "leren"]) == "werk en leren"
    assert notation.opsomming(["werk", "leren", "onbekend"]) == "werk, leren en onbekend"
    assert notation.hoofdletter("van de 19 leerlingen uit Rotterdam") == "Van de 19 leerlingen uit Rotterdam"
