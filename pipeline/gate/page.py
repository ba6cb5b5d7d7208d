"""A page: its text, and what of it the eye does not meet."""

from __future__ import annotations

import base64
import binascii
import html
import re
import urllib.parse
from collections.abc import Iterator, Mapping

from pipeline.gate.fault import Fault
from pipeline.gate.hiding import is_hidden
from pipeline.gate.text import is_named, machine_names, traces, unseen

_META = frozenset({"viewport", "generator", "description", "color-scheme", "theme-color", "dcterms.date"})
_META_KINDS = ({"charset"}, {"name", "content"}, {"http-equiv", "content"})
_DATA_KINDS = frozenset(
    {
        "font/woff2", "font/woff", "application/font-woff", "image/svg+xml",
        "text/css", "text/javascript", "application/javascript",
    }
)  # fmt: skip
_PROGRAMS = frozenset({"", "module", "text/javascript", "application/javascript"})
"""What a script may be: of another type it is content that nobody sees."""
_LONGEST_DATA = 200
"""Of an attribute data-…: more, or JSON, is content that nobody sees."""
_TOLD = frozenset({"data-naam", "data-tip"})
"""What a chart tells to who points at it, so a name may begin as it likes."""

_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)|<(?:!(?!doctype\b)|\?)[^>]*>?", re.DOTALL | re.IGNORECASE)
"""Also what a browser takes for one: a processing instruction or a declaration."""
_MARKER = re.compile(r"\s*(?:/?\s?(?:main|content|sidebar|margin-sidebar|main column))?\s*")
"""A comment that says where a part of the page begins or ends, as Quarto writes it."""
_PROLOGUE = re.compile(r"\s*<\?xml version=\"1\.0\"(?: encoding=\"[\w-]+\")?(?: standalone=\"\w+\")?\?>")
_VALUE = r"\"[^\"]*\"|'[^']*'|[^\s\"'>]+"
_TAG = re.compile(rf"<([a-zA-Z][\w:-]*)((?:\s+[^\s=>\"'/]+(?:\s*=\s*(?:{_VALUE}))?)*)\s*/?>")
_OPENING = re.compile(r"<(?=[a-zA-Z])")
_ATTRIBUTE = re.compile(rf"([^\s=>\"'/]+)(?:\s*=\s*({_VALUE}))?")
_FORBIDDEN = frozenset(
    {
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "form",
        "input",
        "metadata",
        "foreignobject",
        "base",
    }
)
_SPEC = re.compile(r"vega\.github\.io/schema|\"\$schema\"\s*:|\"datasets\"\s*:")
_SPOKEN = frozenset({"alt", "title", "summary", "content"})
_DRAWING_TEXT = re.compile(r"<(title|desc)\b[^>]*>([^<]*)<", re.IGNORECASE)
_STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL | re.IGNORECASE)
_DATA_URI = re.compile(r"(?<=[\"'(=])data:([\w/+.-]*)((?:;[\w=-]+)*),([^\"')\s]*)", re.IGNORECASE)
_SCRIPT = re.compile(r"(<script\b[^>]*>).*?(</script>)", re.DOTALL | re.IGNORECASE)
"""Of Quarto's own scripts only the specifications are looked for: they are programs, not content."""


def page_faults(content: bytes) -> Iterator[Fault]:
    """Faults of an HTML page, drawings in it included."""
    text = content.decode("utf-8", errors="replace")
    yield from _data_uris(text)
    if match := _SPEC.search(html.unescape(text)):
        yield Fault(_line(html.unescape(text), match.start()), "the specification of a chart, with its data")
    plain = _SCRIPT.sub(r"\1\2", _DATA_URI.sub("", text))
    yield from traces(plain, "page")
    yield from _inside(plain, _unseen_names(plain))


def drawing_faults(svg: str, where: str, around: str = "") -> Iterator[Fault]:
    """Faults of a drawing by itself. around: the page that it stands in, which may show a name."""
    bare = _PROLOGUE.sub("", svg, count=1)
    for fault in (*traces(bare, "drawing"), *_inside(bare, _unseen_names(bare + around))):
        yield Fault(f"{where}, drawing", fault.what)


