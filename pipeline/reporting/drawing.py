"""Tidy the SVG of a chart, so that many of them can stand in one page."""

import re

from pipeline.workspace.errors import RenderFout

SCHEIDING = "\N{SYMBOL FOR UNIT SEPARATOR}"
"""Between the name and the words of a mark in its description; it is in no name."""

_PROLOGUE = re.compile(r"^\s*(<\?xml[^>]*\?>|<!DOCTYPE[^>]*>|\s)*", re.DOTALL)
_TAG = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ARIA = re.compile(r'\s(?:role|aria-[a-z]+)="[^"]*"')
_TOLD = re.compile(rf'\saria-label="([^"{SCHEIDING}]*){SCHEIDING}([^"]*)"')
_DATA = re.compile(r'\sdata-[a-z]+="[^"]*"')
_REFERENCE = re.compile(r'(\bid="|url\(#|href="#)')
_INSIDE_TAG = r"""(?:[^<>"']|"[^"]*"|'[^']*')*?"""
_UNDRAWN = rf'{_INSIDE_TAG}\s(?:display="none"|opacity="0")(?=[\s/>]){_INSIDE_TAG}'
_LEFT_OUT = re.compile(rf"<(?:text\b{_UNDRAWN}(?<!/)>.*?</text>|[a-z]+\b{_UNDRAWN}/>)", re.DOTALL)
"""What Vega writes and does not draw: empty marks, and labels for which there was no room."""
_UNSAFE = re.compile(r'^<(?:script|foreignObject)|\son[a-z]+=|(?:href|src)="(?!#|data:)', re.IGNORECASE)


def tidy_svg(svg: str, prefix: str) -> str:
    """The same drawing with ids of its own, without what is not drawn, and without the roles of Vega's marks.

    The alt text says what the drawing shows; a role per mark would read out every bar on top of that. What a
    mark is of and what it says stay with it as data, for the script of the page. Only tags are looked at: a
    name in the drawing may say what it likes.
    Raises RenderFout on a drawing that holds a script or loads something.
    """
    prefix = prefix or "tekening"
    body = _LEFT_OUT.sub("", _PROLOGUE.sub("", svg, count=1))
    return _TAG.sub(lambda match: _tidy_tag(match[0], prefix), body).strip()


def plain_svg(svg: str) -> str:
    """The drawing alone, without what its marks say: for paper."""
    return _TAG.sub(lambda match: _DATA.sub("", match[0]), svg)


def _tidy_tag(tag: str, prefix: str) -> str:
    told = _TOLD.search(tag)
    kept = [_as_data(*told.groups())] if told else _DATA.findall(tag)
    bare = _ARIA.sub("", _DATA.sub("", tag))
    if _UNSAFE.search(bare):
        raise RenderFout(f"{prefix}: the SVG holds a script or refers to something outside itself")
    drawn = _REFERENCE.sub(rf"\g<1>{prefix}-", bare)
    if not kept:
        return drawn
    end = "/>" if drawn.endswith("/>") else ">"
    return f"{drawn.removesuffix(end)}{''.join(kept)}{end}"


def _as_data(name: str, words: str) -> str:
    """The attributes of a mark; its words do not begin with its name once more."""
    rest = words.removeprefix(name)
    if name and rest != words and rest[:2] in (": ", ", "):
        words = rest[2:]
    return "".join(f' data-{key}="{text}"' for key, text in (("naam", name), ("tip", words)) if text)
