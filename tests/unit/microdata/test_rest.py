"""Rows in quarantine that a later list has mended: they stay in the bounds until a person says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.microdata.build import build
from pipeline.microdata.reading import open_microdata
from pipeline.microdata.rest import Rest, in_quarantine, rest_of
from pipeline.sources.delivery import Boek
from pipeline.sources.withdrawal import withdraw
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from tests.support.exports import Cell, leerling, write_uitstroom
from tests.support.register import take

ANN = leerling(PGN="999990019", Leerlingnummer="1")
BEN = leerling(PGN="999990020", Leerlingnummer="2")
CAS_UNKNOWN = leerling(PGN="", Leerlingnummer="")
CAS = leerling(PGN="123456782", Leerlingnummer="3")
OLD, NEW = "2017-11-01/a.csv", "2018-02-01/a.csv"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A list of three leavers, of one of whom nobody knows who it is."""
    made = Workspace.create(tmp_path / "werkmap")
    deliver(made, OLD, ANN, BEN, CAS_UNKNOWN)
    return made


def deliver(workspace: Workspace, pad: str, *rows: list[Cell]) -> None:
    write_uitstroom(workspace.raw / pad, *rows)
    take(workspace)


def outcome(workspace: Workspace) -> tuple[dict[str, tuple[int, int]], int, int]:
    """Per place what is left of its delivery, and how many leavers and rows in quarantine there are."""
    active = Boek.read(workspace).actief
    with open_microdata(build(workspace, active, Settings(), "0" * 64)) as con:
        (counts,) = con.execute(
            "SELECT (SELECT count(*) FROM schoolverlater), (SELECT count(*) FROM quarantaine)"
        ).fetchall()
    left = rest_of(workspace)
    return {d.pad: (left[d.id].gehouden, left[d.id].quarantaine) for d in active}, *counts


def test_without_microdata_nothing_is_known(workspace: Workspace) -> None:
    assert rest_of(workspace) == {}


def test_a_list_elsewhere_leaves_the_old_row_in_the_bounds_until_withdrawn(
    workspace: Workspace,
) -> None:
    deliver(workspace, NEW, ANN, BEN, CAS)
    assert outcome(workspace) == ({OLD: (0, 1), NEW: (3, 0)}, 3, 1)
    (old,) = (d.id for d in Boek.read(workspace).actief if d.pad == OLD)
    assert in_quarantine(workspace, [d.id for d in Boek.read(workspace).actief]) == [Rest(old, 0, 1)]
    withdraw(workspace, old, date(2018, 2, 2), "opnieuw geleverd")
    assert outcome(workspace) == ({NEW: (3, 0)}, 3, 0)


def test_a_list_at_the_same_place_takes_the_old_row_along(workspace: Workspace) -> None:
    deliver(workspace, OLD, ANN, BEN, CAS)
    assert outcome(workspace) == ({OLD: (3, 0)}, 3, 0)


def test_a_list_of_only_the_mended_row_does_not_make_the_old_one_superfluous(workspace: Workspace) -> None:
    """Withdrawing the old list would lose two leavers."""
    deliver(workspace, NEW, CAS)
    assert outcome(workspace) == ({OLD: (2, 1), NEW: (1, 0)}, 3, 1)
