"""Every table of a report as a workbook: the same cells as in the report, numbers as numbers.

Read from the dressed notebook, so nothing is in it that the report does not show.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.reporting.cells import parse_cell
from pipeline.reporting.frontmatter import parse_front
from pipeline.reporting.markdown import gelezen
from pipeline.reporting.pijptabel import lees_tabel
from pipeline.workspace.errors import RenderFout

if TYPE_CHECKING:
    from nbformat import NotebookNode

_GETAL = re.compile(r"[-+−]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?")
_HERKOMST = re.compile(r"::: \{\.herkomst[^}]*\}\n(.*)\n:::", re.DOTALL)
_SMALST, _BREEDST = 9, 60
_OPTIES = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@dataclass(frozen=True)
class Tabel:
    """A numbered table as its reader sees it: plain text, without markup."""

    nummer: int
    bijschrift: str
    koppen: tuple[str, ...]
    rechts: tuple[bool, ...]
    """Which columns are set to the right: those of numbers."""
    rijen: tuple[tuple[str, ...], ...]
    noten: tuple[str, ...]


def tabellen(dressed: NotebookNode, where: str) -> Iterator[Tabel]:
    """The tables of a dressed notebook in order; their numbers are those that the renderers give them.

    Raises RenderFout on a table that is no pipe table.
    """
    cells = dressed.cells
    nummer = 0
    for at, cell in enumerate(cells):
        if cell.cell_type != "code":
            continue
        code = parse_cell(cell.source, where)
        if code.kind == "tbl" and not code.is_hidden:
            nummer += 1
            markdown = "".join(output.data.get("text/markdown", "") for output in cell.outputs)
            onder = _origin(cells[at + 1]) if at + 1 < len(cells) else ""
            yield _tabel(nummer, str(code.options["tbl-cap"]), markdown, onder, where)


def _origin(cell: NotebookNode) -> str:
    found = _HERKOMST.fullmatch(str(cell.source)) if cell.cell_type == "markdown" else None
    return found[1] if found else ""


def _tabel(nummer: int, bijschrift: str, markdown: str, onder: str, where: str) -> Tabel:
    lijnen = markdown.splitlines()
    tabel = lees_tabel([line for line in lijnen if line.startswith("|")])
    if tabel is None:
        raise RenderFout(f"{where}: table {nummer} is not a pipe table")
    onderschrift = "\n".join(line for line in lijnen if not line.startswith("|")).strip()
    noten = [onderschrift, *(f"Herkomst: {deel}" for deel in onder.split("\n\n") if deel)]
    return Tabel(
        nummer,
        gelezen(bijschrift),
        tuple(map(gelezen, tabel.koppen)),
        tuple(kant == "right" for kant in tabel.kanten),
        tuple(tuple(map(gelezen, rij)) for rij in tabel.rijen),
        tuple(gelezen(noot) for noot in noten if noot),
    )


def waarde(tekst: str) -> tuple[float, int] | None:
    """A number in Dutch notation and its decimals, or None for what is text: a mark, an interval, a name."""
    match = _GETAL.fullmatch(tekst)
    if not match:
        return None
    gewoon = tekst.replace("−", "-").replace(".", "").replace(",", ".")
    return float(gewoon), len(match[1] or "")


def workbook_of(path: Path) -> bytes:
    """The workbook of a dressed notebook: a sheet that lists the tables, and a sheet for each.

    The same notebook gives the same bytes. Cells are text or numbers, no formulas. Raises RenderFout.
    """
    import nbformat
    import xlsxwriter

    dressed, where = nbformat.read(path, as_version=4), path.name
    front = parse_front(dressed.cells[0].source, where)
    gevonden = [*tabellen(dressed, where)]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIES) as book:
        dag = date.fromisoformat(front["rapport"]["datum"])
        book.set_properties({"created": datetime(dag.year, dag.month, dag.day)})
        opmaak = _Opmaak(book)
        _inhoud(book.add_worksheet("Inhoud"), opmaak, front, gevonden)
        for tabel in gevonden:
            _blad(book.add_worksheet(f"Tabel {tabel.nummer}"), opmaak, tabel)
    return buffer.getvalue()


class _Opmaak:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.titel = book.add_format({"bold": True, "font_size": 14})
        self.kop = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.tekst = book.add_format({"valign": "top", "text_wrap": True})
        self.noot = book.add_format({"font_color": "#5B6472", "font_size": 9})
        self._book = book
        self._getallen: dict[int, Any] = {}

    def getal(self, decimalen: int) -> Any:
        """A number with so many decimals; the spreadsheet writes it in the notation of its user."""
        if decimalen not in self._getallen:
            vorm = "#,##0" + ("." + "0" * decimalen if decimalen else "")
            self._getallen[decimalen] = self._book.add_format({"num_format": vorm, "valign": "top"})
        return self._getallen[decimalen]


def _inhoud(sheet: Any, opmaak: _Opmaak, front: Any, gevonden: Sequence[Tabel]) -> None:
    rapport = front["rapport"]
    sheet.write_string(0, 0, str(front["title"]), opmaak.titel)
    over = [
        f"{rapport['programma']}. Stand van de gegevens: {rapport['stand']}. Status: {rapport['status']}."
    ]
    if rapport["voorbeeld"]:
        over.append("Voorbeeldgegevens: alle leerlingen, scholen en cijfers zijn verzonnen.")
    if rapport["publiek"]:
        over.append(f"Alleen voor {rapport['publiek']}.")
    over.append("Elke tabel van het rapport heeft een eigen blad. Wat hier staat, staat ook in het rapport.")
    for number, line in enumerate(over, 1):
        sheet.write_string(number, 0, line)
    first = len(over) + 2
    for number, tabel in enumerate(gevonden, first):
        sheet.write_string(number, 0, f"Tabel {tabel.nummer}")
        sheet.write_string(number, 1, tabel.bijschrift)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 100)


def _blad(sheet: Any, opmaak: _Opmaak, tabel: Tabel) -> None:
    sheet.write_string(0, 0, f"Tabel {tabel.nummer}: {tabel.bijschrift}", opmaak.titel)
    for place, kop in enumerate(tabel.koppen):
        sheet.write_string(2, place, kop, opmaak.kop)
        langst = max((len(rij[place]) for rij in tabel.rijen), default=0)
        sheet.set_column(place, place, min(max(langst, len(kop) // 2, _SMALST) + 1, _BREEDST))
    for number, rij in enumerate(tabel.rijen, 3):
        for place, tekst in enumerate(rij):
            if tabel.rechts[place] and (gevonden := waarde(tekst)):
                sheet.write_number(number, place, gevonden[0], opmaak.getal(gevonden[1]))
            elif tekst:
                sheet.write_string(number, place, tekst, opmaak.tekst)
    for number, noot in enumerate(tabel.noten, 3 + len(tabel.rijen) + 1):
        sheet.write_string(number, 0, noot, opmaak.noot)
    sheet.freeze_panes(3, 1)
