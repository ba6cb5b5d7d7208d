"""What a report must hold, whichever renderer made it: one suite, run with every renderer that is present."""

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from pipeline.reporting.jobs import RenderJob
from pipeline.workspace.errors import RenderFout
from tests.support.page import Element, parse_page
from tests.support.pdf import structure
from tests.support.rendering import RENDERERS, lay_out, renderer
from tests.support.samplenotebook import ALT, CAPTION, sample


@pytest.fixture(scope="module", params=RENDERERS)
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[RenderJob, RenderJob]:
    """Two reports in one call: the whole sample, and the same without the mark and without code."""
    folder = tmp_path_factory.mktemp(request.param)
    bare = sample(rows=3)
    bare.cells[0].source = bare.cells[0].source.replace("---", "---\necho: false", 1)
    jobs = lay_out(sample(), folder), lay_out(bare, folder, "echt", voorbeeld=False)
    renderer(request.param).render(jobs)
    return jobs


@pytest.fixture(scope="module")
def page(made: tuple[RenderJob, RenderJob]) -> Element:
    return parse_page(made[0].html)


@pytest.fixture(scope="module")
def pdf(made: tuple[RenderJob, RenderJob]) -> PdfReader:
    return PdfReader(made[0].pdf)


# the page ---------------------------------------------------------------------------------------------------


def test_title_language_and_one_first_heading(page: Element) -> None:
    assert page.one("html").get("lang") == "nl"
    assert page.one("title").text == "Wetenschappelijke toetsing 2023-2024 (voorbeeldgegevens)"
    assert page.one("h1").text == "Wetenschappelijke toetsing schooljaar 2023-2024"
    assert page.one("main").all("h1") == page.all("h1")


def test_headings_are_in_order_and_numbered(page: Element) -> None:
    headings = [h for h in page.all("h1", "h2", "h3", "h4") if h.get("id") != "toc-title"]
    levels = [int(heading.tag[1]) for heading in headings]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert [h.text for h in headings[1:]] == [
        "1 Samenvatting", "2 Bestemmingen", "2.1 Waar gingen zij heen?", "2.2 Nog een figuur", "3 Definities",
        "3.1 Opbouw", "3.1.1 Een kleine kop", "Bronnen", "Voetnoten",
    ]  # fmt: skip


def test_every_figure_has_a_number_a_caption_and_an_alt_text(page: Element) -> None:
    figures = page.all("figure", cls="quarto-float-fig")
    captions = [figure.one("figcaption").text for figure in figures]
    assert captions == [f"Figuur 1: {CAPTION}", "Figuur 2: Werk over de jaren"]
    drawings = [figure.one("svg") for figure in figures]
    assert [(d.get("role"), d.get("aria-label")) for d in drawings] == [
        ("img", ALT), ("img", "Lijn die stijgt van 40% naar 63%.")
    ]  # fmt: skip
    assert "Bijna twee op de drie" in drawings[0].text


def test_every_table_has_a_number_a_caption_and_a_head(page: Element) -> None:
    tables = page.all("figure", cls="quarto-float-tbl")
    captions = [table.one("figcaption").text for table in tables]
    assert captions == [
        "Tabel 1: Bestemming bij uitstroom naar klasse",
        "Tabel 2: Uitstroom per school en per jaar",
    ]
    assert [cell.text for cell in tables[0].one("thead").all("th")] == [
        "Bestemming", "n", "Aandeel (%)", "95%-interval"
    ]  # fmt: skip
    assert [cell.text for cell in tables[0].one("tbody").all("tr")[0].all("td")] == [
        "Arbeid, regulier", "214", "63,0", "57,7–68,0"
    ]  # fmt: skip


def test_wide_things_scroll_in_a_region_that_the_keyboard_reaches(page: Element) -> None:
    regions = page.all("div", cls="tabel-schuif") + page.all("div", cls="figuur-schuif")
    assert len(regions) == len(page.all("table")) + len(page.all("svg"))
    for region in regions:
        assert (region.get("tabindex"), region.get("role")) == ("0", "group")
        assert region.get("aria-label")


