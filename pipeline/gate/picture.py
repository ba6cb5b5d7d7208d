"""A drawing or picture by itself: what is drawn, and nothing that is not seen."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from pipeline.gate.fault import Fault
from pipeline.gate.page import drawing_faults

_SIGNATURE = 8
_DRAWN = frozenset(
    {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
)
"""Parts of a PNG that say how it looks; others hold text, a date, a place or a thumbnail."""


def svg_faults(content: bytes) -> Iterator[Fault]:
    """Faults of an SVG file."""
    text = content.decode("utf-8", errors="replace")
    if "<script" in text.lower() or "<image" in text.lower():
        yield Fault("the file", "a script or a picture in a drawing")
    yield from drawing_faults(text, "the file")


def png_faults(content: bytes) -> Iterator[Fault]:
    """Faults of a PNG file."""
    at, kind = _SIGNATURE, b""
    while at + 12 <= len(content) and kind != b"IEND":
        (size,) = struct.unpack(">I", content[at : at + 4])
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        if content[at + 8 + size : at + 12 + size] != struct.pack(">I", zlib.crc32(kind + data)):
            yield Fault("the file", "not what its name says: .png")
            return
        if kind not in _DRAWN:
            yield Fault("the file", "a part that is not drawn: text, a date or a place")
        at += 12 + size
    if kind != b"IEND":
        yield Fault("the file", "not what its name says: .png")
    elif at != len(content):
        yield Fault("the file", "something after the picture")
