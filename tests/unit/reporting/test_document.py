"""A report as a document to comment in: whole, with numbers and alt texts, nothing of where it was made."""

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest

from pipeline.gate.check import faults_in
from pipeline.reporting.document import document_of
from pipeline.reporting.dress import dress
from tests.support.rendering import voorblad
from tests.support.samplenotebook import ALT, CAPTION, sample

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("document") / "klaar.ipynb"
    nbformat.write(dress(sample(), voorblad("proef 1.0")), path)
    return path


@pytest.fixture(scope="module")
def content(notebook: Path) -> bytes:
    return document_of(notebook)


def part(content: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ElementTree.fromstring(archive.read(name))


def lines(content: bytes) -> list[str]:
    """The text of every paragraph."""
    paragraphs = part(content, "word/document.xml").iter(f"{W}p")
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in paragraphs]


def test_figures_and_tables_have_their_numbers_and_captions(content: bytes) -> None:
    captions = [line for line in lines(content) if re.match(r"(Figuur|Tabel)\s\d+:", line)]
    assert sorted(caption.replace("\u00a0", " ") for caption in captions) == [
        f"Figuur 1: {CAPTION}",
        "Figuur 2: Werk over de jaren",
        "Tabel 1: Bestemming bij uitstroom naar klasse",
        "Tabel 2: Uitstroom per school en per jaar",
    ]


def test_a_drawing_says_what_it_shows(content: bytes) -> None:
    found = [e.get("descr") for e in part(content, "word/document.xml").iter() if e.get("descr")]
    assert ALT in found


def test_it_says_first_what_a_cover_says(content: bytes) -> None:
    text = " ".join(lines(content)[:12])
    assert "Schooljaar 2023-2024" in text and "Voorbeeldgegevens." in text and "Status: " in text


def test_it_passes_the_gate_and_says_nothing_of_where_it_was_made(content: bytes) -> None:
    assert faults_in("toetsing.docx", content) == []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert {entry.date_time[:3] for entry in archive.infolist()} <= {(2024, 12, 31), (1980, 1, 1)}
    assert b"references.bib" not in everything and b"/tmp" not in everything


def test_the_same_notebook_gives_the_same_bytes(notebook: Path, content: bytes) -> None:
    assert document_of(notebook) == content
