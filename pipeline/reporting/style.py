"""The style of a page of our own, with its fonts inside."""

import base64
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
def fonts_style() -> str:
    """The fonts alone, for a page with a layout of its own."""
    return _FONT.sub(_inside, (assets_dir() / "css" / "fonts.css").read_text(encoding="utf-8"))


def _inside(match: re.Match[str]) -> str:
    content = (assets_dir() / "fonts" / match[1]).read_bytes()
    return f'url("data:font/woff2;base64,{base64.b64encode(content).decode()}")'
