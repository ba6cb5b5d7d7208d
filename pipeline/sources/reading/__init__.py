"""Reading: any supported file becomes sheets of text cells; nothing is interpreted here."""

from __future__ import annotations

from pathlib import Path

from pipeline.sources.reading.blad import Blad
from pipeline.sources.reading.spreadsheet import read_spreadsheet
from pipeline.sources.reading.text import read_text
from pipeline.workspace.errors import LeveringGeweigerd

__all__ = ["Blad", "read_bladen", "read_content"]

ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_content(path: Path) -> bytes:
    """The bytes of a delivery. Raises LeveringGeweigerd (exit 3) when they cannot be had."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise LeveringGeweigerd(
            f"{path.name} cannot be read: {error.strerror}",
            advice="close it in other programs, and see that you may read it",
        ) from error


def read_bladen(path: Path, content: bytes) -> list[Blad]:
    """The sheets of a file; a text file is one sheet. Its content tells what a file is, not its name.

    Raises LeveringGeweigerd (exit 3) on what cannot be read.
    """
    if content.startswith((ZIP_MAGIC, OLE_MAGIC)):
        return read_spreadsheet(path)
    return [read_text(path, content)]
