"""A workbook: hidden sheets, rows and columns, names, comments, and who made it.

Nothing here writes one among what goes out; one that lies there all the same is looked into as the rest is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.gate.fault import Fault
from pipeline.gate.office import archive_faults, xml_faults
from pipeline.gate.text import machine_names, unseen

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|xl/(?:workbook|styles|sharedStrings|metadata)"
    r"\.xml|xl/theme/theme\d*\.xml|xl/worksheets/sheet\d+\.xml|xl/tables/table\d+\.xml|xl/(?:worksheets/)?_rels/"
    r"[\w.]+\.rels"
)
"""What a plain workbook is made of: no comments, macros, pictures, links, or printer settings."""
_YES = frozenset({"1", "true"})
_PROPERTIES = frozenset(
    {
        "creator", "lastModifiedBy", "description", "keywords", "title", "subject", "category",
        "contentStatus", "Company", "Manager", "HyperlinkBase",
    }
)  # fmt: skip
_OWN_NAMES = frozenset({"_xlnm._FilterDatabase", "_xlnm.Print_Area", "_xlnm.Print_Titles"})
"""Names that a spreadsheet gives itself, for what may be filtered and how it is printed."""


def workbook_faults(content: bytes) -> Iterator[Fault]:
    """Faults of an XLSX workbook."""
    return archive_faults(content, "workbook", _part)


def _part(name: str, written: bytes) -> Iterator[Fault]:
    if _PARTS.fullmatch(name):
        yield from xml_faults(name, written, "workbook", _elements)
    else:
        yield Fault(
            "a part of the workbook", "of a kind that may not leave: comments, macros, pictures or links"
        )


def _elements(name: str, root: Element) -> Iterator[Fault]:
    for element in root.iter():
        tag, text = _local(element.tag), element.text or ""
        yield from (Fault(name, what) for what in _hiding(tag, element))
        if tag in _PROPERTIES and text.strip():
            yield Fault(name, f"{tag} is filled in")
        for value in (text, element.tail or "", *element.attrib.values()):
            yield from unseen(value, name, machine_names() if name.startswith("docProps/") else ())


def _hiding(tag: str, element: Element) -> Iterator[str]:
    """What an element keeps from the eye."""
    if tag == "sheet" and element.get("state", "visible") != "visible":
        yield "a hidden sheet"
    if tag == "definedName" and element.get("name") not in _OWN_NAMES:
        yield "a defined name"
    if tag in ("col", "row") and _is_hidden(tag, element):
        yield "a hidden column" if tag == "col" else "a hidden row"
    if tag == "sheetFormatPr" and element.get("zeroHeight") in _YES:
        yield "a hidden row"
    if tag == "numFmt" and set(element.get("formatCode", "")) <= set(";\"' "):
        yield "a notation that shows nothing"


def _is_hidden(tag: str, element: Element) -> bool:
    size = element.get("width" if tag == "col" else "ht", "1")
    return element.get("hidden") in _YES or re.fullmatch(r"0*\.?0*", size) is not None


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]
