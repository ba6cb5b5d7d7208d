"""Files for the gate, plain ones by default, and what it says of them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import typst
import xlsxwriter

from pipeline.gate.check import faults_in

PAGE = """<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Toetsing</title></head>
<body><!-- main --><h1>Toetsing</h1><p>Van en/of naar werk/school: 46,3%.</p>{}
<svg role="img" aria-label="A, cohort 2023-2024: niet getoond; B: 60,0%"><title>Figuur</title></svg>
<table><tr><td><span class="verborgen">niet getoond</span></td><td>12 van 19</td></tr></table>
</body></html>"""


FILE = "file:" + "//"
"""In parts: no file of the project may name a place of a machine."""


SPEC = '{"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "data": {"values": [{"k": 3}]}}'


SVG = "<svg xmlns='http://www.w3.org/2000/svg'><desc>/home/anna/x</desc></svg>"


def said(name: str, content: bytes) -> str:
    return " | ".join(f"{fault.where}: {fault.what}" for fault in faults_in(name, content))


def page(inside: str = "") -> bytes:
    return PAGE.replace("{}", inside).encode()


def pdf(source: str) -> bytes:
    content: bytes = typst.compile(source.encode())
    return content


PLAIN_PDF = pdf('#set document(title: "Toetsing")\nVan 12 naar 19')


def workbook(change: Callable[[xlsxwriter.Workbook, Any], object] = lambda *_: None) -> bytes:
    room = io.BytesIO()
    with xlsxwriter.Workbook(room, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Cijfers")
        sheet.write_row(0, 0, ["School", "n", 19])
        change(book, sheet)
    return room.getvalue()


def table(metadata: dict[str, str] | None = None, **columns: object) -> bytes:
    room = io.BytesIO()
    made = pa.Table.from_pandas(pd.DataFrame(columns), preserve_index=False)
    pq.write_table(made.replace_schema_metadata(metadata), room)
    return room.getvalue()


def notebook(**cell: object) -> bytes:
    plain = {"cell_type": "code", "metadata": {}, "source": ["r.tabel('p2')"], "outputs": []}
    return json.dumps({"metadata": {"kernelspec": {}}, "cells": [plain | cell]}).encode()


def output(kind: str, value: str) -> list[dict[str, object]]:
    return [{"output_type": "display_data", "metadata": {}, "data": {kind: value}}]


PNG = b"\x89PNG\r\n\x1a\n"
BODY = "<w:document xmlns:w='w'><w:body><w:p><w:r>{}<w:t>Tekst</w:t></w:r></w:p></w:body></w:document>"
CORE = "<core xmlns:dc='dc'><dc:title>Toetsing</dc:title><dc:creator>{}</dc:creator></core>"


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    return len(content).to_bytes(4) + kind + content + b"\0\0\0\0"


def document(comment: bytes = b"", **parts: str | bytes) -> bytes:
    """A small document; parts by path, with __ for a slash."""
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": BODY.format(""),
        "docProps/core.xml": CORE.format(""),
        "word/media/a.png": PNG + chunk(b"IHDR") + chunk(b"IDAT", b"123") + chunk(b"IEND"),
    }
    whole |= {name.replace("__", "/").replace("_DOT_", "."): content for name, content in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.comment = comment
        for name, content in whole.items():
            archive.writestr(name, content)
    return buffer.getvalue()
