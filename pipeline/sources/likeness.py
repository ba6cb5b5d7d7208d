"""How much a word of a school looks like a known one: to rank what is shown, and to propose a meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import lru_cache

from pipeline.sources.contract import kaal

ZEKER = 0.85
"""From this likeness on, word by word, a proposal need not be chosen by hand. Our choice."""
LIJKEND = 0.6
"""Below this nothing is called alike."""


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a header or value, without case and accents: "Datum_uit.2" has three."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return tuple(re.findall(r"[a-z]+|[0-9]+", plain))


def likeness(one: str, other: str) -> float:
    """From 0 to 1, with the words in the given order or sorted: "arbeid, regulier" is "regulier arbeid"."""
    in_order = ("".join(sorted(words(text))) for text in (one, other))
    return max(_ratio(kaal(one), kaal(other)), _ratio(*in_order))


def same_header(one: str, other: str) -> bool:
    """Whether two headers say the same: word by word alike, in any order. The cells must bear it out."""
    return _word_by_word(one, other, _alike)


def same_value(one: str, other: str) -> bool:
    """Whether two values say the same but for one slip of the pen in a word.

    A word too many ("geen vast contract"), another first letter ("onbetaald" for betaald) or another number
    ("volgmoment 3" for 2) is another meaning, however much the letters look alike; so is "aangehouden" for
    aangeboden, which differs in two places.
    """
    return _word_by_word(one, other, lambda left, right: _alike(left, right) and _one_slip(left, right))


def _word_by_word(one: str, other: str, same: Callable[[str, str], bool]) -> bool:
    left, right = sorted(words(one)), sorted(words(other))
    return bool(left) and len(left) == len(right) and all(map(same, left, right))


def _alike(one: str, other: str) -> bool:
    if one.isdigit() or other.isdigit() or min(len(one), len(other)) <= 2:
        return one == other
    return one[0] == other[0] and _ratio(one, other) >= ZEKER


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter is another, missing or too many, or two neighbours changed places."""
    start = _shared(one, other)
    one, other = one[start:], other[start:]
    end = _shared(one[::-1], other[::-1])
    one, other = one[: len(one) - end], other[: len(other) - end]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with together."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (left, right) in pairs if left != right), min(len(one), len(other)))


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0.0
