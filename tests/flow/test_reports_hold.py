"""The reports of a whole run: every figure equals the release, every reference leads somewhere, all can read.

The same suite over both renderers: a run with the embedded one, and a run of the same workspace with Quarto.
"""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nbformat
import openpyxl
import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright
from pypdf import PdfReader

from pipeline.release.publication import open_release
from pipeline.reporting.document import document_of
from pipeline.reporting.embedded import html_of, source_of
from pipeline.reporting.manuscript import Target, write_manuscript
from pipeline.sources.contract import contracten
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.folders import Workspace
from tests.support.browsing import CHROMIUM, opened, violations
from tests.support.page import Element, parse_page
from tests.support.pdf import packed, structure
from tests.support.published import Published, Rows
from tests.support.published_cells import span, wilson
from tests.support.rendering import RENDERERS
from tests.support.workspaces import run

JAAR = Schooljaar(2024)
NAMEN = {"toetsing": "Wetenschappelijke toetsing", "stuurgroep": "Voortgangsrapportage stuurgroep"}
OF_EXAMPLES = ("p1", "p2", "p3", "k1", "uit", "b1-1", "b1-2", "b3-ruim", "b3-strikt", "r-u", "r-v2")
IN_WORDS = {
    "cohorten",
    "definities",
    "instellingen",
    "normen",
    "vergelijking",
    "esf",
    "aanbevelingen",
    "effect-betrouwbaarheid",
} | {f"voorbeelden-{indicator}" for indicator in OF_EXAMPLES}
"""Tables of texts, dates, national series, calibration; esf, aanbevelingen and vergelijking are looked at
apart."""

in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not on the PATH")


@pytest.fixture(scope="module", params=RENDERERS)
def made(request: pytest.FixtureRequest, finished: Workspace) -> Workspace:
    """A finished workspace whose reports this renderer made; with Quarto once for all test processes."""
    if request.param == "embedded":
        return finished
    copy = finished.root.with_name("small-demo-quarto")
    with FileLock(f"{copy}.lock"):
        if not copy.exists():
            shutil.copytree(finished.root, copy)
            code, _, said = run(
                Workspace(copy), "--schooljaar", JAAR.label, TOELEIDING_RENDERER=request.param
            )
            assert code == 0, said
    return Workspace(copy)


@pytest.fixture(scope="module", params=NAMEN)
def naam(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def html(made: Workspace, naam: str) -> Path:
    return made.reports_dir(JAAR) / f"{naam}.html"


@pytest.fixture(scope="module")
def page(html: Path) -> Element:
    return parse_page(html)


@pytest.fixture(scope="module")
def pdf(html: Path) -> PdfReader:
    return PdfReader(html.with_suffix(".pdf"))


@pytest.fixture(scope="module")
def pdf_text(pdf: PdfReader) -> list[str]:
    """The text of every page."""
    return [page.extract_text() for page in pdf.pages]


def test_the_report_is_short_enough_to_be_read_and_its_pdf_to_be_sent(
    pdf: PdfReader, html: Path, naam: str
) -> None:
    """The committee reads about fifty pages with a pencil, the stuurgroep has fifteen minutes."""
    (appendices,) = [
        item for item in pdf.outline if not isinstance(item, list) and "Bijlagen" in item["/Title"]
    ]
    assert (pdf.get_destination_page_number(appendices) or 0) <= {"toetsing": 55, "stuurgroep": 22}[naam]
    assert html.with_suffix(".pdf").stat().st_size < 1_500_000


@pytest.fixture(scope="module")
def published(made: Workspace) -> Published:
    return Published(open_release(made.release_dir(JAAR)), JAAR.start)


def test_the_committee_can_unfold_the_code_and_the_stuurgroep_is_not_bothered_with_it(
    page: Element, naam: str
) -> None:
    assert bool(page.all("details", cls="code-fold")) == (naam == "toetsing")
    assert ("r.zinnen(" in page.text) == (naam == "toetsing")


# numbers ----------------------------------------------------------------------------------------------------


def bodies(page: Element) -> dict[str, Rows]:
    """The cells of every table of a report, by label."""
    holders = [div for div in page.all("div") if div.get("id").startswith("tbl-")]
    found = {}
    for holder in holders:
        (body,) = holder.all("tbody")
        found[holder.get("id").removeprefix("tbl-")] = [
            [cell.text for cell in row.all("td", "th")] for row in body.all("tr")
        ]
    return found


def like(row: list[str], expected: list[str]) -> bool:
    """Whether a row begins with the expected cells; a star stands for words that are not looked at."""
    return all(want in ("*", cell) for cell, want in zip(row, expected, strict=False)) and len(row) >= len(
        expected
    )


def test_every_number_in_a_table_is_the_released_one_and_hidden_where_the_release_hides(
    page: Element, published: Published
) -> None:
    tables, expected = bodies(page), published.tables()
    of_contracts = page.all("table")[len(tables) :]  # the data dictionary, at the end: tests/unit/reporting
    assert len(of_contracts) in (0, len(contracten())) and len(tables) > 10
    assert set(tables) - IN_WORDS <= set(expected)
    for label in set(tables) - IN_WORDS:
        assert len(tables[label]) == len(expected[label]), label
        for row, want in zip(tables[label], expected[label], strict=True):
            assert like(row, want), f"{label}: {row}, expected {want}"


def test_something_is_hidden_and_something_cannot_be_measured_yet(page: Element) -> None:
    cells = [cell for rows in bodies(page).values() for row in rows for cell in row]
    assert "niet getoond" in cells and "–" in cells


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:[.,–]\d+)*", text)


