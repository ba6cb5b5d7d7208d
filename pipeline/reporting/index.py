"""The page in front of the reports: every school year, both reports, as page, as PDF, and their tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import groupby
from pathlib import Path

from pipeline.gate.check import refuse_faults
from pipeline.reporting.assets import assets_dir
from pipeline.reporting.frontmatter import PROGRAMMA
from pipeline.reporting.notation import datum
from pipeline.reporting.style import page_style
from pipeline.workspace.atomic import write_text
from pipeline.workspace.errors import RenderFout

_ROW = """<tr>
<th scope="row">{naam}{voor}</th>
<td><a href="{html}">Lezen<span class="screen-reader-only"> op het scherm: {vol}</span></a></td>
<td><a href="{pdf}">Pdf<span class="screen-reader-only">: {vol}</span></a></td>
<td>{xlsx}</td>
<td>{stand}</td>
<td>{status}</td>
</tr>"""


@dataclass(frozen=True)
class IndexEntry:
    """A report that is in place; html, pdf and xlsx are addresses as seen from the index."""

    schooljaar: str
    naam: str
    html: str
    pdf: str
    stand: date
    status: str
    voorbeeldgegevens: bool = False
    vertrouwelijk: bool = False
    xlsx: str | None = None


def write_index(path: Path, entries: Sequence[IndexEntry]) -> None:
    """Write reports/index.html whole: the newest school year first, reports in the order they come in."""
    page = index_page(entries)
    refuse_faults([(path.name, page.encode())], RenderFout)
    write_text(path, page)


def index_page(entries: Sequence[IndexEntry]) -> str:
    """The page, with its style inside and nothing to fetch."""
    newest_first = sorted(entries, key=lambda entry: entry.schooljaar, reverse=True)
    years = [
        _year(year, list(group)) for year, group in groupby(newest_first, lambda entry: entry.schooljaar)
    ]
    template = (assets_dir() / "html" / "index.html").read_text(encoding="utf-8")
    mark = any(entry.voorbeeldgegevens for entry in entries)
    return (
        template.replace("{{style}}", page_style())
        .replace("{{programma}}", escape(PROGRAMMA))
        .replace("{{merk}}", _MARK if mark else "")
        .replace("{{jaren}}", "\n".join(years) or "<p>Er zijn nog geen rapporten.</p>")
    )


_MARK = (
    '<p class="merk-balk merk-voorbeeld"><strong>Voorbeeldgegevens</strong> Alle leerlingen, scholen, '
    "besturen en cijfers in deze rapporten zijn verzonnen. Gebruik er geen enkel cijfer uit.</p>"
)
_XLSX = '<a href="{adres}">Xlsx<span class="screen-reader-only">: alle tabellen, {vol}</span></a>'
_VERTROUWELIJK = "<br><strong>Vertrouwelijk, alleen voor de stuurgroep</strong>"
_HEAD = """<thead><tr><th scope="col">Rapport</th><th scope="col">Scherm</th><th scope="col">Papier</th>
<th scope="col">Tabellen</th><th scope="col">Stand</th><th scope="col">Status</th></tr></thead>"""


def _year(schooljaar: str, entries: Sequence[IndexEntry]) -> str:
    name = f"Schooljaar {schooljaar}"
    rows = "\n".join(_row(entry) for entry in entries)
    return (
        f'<section class="level2"><h2>{name}</h2>\n'
        f'<div class="tabel-schuif" role="group" tabindex="0" aria-label="Rapporten {name.lower()}">'
        f"<table>{_HEAD}<tbody>\n{rows}\n</tbody></table></div></section>"
    )


def _row(entry: IndexEntry) -> str:
    vol = escape(f"{entry.naam} {entry.schooljaar}")
    return _ROW.format(
        naam=escape(entry.naam),
        voor=_VERTROUWELIJK if entry.vertrouwelijk else "",
        vol=vol,
        html=escape(entry.html),
        pdf=escape(entry.pdf),
        xlsx=_XLSX.format(adres=escape(entry.xlsx), vol=vol) if entry.xlsx else "",
        stand=datum(entry.stand),
        status=escape(entry.status),
    )
