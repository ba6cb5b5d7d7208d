"""The exploration notebook in a real JupyterLab: charts that answer, tables that filter, all of it offline.

JupyterLab has an environment of its own (make lab): where there is none, these tests are skipped.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from pipeline.verkennen.lab import BEGIN
from pipeline.workspace.folders import Workspace
from tests.support.browsing import CHROMIUM
from tests.support.jupyterlab import Lab, lab_python, opened, run_all, running_lab, save

PYTHON = lab_python()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.skipif(PYTHON is None, reason="JupyterLab is not installed here; make lab installs it"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def lab(workspace: Workspace) -> Iterator[Lab]:
    with running_lab(PYTHON or "", workspace) as running:
        yield running


def scroll_to(page: Page, source: str) -> Locator:
    """The cell whose code begins like this, on the screen, with its output drawn."""
    cell = page.locator(".jp-CodeCell", has_text=source).first
    cell.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    return cell


def words(chart: Locator) -> list[str]:
    texts: list[str] = chart.locator("svg text").all_text_contents()
    return texts


def test_a_notebook_in_jupyterlab(lab: Lab, browser: Browser, workspace: Workspace) -> None:
    """Open, run all, look, choose, filter; then the same notebook untrusted."""
    page, seen = opened(browser, lab.adres)
    run_all(page, lab)
    refused_without_token(lab)
    assert list(lab.sockets.glob("tl-lab-*/kernel-*-ipc-*")), "the kernel listens on a network port"

    chart = scroll_to(page, "v.kijker(")
    chart.locator(".jp-RenderedVegaCommon5 svg.marks").wait_for(timeout=30_000)
    before = words(chart)
    chart.locator("select").last.select_option(index=0)
    page.wait_for_timeout(500)
    assert words(chart) != before, "another school year shows the same table"
    every = words(chart)
    chart.locator("svg path[aria-roledescription='circle']").first.click()
    page.wait_for_timeout(500)
    assert len(words(chart)) < len(every) - 10, "one school shows as many rows as all of them"
    assert chart.locator("details").count() == 0, "a menu that saves the chart"

    table = scroll_to(page, "drie schooljaren")
    rows = table.locator("tbody tr:visible")
    many = rows.count()
    table.locator("input[type=search]").fill("werk vso")
    assert 0 < rows.count() < many
    table.locator("th").nth(1).click()

    save(page)
    assert page.locator(".jp-toast, .Toastify__toast").count() == 0, "JupyterLab asks something"
    assert (seen.elders, seen.klachten) == ([], [])
    page.close()
    untrusted(lab, browser, workspace.verkenning / BEGIN)


def untrusted(lab: Lab, browser: Browser, saved: Path) -> None:
    """As it comes from somebody else: the results are there, charts are drawn, scripts do not run."""
    content = json.loads(saved.read_text("utf-8"))
    content["cells"][0]["source"] = ["# Van een ander"]
    (saved.parent / "vreemd.ipynb").write_text(json.dumps(content))
    page, seen = opened(browser, f"{lab.basis}/lab/tree/vreemd.ipynb?reset", log_in=lab.adres)
    chart = scroll_to(page, "v.kijker(")
    chart.locator(".jp-RenderedVegaCommon5 svg.marks").wait_for(timeout=30_000)
    table = scroll_to(page, "drie schooljaren")
    assert table.locator("tbody tr").count() > 10
    assert table.locator("input[type=search]").count() == 0
    assert (seen.elders, seen.klachten) == ([], [])


def refused_without_token(lab: Lab) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{lab.basis}/api/contents", timeout=10)
    assert refused.value.code == 403
