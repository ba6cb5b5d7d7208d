"""An archive: what is in it, and one member at a time on disk, under a name that the parent gives."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from .parts import DAMAGED_ZIP
from .refusal import Geweigerd

_BLOCK = 1 << 20
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1


class Lid(NamedTuple):
    """A member as the archive describes it; none of it is believed yet."""

    naam: str
    grootte: int
    ingepakt: int
    versleuteld: bool
    gewoon: bool
    """A file, and no link or device."""


def list_members(pad: str, most: int) -> list[tuple[Any, ...]]:
    """The members that are no folders, and at most one more than allowed; see Lid."""
    with _opened(pad) as archive:
        return [_member(info) for info in _files(archive)[: most + 1]]


def unpack_member(pad: str, number: int, target: str) -> None:
    """Write a member to a new file that only this user can read. Raises Geweigerd for a damaged one."""
    with _opened(pad) as archive:
        info = _files(archive)[number]
        file = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with open(file, "wb") as out:  # noqa: PTH123 - a descriptor has no path
            for block in _blocks(archive, info):
                out.write(block)


def fingerprints(pad: str) -> list[tuple[int, str]]:
    """Number and SHA-256 of each member; nothing is written. A damaged one is left out."""
    found = []
    with _opened(pad) as archive:
        for number, info in enumerate(_files(archive)):
            digest = hashlib.sha256()
            try:
                for block in _blocks(archive, info):
                    digest.update(block)
            except Geweigerd:
                continue
            found.append((number, digest.hexdigest()))
    return found


def _blocks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(info) as member:
            while block := member.read(_BLOCK):
                yield block
    except DAMAGED_ZIP as error:
        raise Geweigerd(
            "cannot be unpacked: it is damaged, or packed in a way that is not known here",
            "unpack the archive yourself, or pack it again",
        ) from error


def _opened(pad: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(pad)
    except DAMAGED_ZIP as error:
        raise Geweigerd(
            "cannot be opened as a ZIP: it is damaged or not complete", "pack it again"
        ) from error


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """What is in it but the folders, in its order."""
    return [info for info in archive.infolist() if not info.orig_filename.endswith("/")]


def _member(info: zipfile.ZipInfo) -> Lid:
    kind = stat.S_IFMT(info.external_attr >> 16)
    return Lid(
        _name(info),
        info.file_size,
        info.compress_size,
        bool(info.flag_bits & _ENCRYPTED_FLAG),
        kind in (0, stat.S_IFREG),
    )


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it is in the archive, whatever the system makes of it.

    Without the flag for UTF-8 the standard says code page 437, but in practice it is UTF-8 (macOS, Linux) or
    850, which Windows uses in the Netherlands.
    """
    if info.flag_bits & _UTF8_FLAG:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850")
