"""Read-only access to the microdata, for the run and for the analyst."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.microdata.build import Microdata
from pipeline.vocabulary.schooljaar import Schooljaar

if TYPE_CHECKING:
    import duckdb


def connect(microdata: Microdata) -> duckdb.DuckDBPyConnection:
    """A session that can read the microdata, change nothing, and reach nothing else on this machine.

    Two sessions of one process share what they set, so the lock is part of how they are opened. What does not
    fit in the memory that the settings give waits in a folder beside the file, as pseudonymous as that is.
    """
    import duckdb

    closed = {
        "autoinstall_known_extensions": "false",
        "enable_external_access": "false",
        "lock_configuration": "true",
        "memory_limit": microdata.geheugen,
    }
    return duckdb.connect(str(microdata.file), read_only=True, config={**closed})


@contextmanager
def open_microdata(microdata: Microdata) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same for the length of a block."""
    with connect(microdata) as con:
        yield con


def cohorts(microdata: Microdata) -> list[Schooljaar]:
    """The cohorts that have school leavers, oldest first."""
    if microdata.cohorten:
        return [Schooljaar(cohort) for cohort in microdata.cohorten]
    with open_microdata(microdata) as con:
        rows = con.execute("SELECT DISTINCT cohort FROM schoolverlater ORDER BY cohort").fetchall()
    return [Schooljaar(cohort) for (cohort,) in rows]
