"""Faults of the machine are told from bugs, also when DuckDB worded them."""

import errno

import pytest

from pipeline.workspace.errors import of_machine


class IOException(Exception):
    """As DuckDB raises."""


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device", "a.parquet"),
            "no room left on the disk: a.parquet",
        ),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "no room left on the disk"),
        (IOException("IO Error: Could not write file: No space left on device"), "no room left on the disk"),
        (PermissionError(errno.EACCES, "Permission denied", "lock"), "not allowed to write or read: lock"),
        (OSError(errno.EROFS, "Read-only file system", "lock"), "not allowed to write or read: lock"),
        (MemoryError(), "not enough memory"),
        (
            IOException("Out of Memory Error: failed to allocate data of size 24.0 MiB"),
            "DuckDB needs more memory than [machine] geheugen gives it",
        ),
    ],
)
def test_what_the_machine_did_not_allow_is_said(fault: Exception, said: str) -> None:
    found = of_machine(fault)
    assert found and found.message == said and found.advice and found.exit_code == 7


@pytest.mark.parametrize(
    "fault", [ValueError("x"), FileNotFoundError(errno.ENOENT, "x"), KeyError("No room")]
)
def test_a_bug_stays_a_bug(fault: Exception) -> None:
    assert of_machine(fault) is None