def _inside(text: str, names: frozenset[str]) -> Iterator[Fault]:
    """What comments, elements and attributes hold."""
    for match in _COMMENT.finditer(text):
        if match[1] is None or not _MARKER.fullmatch(match[1]):
            yield Fault(_line(text, match.start()), "an HTML comment")
    for match in _DRAWING_TEXT.finditer(text):
        yield from unseen(html.unescape(match[2]), f"{_line(text, match.start())}, {match[1]}", names)
    known: dict[str, list[Fault]] = {}  # a page has thousands of cells, and tens of kinds of them
    for opening in _OPENING.finditer(text):
        tag = _TAG.match(text, opening.start())
        if tag and tag[0] not in known:
            known[tag[0]] = [*_element(tag[1].lower(), _attributes(tag[2]), names)]
        found = known[tag[0]] if tag else [Fault("an element", "one that cannot be read")]
        if found:
            where = _line(text, opening.start())
            yield from (Fault(f"{where}, {fault.where}", fault.what) for fault in found)


def _attributes(text: str) -> dict[str, str]:
    """Attributes by name in lower case; of one that is there twice the first counts, as in a browser."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        found.setdefault(match[1].lower(), html.unescape((match[2] or "").strip("\"'")))
    return found


def _element(name: str, attributes: Mapping[str, str], names: frozenset[str]) -> Iterator[Fault]:
    where = f"<{name}>"
    if name in _FORBIDDEN:
        yield Fault(where, "an element that may not be there")
    if is_hidden(attributes):
        yield Fault(where, "an element that is hidden")
    if name == "meta" and not _known_meta(attributes):
        yield Fault(where, "a meta element that is not on the list")
    if name == "script" and attributes.get("type", "").lower() not in _PROGRAMS:
        yield Fault(where, "data in a script")
    if "verborgen" in attributes.get("class", "").split() and attributes.keys() - {"class"}:
        yield Fault(where, "a figure that is not shown, with text behind it")
    for attribute, value in attributes.items():
        yield from _attribute(attribute, value, names)


def _known_meta(attributes: Mapping[str, str]) -> bool:
    name = attributes.get("name", "")
    known = not name or name in _META or name.startswith("quarto:")
    return known and attributes.keys() in _META_KINDS


def _attribute(name: str, value: str, names: frozenset[str]) -> Iterator[Fault]:
    is_data = name.startswith("data-")
    if name.startswith("on"):
        yield Fault(name, "a script in an attribute")
    is_json = name not in _TOLD and value.lstrip().startswith(("{", "["))
    if is_data and (len(value) > _LONGEST_DATA or is_json):
        yield Fault(name, "data in an attribute")
    if is_data or name in _SPOKEN or name.startswith("aria-"):
        yield from unseen(value, name, names)


def _unseen_names(text: str) -> frozenset[str]:
    """The names of user and machine, but those that the text shows: they are a word or a school there."""
    present = frozenset(name for name in machine_names() if name in text.lower())
    if not present:
        return present
    for unshown in (_STYLE, _COMMENT, _DRAWING_TEXT, _TAG):
        text = unshown.sub(" <" if unshown is _DRAWING_TEXT else " ", text)
    shown = html.unescape(text)
    return frozenset(name for name in present if not is_named(name, shown))


def _data_uris(text: str) -> Iterator[Fault]:
    for match in _DATA_URI.finditer(text):
        where = _line(text, match.start())
        if match[1].lower() not in _DATA_KINDS:
            yield Fault(where, "embedded data of a kind that may not leave")
        elif match[1].lower() == "image/svg+xml":
            yield from drawing_faults(_decoded(match), where, text)


def _decoded(match: re.Match[str]) -> str:
    if ";base64" not in match[2]:
        return urllib.parse.unquote(html.unescape(match[3]))
    try:
        return base64.b64decode(match[3]).decode("utf-8", errors="replace")
    except binascii.Error:
        return match[3]


def _line(text: str, at: int) -> str:
    return f"line {text.count(chr(10), 0, at) + 1}"
