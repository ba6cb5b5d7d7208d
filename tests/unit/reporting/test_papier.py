"""A packed PDF: the same objects and pages for an independent reader, in less bytes."""

import io
import re
from datetime import UTC, datetime

import pytest
import typst
from pypdf import PdfReader

from pipeline.gate.pdf import pdf_faults
from pipeline.reporting.assets import fonts_dir
from pipeline.reporting.papier import packed

SOURCE = """
#set document(title: "Proef")
#set text(lang: "nl", region: "NL", font: "Toeleiding Sans")
= Kop
#figure(rect(), alt: "Een vak", caption: [Een figuur])
#for n in range(40) {
  table(columns: 3, table.header([a], [b], [c]), ..range(12).map(i => [#n.#i >> stream]))
}
"""


@pytest.fixture(scope="module")
def plain() -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[fonts_dir()])
    day = datetime(2025, 12, 31, tzinfo=UTC)
    return bytes(
        typst.compile(SOURCE.encode(), font_paths=fonts, pdf_standards=["ua-1", "a-2a"], timestamp=day)
    )


def objects(pdf: bytes, numbers: range) -> list[str]:
    """What an independent reader finds under each number, streams with their bytes."""
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    found = (reader.get_object(number) for number in numbers)
    return [re.sub(r", \d{6,}\)", ")", f"{one!r} {getattr(one, '_data', b'')!r}") for one in found]


def test_every_object_is_as_it_was(plain: bytes) -> None:
    numbers = range(1, int(re.findall(rb"/Size (\d+)", plain)[-1]))
    assert len(numbers) > 900
    assert objects(packed(plain), numbers) == objects(plain, numbers)


def test_it_is_smaller_and_passes_the_gate(plain: bytes) -> None:
    assert len(packed(plain)) < len(plain) / 3
    assert list(pdf_faults(packed(plain))) == []


def test_the_gate_still_sees_what_is_inside(plain: bytes) -> None:
    spoilt = packed(plain.replace(b"/Alt(Een vak)", b"/JS (Een vak)"))
    assert any("JS" in fault.what for fault in pdf_faults(spoilt))


def test_the_same_document_gives_the_same_bytes_and_is_packed_once(plain: bytes) -> None:
    assert packed(plain) == packed(plain) == packed(packed(plain))


@pytest.mark.parametrize("other", [b"", b"%PDF-1.7\n", b"no PDF"])
def test_another_form_stays_as_it_is(other: bytes) -> None:
    assert packed(other) == other


def test_objects_that_do_not_lie_as_the_table_says_are_refused(plain: bytes) -> None:
    start = plain.index(b" 00000 n")
    with pytest.raises(ValueError, match="does not end where the next one begins"):
        packed(plain[: start - 1] + (b"9" if plain[start - 1 : start] != b"9" else b"8") + plain[start:])
