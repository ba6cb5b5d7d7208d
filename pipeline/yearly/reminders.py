"""Which school still has to deliver what, and until when: read from the records of the last releases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pipeline.indicators.herinneringen import Herinnering
from pipeline.reporting.notation import opsomming
from pipeline.vocabulary.schooljaar import Schooljaar

if TYPE_CHECKING:
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import Settings

_NAMES = {"uitstroom": "de uitstroomlijst", "intergrip": "Intergrip"}


@dataclass(frozen=True, order=True)
class Gevraagd:
    """What a school is asked for, with the last day on which it is in time."""

    uiterlijk: date
    school: str
    naam: str
    bron: str
    schooljaar: str
    momenten: tuple[str, ...]

    @property
    def wat(self) -> str:
        """In Dutch: Intergrip van 2022-2023 (V1 en V2)."""
        moments = f" ({opsomming(self.momenten)})" if self.momenten else ""
        return f"{_NAMES.get(self.bron, self.bron)} van {self.schooljaar}{moments}"

    @property
    def van_wie(self) -> str:
        return self.school if self.naam == self.school else f"{self.naam} ({self.school})"

    def as_dict(self, today: date) -> dict[str, Any]:
        """Plain values, with whether it is late on a day."""
        late = {"te_laat": today > self.uiterlijk}
        return {
            **asdict(self),
            "uiterlijk": self.uiterlijk.isoformat(),
            "momenten": list(self.momenten),
            **late,
        }


def asked(workspace: Workspace, settings: Settings) -> tuple[Gevraagd, ...]:
    """What the releases that are there lack, once each: the first to be late first."""
    found = {one for year in workspace.released() for one in _of(workspace, year)}
    return tuple(sorted({_gevraagd(one, settings) for one in found}))


def per_school(found: tuple[Gevraagd, ...]) -> Iterator[tuple[str, list[Gevraagd]]]:
    """By school, in the order of their names."""
    ordered = sorted(found, key=lambda one: (one.van_wie, one.schooljaar, one.bron))
    for who, of in groupby(ordered, key=lambda one: one.van_wie):
        yield who, list(of)


def deadline(settings: Settings, rapport: Schooljaar) -> date:
    """Until when a school is in time for a report: the first uiterste_leverdag on or after its stand."""
    stand, dag = settings.stand(rapport), settings.jaarlijks.uiterste_leverdag
    this_year = dag.in_jaar(stand.year)
    return this_year if this_year >= stand else dag.in_jaar(stand.year + 1)


def _gevraagd(one: Herinnering, settings: Settings) -> Gevraagd:
    until = deadline(settings, Schooljaar.parse(one.rapport))
    return Gevraagd(until, one.school, one.naam, one.bron, one.cohort, one.momenten)


def _of(workspace: Workspace, year: Schooljaar) -> list[Herinnering]:
    """What a release lacks by its record; nothing where there is none, or one of another version."""
    try:
        record = json.loads(workspace.run_record(year).read_bytes())
        return [Herinnering.from_dict(one) for one in record["herinneringen"]]
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return []
