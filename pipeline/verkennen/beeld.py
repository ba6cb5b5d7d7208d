"""How charts look in JupyterLab: the theme of the reports, Dutch numbers, and drawn without a network.

Altair's own renderer takes its programs from a CDN. JupyterLab has them inside, for Vega-Lite 5: what is
handed over says so, for our charts and for those that the analyst makes with Altair herself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import altair as alt

from pipeline.reporting.display import Mimebundle
from pipeline.reporting.drawing import VEGALITE_MIME
from pipeline.reporting.theme import FONT, thema
from pipeline.verkennen.toegang import NietHier

if TYPE_CHECKING:
    import pandas as pd

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
VEGALITE_IN_JUPYTERLAB = "5.8"
_NAAM = "toeleiding-lab"
_LETTERS = f"'{FONT}', 'Open Sans', 'Segoe UI', 'DejaVu Sans', sans-serif"
"""The font of the reports where it is installed, and else what a browser has."""
_GETALLEN = {
    "decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""], "percent": "%",
}  # fmt: skip
_OF_FIGURES = {"cohort", "indicator", "n", "k", "pct", "laag", "hoog", "status"}
_KOP = 52
"""Letters on a line of a heading above a chart."""
_OPTIES = {"renderer": "svg", "actions": False}


@dataclass(frozen=True)
class Figuur:
    """A chart for the screen, and what it shows in words. Its data travel inside it, so it stays here.

    tabel, teken: what it was made of, and how it is made of another table; `v.delen` needs them.
    """

    spec: Mapping[str, Any]
    alt: str
    tabel: pd.DataFrame | None = field(default=None, repr=False, compare=False)
    teken: Callable[[pd.DataFrame], Figuur] | None = field(default=None, repr=False, compare=False)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mimebundle:
        return {VEGALITE_MIME: dict(self.spec), "text/plain": self.alt}, {}

    def met_kop(self, kop: str) -> Figuur:
        """The same under another heading, over as many lines as it needs."""
        title = self.spec.get("title")
        own = title if isinstance(title, dict) else {}
        return replace(self, spec={**self.spec, "title": {**own, "text": wrap(kop, _KOP)}})


Grafieken = TypeVar("Grafieken")
P = ParamSpec("P")


def van_tabel(
    teken: Callable[Concatenate[Grafieken, pd.DataFrame, P], Figuur],
) -> Callable[Concatenate[Grafieken, pd.DataFrame, P], Figuur]:
    """A chart that remembers the table it was drawn of, and how."""

    @wraps(teken)
    def drawn(self: Grafieken, tabel: pd.DataFrame, /, *args: P.args, **kwargs: P.kwargs) -> Figuur:
        if missing := _OF_FIGURES - set(getattr(tabel, "columns", ())):
            raise NietHier(
                f"v.grafiek.{teken.__name__} draws a table of figures; here {min(missing)} is missing",
                "Give it a table of v.indicator, v.bestemmingen or v.cijfers, with all its columns:"
                f" v.grafiek.{teken.__name__}(v.indicator('P2', per='school')).",
            )
        made = teken(self, tabel, *args, **kwargs)
        return replace(made, tabel=tabel, teken=lambda other: teken(self, other, *args, **kwargs))

    return drawn


def figuur(chart: alt.TopLevelMixin, woorden: str) -> Figuur:
    """The chart as JupyterLab draws it offline. Altair's own check takes longest: tests do it."""
    spec: dict[str, Any] = chart.to_dict(validate=False)
    return Figuur(_offline(spec), woorden)


def use_our_look() -> None:
    """From here on Altair uses our theme and draws offline, also what the analyst makes herself."""
    alt.theme.register(_NAAM, enable=True)(_thema)
    alt.renderers.register(_NAAM, _bundle)
    alt.renderers.enable(_NAAM)


def _thema() -> Any:
    config: Any = _with_fonts(thema()["config"])
    return {"config": {**config, "locale": {"number": _GETALLEN}, "aria": True}}


def _with_fonts(config: Any) -> Any:
    """The same configuration with fonts that a browser has."""
    if isinstance(config, dict):
        return {name: _with_fonts(value) for name, value in config.items()}
    return _LETTERS if config == FONT else config


def _bundle(spec: dict[str, Any], **_: Any) -> dict[str, Any]:
    title = spec.get("title")
    words = title.get("text") if isinstance(title, dict) else title
    return {VEGALITE_MIME: _offline(spec), "text/plain": str(words or "grafiek")}


def _offline(spec: dict[str, Any]) -> dict[str, Any]:
    return {**spec, "$schema": _SCHEMA, "usermeta": {"embedOptions": _OPTIES}}