def test_every_cross_reference_is_resolved(page: Element) -> None:
    references = [link for link in page.all("a") if "quarto-xref" in link.get("class")]
    assert [link.text for link in references] == [
        "Figuur 1", "Tabel 1", "Paragraaf 3", "Paragraaf 3", "Figuur 2", "Figuur 1", "Tabel 2"
    ]  # fmt: skip
    ids = [element.get("id") for element in page.walk() if element.get("id")]
    assert len(ids) == len(set(ids))
    for link in page.all("a"):
        if link.get("href").startswith("#"):
            assert link.get("href")[1:] in ids
    assert "?@" not in page.text


def test_the_contents_name_every_chapter(page: Element) -> None:
    contents = next(nav for nav in page.all("nav") if nav.get("id") == "TOC")
    assert contents.one("h2").text == "Inhoud"
    assert [link.text for link in contents.all("a")][:3] == [
        "1 Samenvatting",
        "2 Bestemmingen",
        "2.1 Waar gingen zij heen?",
    ]


def test_citations_footnotes_and_callouts(page: Element) -> None:
    assert "(Wilson 1927)" in page.text and "(Smulders e.a. 2013)" in page.text
    assert "Probable Inference" in next(e for e in page.walk() if e.get("id") == "refs").text
    assert "In 2011 ging het om Zeeland." in next(e for e in page.walk() if e.get("id") == "fn1").text
    titles = [title.text for title in page.all("div", cls="callout-title-container")]
    assert [title.removeprefix("Opmerking") for title in titles] == ["Hoe zeker is dit?", "Waarschuwing"]


def test_code_is_folded_away_but_there(page: Element) -> None:
    folded = page.all("details", cls="code-fold")
    assert len(folded) == 5  # one per cell that shows something; parameters and opening are hidden
    assert all(
        "open" not in details.attributes and details.one("summary").text == "Code" for details in folded
    )
    assert 'r.figuur("trend")' in folded[-1].text
    assert "open_rapport" not in page.text


def test_a_report_can_be_without_code(page: Element, made: tuple[RenderJob, RenderJob]) -> None:
    bare = parse_page(made[1].html)
    assert 'r.figuur("trend")' in page.text
    assert bare.all("details", cls="code-fold") == []
    assert "r.figuur(" not in bare.text and "r.zinnen(" not in bare.text
    assert len(bare.all("figure", cls="quarto-float-fig")) == len(page.all("figure", cls="quarto-float-fig"))


def test_the_mark_is_on_the_page_only_for_examples(page: Element, made: tuple[RenderJob, RenderJob]) -> None:
    assert page.one("p", cls="merk-balk").text.startswith("Voorbeeldgegevens Alle leerlingen")
    assert "oorbeeldgegevens" not in parse_page(made[1].html).one("body").text


