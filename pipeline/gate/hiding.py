"""Whether an element of a page or drawing is there and not to be seen."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FAINT = 0.05
"""An element that covers less than this of what is behind it is not seen. A faint area is: it covers more."""
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(%|[a-z]*)")


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether attributes hide their element, by themselves or in their style.

    fill-opacity and stroke-opacity are of a surface or a line, not of the element.
    """
    said = dict(attributes) | _declared(attributes.get("style", ""))
    return (
        "hidden" in attributes
        or _word(said, "display") == "none"
        or _word(said, "visibility") in ("hidden", "collapse")
        or _number(said, "opacity") < _FAINT
        or _number(said, "font-size") <= 0
    )


def _declared(style: str) -> dict[str, str]:
    """The declarations of a style attribute, names in lower case."""
    parts = (part.partition(":") for part in _CSS_COMMENT.sub("", style).split(";"))
    return {name.strip().lower(): value for name, _, value in parts}


def _word(said: Mapping[str, str], name: str) -> str:
    return said.get(name, "").lower().replace("!important", "").strip()


def _number(said: Mapping[str, str], name: str) -> float:
    """A number or percentage as a fraction; infinite when nothing is said."""
    match = _NUMBER.match(_word(said, name))
    if match is None:
        return float("inf")
    return float(match[1]) / (100 if match[2] == "%" else 1)