def test_the_sentences_have_the_numbers_of_the_release(page: Element, published: Published) -> None:
    p2 = published.own("P2")
    sentence = next(
        p.text for p in page.all("p") if p.text.startswith(f"Van de {p2['n']} schoolverlaters met")
    )
    assert (
        f"gingen er {p2['k']} aan het werk" in sentence and f"nog {p2['n'] - p2['k']} leerlingen" in sentence
    )
    known = {str(row[key]) for row in published.release.table("cijfers").to_dict("records") for key in "nk"}
    for table in ("aansluiting", "achtergrond"):
        known |= {str(row["aantal"]) for row in published.records(table)}
    counts = re.findall(r"(?:Van de|hadden er|gingen er|waren er|zijn er|werkten er) (\d+)\b", page.text)
    assert len(counts) > 10 and set(counts) <= known | {str(n) for n in range(20)}


def test_a_mark_says_no_number_that_the_release_does_not_show(
    page: Element, made: Workspace, published: Published
) -> None:
    """What a reader gets on pointing at a mark is in a table too; what is hidden says so and nothing else.

    Beyond the tables that are compared with the release above: their intervals of Wilson, which anyone can
    work out from what they show, the tables of words, and the national series, which are public.
    """
    marks = [(mark.get("data-naam"), mark.get("data-tip")) for mark in page.all() if mark.get("data-tip")]
    tips = {tip for naam, tip in marks if not naam.startswith("Nederland, ")}
    assert len(tips) > 80
    beside = parse_page(made.reports_dir(JAAR) / "toetsing.html")
    tables = [*published.tables().values(), *(bodies(beside).get(label, []) for label in IN_WORDS)]
    shown = {number for rows in tables for row in rows for cell in row for number in pieces(cell)}
    assert {tip for tip in tips if not set(pieces(without_wilson(tip))) <= shown} == set()
    hidden = [
        re.sub(r"^\d{4}-\d{4}( tot en met \d{4}-\d{4})?: ", "", tip) for tip in tips if "niet getoond" in tip
    ]
    assert hidden and not any(map(pieces, hidden))


def without_wilson(tip: str) -> str:
    """What is said, without an interval that follows from its percentage and number."""
    if match := re.fullmatch(r".*: ([\d,]+)% \(([\d,–]+)\), n = ([\d.]+)", tip):
        n = int(match[3].replace(".", ""))
        low, high = wilson(round(float(match[1].replace(",", ".")) * n / 100), n)
        return tip.replace(match[2], "") if match[2] == span(low, high) else tip
    return tip


