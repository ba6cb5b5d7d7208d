"""The allow-list of a release: which tables, columns and manifest entries may leave (allowlist.toml).

check_... raises ReleaseGeweigerd with the reason; what is not named in the list is refused, never dropped in
silence.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pipeline.workspace.errors import ReleaseGeweigerd

Kind = Literal["text", "count", "number", "flag", "mapping"]
Columns = Mapping[str, Kind]

REQUIRED_TABLES = ("cijfers", "eenheden")
REQUIRED_META = ("schooljaar", "stand", "voorbeeldgegevens", "sleutel_id", "versions")
_FILE = Path(__file__).parent / "allowlist.toml"
_ADVICE = f"What may leave is in {_FILE.name}; adding to it is a decision about privacy."


@cache
def allowed_tables() -> Mapping[str, Columns]:
    """The columns of each table, in order, with their kind."""
    tables: dict[str, dict[str, Kind]] = _read()["tables"]
    return tables


@cache
def allowed_meta() -> Columns:
    """The entries of the manifest, with their kind."""
    meta: dict[str, Kind] = _read()["meta"]
    return meta


def check_tables(names: Iterable[str]) -> None:
    """Refuse tables that are not on the list, and a release without its figures."""
    found = set(names)
    _refuse("table", sorted(found - set(allowed_tables())), "not on the allow-list")
    _refuse("table", [name for name in REQUIRED_TABLES if name not in found], "missing")


def check_columns(table: str, columns: Iterable[str]) -> None:
    """Refuse a table with a column too many or too few."""
    found, allowed = list(columns), allowed_tables()[table]
    _refuse(
        f"table {table}, column", [name for name in found if name not in allowed], "not on the allow-list"
    )
    _refuse(f"table {table}, column", [name for name in allowed if name not in found], "missing")
    _refuse(
        f"table {table}, column", sorted({name for name in found if found.count(name) > 1}), "there twice"
    )


def check_meta(meta: Mapping[str, Any]) -> None:
    """Refuse manifest entries that are not on the list or not of their kind."""
    allowed = allowed_meta()
    _refuse("release.json, entry", [name for name in meta if name not in allowed], "not on the allow-list")
    _refuse("release.json, entry", [name for name in REQUIRED_META if name not in meta], "missing")
    wrong = [name for name, value in meta.items() if not _is(allowed[name], value)]
    _refuse("release.json, entry", wrong, "not of its kind")


def _is(kind: Kind, value: object) -> bool:
    if kind == "mapping":
        return isinstance(value, Mapping) and all(
            isinstance(name, str) and (isinstance(inner, str | int | float) or _is("mapping", inner))
            for name, inner in value.items()
        )
    return isinstance(value, bool if kind == "flag" else str)


def _refuse(what: str, names: list[str], fault: str) -> None:
    if names:
        raise ReleaseGeweigerd(f"{what} {', '.join(names)}: {fault}", _ADVICE)


def _read() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
