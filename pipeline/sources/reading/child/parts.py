"""The parts of a zipped workbook: how large they are, what they must not hold, which need a closer look."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, TypeVar

from .odf import ODS_MARKS, special_of_ods
from .ooxml import percent_styles, special_of_xlsx, xlsx_marks
from .refusal import Geweigerd, no_spreadsheet, password
from .sax import no_dtd
from .special import Bijzonder

DAMAGED_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError)
"""What the standard library raises on an archive that is damaged, encrypted or packed in an unknown way."""
MAX_PARTS = 10_000
_BLOCK = 1 << 20
_START, _OVERLAP = 4096, 64
_STYLES = "xl/styles.xml"

T = TypeVar("T")


def kind_of(pad: str) -> str:
    """Whether a ZIP is a workbook ("werkboek") or an archive of files ("archief"), told by what is in it."""
    try:
        with zipfile.ZipFile(pad) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names:
                return "werkboek"
            if "mimetype" not in names:
                return "archief"
            with archive.open("mimetype") as kind:
                return "werkboek" if kind.read(60).startswith(b"application/vnd.oasis.") else "archief"
    except DAMAGED_ZIP as error:
        raise Geweigerd(
            "cannot be opened as a spreadsheet or ZIP: it is damaged or not complete",
            "open it in Excel and save it again as XLSX, or pack it again",
        ) from error


class Onderdelen:
    """The parts of an XLSX, XLSM or ODS, by their names in lower case."""

    def __init__(self, data: bytes, unpacked: int) -> None:
        """Looks at names and stated sizes only. Raises Geweigerd for what is to be read no further."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED_ZIP as error:
            raise no_spreadsheet() from error
        items = self._zip.infolist()
        total = sum(item.file_size for item in items)
        if total > unpacked:
            raise Geweigerd(
                f"unpacks to {total >> 20} MB; at most {unpacked >> 20} MB is read", "export it as CSV"
            )
        if any(item.flag_bits & 1 for item in items):
            raise password()
        self._items = {item.filename.replace("\\", "/").lower(): item for item in items}
        if "xl/workbook.bin" in self._items:
            raise Geweigerd("is a binary workbook (XLSB)", "save it as XLSX")
        if len(items) > MAX_PARTS or not {"xl/workbook.xml", "content.xml"} & self._items.keys():
            raise no_spreadsheet()
        self._percent: set[str] = set()
        self._marked: set[str] = set()

    def scan_during(self, read: Callable[[], T]) -> T:
        """Look which parts hold cells to read more closely, while `read` reads the workbook.

        Neither needs Python's lock for long. Raises Geweigerd, which goes before what `read` has to say.
        """
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as pool:
            scanning = pool.submit(self._scan)
            try:
                return read()
            finally:
                scanning.result()

    def special(self) -> dict[str, Bijzonder]:
        """By sheet, the cells of which calamine does not tell enough."""
        if not self._marked:
            return {}
        if "content.xml" in self._marked:
            return special_of_ods(self._open("content.xml"))
        return special_of_xlsx(self._open, self._marked, self._percent)

    def _open(self, name: str) -> IO[bytes]:
        return self._zip.open(self._items[name])

    def _scan(self) -> None:
        try:
            if _STYLES in self._items:
                self._scan_part(_STYLES)
                self._percent = percent_styles(self._open(_STYLES))
            for name in self._items:
                self._scan_part(name)
        except DAMAGED_ZIP as error:
            raise no_spreadsheet() from error

    def _scan_part(self, name: str) -> None:
        with self._open(name) as part:
            block, seam = part.read(_BLOCK), b""
            if name.endswith((".xml", ".rels", ".vml")) and b"<!DOCTYPE" in block:
                raise no_dtd()  # the XML readers refuse one that stands further on
            marks = self._marks(name, block[:_START])
            while block and marks and name not in self._marked:
                seam += block[:_OVERLAP]
                if any(_holds(block, mark) or mark in seam for mark in marks):
                    self._marked.add(name)
                seam = block[-_OVERLAP:]
                block = part.read(_BLOCK)
        if "meta-inf/manifest.xml" in self._marked:
            raise password()

    def _marks(self, name: str, start: bytes) -> tuple[bytes, ...]:
        if name == "content.xml":
            return ODS_MARKS
        if name == "meta-inf/manifest.xml":
            return (b"encryption-data",)
        return xlsx_marks(self._percent, start) if name.startswith("xl/worksheets/") else ()


def _holds(block: bytes, mark: bytes) -> bool:
    """Whether a mark is in a block; to look for its last sign first is much faster when that is rare."""
    return mark[-1:] in block and mark in block
