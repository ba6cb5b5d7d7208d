"""Where two implementations must agree, or reading undoes writing."""

from datetime import date

import duckdb
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn, onderwijsnummer

from pipeline.vocabulary.maanddag import MaandDag
from pipeline.vocabulary.pgn import (
    BSN_CHECK_SQL,
    PGN_CHECK_SQL,
    PGN_GETAL_SQL,
    PGN_NORMALISE_SQL,
    is_bsn,
    is_onderwijsnummer,
    is_pgn,
    normalise_pgn,
)
from pipeline.vocabulary.schooljaar import Schooljaar, SchooljaarError

schooljaren = st.integers(1990, 2088).map(Schooljaar)
nine_digits = st.integers(0, 999_999_999).map("{:09d}".format)
messy = st.text(alphabet="0123456789 .,\t\u00a0E-", max_size=14)


def _with_check_digit(first_eight: str, rest: int) -> str | None:
    """Append the ninth digit that leaves `rest` modulo 11; some numbers have none."""
    total = sum((9 - place) * int(digit) for place, digit in enumerate(first_eight))
    digit = (total - rest) % 11
    return f"{first_eight}{digit}" if digit < 10 else None


valid_bsn = (
    st.integers(1_000_000, 99_999_999)
    .map("{:08d}".format)
    .map(lambda n: _with_check_digit(n, 0))
    .filter(bool)
)
valid_onderwijsnummer = (
    st.integers(0, 999_999).map("10{:06d}".format).map(lambda n: _with_check_digit(n, 5)).filter(bool)
)


def _in_sql(texts: list[str]) -> list[tuple[str | None, bool, bool]]:
    normalised = PGN_NORMALISE_SQL.format(kolom="t")
    checked = f"{BSN_CHECK_SQL.format(getal='getal')}, {PGN_CHECK_SQL.format(getal='getal')}"
    rows = f"(SELECT i, {normalised} AS pgn FROM (SELECT unnest(?) AS t, generate_subscripts(?, 1) AS i))"
    rows = f"(SELECT *, {PGN_GETAL_SQL.format(kolom='pgn')} AS getal FROM {rows})"
    with duckdb.connect() as con:
        return con.execute(f"SELECT pgn, {checked} FROM {rows} ORDER BY i", [texts, texts]).fetchall()


def _by_stdnum(number: str | None) -> bool:
    if number is None:
        return False
    return (bsn.is_valid(number) and number[:2] != "00") or onderwijsnummer.is_valid(number)


@given(texts=st.lists(nine_digits | messy | valid_bsn | valid_onderwijsnummer, min_size=1, max_size=50))
def test_python_sql_and_stdnum_agree(texts: list[str]) -> None:
    in_python = [(normalise_pgn(t), is_bsn(t), is_pgn(t)) for t in texts]
    assert _in_sql(texts) == in_python
    assert [_by_stdnum(normalise_pgn(t)) for t in texts] == [valid for _, _, valid in in_python]


@given(number=valid_bsn | valid_onderwijsnummer)
def test_numbers_made_to_pass_do_pass(number: str) -> None:
    assert is_bsn(number) != is_onderwijsnummer(number)
    assert _in_sql([number, f"{number[:3]} {number[3:]}.0"]) == [(number, is_bsn(number), True)] * 2


@given(number=valid_bsn, place=st.integers(0, 8), shift=st.integers(1, 9))
def test_one_digit_wrong_is_never_a_bsn(number: str, place: int, shift: int) -> None:
    wrong = str((int(number[place]) + shift) % 10)
    assert not bsn.is_valid(number[:place] + wrong + number[place + 1 :])


@given(jaar=schooljaren)
def test_a_school_year_reads_back_from_its_label(jaar: Schooljaar) -> None:
    assert Schooljaar.parse(jaar.label) == jaar
    assert Schooljaar.parse(f"{jaar.start}/'{jaar.eind % 100:02d}") == jaar
    assert Schooljaar.parse(str(jaar.start)) == jaar


@given(text=st.text(max_size=12))
def test_any_text_is_a_school_year_or_a_clear_error(text: str) -> None:
    try:
        jaar = Schooljaar.parse(text)
    except SchooljaarError:
        return
    assert Schooljaar.parse(jaar.label) == jaar


@given(datum=st.dates(date(1991, 1, 1), date(2088, 12, 31)), maand=st.integers(1, 12), dag=st.integers(1, 28))
def test_every_date_lies_in_the_window_of_its_cohort(datum: date, maand: int, dag: int) -> None:
    teldatum = MaandDag(maand, dag)
    first, last = Schooljaar.van_uitstroom(datum, teldatum).cohort_venster(teldatum)
    assert first <= datum <= last
