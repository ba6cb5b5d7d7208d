# ruff: noqa: E501 - a table has the width it has
"""Cases: files that are refused, and where and with what words; and what is passed by without any."""

from __future__ import annotations

import struct
from pathlib import Path

from tests.support.dress import als_csv, csv_bytes, ruw, tekst, xlsx, zip_
from tests.support.exports import Cell
from tests.support.filesuite import Case, Weigering, kept, refused
from tests.support.filesuite_lijst import KORT, LIJST
from tests.support.workbooks import biff_record, ole, write_zip, xlsx_parts, xml_row

EEN: list[Cell] = ["999990019", "99AA00", "PRO", "2016-2017", "ARB_REG"]
WOORDEN_TOML = "let `toeleiding check FILE --learn` propose the words for woorden.toml"

KOPPEN = (
    refused("onbekende-kop.csv", tekst("""
            Uitstroom 2016-2017
            BSN;BRIN;Schooltyppe;Schooljaar;Bestemming;Mentor
            999990019;99AA00;PRO;2016-2017;ARB_REG;x
            """), "onbekende-kop.csv: unknown header(s) and missing column(s) in an export of uitstroom",
            "row 2, column C: unknown header 'Schooltyppe'",
            "schooltype (95% like 'schooltype'; 1 of 1 cells fit)",
            "row 2, column F: unknown header 'Mentor'", "row 2: column schooltype is missing", WOORDEN_TOML),
    refused("twee-koppen-voor-een-kolom.xlsx", xlsx({"Uit": [
                [*KORT, "Burgerservicenummer"], [*EEN, "999990019"],
            ]}), "twee-koppen-voor-een-kolom.xlsx, sheet Uit: two headers for one column",
            "row 1, column F: 'Burgerservicenummer' means pgn, and so does column A",
            "take one of the two out of the export"),
    refused("kolom-ontbreekt.csv", tekst("""
            BSN;BRIN;Schooljaar;Bestemming
            999990019;99AA00;2016-2017;ARB_REG
            """), "kolom-ontbreekt.csv: missing column(s) in an export of uitstroom",
            "row 1: column schooltype is missing; it may be called schooltype, Onderwijssoort"),
    refused("koppen-die-erop-lijken.csv", tekst("""
            BSNN;BRINN;Schooltyppe;Schooljaarr;Bestemmming
            999990019;99AA00;PRO;2016-2017;ARB_REG
            """), "koppen-die-erop-lijken.csv: unknown header(s) and missing column(s)",
            "row 1, column A: unknown header 'BSNN'", "row 1, column E: unknown header 'Bestemmming'"),
    refused("geen-bekende-kop.csv", tekst("""
            datum;temperatuur;neerslag
            01-01-2017;4,5;0
            """), "geen-bekende-kop.csv: no row in the first thirty is the header of a known export",
            "known sources are aanbevelingen, bespreeklijst, cambo"),
    refused("kop-op-regel-eenendertig.csv", als_csv([*[["titel"]] * 30, *LIJST]),
            "kop-op-regel-eenendertig.csv: no row in the first thirty is the header"),
)  # fmt: skip
"""Headers."""

