"""One look for every chart: type, greys, one accent, and fixed colours for the bestemmingen.

Neighbours in the fixed order of bestemmingen differ in lightness (grey print) and for the three kinds of
colour blindness; a test computes both. Onbekend is never a colour but a hatch, so that it cannot pass for a
result. Importing this module makes the theme Altair's default, in reports and in JupyterLab alike.
"""

from functools import cache
from typing import Any

import altair as alt

from pipeline.reporting.assets import fonts_dir

FONT = "Toeleiding Sans"
"""The family in reports/assets/fonts; its figures are tabular by default."""

INKT = "#1a1a1a"
GRIJS = "#5b6472"
LIJN = "#d4d7dd"
VLAK = "#eef2f5"
WIT = "#ffffff"
ACCENT = "#01689b"
MARGE = "#7d8490"
"""Intervals: a mark, so at least 3 : 1 on white."""

TEKST, KLEIN, KOP = 14, 13, 18
"""Type sizes in pixels of a chart that is BREEDTE wide; the smallest equals a caption."""
REGEL = 18
"""Line height of a label in pixels."""
BREEDTE = 640
"""Width of every figure in pixels: the text column."""

ARCERING = "url(#arcering) #8b919c"
"""Fill of onbekend: a hatch, or plain grey where the page does not hold the pattern."""
VERBORGEN = "url(#verborgen) #f4f5f7"
"""Fill of what is not shown: a light hatch the other way, always with the words beside it."""

KLASSE_KLEUR = {
    "WERK": ACCENT,
    "LEREN": "#4d9c81",
    "DAGBESTEDING": "#916408",
    "GEEN": "#6b2a1c",
    "ONBEKEND": ARCERING,
}
CODE_KLEUR = {
    "ARB_REG": "#013f5f",
    "ARB_GAR": ACCENT,
    "ARB_BES": "#3d8fbd",
    "ARB_BBL": "#5f96b8",
    "MBO_BOL": "#2c7a63",
    "VMBO": "#4d9c81",
    "PRO": "#6f917a",
    "VSO": "#5d8068",
    "DAG_ARB": "#a8760f",
    "DAG_ACT": "#916408",
    "TRAJECT": "#77570f",
    "GEEN": "#6b2a1c",
    "BUITENLAND": "#9a5a48",
    "OVERLEDEN": "#56423c",
    "ONBEKEND": ARCERING,
}
STAPEL_KLEUR = {**KLASSE_KLEUR, "ZONDER_WERK": "#8b93a1"}
"""What a part of a bar can be: a class, or, in neutral grey, who has no work."""
OP_KLEUR = {"WERK": WIT, "LEREN": INKT, "DAGBESTEDING": WIT, "GEEN": WIT, "ZONDER_WERK": INKT}
"""Text colour that can be read on a class colour (contrast at least 4,5)."""

PATRONEN = (
    '<pattern id="arcering" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)">'
    '<rect width="5" height="5" fill="#e3e6ea"/><rect width="2" height="5" fill="#757c88"/></pattern>'
    '<pattern id="verborgen" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(-45)">'
    '<rect width="7" height="7" fill="#ffffff"/><rect width="1" height="7" fill="#9aa0aa"/></pattern>'
)
"""SVG definitions behind the two hatches; a page with interactive charts holds them once."""


@alt.theme.register("toeleiding", enable=True)
def thema() -> alt.theme.ThemeConfig:
    """The Vega-Lite configuration of the house."""
    return {"config": _config()}


def _config() -> Any:
    text = {"font": FONT, "fontSize": TEKST, "color": INKT}
    return {
        "font": FONT,
        "background": WIT,
        "aria": False,
        "view": {"stroke": None},
        "text": text,
        "title": {
            "font": FONT, "fontSize": KOP, "fontWeight": "bold", "color": INKT, "lineHeight": 22,
            "subtitleFont": FONT, "subtitleFontSize": TEKST, "subtitleColor": GRIJS,
            "subtitleLineHeight": REGEL, "subtitlePadding": 6, "anchor": "start", "frame": "group",
        },
        "axis": {
            "labelFont": FONT, "labelFontSize": KLEIN, "labelColor": GRIJS, "labelPadding": 6,
            "titleFont": FONT, "titleFontSize": KLEIN, "titleColor": GRIJS, "titleFontWeight": "normal",
            "domain": False, "ticks": False, "gridColor": LIJN, "gridWidth": 1,
        },
        "legend": {
            "labelFont": FONT, "labelFontSize": TEKST, "labelColor": INKT, "labelLimit": 400,
            "title": None, "symbolType": "square", "symbolSize": 150, "symbolStrokeWidth": 0,
        },
    }  # fmt: skip


@cache
def registreer_fonts() -> None:
    """Tell vl-convert, once, where the fonts of the reports are.

    Raises SettingsError when they are not there.
    """
    import vl_convert

    vl_convert.register_font_directory(str(fonts_dir()))
