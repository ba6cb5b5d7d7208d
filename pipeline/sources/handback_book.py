"""The workbook a school gets back: its rows, what is wrong with each and what to do, the cells marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.sources.handback import Terugrij

TITEL = "Rijen om na te kijken: {school}"
UITLEG = (
    "De gekleurde cellen moet u nakijken. Verbeter ze in uw eigen systeem en lever het hele bestand opnieuw",
    "aan, met dezelfde naam en met alle rijen. Het nieuwe bestand komt in de plaats van het oude.",
    "Een rij met 'telt niet mee' kunnen wij aan geen leerling, school of schooljaar koppelen.",
    "Dit bestand bevat gegevens van leerlingen. Bewaar het veilig, mail het niet, en wis het na gebruik.",
)
VAST = ("Bestand", "Blad", "Rij", "Telt de rij mee?", "Wat is er mis?", "Wat kunt u doen?")
BREEDTES = (34, 12, 6, 14, 44, 60)


def write_book(path: Path, school: str, rows: Sequence[Terugrij]) -> str:
    """Write the workbook of one school, a sheet per source; gives its name. Cells are text, no formulas."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        formats = {
            "titel": book.add_format({"bold": True, "font_size": 14}),
            "kop": book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4", "text_wrap": True}),
            "gewoon": book.add_format({"valign": "top", "text_wrap": True}),
            "fout": book.add_format({"valign": "top", "bg_color": "#FFE08A", "border": 2}),
        }
        for bron in dict.fromkeys(row.contract.bron for row in rows):
            _sheet(book, formats, school, [row for row in rows if row.contract.bron == bron])
    path.chmod(0o600)
    return path.name


def _sheet(book: Any, formats: dict[str, Any], school: str, rows: list[Terugrij]) -> None:
    sheet = book.add_worksheet(rows[0].contract.bron)
    sheet.write_string(0, 0, TITEL.format(school=school), formats["titel"])
    for number, line in enumerate(UITLEG, 1):
        sheet.write_string(number, 0, line)
    namen = [k.naam for k in rows[0].contract.kolommen if any(k.naam in row.cellen for row in rows)]
    first = len(UITLEG) + 2
    for place, kop in enumerate((*VAST, *namen)):
        sheet.set_column(place, place, BREEDTES[place] if place < len(BREEDTES) else 18)
        sheet.write_string(first, place, kop, formats["kop"])
    for number, row in enumerate(rows, first + 1):
        _row(sheet, formats, number, row, namen)
    sheet.freeze_panes(first + 1, 3)
    sheet.autofilter(first, 0, first + len(rows), len(VAST) + len(namen) - 1)


def _row(sheet: Any, formats: dict[str, Any], number: int, row: Terugrij, namen: list[str]) -> None:
    telt = "telt niet mee" if row.quarantaine else "telt mee"
    wat = "\n".join(klacht.wat for klacht in row.klachten)
    doe = "\n".join(dict.fromkeys(klacht.doe for klacht in row.klachten))
    for place, text in enumerate((row.bestand, row.blad, str(row.rij), telt, wat, doe)):
        sheet.write_string(number, place, text, formats["gewoon"])
    wrong = {naam for klacht in row.klachten for naam in klacht.kolommen}
    for place, naam in enumerate(namen, len(VAST)):
        sheet.write_string(
            number, place, row.cellen.get(naam, ""), formats["fout" if naam in wrong else "gewoon"]
        )
