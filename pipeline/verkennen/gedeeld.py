"""The folder of something that is shared: put in place whole or not at all, after the gate."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.gate.check import OM_TE_DELEN, refuse_faults
from pipeline.release.protection import NIET_GETOOND
from pipeline.reporting.notation import getal
from pipeline.verkennen.beeld import Figuur
from pipeline.verkennen.herkomst import Herkomst
from pipeline.verkennen.toegang import NietHier
from pipeline.verkennen.uitvoer import files_of
from pipeline.workspace.atomic import replacing_dir
from pipeline.workspace.errors import ReleaseGeweigerd
from pipeline.workspace.record import stable_json

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.reporting.display import Mimebundle


@dataclass(frozen=True)
class Gedeeld:
    """What was shared: the folder with its files, the table as it is shown, and where it comes from."""

    map: Path
    bestanden: tuple[str, ...]
    tabel: pd.DataFrame = field(repr=False)
    herkomst: Herkomst = field(repr=False)
    uit_release: bool = False
    """Figures of a release as they are, of which nothing more can be shown."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mimebundle:
        hidden = int((self.tabel["status"] == NIET_GETOOND).sum())
        text = f"Gedeeld in de map {self.map.parent.name}/{self.map.name}: {', '.join(self.bestanden)}."
        if hidden:
            text += f" Niet getoond: {getal(hidden)} van {getal(len(self.tabel))}."
        if hidden and not self.uit_release:
            text += " Met groepen samen, of minder voorwaarden, is meer te tonen."
        return {"text/markdown": text, "text/plain": text}, {}


def put_in_place(
    place: Path,
    shown: pd.DataFrame,
    about: Herkomst,
    figure: Figuur | None,
    keep: Callable[[], None] | None = None,
) -> Gedeeld:
    """Write the files of a table as it may be shown; what is shared is kept before that (keep; figures of a
    release need not be).

    The same again may take the place of what is there. Raises NietHier where anything else is.
    """
    files = files_of(shown, about, figure)
    refuse_faults(files.items(), ReleaseGeweigerd, soorten=OM_TE_DELEN)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    files["bestanden.json"] = stable_json({"sha256": hashes}).encode()
    _refuse_something_else(place, files)
    if keep:
        keep()
    place.parent.mkdir(exist_ok=True)
    with replacing_dir(place) as folder:
        for name, content in files.items():
            (folder / name).write_bytes(content)
    return Gedeeld(place, tuple(files), shown, about, uit_release=keep is None)


def _refuse_something_else(place: Path, files: Mapping[str, bytes]) -> None:
    where = f"{place.parent.name}/{place.name}"
    if place.exists() and not place.is_dir():
        raise NietHier(f"{where} is a file, not a folder", "Choose another name (naam='…'), or move it.")
    there = sorted(place.iterdir()) if place.exists() else []
    if folders := [path.name for path in there if path.is_dir()]:
        raise NietHier(
            f"in {where} is a folder that was not shared: {folders[0]}",
            "Move it out of there, or choose another name: naam='…'.",
        )
    if there and {path.name: path.read_bytes() for path in there} != files:
        raise NietHier(f"there is something else in {where}", "Choose another name: naam='…'.")
