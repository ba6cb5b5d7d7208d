"""A file as delivered: where its bytes are, what a message calls it, and what tells that it has changed."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from pipeline.workspace.errors import LeveringGeweigerd

START_BYTES = 256 * 1024


@dataclass(frozen=True)
class Bestand:
    """One file; out of an archive it has the archive's place and its own name in `pad`."""

    path: Path
    """Where the bytes are: in data/raw, or in the private room an archive was unpacked in."""
    pad: str
    """Place below data/raw with / on every system: 2024-11-20/school.zip/uitstroom.csv."""
    sha256: str
    grootte: int
    """Bytes."""
    gewijzigd: int
    """Time of last change (ns), as it was when the content was hashed."""

    @property
    def naam(self) -> str:
        """As messages name it."""
        return self.pad.rpartition("/")[2]

    def start(self) -> bytes:
        """Enough of it to see what it is and to find a header in."""
        with opened(self.path) as file:
            return file.read(START_BYTES)

    def refuse_changed(self) -> None:
        """Raises LeveringGeweigerd (exit 3) when the file is no longer the one that was hashed."""
        stat = stat_of(self.path)
        if (stat.st_size, stat.st_mtime_ns) != (self.grootte, self.gewijzigd):
            raise LeveringGeweigerd(
                f"{self.naam} changed while it was read",
                advice="wait until the export or the copying is done, and run again",
            )


def bestand(path: Path, pad: str) -> Bestand:
    """Look at a file and hash it. Raises LeveringGeweigerd (exit 3) when it cannot be read or changes."""
    before = stat_of(path)
    with opened(path) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    found = Bestand(path, pad, digest, before.st_size, before.st_mtime_ns)
    found.refuse_changed()
    return found


def opened(path: Path) -> BufferedReader:
    """A file's bytes. Raises LeveringGeweigerd (exit 3) when they cannot be had."""
    try:
        return path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error


def stat_of(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> LeveringGeweigerd:
    return LeveringGeweigerd(
        f"{path.name} cannot be read: {error.strerror}",
        advice="close it in other programs, and see that you may read it",
    )
