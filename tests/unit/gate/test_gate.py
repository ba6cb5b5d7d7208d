"""Every kind of content that nobody sees is planted once, and stopped; what is made passes."""

from __future__ import annotations

import base64
import getpass
import io
import json
import socket
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typst
import xlsxwriter

from pipeline.gate.check import SOORTEN, faults_in, refuse_faults
from pipeline.gate.text import machine_names
from pipeline.reporting.jobs import RenderJob, place
from pipeline.workspace.errors import ReleaseGeweigerd, RenderFout

PAGE = """<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Toetsing</title></head>
<body><!-- main --><h1>Toetsing</h1><p>Van en/of naar werk/school: 46,3%.</p>{}
<svg role="img" aria-label="A, cohort 2023-2024: niet getoond; B: 60,0%"><title>Figuur</title></svg>
<table><tr><td><span class="verborgen">niet getoond</span></td><td>12 van 19</td></tr></table>
</body></html>"""
SPEC = '{"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "data": {"values": [{"k": 3}]}}'


def page(inside: str = "") -> bytes:
    return PAGE.replace("{}", inside).encode()


def said(name: str, content: bytes) -> str:
    return " | ".join(f"{fault.where}: {fault.what}" for fault in faults_in(name, content))


def test_a_plain_page_passes() -> None:
    assert said("toetsing.html", page()) == ""


FILE = "file:" + "//"
"""In parts: no file of the project may name a place of a machine."""
SVG = "<svg xmlns='http://www.w3.org/2000/svg'><desc>/home/anna/x</desc></svg>"
IN_A_PAGE = {
    "comment": ("<!-- k was 3 -->", "line 4: an HTML comment"),
    "path": ("<p>Zie /home/anna/leerlingen.xlsx</p>", "page, line 4: a path of a machine"),
    "path on a Mac": ("<p>/Users/anna/x</p>", "a path of a machine"),
    "path on Windows": (r"<p>C:\Users\anna</p>", "a path of a machine"),
    "share": (r"<p>\\server\leerlingen\x</p>", "a path of a machine"),
    "address of a file": (f'<a href="{FILE}/tmp/x">x</a>', "a path of a machine"),
    "path in alt text": ('<img alt="uit /tmp/x/y.svg">', "line 4, alt: a path of a machine"),
    "value in alt text": ('<img alt="School A: niet getoond (12 van 19)">', "alt: a number beside a figure"),
    "value in a label": ('<svg aria-label="A: 46,3% (niet getoond)"></svg>', "aria-label: a number beside"),
    "value in a title": ("<svg><title>n=12, niet getoond</title></svg>", "title: a number beside"),
    "value in a description": ("<svg><desc>niet getoond: 3</desc></svg>", "desc: a number beside"),
    "value behind the mark": (
        '<span class="verborgen" title="3">niet getoond</span>', "a figure that is not shown, with text"
    ),
    "chart specification": (f"<script type='application/json'>{SPEC}</script>", "the specification of a"),
    "specification in an attribute": (
        f"<div data-spec=\"{SPEC.replace(chr(34), '&quot;')}\"></div>", "the specification of a chart"
    ),
    "data in an attribute": ("<div data-rijen='x' data-k=\"[3, 4]\"></div>", "data-k: data in an attribute"),
    "long attribute": (f'<div data-x="{"a" * 201}"></div>', "data-x: data in an attribute"),
    "hidden element": ("<p hidden>k was 3</p>", "an element that is hidden"),
    "hidden by style": ('<p style="color:red;display: none">3</p>', "an element that is hidden"),
    "invisible text": ('<span style="font-size:0">3</span>', "an element that is hidden"),
    "template": ("<template>3</template>", "an element that may not be there"),
    "frame": ("<iframe src='x'></iframe>", "an element that may not be there"),
    "metadata of a drawing": ("<svg><metadata>Anna</metadata></svg>", "an element that may not be there"),
    "handler": ("<p onclick=\"alert('x')\">x</p>", "a script in an attribute"),
    "author": ('<meta name="author" content="Anna">', "a meta element that is not on the list"),
    "picture": ("<img src='data:image/png;base64,iVBORw0KGgo='>", "embedded data of a kind"),
    "workbook": ("<a href='data:application/zip;base64,UEsDBA=='>x</a>", "embedded data of a kind"),
    "drawing": (
        f"<img src='data:image/svg+xml;base64,{base64.b64encode(SVG.encode()).decode()}'>",
        "line 4, drawing: a path of a machine",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "fault"), IN_A_PAGE.values(), ids=IN_A_PAGE)
