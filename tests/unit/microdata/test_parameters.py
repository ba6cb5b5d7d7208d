"""What is tried in a session leaves nothing behind."""

import duckdb
import pytest

from pipeline.microdata.parameters import set_variables, trying_out


def test_tables_that_were_tried_are_gone_and_those_they_replaced_are_back() -> None:
    with duckdb.connect(":memory:") as con:
        con.execute("CREATE TABLE echt AS SELECT 1 AS getal")
        con.execute("CREATE TEMP TABLE eigen AS SELECT 2 AS getal")
        with trying_out(con):
            con.execute("CREATE TEMP TABLE echt AS SELECT 30 AS getal")
            con.execute("CREATE OR REPLACE TEMP TABLE eigen AS SELECT 40 AS getal")
            set_variables(con, {"getal": 50})
            assert con.execute("SELECT echt.getal + eigen.getal FROM echt, eigen").fetchall() == [(70,)]
        assert con.execute("SELECT echt.getal + eigen.getal FROM echt, eigen").fetchall() == [(3,)]
        assert con.execute("SELECT getvariable('getal')").fetchall() == [(50,)]


def test_they_are_gone_too_when_it_fails() -> None:
    with duckdb.connect(":memory:") as con:
        with pytest.raises(duckdb.ConversionException), trying_out(con):
            con.execute("CREATE TEMP TABLE proef AS SELECT 1 AS getal")
            con.execute("SELECT 'x'::INTEGER")
        assert con.execute("FROM duckdb_tables()").fetchall() == []
