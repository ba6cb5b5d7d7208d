"""One file through the gate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from pipeline.gate.document import document_faults
from pipeline.gate.fault import Fault
from pipeline.gate.notebook import notebook_faults
from pipeline.gate.page import page_faults
from pipeline.gate.pdf import pdf_faults
from pipeline.gate.picture import png_faults, svg_faults
from pipeline.gate.separated import csv_faults
from pipeline.gate.table import comma_faults, table_faults
from pipeline.gate.text import json_faults, text_faults
from pipeline.gate.workbook import workbook_faults
from pipeline.workspace.errors import ToeleidingError

_MB = 1 << 20


@dataclass(frozen=True)
class Soort:
    """A type of file that may pass: how it begins, how large it may be, and what looks into it."""

    begin: bytes
    grootte: int
    faults: Callable[[bytes], Iterator[Fault]]


SOORTEN = {
    ".html": Soort(b"<!DOCTYPE html>", 10 * _MB, page_faults),
    ".pdf": Soort(b"%PDF-", 10 * _MB, pdf_faults),
    ".parquet": Soort(b"PAR1", 5 * _MB, table_faults),
    ".json": Soort(b"{", _MB, json_faults),
    ".ipynb": Soort(b"{", 20 * _MB, notebook_faults),
    ".docx": Soort(b"PK\x03\x04", 20 * _MB, document_faults),
    ".xlsx": Soort(b"PK\x03\x04", 5 * _MB, workbook_faults),
}
"""Everything that may be in a release or among the reports; the sizes are five to ten times what is made."""


OM_TE_DELEN = {
    ".html": SOORTEN[".html"],
    ".xlsx": SOORTEN[".xlsx"],
    ".json": SOORTEN[".json"],
    ".csv": Soort(b"\xef\xbb\xbf", _MB, csv_faults),
    ".svg": Soort(b"<svg", 2 * _MB, svg_faults),
    ".png": Soort(b"\x89PNG\r\n\x1a\n", 5 * _MB, png_faults),
}
"""Everything that may be in what an analyst shares."""

IN_ARCHIEF = {
    **SOORTEN,
    ".csv": Soort(b"", 20 * _MB, comma_faults),
    ".md": Soort(b"", _MB, text_faults),
    ".txt": Soort(b"", _MB, text_faults),
}
"""The same of an archive, which has texts that open without us besides."""


def faults_in(name: str, content: bytes, soorten: Mapping[str, Soort] = SOORTEN) -> list[Fault]:
    """Why a file may not pass; none when it may."""
    soort = soorten.get(PurePath(name).suffix)
    if soort is None:
        return [Fault("the file", f"of a type that may not leave; those that may are {', '.join(soorten)}")]
    if not content.startswith(soort.begin):
        return [Fault("the file", f"not what its name says: {PurePath(name).suffix}")]
    if len(content) > soort.grootte:
        return [Fault("the file", f"{len(content)} bytes, more than the {soort.grootte} that may leave")]
    return list(dict.fromkeys(soort.faults(content)))


_ADVICE = (
    "Nothing was put in place; what was there stays. What may leave is decided in pipeline/gate: take this"
    " out, and make it again."
)


def refuse_faults(
    files: Iterable[tuple[str, bytes]],
    refusal: type[ToeleidingError],
    advice: str = _ADVICE,
    soorten: Mapping[str, Soort] = SOORTEN,
) -> None:
    """Raise a refusal that names what is wrong with files, by name.

    advice: what to do; otherwise what it is for files that were about to be put in place. soorten: the types
    that may pass.
    """
    said = [
        f"{name}, {fault.where}: {fault.what}"
        for name, content in files
        for fault in faults_in(name, content, soorten)
    ]
    if said:
        more = f"\n... and {len(said) - _SAID} more" if len(said) > _SAID else ""
        raise refusal("\n".join(said[:_SAID]) + more, advice)


_SAID = 20
