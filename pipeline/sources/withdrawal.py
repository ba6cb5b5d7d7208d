"""Taking a delivery back, and undoing that. Nothing is deleted: both leave a trace beside the delivery.

What is taken back is a file's content, with all of its sheets, as it was taken in: whole or not at all. From
then on it counts nowhere and is not taken in again, whatever it is called, until that is undone.

The earlier content of the same place, which it had replaced, does not come back by itself: that it was sent
once does not say that it is right, and a school that takes a file back usually sends another. Who wants it
back says so (`herstel`), or delivers it again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pipeline.sources import trace
from pipeline.sources.delivery import Boek, Delivery
from pipeline.sources.trace import Intrekking
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import workspace_lock

_NUMBER_OF_A_PUPIL = re.compile(r"(?<!\d)(\d{8,9}|\d(?:[ .]?\d){8})(?!\d)")


@dataclass(frozen=True)
class Gevolg:
    """What a withdrawal, or its undoing, did."""

    levering: Delivery
    bladen: tuple[Delivery, ...]
    """Every accepted delivery of this content, the named one among them."""
    telt_niet_meer: tuple[Delivery, ...]
    telt_weer: tuple[Delivery, ...]
    te_herstellen: tuple[Delivery, ...] = ()
    """What this content had replaced and what would count again with `herstel`."""

    def as_dict(self) -> dict[str, Any]:
        lists = ("bladen", "telt_niet_meer", "telt_weer", "te_herstellen")
        return {"levering": self.levering.id} | {naam: [d.id for d in getattr(self, naam)] for naam in lists}


def withdraw(
    workspace: Workspace, naam: str, dag: date, reden: str, door: str = "", herstel: bool = False
) -> Gevolg:
    """Take back the delivery whose id starts with `naam`; with `herstel`, what it replaced counts again.

    Raises SettingsError (exit 2) for an id that is unknown, ambiguous, withdrawn or forgotten already, for a
    reason that is empty or holds a number of a pupil, and for a `herstel` with nothing to restore.
    """
    _refuse_reason(reden, required=True)
    with workspace_lock(workspace):
        boek = Boek.read(workspace)
        delivery = find(boek, naam)
        _refuse_not_there(boek, delivery)
        event = Intrekking("ingetrokken", dag.isoformat(), reden, door, herstel)
        gevolg = _gevolg(boek, delivery, event)
        if herstel and not gevolg.telt_weer:
            raise SettingsError(
                f"delivery {delivery.id} replaced nothing that can count again",
                "Withdraw it without --restore.",
            )
        trace.add(delivery.folder(workspace), event)
    if herstel:
        return gevolg
    restored = _gevolg(boek, delivery, replace(event, herstelt=True))
    return replace(gevolg, te_herstellen=restored.telt_weer)


def undo(workspace: Workspace, naam: str, dag: date, reden: str = "", door: str = "") -> Gevolg:
    """Undo the withdrawal of a delivery's content: it counts again where nothing newer took its place.

    Raises SettingsError (exit 2) when it is not withdrawn, and as `withdraw` does.
    """
    _refuse_reason(reden, required=False)
    with workspace_lock(workspace):
        boek = Boek.read(workspace)
        delivery = find(boek, naam)
        if delivery.sha256 not in boek.ingetrokken:
            raise SettingsError(
                f"delivery {delivery.id} is not withdrawn", "toeleiding register shows what is."
            )
        event = Intrekking("teruggedraaid", dag.isoformat(), reden, door)
        trace.add(_where_it_stands(workspace, boek, delivery).folder(workspace), event)
    return _gevolg(boek, delivery, event)


def find(boek: Boek, naam: str) -> Delivery:
    """The delivery with this id, or the only one whose id starts with it. Raises SettingsError."""
    exact = [delivery for delivery in boek.leveringen if delivery.id == naam]
    found = exact or [d for d in boek.leveringen if naam and d.id.startswith(naam)]
    if not found:
        raise SettingsError(
            f"there is no delivery {naam!r}", "toeleiding register lists them, with their ids."
        )
    if len(found) > 1:
        ids = ", ".join(delivery.id for delivery in found[:5]) + (", …" if found[5:] else "")
        raise SettingsError(f"{len(found)} deliveries start with {naam!r}: {ids}", "Give more of the id.")
    return found[0]


def _refuse_reason(reden: str, required: bool) -> None:
    if required and not reden.strip():
        raise SettingsError("a withdrawal needs a reason", "It stays in the register: --reason TEXT.")
    if _NUMBER_OF_A_PUPIL.search(reden):
        raise SettingsError(
            "the reason holds a number of eight or nine digits, such as those of pupils",
            "It stays in the register for good, so name nobody in it; the id says which file it was.",
        )


def _refuse_not_there(boek: Boek, delivery: Delivery) -> None:
    if standing := boek.ingetrokken.get(delivery.sha256):
        raise SettingsError(
            f"delivery {delivery.id} was withdrawn on {standing.dag} already: {standing.reden}",
            f"To bring it back: toeleiding withdraw --undo {delivery.id}",
        )
    if event := boek.vergeten.get(delivery.id):
        raise SettingsError(
            f"delivery {delivery.id} was forgotten on {event.dag}: its rows are gone, so it counts nowhere"
        )


def _where_it_stands(workspace: Workspace, boek: Boek, delivery: Delivery) -> Delivery:
    """The delivery of the same content that has the withdrawal written beside it."""
    for other in (d for d in boek.leveringen if d.sha256 == delivery.sha256):
        events = trace.read(other.folder(workspace), Intrekking)
        if events and events[-1].wat == "ingetrokken":
            return other
    raise AssertionError(f"{delivery.id} is withdrawn and nothing says so")


def _gevolg(before: Boek, delivery: Delivery, event: Intrekking) -> Gevolg:
    """Which deliveries count before and not after, and the other way round."""
    standing = {sha: e for sha, e in before.ingetrokken.items() if sha != delivery.sha256}
    if event.wat == "ingetrokken":
        standing[delivery.sha256] = event
    after = replace(before, ingetrokken=standing)
    counted, counts = {d.id for d in before.actief}, {d.id for d in after.actief}
    return Gevolg(
        levering=delivery,
        bladen=tuple(d for d in before.leveringen if d.sha256 == delivery.sha256),
        telt_niet_meer=tuple(d for d in before.leveringen if d.id in counted - counts),
        telt_weer=tuple(d for d in before.leveringen if d.id in counts - counted),
    )