def pieces(text: str) -> list[str]:
    """The numbers of a text one by one, both ends of an interval apart."""
    return re.findall(r"\d+(?:[.,]\d+)*", text)


def test_the_pdf_has_the_same_numbers(page: Element, pdf_text: list[str]) -> None:
    text = packed(pdf_text)
    rows = [row for label, rows in bodies(page).items() if label not in IN_WORDS for row in rows]
    for row in rows:
        cells = "".join("".join(row[1:]).split())
        assert cells in text, row


def test_the_workbook_has_every_table_with_the_same_cells(page: Element, html: Path) -> None:
    book = openpyxl.load_workbook(html.with_suffix(".xlsx"))
    tables, captions = (
        bodies(page),
        [f.one("figcaption").text for f in page.all("figure", cls="quarto-float-tbl")],
    )
    sheets = book.worksheets[1:]
    assert [sheet.title for sheet in sheets] == [f"Tabel {n}" for n in range(1, len(tables) + 1)]
    for sheet, caption, rows in zip(sheets, captions, tables.values(), strict=True):
        title = re.sub(r"^(Tabel \d+):? ", r"\1: ", caption)
        assert sheet["A1"].value.replace("'", "’").split() == title.split()
        width = max(map(len, rows), default=1)
        written = [*sheet.iter_rows(min_row=4, max_row=3 + len(rows), max_col=width)] if rows else []
        for cells, row in zip(written, rows, strict=True):
            assert [in_dutch(cell) for cell in cells] == [text.lstrip("+") for text in row], sheet.title


