"""BRIN numbers: examples from the domain, section 3."""

import duckdb
import pytest

from pipeline.vocabulary.brin import BRIN_CHECK_SQL, BRIN_NORMALISE_SQL, is_brin, normalise_brin, split_brin

VALID = ["05KO", "07NU00", "25EF", "07nu00 ", "07NU 00", "07NU.00"]
INVALID = ["12KB1", "30AJ0A", "", "KO05", "07NU000", "٠٧NU00"]


@pytest.mark.parametrize("text", VALID)
def test_a_brin(text: str) -> None:
    assert is_brin(text)


@pytest.mark.parametrize("text", INVALID)
def test_not_a_brin(text: str) -> None:
    assert not is_brin(text)
    with pytest.raises(ValueError, match="not a BRIN"):
        split_brin(text)


@pytest.mark.parametrize("text", [*VALID, *INVALID])
def test_sql_says_the_same(text: str) -> None:
    normalised, checked = BRIN_NORMALISE_SQL.format(kolom="t"), BRIN_CHECK_SQL.format(kolom="brin")
    sql = f"SELECT brin, {checked} FROM (SELECT {normalised} AS brin FROM (SELECT ? AS t))"
    with duckdb.connect() as con:
        assert con.execute(sql, [text]).fetchone() == (normalise_brin(text), is_brin(text))


def test_without_vestiging_it_is_the_hoofdvestiging() -> None:
    assert split_brin("07nu01 ") == ("07NU", "01")
    assert split_brin("05KO") == ("05KO", "00")
