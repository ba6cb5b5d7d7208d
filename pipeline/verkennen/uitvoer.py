"""The files of something that is shared: the table as CSV, XLSX and HTML, the chart as SVG and PNG; each with
where it comes from. The same table gives the same bytes. Text stays text: it never becomes a formula.
"""

from __future__ import annotations

import html
import io
import re
import textwrap
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.reporting.notation import NIET_GETOOND, decimaal, getal
from pipeline.reporting.style import fonts_style
from pipeline.reporting.theme import FONT
from pipeline.verkennen.beeld import VEGALITE_IN_JUPYTERLAB, Figuur
from pipeline.verkennen.rijen import KLASSEN_IN_WOORDEN
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.record import stable_json

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.verkennen.herkomst import Herkomst

KOPPEN = {
    "schooljaar": "Schooljaar", "school": "School", "school_id": "Vestiging", "bestuur": "Bestuur",
    "schooltype": "Schooltype", "geslacht": "Geslacht", "leeftijd": "Leeftijd", "gemeente": "Gemeente",
    "diploma": "Diploma", "niveau": "Niveau", "eenheid": "Eenheid", "naam": "Naam", "indicator": "Indicator",
    "klasse": "Klasse", "soort_klasse": "Soort", "n": "Van", "k": "Aantal", "pct": "Procent",
    "laag": "Laag", "hoog": "Hoog", "status": "Status",
}  # fmt: skip
_GETAL, _PROCENT = ("n", "k"), ("pct", "laag", "hoog")
_FORMULE = re.compile(r"[=+\-@\t\r\n|]")
"""What a text must not begin with: a spreadsheet may take it for a formula."""
_MAAT = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="0 0 ([\d.]+) ([\d.]+)"')
_REGEL, _LETTER, _RAND, _BREED = 14, 10, 10, 5.2
_KLIK = re.compile(r"\s*(?:Klik|Dubbelklik)[^.]*\.")
_LEEG = re.compile(r'<path class="\w+" aria-hidden="true" d="" [^>]*display="none"\s*/>')
"""What Vega leaves of a frame that is not drawn."""
_SCHAAL = 2.0
_STIJL = (
    "body{font:16px/1.5 'Toeleiding Sans','Segoe UI',sans-serif;color:#1a1a1a;max-width:62rem;margin:2rem"
    " auto;padding:0 1rem}table{border-collapse:collapse;font-variant-numeric:tabular-nums}th,td{padding:"
    ".25rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid #d4d7dd}td.g,th.g{text-align:"
    "right}figure{margin:1rem 0}svg{max-width:100%;height:auto}dt{font-weight:600}dd{margin:0 0 .5rem}"
)


def files_of(table: pd.DataFrame, about: Herkomst, figure: Figuur | None) -> dict[str, bytes]:
    """Every file by its name. table: as it may be shown, with `schooljaar` in the place of cohort."""
    drawing = draw(figure, about) if figure else ""
    made = {
        "tabel.csv": csv_of(table, about),
        "tabel.xlsx": workbook_of(table, about),
        "pagina.html": page_of(table, about, drawing).encode(),
    }
    if figure:
        made |= {"grafiek.svg": drawing.encode(), "grafiek.png": _png(drawing)}
    made["herkomst.json"] = stable_json({"titel": about.titel, **dict(about.regels)}).encode()
    return made


def with_schooljaar(table: pd.DataFrame) -> pd.DataFrame:
    """The school year in the place of the cohort, and the columns that are shown, in a fixed order."""
    years = [str(Schooljaar(int(cohort))) for cohort in table["cohort"]]
    shown = table.drop(columns="cohort").assign(schooljaar=years)
    return shown[[column for column in KOPPEN if column in shown]]


def csv_of(table: pd.DataFrame, about: Herkomst) -> bytes:
    """Semicolons and decimal commas, as a Dutch spreadsheet reads it; where it comes from in lines with #."""
    lines = [f"# {about.titel}", *(f"# {what}: {text}" for what, text in about.regels)]
    lines.append(";".join(table.columns))
    for row in table.to_dict("records"):
        lines.append(";".join(_csv_cell(str(name), row[name]) for name in table.columns))
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def _csv_cell(name: str, value: Any) -> str:
    text = _plain(name, value)
    text = text if name in (*_GETAL, *_PROCENT) else _no_formula(text)
    return '"' + text.replace('"', '""') + '"' if re.search(r'[";\r\n]', text) else text


def _no_formula(text: str) -> str:
    return f"'{text}" if _FORMULE.match(text) else text


def _plain(name: str, value: Any) -> str:
    """A value without marks between thousands."""
    if _missing(value):
        return ""
    if name == "klasse":
        return KLASSEN_IN_WOORDEN.get(str(value), str(value))
    if name in _PROCENT:
        return decimaal(float(value)).replace(".", "")
    return str(int(value)) if name in (*_GETAL, "leeftijd") else str(value)


