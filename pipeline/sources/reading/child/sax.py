"""XML as a stream of elements, without what XML has for reaching or multiplying things."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any
from xml.parsers import expat

from .refusal import Geweigerd, no_spreadsheet

Attributes = dict[str, str]


def no_dtd() -> Geweigerd:
    return Geweigerd(
        "holds a document type definition, which no spreadsheet program writes",
        "open it in Excel and save it again as XLSX",
    )


def walk(
    stream: IO[bytes],
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Tell of every element as it starts (and ends), under the name it is written with, prefix included.

    Raises Geweigerd for a document type definition and for what is no XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise no_spreadsheet() from error


def _refuse(*_: Any) -> None:
    raise no_dtd()
