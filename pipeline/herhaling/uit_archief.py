"""An archive by itself: nothing in it was changed, and its tables still give its reports. No workspace, no
deliveries and no key are needed."""

from __future__ import annotations

import hashlib
import json
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.bewijs.stuk import MANIFEST as HASHES
from pipeline.bewijs.tabel import as_csv
from pipeline.herhaling import bestanden, pagina
from pipeline.herhaling.uitkomst import Bytes, Cijfers, Uitkomst, Verschil
from pipeline.herhaling.verify import otherwise
from pipeline.release.publication import open_release
from pipeline.reporting.press import make_reports
from pipeline.reporting.renderer import choose_renderer
from pipeline.reporting.reports import RECORD, Opdracht, has_documents
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.errors import ReleaseGeweigerd, SettingsError
from pipeline.workspace.folders import MANIFEST, Workspace
from pipeline.workspace.record import program, sha256_file
from pipeline.workspace.scratch import private_room

Tell = Callable[[str], None]
_LARGEST = 1 << 30
"""Bytes that an archive may unpack to: a hundred times what one is."""
_WHY = "an archive holds the release, not the deliveries"


def verify_archive(file: Path, tell: Tell) -> Uitkomst:
    """Check every hash, compare tables with their text, and make the reports again from the tables.

    Raises SettingsError for a file that `toeleiding archive` did not make.
    """
    start = time.monotonic()
    with private_room() as room:
        folder = room / "archief"
        _unpack(file, folder)
        if first := next(_broken(folder), None):
            rapport = _rapport(folder)
            said = Cijfers(verschil=first)
            return Uitkomst(
                rapport.get("schooljaar", ""), "archive", _WHY, said, Bytes(),
                ("it was changed since it was made",), round(time.monotonic() - start, 1),
            )  # fmt: skip
        return _made_again(folder, room, tell, start)


def _made_again(folder: Path, room: Path, tell: Tell, start: float) -> Uitkomst:
    rapport, renderer = _rapport(folder), choose_renderer()
    prevents = otherwise(rapport["basis"], renderer.label)
    year = Schooljaar.parse(rapport["schooljaar"])
    place = Workspace(room / "werkmap")
    figures = _tables(folder, "")
    apart = folder / "vertrouwelijk" / "release"
    if apart.is_dir():
        more = _tables(folder, "vertrouwelijk/")
        figures = figures.more(more.cellen, 0, more.verschil)
    if figures.verschil and not figures.cellen:  # no release that a report can be made of
        return Uitkomst(str(year), "archive", _WHY, figures, Bytes(prevents), prevents)
    manifests = {"release": sha256_file(folder / "release" / MANIFEST)}
    if apart.is_dir():
        manifests["release stuurgroep"] = sha256_file(apart / MANIFEST)
    basis = tuple({**manifests, **program(), "renderer": renderer.label}.items())
    job = Opdracht(
        year,
        folder / "release",
        place.reports_dir(year),
        basis,
        apart if apart.is_dir() else None,
        docx=has_documents(rapport),
        bewaard=place.notebooks_dir(year),
    )
    make_reports([job], renderer, tell)
    was, now = _files(folder, rapport), _again(place, year, rapport)
    for name, path in was.items():
        if path.suffix == ".html":
            texts = (found.read_text("utf-8") for found in (path, now[name]))
            figures = figures.more(0, *pagina.compare(name, *texts))
    files = bestanden.compare(was, now, prevents)
    seconds = round(time.monotonic() - start, 1)
    return Uitkomst(str(year), "archive", _WHY, figures, files, prevents, seconds)


def _files(folder: Path, rapport: Mapping[str, Any]) -> dict[str, Path]:
    """What of an archive is made again. Where a part of the record was left out, the record is not."""
    found = {f"rapporten/{name}": folder / "rapporten" / name for name in rapport["bestanden"]}
    found |= {f"notebooks/{name}": folder / "notebooks" / name for name in rapport.get("notebooks", {})}
    if "inputs" in rapport:
        found[f"rapporten/{RECORD}"] = folder / "rapporten" / RECORD
    return found


def _again(place: Workspace, year: Schooljaar, rapport: Mapping[str, Any]) -> dict[str, Path]:
    folders = {"rapporten": place.reports_dir(year), "notebooks": place.notebooks_dir(year)}
    return {name: folders[Path(name).parts[0]] / Path(name).name for name in _files(Path(), rapport)}


def _tables(folder: Path, below: str) -> Cijfers:
    """Every table as text against the same table as the program reads it."""
    try:
        release = open_release(folder / f"{below}release")
    except ReleaseGeweigerd as fault:
        return Cijfers(verschil=Verschil(f"{below}release", fault.message.rpartition("/")[2]))
    cells, first = 0, None
    for name in release.tables:
        path = folder / f"{below}tabellen" / f"{name}.csv"
        cells += release.table(name).size
        if first is None and (not path.is_file() or path.read_bytes() != as_csv(release, name)):
            first = Verschil(f"{below}tabellen/{name}.csv", "not the table of the release", name)
    return Cijfers(cells, 0, first)


def _rapport(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / "rapporten" / RECORD).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _unpack(file: Path, folder: Path) -> None:
    """Raises SettingsError for what is no archive of ours, before anything is written."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if HASHES not in names or len(set(names)) < len(names) or not all(map(_is_inside, names)):
                raise _strange(file)
            if sum(entry.file_size for entry in entries) > _LARGEST:
                raise _strange(file)
            for entry in entries:
                path = folder / entry.filename
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.read(entry))
    except FileNotFoundError as fault:
        raise SettingsError(f"{file}: there is no such file") from fault
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as fault:
        raise _strange(file) from fault


def _is_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and not {"\\", ":"} & {*name}


def _strange(file: Path) -> SettingsError:
    return SettingsError(f"{file}: not an archive as 'toeleiding archive' writes it, or it is damaged")


def _broken(folder: Path) -> Iterator[Verschil]:
    """Files that are not as the list of hashes says, are not on it, or are gone."""
    lines = (folder / HASHES).read_text("utf-8", errors="replace").splitlines()
    listed = {name: sha for sha, _, name in (line.partition("  ") for line in lines)}
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    for name in sorted({*listed, *there} - {HASHES}):
        if name not in there:
            yield Verschil(name, f"in {HASHES}, and not there")
        elif name not in listed:
            yield Verschil(name, f"there, and not in {HASHES}")
        elif hashlib.sha256(there[name].read_bytes()).hexdigest() != listed[name]:
            yield Verschil(name, f"not what {HASHES} says")
