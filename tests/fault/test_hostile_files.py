"""Files that are built to do harm, or look like it: each is refused by name, and the rest goes its way.

All of them are delivered together, with some good ones, so that none can spoil what happens to another.
"""

from __future__ import annotations

import io
import os
import signal
import socket
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.sources.check import Bevinding, check
from pipeline.sources.contract import contracten
from pipeline.sources.delivery import active_deliveries
from pipeline.sources.reading import (
    Bestand,
    archive,
    bestand,
    bestanden,
    read_bladen,
    spreadsheet,
    strange_files,
    worker,
)
from pipeline.sources.reading import bestand as looked_at
from pipeline.sources.reading.child.refusal import Geweigerd
from pipeline.sources.reading.child.sax import walk
from pipeline.sources.register import Intake, delivered_files, recognised_sheets, take_in
from pipeline.status import status
from pipeline.workspace.errors import LeveringGeweigerd
from pipeline.workspace.folders import Workspace
from tests.support.exports import KOP, leerling, write_csv, write_uitstroom, write_xlsx
from tests.support.intake import OPNAME
from tests.support.workbooks import (
    XML,
    biff_record,
    ods_parts,
    ole,
    write_xls,
    write_zip,
    xlsx_parts,
    xml_row,
)

ROWS = xml_row(1, *KOP) + xml_row(2, *leerling())
SECRET = "geheim-van-deze-machine"
POSIX = hasattr(os, "mkfifo")
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """Fail instead of hanging."""

    def late(*_: object) -> None:
        raise AssertionError(f"not done after {seconds} seconds")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


# The makers: each writes one file

Make = Callable[[Path], Any]


def _zip(parts: Callable[[], Mapping[str, str | bytes]]) -> Make:
    return lambda path: write_zip(path, parts())


def _bytes(content: Callable[[], bytes]) -> Make:
    return lambda path: path.write_bytes(content())


def _sheet(rows: Callable[[], list[list[object]]]) -> Make:
    """As CSV or XLSX by its name; the XLSX without the limits that a library keeps."""

    def make(path: Path) -> None:
        if path.suffix == ".csv":
            write_csv(path, rows())
            return
        data = "".join(
            f'<row r="{n}">' + "".join(f'<c t="inlineStr"><is><t>{c}</t></is></c>' for c in row) + "</row>"
            for n, row in enumerate(rows(), 1)
        )
        write_zip(path, xlsx_parts({"A": data}))

    return make


def _shared_content(path: Path) -> None:
    """Many names for one packed file: small, and huge only when all of them are unpacked."""
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("0000.csv", os.urandom(2 * 1024**2))
        (info,) = packed.infolist()
        for number in range(1, 1100):
            other = zipfile.ZipInfo(f"{number:04}.csv")
            for known in ("compress_type", "CRC", "compress_size", "file_size", "header_offset", "flag_bits"):
                setattr(other, known, getattr(info, known))
            packed.filelist.append(other)
    assert path.stat().st_size < 3 * 1024**2


def _understated(path: Path) -> None:
    """A part that is larger than it says."""
    write_zip(path, xlsx_parts({"A": ROWS + " " * 5_000_000}))
    with zipfile.ZipFile(path) as packed:
        size = struct.pack("<I", max(info.file_size for info in packed.infolist()))
    path.write_bytes(path.read_bytes().replace(size, struct.pack("<I", 2000)))


def _overstated(path: Path) -> None:
    """A part that says it is larger than all that is read."""
    write_zip(path, xlsx_parts({"A": ROWS}))
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/worksheets/sheet2.xml", "x")
        packed.filelist[-1].file_size = 520 * 1024**2