WAARDEN = (
    refused("onbekende-waarden.csv", tekst("""
            BSN;BRIN;Schooltype;Schooljaar;Bestemming;Diploma
            999990019;99AA00;PRO;2016-2017;vakantie;J
            999990020;99AA00;PRO;2016-2018;vakantie;misschien
            999990032;99AA00;PRO;2016-2017;Vakantie!;N
            """), "onbekende-waarden.csv: unknown value(s) in an export of uitstroom",
            "column D (schooljaar): '2016-2018', 1 time(s), first in row 3",
            "column E (bestemming): 'vakantie', 2 time(s), first in row 2",
            "column E (bestemming): 'Vakantie!', 1 time(s), first in row 4",
            "column F (diploma): 'misschien', 1 time(s), first in row 3",
            "schooljaar: a school year such as 2016-2017", "bestemming: ARB_REG, ARB_GAR", "diploma: J or N"),
    refused("alles-fout-tegelijk.xlsx", xlsx({"Export": [
                ["Lijst"], ["BSN", "BRIN", "Onderwijs", "Schooljaar", "Bestemming"], ["999990019", "99AA00", "PRO", "?", "bol!"],
            ]}), "alles-fout-tegelijk.xlsx, sheet Export: unknown header(s) and missing column(s) and unknown value(s)",
            "row 2, column C: unknown header 'Onderwijs'", "row 2: column schooltype is missing",
            "column D (schooljaar): '?', 1 time(s), first in row 3"),
    refused("een-naam-in-de-verkeerde-kolom.csv", tekst("""
            BSN;Achternaam;BRIN;Schooltype;Schooljaar;Bestemming
            999990019;Testman;99AA00;PRO;2016-2017;Proef Testman
            """), "een-naam-in-de-verkeerde-kolom.csv",
            "column F (bestemming): a value not shown, because it may be personal, 1 time(s), first in row 2"),
    refused("een-persoon-als-eigenaar.csv", tekst("""
            Aanbeveling;Rapport;Deadline;Status;Eigenaar
            Meet eerder;Toetsing;31-12-2018;OPEN;Proefma
            """), "een-persoon-als-eigenaar.csv",
            "column E (eigenaar): a value not shown, because it may be personal, 1 time(s), first in row 2"),
    refused("cellen-van-een-andere-kolom.csv", tekst("""
            BSN;BRIN;Schooltype;Schooljaar;Bestemming
            """ + "".join(f"{999990100 + n};99AA00;PRO;2016-2017;plaats {n}\n            " for n in range(9))),
            "cellen-van-een-andere-kolom.csv",
            "column E (bestemming): 9 different values, first in row 2; does it hold another column's cells?"),
)  # fmt: skip
"""Values that are in no list."""

VORM = (
    refused("verschoven-rijen.csv", tekst("""
            BSN;BRIN;Schooltype;Schooljaar;Bestemming
            999990019;99AA00;PRO;2016-2017;ARB_REG
            999990020;99AA00;PRO;2016-2017;werk;bij de bakker
            999990032;99AA00;PRO;2016-2017;ARB_REG;
            """), "verschoven-rijen.csv, row 3: 1 corrupted row(s) with more cells than the 5 of the header (row 1)",
            "look for a separator or a quote inside a cell"),
    refused("rijen-in-een-aanhaling.csv", tekst("""
            BSN;BRIN;Schooltype;Schooljaar;Bestemming
            999990019;99AA00;PRO;2016-2017;"werk
            999990020;99AA00;PRO;2016-2017;werk"
            """), "rijen-in-een-aanhaling.csv, row 2: a quote in this row is closed in a later one"),
    refused("aanhaling-niet-gesloten.csv", tekst("""
            BSN;BRIN;Schooltype;Schooljaar;Bestemming
            999990019;99AA00;PRO;2016-2017;ARB_REG
            999990020;99AA00;PRO;2016-2017;"werk
            """), "aanhaling-niet-gesloten.csv, row 3: cannot be read as CSV", "look for a quote inside a cell"),
    refused("leeg.csv", ruw(b"\r\n  \r\n"), "leeg.csv is empty", "export it again"),
    refused("nul-bytes.csv", ruw(csv_bytes([KORT, EEN]).replace(b"ARB", b"A\0B")),
            "nul-bytes.csv, row 2: holds NUL bytes", "export it again as CSV or XLSX"),
    refused("utf-16-zonder-bom.csv", als_csv([KORT, EEN], codering="utf-16-le"),
            "utf-16-zonder-bom.csv, row 1: holds NUL bytes"),
    refused("geen-enkele-codering.csv", ruw(csv_bytes([KORT, EEN, [*EEN[:-1], "caf\x81"]], codering="latin-1")),
            "geen-enkele-codering.csv, row 3: the text is not encoded as utf-8 or utf-16 or cp1252",
            "export it again as 'CSV UTF-8'"),
    refused("duo-in-cp1252.csv", tekst("""
            #BURGERSERVICENUMMER;ONDERWIJSNUMMER;NIVEAU;EXAMEN;IND_BEKOSTIGING;BRIN_VEST_NAAM
            999990019;;VO;GEEN;J;De Proef
            999990020;;VO;GEEN;J;Café
            """, "cp1252"), "duo-in-cp1252.csv, row 3: the text is not encoded as utf-8"),
    refused("te-breed.csv", als_csv([[*KORT, *[""] * 500, "x"], EEN]),
            "te-breed.csv, row 1: has more than 500 columns", "take out what is not needed"),
    refused("nooit-uitgerekend.xlsx", lambda path: write_zip(path, xlsx_parts({"Uit": (
                xml_row(1, *KORT)
                + '<row r="2"><c r="A2"><v>999990019</v></c><c r="B2"><f>"99AA"&amp;"00"</f></c></row>'
            )})), "nooit-uitgerekend.xlsx, sheet Uit, row 2, column B: a formula that was never calculated",
            "open it in Excel, save it, and deliver that"),
)  # fmt: skip
"""Text and sheets that cannot be read as they are."""


