"""The translation for Spark, rule by rule; that it gives the same rows is for tests/flow/test_spark.py."""

import itertools
import random
from datetime import date

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from pipeline.indicators.elders import indicators_elsewhere
from pipeline.microdata.elders import steps_elsewhere, translate
from pipeline.microdata.parameters import Waarde, literal
from pipeline.microdata.steps import set_parameters, steps
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Settings

RULES = {
    "arg_max skips rows in which what it gives is empty": (
        "SELECT arg_max(a, b) FROM t",
        "SELECT MAX_BY(a, b) FILTER(WHERE NOT a IS NULL) FROM t",
    ),
    "also beside a filter of its own": (
        "SELECT arg_min(a, b) FILTER (c) FROM t",
        "SELECT MIN_BY(a, b) FILTER(WHERE c AND NOT a IS NULL) FROM t",
    ),
    "no filter in a window": (
        "SELECT max(a) FILTER (b) OVER (PARTITION BY c) FROM t",
        "SELECT MAX(CASE WHEN b THEN a END) OVER (PARTITION BY c) FROM t",
    ),
    "months": ("SELECT a + to_months(3) FROM t", "SELECT ADD_MONTHS(a, 3) FROM t"),
    "any of a list": ("SELECT list_has_any(a, b) FROM t", "SELECT ARRAYS_OVERLAP(a, b) FROM t"),
    "all of a list": (
        "SELECT list_has_all(a, [b]) FROM t",
        "SELECT SIZE(ARRAY_EXCEPT(ARRAY(b), a)) = 0 FROM t",
    ),
    "a list of structs becomes rows": (
        "SELECT unnest([{'a': b}], recursive := true) FROM t",
        "SELECT INLINE(ARRAY(STRUCT(b AS a))) FROM t",
    ),
    "two lists side by side": (
        "SELECT a, unnest([b]), unnest([c]) FROM t",
        "SELECT a, INLINE(ARRAYS_ZIP(ARRAY(b), ARRAY(c))) FROM t",
    ),
    "what is kept is for it to choose": (
        "WITH u AS NOT MATERIALIZED (SELECT a FROM t) SELECT a FROM u",
        "WITH u AS (SELECT a FROM t) SELECT a FROM u",
    ),
    "empty comes last, as in DuckDB": ("SELECT a FROM t ORDER BY a", "SELECT a FROM t ORDER BY a NULLS LAST"),
    "of a CREATE TABLE its SELECT": ("CREATE OR REPLACE TEMP TABLE u AS SELECT a FROM t", "SELECT a FROM t"),
}


@pytest.mark.parametrize(("ours", "theirs"), RULES.values(), ids=RULES)
def test_what_spark_says_otherwise(ours: str, theirs: str) -> None:
    assert translate(ours, {}) == theirs


@pytest.mark.parametrize(
    ("waarde", "sql"),
    [
        (True, "TRUE"),
        (12, "12"),
        (0.99, "CAST(0.99 AS DOUBLE)"),
        (date(2024, 12, 31), "CAST('2024-12-31' AS DATE)"),
    ],
)
def test_a_value_is_filled_in(waarde: Waarde, sql: str) -> None:
    assert translate("SELECT getvariable('a') FROM t", {"a": waarde}) == f"SELECT {sql} FROM t"
    with duckdb.connect() as con:
        con.execute(f"SET VARIABLE a = {literal(waarde)}")
        assert con.execute("SELECT getvariable('a')").fetchall() == [(waarde,)]


def test_a_value_that_is_missing_is_no_null() -> None:
    with pytest.raises(KeyError):
        translate("SELECT getvariable('a') FROM t", {})


def test_what_has_no_counterpart_is_refused() -> None:
    """sqlglot would leave it out in silence, and the rows would be others."""
    without = "max(a) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW)"
    with pytest.raises(sqlglot.UnsupportedError):
        translate(f"SELECT {without} FROM t", {})


def test_every_statement_is_written_out_for_spark() -> None:
    told = [*steps_elsewhere(Settings()), *indicators_elsewhere(Settings(), Schooljaar(2024))]
    assert [table for table, _ in told][: len(steps())] == [step.tabel for step in steps()]
    ours = {"getvariable", "koppel_rivaal", "koppel_besluit", "list_has_any", "list_has_all", "to_months"}
    for _, select in told:
        parsed = sqlglot.parse_one(select, dialect="spark")
        assert not ours & {call.name.lower() for call in parsed.find_all(exp.Anonymous)}


def test_a_rival_is_the_highest_of_the_other_pairs_also_where_weights_are_equal() -> None:
    """The macro says it without EXCLUDE CURRENT ROW; here it is worked out by looking at every other pair."""
    draw = random.Random(7)
    pairs = [
        (cohort, los, anker, float(draw.randint(1, 3)))
        for cohort, los, anker in itertools.product((2020, 2021), "abc", "vwxyz")
        if draw.random() < 0.6
    ]
    pairs.append((2022, "a", "v", 1.0))  # no other
    expected = sorted(
        (
            cohort,
            los,
            anker,
            max((w for c, one, a, w in pairs if (c, one) == (cohort, los) and a != anker), default=None),
        )
        for cohort, los, anker, _ in pairs
    )
    with duckdb.connect() as con:
        set_parameters(con, Settings())
        con.execute("CREATE TABLE paar (cohort INTEGER, los VARCHAR, anker VARCHAR, gewicht DOUBLE)")
        con.executemany("INSERT INTO paar VALUES (?, ?, ?, ?)", pairs)
        found = con.execute(
            "SELECT cohort, los, anker, koppel_rivaal(cohort, los, gewicht, los, anker)"
            " FROM paar ORDER BY ALL"
        ).fetchall()
    assert found == expected
    assert {rival for *_, rival in found} == {None, 1.0, 2.0, 3.0}
