"""A PDF: who and what made it, and what can be in it unseen. Read without a PDF library, as bytes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from pipeline.gate.fault import Fault
from pipeline.gate.text import unseen
from pipeline.gate.xmp import SOFTWARE, xmp_faults

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_LARGEST_STREAM = 1 << 26
_FORBIDDEN = re.compile(
    rb"/(EmbeddedFiles?|JavaScript|JS|Launch|AcroForm|OCProperties|OpenAction|RichMedia|FileAttachment|Encrypt)\b"
)
_NOTE = re.compile(
    rb"/Subtype\s*/(Text|FreeText|Popup|Stamp|Ink|Highlight|Underline|StrikeOut|Caret|Sound|Movie|Screen|Widget)\b"
)
_STRING = rb"\s*(?=\(|<(?!<))"
"""Where a string begins; _string says where it ends."""
_PERSON = re.compile(rb"/(Author|Keywords|Subject)" + _STRING)
_MAKER = re.compile(rb"/(Creator|Producer)" + _STRING)
_UNSEEN = re.compile(rb"/(Title|Alt|ActualText|Contents|URI|TU)" + _STRING)
_BRACKET = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r\n": b""}
_LETTER_CODE = re.compile(rb"#([46][1-9A-Fa-f]|[57][0-9Aa])")
"""How a letter in a name may be written: /#41uthor is /Author."""
_CODINGS = ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8"))


def pdf_faults(content: bytes) -> Iterator[Fault]:
    """Faults of a PDF."""
    if content.count(b"%%EOF") != 1:
        yield Fault("the file", "an earlier version of the document inside it")
    streams = [_inflated(match[1]) for match in _STREAM.finditer(content)]
    written = b"\n".join([_STREAM.sub(b"", content), *(part for part in streams if _is_objects(part))])
    objects = _LETTER_CODE.sub(lambda match: bytes.fromhex(match[1].decode()), written)
    for match in (*_FORBIDDEN.finditer(objects), *_NOTE.finditer(objects)):
        yield Fault("a document object", f"{match[1].decode()}, which may not leave")
    for name, text in _strings(_PERSON, objects):
        if text:
            yield Fault("document information", f"{name} is filled in")
    for name, text in _strings(_MAKER, objects):
        if not SOFTWARE.fullmatch(text):
            yield Fault("document information", f"{name} is no known program")
    for name, text in _strings(_UNSEEN, objects):
        yield from unseen(text, f"{name} text", frozenset())
    for part in streams:
        if b"<x:xmpmeta" in part:
            yield from xmp_faults(part.decode("utf-8", errors="replace"))


def _strings(pattern: re.Pattern[bytes], objects: bytes) -> Iterator[tuple[str, str]]:
    """The name of every entry that the pattern finds, and its text."""
    for match in pattern.finditer(objects):
        yield match[1].decode(), _text(_string(objects, match.end()))


def _string(objects: bytes, start: int) -> bytes:
    """The string that begins there, with its brackets. Parentheses in pairs are part of it, as PDF has it."""
    if objects.startswith(b"<", start):
        return objects[start : objects.find(b">", start) + 1 or len(objects)]
    depth = 0
    for match in _BRACKET.finditer(objects, start):
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if not depth:
            return objects[start : match.end()]
    return objects[start:]


def _is_objects(stream: bytes) -> bool:
    """Whether a stream holds objects of the document: it begins with numbers and their places."""
    return re.match(rb"\s*\d+ \d+(?: \d+ \d+)*\s*<<", stream) is not None


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream, _LARGEST_STREAM)
    except zlib.error:
        return stream


def _text(raw: bytes) -> str:
    if raw.startswith(b"<"):
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", raw)
        value = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    else:
        value = _ESCAPE.sub(_unescaped, raw[1:-1])
    for mark, coding in _CODINGS:
        if value.startswith(mark):
            return value[len(mark) :].decode(coding, errors="replace")
    return value.decode("latin-1")


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match[1][:1] in b"01234567":
        return bytes([int(match[1], 8) & 0xFF])
    return _ESCAPED.get(match[1], match[1])
