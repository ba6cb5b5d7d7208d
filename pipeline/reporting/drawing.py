"""Tidy the SVG of a chart, so that many of them can stand in one page."""

import re

from pipeline.workspace.errors import RenderFout

_PROLOGUE = re.compile(r"^\s*(<\?xml[^>]*\?>|<!DOCTYPE[^>]*>|\s)*", re.DOTALL)
_TAG = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ARIA = re.compile(r'\s(?:role|aria-[a-z]+)="[^"]*"')
_REFERENCE = re.compile(r'(\bid="|url\(#|href="#)')
_INSIDE_TAG = r"""(?:[^<>"']|"[^"]*"|'[^']*')*?"""
_UNDRAWN = rf'{_INSIDE_TAG}\s(?:display="none"|opacity="0")(?=[\s/>]){_INSIDE_TAG}'
_LEFT_OUT = re.compile(rf"<(?:text\b{_UNDRAWN}(?<!/)>.*?</text>|[a-z]+\b{_UNDRAWN}/>)", re.DOTALL)
"""What Vega writes and does not draw: empty marks, and labels for which there was no room."""
_UNSAFE = re.compile(r'^<(?:script|foreignObject)|\son[a-z]+=|(?:href|src)="(?!#|data:)', re.IGNORECASE)


def tidy_svg(svg: str, prefix: str) -> str:
    """The same drawing with ids of its own, without what is not drawn, and without the roles of Vega's marks.

    The alt text says what the drawing shows; a role per mark would read out every bar on top of that. Only
    tags are looked at: a name in the drawing may say what it likes.
    Raises RenderFout on a drawing that holds a script or loads something.
    """
    prefix = prefix or "tekening"
    body = _LEFT_OUT.sub("", _PROLOGUE.sub("", svg, count=1))
    return _TAG.sub(lambda match: _tidy_tag(match[0], prefix), body).strip()


def _tidy_tag(tag: str, prefix: str) -> str:
    if _UNSAFE.search(tag):
        raise RenderFout(f"{prefix}: the SVG holds a script or refers to something outside itself")
    return _REFERENCE.sub(rf"\g<1>{prefix}-", _ARIA.sub("", tag))
