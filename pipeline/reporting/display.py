"""What a notebook cell shows: prose, a table or a figure, in forms that renderers and JupyterLab can read.

A figure carries its drawing twice: as Vega-Lite for a screen that can answer the mouse, as SVG for everything
else. In a run of the reports it carries the first alone: who dresses the notebook draws each chart once, for
both reports. No text/html anywhere: one such output makes Quarto pull scripts from a CDN into the page.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pipeline.reporting.charts.samenstel import Samenstel
from pipeline.reporting.drawing import DRAWN_LATER, VEGALITE_MIME, draw

Mimebundle = tuple[dict[str, Any], dict[str, Any]]

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


@dataclass(frozen=True)
class Proza:
    """Paragraphs of Markdown."""

    markdown: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mimebundle:
        return {"text/markdown": self.markdown, "text/plain": self.markdown}, {}


@dataclass(frozen=True)
class TableBundle:
    """A Markdown pipe table with its legend line, and its caption."""

    markdown: str
    caption: str
    herkomst: str = ""
    """Markdown: which figures are in it, and what they were made of."""

    def met_noot(self, noot: str) -> "TableBundle":
        """With one more sentence in the note under it; nothing changes without one."""
        eerste = self.markdown.rpartition("\n")[2].startswith("|")
        tussen = "\n\n" if eerste else " "
        return replace(self, markdown=self.markdown + tussen + noot) if noot else self

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mimebundle:
        data = {"text/markdown": self.markdown, "text/plain": self.caption}
        return data, _told(caption=self.caption, herkomst=self.herkomst)


@dataclass(frozen=True)
class FigureBundle:
    """A chart as Vega-Lite and as SVG, its caption, and the text for who cannot see it."""

    spec: Mapping[str, Any]
    alt: str
    caption: str
    herkomst: str = ""

    @cached_property
    def svg(self) -> str:
        """The drawing, in the house's fonts."""
        return draw(self.spec)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mimebundle:
        drawn = {} if os.environ.get(DRAWN_LATER) else {"image/svg+xml": self.svg}
        data = {VEGALITE_MIME: dict(self.spec), **drawn, "text/plain": self.alt}
        return data, _told(caption=self.caption, alt=self.alt, herkomst=self.herkomst)


def _told(**texts: str) -> dict[str, Any]:
    """The metadata of an output: all texts, but no origin where none is known."""
    return {"toeleiding": {name: text for name, text in texts.items() if text or name != "herkomst"}}


def figure_bundle(chart: Samenstel, alt_text: str, caption: str) -> FigureBundle:
    """A chart to show. Its data travel inside both forms, so pass released ones only.

    Altair does not check the specification here, which takes as long as all else together; the tests do.
    """
    spec = chart.specificatie()
    spec["$schema"] = _SCHEMA
    spec["usermeta"] = {"embedOptions": {"renderer": "svg", "actions": False}}
    return FigureBundle(spec, alt_text, caption)
