"""The register of deliveries as it is shown: every delivery ever accepted, and what became of it.

No clock: what it says depends on the deliveries and the settings only. The fates are those of the intake,
within one delivery; what a later delivery replaced is in the microdata (microdata/corrections.py).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pipeline.sources import trace
from pipeline.sources.delivery import Boek, Delivery
from pipeline.sources.retention import bewaartermijn, refuse_unknown_sources, schooljaren
from pipeline.sources.trace import Intrekking, Vergeten
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Bewaren

COHORTBRONNEN = ("uitstroom", "intergrip")
"""The sources that tell which leavers a cohort has and what became of them."""


@dataclass(frozen=True)
class Inschrijving:
    """One line of the register."""

    levering: Delivery
    staat: str
    """geldt, vervangen, ingetrokken or vergeten."""
    toelichting: str
    """By what, or when and why."""
    bewaren_tot: date | None
    bestand_tot: date | None
    voorvallen: tuple[Intrekking | Vergeten, ...]

    def as_dict(self) -> dict[str, Any]:
        delivery = self.levering
        return {
            "id": delivery.id,
            "bron": delivery.bron,
            "plaats": delivery.pad,
            "blad": delivery.blad,
            "scholen": list(delivery.scholen),
            "besturen": list(delivery.besturen),
            "leverdatum": delivery.leverdatum,
            "sha256": delivery.sha256,
            "schooljaren": schooljaren([delivery]),
            "rijen": delivery.rijen,
            "hersteld": delivery.hersteld,
            "bewaren_tot": _iso(self.bewaren_tot),
            "bewaren_tot_bij_opname": delivery.bewaren_tot,
            "bestand_bewaren_tot": _iso(self.bestand_tot),
            "staat": self.staat,
            "toelichting": self.toelichting,
            "voorvallen": [asdict(event) for event in self.voorvallen],
        }


@dataclass(frozen=True)
class Register:
    """All lines, and the school years that lost rows because their deliveries were forgotten."""

    regels: tuple[Inschrijving, ...]
    verloren: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        lines = [regel.as_dict() for regel in self.regels]
        return {"leveringen": lines, "schooljaren_met_vergeten_leveringen": list(self.verloren)}


def register(workspace: Workspace, bewaren: Bewaren, bron: str | None = None) -> Register:
    """Every delivery, or those of one source, by source, day and place. Raises SettingsError."""
    refuse_unknown_sources(bewaren)
    boek = Boek.read(workspace)
    chosen = [d for d in boek.leveringen if bron in (None, d.bron)]
    lines = (_line(workspace, boek, delivery, bewaren) for delivery in chosen)
    return Register(tuple(sorted(lines, key=_order)), tuple(lost_years(boek)))


def lost_years(boek: Boek) -> list[str]:
    """The school years of deliveries that counted when they were forgotten: they are not counted anew."""
    return schooljaren(_lost(boek))


def lost_cohorts(boek: Boek) -> frozenset[int]:
    """Start years of the cohorts that lack leavers, or what became of them, because rows were forgotten."""
    return frozenset(year for d in _lost(boek) if d.bron in COHORTBRONNEN for year in d.cohorten)


def _lost(boek: Boek) -> list[Delivery]:
    """The deliveries that counted when they were forgotten."""
    return [d for d in boek.leveringen if (event := boek.vergeten.get(d.id)) and event.telde]


def _order(line: Inschrijving) -> tuple[str, ...]:
    delivery = line.levering
    return (delivery.bron, delivery.leverdatum or "", delivery.pad, delivery.blad, delivery.id)


def _line(workspace: Workspace, boek: Boek, delivery: Delivery, bewaren: Bewaren) -> Inschrijving:
    folder, term = delivery.folder(workspace), bewaartermijn(delivery, bewaren)
    events: tuple[Intrekking | Vergeten, ...] = trace.read(folder, Intrekking)
    events += trace.read(folder, Vergeten)
    return Inschrijving(delivery, *state(boek, delivery), term.rijen, term.bestand, events)


def state(boek: Boek, delivery: Delivery) -> tuple[str, str]:
    """What became of a delivery, the most final thing first, and by what or when and why."""
    if forgotten := boek.vergeten.get(delivery.id):
        return "vergeten", f"on {forgotten.dag}, kept until {forgotten.bewaard_tot}"
    if withdrawn := boek.ingetrokken.get(delivery.sha256):
        by = f" by {withdrawn.door}" if withdrawn.door else ""
        return "ingetrokken", f"on {withdrawn.dag}{by}: {withdrawn.reden}"
    if newer := boek.opvolgers.get(delivery.id):
        return "vervangen", f"by {', '.join(newer)}"
    return "geldt", ""


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
