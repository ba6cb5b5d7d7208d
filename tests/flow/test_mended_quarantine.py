"""What the verbs say about rows in quarantine: which delivery to replace or withdraw, and what that costs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.microdata.build import build
from pipeline.sources.delivery import Boek
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from tests.support.exports import leerling, write_uitstroom
from tests.support.register import take
from tests.support.workspaces import toeleiding

ANN, BEN = leerling(PGN="999990019", Leerlingnummer="1"), leerling(PGN="999990020", Leerlingnummer="2")
UNKNOWN, MENDED = leerling(PGN="", Leerlingnummer=""), leerling(PGN="123456782", Leerlingnummer="3")
OLD, NEW = "2017-11-01/a.csv", "2018-02-01/b.csv"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "werkmap")
    write_uitstroom(made.raw / OLD, ANN, BEN, UNKNOWN)
    take(made)
    return made


def id_at(workspace: Workspace, pad: str) -> str:
    return next(d.id for d in Boek.read(workspace).actief if d.pad == pad)


def run_microdata(workspace: Workspace) -> None:
    build(workspace, Boek.read(workspace).actief, Settings(), "0" * 64)


def said(workspace: Workspace, *arguments: str) -> str:
    """What a verb prints, in one line."""
    done = toeleiding(*arguments, "--workspace", str(workspace.root))
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


def test_check_says_which_delivery_a_new_list_may_have_mended(workspace: Workspace) -> None:
    old = id_at(workspace, OLD)
    new = write_uitstroom(workspace.raw / NEW, ANN, BEN, MENDED)
    text = said(workspace, "check", str(new))
    assert f"{NEW}: 1 row(s) of these schools are in quarantine in delivery {old}." in text
    assert f"put it at that place, {OLD}, or run, and then: toeleiding withdraw {old} --reason TEXT" in text
    (found,) = json.loads(said(workspace, "check", str(new), "--json"))["bestanden"]
    assert found["eerdere_met_quarantaine"] == [{"id": old, "plaats": OLD, "rijen": 1}]


OTHERS = {
    "another school": (NEW, {"BRIN": "99BB00"}),
    "another year": (NEW, {"Datum_uitstroom": "10-07-2016"}),
    "the same place": (OLD, {}),
}


@pytest.mark.parametrize(("pad", "changes"), OTHERS.values(), ids=OTHERS)
def test_check_is_silent_about_what_a_list_cannot_mend(
    workspace: Workspace, pad: str, changes: dict[str, str]
) -> None:
    row = leerling(PGN="123456782", Leerlingnummer="3", **changes)
    path = write_uitstroom(workspace.raw / pad, row)
    assert "in quarantine in delivery" not in said(workspace, "check", str(path))


def test_status_names_the_list_of_which_only_quarantine_is_left(workspace: Workspace) -> None:
    run_microdata(workspace)
    before = said(workspace, "status")
    assert "1 row(s) of 1 outflow list(s); toeleiding handback" in before
    assert "withdraw" not in before
    write_uitstroom(workspace.raw / NEW, ANN, BEN, MENDED)
    take(workspace)
    run_microdata(workspace)
    old = id_at(workspace, OLD)
    found = json.loads(said(workspace, "status", "--json"))["quarantaine_in_grenzen"]
    assert found == [{"id": old, "plaats": OLD, "rijen": 1, "andere_rijen": 0}]
    assert f"toeleiding withdraw {old} --reason TEXT" in said(workspace, "status")


def test_a_withdrawal_says_how_many_rows_count_nowhere_any_more(workspace: Workspace) -> None:
    write_uitstroom(workspace.raw / NEW, ANN, MENDED)
    take(workspace)
    run_microdata(workspace)
    text = said(workspace, "withdraw", id_at(workspace, OLD), "--reason", "opnieuw geleverd")
    assert "1 of its rows were in no later delivery at the last run: they count nowhere now." in text
    assert "1 row(s) of it in quarantine leave the bounds." in text


def test_a_withdrawal_of_what_came_again_costs_nothing(workspace: Workspace) -> None:
    write_uitstroom(workspace.raw / NEW, ANN, BEN, MENDED)
    take(workspace)
    run_microdata(workspace)
    found = json.loads(said(workspace, "withdraw", id_at(workspace, OLD), "--reason", "opnieuw", "--json"))
    assert found["rijen_nergens_anders"] == 0
