"""The style of a page of our own, with its fonts inside, and its one script."""

import base64
import hashlib
import re
from functools import cache

from pipeline.reporting.assets import assets_dir

SHEETS = ("fonts", "tokens", "report", "embedded")
_NOTES = re.compile(r'(<section id="footnotes"[^>]*>)\s*<hr ?/?>')
_FONT = re.compile(r'url\("\.\./fonts/([A-Za-z-]+\.woff2)"\)')


@cache
def page_style() -> str:
    """Font faces, colours, report and layout, in that order: what _quarto.yml gives to Quarto."""
    css = assets_dir() / "css"
    text = "\n".join((css / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    return _FONT.sub(_inside, text)


def with_script(page: str) -> str:
    """The page with the script that lets a reader take tables along; its policy knows that by its hash."""
    element, digest = _script()
    body, end, rest = page.replace("SCRIPT-HASH", digest, 1).partition("</body>")
    return f"{body}{element}\n{end}{rest}" if end else page


@cache
def _script() -> tuple[str, str]:
    element = (assets_dir() / "html" / "tabellen.html").read_text(encoding="utf-8").strip()
    script = element.removeprefix("<script>").removesuffix("</script>")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return element, f"sha256-{digest}"


def with_notes_head(page: str) -> str:
    """The page with a heading over its footnotes, where pandoc puts only a line."""
    return _NOTES.sub(r"\1<h2>Voetnoten</h2>", page)


@cache
def fonts_style() -> str:
    """The fonts alone, for a page with a layout of its own."""
    return _FONT.sub(_inside, (assets_dir() / "css" / "fonts.css").read_text(encoding="utf-8"))


def _inside(match: re.Match[str]) -> str:
    content = (assets_dir() / "fonts" / match[1]).read_bytes()
    return f'url("data:font/woff2;base64,{base64.b64encode(content).decode()}")'
