"""Whole or not at all: build beside the place, then put it there in one step.

What a killed run leaves behind is recognised by its name and cleared or put back by clear_leftovers.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

_NEW, _OLD = ".toeleiding-new-", ".toeleiding-old-"
_TOKEN_BYTES = 4


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole; a reader sees the old content or the new, never half of it."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def write_text(path: Path, content: str) -> None:
    """Write text whole, as UTF-8 with the line ends it has, the same on every platform."""
    write_bytes(path, content.encode("utf-8"))


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`, same suffix; when the block ends well that file becomes `path`.

    When the block fails the old file stays and the new one goes, with what a database had beside it.
    """
    temporary = _beside(path, _NEW)
    try:
        yield temporary
        _flush(temporary)
        temporary.replace(path)
        _flush_folder(path.parent)
    finally:
        for left in sorted(temporary.parent.glob(f"{escape(temporary.name)}*"), reverse=True):
            _remove(left)


@contextmanager
def replacing_dir(path: Path) -> Iterator[Path]:
    """Give an empty folder beside `path`; when the block ends well it becomes `path`, contents and all.

    A folder that is there already is moved aside first, so for an instant there is none: where a reader may
    be busy, write new files and replace a pointer instead.
    """
    temporary = _beside(path, _NEW)
    temporary.mkdir()
    try:
        yield temporary
        move_into_place(temporary, path)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def move_into_place(folder: Path, path: Path) -> None:
    """Make a finished folder on the same disk `path`; the one that was there goes."""
    for file in folder.rglob("*"):
        if file.is_file():
            _flush(file)
    _swap(folder, path)
    _flush_folder(path.parent)


def clear_leftovers(folder: Path) -> None:
    """Clear what a killed run left anywhere under a folder; a folder that it had moved aside is put back."""
    found = [
        Path(place, name)
        for place, folders, files in os.walk(folder)
        for name in (*folders, *files)
        if name.startswith((_NEW, _OLD))
    ]
    for unfinished in sorted((path for path in found if path.name.startswith(_NEW)), reverse=True):
        _remove(unfinished)
    for aside in sorted((path for path in found if path.name.startswith(_OLD)), reverse=True):
        if not os.path.lexists(aside):  # it lay in an unfinished one
            continue
        target = aside.with_name(_target_name(aside))
        if target.exists():
            _remove(aside)
        else:
            aside.rename(target)


def beside(path: Path) -> list[Path]:
    """What is being made of one file, or was by a killed process, in a folder that is not ours to search."""
    return sorted(path.parent.glob(f"{_NEW}*-{escape(path.name)}"))


def clear_beside(path: Path) -> None:
    """Clear what a killed process left of one file."""
    for unfinished in beside(path):
        unfinished.unlink()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _beside(path: Path, prefix: str) -> Path:
    return path.with_name(f"{prefix}{secrets.token_hex(_TOKEN_BYTES)}-{path.name}")


def _target_name(aside: Path) -> str:
    return aside.name[len(_OLD) + 2 * _TOKEN_BYTES + 1 :]


def _swap(new: Path, path: Path) -> None:
    if not path.exists():
        new.rename(path)
        return
    old = _beside(path, _OLD)
    path.rename(old)
    try:
        new.rename(path)
    except OSError:
        old.rename(path)
        raise
    shutil.rmtree(old)


def _flush(file: Path) -> None:
    with file.open("r+b") as handle:
        os.fsync(handle.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows cannot open a folder, and keeps its own journal
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
