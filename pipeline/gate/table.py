"""A table of a release: no person's number, no pseudonym and no path among its texts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.gate.fault import Fault
from pipeline.gate.text import traces

if TYPE_CHECKING:
    import pyarrow as pa

_NUMBER = re.compile(r"(?<!\d)\d{9}(?!\d)")
"""As long as a BSN or onderwijsnummer."""
_PSEUDONYM = re.compile(r"[0-9a-f]{64}")
_FORMULA = ("=", "@")
_HASHES = "sha256"
"""The column that names content, which looks like a pseudonym and is none."""


def table_faults(content: bytes) -> Iterator[Fault]:
    """Faults of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        yield from [*_faults(pq.read_table(io.BytesIO(content)))]
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        yield Fault("the file", "not what its name says: .parquet")


def comma_faults(content: bytes) -> Iterator[Fault]:
    """Faults of a table as text: UTF-8, separated by commas, with its columns on the first line."""
    try:
        first, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    except (UnicodeDecodeError, ValueError, csv.Error):
        yield Fault("the file", "not what its name says: .csv")
        return
    if any(len(row) != len(first) for row in rows):
        yield Fault("the file", "not what its name says: .csv")
        return
    for name, column in zip(first, zip(*rows, strict=True), strict=False):
        texts = [*dict.fromkeys(filter(None, column))]
        if any(text.startswith(_FORMULA) for text in texts):
            yield Fault(f"column {name}", "a text that a spreadsheet takes for a formula")
        if name != _HASHES:
            yield from _of_column(f"column {name}", texts)


def _faults(table: pa.Table) -> Iterator[Fault]:
    import pyarrow as pa

    if table.schema.metadata:
        yield Fault("the schema", "metadata")
    for name, column in zip(table.column_names, table.columns, strict=True):
        if name != _HASHES and (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            yield from _of_column(f"column {name}", [text for text in column.unique().to_pylist() if text])


def _of_column(where: str, texts: list[str]) -> Iterator[Fault]:
    yield from dict.fromkeys(fault for text in texts for fault in text_of_person(where, text))
    for text in texts:
        yield from traces(text, where)


def text_of_person(where: str, text: str) -> Iterator[Fault]:
    """A number or pseudonym in a text, as persons have."""
    if _NUMBER.search(text):
        yield Fault(where, "a number of nine digits, as persons have")
    if _PSEUDONYM.search(text):
        yield Fault(where, "a pseudonym")
