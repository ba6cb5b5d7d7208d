"""Apache Spark in local mode, and what differs between a table that it made and one of DuckDB."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import duckdb

_CONFIG = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def lacking() -> str:
    """Why Spark cannot run here; empty where it can."""
    if importlib.util.find_spec("pyspark") is None:
        return 'no PySpark: pip install ".[spark]"'
    java = shutil.which("java", path=str(Path(os.environ.get("JAVA_HOME", "")) / "bin")) or shutil.which(
        "java"
    )
    return "" if java else "no Java, which Spark runs on"


@contextmanager
def session(warehouse: Path) -> Iterator[Any]:
    """A Spark that keeps its tables in this folder as Parquet, and ends with the block."""
    sql = pytest.importorskip("pyspark.sql")
    building = sql.SparkSession.builder.master("local[2]")
    for name, value in {**_CONFIG, "spark.sql.warehouse.dir": str(warehouse)}.items():
        building = building.config(name, value)
    spark = building.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()


def give(spark: Any, con: duckdb.DuckDBPyConnection, table: str, folder: Path) -> None:
    """Let Spark read a table of DuckDB under its own name."""
    file = folder / f"{table}.parquet"
    con.execute(f"COPY {table} TO '{file}'")
    spark.read.parquet(str(file)).createOrReplaceTempView(table)


def differing(con: duckdb.DuckDBPyConnection, ours: str, made: Path) -> list[Any]:
    """Rows that only one of both has, as often as that is so, or the columns where those differ.

    made: the folder of a table of Spark, whose values are read as the types of ours.
    """
    columns, theirs = (
        {row[0]: row[1] for row in con.execute(f"DESCRIBE {query}").fetchall()}
        for query in (f"FROM {ours}", f"FROM '{made}/*.parquet'")
    )
    if [*columns] != [*theirs]:
        return [columns, theirs]
    cast = ", ".join(f"{name}::{kind} AS {name}" for name, kind in columns.items())
    found = f"(SELECT {cast} FROM '{made}/*.parquet')"
    return con.execute(
        f"(FROM {ours} EXCEPT ALL FROM {found}) UNION ALL (FROM {found} EXCEPT ALL FROM {ours}) LIMIT 5"
    ).fetchall()
