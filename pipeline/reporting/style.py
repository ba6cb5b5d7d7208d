"""The style of a page of our own, with its fonts inside, and its two scripts."""

import base64
import hashlib
import re
from functools import cache

from pipeline.reporting.assets import assets_dir

SHEETS = ("fonts", "tokens", "report", "embedded")
SCRIPTS = ("tabellen", "figuren")
KOP_REGEL, REGEL = 22, 18
"""Heights in pixels of a line of a title and of a subtitle, as the charts draw them."""
_REGION = re.compile(r'(<div class="figuur-schuif"[^>]*>\s*(?:<p>\s*)?)<svg\b(.*?</svg>)', re.DOTALL)
_KOPPEN = re.compile(
    r'role-(?:mark titel_marks|title-text)"[^>]*>\s*<text\b[^>]*"18px"[^>]*>(?P<titel>.*?)</text>\s*'
    r"</g>\s*"
    r'<g\b[^>]*role-(?:mark ondertitel_marks|title-subtitle)"[^>]*>\s*<text\b[^>]*>(?P<onder>.*?)</text>',
    re.DOTALL,
)
"""Title and subtitle in a drawing: marks of ours, or Vega's own."""
_REGEL_EINDE = re.compile(r"</tspan>\s*<tspan[^>]*>")
_TSPAN = re.compile(r"</?tspan[^>]*>")
_NOTES = re.compile(r'(<section id="footnotes"[^>]*>)\s*<hr ?/?>')
_FONT = re.compile(r'url\("\.\./fonts/([A-Za-z-]+\.woff2)"\)')


@cache
def page_style() -> str:
    """Font faces, colours, report and layout, in that order: what _quarto.yml gives to Quarto."""
    css = assets_dir() / "css"
    text = "\n".join((css / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    return _FONT.sub(_inside, text)


def with_script(page: str) -> str:
    """The page with its scripts, for tables and for figures; its policy knows them by their hash."""
    elements, digests = zip(*map(_script, SCRIPTS), strict=True)
    body, end, rest = page.replace("SCRIPT-HASH", "' '".join(digests), 1).partition("</body>")
    return f"{body}{chr(10).join(elements)}\n{end}{rest}" if end else page


def with_chart_heads(page: str) -> str:
    """The page with title and subtitle of every chart as text too; where it is narrow that is what shows."""
    return _REGION.sub(_head, page)


def _head(match: re.Match[str]) -> str:
    found = _KOPPEN.search(match[2])
    if found is None:
        return match[0]
    (titel, een), (onder, twee) = map(_lines, found.group("titel", "onder"))
    head = f'<p class="grafiekkop"><strong>{titel}</strong> {onder}</p>'
    style = f'style="--kop: {een * KOP_REGEL + 5 + twee * REGEL}px"'
    return f"{head}{match[1]}<svg {style}{match[2]}"


def _lines(text: str) -> tuple[str, int]:
    """The text of a drawing in one line, and how many it has there."""
    joined, breaks = _REGEL_EINDE.subn(" ", text)
    return " ".join(_TSPAN.sub("", joined).split()), breaks + 1


@cache
def _script(name: str) -> tuple[str, str]:
    element = (assets_dir() / "html" / f"{name}.html").read_text(encoding="utf-8").strip()
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
