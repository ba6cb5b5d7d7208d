"""Workbooks and archives as no library writes them: ODS, XLS, raw XLSX parts, and containers with a trap."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

Cell = str | int | float | bool | date | None
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def write_zip(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A deflated archive of these parts, in this order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def xlsx_parts(
    sheets: Mapping[str, str], *, calc: str = "", styles: str = "", target: str = "worksheets/sheet{}.xml"
) -> dict[str, str]:
    """The parts of an XLSX whose sheets have this markup between <sheetData> and its end."""
    numbers = {name: number for number, name in enumerate(sheets, 1)}
    listed = "".join(f'<sheet name={quoteattr(n)} sheetId="{i}" r:id="rId{i}"/>' for n, i in numbers.items())
    related = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/worksheet" Target="{target.format(i)}"/>'
        for i in numbers.values()
    )
    parts = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets>'
        f"{calc}</workbook>",
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        "</Relationships>",
    }
    if styles:
        parts["xl/styles.xml"] = f'{XML}<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>'
    for number, data in enumerate(sheets.values(), 1):
        place = ("xl/" + target.format(number)).replace("xl//xl/", "xl/")
        parts[place] = f'{XML}<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData></worksheet>'
    return parts


def xml_row(number: int, *cells: Cell) -> str:
    """A row of an XLSX: text and numbers, from column A on."""
    marked = []
    for place, cell in enumerate(cells):
        where = f"{chr(65 + place)}{number}"
        if isinstance(cell, str):
            marked.append(f'<c r="{where}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>')
        elif cell is not None:
            marked.append(f'<c r="{where}"><v>{cell}</v></c>')
    return f'<row r="{number}">{"".join(marked)}</row>'


@dataclass(frozen=True)
class OdsCell:
    """A cell of an ODS by its attributes and the text it shows."""

    attributes: str = ""
    shown: str = ""
    covered: bool = False

    @property
    def markup(self) -> str:
        name = "table:covered-table-cell" if self.covered else "table:table-cell"
        shown = f"<text:p>{escape(self.shown)}</text:p>" if self.shown else ""
        return f"<{name} {self.attributes}>{shown}</{name}>"


def ods_cell(cell: Cell | OdsCell) -> OdsCell:
    match cell:
        case OdsCell():
            return cell
        case None | "":
            return OdsCell()
        case bool():
            return OdsCell(
                f'office:value-type="boolean" office:boolean-value="{str(cell).lower()}"', str(cell)
            )
        case datetime() | date():
            return OdsCell(f'office:value-type="date" office:date-value="{cell.isoformat()}"', str(cell))
        case int() | float():
            return OdsCell(f'office:value-type="float" office:value="{cell}"', str(cell))
        case _:
            return OdsCell('office:value-type="string"', cell)


def ods_parts(
    sheets: Mapping[str, Sequence[Sequence[Cell | OdsCell] | str]],
    *,
    hidden: Sequence[str] = (),
    before: str = "",
    manifest: str = "",
) -> dict[str, str]:
    """The parts of an ODS; a row may be given as markup, and `before` stands before the content."""
    tables = "".join(_ods_table(name, rows, name in hidden) for name, rows in sheets.items())
    spaces = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{n}="{spaces}{n}:1.0"' for n in ("office", "table", "text", "style", "calcext"))
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"{XML}{before}<office:document-content {names}><office:automatic-styles>"
        '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/>'
        f"</style:style></office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>",
        "META-INF/manifest.xml": f'{XML}<manifest:manifest xmlns:manifest="{spaces}manifest:1.0">'
        f"{manifest}</manifest:manifest>",
    }


def _ods_table(name: str, rows: Sequence[Sequence[Cell | OdsCell] | str], hidden: bool) -> str:
    marked = "".join(
        row
        if isinstance(row, str)
        else f"<table:table-row>{''.join(ods_cell(cell).markup for cell in row)}</table:table-row>"
        for row in rows
    )
    style = ' table:style-name="ta1"' if hidden else ""
    return f"<table:table table:name={quoteattr(name)}{style}>{marked}</table:table>"


def write_ods(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell | OdsCell]]]) -> Path:
    return write_zip(path, ods_parts(sheets))


@dataclass(frozen=True)
class Biff:
    """A cell of an XLS as the record that holds it: its kind, and its data after row and column."""

    kind: int
    data: bytes

    @classmethod
    def error(cls, code: int) -> Biff:
        return cls(0x205, struct.pack("<HBB", 0, code, 1))

    @classmethod
    def formula(cls, result: bytes, flags: int = 0) -> Biff:
        """1+1, with this result."""
        return cls(0x06, struct.pack("<H8sHIH", 0, result, flags, 0, 7) + bytes.fromhex("1e01001e010003"))

    @classmethod
    def percent(cls, value: float, style: int = 2) -> Biff:
        return cls(0x203, struct.pack("<Hd", style, value))


def biff_cell(cell: Cell | Biff) -> Biff:
    match cell:
        case Biff():
            return cell
        case bool():
            return Biff(0x205, struct.pack("<HBB", 0, cell, 0))
        case date():
            return Biff(0x203, struct.pack("<Hd", 1, (cell - date(1899, 12, 30)).days))
        case int() | float():
            return Biff(0x203, struct.pack("<Hd", 0, cell))
        case _:
            text = cell or ""
            return Biff(0x204, struct.pack("<HHB", 0, len(text), 1) + text.encode("utf-16-le"))


def xls_book(
    sheets: Mapping[str, Sequence[Sequence[Cell | Biff | None]]],
    *,
    hidden: Mapping[str, int] | None = None,
    merged: Sequence[tuple[int, int, int, int]] = (),
    more: bytes = b"",
) -> bytes:
    """The records of an Excel 97 workbook; a merged range is first and last row, first and last column."""
    code = "0.0%"
    styles = b"".join(biff_record(0xE0, struct.pack("<HH16x", 0, number)) for number in (0, 14, 9, 164))
    head = (
        biff_record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
        + biff_record(0x41E, struct.pack("<HHB", 164, len(code), 0) + code.encode())
        + styles
        + more
    )
    bodies = [_xls_sheet(rows, merged) for rows in sheets.values()]
    place = len(head) + sum(12 + 2 * len(name) for name in sheets) + 4
    listed = b""
    for name, body in zip(sheets, bodies, strict=True):
        state = (hidden or {}).get(name, 0)
        named = struct.pack("<IBBBB", place, state, 0, len(name), 1) + name.encode("utf-16-le")
        listed += biff_record(0x85, named)
        place += len(body)
    return head + listed + biff_record(0x0A, b"") + b"".join(bodies)


def _xls_sheet(
    rows: Sequence[Sequence[Cell | Biff | None]], merged: Sequence[tuple[int, int, int, int]]
) -> bytes:
    body = biff_record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell not in (None, ""):
                made = biff_cell(cell)
                body += biff_record(made.kind, struct.pack("<HH", number, column) + made.data)
    if merged:
        ranges = b"".join(struct.pack("<HHHH", *each) for each in merged)
        body += biff_record(0xE5, struct.pack("<H", len(merged)) + ranges)
    return body + biff_record(0x0A, b"")


def biff_record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


_END, _FREE, _TABLE, _ROOT, _STREAM = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 5, 2


def ole(streams: Mapping[str, bytes], *, small: bool = False) -> bytes:
    """A container with these streams; `small` ones lie together in a stream of their own.

    Otherwise each is padded to the size from which it has sectors to itself.
    """
    if small:
        return _ole_small(streams)
    padded = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    return _ole({name: (content, len(content)) for name, content in padded.items()}, {})


def _ole_small(streams: Mapping[str, bytes]) -> bytes:
    together, table, places = b"", [], {}
    for name, content in streams.items():
        start, sectors = len(table), -(-len(content) // 64)
        table += [*range(start + 1, start + sectors), _END]
        together += content.ljust(sectors * 64, b"\0")
        places[name] = (start, len(content))
    listed = struct.pack(f"<{len(table)}I", *table)
    return _ole({"": (together, len(together)), "mini": (listed, len(listed))}, places)


def _ole(large: Mapping[str, tuple[bytes, int]], places: Mapping[str, tuple[int, int]]) -> bytes:
    """Streams with sectors of their own; "" is what small ones lie in, "mini" their table."""
    names = [name for name in (*large, *places) if name not in ("", "mini")]
    directory_size = -(-(len(names) + 2) * 128 // 512)
    content_size = sum(-(-len(content) // 512) for content, _ in large.values())
    tables = -(-(directory_size + content_size + 1) // 127)
    fat = [_TABLE] * tables + [*range(tables + 1, tables + directory_size), _END]
    starts, body = dict(places), b""
    for name, (content, size) in large.items():
        starts[name] = (len(fat), size)
        sectors = -(-len(content) // 512)
        fat += [*range(len(fat) + 1, len(fat) + sectors), _END]
        body += content.ljust(sectors * 512, b"\0")
    root, mini = starts.get("", (_END, 0)), starts.get("mini", (_END, 0))
    entries = _ole_entry("Root Entry", _ROOT, *root, child=1)
    for number, name in enumerate(names, 1):
        entries += _ole_entry(
            name, _STREAM, *starts[name], right=number + 1 if number < len(names) else _FREE
        )
    head = struct.pack("<8s16xHHHHH6xI", bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3, 0xFFFE, 9, 6, 0)
    head += struct.pack("<IIIIIIII", tables, tables, 0, 4096, mini[0], mini[1] > 0, _END, 0)
    head += struct.pack("<109I", *[*range(tables), *[_FREE] * (109 - tables)])
    listed = struct.pack(f"<{tables * 128}I", *[*fat, *[_FREE] * (tables * 128 - len(fat))])
    return head + listed + entries.ljust(directory_size * 512, b"\0") + body


def _ole_entry(name: str, kind: int, start: int, size: int, child: int = _FREE, right: int = _FREE) -> bytes:
    written = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIII", written, len(written) + 2, kind, 1, _FREE, right, child, start, size, 0
    )


def write_xls(
    path: Path, sheets: Mapping[str, Sequence[Sequence[Cell | Biff | None]]], **more: object
) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(ole({"Workbook": xls_book(sheets, **more)}))  # type: ignore[arg-type]
    return path
