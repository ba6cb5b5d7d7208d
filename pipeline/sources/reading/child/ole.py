"""Streams of an OLE container, the file format around an XLS and around an encrypted workbook."""

from __future__ import annotations

import struct
from collections.abc import Iterator

OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_HEADER = struct.Struct("<24xHHHHH6xIIIIIIIIII")
_END = 0xFFFFFFFA
"""Numbers from here on are no sectors but marks: end, free, part of the table itself."""
_ENTRY = 128
_UNUSED, _ROOT = 0, 5


class Container:
    """The directory of a container, and its streams by name. Damage raises one of several errors."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        head = _HEADER.unpack_from(data)
        self._shift, mini_shift = head[3], head[4]
        directory, self._cutoff, mini_table, difat = head[7], head[9], head[10], head[12]
        self._table = self._sector_table(difat)
        self._entries = dict(self._directory(self._chained(directory)))
        self._mini_table = _numbers(self._chained(mini_table))
        self._mini_shift = mini_shift

    @property
    def names(self) -> set[str]:
        return set(self._entries)

    def stream(self, name: str) -> bytes:
        start, size = self._entries[name]
        if size >= self._cutoff:
            return self._chained(start)[:size]
        root_start, root_size = self._entries[""]
        small = self._chained(root_start)[:root_size]
        places = _chain(self._mini_table, start)
        width = 1 << self._mini_shift
        return b"".join(small[place * width : (place + 1) * width] for place in places)[:size]

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) << self._shift : (number + 2) << self._shift]

    def _sector_table(self, difat: int) -> tuple[int, ...]:
        """For every sector the next one of its stream."""
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        seen: set[int] = set()
        while difat < _END and difat not in seen:
            seen.add(difat)
            *more, difat = _numbers(self._sector(difat))
            sectors += more
        return _numbers(b"".join(self._sector(number) for number in sectors if number < _END))

    def _chained(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(self._table, start))

    def _directory(self, data: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        """Name, first sector and size of each entry; the root, which holds the small streams, has no name."""
        for place in range(0, len(data) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", data, place + 64)
            start, size = struct.unpack_from("<II", data, place + 116)
            name = data[place : place + max(length - 2, 0)].decode("utf-16-le", "replace")
            if kind != _UNUSED:
                yield ("" if kind == _ROOT else name), (start, size)


def _chain(table: tuple[int, ...], start: int) -> Iterator[int]:
    seen = 0
    while start < _END and seen <= len(table):
        yield start
        start = table[start]
        seen += 1


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
