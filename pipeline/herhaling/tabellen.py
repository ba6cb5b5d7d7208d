"""Two releases cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pipeline.herhaling.uitkomst import Verschil

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.publication import Release

_KEYS = frozenset(
    {"cohort", "tot", "indicator", "klasse", "soort_klasse", "niveau", "eenheid", "regio", "school", "bron"}
    | {"soort", "kolom", "methode", "drempel", "variant", "vraag", "tijd", "effect", "nummer", "schooljaar"}
    | {"element", "kwartaal", "cluster", "onderwerp", "van", "naar", "volgorde", "stap", "levering"}
    | {"leverdatum", "aanvraag", "periode", "aanbeveling", "rapport", "afwijking"}
)
"""Columns that say which row it is; with the first column of its table. None of them is ever hidden."""
_TOLD = frozenset({("wijzigingen", "oorzaak")})
"""Texts about the program itself, which are otherwise when the program is."""
_NOT_META = frozenset({"versions", "sleutel_id", "inputs"})
_NEARLY = 1e-6
"""Numbers nearer than this are the same: another processor adds in another order."""
MANIFEST = "release.json"


def compare(was: Release, now: Release, ander_programma: bool = False) -> tuple[int, Verschil | None]:
    """How many cells were compared, and the first that is otherwise."""
    cells, found = 0, next(_meta(was.meta, now.meta), None)
    for name in sorted({*was.tables, *now.tables}):
        if name not in was.tables or name not in now.tables:
            here = "the repeat" if name in now.tables else "what was published"
            return cells, found or Verschil(MANIFEST, f"a table of {here} only", name)
        before, after = was.table(name), now.table(name)
        cells += before.size
        found = found or next(_table(name, before, after, ander_programma), None)
    return cells, found


def _meta(was: Mapping[str, Any], now: Mapping[str, Any], place: str = "") -> Iterator[Verschil]:
    for name in sorted({*was, *now} - (set() if place else _NOT_META)):
        here, before, after = f"{place}{name}", was.get(name), now.get(name)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _meta(before, after, f"{here}.")
        elif before != after:
            yield Verschil(MANIFEST, "not the same", rij=here)


def _table(name: str, was: pd.DataFrame, now: pd.DataFrame, ander_programma: bool) -> Iterator[Verschil]:
    if list(was.columns) != list(now.columns):
        yield Verschil(name, "other columns", name)
        return
    keys = [column for at, column in enumerate(was.columns) if column in _KEYS or not at]
    before, after = _by_key(was, keys), _by_key(now, keys)
    for key in sorted(before.keys() ^ after.keys()):
        here = "what was published" if key in before else "the repeat"
        yield Verschil(_file(name), f"a row of {here} only", name, _said(keys, key))
    for key in sorted(before.keys() & after.keys()):
        for column, old, new in zip(was.columns, before[key], after[key], strict=True):
            told = ander_programma and (name, column) in _TOLD
            if not told and not _same(old, new):
                yield Verschil(_file(name), "another value", name, _said(keys, key), column)


Key = tuple[str, ...]


def _by_key(table: pd.DataFrame, keys: list[str]) -> dict[Key, tuple[object, ...]]:
    """Rows by their key; of several with the same one also by their place among these."""
    found: dict[Key, tuple[object, ...]] = {}
    at = [list(table.columns).index(column) for column in keys]
    for row in table.astype(object).where(table.notna(), None).itertuples(index=False, name=None):
        key = tuple("" if row[i] is None else str(row[i]) for i in at)
        number = 1
        while (numbered := (*key, f"{number}")) in found:
            number += 1
        found[numbered] = row
    return found


def _said(keys: list[str], key: Key) -> str:
    *values, number = key
    named = [f"{column} {value}" for column, value in zip(keys, values, strict=True) if value]
    return ", ".join([*named, *([f"number {number}"] if number != "1" else [])])


def _same(old: object, new: object) -> bool:
    if isinstance(old, float) and isinstance(new, float):
        return abs(old - new) <= _NEARLY
    return old == new


def _file(name: str) -> str:
    return f"{name}-*.parquet"
