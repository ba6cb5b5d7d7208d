"""Open pages in Debian's Chromium: what they ask for, what they complain of, and what axe finds."""

import shutil
from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium")
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],  # what passes need not be written out; a report has thousands of marks
}
ALLOWED = ("file:", "data:")


def _own(url: str) -> bool:
    return url.startswith(ALLOWED)


def opened(browser: Browser, path: Path, width: int) -> tuple[Page, list[str], list[str]]:
    """A page, what it asked for elsewhere, and what the browser complained of."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", lambda route: route.continue_() if _own(route.request.url) else route.abort())
    page.goto(path.as_uri())
    page.evaluate("document.fonts.ready.then(() => 1)")
    return page, [url for url in asked if not _own(url)], complaints


def violations(
    browser: Browser, path: Path, width: int, first: Callable[[Page], None] = lambda _: None
) -> str:
    """Axe runs its script inside the page, which the page's own policy forbids: only here it is set aside.

    first: what a reader does before.
    """
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(path.as_uri())
    first(page)
    results = Axe().run(page, options=RULES)
    report: str = results.generate_report() if results.violations_count else ""
    context.close()
    return report
