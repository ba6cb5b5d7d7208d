"""`toeleiding archive`: a release and its reports as one file to keep for good, that opens without us.

Public is what the release for everybody and its reports hold. What is for the stuurgroep alone, where the
boards agreed to that, goes in only when asked for, and then the whole is confidential: nor does a hash of it
go out, because who has all but a few small numbers could try which of them fit it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.bewijs.crate import Over, crate
from pipeline.bewijs.record import published
from pipeline.bewijs.stuk import Stuk, as_zip, manifest
from pipeline.bewijs.tabel import as_csv, beschrijvingen, columns_csv
from pipeline.bewijs.voorkant import leesmij, licentie, preview
from pipeline.gate.check import IN_ARCHIEF, refuse_faults
from pipeline.release.publication import Release, open_release
from pipeline.reporting.contents import contents
from pipeline.reporting.reports import RAPPORTEN, RECORD, STUURGROEP, read_record
from pipeline.sources.dictionary import dictionary
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.atomic import clear_leftovers, write_bytes
from pipeline.workspace.errors import ReleaseGeweigerd, SettingsError
from pipeline.workspace.folders import MANIFEST, Workspace
from pipeline.workspace.lock import workspace_lock
from pipeline.workspace.record import sha256_file, stable_json
from pipeline.workspace.settings import load_settings

APART = "vertrouwelijk"
_RUN = "Make it again: toeleiding run --schooljaar {0} --all."
_KIND = {
    "html": "als pagina",
    "pdf": "op papier",
    "xlsx": "alle tabellen als werkmap",
    "docx": "om opmerkingen in te zetten",
}


@dataclass(frozen=True)
class Archief:
    """An archive that was made; overgeslagen: what is not in it, and why."""

    schooljaar: str
    bestand: Path
    vertrouwelijk: bool
    bestanden: int
    bytes: int
    sha256: str
    overgeslagen: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"bestand": str(self.bestand)}


@dataclass(frozen=True)
class _Bron:
    """What an archive is made from: a release with its reports, looked at and found whole."""

    workspace: Workspace
    schooljaar: Schooljaar
    record: dict[str, Any]
    vertrouwelijk: bool
    """Whether what is for the stuurgroep alone goes in."""

    @property
    def zonder_stuurgroep(self) -> bool:
        return APART in self.record and not self.vertrouwelijk

    @property
    def rapporten(self) -> dict[str, str]:
        """The reports that go in, in words."""
        return {
            n: titel for n, titel in RAPPORTEN.items() if not (n == STUURGROEP and self.zonder_stuurgroep)
        }

    def of(self, names: dict[str, str]) -> dict[str, str]:
        """Of files by name those of the reports that go in."""
        return {name: sha for name, sha in names.items() if name.partition(".")[0] in self.rapporten}


def archive(workspace: Workspace, schooljaar: Schooljaar, confidential: bool = False) -> Archief:
    """Write the archive of a school year; the same bytes for the same release and reports.

    confidential: with what is for the stuurgroep alone. Raises SettingsError when there are no reports of the
    release that is there, and ReleaseGeweigerd when a file may not leave.
    """
    with workspace_lock(workspace):
        bron = _checked(workspace, schooljaar, confidential)
        stukken = _stukken(bron)
        refuse_faults(((one.pad, one.inhoud) for one in stukken), ReleaseGeweigerd, soorten=IN_ARCHIEF)
        content = as_zip(stukken)
        mark = f"-{APART}" if confidential else ""
        target = workspace.archief / f"toeleiding-{schooljaar}{mark}.zip"
        target.parent.mkdir(exist_ok=True)
        clear_leftovers(target.parent)
        write_bytes(target, content)
    sha256 = hashlib.sha256(content).hexdigest()
    skipped = tuple(_skipped(bron))
    return Archief(schooljaar.label, target, confidential, len(stukken), len(content), sha256, skipped)


def _checked(workspace: Workspace, schooljaar: Schooljaar, confidential: bool) -> _Bron:
    now = contents(workspace, schooljaar)
    record = read_record(workspace.reports_dir(schooljaar)) or {}
    agreed = bool(load_settings(workspace.settings_file).stuurgroep.afspraak)
    again = _RUN.format(schooljaar)
    if now.eerder or (agreed and APART not in record):
        raise SettingsError(f"the reports of {schooljaar} are not of the release that is there", again)
    if now.gewijzigd:
        changed = ", ".join(now.gewijzigd)
        raise SettingsError(f"the reports of {schooljaar} are not as they were made: {changed}", again)
    if confidential and APART not in record:
        raise SettingsError(
            f"{schooljaar} has no release for the stuurgroep alone",
            "Leave --stuurgroep out: all of it is public.",
        )
    kept, folder = record.get("notebooks", {}), workspace.notebooks_dir(schooljaar)
    if lost := [name for name, sha in kept.items() if not _is(folder / name, sha)]:
        raise SettingsError(f"{', '.join(lost)}: not the notebook that the report was rendered from", again)
    return _Bron(workspace, schooljaar, record, confidential)


def _is(path: Path, sha256: str) -> bool:
    return path.is_file() and sha256_file(path) == sha256


def _skipped(bron: _Bron) -> Iterator[str]:
    if bron.zonder_stuurgroep:
        yield "what is for the stuurgroep alone (--stuurgroep takes it in, and makes the whole confidential)"
    if not bron.record.get("notebooks"):
        yield "the notebooks: an earlier version of the program made these reports, and did not keep them"


def _stukken(bron: _Bron) -> list[Stuk]:
    """All files, the last one with the hashes of the others."""
    release = open_release(bron.workspace.release_dir(bron.schooljaar))
    settings = release.table("instellingen").set_index("naam")["waarde"]
    record = published(bron.workspace, bron.schooljaar, bron.of(bron.record["bestanden"]))
    over = Over(bron.schooljaar.label, str(settings["regio.naam"]), bron.vertrouwelijk, record)
    found = [leesmij(over, bron.zonder_stuurgroep), licentie(), *_texts(bron, record), *_reports(bron)]
    found += _release(bron.workspace.release_dir(bron.schooljaar), release)
    if bron.vertrouwelijk:
        folder = bron.workspace.release_dir(bron.schooljaar, STUURGROEP)
        found += _release(folder, open_release(folder), f"{APART}/")
    found.append(preview(found, over))
    found.append(crate(found, over))
    return [*found, manifest(found)]


def _texts(bron: _Bron, record: dict[str, Any]) -> Iterator[Stuk]:
    yield Stuk("run.json", stable_json(record).encode(), "Waarmee dit gemaakt is, en wie het beoordeelde")
    made_of = bron.workspace.run_record(bron.schooljaar)
    plan = json.loads(made_of.read_bytes()).get("analyseplan_inhoud") if made_of.is_file() else None
    if plan:
        title = "Het analyseplan: wat over effecten werd gevraagd, en hoe"
        yield Stuk("analyseplan.json", stable_json(plan).encode(), title)
    yield Stuk(
        "woordenboek.md", dictionary().encode(), "Wat elke bron mag bevatten en wat ervan bewaard blijft"
    )
    yield Stuk("tabellen/kolommen.csv", columns_csv(), "Wat er in elke kolom van elke tabel staat")


def _reports(bron: _Bron) -> Iterator[Stuk]:
    folder = bron.workspace.reports_dir(bron.schooljaar)
    for name in bron.of(bron.record["bestanden"]):
        naam, _, kind = name.partition(".")
        yield Stuk(f"rapporten/{name}", (folder / name).read_bytes(), f"{RAPPORTEN[naam]}, {_KIND[kind]}")
    text = stable_json(_public(bron)) if bron.zonder_stuurgroep else (folder / RECORD).read_text("utf-8")
    yield Stuk(f"rapporten/{RECORD}", text.encode(), "Waarvan de rapporten zijn gemaakt")
    notebooks = bron.workspace.notebooks_dir(bron.schooljaar)
    for name in bron.of(bron.record.get("notebooks", {})):
        title = f"{RAPPORTEN[name.partition('.')[0]]}, als uitgevoerd notebook"
        yield Stuk(f"notebooks/{name}", (notebooks / name).read_bytes(), title)


def _public(bron: _Bron) -> dict[str, Any]:
    """The record of the reports without anything that follows from what is for the stuurgroep alone."""
    basis = {name: value for name, value in bron.record["basis"].items() if name != f"release {STUURGROEP}"}
    kept = {name: value for name, value in bron.record.items() if name not in (APART, "inputs")}
    parts = {part: bron.of(bron.record.get(part, {})) for part in ("bestanden", "notebooks")}
    return {**kept, **parts, "basis": basis}


def _release(folder: Path, release: Release, below: str = "") -> Iterator[Stuk]:
    """The tables of a release, as the program reads them and as text."""
    text = (folder / MANIFEST).read_bytes()
    yield Stuk(f"{below}release/{MANIFEST}", text, "De release: van elke tabel het bestand en de hash")
    told = beschrijvingen()["tabellen"]
    for name, entry in sorted(json.loads(text)["files"].items()):
        content = (folder / entry["file"]).read_bytes()
        yield Stuk(f"{below}release/{entry['file']}", content, told[name])
        yield Stuk(f"{below}tabellen/{name}.csv", as_csv(release, name), told[name])
