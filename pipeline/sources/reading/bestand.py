"""A file as delivered: where its bytes are, what a message calls it, and what tells that it has changed."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from pipeline.sources.reading.names import refuse_name
from pipeline.workspace.errors import LeveringGeweigerd

START_BYTES = 256 * 1024
MAX_BYTES = 8 * 1024**3
_BLOCK = 1 << 20


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
    archief: str = ""
    """The place of the archive that it came out of."""

    @property
    def naam(self) -> str:
        """As messages name it: a file by its name, one out of an archive by both places."""
        return named(self.pad, self.archief)

    def start(self) -> bytes:
        """Enough of it to see what it is and to find a header in."""
        with opened(self.path) as file:
            return file.read(START_BYTES)

    def refuse_changed(self) -> None:
        """Raises LeveringGeweigerd (exit 3) when the file is no longer the one that was hashed."""
        now = stat_of(self.path)
        if (now.st_size, now.st_mtime_ns) != (self.grootte, self.gewijzigd):
            raise LeveringGeweigerd(
                f"{self.naam} changed while it was read",
                advice="wait until the export or the copying is done, and run again",
            )


def named(pad: str, archief: str = "") -> str:
    """What messages call the file at a place: uitstroom.csv, or 2024-11-20/school.zip: map/uitstroom.csv."""
    return f"{archief}: {pad.removeprefix(archief)[1:]}" if archief else pad.rpartition("/")[2]


def bestand(path: Path, pad: str, archief: str = "") -> Bestand:
    """Look at a file and hash it. Raises LeveringGeweigerd (exit 3) when it cannot be read or changes."""
    before = stat_of(path)
    naam = named(pad, archief)
    if not stat.S_ISREG(before.st_mode):  # one that is opened may keep its reader waiting for ever
        raise LeveringGeweigerd(f"{naam} is not a file", advice="take it out of the folder")
    if before.st_size > MAX_BYTES:
        raise LeveringGeweigerd(f"{naam} is larger than {MAX_BYTES >> 30} GB", advice="deliver it in parts")
    digest = _sha256(path, before.st_size)
    found = Bestand(path, pad, digest, before.st_size, before.st_mtime_ns, archief)
    found.refuse_changed()
    return found


def delivered(path: Path, root: Path) -> Bestand:
    """The file at a place below a folder with deliveries.

    Raises LeveringGeweigerd (exit 3) also for a name that cannot be kept, and for a link that leads out of
    the folder or to another folder: what it points at was not delivered.
    """
    pad = path.relative_to(root).as_posix()
    refuse_name(pad)
    stat_of(path)  # of a link that leads nowhere this tells so
    if leads_away(path, root):
        raise LeveringGeweigerd(
            f"{path.name} is a link to a folder, or to a file elsewhere; it is not followed",
            advice="put the file itself in its place",
        )
    return bestand(path, pad)


def leads_away(path: Path, root: Path) -> bool:
    """Whether what is at a place below a folder is a link to another folder, or out of this one."""
    return path.is_symlink() and (path.is_dir() or not path.resolve().is_relative_to(root.resolve()))


def _sha256(path: Path, size: int) -> str:
    """Of a file of such a size. One that goes on is read no further: it could go on for ever."""
    digest = hashlib.sha256()
    with opened(path) as file:
        while size >= 0 and (block := file.read(_BLOCK)):
            digest.update(block)
            size -= len(block)
    return digest.hexdigest()


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
