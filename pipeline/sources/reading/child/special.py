"""Cells of which calamine does not tell enough: errors, percentages, formulas that were never calculated."""

from __future__ import annotations

import re
from typing import NamedTuple

PERCENT = "%"
"""Stands for: show the number as a percentage. Any other text takes the place of the cell's own."""


class Bijzonder(NamedTuple):
    """What there is to know about the cells of one sheet. Rows and columns count from 0."""

    cellen: dict[int, dict[int, str]]
    """Row to column to PERCENT, or to the error that the cell shows."""
    onberekend: list[tuple[int, int]]
    """Row and column of formulas without a value."""
    samengevoegd: list[tuple[int, int, int]]
    """Cells that stretch over several rows: first row, column, last row."""


_QUOTED = re.compile(r'"[^"]*"|\\.')


def is_percent(code: str) -> bool:
    """Whether a number format shows 0.85 as 85%; a quoted or escaped % is only text."""
    return "%" in _QUOTED.sub("", code)


def nothing() -> Bijzonder:
    return Bijzonder({}, [], [])
