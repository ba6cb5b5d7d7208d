"""Draw a chart, and tidy the SVG, so that many of them can stand in one page."""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.workspace.errors import RenderFout

VEGALITE_MIME = "application/vnd.vegalite.v5+json"
"""The newest Vega-Lite type that nbformat accepts and JupyterLab shows offline."""
DRAWN_LATER = "TOELEIDING_DRAWN_LATER"
"""Set in the environment of a kernel whose notebook will be dressed: its charts come out without drawings."""
_VL_VERSION = "6.4"
_NOT_DRAWN = ("$schema", "usermeta")
"""What a specification holds for a screen."""

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


def draw(spec: Mapping[str, Any]) -> str:
    """The SVG of a Vega-Lite specification, in the house's fonts and with its hatches."""
    import vl_convert

    from pipeline.reporting.theme import PATRONEN, registreer_fonts

    registreer_fonts()
    drawn = {name: part for name, part in spec.items() if name not in _NOT_DRAWN}
    svg: str = vl_convert.vegalite_to_svg(drawn, vl_version=_VL_VERSION)
    return re.sub(r"(<svg[^>]*>)", rf"\1<defs>{PATRONEN}</defs>", svg, count=1)


def draw_once(spec: Mapping[str, Any], folder: Path) -> str:
    """The same, kept in a folder for who draws it again: both reports show the same charts."""
    content = json.dumps(spec, sort_keys=True).encode()
    path = folder / f"{hashlib.sha256(content).hexdigest()}.svg"
    if not path.is_file():
        own = path.with_suffix(f".{os.getpid()}")
        own.write_text(draw(spec), encoding="utf-8")
        own.replace(path)
    return path.read_text("utf-8")


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
