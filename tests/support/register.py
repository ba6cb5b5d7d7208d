"""A small workspace with deliveries in it, for the tests of what becomes of them."""

from __future__ import annotations

from datetime import date

from pipeline.sources.delivery import Boek, Delivery
from pipeline.sources.register import Intake, take_in
from pipeline.workspace.folders import Workspace
from tests.support.exports import leerling, write_uitstroom
from tests.support.intake import OPNAME

A, B = "2017-11-01/a.csv", "2017-11-01/b.csv"
DAG = date(2018, 1, 15)


def put(workspace: Workspace, pad: str, *pgns: str, **changes: str) -> None:
    """An outflow list of pupils with these numbers, at a place below data/raw."""
    rows = [leerling(**{"PGN": pgn, "Leerlingnummer": pgn, **changes}) for pgn in pgns]
    write_uitstroom(workspace.raw / pad, *rows)


def take(workspace: Workspace) -> Intake:
    """One round of intake in which nothing is refused."""
    intake = take_in(workspace, OPNAME)
    assert intake.geweigerd == []
    return intake


def delivered(workspace: Workspace, pad: str, *pgns: str, **changes: str) -> Delivery:
    """What was accepted of an outflow list at a place."""
    put(workspace, pad, *pgns, **changes)
    [taken] = take(workspace).genomen
    return taken


def counting(workspace: Workspace) -> list[str]:
    """Ids of the deliveries that count."""
    return [delivery.id for delivery in Boek.read(workspace).actief]


def record(workspace: Workspace, **fields: object) -> Delivery:
    """The record of a delivery without rows, written as the intake would."""
    values: dict[str, object] = {
        "id": "d0",
        "bron": "uitstroom",
        "pad": A,
        "blad": "",
        "sha256": "0" * 64,
        "opname": "o",
        "leverdatum": "2017-11-01",
        "sleutel_id": "s",
        "rijen": {"in": 0, "gehouden": 0, "dubbel": 0, "vervangen": 0, "quarantaine": 0},
        "totaalrijen": 0,
        "defecten": {},
        "quarantaine": {},
        "afwezig": (),
        "cohorten": (2016,),
    }
    made = Delivery(**(values | fields))  # type: ignore[arg-type]
    made.folder(workspace).mkdir(parents=True)
    (made.folder(workspace) / "delivery.json").write_text(made.to_json(), encoding="utf-8")
    made.rows_file(workspace).write_bytes(b"rows")
    return made
