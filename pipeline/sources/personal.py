"""What may tell of a person, so that no message, diff or log shows it."""

from __future__ import annotations

import re

MAX_SHOWN = 40
"""A longer text is written by somebody, about somebody."""
_SCHOOLJAAR = re.compile(r"\d{2,4}\s*[-/\u2013]\s*'?\d{2,4}")
_JAAR = re.compile(r"\b(19|20)\d\d\b")


def may_be_personal(text: str, personal: set[str]) -> bool:
    """Whether a value may be: a number or date, free text, or words that are also in personal columns."""
    number = sum(sign.isdigit() for sign in text) > 3 and not _SCHOOLJAAR.fullmatch(text)
    return number or len(text) > MAX_SHOWN or not personal.isdisjoint(words_of(text))


def header_may_be_personal(text: str, personal: set[str]) -> bool:
    """The same for a header, which may name a year."""
    return may_be_personal(_JAAR.sub("", text), personal)


def words_of(text: str) -> set[str]:
    """The words of three letters and more, in lower case."""
    return set(re.findall(r"\w{3,}", text.lower()))
