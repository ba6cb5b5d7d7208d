"""A table of a release as text that opens anywhere: UTF-8, commas, decimal points, empty where hidden."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.release.allowlist import allowed_tables

if TYPE_CHECKING:
    from pipeline.release.publication import Release

_FILE = Path(__file__).parent / "beschrijving.toml"
_SOORT = {"text": "tekst", "count": "geheel getal", "number": "getal", "flag": "True of False"}


@cache
def beschrijvingen() -> Mapping[str, Mapping[str, str]]:
    """In Dutch what is in each table (tabellen), and in a column of this name (kolommen)."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def as_csv(release: Release, name: str) -> bytes:
    """A table of a release, its columns on the first line."""
    text: str = release.table(name).to_csv(index=False, lineterminator="\n")
    return text.encode()


def columns_csv() -> bytes:
    """What is in which column of which table."""
    import pandas as pd

    told = beschrijvingen()["kolommen"]
    rows = [
        (table, column, _SOORT[kind], told[column])
        for table, columns in sorted(allowed_tables().items())
        for column, kind in columns.items()
    ]
    frame = pd.DataFrame(rows, columns=["tabel", "kolom", "soort", "betekenis"])
    return str(frame.to_csv(index=False, lineterminator="\n")).encode()
