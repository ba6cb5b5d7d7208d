"""The child's loop: one request per line, one answer each, until the parent closes the pipe.

An answer is a line of JSON, {"delen": [bytes of each part]} and those parts behind it, or {"weigering": ...}.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from typing import Any, BinaryIO

from .limits import limit_memory
from .parts import kind_of
from .refusal import Geweigerd
from .unpack import fingerprints, list_members, unpack_member
from .workbook import Werkboek

Answer = list[bytes]
"""Parts, mostly of JSON."""


class Loket:
    """Answers requests; holds the one workbook that was opened last, and its next page."""

    def __init__(self) -> None:
        self._werkboek = Werkboek([])
        self._next: tuple[int, int] | None = None
        self._prepared: tuple[tuple[int, int], Answer] | None = None

    def soort(self, pad: str) -> Answer:
        return [_packed(kind_of(pad))]

    def leden(self, pad: str, hoogstens: int) -> Answer:
        return [_packed(list_members(pad, hoogstens))]

    def vingerafdrukken(self, pad: str) -> Answer:
        return [_packed(fingerprints(pad))]

    def uitpakken(self, pad: str, lid: int, doel: str) -> Answer:
        unpack_member(pad, lid, doel)
        return []

    def werkboek_openen(self, pad: str, uitgepakt: int, kop: int) -> Answer:
        """The names of the sheets and whether they are hidden; then of each its first page."""
        self._werkboek, self._next, self._prepared = Werkboek([]), None, None  # give their memory back first
        self._werkboek = Werkboek.open(pad, uitgepakt, kop)
        pages = self._werkboek.eerste_bladzijden()
        self._next = next(((nr, 1) for nr, page in enumerate(pages) if not page.laatste), None)
        return [_packed(self._werkboek.beschrijving()), *(page.packed() for page in pages)]

    def bladzijde(self, blad: int, nummer: int) -> Answer:
        prepared, self._prepared = self._prepared, None
        if prepared and prepared[0] == (blad, nummer):
            return prepared[1]
        page = self._werkboek.bladen[blad].bladzijde(nummer)
        self._next = None if page.laatste else (blad, nummer + 1)
        return [page.packed()]

    def prepare(self) -> None:
        """Make the page that will be asked for next, while the parent is busy with this one."""
        if self._next and not self._prepared:
            wanted = self._next
            self._prepared = (wanted, self.bladzijde(*wanted))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until there are no more requests. A refusal is an answer; anything else ends the process."""
    loket = Loket()
    for line in requests:
        request = json.loads(line)
        try:
            parts = getattr(loket, request.pop("vraag"))(**request)
            head: dict[str, Any] = {"delen": [len(part) for part in parts]}
        except Geweigerd as refusal:
            parts, head = [], {"weigering": refusal.args}
        answers.writelines([_packed(head), b"\n", *parts])
        answers.flush()
        loket.prepare()


def _packed(content: object) -> bytes:
    return json.dumps(content).encode()


def main() -> None:
    limit_memory(int(sys.argv[1]))
    gc.disable()  # nothing here is in a cycle, and looking for those takes a third of the time
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # so that a stray print cannot get between the answers
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
