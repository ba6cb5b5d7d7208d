"""The style of a page of our own, with its fonts inside, and its one script."""

import base64
import hashlib
import re
from functools import cache

from pipeline.reporting.assets import assets_dir

SHEETS = ("fonts", "tokens", "report", "embedded")
_FONT = re.compile(r'url\("\.\./fonts/([A-Za-z-]+\.woff2)"\)')


@cache
def page_style() -> str:
    """Font faces, colours, report and layout, in that order: what _quarto.yml gives to Quarto."""
    css = assets_dir() / "css"
    text = "\n".join((css / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    return _FONT.sub(_inside, text)


@cache
def page_script() -> tuple[str, str]:
    """The element that lets a reader take tables along, and what a content security policy knows it by."""
    element = (assets_dir() / "html" / "tabellen.html").read_text(encoding="utf-8").strip()
    script = element.removeprefix("<script>").removesuffix("</script>")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return element, f"sha256-{digest}"


def _inside(match: re.Match[str]) -> str:
    content = (assets_dir() / "fonts" / match[1]).read_bytes()
    return f'url("data:font/woff2;base64,{base64.b64encode(content).decode()}")'