def _without_a_name(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed, packed.open(zipfile.ZipInfo(""), "w") as member:
        member.write(b"x")


def _encrypted_members(path: Path) -> None:
    if path.suffix == ".zip":
        write_zip(path, {"a.csv": b"x"})
    else:
        write_zip(path, xlsx_parts({"A": ROWS}))
    path.write_bytes(
        path.read_bytes().replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\x01\0")
    )


def _filepass() -> bytes:
    head = biff_record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
    return ole({"Workbook": head + biff_record(0x2F, b"\1\0" + bytes(52)) + biff_record(0x0A, b"")})


def _damaged_xls(path: Path) -> None:
    """The end of the workbook's records is now a cell of too few bytes, with text behind it."""
    write_xls(path, {"A": [[SECRET], KOP]})
    path.write_bytes(path.read_bytes().replace(biff_record(0x0A, b""), b"\x04\x02\x04\0abcd"))


def _in_long_folder(path: Path) -> None:
    folder = path.parent / ("m" * 240)
    folder.mkdir()
    write_uitstroom(folder / path.name, leerling(PGN="123456782"))


def _bytes_name(name: bytes) -> Make:
    """A file with a name that is no text, or not only text."""

    def make(path: Path) -> None:
        place = os.path.join(os.fsencode(path.parent), name)  # noqa: PTH118 - it is no text
        with open(place, "wb") as file:  # noqa: PTH123
            file.write(b"a;b\r\n")

    return make


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket may not be long
    socket.socket(socket.AF_UNIX).bind(path.name)
    os.chdir(here)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(9 * 1024**3)  # takes no room on disk


# XML that reaches or multiplies

_ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE x [<!ENTITY l0 "ha">{_ENTITIES}]>'
DTD = {
    "lach": (LAUGHS, "&l9;"),
    "bestand": ('<!DOCTYPE x [<!ENTITY e SYSTEM "{secret}">]>', "&e;"),
    "netwerk": ('<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:{port}/">]>', "&e;"),
    "parameter": ('<!DOCTYPE x [<!ENTITY % e SYSTEM "{secret}">%e;]>', "x"),
}
XLSX_PARTS = ["worksheets/sheet1.xml", "workbook.xml", "_rels/workbook.xml.rels", "styles.xml"]


@pytest.mark.parametrize("kind", DTD)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_reader_of_single_cells_knows_no_entities(kind: str, encoding: str) -> None:
    before, reference = DTD[kind]
    markup = f'<?xml version="1.0" encoding="{encoding}"?>{before}<a>{reference}</a>'
    with pytest.raises(Geweigerd, match="document type definition"):
        walk(io.BytesIO(markup.encode(encoding)), lambda *_: None)


def _with_entity(part: str, kind: str, encoding: str, port: int) -> Make:
    def make(path: Path) -> None:
        secret = path.parent / ".geheim.txt"
        secret.write_text(SECRET, encoding="utf-8")
        parts: dict[str, str | bytes] = {**xlsx_parts({"A": xml_row(1, "#")}, styles="<cellXfs/>")}
        if not part.startswith("xl/"):
            parts = {**ods_parts({"A": [["#"]]})}
        before, reference = DTD[kind]
        before = before.replace("{secret}", secret.as_uri()).replace("{port}", str(port))
        markup = str(parts[part]).removeprefix(XML).replace("#", reference)
        written = f'<?xml version="1.0" encoding="{encoding}"?>{before}{markup}'
        write_zip(path, parts | {part: written.encode(encoding)})

    return make


def _behind_a_comment(path: Path) -> None:
    """Too far on for a look at the start; the sheet has a formula, so that it is read closely."""
    formula = '<c r="Z1"><f>1</f><v>1</v></c></row>'
    parts = xlsx_parts({"A": ROWS.replace("</row>", formula, 1).replace("Proef", "&l9;")})
    markup = parts["xl/worksheets/sheet1.xml"].removeprefix(XML)
    parts["xl/worksheets/sheet1.xml"] = f"{XML}<!--{' ' * 2 * 1024**2}-->{LAUGHS}{markup}"
    write_zip(path, parts)


def _with_links(port: int) -> Make:
    """Macros, a link to another workbook, a query and a formula that runs a program."""

    def make(path: Path) -> None:
        target = f"http://127.0.0.1:{port}/x.xlsx"
        relation = "http://schemas.openxmlformats.org/package/2006/relationships"
        cell = '<c r="P2"><f>[1]Blad!A1+cmd|"/c calc"!A0</f><v>32</v></c></row>'
        rows = xml_row(1, *KOP) + xml_row(2, *leerling(PGN="123456782", Uren=None)).replace("</row>", cell)
        write_zip(
            path,
            xlsx_parts({"A": rows}, calc="<externalReferences/>")
            | {
                "xl/externalLinks/externalLink1.xml": f'{XML}<externalLink xmlns="x"/>',
                "xl/externalLinks/_rels/externalLink1.xml.rels": f'{XML}<Relationships xmlns="{relation}">'
                f'<Relationship Id="rId1" Type="x" Target="{target}" TargetMode="External"/></Relationships>',
                "xl/connections.xml": f'{XML}<connections xmlns="x"><webPr url="{target}"/></connections>',
                "xl/vbaProject.bin": "Sub Auto_Open()" * 100,
            },
        )

    return make


# What is delivered, and what is said of it


@dataclass(frozen=True)
class Kwaad:
    """A hostile file: how it is made, what is said of it, and under what name (its own, mostly)."""

    make: Make
    said: str
    shown: str = ""


LONG = "x" * 10 * 1024**2
WIDE = [f"kolom {n}" for n in range(10_000)]
HEADER = [*KOP, "Opmerking " + "x" * 1024**2]
ODS_ENCRYPTED = (
    '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
)
INNER = "2017-11-01/kwaad/een archief in een archief.zip: dieper.zip"
A_SIGN = "its name, or that of its folder, has a sign in it that belongs in no file name"
A_DTD = "holds a document type definition, which no spreadsheet program writes"
NO_SHEET = "cannot be opened as a spreadsheet"
PASSWORD = "is protected with a password"

FILES: dict[str, Kwaad] = {
    "bom.zip": Kwaad(
        _zip(lambda: {"x.csv": b"\0" * 30 * 1024**2}),
        "holds a file that unpacks to more than 200 times its size: x.csv",
    ),
    "bom.xlsx": Kwaad(_overstated, "unpacks to 520 MB; at most 512 MB is read"),
    "gedeelde inhoud.zip": Kwaad(_shared_content, "unpacks to 2200 MB; at most 2048 MB is read"),
    "een archief in een archief.zip": Kwaad(
        _zip(lambda: {"dieper.zip": _packed({"x.csv": b"0" * 100_000})}),
        "an archive inside an archive",
        INNER,
    ),
    "veel leden.zip": Kwaad(
        _zip(lambda: {f"{n}.csv": b"" for n in range(5000)}), "holds more than 2000 files"
    ),
    "groter dan gezegd.xlsx": Kwaad(_understated, NO_SHEET),
    "naar boven.zip": Kwaad(
        _zip(lambda: {"../x.csv": b"x"}), "whose name leads out of the archive: ../x.csv"
    ),
    "achter een opmerking.xlsx": Kwaad(_behind_a_comment, NO_SHEET),
    "wachtwoord.xlsx": Kwaad(
        _bytes(lambda: ole({"EncryptionInfo": b"\x04\0\x04\0", "EncryptedPackage": os.urandom(9000)})),
        PASSWORD,
    ),
    "wachtwoord.xls": Kwaad(_bytes(_filepass), PASSWORD),
    "wachtwoord.ods": Kwaad(_zip(lambda: ods_parts({"A": [["x"]]}, manifest=ODS_ENCRYPTED)), PASSWORD),
    "wachtwoord.zip": Kwaad(_encrypted_members, PASSWORD),
    "wachtwoord op de delen.xlsx": Kwaad(_encrypted_members, PASSWORD),
    "kapot.xls": Kwaad(_damaged_xls, NO_SHEET),
    "binair.xlsb": Kwaad(
        _zip(lambda: {"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"x"}),
        "is a binary workbook (XLSB)",
    ),
    "te groot.csv": Kwaad(_sparse, "is larger than 8 GB"),
    "x" * 240 + ".csv": Kwaad(
        _bytes(lambda: b"a;b"), "its name is longer than 200 characters", "x" * 40 + "…"
    ),
    "in een map.csv": Kwaad(
        _in_long_folder, "its name is longer than 200 characters, or it lies too deep", "in een map.csv…"
    ),
    "verdwaald.xlsx": Kwaad(
        _zip(lambda: xlsx_parts({"A": ROWS + xml_row(3, ".").replace("A3", "XFD3")})),
        "sheet A, row 3: has more than 500 columns",
    ),
    "verdwaald ver onder.xlsx": Kwaad(
        _zip(lambda: xlsx_parts({"A": ROWS + "".join(xml_row(n, "x") for n in range(3, 40)) + STRAY})),
        "sheet A, row 40, column XFD: the sheet goes on to this column; at most 500 columns are read",
    ),
    "NUL.xls": Kwaad(
        lambda path: write_xls(path, {"A": [KOP, leerling(Achternaam="a\0b")]}),
        "sheet A, row 2, column C: holds NUL bytes",
    ),
    "bladnaam.xlsx": Kwaad(
        _zip(lambda: xlsx_parts({"A\n<script>\u202e": ROWS.replace("Testman", "a\0b")})),
        "sheet A\\n<script>\\u202e, row 2, column C: holds NUL bytes",
    ),
    "zonder naam.zip": Kwaad(_without_a_name, "leads out of the archive"),
    "zeven.7z": Kwaad(_bytes(lambda: b"7z\xbc\xaf\x27\x1c" + bytes(99)), "is a 7z archive, not an export"),
    "pagina.xls": Kwaad(_bytes(lambda: b"\xef\xbb\xbf \n<HTML><table>"), "is a web page, not an export"),
    "blad.xml": Kwaad(_bytes(lambda: b'<?xml version="1.0"?><Workbook/>'), "is an XML file, not an export"),
}
STRAY = xml_row(40, ".").replace("A40", "XFD40")


def _packed(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


SHAPES: dict[str, tuple[Callable[[], list[list[object]]], str]] = {
    "een cel van 10 MB": (lambda: [KOP, leerling(Achternaam=LONG)], "row 2"),
    "later een cel van 10 MB": (lambda: [KOP, *([leerling()] * 40), leerling(Achternaam=LONG)], "row 42"),
    "tienduizend kolommen": (lambda: [WIDE, WIDE], "row 1: has more than 500 columns"),
    "kop en tienduizend kolommen": (lambda: [[*KOP, *WIDE], leerling()], "row 1: has more than 500 columns"),
    "kop van 1 MB": (lambda: [HEADER, [*leerling(), ""]], "row 1: is longer than 100000 characters"),
    "NUL": (lambda: [KOP, leerling(Achternaam="a\0b")], "row 2"),
    "NUL in de kop": (lambda: [["a\0b", *KOP], ["", *leerling()]], "row 1"),
}
FILES |= {
    f"{shape}.{suffix}": Kwaad(_sheet(rows), said)
    for shape, (rows, said) in SHAPES.items()
    for suffix in ("csv", "xlsx")
}
TRAPS = {
    b"regel\neinde.csv": "regel\\neinde.csv",
    b"terug\rloop.csv": "terug\\rloop.csv",
    b"rood\x1b[31m.csv": "rood\\x1b[31m.csv",
    b"<script>alert(1).csv": "<script>alert(1).csv",
    b"geen tekst \xff.csv": "geen tekst \\udcff.csv",
    "omgekeerd \u202evsc.csv".encode(): "omgekeerd \\u202evsc.csv",
}
if POSIX:
    FILES |= {shown: Kwaad(_bytes_name(name), A_SIGN) for name, shown in TRAPS.items()} | {
        "naar buiten.csv": Kwaad(
            lambda path: path.symlink_to(path.parents[4] / "elders.csv"),
            "is a link to a folder, or to a file elsewhere",
        ),
        "naar boven": Kwaad(lambda path: path.symlink_to("..", True), "is a link to a folder"),
        "naar zichzelf": Kwaad(lambda path: path.symlink_to(".", True), "is a link to a folder"),
        "naar een map": Kwaad(
            lambda path: path.symlink_to("../../2017-11-02", True), "is a link to a folder"
        ),
        "nergens.csv": Kwaad(lambda path: path.symlink_to("weg.csv"), "cannot be read: No such file"),
        "kring.csv": Kwaad(lambda path: path.symlink_to(path.name), "cannot be read: Too many levels"),
        "pijp.csv": Kwaad(lambda path: os.mkfifo(path), "is not a file"),
        "stekker.csv": Kwaad(_socket, "is not a file"),
        "apparaat.csv": Kwaad(
            lambda path: path.symlink_to("/dev/zero"), "is a link to a folder, or to a file"
        ),
    }
GOOD = ["2017-11-01/goed.csv", "2017-11-01/met links.xlsm", "2017-11-02/z.zip/goed.xls", "2017-11-02/zz.xlsx"]


def _entities(port: int) -> dict[str, Kwaad]:
    parts = [f"xl/{part}" for part in XLSX_PARTS] + ["content.xml", "META-INF/manifest.xml"]
    return {
        f"{kind} {part.replace('/', ' ')} {encoding}.xlsx": Kwaad(
            _with_entity(part, kind, encoding, port), A_DTD if encoding == "utf-8" else ""
        )
        for kind in DTD
        for part in parts
        for encoding in ("utf-8", "utf-16")
    }


def _deliver(workspace: Workspace, port: int, hostile: Mapping[str, Kwaad]) -> None:
    """The good ones before and behind the others, among them an archive with a bad file."""
    raw = workspace.raw
    write_uitstroom(workspace.root / "elders.csv", leerling(Bestemming=SECRET))
    write_uitstroom(raw / GOOD[0], leerling())
    _with_links(port)(raw / GOOD[1])
    xls = write_xls(workspace.root / "x.xls", {"A": [KOP, leerling(PGN="111222333", Leerlingnummer="3")]})
    write_zip(raw / "2017-11-02" / "z.zip", {"goed.xls": xls.read_bytes(), "fout.csv": b"\0"})
    write_xlsx(raw / GOOD[3], {"A": [KOP, leerling(PGN="999990202", Leerlingnummer="4")]})
    (raw / "2017-11-02" / "~$zz.xlsx").write_bytes(b"\x05Naam" + b"\0" * 160)
    folder = raw / "2017-11-01" / "kwaad"
    folder.mkdir()
    for naam, kwaad in hostile.items():
        kwaad.make(folder / naam)


@dataclass(frozen=True)
class Ronde:
    """One round of intake, and one of `check`."""

    workspace: Workspace
    hostile: Mapping[str, Kwaad]
    found: Intake
    findings: list[Bevinding]


@pytest.fixture(scope="module")
def ronde(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ronde]:
    workspace = Workspace.create(tmp_path_factory.mktemp("kwaad") / "werkmap")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.01)
        port = server.getsockname()[1]
        hostile = FILES | _entities(port)
        _deliver(workspace, port, hostile)
        with _within(300):
            found = take_in(workspace, OPNAME)
            assert worker.PROCES._process is None, "the child has ended"
            findings = check([workspace.raw], OPNAME)
            assert worker.PROCES._process is None, "the child has ended"
        yield Ronde(workspace, hostile, found, findings)
        with pytest.raises(TimeoutError):
            server.accept()  # nobody came


EVERY = [*FILES, *_entities(0)]


@pytest.mark.parametrize("naam", EVERY, ids=lambda naam: ascii(naam)[1:40])
def test_each_is_refused_by_its_name(ronde: Ronde, naam: str) -> None:
    kwaad = ronde.hostile[naam]
    shown = kwaad.shown or naam
    (refusal,) = [
        r for r in ronde.found.geweigerd if r.message.startswith((f"{shown} ", f"{shown}:", f"{shown},"))
    ]
    said = str(refusal)
    assert kwaad.said in said
    assert refusal.exit_code == 3
    assert refusal.advice
    assert len(said) < 1000
    assert SECRET not in said
    assert all(sign.isprintable() or sign == "\n" for sign in said)
    assert said in [str(each) for finding in ronde.findings for each in finding.weigeringen], (
        "check says the same"
    )


def test_nothing_else_is_refused(ronde: Ronde) -> None:
    assert len(ronde.found.geweigerd) == len(EVERY) + 1
    assert sum(len(finding.weigeringen) for finding in ronde.findings) == len(EVERY) + 1


def test_every_good_file_is_kept_and_no_other(ronde: Ronde) -> None:
    assert sorted(delivery.pad for delivery in active_deliveries(ronde.workspace)) == sorted(GOOD)
    assert sorted(d.pad for finding in ronde.findings for d in finding.leveringen) == sorted(GOOD)
    assert sum(delivery.rijen["gehouden"] for delivery in ronde.found.genomen) == 4


def test_nothing_is_left_behind(ronde: Ronde) -> None:
    assert not ronde.workspace.scratch.exists()
    assert not list(ronde.workspace.root.parent.glob("*.csv"))


def test_status_is_not_held_up(ronde: Ronde) -> None:
    with _within(60):
        waiting = status(ronde.workspace)["nieuw_in_raw"]
    assert "2017-11-01/kwaad/bom.zip" in waiting
    assert not set(waiting) & set(GOOD)


def test_the_order_is_that_of_the_folder(ronde: Ronde) -> None:
    raw = ronde.workspace.raw
    names = [path.name for path in delivered_files(raw)]
    assert names[:1] + names[-3:] == ["goed.csv", "met links.xlsm", "z.zip", "zz.xlsx"]
    assert len({*delivered_files(raw), *strange_files(raw)}) == len(EVERY) + 4


# Alone, because something has to be arranged for it


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw"


def _refused(folder: Path, seconds: int = 60) -> str:
    """What reading says of the only file in a folder."""
    room = folder.parent / "room"
    room.mkdir(exist_ok=True)
    said = []
    with _within(seconds), worker.reading_process():
        for path in (*delivered_files(folder), *strange_files(folder)):
            for file in bestanden(path, folder, room):
                try:
                    _read(file)
                except LeveringGeweigerd as refusal:
                    said.append(str(refusal))
    (refusal_text,) = said
    return refusal_text


def _read(file: Bestand | LeveringGeweigerd) -> None:
    if isinstance(file, LeveringGeweigerd):
        raise file
    for sheet in recognised_sheets(file, contracten(), []):
        list(sheet.blad.rijen(";", ("utf-8",)))
    file.refuse_changed()


# Small files of which the cells take gigabytes.
CORNERS = xml_row(1, "a") + xml_row(1048576, "z").replace("A1048576", "XFD1048576")
MANY_TIMES = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 40_001))
STRINGS = (
    f'{XML}<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>#</t></si></sst>'
)
REPEATED = "<table:table-cell office:value-type='float' office:value='1' table:number-columns-repeated='90'/>"
REPEATED = f"<table:table-row table:number-rows-repeated='1000000'>{REPEATED}</table:table-row>"
LARGE = {
    "two cells in the corners": lambda: xlsx_parts({"A": CORNERS}),
    "a text in many cells": lambda: (
        xlsx_parts({"A": MANY_TIMES}) | {"xl/sharedStrings.xml": STRINGS.replace("#", "x" * 32_000)}
    ),
    "a row that repeats": lambda: ods_parts({"A": [REPEATED]}),
}


@ON_LINUX
@pytest.mark.parametrize("kind", LARGE)
def test_cells_that_take_all_memory(folder: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "GRENZEN", replace(worker.GRENZEN, geheugen=300 * 1024**2))
    path = write_zip(folder / "x.xlsx", LARGE[kind]())
    assert path.stat().st_size < 1024**2
    assert "x.xlsx cannot be read: it is damaged, or takes more than 300 MB of memory" in _refused(folder)


def test_the_limits_on_workbooks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_zip(folder / "x.xlsx", xlsx_parts({"A": ROWS + " " * 1024**2}))
    monkeypatch.setattr(spreadsheet, "MAX_UNPACKED", 1024**2)
    assert "x.xlsx unpacks to 1 MB; at most 1 MB is read\nexport it as CSV" in _refused(folder)
    monkeypatch.setattr(spreadsheet, "MAX_BYTES", path.stat().st_size - 1)
    assert "x.xlsx is larger than 0 MB" in _refused(folder)


@pytest.mark.skipif(not POSIX, reason="Windows has no such links")
def test_a_link_within_the_folder_is_the_file_itself(folder: Path, tmp_path: Path) -> None:
    folder.rename(tmp_path / "schijf")
    folder.symlink_to(tmp_path / "schijf", target_is_directory=True)
    path = write_uitstroom(folder / "a.csv", leerling())
    (folder / "b.csv").symlink_to("a.csv")
    found = [file for name in delivered_files(folder) for file in bestanden(name, folder, tmp_path)]
    assert [file.pad for file in found if isinstance(file, Bestand)] == ["a.csv", "b.csv"]
    assert {file.sha256 for file in found if isinstance(file, Bestand)} == {bestand(path, "a.csv").sha256}
    assert strange_files(folder) == []


@pytest.mark.skipif(not POSIX, reason="Windows has no pipes among its files")
@pytest.mark.parametrize("place", ["pijp", "apparaat"])
def test_check_of_what_keeps_its_reader_waiting(folder: Path, place: str) -> None:
    os.mkfifo(folder / "pijp")
    with _within(20):
        (finding,) = check([folder / "pijp" if place == "pijp" else Path("/dev/zero")], OPNAME)
    assert "is not a file" in str(finding.weigeringen[0])


def test_a_folder_that_may_not_be_looked_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "dicht").mkdir()
    scandir = os.scandir

    def locked(path: Any) -> Any:
        if str(path).endswith("dicht"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)
    assert "dicht is not a file" in _refused(folder)


