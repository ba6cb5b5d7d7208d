"""What nobody sees in a picture, drawing or table of text that is shared is planted once, and stopped."""

from __future__ import annotations

import struct
import zlib

import pytest

from pipeline.gate.check import OM_TE_DELEN, SOORTEN, faults_in
from pipeline.gate.table import text_of_person
from pipeline.workspace.record import short_hash

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def part(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*more: bytes) -> bytes:
    head = part(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return _SIGNATURE + head + b"".join(more) + part(b"IDAT", zlib.compress(b"\0\0")) + part(b"IEND")


def svg(inside: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inside}</svg>'.encode()


def table(text: str) -> bytes:
    return ("\ufeff# Regio: Rijnmond\r\nschool;k\r\n" + text + ";12\r\n").encode()


STOPPED: dict[str, tuple[str, bytes, str]] = {
    "text in a picture": ("x.png", png(part(b"tEXt", b"Author\0Anna")), "a part that is not drawn"),
    "date in a picture": ("x.png", png(part(b"tIME", b"1234567")), "a part that is not drawn"),
    "after a picture": ("x.png", png() + b"Anna", "something after the picture"),
    "half a picture": ("x.png", png()[:-6], "not what its name says"),
    "other bytes in a picture": ("x.png", png()[:20] + b"Anna" + png()[24:], "not what its name says"),
    "script": ("x.svg", svg("<script>Anna</script>"), "a script or a picture"),
    "picture in a drawing": ("x.svg", svg('<image href="a.png"/>'), "a script or a picture"),
    "hidden text": ("x.svg", svg('<text display="none">Anna</text>'), "an element that is hidden"),
    "path in a drawing": ("x.svg", svg("<text>/home/anna/x</text>"), "a path of a machine"),
    "comment": ("x.svg", svg("<!-- Anna -->"), "an HTML comment"),
    "formula": ("x.csv", table("=1+Anna"), "takes for a formula"),
    "formula after a sign": ("x.csv", table("@Anna"), "takes for a formula"),
    "formula in quotes": ("x.csv", table('"-2+3;Anna"'), "takes for a formula"),
    "number of a person": ("x.csv", table("School 999990019"), "a number of nine digits"),
    "pseudonym": ("x.csv", table("ab" * 32), "a pseudonym"),
    "path in a table": ("x.csv", table("/home/anna/x.xlsx"), "a path of a machine"),
    "no text": ("x.csv", b"\xef\xbb\xbf\xff\xfe", "not what its name says"),
    "another type": ("x.parquet", b"PAR1", "of a type that may not leave"),
}


@pytest.mark.parametrize(("name", "content", "fault"), STOPPED.values(), ids=STOPPED)
def test_what_is_hidden_is_stopped(name: str, content: bytes, fault: str) -> None:
    found = "\n".join(f"{one.where}: {one.what}" for one in faults_in(name, content, OM_TE_DELEN))
    assert fault in found
    assert "anna" not in found.lower()


def test_plain_ones_pass() -> None:
    plain = {"x.png": png(), "x.svg": svg("<text>12 van 40</text>"), "x.csv": table("De Proef")}
    for name, content in plain.items():
        assert faults_in(name, content, OM_TE_DELEN) == [], name
    assert faults_in("x.csv", table("-12,5"), OM_TE_DELEN) == []


def test_a_report_or_release_still_holds_none_of_them() -> None:
    assert not {".csv", ".svg", ".png"} & set(SOORTEN)


def test_a_short_hash_is_never_a_number_of_a_person() -> None:
    """One that is all decimals looks most like one."""
    assert not [*text_of_person("a cell", short_hash("9" * 64))]
