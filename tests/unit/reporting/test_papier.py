"""A finished PDF: the same for an independent reader, in less bytes, and with tables of one body."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from pipeline.gate.pdf import pdf_faults
from pipeline.reporting.assets import fonts_dir
from pipeline.reporting.papier import finished
from pipeline.workspace.errors import RenderFout

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
    return compiled(SOURCE)


def compiled(source: str) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[fonts_dir()])
    day = datetime(2025, 12, 31, tzinfo=UTC)
    return bytes(
        typst.compile(source.encode(), font_paths=fonts, pdf_standards=["ua-1", "a-2a"], timestamp=day)
    )


def content(pdf: bytes) -> list[str]:
    """All that an independent reader comes to from the root, numbered in the order in which it does."""
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    names: dict[int, int] = {}
    told: list[str] = []
    waiting: list[Any] = [reader.trailer.raw_get("/Root"), reader.trailer.raw_get("/Info")]

    def said(one: Any) -> str:
        if isinstance(one, IndirectObject):
            if one.idnum not in names:
                names[one.idnum] = len(names)
                waiting.append(one)
            return f"object {names[one.idnum]}"
        if isinstance(one, ArrayObject):
            return f"[{', '.join(map(said, one))}]"
        if isinstance(one, DictionaryObject):
            of_file = ("/Length", "/Filter", "/DecodeParms") if isinstance(one, StreamObject) else ()
            return ", ".join(
                f"{name} {said(one.raw_get(name))}" for name in sorted(one) if name not in of_file
            )
        return repr(one)

    for one in waiting:
        found = one.get_object()
        told.append(said(found) + (repr(found.get_data()) if isinstance(found, StreamObject) else ""))
    return told


def test_every_object_is_as_it_was(plain: bytes) -> None:
    was = content(plain)
    assert len(was) > 900
    assert content(finished(plain)) == was


def test_the_rows_of_a_footer_are_the_last_of_the_body() -> None:
    rows = "table.header([kop]), [1], [2], table.footer(repeat: false, [3], [4])"
    made = compiled(f'#set document(title: "Proef")\n#set text(lang: "nl")\n= Kop\n#table({rows})')
    (table,) = tagged(finished(made), "/Table")
    head, body = table["/K"]
    assert (head["/S"], body["/S"]) == ("/THead", "/TBody")
    assert [row["/S"] for row in body["/K"]] == ["/TR"] * 4
    assert {row.get_object().raw_get("/P").idnum for row in body["/K"]} == {table["/K"][1].idnum}
    assert not tagged(finished(made), "/TFoot") and len(tagged(made, "/TFoot")) == 1


def tagged(pdf: bytes, kind: str) -> list[DictionaryObject]:
    """What stands in the tree of tags under this kind, from its top down."""
    found: list[DictionaryObject] = []

    def look(one: Any) -> None:
        if isinstance(one, DictionaryObject) and one.get("/Type") != "/MCR":
            found.extend([one] if one.get("/S") == kind else [])
            look(one.get("/K"))
        elif isinstance(one, ArrayObject):
            for part in one:
                look(part.get_object())

    look(PdfReader(io.BytesIO(pdf), strict=True).trailer["/Root"]["/StructTreeRoot"])
    return found


def test_it_is_smaller_and_passes_the_gate(plain: bytes) -> None:
    assert len(finished(plain)) < len(plain) / 3
    assert list(pdf_faults(finished(plain))) == []


def test_the_gate_still_sees_what_is_inside(plain: bytes) -> None:
    spoilt = finished(plain.replace(b"/Alt(Een vak)", b"/JS (Een vak)"))
    assert any("JS" in fault.what for fault in pdf_faults(spoilt))


def test_the_same_document_gives_the_same_bytes(plain: bytes) -> None:
    assert finished(plain) == finished(plain)


@pytest.mark.parametrize("other", [b"", b"%PDF-1.7\n", b"no PDF"])
def test_what_is_no_pdf_is_refused(other: bytes) -> None:
    with pytest.raises(RenderFout, match="cannot be read"):
        finished(other)
