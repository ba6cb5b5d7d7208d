"""Finds a mark in anything a run leaves behind, in whatever form: clear, UTF-16, hexadecimal, base64, percent
or entity encoded, and inside archives, PDF streams, Parquet, databases and data URIs."""

from __future__ import annotations

import base64
import gzip
import html
import io
import re
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import duckdb

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_DATA_URI = re.compile(rb"data:[\w/+.;=-]*;base64,([A-Za-z0-9+/=]+)")
_HEX_STRING = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")
_ESCAPE = re.compile(rb"\\u([0-9a-fA-F]{4})")


def found_in(path: Path, marks: Iterable[str]) -> list[str]:
    """Where in a file a mark is, and in what form; never more than the first place of each layer."""
    return [
        f"{path.name}{where}: {form}"
        for where, content in layers(path)
        for form, pattern in patterns(tuple(marks))
        if pattern in content
    ]


def found_in_text(text: str, marks: Iterable[str]) -> list[str]:
    content = text.encode("utf-8", errors="surrogateescape")
    return [
        f"{where}: {form}"
        for where, layer in _unpacked("", content)
        for form, pattern in patterns(tuple(marks))
        if pattern in layer
    ]


@cache
def patterns(marks: tuple[str, ...]) -> tuple[tuple[str, bytes], ...]:
    """Every form of every mark, as bytes."""
    made: dict[bytes, str] = {}
    for mark in marks:
        for text in (mark, mark.lower(), mark.upper()):
            for coding in ("utf-8", "utf-16-le", "utf-16-be"):
                plain = text.encode(coding)
                made[plain] = f"{mark} in {coding}"
                made[plain.hex().encode()] = made[plain.hex().upper().encode()] = f"{mark} in hex of {coding}"
                for shift in range(3):
                    made[_base64(plain, shift)] = f"{mark} in base64 of {coding}"
    return tuple((form, pattern) for pattern, form in made.items())


def _base64(plain: bytes, shift: int) -> bytes:
    """What base64 makes of text that stands `shift` bytes after a group of three, whatever is around it."""
    whole = base64.b64encode(bytes(shift) + plain)
    first = -(-shift * 8 // 6)
    last = (shift + len(plain)) * 8 // 6
    return whole[first:last]


def layers(path: Path) -> Iterator[tuple[str, bytes]]:
    """The bytes of a file, and the bytes of everything that is packed in it."""
    content = path.read_bytes()
    yield from _unpacked("", content)
    if path.suffix == ".parquet":
        yield " (values)", "\n".join(_values(duckdb.connect(), f"read_parquet('{path}')")).encode()
    elif path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as con:
            for (table,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                yield f" (table {table})", "\n".join(_values(con, f'"{table}"')).encode()
    elif path.suffix == ".pdf":
        yield " (text)", _pdf_text(content).encode()


def _unpacked(where: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield where, content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield f"{where}/{name}", name.encode()
                yield from _unpacked(f"{where}/{name}", archive.read(name))
    elif content.startswith(b"\x1f\x8b"):
        yield from _unpacked(f"{where} (gzip)", gzip.decompress(content))
    elif content.startswith(b"%PDF"):
        for number, match in enumerate(_STREAM.finditer(content)):
            yield from _with_strings(f"{where} (stream {number})", _inflated(match[1]))
    elif not content.startswith((b"PAR1", b"\0")) and b"\0" not in content[:4096]:
        yield from _decoded(where, content)


def _with_strings(where: str, stream: bytes) -> Iterator[tuple[str, bytes]]:
    yield where, stream
    yield where, b"\n".join(re.sub(rb"\s", b"", match[1]) for match in _HEX_STRING.finditer(stream))


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


def _decoded(where: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Text as it reads once entities, percents, escapes and data URIs are resolved."""
    if b"%" in content or b"&" in content:
        text = content.decode("utf-8", errors="replace")
        yield f"{where} (decoded)", html.unescape(urllib.parse.unquote(text)).encode()
    if b"\\u" in content:
        yield (
            f"{where} (unescaped)",
            _ESCAPE.sub(lambda m: chr(int(m[1], 16)).encode("utf-8", "replace"), content),
        )
    for number, match in enumerate(_DATA_URI.finditer(content)):
        yield from _unpacked(f"{where} (data URI {number})", base64.b64decode(match[1] + b"=="))


def _values(con: duckdb.DuckDBPyConnection, source: str) -> Iterator[str]:
    """Every column's name and every distinct value in it, as text."""
    for column, *_ in con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall():
        yield column
        found = con.execute(f'SELECT DISTINCT CAST("{column}" AS VARCHAR) FROM {source}').fetchall()
        yield from (value for (value,) in found if value is not None)


def _pdf_text(content: bytes) -> str:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    return "\n".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)])