def test_what_is_hidden_in_a_page_is_stopped(inside: str, fault: str) -> None:
    found = said("toetsing.html", page(inside))
    assert fault in found
    assert "anna" not in found.lower() and "12 van" not in found  # where and what, never the text itself


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A user and a machine with names that could be anybody's."""
    monkeypatch.setattr(getpass, "getuser", lambda: "jvermeulen")
    monkeypatch.setattr(socket, "gethostname", lambda: "laptop-17.school.local")
    machine_names.cache_clear()
    yield
    machine_names.cache_clear()


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize("name", ["JVermeulen", "laptop-17"])
def test_names_of_user_and_machine_are_stopped_where_nobody_sees_them(name: str) -> None:
    wanted = "the name of the user or the machine"
    assert f"alt: {wanted}" in said("x.html", page(f'<img alt="gemaakt door {name}">'))
    assert f"data-x: {wanted}" in said("x.html", page(f'<b data-x="{name}">x</b>'))
    assert f"XMP: {wanted}" in said("x.pdf", pdf(f'#set document(title: "{name}")\nx'))


@pytest.mark.usefixtures("names")
def test_a_school_that_the_user_is_named_after_may_be_in_the_report() -> None:
    assert said("x.html", page('<p>JVermeulen College</p><img alt="JVermeulen College: 60,0%">')) == ""


def pdf(source: str) -> bytes:
    content: bytes = typst.compile(source.encode())
    return content


PLAIN_PDF = pdf('#set document(title: "Toetsing")\nVan 12 naar 19')


def with_object(text: bytes) -> bytes:
    return PLAIN_PDF.replace(b"\nendobj", b"\nendobj\n9999 0 obj\n" + text + b"\nendobj", 1)


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


def test_a_plain_pdf_passes() -> None:
    assert said("toetsing.pdf", PLAIN_PDF) == ""


