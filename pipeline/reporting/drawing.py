"""Tidy the SVG of a chart, so that many of them can stand in one page."""

import re

from pipeline.workspace.errors import RenderFout

_PROLOGUE = re.compile(r"^\s*(<\?xml[^>]*\?>|<!DOCTYPE[^>]*>|\s)*", re.DOTALL)
_TAG = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ARIA = re.compile(r'\s(?:role|aria-[a-z]+)="[^"]*"')
_REFERENCE = re.compile(r'(\bid="|url\(#|href="#)')
_UNSAFE = re.compile(r'^<(?:script|foreignObject)|\son[a-z]+=|(?:href|src)="(?!#|data:)', re.IGNORECASE)


def tidy_svg(svg: str, prefix: str) -> str:
    """The same drawing with ids of its own and without the roles that Vega gives to every mark.

    The alt text says what the drawing shows; a role per mark would read out every bar on top of that. Only
    tags are looked at: a name in the drawing may say what it likes.
    Raises RenderFout on a drawing that holds a script or loads something.
    """
    prefix = prefix or "tekening"
    body = _PROLOGUE.sub("", svg, count=1)
    return _TAG.sub(lambda match: _tidy_tag(match[0], prefix), body).strip()


def _tidy_tag(tag: str, prefix: str) -> str:
    if _UNSAFE.search(tag):
        raise RenderFout(f"{prefix}: the SVG holds a script or refers to something outside itself")
    return _REFERENCE.sub(rf"\g<1>{prefix}-", _ARIA.sub("", tag))
