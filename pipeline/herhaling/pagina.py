"""The numbers in a report as a reader meets them, section by section; not those of its colophon, which tells
of the program, nor of its drawings, which show what the tables say."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from pipeline.herhaling.uitkomst import Verschil

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_UNSEEN = frozenset({"script", "style", "svg", "title", "button"})
_HEADS = frozenset({"h1", "h2", "h3", "h4"})
_CHAPTER = frozenset({"h1", "h2"})
_COLOPHON = "Colofon"

Getal = tuple[str, str]
"""The section that it stands in, and the number."""


def numbers(page: str) -> list[Getal]:
    """Every number of a page, in order."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found


def compare(name: str, was: str, now: str) -> tuple[int, Verschil | None]:
    """How many numbers were compared, and the section of the first that is otherwise."""
    before, after = numbers(was), numbers(now)
    for old, new in zip(before, after, strict=False):
        if old != new:
            return len(before), Verschil(name, "another number", old[0])
    if len(before) != len(after):
        longer = max(before, after, key=len)
        return len(before), Verschil(name, "more or fewer numbers", longer[min(len(before), len(after))][0])
    return len(before), None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Getal] = []
        self._unseen = 0
        self._head: list[str] | None = None
        self._section, self._colophon = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _HEADS:
            self._head = []

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _HEADS and self._head is not None:
            self._section = " ".join("".join(self._head).split())
            if tag in _CHAPTER:
                self._colophon = _COLOPHON in self._section
            self._head = None

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._head is not None:
            self._head.append(data)
        elif not self._colophon:
            self.found += [(self._section, number) for number in _NUMBER.findall(data)]