def test_a_file_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_uitstroom(folder / "x.csv", leerling())
    opened = Path.open

    def locked(path: Path, *mode: Any, **more: Any) -> Any:
        if path.name == "x.csv":
            raise PermissionError(13, "Permission denied")
        return opened(path, *mode, **more)

    monkeypatch.setattr(Path, "open", locked)
    assert "x.csv cannot be read: Permission denied" in _refused(folder)


def test_a_file_that_grows_faster_than_it_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_uitstroom(folder / "x.csv", leerling())
    module = sys.modules[looked_at.__module__]
    opened = module.opened

    class Growing:
        def __init__(self, place: Path) -> None:
            self.file = opened(place)

        def __enter__(self) -> Growing:
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def read(self, size: int) -> bytes:
            with path.open("ab") as end:
                end.write(b"x" * 2 * size)
            return self.file.read(size)

    monkeypatch.setattr(module, "opened", Growing)
    assert _refused(folder).startswith("x.csv changed while it was read")
    assert path.stat().st_size < 20 * 1024**2


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_file_that_grows_between_looking_and_reading(folder: Path, suffix: str) -> None:
    path = write_uitstroom(folder / f"x.{suffix}", leerling())
    file = bestand(path, path.name)
    with path.open("ab") as end:
        end.write(b"\r\n")
    with pytest.raises(LeveringGeweigerd, match=rf"x\.{suffix} changed while it was read"):
        _read(file)


