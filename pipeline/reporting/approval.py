"""Reviews of what is published of a school year, and the line that says how far it is.

A review is of exact contents: the release and its reports, byte for byte. When one of those changes it
lapses; it stays in the record. So it cannot stand in the report that it is about, which would change by it:
it stands beside the release (beoordelingen.json), in the index of the reports, and in vrijgave.json beside
them. The report itself says only what follows from the deliveries: voorlopig or definitief.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pipeline.gate.check import refuse_faults
from pipeline.gate.folder import files_in
from pipeline.reporting.contents import Inhoud, contents, published
from pipeline.reporting.notation import aantal, datum, opsomming
from pipeline.reporting.reports import STUURGROEP, status_of
from pipeline.reporting.reviews import (
    Beoordeling,
    checked_name,
    first_of_each,
    read_reviews,
    write_reviews,
)
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.atomic import write_text
from pipeline.workspace.errors import RenderFout, SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.record import stable_json

STATUS_FILE = "vrijgave.json"
_TAKE_OUT = "Take it out of {}, or make it again (toeleiding run --all), and look at it again."


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
    los: str = ""
    """Why nobody can go by what lies there now, in Dutch; empty when it is as it was made."""

    @property
    def vrijgegeven(self) -> bool:
        return not self.los and len(self.beoordelingen) >= self.nodig

    @property
    def regel(self) -> str:
        """The status line, in Dutch."""
        first = self.status + (f" ({opsomming(self.ontbreekt)})" if self.ontbreekt else "")
        if self.los:
            return f"{first}; niet vrijgegeven: {self.los}"
        if not self.vrijgegeven:
            return f"{first}; nog niet vrijgegeven: {len(self.beoordelingen)} van {self.nodig} beoordelingen"
        if not self.beoordelingen:
            return first
        last = max(date.fromisoformat(review.dag) for review in self.beoordelingen)
        names = opsomming([review.door for review in self.beoordelingen])
        return f"{first}; vrijgegeven op {datum(last)} na beoordeling door {names}"

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"vrijgegeven": self.vrijgegeven, "regel": self.regel}


def vrijgave(workspace: Workspace, schooljaar: Schooljaar, nodig: int, onderweg: bool = False) -> Vrijgave:
    """How far a school year with reports is, by the hashes of what lies there now.

    nodig: reviewers that the settings ask for. onderweg: a run is about to replace its reports.
    """
    now = contents(workspace, schooljaar)
    reviews = read_reviews(workspace.release_dir(schooljaar))
    holding = [review for review in reviews if review.inhoud == now.sha256]
    return Vrijgave(
        schooljaar.label,
        status_of(now.manifest),
        tuple(_in_words(now.manifest.get("volledigheid", {}))),
        nodig,
        first_of_each(holding),
        len(reviews) - len(holding),
        "de rapporten worden opnieuw gemaakt" if onderweg else _los(now),
    )


def vrijgaven(workspace: Workspace, nodig: int, onderweg: Collection[Schooljaar] = ()) -> dict[str, Vrijgave]:
    """The same of every school year that has a release and reports, by its label."""
    years = published(workspace)
    return {year.label: vrijgave(workspace, year, nodig, year in onderweg) for year in years}


def approve(workspace: Workspace, schooljaar: Schooljaar, door: str, dag: date, vandaag: date) -> bool:
    """Record a review of what is there now; gives whether it is a new one. Hold the workspace's lock.

    Raises SettingsError (exit 2) without a name that may stand beside the reports, for a day on which nobody
    can have looked, without reports that are of the release, or when a file lies among them that may not
    leave, whoever put it there.
    """
    naam = checked_name(door)
    now = contents(workspace, schooljaar)
    _refuse_loose(schooljaar, now)
    _refuse_day(dag, vandaag, now.manifest)
    folder = workspace.release_dir(schooljaar)
    reviews = read_reviews(folder)
    confidential = workspace.release_dir(schooljaar, STUURGROEP)
    for place in (folder, confidential, workspace.reports_dir(schooljaar)):
        refuse_faults(files_in(place), SettingsError, _TAKE_OUT.format(place))
    if any(review.inhoud == now.sha256 and review.is_by(naam) for review in reviews):
        return False
    write_reviews(folder, (*reviews, Beoordeling(naam, dag.isoformat(), now.sha256)))
    return True


def write_status(workspace: Workspace, state: Vrijgave) -> None:
    """Write vrijgave.json beside the reports."""
    text = stable_json(state.as_dict())
    refuse_faults([(STATUS_FILE, text.encode())], RenderFout)
    write_text(workspace.reports / state.schooljaar / STATUS_FILE, text)


def _los(now: Inhoud) -> str:
    if now.gewijzigd:
        return f"gewijzigd nadat het gemaakt is: {', '.join(now.gewijzigd)}"
    return "de rapporten zijn van eerdere cijfers" if now.eerder else ""


def _refuse_loose(schooljaar: Schooljaar, now: Inhoud) -> None:
    """Nobody can have reviewed reports that were changed by hand, or that are of an earlier release."""
    if now.gewijzigd or now.eerder:
        changed = f"{', '.join(now.gewijzigd)} changed since"
        what = changed if now.gewijzigd else "they are not of the release that is there"
        raise SettingsError(
            f"the reports of {schooljaar} cannot be approved: {what}",
            "Make them again (toeleiding run), and look at them again.",
        )


def _refuse_day(dag: date, vandaag: date, manifest: Mapping[str, Any]) -> None:
    """Nobody looked tomorrow, or before the day up to which the release knows things.

    A release can be made, and reviewed, before that day has come: then today is the first day.
    """
    stand = date.fromisoformat(manifest["stand"])
    if dag > vandaag:
        raise SettingsError(f"{dag}: that day has not come yet", "Give --date the day of the review.")
    if dag < min(stand, vandaag):
        raise SettingsError(
            f"{dag}: this release goes up to {stand}, so nobody can have looked at it by then",
            "Give --date the day of the review; without it that is today.",
        )


def _in_words(lacking: Mapping[str, Any]) -> list[str]:
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
