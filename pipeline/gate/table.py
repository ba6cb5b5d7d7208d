"""A table of a release: no person's number, no pseudonym and no path among its texts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from pipeline.gate.fault import Fault
from pipeline.gate.text import traces

_NUMBER = re.compile(r"(?<!\d)\d{9}(?!\d)")
"""As long as a BSN or onderwijsnummer."""
_PSEUDONYM = re.compile(r"[0-9a-f]{64}")
_HASHES = "sha256"
"""The column that names content, which looks like a pseudonym and is none."""


def table_faults(content: bytes) -> Iterator[Fault]:
    """Faults of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(content))
    if table.schema.metadata:
        yield Fault("the schema", "metadata")
    for name, column in zip(table.column_names, table.columns, strict=True):
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            continue
        texts = [text for text in column.unique().to_pylist() if text]
        if name == _HASHES:
            continue
        if any(_NUMBER.search(text) for text in texts):
            yield Fault(f"column {name}", "a number of nine digits, as persons have")
        if any(_PSEUDONYM.search(text) for text in texts):
            yield Fault(f"column {name}", "a pseudonym")
        for text in texts:
            yield from traces(text, f"column {name}")