def test_a_workbook_that_changes_between_two_pages(folder: Path) -> None:
    """It is opened again for its later pages when another one was opened since."""
    path = write_xlsx(folder / "x.xlsx", {"A": [["x" * 20_000]] * 100})
    other = write_xlsx(folder / "y.xlsx", {"A": [["y"]]})
    with worker.reading_process():
        (blad,) = read_bladen(bestand(path, "x.xlsx"))
        rows = iter(blad.rijen("", ()))
        next(rows)
        read_bladen(bestand(other, "y.xlsx"))
        write_xlsx(path, {"A": [["z" * 20_000]] * 101})
        with pytest.raises(LeveringGeweigerd, match=r"x\.xlsx changed while it was read"):
            list(rows)


# The child process

DAMAGED = "it is damaged, or takes more than 1024 MB of memory"
CHILDREN = {
    "never answers": ("import time; time.sleep(60)", "takes longer than 1 seconds"),
    "ends": ("pass", DAMAGED),
    "crashes": ("import os; os.abort()", DAMAGED),
    "answers nonsense": ("print('nonsense', flush=True); input(); input()", DAMAGED),
    "answers without end": ("while True: print(end='x' * 1000)", DAMAGED),
    "promises too much": ("print('{\"delen\": [99999999999]}', flush=True); input(); input()", DAMAGED),
    "stops halfway": ("print('{\"delen\": [100]}\\nx', flush=True)", DAMAGED),
    "stops halfway and waits": (
        "print('{\"delen\": [100]}\\nx', flush=True); import time; time.sleep(60)",
        "takes longer than 1 seconds",
    ),
}


