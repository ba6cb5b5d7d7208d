"""What `toeleiding verify` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.herhaling.uitkomst import Uitkomst


def verified_lines(found: list[Uitkomst]) -> Iterator[str]:
    """Per school year both levels; of a difference where it is and what can explain it."""
    for one in found:
        yield f"{one.schooljaar}: made again from {one.uit}, because {one.waarom} ({one.seconden:.0f} s)"
        yield f"  cijfers: {_state(one.cijfers.verschil)} ({_figures(one)})"
        yield f"  bytes:   {_bytes(one)}"
        if one.verschil:
            yield "  what can explain it:"
            yield from (f"    {cause}" for cause in one.oorzaken)
    if not found:
        yield "There are no reports to verify."


def _figures(one: Uitkomst) -> str:
    return f"{one.cijfers.cellen} cells of tables, {one.cijfers.getallen} numbers in reports"


def _bytes(one: Uitkomst) -> str:
    files = one.bytes
    if not files.mogelijk:
        return f"not compared, for other by now: {'; '.join(files.belet)}"
    return f"{_state(files.verschil)} ({files.bestanden} files, {files.bytes} bytes)"


def _state(verschil: object) -> str:
    return f"DIFFERENT, first at {verschil}" if verschil else "the same"
