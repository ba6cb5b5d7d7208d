"""Pipe tables: the form in which a table goes from a notebook to whoever shows it; written and read here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kant = Literal["left", "right", "center", "default"]

_SCHEIDING = re.compile(r"(?<!\\)\|")
_STREEP = re.compile(r"(:?)-+(:?)")
_KANTEN: dict[tuple[str, str], Kant] = {
    (":", ""): "left", ("", ":"): "right", (":", ":"): "center", ("", ""): "default",
}  # fmt: skip


@dataclass(frozen=True)
class Pijptabel:
    """A table of Markdown cells, and the side of its column that the text of each stands on."""

    koppen: tuple[str, ...]
    kanten: tuple[Kant, ...]
    rijen: tuple[tuple[str, ...], ...]


def schrijf_tabel(koppen: Sequence[str], rechts: Sequence[bool], rijen: Sequence[Sequence[str]]) -> str:
    """The lines of a pipe table. Raises ValueError on a row of another length."""
    for rij in rijen:
        if len(rij) != len(koppen):
            raise ValueError(f"a row of {len(rij)} cells in a table of {len(koppen)} columns")
    streep = "|".join("--:" if kolom else ":--" for kolom in rechts)
    return "\n".join([_regel(koppen), f"|{streep}|", *map(_regel, rijen)])


def _regel(cellen: Sequence[str]) -> str:
    return "| " + " | ".join(cel.replace("|", "\\|") for cel in cellen) + " |"


def lees_tabel(regels: Sequence[str]) -> Pijptabel | None:
    """The table of these lines, or None where they are no pipe table."""
    strepen = [_STREEP.fullmatch(streep) for streep in (_cellen(regels[1]) if len(regels) > 1 else ())]
    kanten = tuple(_KANTEN[streep[1], streep[2]] for streep in strepen if streep)
    if not strepen or len(kanten) != len(strepen):
        return None
    return Pijptabel(_cellen(regels[0]), kanten, tuple(map(_cellen, regels[2:])))


def _cellen(regel: str) -> tuple[str, ...]:
    return tuple(cel.strip(" \t").replace("\\|", "|") for cel in _SCHEIDING.split(regel)[1:-1])