def test_nothing_is_asked_of_another_address(page: Element, made: tuple[RenderJob, RenderJob]) -> None:
    for element in page.walk():
        for name in ("src", "href", "srcset", "data", "poster", "action", "xlink:href"):
            address = element.get(name)
            assert not address or address.startswith(("#", "data:")) or element.tag == "a"
    text = made[0].html.read_text(encoding="utf-8")
    assert not re.search(r"url\(\s*['\"]?(?!['\"]?(?:data:|#))|@import", text)
    policy = next(m for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.get("content").startswith("default-src 'none';")


def test_a_report_stays_small(made: tuple[RenderJob, RenderJob]) -> None:
    assert made[0].html.stat().st_size < 2_000_000
    assert made[0].pdf.stat().st_size < 1_000_000


# the PDF ----------------------------------------------------------------------------------------------------


def test_the_pdf_is_tagged_and_says_its_title_language_and_date(pdf: PdfReader) -> None:
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl-NL"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Wetenschappelijke toetsing 2023-2024"
    assert str(pdf.metadata.creation_date).startswith("2024-12-31")
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_the_pdf_has_bookmarks(pdf: PdfReader) -> None:
    titles = [str(item.title) for item in pdf.outline if not isinstance(item, list)]
    assert [title.replace("\xa0", " ").split(maxsplit=1)[-1] for title in titles] == [
        "Samenvatting", "Bestemmingen", "Definities", "Bronnen"
    ]  # fmt: skip


def test_the_tags_of_the_pdf_say_what_is_a_figure_a_table_and_a_heading(pdf: PdfReader) -> None:
    nodes = structure(pdf)
    alts = {node.get("/Alt") for node in nodes if node["/S"] == "/Figure"}
    assert {ALT, "Lijn die stijgt van 40% naar 63%."} <= alts
    kinds = [node["/S"] for node in nodes]
    assert kinds.count("/Table") == 2
    assert kinds.count("/TH") >= 4 + 12
    assert {"/H1", "/H2", "/H3", "/Caption", "/L", "/Link", "/Note"} - set(kinds) <= {"/Note"}


def test_the_pages_of_the_pdf_are_numbered_and_marked(pdf: PdfReader) -> None:
    texts = [" ".join(page.extract_text().split()) for page in pdf.pages]
    assert all("VOORBEELDGEGEVENS" in text for text in texts)
    for number, text in enumerate(texts[1:], start=2):
        assert f"Pagina {number} van {len(texts)}" in text
        assert text.startswith("Wetenschappelijke toetsing 2023-2024")
    assert "31 december 2024" in texts[0] and "schooljaar 2023-2024" in texts[0]
    heads = [text for text in texts if "School 2014- 2015" in text]
    assert len(heads) == 2  # the head of the long table comes back on its second page


def test_all_fonts_are_in_the_pdf(pdf: PdfReader) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in pdf.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert {"ToeleidingSansRegular", "ToeleidingSansBold"} <= fonts
    assert all(font.startswith(("ToeleidingSans", "DejaVuSansMono")) for font in fonts)


# runs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RENDERERS)
def test_two_runs_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    first, second = (lay_out(sample(rows=3), tmp_path / turn) for turn in ("een", "twee"))
    renderer(name).render([first])
    renderer(name).render([second])
    assert first.html.read_bytes() == second.html.read_bytes()
    assert first.pdf.read_bytes() == second.pdf.read_bytes()


@pytest.mark.parametrize("name", RENDERERS)
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Zie @fig-bestaatniet.", "fig-bestaatniet"),
        ("Zie [@onbekend2020].", "onbekend2020"),
        ("| Bron |\n|:--|\n| [@ecbo2013] |", "a table cites ecbo2013: cite it in the text"),
    ],
)
def test_a_loose_end_is_an_error_and_leaves_the_last_good_report(
    name: str, text: str, told: str, tmp_path: Path
) -> None:
    notebook = sample(rows=3)
    notebook.cells[7].source += f"\n\n{text}"
    job = lay_out(notebook, tmp_path)
    for path in (job.html, job.pdf):
        path.write_text("het vorige rapport")
    with pytest.raises(RenderFout, match=told) as caught:
        renderer(name).render([job])
    assert caught.value.exit_code == 5
    assert {path.read_text() for path in (job.html, job.pdf)} == {"het vorige rapport"}


LANGE_NAAM = "School De Buitengewoonlanggenaamde Arbeidstoeleidingsvoorbereidingsschool aan de Maas"
LASTIG = f"""::: {{.callout-tip}}
## Een titel uit een kop
Tekst.
:::

| School | {" | ".join(f"Kolom {n}" for n in range(16))} |
|:--|{"--:|" * 16}
| {LANGE_NAAM} | {" | ".join(["12,3"] * 16)} |

| Maat | Teller: wie telt als | Noemer: wie telt mee | Onbekend telt als | Versie |
|:--|:--|:--|:--|--:|
| Plaatsing | {"met een plek " * 4} | {"naar elders of overleden " * 6} | {"niet geplaatst " * 5} | 1 |

Ook [@fig-bestemming; @tbl-scholen] en [-@sec-definities], kosten: $5 of "€ 10"; x < y & z.

Na ‘telkens met 10%’ kwam 2024-2025, op 1 november, met 50,6–60,2% volgens definitie P2."""


