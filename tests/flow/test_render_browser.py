"""Reports and index in a real browser: accessible, within the screen, asking nothing of others."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from pipeline.reporting.index import IndexEntry, write_index
from tests.support.browsing import CHROMIUM, opened, violations
from tests.support.rendering import RENDERERS, lay_out, renderer
from tests.support.samplenotebook import sample

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not on the PATH"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM)


@pytest.fixture(scope="module", params=RENDERERS)
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    job = lay_out(sample(rows=6), tmp_path_factory.mktemp(request.param))
    renderer(request.param).render([job])
    return job.html


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "index.html"
    names = [("Wetenschappelijke toetsing", "toetsing"), ("Voortgangsrapportage stuurgroep", "stuurgroep")]
    entries = [
        IndexEntry(f"{y}-{y + 1}", naam, f"{y}-{y + 1}/{file}.html", f"{y}-{y + 1}/{file}.pdf",
                   date(y + 1, 12, 31), "concept", voorbeeldgegevens=True)
        for y in (2022, 2023) for naam, file in names
    ]  # fmt: skip
    write_index(path, entries)
    return path


def check(browser: Browser, path: Path, width: int) -> None:
    page, elsewhere, complaints = opened(browser, path, width)
    assert elsewhere == []
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate('document.fonts.check("16px Toeleiding Sans")')
    loaded = page.evaluate("[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)")
    assert loaded and set(loaded) <= {'"Toeleiding Sans"', "Toeleiding Sans"}
    page.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_report_fits_the_screen_and_asks_for_nothing(browser: Browser, report: Path, width: int) -> None:
    check(browser, report, width)


@pytest.mark.parametrize("width", [1280, 320])
def test_the_index_fits_the_screen_and_asks_for_nothing(browser: Browser, index: Path, width: int) -> None:
    check(browser, index, width)


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_in_a_report(browser: Browser, report: Path, width: int) -> None:
    assert violations(browser, report, width) == ""


def test_axe_finds_nothing_in_the_index(browser: Browser, index: Path) -> None:
    assert violations(browser, index, 1280) == ""


def test_the_contents_stand_beside_the_text_from_1100_pixels(browser: Browser, report: Path) -> None:
    for width, beside in ((1100, True), (1000, False)):
        page, _, _ = opened(browser, report, width)
        contents, chapter = (page.locator(name).bounding_box() for name in ("#TOC", "#sec-samenvatting"))
        assert contents is not None and chapter is not None
        assert (contents["x"] + contents["width"] <= chapter["x"]) is beside
        page.close()


def test_a_long_number_in_the_contents_stays_on_one_line_and_off_its_title(
    browser: Browser, report: Path
) -> None:
    """An appendix of ten sections has one with the number 20.10."""
    page, _, _ = opened(browser, report, 1280)
    number = page.locator("#TOC ul ul :is(.toc-section-number, .header-section-number)").first
    before = number.bounding_box()
    number.evaluate("number => { number.textContent = '20.10' }")
    after = number.bounding_box()
    assert before is not None and after is not None
    assert after["height"] == before["height"]
    assert number.evaluate("number => number.scrollWidth <= number.clientWidth")
    page.close()


def test_the_keyboard_reaches_the_code_and_opens_it(browser: Browser, report: Path) -> None:
    page, _, _ = opened(browser, report, 1280)
    page.locator("details.code-fold summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.code-fold").first.get_attribute("open") is not None
    assert page.locator("details.code-fold pre").first.is_visible()
    page.close()