def workbook(change: Callable[[xlsxwriter.Workbook, Any], object] = lambda *_: None) -> bytes:
    room = io.BytesIO()
    with xlsxwriter.Workbook(room, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Cijfers")
        sheet.write_row(0, 0, ["School", "n", 19])
        change(book, sheet)
    return room.getvalue()


def added(name: str, text: str) -> bytes:
    room = io.BytesIO(workbook())
    with zipfile.ZipFile(room, "a") as archive:
        archive.writestr(name, text)
    return room.getvalue()


def commented(text: bytes) -> bytes:
    room = io.BytesIO(workbook())
    with zipfile.ZipFile(room, "a") as archive:
        archive.comment = text
    return room.getvalue()


IN_A_WORKBOOK: dict[str, tuple[bytes, str]] = {
    "hidden sheet": (workbook(lambda book, _: book.add_worksheet("x").hide()), "a hidden sheet"),
    "very hidden sheet": (workbook(lambda book, _: book.add_worksheet("x").very_hidden()), "a hidden sheet"),
    "hidden column": (
        workbook(lambda _, sheet: sheet.set_column("B:B", None, None, {"hidden": True})), "a hidden column"
    ),
    "hidden row": (workbook(lambda _, sheet: sheet.set_row(0, None, None, {"hidden": True})), "a hidden row"),
    "comment": (workbook(lambda _, sheet: sheet.write_comment("A1", "Anna")), "of a kind that may not leave"),
    "author": (workbook(lambda book, _: book.set_properties({"author": "Anna"})), "dc:creator is filled in"),
    "firm": (workbook(lambda book, _: book.set_properties({"company": "Anna"})), "Company is filled in"),
    "macro": (added("xl/vbaProject.bin", "x"), "of a kind that may not leave"),
    "link": (added("xl/externalLinks/externalLink1.xml", "x"), "of a kind that may not leave"),
    "no workbook": (b"PK\x03\x04Anna", "the file: not a workbook"),
    "comment of the archive": (commented(b"Anna"), "the archive: a comment"),
    "path": (workbook(lambda _, sheet: sheet.write(1, 0, "/home/anna/x")), "a path of a machine"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "fault"), IN_A_WORKBOOK.values(), ids=IN_A_WORKBOOK)
def test_what_is_hidden_in_a_workbook_is_stopped(content: bytes, fault: str) -> None:
    found = said("cijfers.xlsx", content)
    assert fault in found
    assert "anna" not in found.lower()


def test_a_plain_workbook_passes() -> None:
    assert said("cijfers.xlsx", workbook()) == ""


def table(metadata: dict[str, str] | None = None, **columns: object) -> bytes:
    room = io.BytesIO()
    made = pa.Table.from_pandas(pd.DataFrame(columns), preserve_index=False)
    pq.write_table(made.replace_schema_metadata(metadata), room)
    return room.getvalue()


IN_A_TABLE: dict[str, tuple[bytes, str]] = {
    "number of a person": (table(naam=["School 999990019"]), "column naam: a number of nine digits"),
    "pseudonym": (table(eenheid=["ab" * 32]), "column eenheid: a pseudonym"),
    "path": (table(bron=["/home/anna/x.xlsx"]), "column bron: a path of a machine"),
    "metadata": (table({"maker": "Anna"}, k=[1]), "the schema: metadata"),
}


@pytest.mark.parametrize(("content", "fault"), IN_A_TABLE.values(), ids=IN_A_TABLE)
def test_what_is_hidden_in_a_table_is_stopped(content: bytes, fault: str) -> None:
    found = said("cijfers.parquet", content)
    assert fault in found
    assert "anna" not in found.lower()


def test_a_plain_table_passes() -> None:
    content = table(naam=["De Proef", None], sha256=["ab" * 32, "1" * 64], k=[123456782, 1])
    assert said("leveringen.parquet", content) == ""


def notebook(**cell: object) -> bytes:
    plain = {"cell_type": "code", "metadata": {}, "source": ["r.tabel('p2')"], "outputs": []}
    return json.dumps({"metadata": {"kernelspec": {}}, "cells": [plain | cell]}).encode()


def output(kind: str, value: str) -> list[dict[str, object]]:
    return [{"output_type": "display_data", "metadata": {}, "data": {kind: value}}]


IN_A_NOTEBOOK: dict[str, tuple[bytes, str]] = {
    "traceback": (notebook(outputs=[{"output_type": "error", "traceback": ["3"]}]), "an error with its"),
    "chart": (notebook(outputs=output("application/vnd.vegalite.v5+json", SPEC)), "an output of a kind"),
    "page": (notebook(outputs=output("text/html", "<b>3</b>")), "an output of a kind"),
    "path": (notebook(outputs=output("text/plain", "/home/anna/x")), "cell 1: a path of a machine"),
    "printed": (
        notebook(outputs=[{"output_type": "stream", "text": ["/tmp/anna"]}]), "cell 1: a path of a machine"
    ),
    "drawing": (notebook(outputs=output("image/svg+xml", SVG)), "cell 1, drawing: a path of a machine"),
    "metadata": (notebook(metadata={"papermill": {"x": 1}}), "metadata or an attachment"),
    "attachment": (notebook(attachments={"a.png": {}}), "metadata or an attachment"),
    "of an output": (
        notebook(outputs=[{"output_type": "display_data", "data": {}, "metadata": {"k": 3}}]), "metadata of"
    ),
    "of the notebook": (
        json.dumps({"metadata": {"papermill": {}}, "cells": []}).encode(), "an entry that is not on the list"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "fault"), IN_A_NOTEBOOK.values(), ids=IN_A_NOTEBOOK)
def test_what_is_hidden_in_a_notebook_is_stopped(content: bytes, fault: str) -> None:
    found = said("toetsing.ipynb", content)
    assert fault in found
    assert "anna" not in found.lower()


def test_a_plain_notebook_passes() -> None:
    assert said("toetsing.ipynb", notebook(outputs=output("text/markdown", "46,3%"))) == ""


@pytest.mark.parametrize("name", ["cijfers.csv", "x.docx", "toetsing.html.bak", "rijen.duckdb", "leesmij"])
def test_another_type_of_file_is_stopped(name: str) -> None:
    assert "of a type that may not leave" in said(name, b"x")


def test_a_file_that_is_not_what_its_name_says_is_stopped() -> None:
    assert "not what its name says" in said("toetsing.pdf", workbook())


@pytest.mark.parametrize("suffix", SOORTEN)
def test_a_file_that_is_too_large_is_stopped(suffix: str) -> None:
    soort = SOORTEN[suffix]
    assert "more than the" in said(f"x{suffix}", soort.begin.ljust(soort.grootte + 1))


def test_a_refusal_has_the_exit_code_of_what_it_is_about() -> None:
    for kind, code in ((RenderFout, 5), (ReleaseGeweigerd, 4)):
        with pytest.raises(kind, match=r"toetsing.html, line 4: an HTML comment") as fault:
            refuse_faults([("toetsing.html", page("<!-- k was 3 -->"))], kind)
        assert fault.value.exit_code == code
        assert "what was there stays" in fault.value.advice


def test_of_several_reports_all_are_put_in_place_or_none(tmp_path: Path) -> None:
    jobs = [RenderJob(tmp_path / "n", tmp_path / f"{n}.html", tmp_path / f"{n}.pdf") for n in "ab"]
    place(jobs, [(page("<p>oud</p>"), PLAIN_PDF)] * 2)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(RenderFout, match=r"b.html, line 4"):
        place(jobs, [(page("<p>nieuw</p>"), PLAIN_PDF), (page("<!-- k was 3 -->"), PLAIN_PDF)])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert len(before) == 4