@pytest.mark.parametrize("child", CHILDREN)
def test_a_child_that(folder: Path, child: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever becomes of it, the file is refused; and the next file is for a new child."""
    code, words = CHILDREN[child]
    path = write_xlsx(folder / "x.xlsx", {"A": [["a"]]})
    monkeypatch.setattr(worker, "GRENZEN", replace(worker.GRENZEN, seconden=1, antwoord=10_000))
    with worker.reading_process():
        with monkeypatch.context() as patch:
            patch.setattr(worker, "_COMMAND", (sys.executable, "-c", code))
            with _within(20), pytest.raises(LeveringGeweigerd, match=words):
                read_bladen(bestand(path, "x.xlsx"))
        monkeypatch.setattr(worker, "GRENZEN", worker.Grenzen())
        assert [blad.naam for blad in read_bladen(bestand(path, "x.xlsx"))] == ["A"]
    assert worker.PROCES._process is None


def test_a_workbook_that_takes_too_long(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _sheet(lambda: [["1"] * 200] * 3000)(folder / "x.xlsx")
    monkeypatch.setattr(worker, "GRENZEN", replace(worker.GRENZEN, seconden=0.2))
    monkeypatch.setattr(archive, "is_archive", lambda _: False)
    assert "x.xlsx cannot be read: it takes longer than 0.2 seconds" in _refused(folder)


def test_there_is_no_child_without_a_spreadsheet(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_COMMAND", ("nothing-of-that-name",))
    path = write_uitstroom(folder / "x.csv", leerling())
    (file,) = bestanden(path, folder, folder)
    _read(file)


def test_the_child_says_nothing_of_what_it_reads(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _damaged_xls(folder / "x.xls")
    assert NO_SHEET in _refused(folder)
    assert SECRET not in "".join(capfd.readouterr())