def test_the_document_for_comments_has_the_same_tables_and_sentences(
    page: Element, made: Workspace, naam: str
) -> None:
    """Of the notebook that the other forms were made of; every cell, and every paragraph with a number."""
    document = document_of(made.notebooks_dir(JAAR) / f"{naam}.ipynb")
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
        notes = ElementTree.fromstring(archive.read("word/footnotes.xml"))
    tables = [
        [[said(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")][1:]
        for table in root.iter(f"{W}tbl")
    ]
    rest = iter(tables)  # the data dictionary stands between them: its tables have no label
    for label, rows in bodies(page).items():
        assert [list(map(pressed, row)) for row in rows] in rest, label
    text = said(root) + said(notes)
    of_page = {p.text for box in page.all("details") for p in box.all("p")[1:]}  # columns and steps
    told = [
        p
        for p in page.one("main").all("p")
        if numbers(p.text) and p.text not in of_page and p.get("class") != "grafiekkop"
    ]  # the head of a chart is in its drawing
    assert len(told) > 20
    missing = [p.text for p in told if not_there(p, text)]
    assert not missing, missing[:3]


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def pressed(text: str) -> str:
    return "".join(text.split())


def said(element: Any) -> str:
    """All that is written in a part of a document, without spaces."""
    return pressed("".join(t.text or "" for t in element.iter(f"{W}t")))


def not_there(paragraph: Element, text: str) -> bool:
    return pressed(without_marks(paragraph)) not in text


def without_marks(element: Element) -> str:
    """The text without the numbers of footnotes and the arrows back."""
    parts = (
        part if isinstance(part, str) else without_marks(part)
        for part in element.inside
        if isinstance(part, str) or not {"footnote-ref", "footnote-back"} & {*part.get("class").split()}
    )
    return "".join(parts)


def in_dutch(cell: Any) -> str:
    """A cell of the workbook as the report has it, but a plus sign."""
    if not isinstance(cell.value, int | float):
        return cell.value or ""
    decimals = len(cell.number_format.partition(".")[2])
    text = f"{cell.value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return text.replace("-", "\N{MINUS SIGN}") if "-" in text else text


def test_every_figure_and_table_says_where_it_comes_from(page: Element, made: Workspace) -> None:
    """But those of the program alone: days, norms, examples, calibration."""
    of_program = re.compile("tbl-(normen|cohorten|effect-betrouwbaarheid|voorbeelden-.*)")
    order = [
        "herkomst" if element.tag == "details" else element.get("id")
        for element in page.walk()
        if (re.match("(tbl|fig)-", element.get("id")) and element.tag == "div")
        or (element.tag == "details" and "herkomst" in element.get("class"))
    ]
    without = [one for one, after in itertools.pairwise([*order, ""]) if "herkomst" not in (one, after)]
    assert len(order) > 50 and not [label for label in without if not of_program.fullmatch(label)]
    manifest = hashlib.sha256((made.release_dir(JAAR) / "release.json").read_bytes()).hexdigest()
    assert all(manifest[:10] in origin.text for origin in page.all("details", cls="herkomst"))


def test_the_summary_in_english_has_the_figures_in_english_notation(
    page: Element, naam: str, published: Published
) -> None:
    if naam != "toetsing":
        assert "Summary in English" not in page.text
        return
    english = next(d for d in page.all("div") if d.get("lang") == "en" or d.get("xml:lang") == "en").text
    for indicator in ("P1", "P2", "B1_1"):
        row = published.own(indicator)
        assert f"{row['k']:,} of {row['n']:,}; 95% interval {row['laag']:.1f}–{row['hoog']:.1f}" in english
    assert "31 December 2025" in english and not re.search(r"\d,\d\b", english)


def test_both_renderers_say_the_same(naam: str, page: Element, finished: Workspace) -> None:
    other = parse_page(finished.reports_dir(JAAR) / f"{naam}.html")
    assert bodies(page) == bodies(other)
    captions = [[caption.text for caption in one.all("figcaption")] for one in (page, other)]
    assert captions[0] == captions[1]
    prose = [numbers(" ".join(p.text for p in one.one("main").all("p"))) for one in (page, other)]
    assert sorted(prose[0]) == sorted(prose[1])


# form -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["html", "typst"])
def test_tables_that_pandoc_does_not_read_stand_there_as_it_would_write_them(
    form: Target, naam: str, finished: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = nbformat.read(finished.notebooks_dir(JAAR) / f"{naam}.ipynb", as_version=4)

    def written() -> tuple[int, bytes]:
        text = write_manuscript(notebook, form, naam)
        whole = html_of if form == "html" else lambda *_: source_of(text, tmp_path, naam).encode()
        return len(text.tables), whole(notebook, tmp_path, naam)

    tables, ours = written()
    monkeypatch.setattr("pipeline.reporting.manuscript.zet_tabel", lambda *_: None)
    assert tables > 15
    assert written() == (0, ours)


def test_title_language_heading_and_mark(page: Element, naam: str) -> None:
    assert page.one("html").get("lang") == "nl"
    assert page.one("title").text == f"{NAMEN[naam]} {JAAR} (voorbeeldgegevens)"
    assert page.one("h1").text == f"{NAMEN[naam]} schooljaar {JAAR}"
    assert page.one("p", cls="merk-balk").text.startswith("Voorbeeldgegevens Alle leerlingen")
    headings = [h for h in page.one("main").all("h1", "h2", "h3", "h4") if h.get("id") != "toc-title"]
    levels = [int(heading.tag[1]) for heading in headings]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize(("kind", "word"), [("fig", "Figuur"), ("tbl", "Tabel")])
def test_every_figure_and_table_has_its_number_and_caption(page: Element, kind: str, word: str) -> None:
    floats = page.all("figure", cls=f"quarto-float-{kind}")
    captions = [figure.one("figcaption").text for figure in floats]
    assert len(captions) > 5
    for number, caption in enumerate(captions, start=1):
        assert re.match(rf"{word} {number}:? \w", caption), caption


def test_every_figure_says_what_it_shows(page: Element) -> None:
    for figure in page.all("figure", cls="quarto-float-fig"):
        drawing = figure.one("svg")
        assert drawing.get("role") == "img" and len(drawing.get("aria-label")) > 60


def test_every_reference_leads_somewhere_and_ids_are_unique(page: Element) -> None:
    ids = [element.get("id") for element in page.walk() if element.get("id")]
    assert len(ids) == len(set(ids))
    inside = [link.get("href") for link in page.all("a") if link.get("href").startswith("#")]
    assert len(inside) > 30 and {href[1:] for href in inside} <= set(ids)
    assert not re.search(r"\?@|@(?:fig|tbl|sec)-|\?\?", page.one("main").text)


def test_nothing_is_asked_of_another_address(page: Element, html: Path) -> None:
    for element in page.walk():
        for name in ("src", "href", "srcset", "data", "poster", "action", "xlink:href"):
            address = element.get(name)
            assert not address or address.startswith(("#", "data:")) or element.tag == "a"
    assert not re.search(r"url\(\s*['\"]?(?!['\"]?(?:data:|#))|@import", html.read_text("utf-8"))
    policy = next(m for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.get("content").startswith("default-src 'none';")
    assert html.stat().st_size < 2_000_000


# the PDF ----------------------------------------------------------------------------------------------------


def test_the_pdf_is_tagged_titled_dutch_and_has_bookmarks(
    pdf: PdfReader, pdf_text: list[str], naam: str
) -> None:
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "nl-NL"
    assert pdf.metadata is not None and pdf.metadata.title == f"{NAMEN[naam]} {JAAR}"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert len([item for item in pdf.outline if not isinstance(item, list)]) >= 10
    assert all("VOORBEELDGEGEVENS" in text for text in pdf_text)


def test_the_tags_of_the_pdf_are_the_figures_and_tables_of_the_page(page: Element, pdf: PdfReader) -> None:
    nodes = structure(pdf)
    alts = {str(node["/Alt"]) for node in nodes if node["/S"] == "/Figure" and "/Alt" in node}
    assert {drawing.get("aria-label") for drawing in page.all("svg")} <= alts
    assert [node["/S"] for node in nodes].count("/Table") == len(page.all("table"))


# in a browser -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM)


@pytest.mark.browser
@in_a_browser
@pytest.mark.parametrize("width", [1280, 320])
def test_a_report_fits_asks_for_nothing_and_is_accessible(browser: Browser, html: Path, width: int) -> None:
    page, elsewhere, complaints = opened(browser, html, width)
    assert (elsewhere, complaints) == ([], [])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
    assert violations(browser, html, width) == ""


@pytest.mark.browser
@in_a_browser
def test_a_table_can_be_taken_along_as_csv(browser: Browser, html: Path, page: Element) -> None:
    """What is saved is what the page shows, and a spreadsheet reads its numbers as numbers."""
    screen, elsewhere, complaints = opened(browser, html, 1280)
    (number,) = [n for n, label in enumerate(bodies(page), start=1) if label == "koers"]
    save = screen.locator(f"[aria-label='Bewaar als CSV: Tabel {number}']")
    screen.locator("details.herkomst", has=save).locator("summary").press("Enter")
    with screen.expect_download() as download:
        save.press("Enter")
    assert download.value.suggested_filename == f"{html.stem}-tabel-{number}.csv"
    saved = Path(download.value.path()).read_text("utf-8-sig")
    rows = [*csv.reader(saved.splitlines(), delimiter=";")][1:]
    plain = [
        [text.lstrip("+").replace("\N{MINUS SIGN}", "-") for text in row] for row in bodies(page)["koers"]
    ]
    assert rows == plain and len(rows) == 5
    assert (elsewhere, complaints) == ([], [])
    screen.close()


@pytest.mark.browser
@in_a_browser
@pytest.mark.parametrize("width", [1280, 320])
def test_the_index_is_accessible(browser: Browser, finished: Workspace, width: int) -> None:
    index = finished.reports_dir(JAAR).parent / "index.html"
    page, elsewhere, complaints = opened(browser, index, width)
    assert (elsewhere, complaints) == ([], [])
    page.close()
    assert violations(browser, index, width) == ""
