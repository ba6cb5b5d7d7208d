"""XMP, the metadata of a PDF: what made the document, what it is called, when, and no more."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from pipeline.gate.fault import Fault
from pipeline.gate.text import machine_names, traces, unseen

SOFTWARE = re.compile(r"(?:Typst|Quarto|pandoc)[\w .-]{0,20}")
"""Programs that may be named as the maker."""

_PERSON = re.compile(r"<(dc:creator|dc:contributor|pdf:Keywords|dc:subject|dc:description)\b")
_MAKER = re.compile(r"<(xmp:CreatorTool|pdf:Producer|stEvt:softwareAgent)>([^<]*)<")
_SCHEMAS = re.compile(r"<pdfaExtension:schemas>.*?</pdfaExtension:schemas>", re.DOTALL)
"""What PDF/A has a document say about the metadata itself: no word of it is of the document."""
_TAG = re.compile(r"<[\w:]+((?:\s+[\w:.-]+=(?:\"[^\"]*\"|'[^']*'))*)\s*/?>")
_ATTRIBUTE = re.compile(r"([\w:.-]+)=(?:\"([^\"]*)\"|'([^']*)')")
_MARK_UP = re.compile(r"xmlns:\w+|x:xmptk|xml:lang|rdf:about|rdf:parseType")
"""Attributes that are not values; a value may stand in an attribute too, and here none may."""
_TEXT = re.compile(r">([^<]+)<")
_FIXED = frozenset({"application/pdf", "saved", "converted", "proof", "default"})


def xmp_faults(text: str) -> Iterator[Fault]:
    """Faults of a packet; names of user and machine are looked for in values, not in mark-up."""
    yield from traces(text, "XMP")
    for match in _PERSON.finditer(text):
        yield Fault("XMP", f"{match[1]} is filled in")
    for match in _MAKER.finditer(text):
        if not SOFTWARE.fullmatch(match[2]):
            yield Fault("XMP", f"{match[1]} is no known program")
    for tag in _TAG.finditer(text):
        for name, *_ in _ATTRIBUTE.findall(tag[1]):
            if not _MARK_UP.fullmatch(name):
                yield Fault("XMP", "a value in an attribute")
    for value in map(html.unescape, _TEXT.findall(_SCHEMAS.sub("", text))):
        if value not in _FIXED and not SOFTWARE.fullmatch(value):
            yield from unseen(value, "XMP", machine_names())