def _met_wachtwoord_xls() -> bytes:
    head = biff_record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
    return ole({"Workbook": head + biff_record(0x2F, b"\1\0" + bytes(52)) + biff_record(0x0A, b"")})


def _met_wachtwoord_zip(path: Path) -> None:
    """An archive whose only member says that it is encrypted."""
    write_zip(path, {"uit.csv": csv_bytes([KORT, EEN])})
    head = b"PK\x01\x02\x14\x03\x14\0"
    path.write_bytes(path.read_bytes().replace(head + b"\0\0", head + b"\1\0"))


def _half(path: Path) -> None:
    xlsx({"Uit": [KORT, EEN]})(path)
    path.write_bytes(path.read_bytes()[:2000])


SOORT = (
    refused("met-wachtwoord.xlsx", ruw(ole({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"x"})),
            "met-wachtwoord.xlsx is protected with a password", "save it without a password"),
    refused("met-wachtwoord.xls", ruw(_met_wachtwoord_xls()), "met-wachtwoord.xls is protected with a password"),
    refused("met-wachtwoord.zip", _met_wachtwoord_zip, "met-wachtwoord.zip is protected with a password",
            "pack it without one"),
    refused("webpagina.xls", tekst("<html><table><tr><td>BSN</td></tr></table></html>"),
            "webpagina.xls is a web page, not an export", "save it as XLSX"),
    refused("lijst.pdf", ruw(b"%PDF-1.7\n%\xe2\xe3"), "lijst.pdf is a PDF, not an export"),
    refused("lijst.7z", ruw(b"7z\xbc\xaf\x27\x1c" + bytes(30)), "lijst.7z is a 7z archive, not an export",
            "only ZIP is opened"),
    refused("half.xlsx", _half, "half.xlsx"),
    refused("leeg.zip", lambda path: write_zip(path, {}), "leeg.zip holds no files"),
    refused("naam-die-eruit-leidt.zip", lambda path: write_zip(path, {"../../uit.csv": csv_bytes([KORT, EEN])}),
            "naam-die-eruit-leidt.zip holds a file whose name leads out of the archive: ../../uit.csv"),
    Case("archief-in-archief.zip", zip_({"binnen.zip": zip_({"uit.csv": als_csv([KORT, EEN])})}),
         weigeringen=(Weigering(("binnen.zip is an archive inside an archive", "unpack it"), "binnen.zip"),)),
    refused("koppeling.csv", lambda path: path.symlink_to(Path(__file__).resolve()),
            "koppeling.csv is a link to a folder, or to a file elsewhere", "put the file itself in its place"),
)  # fmt: skip
"""What is no export, or may not be opened."""

VOORBIJ = (
    kept("~$uitstroom.xlsx", ruw(b"\x07Testman" + bytes(150))),
    kept(".verborgen.csv", als_csv([KORT, EEN])),
    kept("Thumbs.db", ruw(b"x")),
    kept("README.md", ruw(b"wat hier ligt")),
)
"""What is no delivery at all: nothing is said of it."""

WEIGERING: tuple[Case, ...] = (*KOPPEN, *WAARDEN, *VORM, *SOORT, *VOORBIJ)
