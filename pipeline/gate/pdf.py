"""A PDF: who and what made it, and what can be in it unseen. Read without a PDF library, as bytes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from pipeline.gate.fault import Fault
from pipeline.gate.text import machine_names, unseen

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_FORBIDDEN = re.compile(
    rb"/(EmbeddedFiles?|JavaScript|JS|Launch|AcroForm|OCProperties|OpenAction|RichMedia|FileAttachment)\b"
)
_NOTE = re.compile(
    rb"/Subtype\s*/(Text|FreeText|Popup|Stamp|Ink|Highlight|Underline|StrikeOut|Caret|Sound|Movie|Screen|Widget)\b"
)
_STRING = rb"\s*(\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f\s]*>)"
_PERSON = re.compile(rb"/(Author|Keywords|Subject)" + _STRING)
_MAKER = re.compile(rb"/(Creator|Producer)" + _STRING)
_UNSEEN = re.compile(rb"/(Title|Alt|ActualText|Contents|URI|TU)" + _STRING)
_SOFTWARE = re.compile(r"(?:Typst|Quarto|pandoc)[\w .-]{0,20}")
_XMP_PERSON = re.compile(r"<(dc:creator|dc:contributor|pdf:Keywords|dc:subject|dc:description)\b")
_XMP_MAKER = re.compile(r"<(xmp:CreatorTool|pdf:Producer|stEvt:softwareAgent)>([^<]*)<")
_UTF16 = b"\xfe\xff"


def pdf_faults(content: bytes) -> Iterator[Fault]:
    """Faults of a PDF."""
    if content.count(b"%%EOF") != 1:
        yield Fault("the file", "an earlier version of the document inside it")
    streams = [_inflated(match[1]) for match in _STREAM.finditer(content)]
    objects = b"\n".join([_STREAM.sub(b"", content), *(part for part in streams if _is_objects(part))])
    for match in (*_FORBIDDEN.finditer(objects), *_NOTE.finditer(objects)):
        yield Fault("a document object", f"{match[1].decode()}, which may not leave")
    for match in _PERSON.finditer(objects):
        if _text(match[2]):
            yield Fault("document information", f"{match[1].decode()} is filled in")
    for match in _MAKER.finditer(objects):
        if not _SOFTWARE.fullmatch(_text(match[2])):
            yield Fault("document information", f"{match[1].decode()} is no known program")
    for match in _UNSEEN.finditer(objects):
        yield from unseen(_text(match[2]), f"{match[1].decode()} text", frozenset())
    for part in streams:
        if b"<x:xmpmeta" in part:
            yield from _xmp(part.decode("utf-8", errors="replace"))


def _xmp(text: str) -> Iterator[Fault]:
    yield from unseen(text, "XMP", machine_names())
    for match in _XMP_PERSON.finditer(text):
        yield Fault("XMP", f"{match[1]} is filled in")
    for match in _XMP_MAKER.finditer(text):
        if not _SOFTWARE.fullmatch(match[2]):
            yield Fault("XMP", f"{match[1]} is no known program")


def _is_objects(stream: bytes) -> bool:
    """Whether a stream holds objects of the document: it begins with numbers and their places."""
    return re.match(rb"\s*\d+ \d+(?: \d+ \d+)*\s*<<", stream) is not None


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


def _text(raw: bytes) -> str:
    if raw.startswith(b"<"):
        digits = re.sub(rb"\s", b"", raw[1:-1])
        value = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    else:
        value = re.sub(rb"\\(.)", rb"\1", raw[1:-1], flags=re.DOTALL)
    if value.startswith(_UTF16):
        return value[2:].decode("utf-16-be", errors="replace")
    return value.decode("latin-1")
