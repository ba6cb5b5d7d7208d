"""What a word processor's document and a workbook have in common: a ZIP of parts in XML."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipeline.gate.fault import Fault

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LARGEST = 1 << 26

Part = Callable[[str, bytes], Iterator[Fault]]
"""The faults of a part by its name and bytes."""
Elements = Callable[[str, "Element"], Iterator[Fault]]
"""The faults of a part in XML."""


def archive_faults(content: bytes, soort: str, part: Part) -> Iterator[Fault]:
    """Faults of every part, or that it is none. soort: "document" or "workbook"."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.comment:
                yield Fault("the archive", "a comment")
            if sum(one.file_size for one in archive.infolist()) > _LARGEST:
                yield Fault("the archive", "more in it than may leave")
                return
            for name in archive.namelist():
                yield from part(name, archive.read(name))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        yield Fault("the file", f"not a {soort}")


def xml_faults(name: str, written: bytes, soort: str, elements: Elements) -> Iterator[Fault]:
    """Faults of a part in XML: none may have a comment, or declare anything."""
    from xml.etree import ElementTree

    if b"<!DOCTYPE" in written or b"<!--" in written:
        yield Fault(name, "a comment or a declaration")
        return
    try:
        root = ElementTree.fromstring(written)
    except ElementTree.ParseError:
        yield Fault(name, f"not a part of a {soort}")
        return
    yield from elements(name, root)
