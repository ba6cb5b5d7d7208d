"""The first rows of a sheet: bounded before anyone searches them for a header, and judged afterwards."""

from __future__ import annotations

from dataclasses import replace

from pipeline.sources.reading.blad import Blad, Rij
from pipeline.sources.reading.child.page import MAX_COLUMNS, MAX_HEAD, cut
from pipeline.workspace.errors import LeveringGeweigerd


def bounded(blad: Blad) -> Blad:
    """The sheet, with first rows that show no more columns than are read, and whether there are more."""
    return replace(
        blad, kop=lambda separator: [(number, cut(cells)) for number, cells in blad.kop(separator)]
    )


def refuse_shapeless(blad: Blad) -> None:
    """Raises LeveringGeweigerd for first rows that are too wide or too long to be a header and data."""
    heads = [blad.kop(separator) for separator in blad.scheidingstekens]
    for number, cells in (row for rows in heads for row in rows):
        if any(cell.strip() for cell in cells[MAX_COLUMNS:]):
            raise LeveringGeweigerd(
                f"{blad.plaats}, row {number}: has more than {MAX_COLUMNS} columns; that many are read",
                advice="take out what is not needed, and deliver it again",
            )
    too_long = [row for rows in heads if (row := _too_long(rows))]
    if len(too_long) == len(heads):  # with another separator a quote can draw rows together: that is no sign
        raise LeveringGeweigerd(
            f"{blad.plaats}, row {too_long[0]}: is longer than {MAX_HEAD} characters",
            advice="look for a cell with far too much text, or a quote that is not closed",
        )


def _too_long(rows: list[Rij]) -> int | None:
    return next((number for number, cells in rows if sum(map(len, cells)) > MAX_HEAD), None)
