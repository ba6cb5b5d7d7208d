"""Words of a workspace: headers and codes as its schools write them, added to the contracts of the package.

They stand in woorden.toml beside toeleiding.toml, one line per word:

    [uitstroom.koppen]
    "Inst." = "brin"                 # the header means this column
    "Mentor" = "weg"                 # nobody needs this column

    [uitstroom.woorden.bestemming]
    "Werk bij baas" = "ARB_REG"      # the word means this code
    "n.v.t." = "leeg"                # the same as an empty cell

What they do to the contracts is in extend.py.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.workspace.errors import SettingsError

WEG, LEEG = "weg", "leeg"
KOPPEN, WOORDEN = "koppen", "woorden"


@dataclass(frozen=True, order=True)
class Woord:
    """One line of woorden.toml: what a text means as a header of a source, or as a value in a column."""

    bron: str
    kolom: str | None
    """None when the text is a header."""
    tekst: str
    betekenis: str
    """A column or `weg`; a code or `leeg`."""

    @property
    def tabel(self) -> tuple[str, ...]:
        return (self.bron, WOORDEN, self.kolom) if self.kolom else (self.bron, KOPPEN)

    @property
    def regel(self) -> str:
        return f"{toml_string(self.tekst)} = {toml_string(self.betekenis)}"

    def __str__(self) -> str:
        return f"[{'.'.join(self.tabel)}] {self.regel}"


Woorden = tuple[Woord, ...]


def toml_string(text: str) -> str:
    """A text as TOML writes it between quotes, on one line and with nothing in it that cannot be seen."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in quoted)


def read_words(path: Path) -> str:
    """The text of woorden.toml, empty when there is none. Raises SettingsError when it is no text."""
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as fault:
        raise SettingsError(f"{path}: not a TOML file in UTF-8: {fault}", "Correct that place.") from fault


def parse_words(text: str, path: Path) -> Woorden:
    """The words in the text of woorden.toml. Raises SettingsError for all that is not of its form."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError(f"{path}: not a TOML file: {fault}", "Correct that place.") from fault
    faults: list[str] = []
    found = tuple(_words_in(content, faults))
    refuse(faults, path)
    return found


def refuse(faults: list[str], path: Path) -> None:
    """Raise SettingsError for the faults of woorden.toml, if there are any."""
    if faults:
        raise SettingsError(
            "\n".join([f"{path}:", *(f"  {fault}" for fault in faults)]), "Correct these lines."
        )


def _words_in(content: dict[str, Any], faults: list[str]) -> Iterator[Woord]:
    for bron, parts in content.items():
        for part, table in _table(parts, bron, faults).items():
            place = f"{bron}.{part}"
            if part == KOPPEN:
                yield from _lines(bron, None, _table(table, place, faults), place, faults)
            elif part == WOORDEN:
                for kolom, words in _table(table, place, faults).items():
                    inside = f"{place}.{kolom}"
                    yield from _lines(bron, kolom, _table(words, inside, faults), inside, faults)
            else:
                faults.append(f"{place}: expected [{bron}.{KOPPEN}] or [{bron}.{WOORDEN}.<column>]")


def _table(found: Any, place: str, faults: list[str]) -> dict[str, Any]:
    if isinstance(found, dict):
        return found
    faults.append(f"{place}: expected a table")
    return {}


def _lines(
    bron: str, kolom: str | None, table: dict[str, Any], place: str, faults: list[str]
) -> Iterator[Woord]:
    for tekst, betekenis in table.items():
        if isinstance(betekenis, str) and tekst.strip():
            yield Woord(bron, kolom, tekst.strip(), betekenis)
        else:
            faults.append(f"{place}: {tekst!r}: expected a word in quotes = its meaning in quotes")
