"""The register: a line for every delivery ever accepted, the same every time."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.sources import trace
from pipeline.sources.delivery import Boek
from pipeline.sources.register_view import Register, lost_cohorts, register
from pipeline.sources.trace import Vergeten
from pipeline.sources.withdrawal import withdraw
from pipeline.terminal_register import register_table
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Bewaren
from tests.support.register import DAG, A, B, record

BEWAREN = Bewaren()
EVERYDAY = "ander woord voor de code"
ROWS = {"in": 10, "gehouden": 6, "dubbel": 2, "vervangen": 1, "quarantaine": 1}

MENDED = {"gemeente: voorloopnul teruggezet": 2, "brin: anders geschreven": 1, f"reden: {EVERYDAY}": 6}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace.create(tmp_path / "werkmap")
    record(
        workspace, id="oud", sha256="a" * 64, rijen=ROWS, cohorten=(2015, 2016),
        scholen=("99AA00", "99BB00"), besturen=("Bestuur A",), bewaren_tot="2027-11-01", hersteld=MENDED,
    )  # fmt: skip
    record(workspace, id="nieuw", sha256="b" * 64, vervangt=("oud",))
    record(workspace, id="terug", pad=B, sha256="c" * 64)
    record(workspace, id="esf", bron="esf", pad="esf.csv", blad="Blad1", sha256="d" * 64, leverdatum=None)
    withdraw(workspace, "terug", DAG, "dubbel geleverd", "R. Beheer")
    return workspace


def by_id(found: Register) -> dict[str, dict[str, object]]:
    return {line["id"]: line for line in found.as_dict()["leveringen"]}


def test_a_line_says_whose_what_when_and_until_when(workspace: Workspace) -> None:
    assert by_id(register(workspace, BEWAREN))["oud"] == {
        "id": "oud",
        "bron": "uitstroom",
        "plaats": A,
        "blad": "",
        "scholen": ["99AA00", "99BB00"],
        "besturen": ["Bestuur A"],
        "leverdatum": "2017-11-01",
        "sha256": "a" * 64,
        "schooljaren": ["2015-2016", "2016-2017"],
        "rijen": ROWS,
        "hersteld": MENDED,
        "bewaren_tot": "2029-11-01",
        "bewaren_tot_bij_opname": "2027-11-01",
        "bestand_bewaren_tot": "2019-11-01",
        "staat": "vervangen",
        "toelichting": "by nieuw",
        "voorvallen": [],
    }


def test_on_screen_a_line_says_how_many_cells_were_repaired(workspace: Workspace) -> None:
    """Two municipalities and a BRIN; that a school writes words for codes is not news."""
    rows = register_table(register(workspace, BEWAREN)).columns[4]
    assert [str(cell).partition("\n")[2] for cell in rows.cells] == ["", "", "3 cell(s) repaired", ""]


def test_what_became_of_each(workspace: Workspace) -> None:
    lines = by_id(register(workspace, BEWAREN))
    assert {name: (line["staat"], line["toelichting"]) for name, line in lines.items()} == {
        "esf": ("geldt", ""),
        "nieuw": ("geldt", ""),
        "oud": ("vervangen", "by nieuw"),
        "terug": ("ingetrokken", "on 2018-01-15 by R. Beheer: dubbel geleverd"),
    }
    assert [event["wat"] for event in lines["terug"]["voorvallen"]] == ["ingetrokken"]


def test_by_source_day_and_place_or_one_source_only(workspace: Workspace) -> None:
    record(workspace, id="eerder", pad=B, leverdatum="2016-11-01", sha256="e" * 64)
    found = [line.levering.id for line in register(workspace, BEWAREN).regels]
    assert found == ["esf", "eerder", "nieuw", "oud", "terug"]
    assert [line.levering.id for line in register(workspace, BEWAREN, "esf").regels] == ["esf"]
    assert register(workspace, BEWAREN, "bespreeklijst").regels == ()


def test_it_says_the_same_every_time(workspace: Workspace) -> None:
    assert register(workspace, BEWAREN).as_dict() == register(workspace, BEWAREN).as_dict()


def test_a_term_that_changes_changes_the_date_and_not_what_was_said_at_intake(workspace: Workspace) -> None:
    line = by_id(register(workspace, Bewaren(gepseudonimiseerd=3)))["oud"]
    assert (line["bewaren_tot"], line["bewaren_tot_bij_opname"]) == ("2020-11-01", "2027-11-01")
    assert date.fromisoformat(str(line["bestand_bewaren_tot"])) == date(2019, 11, 1)


def test_a_term_for_an_unknown_source_is_refused(workspace: Workspace) -> None:
    with pytest.raises(SettingsError, match="unknown source"):
        register(workspace, Bewaren(ruw_per_bron={"uitstrom": 1}))


def test_cohorts_are_lost_that_lack_leavers_or_what_became_of_them(tmp_path: Path) -> None:
    """A replaced list did not count, targets say nothing of leavers, and one list is only past its file."""
    workspace = Workspace.create(tmp_path / "leeg")
    gone = (
        ("u", "uitstroom", 2011),
        ("i", "intergrip", 2012),
        ("d", "doelen", 2013),
        ("r", "uitstroom", 2014),
    )
    for name, bron, cohort in gone:
        made = record(workspace, id=name, bron=bron, pad=name, sha256=name * 64, cohorten=(cohort,))
        trace.add(made.folder(workspace), Vergeten("rijen", "2030-01-01", "2029-11-01", telde=name != "r"))
    kept = record(workspace, id="k", pad="k", sha256="k" * 64, cohorten=(2015,))
    trace.add(kept.folder(workspace), Vergeten("bestand", "2030-01-01", "2029-11-01", plaats="k"))
    assert lost_cohorts(Boek.read(workspace)) == {2011, 2012}
