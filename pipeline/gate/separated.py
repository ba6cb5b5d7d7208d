"""A table as text: no number of a person, no pseudonym, no path, nothing that a spreadsheet carries out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from pipeline.gate.fault import Fault
from pipeline.gate.table import text_of_person
from pipeline.gate.text import traces

_FORMULA = re.compile(r"[=+\-@\t|](?!\d+(?:,\d+)?$)")
"""How a cell begins that a spreadsheet takes for a formula; a number below zero is none."""


def csv_faults(content: bytes) -> Iterator[Fault]:
    """Faults of a CSV file with semicolons."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield Fault("the file", "not what its name says: .csv")
        return
    yield from traces(text, "text")
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    except csv.Error:
        yield Fault("the file", "not what its name says: .csv")
        return
    for number, row in enumerate(rows, start=1):
        for cell in row:
            yield from text_of_person(f"line {number}", cell)
            if _FORMULA.match(cell):
                yield Fault(f"line {number}", "a cell that a spreadsheet takes for a formula")
