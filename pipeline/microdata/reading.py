"""Read-only access to the microdata, for the run and for the analyst."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.microdata.build import Microdata
from pipeline.vocabulary.schooljaar import Schooljaar

if TYPE_CHECKING:
    import duckdb


@contextmanager
def open_microdata(microdata: Microdata) -> Iterator[duckdb.DuckDBPyConnection]:
    """A session that can read the microdata, change nothing, and reach nothing else on this machine."""
    import duckdb

    closed = {"autoinstall_known_extensions": "false", "enable_external_access": "false"}
    with duckdb.connect(str(microdata.file), read_only=True, config={**closed}) as con:
        con.execute("SET lock_configuration = true")
        yield con


def cohorts(microdata: Microdata) -> list[Schooljaar]:
    """The cohorts that have school leavers, oldest first."""
    with open_microdata(microdata) as con:
        rows = con.execute("SELECT DISTINCT cohort FROM schoolverlater ORDER BY cohort").fetchall()
    return [Schooljaar(cohort) for (cohort,) in rows]
