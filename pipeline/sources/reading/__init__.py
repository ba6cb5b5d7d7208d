"""Reading: any supported file becomes sheets of text cells; nothing is interpreted here."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pipeline.sources.reading.blad import Blad
from pipeline.sources.reading.spreadsheet import read_spreadsheet
from pipeline.sources.reading.text import read_text

__all__ = ["Blad", "read_bladen"]

OLE_MAGIC = b"\xd0\xcf\x11\xe0"


def read_bladen(path: Path, content: bytes) -> list[Blad]:
    """The sheets of a file; a text file is one sheet. What a file is, is told by its content, not by its name.

    Raises LeveringGeweigerd (exit 3) on what cannot be read.
    """
    if content[:2] == b"PK" and zipfile.is_zipfile(path):
        return read_spreadsheet(path)
    if content[:4] == OLE_MAGIC:
        return read_spreadsheet(path)
    return [read_text(path, content)]
