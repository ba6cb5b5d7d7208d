"""Pack a PDF: the same objects, with those that are no stream together in compressed streams.

Nearly all of a tagged PDF is what its tags say: thousands of small objects, which typst writes one by one.
Since PDF 1.5 they can stand in object streams, with a stream as table of places (ISO 32000-1, 7.5.7
and 7.5.8); PDF/A-2 and PDF/UA-1 allow both. Nothing is left out, renumbered or rounded.
"""

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TABLE = re.compile(rb"xref\s+0 (\d+)\s*\n")
_TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*startxref", re.DOTALL)
_SIZE = re.compile(rb"/Size \d+")
_REFERRED = re.compile(rb"/(?:Root|Info) (\d+) 0 R")
_OBJECT = re.compile(rb"\s*\d+ 0 obj\s*(.*?)\s*endobj\s*\Z", re.DOTALL)
_STREAM = re.compile(rb">>\s*stream\r?\n")
_ENTRY = 20
_PER_STREAM = 200
_WIDTHS = (1, 4, 2)
"""Bytes of a place: its kind, an offset or the stream it is in, and its place in that stream."""
_FREE = (0, 0, 65535)

Place = tuple[int, int, int]


def packed(pdf: bytes) -> bytes:
    """The same document in less bytes, and always the same ones; a PDF of another form stays as it is."""
    places, trailer = _places(pdf)
    if not places:
        return pdf
    objects = dict(_objects(pdf, places))
    apart = {int(number) for number in _REFERRED.findall(trailer)}
    loose = [n for n, body in objects.items() if n not in apart and not _STREAM.search(body)]
    found: dict[int, Place] = {}
    parts, at = [pdf[: min(places.values())]], min(places.values())
    groups = [loose[i : i + _PER_STREAM] for i in range(0, len(loose), _PER_STREAM)]
    streams = list(enumerate(groups, start=len(places) + 1))
    packed_up = {*loose}
    written = {n: body for n, body in objects.items() if n not in packed_up}
    written |= {number: _object_stream(numbers, objects) for number, numbers in streams}
    for number, body in written.items():
        found[number] = (1, at, 0)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(parts[-1])
    for number, numbers in streams:
        found |= {one: (2, number, index) for index, one in enumerate(numbers)}
    own = len(places) + len(streams) + 1
    found[own] = (1, at, 0)
    table = [_FREE, *(found[number] for number in range(1, own + 1))]
    parts.append(b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (own, _cross(table, trailer), at))
    return b"".join(parts)


def _places(pdf: bytes) -> tuple[dict[int, int], bytes]:
    """Where every object begins, by number, and the trailer; nothing where the table has another form."""
    start = _START.search(pdf)
    table = _TABLE.match(pdf, int(start[1])) if start else None
    trailer = _TRAILER.search(pdf, table.end()) if table else None
    if not (table and trailer):
        return {}, b""
    size = int(table[1])
    lines = [pdf[table.end() + i * _ENTRY : table.end() + (i + 1) * _ENTRY] for i in range(1, size)]
    if not all(line[10:18] == b" 00000 n" for line in lines):
        return {}, b""
    return {number: int(line[:10]) for number, line in enumerate(lines, start=1)}, trailer[1]


def _objects(pdf: bytes, places: Mapping[int, int]) -> Iterator[tuple[int, bytes]]:
    """Every object without its number, in the order of the file."""
    end = pdf.rindex(b"xref", 0, pdf.rindex(b"startxref"))
    order = sorted(places, key=lambda number: places[number])
    for number, (start, stop) in zip(
        order, pairwise([*(places[number] for number in order), end]), strict=True
    ):
        match = _OBJECT.fullmatch(pdf, start, stop)
        if match is None:
            raise ValueError(f"object {number} of the PDF does not end where the next one begins")
        yield number, match[1]


def _object_stream(numbers: Sequence[int], objects: Mapping[int, bytes]) -> bytes:
    """Objects one after another, behind a list of their numbers and where each begins."""
    bodies, offsets, at = [objects[number] + b"\n" for number in numbers], [], 0
    for body in bodies:
        offsets.append(at)
        at += len(body)
    head = b" ".join(b"%d %d" % pair for pair in zip(numbers, offsets, strict=True)) + b"\n"
    kind = b"/Type/ObjStm/N %d/First %d" % (len(numbers), len(head))
    return _stream(kind, head + b"".join(bodies))


def _cross(table: Sequence[Place], trailer: bytes) -> bytes:
    """The table of places; each row as its difference with the one before, nearly always the same."""
    rows = [
        b"".join(value.to_bytes(width, "big") for value, width in zip(place, _WIDTHS, strict=True))
        for place in table
    ]
    before = [bytes(sum(_WIDTHS)), *rows]
    differences = (
        b"\x02" + bytes((new - old) % 256 for new, old in zip(row, last, strict=True))
        for row, last in zip(rows, before, strict=False)
    )
    kind = b"/Type/XRef/W[%d %d %d]/DecodeParms<</Predictor 12/Columns %d>>" % (*_WIDTHS, sum(_WIDTHS))
    return _stream(kind + _SIZE.sub(b"/Size %d" % len(table), trailer), b"".join(differences))


def _stream(kind: bytes, content: bytes) -> bytes:
    deflated = zlib.compress(content, 9)
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (kind, len(deflated), deflated)
