"""A word processor's document: comments, tracked changes, hidden text, what is embedded, and who made it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.gate.fault import Fault
from pipeline.gate.office import archive_faults, xml_faults
from pipeline.gate.text import machine_names, unseen

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core|custom)\.xml|word/(?:document|styles|numbering|settings"
    r"|webSettings|fontTable|footnotes|comments)\.xml|word/theme/theme\d*\.xml|word/_rels/\w+\.xml\.rels"
    r"|word/media/\w+\.png"
)
"""What a plain document is made of: no macros, nothing embedded but pictures."""
_UNSEEN = {
    "vanish": "hidden text",
    "del": "a tracked change",
    "ins": "a tracked change",
    "moveFrom": "a tracked change",
    "comment": "a comment",
    "object": "an embedded object",
    "fldSimple": "a field",
    "property": "a property of its own",
}
_SHOWN = frozenset({"subtitle", "toc-title"})
"""Properties of its own that a document shows too."""
_PROPERTIES = frozenset({"creator", "lastModifiedBy", "description", "keywords", "Company", "Manager"})
_ADDRESS = re.compile(r"https?://|mailto:")
_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"pHYs"})
"""What a picture is drawn from: no text, no time, no place."""


def document_faults(content: bytes) -> Iterator[Fault]:
    """Faults of a DOCX document."""
    return archive_faults(content, "document", _part)


def _part(name: str, written: bytes) -> Iterator[Fault]:
    if not _PARTS.fullmatch(name):
        yield Fault("a part of the document", "of a kind that may not leave")
    elif name.endswith(".png"):
        yield from _picture(name, written)
    else:
        yield from xml_faults(name, written, "document", _elements)


def _elements(name: str, root: Element) -> Iterator[Fault]:
    about = name.startswith("docProps/")
    for element in root.iter():
        tag, text = str(element.tag).rpartition("}")[2], element.text or ""
        if tag in _UNSEEN and not (tag == "property" and element.get("name") in _SHOWN):
            yield Fault(name, _UNSEEN[tag])
        if about and tag in _PROPERTIES and text.strip():
            yield Fault(name, f"{tag} is filled in")
        if element.get("TargetMode") == "External" and not _ADDRESS.match(element.get("Target", "")):
            yield Fault(name, "a reference to a file")
        for value in (text, element.tail or "", *element.attrib.values()):
            yield from unseen(value, name, machine_names() if about else ())


def _picture(name: str, content: bytes) -> Iterator[Fault]:
    """Everything in a PNG by kind, to its last byte."""
    if not content.startswith(_PNG):
        yield Fault(name, "not a picture")
        return
    at = len(_PNG)
    while at < len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        if kind not in _CHUNKS:
            yield Fault(name, "something beside the picture")
            return
        at += 12 + length
