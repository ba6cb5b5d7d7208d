"""Reading: any supported file becomes sheets of text cells; nothing is interpreted here."""

from __future__ import annotations

from pipeline.sources.reading.bestand import Bestand, bestand
from pipeline.sources.reading.blad import Blad
from pipeline.sources.reading.spreadsheet import read_spreadsheet
from pipeline.sources.reading.text import read_text

__all__ = ["Bestand", "Blad", "bestand", "read_bladen"]

ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_bladen(bestand: Bestand) -> list[Blad]:
    """The sheets of a file; a text file is one sheet. Its content tells what a file is, not its name.

    Raises LeveringGeweigerd (exit 3) on what cannot be read.
    """
    if bestand.start().startswith((ZIP_MAGIC, OLE_MAGIC)):
        return read_spreadsheet(bestand)
    return [read_text(bestand)]
