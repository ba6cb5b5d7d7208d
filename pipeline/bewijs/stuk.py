"""The files of an archive, and how they become one ZIP file that is the same for the same files."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

MANIFEST = "manifest-sha256.txt"
_TIME = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP file can hold; those of the files on this disk say nothing."""
_UNIX, _RIGHTS = 3, 0o100644 << 16
_FORMATS = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Stuk:
    """One file: its place in the archive, what is in it, and in Dutch what that is."""

    pad: str
    inhoud: bytes
    titel: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.inhoud).hexdigest()

    @property
    def formaat(self) -> str:
        """Its media type."""
        return _FORMATS[PurePosixPath(self.pad).suffix]


def manifest(stukken: Sequence[Stuk]) -> Stuk:
    """The hashes of the other files, as sha256sum writes and checks them."""
    lines = [f"{one.sha256}  {one.pad}\n" for one in sorted(stukken, key=lambda one: one.pad)]
    return Stuk(MANIFEST, "".join(lines).encode(), "De SHA-256 van elk ander bestand, voor sha256sum -c")


def as_zip(stukken: Sequence[Stuk]) -> bytes:
    """All of them in one file, by name and without compression: its bytes depend on nothing else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for one in sorted(stukken, key=lambda one: one.pad):
            entry = zipfile.ZipInfo(one.pad, _TIME)
            entry.create_system, entry.external_attr = _UNIX, _RIGHTS
            archive.writestr(entry, one.inhoud)
    return buffer.getvalue()
