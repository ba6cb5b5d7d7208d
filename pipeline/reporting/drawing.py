"""Tidy the SVG of a chart, so that many of them can stand in one page."""

import re

from pipeline.workspace.errors import RenderFout

_PROLOGUE = re.compile(r"^\s*(<\?xml[^>]*\?>|<!DOCTYPE[^>]*>|\s)*", re.DOTALL)
_ARIA = re.compile(r'\s(?:role|aria-[a-z]+)="[^"]*"')
_ID = re.compile(r'\bid="([^"]+)"')
_UNSAFE = re.compile(r'<script|<foreignObject|\son[a-z]+="|(?:href|src)="(?!#|data:)', re.IGNORECASE)


def tidy_svg(svg: str, prefix: str) -> str:
    """The same drawing with ids of its own and without the roles that Vega gives to every mark.

    The alt text says what the drawing shows; a role per mark would read out every bar on top of that.
    Raises RenderFout on a drawing that holds a script or loads something.
    """
    prefix = prefix or "tekening"
    body = _ARIA.sub("", _PROLOGUE.sub("", svg, count=1))
    if _UNSAFE.search(body):
        raise RenderFout(f"{prefix}: the SVG holds a script or refers to something outside itself")
    for name in sorted(set(_ID.findall(body)), key=len, reverse=True):
        quoted = re.escape(name)
        body = re.sub(rf'\bid="{quoted}"', f'id="{prefix}-{name}"', body)
        body = re.sub(rf'(url\(#|href="#){quoted}(?=[)"])', rf"\g<1>{prefix}-{name}", body)
    return body.strip()
