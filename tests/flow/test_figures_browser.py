"""Charts in the pages of both renderers that answer the mouse and the keyboard, and are whole without."""

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.punten import Punt, punten
from pipeline.reporting.charts.samenstel import Samenstel
from pipeline.reporting.charts.stapels import Soort, Stapel, stapels
from pipeline.reporting.cijfers import Waarden
from pipeline.reporting.display import figure_bundle
from tests.support.browsing import CHROMIUM, opened, violations
from tests.support.rendering import RENDERERS, lay_out, renderer
from tests.support.samplenotebook import BRONNEN, FRONT, code

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not on the PATH"),
]
WAARDEN = Waarden(n=82, k=38, pct=46.3415, laag=35.9744, hoog=57.0511)
TITEL = "Van 30,0% bij De Werf tot 46,3% in de regio"
PUNTEN = punten(
    Koppen(TITEL, "Plaatsing per school"),
    [Punt("Regio", WAARDEN), Punt("De Werf", WAARDEN), Punt("De Sluis", woorden="niet getoond")],
)
STAPELS = stapels(
    Koppen("Werk en leren", "Bestemming per school"),
    [Soort("WERK", "werk"), Soort("LEREN", "leren")],
    [
        Stapel("Regio", (("WERK", 46.3), ("LEREN", 53.7))),
        Stapel("De Werf", (("WERK", 30.0), ("LEREN", 70.0))),
    ],
    ("", ""),
)


def figure(label: str, chart: Samenstel) -> NotebookNode:
    data, metadata = figure_bundle(
        chart, f"Figuur {label} in woorden.", "Een bijschrift."
    )._repr_mimebundle_()
    return code(f"#| label: {label}\nx", nbformat.v4.new_output("display_data", data=data, metadata=metadata))


@pytest.fixture(scope="module", params=RENDERERS)
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = nbformat.v4.new_markdown_cell
    cells = [nbformat.v4.new_raw_cell(FRONT), text("# Figuren {#sec-figuren}"), figure("fig-a", PUNTEN),
             figure("fig-b", STAPELS), text(BRONNEN)]  # fmt: skip
    job = lay_out(nbformat.v4.new_notebook(cells=cells), tmp_path_factory.mktemp(request.param))
    renderer(request.param).render([job])
    return job.html


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM)


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    page, elsewhere, complaints = opened(browser, report, 1280)
    yield page
    assert (elsewhere, complaints) == ([], [])
    page.close()


def marks(page: Page, naam: str) -> Locator:
    return page.locator(f'[data-tip][data-naam="{naam}"]')


def faded(page: Page) -> set[str]:
    """The names in the background, in every figure."""
    page.wait_for_timeout(250)
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('[data-naam]')].filter(d => getComputedStyle(d).opacity < .5)"
        ".map(d => d.dataset.naam)"
    )
    return set(found)


def test_pointing_at_a_mark_or_its_name_shows_what_it_says_and_escape_takes_it_away(page: Page) -> None:
    tip = page.locator(".tip")
    assert tip.is_hidden()
    marks(page, "De Werf").first.hover()
    assert tip.inner_text().split("\n") == ["De Werf", "38 van 82, 46,3% (36,0–57,1)"]
    page.keyboard.press("Escape")
    assert tip.is_hidden()
    page.locator("text[data-naam='De Sluis']").first.hover()
    assert tip.inner_text().split("\n") == ["De Sluis", "niet getoond"]
    tip.hover()  # it stays while the mouse is on it
    page.wait_for_timeout(400)
    assert tip.is_visible()
    page.mouse.move(2, 2)
    page.wait_for_timeout(400)
    assert tip.is_hidden()


def test_the_arrow_keys_go_from_mark_to_mark_and_a_screen_reader_hears_it(page: Page) -> None:
    said, tip = page.locator("main > [role=status]"), page.locator(".tip")
    figures = page.locator(".figuur-schuif")
    assert page.locator("figure [tabindex], figure button, figure a").count() == figures.count() == 2
    assert figures.first.get_attribute("role") == "application"
    assert "Figuur fig-a in woorden." in str(figures.first.get_attribute("aria-label"))
    figures.nth(1).focus()
    heard = []
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "End", "ArrowRight", "Home"):
        page.keyboard.press(key)
        heard.append(said.text_content())
        assert tip.is_visible() and page.locator(".aan").count() == 1
    werk, leren, laatste = "Regio: werk: 46,3%", "Regio: leren: 53,7%", "De Werf: leren: 70,0%"
    assert heard == [werk, leren, werk, laatste, laatste, werk]
    page.keyboard.press("Escape")
    assert tip.is_hidden() and page.locator(".aan").count() == 0


def test_a_name_is_brought_forward_in_every_figure_by_click_and_by_keyboard(page: Page) -> None:
    page.locator("text[data-naam='De Werf']").first.click()
    assert faded(page) == {"Regio", "De Sluis"}
    assert page.locator("svg.kiest").count() == 2
    page.get_by_role("button", name="Toon alles").click()
    assert faded(page) == set() and page.locator(".keuze").is_hidden()
    page.locator(".figuur-schuif").nth(1).focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    assert faded(page) == {"De Werf", "De Sluis"}
    assert page.locator("main > [role=status]").text_content() == "Regio naar voren gehaald in 2 figuren."
    page.keyboard.press("Escape")  # first what it says, then the choice
    page.keyboard.press("Escape")
    assert faded(page) == set()


def test_on_paper_everything_is_drawn_in_full(page: Page) -> None:
    marks(page, "De Werf").first.click()
    assert faded(page) == {"Regio", "De Sluis"}
    page.emulate_media(media="print")
    assert faded(page) == set()
    assert page.locator(".tip").is_hidden() and page.locator(".keuze").is_hidden()


@pytest.mark.parametrize(("width", "shown"), [(400, True), (1280, False)])
def test_a_narrow_screen_has_the_title_as_text_within_the_screen(
    browser: Browser, report: Path, width: int, shown: bool
) -> None:
    page, _, _ = opened(browser, report, width)
    head = page.locator(".grafiekkop").first
    assert head.is_visible() is shown and TITEL in str(head.text_content())
    if shown:
        box = head.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
    region, title = (page.locator(name).first.bounding_box() for name in (".figuur-schuif", ".titel_marks"))
    assert region is not None and title is not None
    assert (title["y"] + title["height"] <= region["y"] + 1) is shown  # above what the region shows, or in it
    page.close()


def test_axe_finds_nothing_while_a_figure_is_read(browser: Browser, report: Path) -> None:
    def read(page: Page) -> None:
        page.locator(".figuur-schuif").first.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        assert page.locator(".tip").is_visible() and page.locator(".keuze").is_visible()

    assert violations(browser, report, 1280, read) == ""


def test_without_scripts_the_figures_are_whole(browser: Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    region = page.locator(".figuur-schuif").first
    assert region.get_attribute("role") == "group" and page.locator(".tip, .keuze").count() == 0
    context.close()
