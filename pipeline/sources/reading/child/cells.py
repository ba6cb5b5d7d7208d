"""A cell as text: dates ISO, whole numbers without a point, other numbers with a Dutch decimal comma."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

_HALF_A_SECOND = timedelta(milliseconds=500)


def cell_text(cell: Any) -> str:
    """The text of any cell that calamine gives; a moment is rounded to the second (Excel stores days)."""
    return TEXT[type(cell)](cell)


def percentage(cell: Any) -> str:
    """0.85 that Excel shows as 85% is 85%; what is no number stays what it is."""
    if type(cell) not in (int, float):
        return cell_text(cell)
    return f"{cell * 100:.10f}".rstrip("0").rstrip(".").replace(".", ",") + "%"


def _number(cell: float) -> str:
    return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")


def _moment(cell: datetime) -> str:
    return (cell + _HALF_A_SECOND).replace(microsecond=0).isoformat(" ")


TEXT: dict[type, Callable[[Any], str]] = {
    str: str.strip,
    float: _number,
    int: str,
    bool: lambda cell: "J" if cell else "N",
    datetime: _moment,
    date: date.isoformat,
    time: str,
    timedelta: str,
}
