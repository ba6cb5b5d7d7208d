"""Reading: any supported file becomes sheets of text cells; nothing is interpreted here."""

from __future__ import annotations

from pipeline.sources.reading.archive import Gevonden, bestanden, inhoud
from pipeline.sources.reading.bestand import Bestand, bestand
from pipeline.sources.reading.blad import Blad
from pipeline.sources.reading.folder import every_file, plain_files, strange_files
from pipeline.sources.reading.head import bounded, refuse_shapeless
from pipeline.sources.reading.names import printable
from pipeline.sources.reading.spreadsheet import read_spreadsheet
from pipeline.sources.reading.text import read_text
from pipeline.sources.reading.worker import reading_process
from pipeline.workspace.errors import LeveringGeweigerd

__all__ = [
    "Bestand",
    "Blad",
    "Gevonden",
    "bestand",
    "bestanden",
    "every_file",
    "inhoud",
    "plain_files",
    "printable",
    "read_bladen",
    "reading_process",
    "refuse_shapeless",
    "strange_files",
]

_SPREADSHEETS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_NO_EXPORT = {
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x1f\x8b": "a gzip file",
    b"%PDF": "a PDF",
    b"<?xml": "an XML file",
    b"<html": "a web page",
    b"<!doctype html": "a web page",
    b"<table": "a web page",
}
"""How files start that have come in under the name of a spreadsheet or text file."""


def read_bladen(bestand: Bestand) -> list[Blad]:
    """The sheets of a file; a text file is one sheet. Its content tells what a file is, not its name.

    Raises LeveringGeweigerd (exit 3) on what cannot be read.
    """
    start = bestand.start()
    if start.startswith(_SPREADSHEETS):
        return read_spreadsheet(bestand)
    text = start[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for magic, what in _NO_EXPORT.items():
        if start.startswith(magic) or text.startswith(magic):
            raise LeveringGeweigerd(
                f"{bestand.naam} is {what}, not an export",
                advice="open it in Excel and save it as XLSX, or export again as CSV or XLSX; of archives,"
                " only ZIP is opened",
            )
    return [bounded(read_text(bestand))]
