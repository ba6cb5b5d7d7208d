"""The question behind a table: it travels with the table, so that what is shared can be counted again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pipeline.workspace.record import stable_json

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_VRAAG, _VRIJGEGEVEN = "vraag", "vrijgegeven"
_LETTERS = 8
VAN_EENHEID = ("cohort", "schooltype", "bestuur", "school", "school_id")
"""Columns that say of which unit of a release a leaver is."""
VAN_LEERLING = ("geslacht", "leeftijd", "diploma")
"""Properties of a leaver that no definition looks at and no table of a release tells of: what a group may be
besides, if it is to be shared (release/delingen.py says why)."""


@dataclass(frozen=True)
class Vraag:
    """Which indicators (of D: by which soort), of which groups, of whom."""

    codes: tuple[str, ...]
    per: tuple[str, ...]
    waar: tuple[str, ...]
    soort: str = "klasse"

    def beside(self, table: pd.DataFrame) -> pd.DataFrame:
        """The table, with the question it answers."""
        table.attrs[_VRAAG] = {name: _listed(value) for name, value in asdict(self).items()}
        return table

    @classmethod
    def of(cls, table: pd.DataFrame) -> Vraag | None:
        """The question that a table answers, if it still knows."""
        kept = table.attrs.get(_VRAAG)
        if not isinstance(kept, Mapping):
            return None
        return cls(tuple(kept["codes"]), tuple(kept["per"]), tuple(kept["waar"]), str(kept["soort"]))

    @property
    def kenmerk(self) -> str:
        """A short name of the question."""
        return hashlib.sha256(stable_json(asdict(self)).encode()).hexdigest()[:_LETTERS]


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def released(table: pd.DataFrame, schooljaar: str) -> pd.DataFrame:
    """Figures of the release of a school year, marked as such."""
    table.attrs[_VRIJGEGEVEN] = schooljaar
    return table


def released_in(table: pd.DataFrame) -> str | None:
    """The school year of the release that a table came from, if it did."""
    found = table.attrs.get(_VRIJGEGEVEN)
    return str(found) if found else None


def is_plain(con: duckdb.DuckDBPyConnection, waar: str) -> bool:
    """Whether a condition only compares columns of one leaver: no function, whose answer may be another one
    tomorrow, and no question within the question."""
    found = con.execute("SELECT json_serialize_sql(?)", [f"SELECT ({waar}\n)"]).fetchall()
    return all(
        node.get("class") not in ("SUBQUERY", "WINDOW")
        and (node.get("class") != "FUNCTION" or node.get("is_operator", False))
        for node in _nodes(json.loads(found[0][0]))
    )


def _nodes(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, list):
        for item in part:
            yield from _nodes(item)
    elif isinstance(part, dict):
        yield part
        for item in part.values():
            yield from _nodes(item)
