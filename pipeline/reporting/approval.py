"""Reviews of what is published of a school year, and the line that says how far it is.

A review is of exact contents: the release and its reports, byte for byte. When one of those changes it
lapses; it stays in the record. So it cannot stand in the report that it is about, which would change by it:
it stands beside the release (beoordelingen.json), in the index of the reports, and in vrijgave.json beside
them. The report itself says only what follows from the deliveries: voorlopig or definitief.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.indicators.volledigheid import VOORLOPIG
from pipeline.reporting.notation import aantal, datum, opsomming
from pipeline.reporting.reports import read_record
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.atomic import write_text
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.record import sha256_file, stable_json

REVIEWS = "beoordelingen.json"
STATUS_FILE = "vrijgave.json"
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Beoordeling:
    """Somebody looked at these contents and found them fit to go out."""

    door: str
    dag: str
    """ISO date."""
    inhoud: str
    """Hash of release and reports as they were then."""


@dataclass(frozen=True)
class Vrijgave:
    """How far a school year is: what is lacking, which reviews hold, and how many are needed."""

    schooljaar: str
    status: str
    ontbreekt: tuple[str, ...]
    """What makes it voorlopig, in Dutch."""
    nodig: int
    beoordelingen: tuple[Beoordeling, ...]
    """Those of what is there now, the first of each name."""
    vervallen: int
    """Reviews of what was there before."""

    @property
    def vrijgegeven(self) -> bool:
        return len(self.beoordelingen) >= self.nodig

    @property
    def regel(self) -> str:
        """The status line, in Dutch."""
        first = self.status + (f" ({opsomming(self.ontbreekt)})" if self.ontbreekt else "")
        if not self.vrijgegeven:
            return f"{first}; nog niet vrijgegeven: {len(self.beoordelingen)} van {self.nodig} beoordelingen"
        if not self.beoordelingen:
            return first
        last = max(date.fromisoformat(review.dag) for review in self.beoordelingen)
        names = opsomming([review.door for review in self.beoordelingen])
        return f"{first}; vrijgegeven op {datum(last)} na beoordeling door {names}"

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"vrijgegeven": self.vrijgegeven, "regel": self.regel}


def vrijgave(workspace: Workspace, schooljaar: Schooljaar, nodig: int) -> Vrijgave:
    """How far a school year with reports is. nodig: reviewers that the settings ask for."""
    lacking = _meta(workspace, schooljaar)
    reviews, now = _reviews(workspace, schooljaar), contents(workspace, schooljaar)
    by_name: dict[str, Beoordeling] = {}
    for review in reviews:
        if review.inhoud == now:
            by_name.setdefault(_folded(review.door), review)
    return Vrijgave(
        schooljaar.label,
        lacking.get("status", VOORLOPIG),
        tuple(_in_words(lacking)),
        nodig,
        tuple(by_name.values()),
        sum(review.inhoud != now for review in reviews),
    )


def vrijgaven(workspace: Workspace, nodig: int) -> dict[str, Vrijgave]:
    """The same of every school year that has a release and reports, by its label."""
    years = [year for year in workspace.released() if read_record(workspace.reports_dir(year))]
    return {year.label: vrijgave(workspace, year, nodig) for year in years}


def approve(workspace: Workspace, schooljaar: Schooljaar, door: str, dag: date) -> bool:
    """Record a review of what is there now; gives whether it is a new one. Hold the workspace's lock.

    Raises SettingsError (exit 2) without a name, or without reports that are of the release.
    """
    naam = _name(door)
    now = contents(workspace, schooljaar)
    _refuse_loose(workspace, schooljaar)
    reviews = _reviews(workspace, schooljaar)
    if any(review.inhoud == now and _folded(review.door) == _folded(naam) for review in reviews):
        return False
    new = Beoordeling(naam, dag.isoformat(), now)
    path = workspace.release_dir(schooljaar) / REVIEWS
    write_text(path, stable_json({"beoordelingen": [asdict(review) for review in (*reviews, new)]}))
    return True


def contents(workspace: Workspace, schooljaar: Schooljaar) -> str:
    """Hash of what is published of a school year: release.json, and with it every table, and both reports."""
    record = read_record(workspace.reports_dir(schooljaar))
    if record is None:
        raise SettingsError(f"there are no reports of {schooljaar}", "Make them: toeleiding run.")
    folder = workspace.reports_dir(schooljaar)
    files = {name: _hash(folder / name) for name in sorted(record["bestanden"])}
    files["release.json"] = _hash(workspace.release_dir(schooljaar) / "release.json")
    return hashlib.sha256(stable_json(files).encode()).hexdigest()


def write_status(workspace: Workspace, state: Vrijgave) -> None:
    """Write vrijgave.json beside the reports."""
    folder = workspace.reports / state.schooljaar
    write_text(folder / STATUS_FILE, stable_json(state.as_dict()))


def _hash(path: Path) -> str:
    return sha256_file(path) if path.is_file() else ""


def _refuse_loose(workspace: Workspace, schooljaar: Schooljaar) -> None:
    """Nobody can have reviewed reports that were changed by hand, or that are of an earlier release."""
    folder = workspace.reports_dir(schooljaar)
    record = read_record(folder) or {}
    changed = [name for name, sha256 in record["bestanden"].items() if _hash(folder / name) != sha256]
    release = _hash(workspace.release_dir(schooljaar) / "release.json")
    if changed or record.get("release") != release:
        what = (
            f"{', '.join(changed)} changed since" if changed else "they are not of the release that is there"
        )
        raise SettingsError(
            f"the reports of {schooljaar} cannot be approved: {what}",
            "Make them again (toeleiding run), and look at them again.",
        )


def _name(door: str) -> str:
    naam = " ".join(door.split())
    if not naam or len(naam) > _LONGEST_NAME or not naam.isprintable():
        raise SettingsError(
            "a review needs the name of who looked", f"Give --by NAME, at most {_LONGEST_NAME} characters."
        )
    return naam


def _folded(naam: str) -> str:
    return " ".join(naam.casefold().split())


def _reviews(workspace: Workspace, schooljaar: Schooljaar) -> tuple[Beoordeling, ...]:
    path = workspace.release_dir(schooljaar) / REVIEWS
    if not path.is_file():
        return ()
    return tuple(Beoordeling(**entry) for entry in json.loads(path.read_text("utf-8"))["beoordelingen"])


def _meta(workspace: Workspace, schooljaar: Schooljaar) -> dict[str, Any]:
    manifest = json.loads((workspace.release_dir(schooljaar) / "release.json").read_text("utf-8"))
    found: dict[str, Any] = manifest.get("volledigheid", {})
    return found


def _in_words(lacking: dict[str, Any]) -> list[str]:
    """What is lacking, for who reads the index."""
    said, moments = [], lacking.get("momenten_zonder_meting")
    if schools := lacking.get("scholen_zonder_schoolverlaters"):
        cohorten = " of ".join(lacking["cohorten_zonder_schoolverlaters"].rsplit(", ", 1))
        said.append(f"geen schoolverlaters van {aantal(schools, 'school', 'scholen')} in {cohorten}")
    if moments:
        said.append(f"geen meting van {moments}")
    if lacking.get("zonder_eerder_cohort"):
        said.append("geen eerder cohort om mee te vergelijken")
    return said
