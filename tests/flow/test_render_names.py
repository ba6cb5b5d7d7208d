"""Names from data are text: the worst of them come out literally in page, PDF, drawings and alt texts."""

import html

import nbformat
import pytest
from nbformat import NotebookNode
from pypdf import PdfReader

from pipeline.reporting.jobs import RenderJob
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.rapport import Rapport
from tests.support.fake_release import VIJANDIG, FakeRelease
from tests.support.page import Element, parse_page
from tests.support.rendering import RENDERERS, lay_out, renderer
from tests.support.samplenotebook import code, figure_output

TABELLEN = (
    "p2_school",
    "bestemmingen_school",
    "respons_school",
    "esf",
    "aanbevelingen",
    "defecten",
    "leveringen",
)
FIGUREN = ("p1_p2", "b1", "bestemmingen_school", "esf")


def notebook() -> NotebookNode:
    """Tables and figures of a release full of such names; figures with them in caption and alt text."""
    rapport = Rapport.van("2023-2024", FakeRelease(vijandig=True))
    cells = [nbformat.v4.new_raw_cell("---\ntitle: Proef\n---"), nbformat.v4.new_markdown_cell("# Namen")]
    for naam in TABELLEN:
        data, metadata = rapport.tabel(naam)._repr_mimebundle_()
        output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
        cells.append(code(f"#| label: tbl-{naam.replace('_', '-')}\nx", output))
    for naam in FIGUREN:
        data, metadata = rapport.figuur(naam)._repr_mimebundle_()
        output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
        cells.append(code(f"#| label: fig-{naam.replace('_', '-')}\nx", output))
    for nummer, naam in enumerate(VIJANDIG):
        output = figure_output(caption=f"Over {letterlijk(naam)}.", alt=f"Over {naam}.")
        cells.append(code(f"#| label: fig-naam-{nummer}\nx", output))
    return nbformat.v4.new_notebook(cells=cells)


@pytest.fixture(scope="module", params=RENDERERS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> RenderJob:
    job = lay_out(notebook(), tmp_path_factory.mktemp(request.param))
    renderer(request.param).render([job])
    return job


@pytest.fixture(scope="module")
def page(made: RenderJob) -> Element:
    return parse_page(made.html)


def plain(text: str) -> str:
    """Without white space and places to break a word: what a PDF or a chart may add."""
    return "".join(text.replace("\u200b", "").replace("\u00ad", "").split())


@pytest.mark.parametrize("naam", VIJANDIG)
def test_a_name_is_literal_in_tables_captions_alt_texts_and_drawings(page: Element, naam: str) -> None:
    cells = {plain(cell.text) for cell in page.all("td", "th")}
    assert any(plain(naam) in cell for cell in cells)
    captions = [plain(caption.text) for caption in page.all("figcaption")]
    assert any(caption.endswith(plain(f"Over {naam}.")) for caption in captions)
    assert plain(f"Over {naam}.") in {plain(drawing.get("aria-label")) for drawing in page.all("svg")}
    drawn = plain(" ".join(drawing.text for drawing in page.all("svg")))
    assert plain(naam) in drawn


@pytest.mark.parametrize("naam", VIJANDIG)
def test_a_name_is_literal_in_the_pdf(made: RenderJob, naam: str) -> None:
    text = plain(" ".join(page.extract_text() for page in PdfReader(made.pdf).pages))
    assert plain(naam).replace("-", "") in text.replace("-", "")  # a hyphen may be put in to break a word


def test_a_name_is_no_markup(page: Element, made: RenderJob) -> None:
    text = made.html.read_text("utf-8")
    assert "<script>alert" not in text and html.escape("<script>alert", quote=False) in text
    assert not [link for link in page.all("a", "img") if "voorbeeld.test" in str(link.attributes)]
    assert not [element for element in page.walk() if element.get("onload")]
    assert not page.all("math", "sup", "sub", "del")


def test_no_name_pushes_a_column_off_the_page(made: RenderJob) -> None:
    pages = PdfReader(made.pdf).pages
    starts: list[float] = []

    def note(_text: str, _cm: object, place: list[float], _font: object, _size: object) -> None:
        starts.append(place[4])

    for page in pages:
        page.extract_text(visitor_text=note)
    assert max(starts) < float(pages[0].mediabox.right) - 40
