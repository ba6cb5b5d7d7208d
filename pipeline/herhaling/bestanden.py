"""Files byte by byte."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.herhaling.uitkomst import Bytes, Verschil


def compare(was: Mapping[str, Path], now: Mapping[str, Path], belet: tuple[str, ...]) -> Bytes:
    """Files by the name that they are told of; nothing is compared when something keeps bytes from being the
    same (`belet`)."""
    if belet:
        return Bytes(belet)
    size, first = 0, None
    for name in sorted({*was, *now}):
        before, after = _content(was, name), _content(now, name)
        size += len(before or b"")
        if first is None and before != after:
            missing = "what was published" if before is None else "the repeat"
            what = "other bytes" if before is not None and after is not None else f"not in {missing}"
            first = Verschil(name, what)
    return Bytes((), len(was), size, first)


def _content(files: Mapping[str, Path], name: str) -> bytes | None:
    path = files.get(name)
    return path.read_bytes() if path and path.is_file() else None