def workbook_of(table: pd.DataFrame, about: Herkomst) -> bytes:
    """A sheet with the table and one with where it comes from."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        bold = book.add_format({"bold": True, "bottom": 1})
        rate, plain = book.add_format({"num_format": "0.0"}), book.add_format({})
        sheet = book.add_worksheet("Tabel")
        for place, name in enumerate(table.columns):
            sheet.set_column(place, place, 26 if name in ("school", "naam", "bestuur") else 13)
            sheet.write_string(0, place, KOPPEN[str(name)], bold)
        for number, row in enumerate(table.to_dict("records"), start=1):
            for place, name in enumerate(table.columns):
                value = row[name]
                if _missing(value):
                    continue
                if name in (*_GETAL, *_PROCENT):
                    sheet.write_number(number, place, float(value), rate if name in _PROCENT else plain)
                else:
                    sheet.write_string(number, place, _plain(str(name), value))
        sheet.freeze_panes(1, 0)
        own = book.add_worksheet("Herkomst")
        own.set_column(0, 0, 16)
        own.set_column(1, 1, 110, book.add_format({"text_wrap": True}))
        for number, (what, text) in enumerate((("Titel", about.titel), *about.regels)):
            own.write_string(number, 0, what, bold)
            own.write_string(number, 1, text)
    return buffer.getvalue()


def page_of(table: pd.DataFrame, about: Herkomst, drawing: str = "") -> str:
    """A page by itself: nothing in it asks for anything from outside, and no script runs."""
    heads = "".join(
        f'<th scope="col"{_right(str(name))}>{html.escape(KOPPEN[str(name)])}</th>' for name in table.columns
    )
    rows = "".join(
        "<tr>" + "".join(_page_cell(str(name), row[name], row) for name in table.columns) + "</tr>"
        for row in table.to_dict("records")
    )
    notes = "".join(
        f"<dt>{html.escape(what)}</dt><dd>{html.escape(text)}</dd>" for what, text in about.regels
    )
    title = html.escape(about.titel)
    figure = f"<figure>{drawing}</figure>" if drawing else ""
    return (
        '<!DOCTYPE html>\n<html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{fonts_style()}{_STIJL}</style></head>\n<body><main><h1>{title}</h1>{figure}\n"
        '<div role="region" aria-label="Tabel" tabindex="0" style="overflow-x:auto"><table>'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table></div>\n"
        f"<h2>Herkomst</h2><dl>{notes}</dl></main></body></html>\n"
    )


def _right(name: str) -> str:
    return ' class="g"' if name in (*_GETAL, *_PROCENT) else ""


def _page_cell(name: str, value: Any, row: Mapping[Any, Any]) -> str:
    if _missing(value):
        text = NIET_GETOOND if name == "k" and row.get("status") == NIET_GETOOND else "–"
    elif name in _PROCENT:
        text = decimaal(float(value))
    else:
        text = getal(int(value)) if name in _GETAL else _plain(name, value)
    return f"<td{_right(name)}>{html.escape(text)}</td>"


def draw(figure: Figuur, about: Herkomst) -> str:
    """The chart as SVG, and under it where it comes from."""
    import vl_convert

    from pipeline.reporting.theme import registreer_fonts

    registreer_fonts()
    spec = _unclickable(dict(figure.spec))
    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGALITE_IN_JUPYTERLAB)
    lines = [about.titel, *about.kort(), *_drawn_year(spec), *_without_names(spec)]
    return _with_lines(_LEEG.sub("", svg), lines, figure.alt)


def _unclickable(spec: dict[str, Any]) -> dict[str, Any]:
    """Without what it says of clicking: on paper nothing happens."""
    title = spec.get("title")
    if isinstance(title, dict) and isinstance(title.get("subtitle"), str):
        spec["title"] = {**title, "subtitle": _KLIK.sub("", title["subtitle"]).strip()}
    return spec


def _drawn_year(spec: Mapping[str, Any]) -> list[str]:
    """Which year is drawn, of a chart in which one is chosen."""
    for param in spec.get("params", ()):
        options = param.get("bind", {}).get("options", ()) if isinstance(param.get("bind"), dict) else ()
        if param.get("name") == "kies_jaar" and len(options) > 1:
            value = param.get("value")
            year = value[0].get("jaar") if isinstance(value, list) else value
            return [f"Getekend is {year}; in de tabel staan alle jaren."]
    return []


def _without_names(spec: Mapping[str, Any]) -> list[str]:
    """That the lines have no names, of a chart with more groups than a legend holds: nothing can be pointed
    at on paper."""
    colours = (layer.get("encoding", {}).get("color", {}) for layer in spec.get("layer", ()))
    if any(colour.get("field") == "groep" and colour.get("legend", "") is None for colour in colours):
        return ["Dit zijn te veel groepen om bij naam te noemen; in de tabel staan ze alle."]
    return []


def _with_lines(svg: str, lines: list[str], alt: str) -> str:
    """Text under a drawing, which becomes as much higher; and what it shows in words."""
    found = _MAAT.search(svg)
    if found is None:
        raise AssertionError("a drawing without its size")
    width, height = max(float(found[1]), 480.0), float(found[2])
    wrapped = [part for line in lines for part in textwrap.wrap(line, int((width - 2 * _RAND) / _BREED))]
    high = height + _RAND + _REGEL * (len(wrapped) + 1)
    texts = "".join(
        f'<text x="{_RAND}" y="{height + _RAND + _REGEL * (at + 1):g}">{html.escape(part)}</text>'
        for at, part in enumerate(wrapped)
    )
    size = f'width="{width:g}" height="{high:g}" viewBox="0 0 {width:g} {high:g}"'
    made = svg[: found.start()] + size + svg[found.end() :]
    made = re.sub(r"(<svg[^>]*)>", rf'\1 role="img" aria-label="{html.escape(alt)}">', made, count=1)
    ground = f'<rect width="{width:g}" height="{high:g}" fill="white"/>'
    made = re.sub(r"(<svg[^>]*>)", rf"\1{ground}", made, count=1)
    style = f'font-family="{FONT}, sans-serif" font-size="{_LETTER}px" fill="#4b5563"'
    return made.replace("</svg>", f"<g {style}>{texts}</g></svg>")


def _png(svg: str) -> bytes:
    import vl_convert

    made: bytes = vl_convert.svg_to_png(svg, scale=_SCHAAL)
    return made


def _missing(value: Any) -> bool:
    import pandas as pd

    return value is None or bool(pd.isna(value))
