"""A ZIP counts as the files inside it: each with its own place and hash, unpacked in a private folder.

On disk a file gets a number for a name, so that no name in the archive leads anywhere. What the archive says
of itself is judged before anything is unpacked.
"""

from __future__ import annotations

import json
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.sources.reading.bestand import Bestand, bestand, delivered, named, opened
from pipeline.sources.reading.names import is_delivery, printable, refuse_name
from pipeline.sources.reading.worker import PROCES
from pipeline.workspace.errors import LeveringGeweigerd

ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
MAX_FILES = 2000
MAX_UNPACKED = 2 * 1024**3
MAX_RATIO = 200
"""Exports shrink ten times, rarely thirty; a bomb shrinks a thousand times."""
SMALL = 1024**2
"""Below so many bytes the ratio says nothing."""

Gevonden = Bestand | LeveringGeweigerd
"""A file, or why it is not read."""


@dataclass(frozen=True)
class _Lid:
    """A member of an archive, as the archive describes it."""

    naam: str
    grootte: int
    ingepakt: int
    versleuteld: bool
    gewoon: bool
    """A file, and no link or device."""

    @property
    def leads_out(self) -> bool:
        """Whether its name is more than folders and a name below the archive."""
        parts = self.naam.split("/")
        drive = self.naam[1:2] == ":"
        return "\\" in self.naam or drive or any(part in ("", ".", "..") for part in parts)

    @property
    def is_bomb(self) -> bool:
        return self.grootte > SMALL and self.grootte > MAX_RATIO * max(self.ingepakt, 1)


def bestanden(path: Path, root: Path, room: Path, bekend: Container[str] = frozenset()) -> Iterator[Gevonden]:
    """The file at a place below `root`; of an archive those in it.

    They are unpacked in the private folder `room` as they are asked for, and stay there. Content (SHA-256)
    that is `bekend` was a file before, so that nothing has to look whether it is an archive.
    """
    try:
        file = delivered(path, root)
        if file.sha256 not in bekend and is_archive(file):
            yield from _members(file, room)
        else:
            yield file
    except LeveringGeweigerd as refusal:
        yield refusal


def inhoud(path: Path, root: Path, bekend: Container[str] = frozenset()) -> list[tuple[str, str]]:
    """Place and SHA-256 of the file at a place below `root`, or of those in it when it is an archive.

    Nothing is unpacked to disk. What would be refused has its own place, and no hash.
    """
    try:
        file = delivered(path, root)
        if file.sha256 in bekend or not is_archive(file):
            return [(file.pad, file.sha256)]
        leden = _judged(file)
        (listed,) = PROCES.ask(file.naam, "vingerafdrukken", pad=_place(file))
        return [(_pad(file, leden[nr]), sha256) for nr, sha256 in json.loads(listed) if nr in leden]
    except LeveringGeweigerd:
        return [(path.relative_to(root).as_posix(), "")]


def is_archive(file: Bestand) -> bool:
    """Whether a file is a ZIP and no workbook. Raises LeveringGeweigerd for a damaged one."""
    with opened(file.path) as content:
        if content.read(4) not in ZIP_MAGICS:
            return False
    (kind,) = PROCES.ask(file.naam, "soort", pad=_place(file))
    return bool(json.loads(kind) == "archief")


def _members(file: Bestand, room: Path) -> Iterator[Gevonden]:
    leden = _judged(file)
    folder = Path(tempfile.mkdtemp(dir=room))
    for nr, lid in leden.items():
        yield _unpacked(file, nr, lid, folder / str(nr))
    file.refuse_changed()


def _judged(file: Bestand) -> dict[int, _Lid]:
    """The members that are deliveries, by number. Raises LeveringGeweigerd."""
    (listed,) = PROCES.ask(file.naam, "leden", pad=_place(file), hoogstens=MAX_FILES)
    leden = [_Lid(*fields) for fields in json.loads(listed)]
    _refuse_hostile(file, leden)
    wanted = {nr: lid for nr, lid in enumerate(leden) if is_delivery(PurePosixPath(lid.naam))}
    if not wanted:
        raise _hostile(file, "holds no files", "pack it again, or take it out of the folder")
    return wanted


def _unpacked(file: Bestand, nr: int, lid: _Lid, target: Path) -> Gevonden:
    pad = _pad(file, lid)
    try:
        PROCES.ask(named(pad, file.pad), "uitpakken", pad=_place(file), lid=nr, doel=str(target.absolute()))
        member = bestand(target, pad, file.pad)
        if is_archive(member):
            raise LeveringGeweigerd(
                f"{member.naam} is an archive inside an archive",
                advice="unpack it, and deliver the files that are in it",
            )
    except LeveringGeweigerd as refusal:
        return refusal
    return member


def _pad(file: Bestand, lid: _Lid) -> str:
    """The place of a member; a Mac writes é as two signs, and means the same name."""
    return f"{file.pad}/{unicodedata.normalize('NFC', lid.naam)}"


def _place(file: Bestand) -> str:
    return str(file.path.absolute())


def _refuse_hostile(file: Bestand, leden: list[_Lid]) -> None:
    """Raises LeveringGeweigerd for an archive that no school packs; then none of it is taken."""
    if len(leden) > MAX_FILES:
        raise _hostile(file, f"holds more than {MAX_FILES} files", "deliver it in parts")
    total, most = sum(lid.grootte for lid in leden) >> 20, MAX_UNPACKED >> 20
    if total > most:
        raise _hostile(file, f"unpacks to {total} MB; at most {most} MB is read", "deliver it in parts")
    for lid in leden:
        _refuse_member(file, lid)
    times = Counter(_pad(file, lid) for lid in leden)
    for naam, number in times.items():
        if number > 1:
            raise _hostile(file, f"holds {number} files of one name: {_shown(naam)}", "pack it again")


def _refuse_member(file: Bestand, lid: _Lid) -> None:
    if lid.leads_out:
        wat = f"holds a file whose name leads out of the archive: {_shown(lid.naam)}"
        raise _hostile(file, wat, "pack it again")
    refuse_name(lid.naam, file.naam)
    if lid.versleuteld:
        raise _hostile(file, "is protected with a password", "pack it without one")
    if not lid.gewoon:
        raise _hostile(file, f"holds a link, not a file: {_shown(lid.naam)}", "pack the file itself")
    if lid.is_bomb:
        wat = f"holds a file that unpacks to more than {MAX_RATIO} times its size: {_shown(lid.naam)}"
        raise _hostile(file, wat, "deliver that file as it is")


def _shown(naam: str) -> str:
    return printable(naam)[:100]


def _hostile(file: Bestand, wat: str, advies: str) -> LeveringGeweigerd:
    return LeveringGeweigerd(f"{file.naam} {wat}", advice=advies)
