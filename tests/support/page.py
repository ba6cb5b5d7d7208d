"""Just enough of a DOM to ask questions about a rendered page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_CLOSES_P = {"p", "div", "ul", "ol", "section", "table", "figure", "blockquote"}


@dataclass
class Element:
    """A tag with its attributes and what is inside: elements and texts in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, white space folded."""
        return " ".join(
            "".join(part if isinstance(part, str) else f"{part.text_raw}" for part in self.inside).split()
        )

    @property
    def text_raw(self) -> str:
        return "".join(part if isinstance(part, str) else part.text_raw for part in self.inside)

    def walk(self) -> Iterator["Element"]:
        yield self
        for part in self.inside:
            if isinstance(part, Element):
                yield from part.walk()

    def all(self, *tags: str, cls: str = "") -> list["Element"]:
        """Elements with one of these tags (any, if none is given) and a class, in page order."""
        return [
            element
            for element in self.walk()
            if (not tags or element.tag in tags) and (not cls or cls in element.get("class").split())
        ]

    def one(self, *tags: str, cls: str = "") -> "Element":
        found = self.all(*tags, cls=cls)
        assert len(found) == 1, f"{len(found)} elements {tags} {cls}"
        return found[0]

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stack = [Element("document")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _CLOSES_P and self.stack[-1].tag == "p":
            self.stack.pop()
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].inside.append(element)
        if tag not in _VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].inside.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.stack):
            while self.stack.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.stack[-1].inside.append(data)


def parse_page(path: Path) -> Element:
    """Read a page."""
    builder = _Builder()
    builder.feed(path.read_text(encoding="utf-8"))
    return builder.stack[0]
