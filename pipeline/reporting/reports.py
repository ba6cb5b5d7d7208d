"""Both reports of a school year: whether they must be made, and the record of what they are of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.gate.check import refuse_faults
from pipeline.indicators.volledigheid import VOORLOPIG
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.atomic import write_text
from pipeline.workspace.basis import Besluit, basis_hash, besluit
from pipeline.workspace.errors import RenderFout
from pipeline.workspace.folders import MANIFEST, Workspace
from pipeline.workspace.record import program, sha256_file, stable_json

if TYPE_CHECKING:
    from pipeline.workspace.settings import Settings

RAPPORTEN = {"toetsing": "Wetenschappelijke toetsing", "stuurgroep": "Voortgangsrapportage stuurgroep"}
STUURGROEP = "stuurgroep"
"""The report, and the public that it is for."""
SOORTEN = ("html", "pdf", "xlsx")
"""The forms of each report: page, paper, and its tables as a workbook."""
RECORD = "rapport.json"
_RECORDED = frozenset(
    {"schooljaar", "stand", "status", "release", "voorbeeldgegevens", "inputs", "bestanden"}
)


@dataclass(frozen=True)
class Opdracht:
    """The reports of one school year: from which release, to which folder, and what decides their content.

    vertrouwelijk: the release for the stuurgroep, where the boards agreed to one.
    """

    schooljaar: Schooljaar
    release: Path
    doel: Path
    basis: tuple[tuple[str, str], ...]
    """What decides their content, by name: release, program and renderer."""
    vertrouwelijk: Path | None = None
    docx: bool = False
    """Whether each report is also made as a document to comment in."""
    bewaard: Path | None = None
    """Where the executed notebooks are kept, for the archive."""

    @classmethod
    def of(
        cls,
        schooljaar: Schooljaar,
        workspace: Workspace,
        renderer: str,
        settings: Settings,
        docx: bool = False,
    ) -> Opdracht:
        """docx: also documents to comment in. Where they were made before, they are kept up to date."""
        release = workspace.release_dir(schooljaar)
        apart = workspace.release_dir(schooljaar, STUURGROEP) if settings.stuurgroep.afspraak else None
        released = {"release": release, **({"release stuurgroep": apart} if apart else {})}
        manifests = {name: sha256_file(folder / MANIFEST) for name, folder in released.items()}
        basis = tuple({**manifests, **program(), "renderer": renderer}.items())
        doel = workspace.reports_dir(schooljaar)
        docx = docx or any((doel / f"{naam}.docx").is_file() for naam in RAPPORTEN)
        kept = workspace.notebooks_dir(schooljaar)
        return cls(schooljaar, release, doel, basis, apart, docx, kept)

    @property
    def namen(self) -> list[str]:
        """The files of both reports."""
        soorten = (*SOORTEN, "docx") if self.docx else SOORTEN
        return [f"{naam}.{soort}" for naam in RAPPORTEN for soort in soorten]

    def van(self, naam: str) -> Path:
        """The release that a report is made of."""
        return self.vertrouwelijk if self.vertrouwelijk and naam == STUURGROEP else self.release

    @property
    def notebooks(self) -> list[Path]:
        """The executed notebooks that are kept."""
        paths = [self.bewaard / f"{naam}.ipynb" for naam in RAPPORTEN] if self.bewaard else []
        return [path for path in paths if path.is_file()]

    @property
    def manifest(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.release / MANIFEST).read_text("utf-8"))
        return content

    def besluit(self, opnieuw: bool = False) -> Besluit:
        """Whether the reports must be made: they are not of this, or no longer as they were made."""
        record = read_record(self.doel)
        if record is None:
            return besluit(None, {}, opnieuw)
        files: dict[str, str] = record["bestanden"]
        there = {f"file {name}": _sha256(self.doel / name) for name in self.namen}
        written = {f"file {name}": sha256 for name, sha256 in files.items()}
        before = {**record["basis"], **written} if "basis" in record else {}
        return besluit(before, {**dict(self.basis), **there}, opnieuw)


def _sha256(path: Path) -> str:
    return sha256_file(path) if path.is_file() else ""


def read_record(folder: Path) -> dict[str, Any] | None:
    """What the reports in a folder are of, or None when there is no complete set, or none that says so."""
    try:
        record = json.loads((folder / RECORD).read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return record if isinstance(record, dict) and record.keys() >= _RECORDED else None


def has_documents(record: Mapping[str, Any]) -> bool:
    """Whether documents to comment in were made with the reports of this record."""
    return any(name.endswith(".docx") for name in record["bestanden"])


def status_of(manifest: Mapping[str, Any]) -> str:
    """What follows from the deliveries; reviews come after it, and stand in the index (approval.py)."""
    return str(manifest.get("volledigheid", {}).get("status", VOORLOPIG))


def record_reports(opdracht: Opdracht) -> Iterator[str]:
    """Write what the reports are of, after both are in place; gives their paths."""
    manifest = opdracht.manifest
    record = {
        "schooljaar": opdracht.schooljaar.label,
        "stand": manifest["stand"],
        "status": status_of(manifest),
        "release": sha256_file(opdracht.release / MANIFEST),
        **({"vertrouwelijk": sha256_file(apart / MANIFEST)} if (apart := opdracht.vertrouwelijk) else {}),
        "voorbeeldgegevens": manifest["voorbeeldgegevens"],
        "inputs": basis_hash(dict(opdracht.basis)),
        "basis": dict(opdracht.basis),
        "bestanden": {name: sha256_file(opdracht.doel / name) for name in opdracht.namen},
        "notebooks": {path.name: sha256_file(path) for path in opdracht.notebooks},
    }
    text = stable_json(record)
    refuse_faults([(RECORD, text.encode())], RenderFout)
    write_text(opdracht.doel / RECORD, text)
    yield from (str(opdracht.doel / name) for name in opdracht.namen)


def write_index_of(reports: Path, regels: Mapping[str, str]) -> None:
    """Write reports/index.html over every school year that has a complete set of reports.

    regels: per school year the line that says how far it is; without one, what the report says.
    """
    from pipeline.reporting.index import IndexEntry, write_index

    records = [record for path in sorted(reports.glob(f"*/{RECORD}")) if (record := read_record(path.parent))]
    entries = [
        IndexEntry(
            schooljaar=record["schooljaar"],
            naam=titel,
            html=f"{record['schooljaar']}/{naam}.html",
            pdf=f"{record['schooljaar']}/{naam}.pdf",
            xlsx=f"{record['schooljaar']}/{naam}.xlsx" if f"{naam}.xlsx" in record["bestanden"] else None,
            stand=date.fromisoformat(record["stand"]),
            status=regels.get(record["schooljaar"], record["status"]),
            voorbeeldgegevens=record["voorbeeldgegevens"],
            vertrouwelijk="vertrouwelijk" in record and naam == STUURGROEP,
        )
        for record in records
        for naam, titel in RAPPORTEN.items()
    ]
    write_index(reports / "index.html", entries)
