"""What is past its retention date on a day: rows of deliveries, and files in data/raw. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.sources.delivery import Boek, Delivery
from pipeline.sources.reading import inhoud, reading_process
from pipeline.sources.register import delivered_files
from pipeline.sources.retention import bewaartermijn, refuse_unknown_sources, schooljaren
from pipeline.workspace.folders import Workspace
from pipeline.workspace.record import sha256_file
from pipeline.workspace.settings import Bewaren


@dataclass(frozen=True)
class RuwBestand:
    """A file in data/raw of which everything was taken in and is past the date for files."""

    plaats: str
    sha256: str
    leveringen: tuple[Delivery, ...]
    bewaard_tot: date


@dataclass(frozen=True)
class Verlopen:
    """What is past its retention date on a day."""

    dag: date
    leveringen: tuple[tuple[Delivery, date], ...]
    """Deliveries that still have rows, each with its last day of retention."""
    bestanden: tuple[RuwBestand, ...]
    terug: bool
    """Whether there is a data/terug, which goes with those files: it may hold rows of them."""
    tellend: frozenset[str]
    """Ids of those whose rows still count."""
    herleven: tuple[Delivery, ...]
    """Deliveries that stay, older than one that goes: rows that it had replaced would count again."""
    zonder_datum: tuple[Delivery, ...]
    """Deliveries without a retention date: no day of delivery and no school year."""

    @property
    def schooljaren(self) -> list[str]:
        """The school years whose figures lose rows."""
        return schooljaren(delivery for delivery, _ in self.leveringen if delivery.id in self.tellend)

    def as_dict(self) -> dict[str, Any]:
        return {
            "dag": self.dag.isoformat(),
            "leveringen": [
                {
                    "id": d.id,
                    "bron": d.bron,
                    "plaats": d.pad,
                    "rijen": d.rijen["in"],
                    "bewaard_tot": tot.isoformat(),
                }
                for d, tot in self.leveringen
            ],
            "bestanden": [
                {"plaats": b.plaats, "bewaard_tot": b.bewaard_tot.isoformat()} for b in self.bestanden
            ],
            "terug": self.terug,
            "schooljaren": self.schooljaren,
            "herleven": [d.id for d in self.herleven],
            "zonder_datum": [d.id for d in self.zonder_datum],
        }


def due(workspace: Workspace, bewaren: Bewaren, dag: date) -> Verlopen:
    """What is past its retention date on a day. Raises SettingsError for terms of unknown sources."""
    refuse_unknown_sources(bewaren)
    boek = Boek.read(workspace)
    files = tuple(_files_past(workspace, boek, bewaren, dag))
    there = [d for d in boek.leveringen if d.id not in boek.vergeten]
    terms = {d.id: bewaartermijn(d, bewaren).rijen for d in there}
    past = tuple((d, tot) for d in there if (tot := terms[d.id]) and tot < dag)
    gone = {d.id for d, _ in past}
    return Verlopen(
        dag=dag,
        leveringen=past,
        bestanden=files,
        terug=bool(files) and workspace.terug.is_dir(),
        tellend=frozenset(d.id for d in boek.actief) & gone,
        herleven=tuple(d for d in boek.actief if d.id not in gone and any(_replaced(d, p) for p, _ in past)),
        zonder_datum=tuple(d for d in there if terms[d.id] is None),
    )


def _files_past(workspace: Workspace, boek: Boek, bewaren: Bewaren, dag: date) -> Iterator[RuwBestand]:
    """A file that was taken in and is unchanged, at its own place or copied elsewhere below data/raw.

    An archive when that holds for everything in it.
    """
    of_content: dict[str, list[Delivery]] = {}
    for delivery in boek.leveringen:
        of_content.setdefault(delivery.sha256, []).append(delivery)
    with reading_process():
        for path in delivered_files(workspace.raw):
            holds = [
                _sheets(of_content.get(content, []), pad) for pad, content in inhoud(path, workspace.raw)
            ]
            until = [_file_until(sheets, bewaren) for sheets in holds]
            if until and all(day and day < dag for day in until):
                deliveries = tuple(delivery for sheets in holds for delivery in sheets)
                place = path.relative_to(workspace.raw).as_posix()
                yield RuwBestand(place, sha256_file(path), deliveries, max(day for day in until if day))


def _sheets(same: list[Delivery], pad: str) -> list[Delivery]:
    """The deliveries of a content: those of this place, or of a copy those of any."""
    return [delivery for delivery in same if delivery.pad == pad] or same


def _file_until(sheets: list[Delivery], bewaren: Bewaren) -> date | None:
    """Until when a file may be kept: the shortest of its sheets. None for what was never taken in."""
    dates = [bewaartermijn(delivery, bewaren).bestand for delivery in sheets]
    return min((day for day in dates if day), default=None)


def _replaced(old: Delivery, new: Delivery) -> bool:
    """Whether rows of a delivery may have been replaced by those of another one."""
    later = (new.leverdatum or "") > (old.leverdatum or "")
    return later and new.bron == old.bron and not set(new.cohorten).isdisjoint(old.cohorten)
