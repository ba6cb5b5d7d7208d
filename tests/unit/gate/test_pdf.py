"""What nobody sees in a PDF is planted once, and stopped; the PDFs are those of typst."""

from __future__ import annotations

import socket
import zlib

import pytest
import typst

from pipeline.gate.text import machine_names
from tests.support.gated import FILE, PLAIN_PDF, pdf, said


def with_object(text: bytes) -> bytes:
    return PLAIN_PDF.replace(b"\nendobj", b"\nendobj\n9999 0 obj\n" + text + b"\nendobj", 1)


SQUARE = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='5' height='5'/></svg>"


IN_A_PDF: dict[str, tuple[bytes, str]] = {
    "author": (pdf('#set document(author: "Anna")\nx'), "document information: Author is filled in"),
    "keywords": (pdf('#set document(keywords: "a")\nx'), "document information: Keywords is filled in"),
    "author in XMP": (pdf('#set document(author: "Anna")\nx'), "XMP: dc:creator is filled in"),
    "path in a title": (pdf('#set document(title: "/home/anna/x")\nx'), "Title text: a path of a machine"),
    "other maker": (with_object(b"<</Producer(Scanner van Anna)>>"), "Producer is no known program"),
    "other maker in UTF-16": (
        with_object(b"<</Producer<FEFF0041006E006E0061>>>"), "Producer is no known program"
    ),
    "other maker in XMP": (
        PLAIN_PDF.replace(b"<xmp:CreatorTool>Typst", b"<xmp:CreatorTool>Anna "),
        "XMP: xmp:CreatorTool is no known program",
    ),
    "attachment": (with_object(b"<</Type/EmbeddedFile>>"), "EmbeddedFile, which may not leave"),
    "script": (with_object(b"<</S/JavaScript/JS(app.alert)>>"), "JavaScript, which may not leave"),
    "note": (with_object(b"<</Type/Annot/Subtype/Text/Contents(3)>>"), "Text, which may not leave"),
    "hidden layer": (with_object(b"<</OCProperties<<>>>>"), "OCProperties, which may not leave"),
    "form": (with_object(b"<</AcroForm<<>>>>"), "AcroForm, which may not leave"),
    "value in alt text": (
        with_object(b"<</Alt(School A: niet getoond \\(12 van 19\\))>>"), "Alt text: a number beside a figure"
    ),
    "path in alt text": (
        with_object(b"<</Alt<FEFF" + "/tmp/anna/x".encode("utf-16-be").hex().encode() + b">>>"),
        "Alt text: a path of a machine",
    ),
    "address of a file": (with_object(f"<</URI({FILE}/C:/x)>>".encode()), "URI text: a path of a machine"),
    "value in alt text behind brackets, as typst writes it": (
        pdf(f'#image(bytes("{SQUARE}"), alt: "School (A): niet getoond (12 van 19)")'),
        "Alt text: a number beside a figure",
    ),
    "path in an address behind brackets": (
        pdf(f'#link("https://example.org/(a)?{FILE}/tmp/x")[x]'), "URI text: a path of a machine"
    ),
    "other maker behind brackets": (
        with_object(b"<</Producer(Typst (0.15\\) )Scanner van Anna)>>"), "Producer is no known program"
    ),
    "string without an end": (with_object(b"<</Alt((School A: niet getoond: 3)"), "Alt text: a number"),
    "escaped sign that is none": (with_object(b"<</Alt(\\9niet getoond: 3)>>"), "Alt text: a number"),
    "escaped letters": (with_object(b"<</Alt(\\057home/anna)>>"), "Alt text: a path of a machine"),
    "broken line": (with_object(b"<</Alt(/ho\\\nme/anna)>>"), "Alt text: a path of a machine"),
    "letters in UTF-8": (with_object("<</Alt(\ufeffniet getoond\u2007: 3)>>".encode()), "Alt text: a number"),
    "name in code": (with_object(b"<</#41utho#72(Anna)>>"), "Author is filled in"),
    "locked": (with_object(b"<</Encrypt 3 0 R>>"), "Encrypt, which may not leave"),
    "earlier version": (PLAIN_PDF + b"\n%%EOF", "an earlier version of the document"),
    "packed object": (
        with_object(
            b"<</Type/ObjStm>>\nstream\n" + zlib.compress(b"1 0 <</Author(Anna)>>") + b"\nendstream"
        ),
        "Author is filled in",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "fault"), IN_A_PDF.values(), ids=IN_A_PDF)
def test_what_is_hidden_in_a_pdf_is_stopped(content: bytes, fault: str) -> None:
    found = said("toetsing.pdf", content)
    assert fault in found
    assert "anna" not in found.lower()


def test_a_pdf_with_brackets_in_its_texts_passes() -> None:
    shown = pdf(f'#image(bytes("{SQUARE}"), alt: "School (A): 60,0% (12 van 20) ; niet getoond (2023)")')
    assert b"/Alt(School (A)" in shown  # as they are, so a bracket inside does not end the text
    assert said("toetsing.pdf", shown) == ""


def test_a_plain_pdf_passes() -> None:
    assert said("toetsing.pdf", PLAIN_PDF) == ""


@pytest.mark.parametrize(
    "machine",
    ["rdf", "adobe", "document", "typst", "saved", "toetsing", "identifier", "description", "xmp-writer"],
)
def test_the_mark_up_of_xmp_names_no_machine(monkeypatch: pytest.MonkeyPatch, machine: str) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: f"{machine}.school.local")
    machine_names.cache_clear()
    try:
        made = typst.compile(
            b'#set document(title: "Toetsing",date: datetime(year: 2024, month: 12, day: 31))\nx',
            pdf_standards=["a-2a"],
        )
        assert said("x.pdf", made) == ""
    finally:
        machine_names.cache_clear()


def test_a_value_in_an_attribute_of_xmp_is_stopped() -> None:
    made = PLAIN_PDF.replace(b'rdf:about=""', b'rdf:about="" pdf:Keywords="Anna"')
    assert "XMP: a value in an attribute" in said("x.pdf", made)
