"""A big table on the screen: it scrolls, and where scripts may run it filters and sorts, offline."""

from __future__ import annotations

import hashlib
import html
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.reporting.notation import decimaal, getal
from pipeline.vocabulary.schooljaar import Schooljaar

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.reporting.display import Mimebundle

MEESTE = 2_000
"""Rows that go into a page; a notebook with more becomes slow."""
_SCRIPT = (Path(__file__).parent / "tabel.js").read_text("utf-8")
_STAAND = "position:sticky;top:0;background:#ffffff;border-bottom:2px solid #1a1a1a;cursor:pointer"
_JAREN = {"cohort", "tot", "schooljaar", "teljaar"}
_KORT = 40
"""Letters of a text that stays on one line."""


@dataclass(frozen=True)
class Bladertabel:
    """A DataFrame to leaf through, in Dutch notation. An untrusted notebook shows it without the filter."""

    gegevens: pd.DataFrame
    titel: str = ""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mimebundle:
        return {
            "text/html": self.html(),
            "text/plain": f"{self.titel or 'tabel'}: {len(self.gegevens)} rijen",
        }, {}

    def html(self) -> str:
        """The table with its filter; the script is the same for every table and finds those without one."""
        shown = self.gegevens.head(MEESTE)
        body = _body(shown)
        mark = hashlib.sha256(body.encode()).hexdigest()[:12]
        heads = "".join(_head(name, shown[name]) for name in shown.columns)
        return (
            f'<div class="tl-tabel" data-tl="{mark}">{self._above()}'
            f'<div style="max-height:420px;overflow:auto" tabindex="0">'
            f'<table style="border-collapse:separate;border-spacing:0"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{body}</tbody></table></div></div><script>{_SCRIPT}</script>"
        )

    def _above(self) -> str:
        rows = len(self.gegevens)
        many = f"{getal(rows)} {'rij' if rows == 1 else 'rijen'}"
        if rows > MEESTE:
            many = f"de eerste {getal(MEESTE)} van {getal(rows)} rijen; een nauwere vraag toont de rest"
        title = f"<strong>{html.escape(self.titel)}</strong> · " if self.titel else ""
        return f'<p>{title}<span class="tl-aantal">{many}</span></p>'


def _body(shown: pd.DataFrame) -> str:
    columns = [(name in _JAREN, _right(shown[name]), shown[name].tolist()) for name in shown.columns]
    cells = [[_cell(value, year, right) for value in values] for year, right, values in columns]
    return "".join(f"<tr>{''.join(row)}</tr>" for row in zip(*cells, strict=True))


def _head(name: str, values: pd.Series[Any]) -> str:
    align = "right" if _right(values) else "left"
    return f'<th scope="col" style="{_STAAND};text-align:{align}">{html.escape(str(name))}</th>'


def _right(values: pd.Series[Any]) -> bool:
    import pandas as pd

    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def _cell(value: Any, year: bool, right: bool) -> str:
    text = _text(value, year)
    line = ";white-space:nowrap" if len(text) <= _KORT else ""
    sort = f' data-w="{float(value)}"' if right and not _missing(value) else ""
    align = "right" if right else "left"
    return f'<td style="text-align:{align}{line}"{sort}>{html.escape(text)}</td>'


def _text(value: Any, year: bool) -> str:
    if _missing(value):
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int):
        return str(Schooljaar(value)) if year else getal(value)
    return decimaal(value) if isinstance(value, float) else str(value)


def _missing(value: Any) -> bool:
    import pandas as pd

    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))
