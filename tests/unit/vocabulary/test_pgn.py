"""Personal numbers: examples from the domain, section 3."""

import pytest

from pipeline.vocabulary.pgn import is_bsn, is_onderwijsnummer, is_pgn, normalise_pgn


@pytest.mark.parametrize(
    "number", ["111222333", "123456782", "999990019", "012345672", "12345672", "1112.22.333"]
)
def test_a_bsn(number: str) -> None:
    assert is_bsn(number)
    assert is_pgn(number)


@pytest.mark.parametrize("number", ["123456789", "111222334"])
def test_a_wrong_check_digit_is_no_bsn(number: str) -> None:
    assert not is_bsn(number)
    assert not is_pgn(number)


@pytest.mark.parametrize("number", ["000000012", "12", "000000000", "", None])
def test_what_passes_the_sum_can_still_be_no_number(number: str | None) -> None:
    assert not is_pgn(number)


def test_an_onderwijsnummer() -> None:
    assert is_onderwijsnummer("101222331")
    assert is_pgn("101222331")
    assert not is_bsn("101222331")
    assert not is_onderwijsnummer("100252333")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("111222333", "111222333"),
        (" 111 222 333\n", "111222333"),
        ("111\u00a0222\u00a0333", "111222333"),
        ("1112.22.333", "111222333"),
        ("12345672", "012345672"),
        (
            "12345678",
            "12345678",
        ),  # with a zero it is no BSN (the sum is 104 = 9 x 11 + 5), so no zero is proven
        ("01234567", "01234567"),
        ("00000012", "00000012"),
        ("111222333.0", "111222333"),
        ("111222334", "111222334"),  # fails the check, and still tells pupils apart
        ("1,23457E+08", None),
        ("112E772", None),
        ("1234567", None),
        ("1112223334", None),
        ("٣٣٣٣٣٣٣٣٣", None),
        ("0", None),
        ("000000000", None),
        ("NULL", None),
        ("", None),
        (None, None),
    ],
)
def test_normalised_to_digits_or_nothing(text: str | None, number: str | None) -> None:
    assert normalise_pgn(text) == number