def starts(pdf: PdfReader) -> list[float]:
    """How far from the left, in points, every piece of text of a PDF starts."""
    found: list[float] = []

    def note(text: str, page: list[float], line: list[float], *_: Any) -> None:
        if text.strip():
            found.append(page[0] * line[4] + page[2] * line[5] + page[4])

    for page in pdf.pages:
        page.extract_text(visitor_text=note)
    return found


@pytest.mark.parametrize("name", RENDERERS)
def test_long_names_many_columns_and_odd_signs(name: str, tmp_path: Path) -> None:
    notebook = sample('Toetsing #1: _kort_ & "krachtig"', rows=3)
    notebook.cells[7].source += f"\n\n{LASTIG}"
    job = lay_out(notebook, tmp_path)
    renderer(name).render([job])
    page = parse_page(job.html)
    assert "2.1 Waar gingen zij heen?" in [heading.text for heading in page.all("h3")]
    assert "Een titel uit een kop" in page.all("div", cls="callout-title-container")[-1].text
    assert LANGE_NAAM in page.text
    assert "Figuur 1, Tabel 2 en 3, kosten: $5 of “€ 10”; x < y & z." in page.text
    assert page.one("h1").text.startswith("Toetsing #1: kort & “krachtig”")
    together = [span.text for span in page.all("span", cls="heel")]
    assert {"2024-2025,", "1 november,", "50,6–60,2%", "definitie P2."} <= set(together)
    pdf = PdfReader(job.pdf)
    assert pdf.metadata.title.startswith("Toetsing #1: kort")  # type: ignore[union-attr]
    assert "‘telkens met 10%’" in " ".join(page.extract_text() for page in pdf.pages)
    assert max(starts(pdf)) < 595.3 - 68  # of an A4, less its margin


GECITEERD = """De basis is het convenant [@convenant2016].

- Ook in een lijst: [@ecbo2013].

> Ook in een citaat [@nji2015].

Met een noot.[^noot]

[^noot]: Daarin @kwartiermaker2021."""


@pytest.mark.parametrize("name", RENDERERS)
def test_a_source_is_named_wherever_it_is_cited_and_listed_once(name: str, tmp_path: Path) -> None:
    notebook = sample(rows=3)
    notebook.cells[7].source += f"\n\n{GECITEERD}"
    job = lay_out(notebook, tmp_path)
    renderer(name).render([job])
    page = parse_page(job.html)
    assert "[@" not in page.text
    listed = [entry.attributes["id"] for entry in page.all("div", cls="csl-entry")]
    cited = ["ref-convenant2016", "ref-ecbo2013", "ref-nji2015", "ref-kwartiermaker2021"]
    assert sorted(set(listed)) == sorted(listed)
    assert set(cited) <= set(listed)
    for source in cited:
        assert [link for link in page.all("a") if link.attributes.get("href") == f"#{source}"], source
    pdf = " ".join(text.extract_text() for text in PdfReader(job.pdf).pages)
    assert "[@" not in pdf
    assert "in een lijst" in pdf


@pytest.mark.parametrize("name", RENDERERS)
def test_a_report_without_figures_sources_or_notes(name: str, tmp_path: Path) -> None:
    notebook = sample()
    notebook.cells = [*notebook.cells[:3], notebook.cells[4], notebook.cells[15]]
    notebook.cells[4].source = "Er zijn nog geen cijfers.\n\n::: {.callout-note}\nNog niet te meten.\n:::"
    job = lay_out(notebook, tmp_path)
    renderer(name).render([job])
    assert "Er zijn nog geen cijfers." in parse_page(job.html).text
    assert len(PdfReader(job.pdf).pages) == 3
