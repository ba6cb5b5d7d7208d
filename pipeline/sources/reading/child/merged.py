"""Cells merged over rows: calamine gives their text in the first row only."""

from __future__ import annotations


class Stretched:
    """Puts the text of merged cells in every row that they stretch over, as a person sees it."""

    def __init__(self, merged: list[tuple[int, int, int]]) -> None:
        """Of each: first row, column, last row, from 0."""
        self._starts: dict[int, list[tuple[int, int]]] = {}
        for first, column, last in merged:
            self._starts.setdefault(first, []).append((column, last))
        self._open: list[tuple[int, int, str]] = []

    def fill(self, number: int, cells: list[str]) -> None:
        """Fill in what stretches over this row. A row with nothing of its own stays empty: it is no row."""
        self._open = [merged for merged in self._open if merged[1] >= number]
        if self._open and any(cells):
            for column, _, text in self._open:
                if column < len(cells) and not cells[column]:
                    cells[column] = text
        for column, last in self._starts.get(number, ()):
            if column < len(cells) and cells[column]:
                self._open.append((column, last, cells[column]))
