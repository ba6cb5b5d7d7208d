"""The verbs on the register, as a user goes: list, withdraw, run, bring back, and forget."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline import flow
from pipeline.flow import take_deliveries
from pipeline.gang import Gang, Wens
from pipeline.microdata.build import inputs_of
from pipeline.pseudonym import DEMO_SLEUTEL
from pipeline.release.publication import open_release
from pipeline.reporting.renderer import choose_renderer
from pipeline.sources import forget as forgetting
from pipeline.sources.delivery import Boek, active_deliveries
from pipeline.sources.opname import Opname
from pipeline.sources.register import take_in
from pipeline.sources.register_view import state
from pipeline.vocabulary.maanddag import TELDATUM
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import workspace_lock
from pipeline.workspace.record import program
from pipeline.workspace.settings import Bewaren, load_settings
from tests.support.exports import KOP, leerling, write_csv
from tests.support.workspaces import JAAR, fingerprints, run, toeleiding


def verb(workspace: Workspace, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a verb in a workspace."""
    done = toeleiding(*arguments, "--workspace", str(workspace.root))
    return done.returncode, done.stdout, done.stderr


def answer(workspace: Workspace, *arguments: str) -> dict[str, Any]:
    """What a verb says to a machine."""
    code, out, err = verb(workspace, *arguments, "--json")
    assert code == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """A workspace with two outflow lists at one place, the second a correction, taken in and no more."""
    workspace = Workspace.create(tmp_path / "werkmap", demo=True)
    for uren in ("32", "24"):
        write_csv(workspace.raw / "2017-11-01" / "a.csv", [KOP, leerling(Uren=uren)])
        assert len(take_in(workspace, Opname(DEMO_SLEUTEL, TELDATUM)).genomen) == 1
    return workspace


def ids(workspace: Workspace) -> tuple[str, str]:
    """The replaced delivery and the one that replaced it."""
    [new] = Boek.read(workspace).actief
    return new.vervangt[0], new.id


def test_the_register_lists_every_delivery_the_same_every_time(finished: Workspace) -> None:
    found = answer(finished, "register")
    assert found == answer(finished, "register")
    lines = found["leveringen"]
    assert len(lines) == len(list(finished.deliveries.glob("*/*/delivery.json")))
    assert {line["staat"] for line in lines} <= {"geldt", "vervangen"}
    assert all(line["scholen"] for line in lines if line["bron"] == "uitstroom")
    for line in lines:
        assert line["rijen"]["in"] == sum(line["rijen"].values()) - line["rijen"]["in"]
        assert line["bewaren_tot"] == line["bewaren_tot_bij_opname"]
        assert (
            line["bewaren_tot"]
            == date.fromisoformat(line["leverdatum"])
            .replace(year=int(line["leverdatum"][:4]) + 12)
            .isoformat()
        )
    only = answer(finished, "register", "--bron", "esf")["leveringen"]
    assert only == [line for line in lines if line["bron"] == "esf"] != []
    code, out, _ = verb(finished, "register")
    assert (code, sum(line["id"] in out for line in lines)) == (0, len(lines))


def test_corrections_are_listed_by_field_and_without_values(finished: Workspace) -> None:
    found = answer(finished, "register", "--corrections")
    assert found["correcties_verouderd"] is False
    corrected = found["correcties"]
    assert {line["soort"] for line in corrected} == {"van leeg", "naar leeg", "anders", "gelijk"}
    superseded = sum(line["aantal"] for line in corrected if line["kolom"] in (None, "bestemming"))
    assert superseded > 0
    keys = {"bron", "levering_id", "nieuwe_levering_id", "cohort", "brin", "kolom", "soort", "aantal"}
    assert all(line.keys() == keys for line in corrected)
    assert not {"pgn", "leerlingnummer", "geboortedatum", "leeftijd", "persoon"} & {
        line["kolom"] for line in corrected
    }
    code, out, _ = verb(finished, "register", "--corrections", "--bron", "uitstroom")
    assert code == 0 and "superseded by" in out and "intergrip" not in out


def test_corrections_need_a_run(small: Workspace) -> None:
    code, _, err = verb(small, "register", "--corrections")
    assert (code, "toeleiding run" in err) == (2, True)


def test_withdrawing_changes_the_figures_and_undoing_gives_the_same_input_again(workspace: Workspace) -> None:
    """The same input gives the same bytes: test_run.py."""
    made_of = json.loads(workspace.microdata_pointer.read_text("utf-8"))
    lines = answer(workspace, "register", "--bron", "uitstroom")["leveringen"]
    gone = max(
        (line for line in lines if line["staat"] == "geldt" and JAAR.label in line["schooljaren"]),
        key=lambda line: line["rijen"]["gehouden"],
    )
    before = _leavers(workspace)
    done = answer(workspace, "withdraw", gone["id"][:10], "--reason", "verkeerde lijst", "--by", "R. Beheer")
    assert done["telt_niet_meer"] == [gone["id"]]
    assert answer(workspace, "status")["ingetrokken_in_raw"] == [gone["plaats"]]
    assert answer(workspace, "status")["nieuw_in_raw"] == []
    code, out, err = run(workspace)
    assert code == 0, err
    assert "1 withdrawn, not taken again" in " ".join(out.split())
    assert _leavers(workspace) < before
    answer(workspace, "withdraw", "--undo", gone["id"], "--date", "2026-02-01")
    assert json.loads(workspace.microdata_pointer.read_text("utf-8")) != made_of
    settings = load_settings(workspace.settings_file)
    assert inputs_of(active_deliveries(workspace), settings, program()) == made_of["basis"]
    [line] = [line for line in answer(workspace, "register")["leveringen"] if line["id"] == gone["id"]]
    first, second = line["voorvallen"]
    assert (first["wat"], first["door"], first["reden"]) == ("ingetrokken", "R. Beheer", "verkeerde lijst")
    assert (second["wat"], second["dag"]) == ("teruggedraaid", "2026-02-01")


def _leavers(workspace: Workspace) -> int:
    stroom = open_release(workspace.release_dir(JAAR)).table("stroom")
    return int(stroom[(stroom.cohort == JAAR.start) & (stroom.stap == "geleverd")].aantal.iloc[0])


def test_check_says_what_was_withdrawn(small: Workspace) -> None:
    _, new = ids(small)
    answer(small, "withdraw", new, "--reason", "fout")
    raw = str(small.raw / "2017-11-01")
    shutil.copy(small.raw / "2017-11-01" / "a.csv", small.raw / "2017-11-01" / "b.csv")
    found = answer(small, "check", raw)["bestanden"]
    assert [(one["bestand"], one["terzijde"], one["leveringen"]) for one in found] == [
        ("2017-11-01/a.csv", "ingetrokken", []),
        ("2017-11-01/b.csv", "ingetrokken", []),
    ]
    assert "a.csv: withdrawn, not taken again" in verb(small, "check", raw)[1]


def test_a_person_reads_what_counts_since(small: Workspace) -> None:
    old, new = ids(small)
    code, out, _ = verb(small, "withdraw", new, "--reason", "fout")
    assert code == 0
    assert f"No longer counts: {new}" in out and f"does not count again by itself: {old}" in out
    assert "withdrawn on" in " ".join(verb(small, "register")[1].split())
    assert f"Counts again: {new}" in verb(small, "withdraw", new, "--undo")[1]
    assert f"Counts again: {old}" in verb(small, "withdraw", new, "--reason", "fout", "--restore")[1]
    state = {line["id"]: line["staat"] for line in answer(small, "register")["leveringen"]}
    assert state == {old: "geldt", new: "ingetrokken"}


REFUSED = {
    "unknown": (["withdraw", "zzz", "--reason", "fout"], "there is no delivery 'zzz'"),
    "no reason": (["withdraw", "{new}"], "needs a reason"),
    "a number": (["withdraw", "{new}", "--reason", "999990019"], "eight or nine digits"),
    "nothing to restore": (["withdraw", "{old}", "--reason", "fout", "--restore"], "replaced nothing"),
    "not withdrawn": (["withdraw", "{new}", "--undo"], "is not withdrawn"),
    "undo and restore": (["withdraw", "{new}", "--undo", "--restore"], "--undo"),
    "no date": (["withdraw", "{new}", "--reason", "fout", "--date", "gisteren"], "gisteren"),
    "yet to come": (["forget", "--before", "2099-01-01", "--yes"], "is yet to come"),
}


@pytest.mark.parametrize(("arguments", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_and_changes_nothing(
    small: Workspace, arguments: list[str], said: str
) -> None:
    old, new = ids(small)
    before = fingerprints(small.deliveries)
    code, _, err = verb(small, *(argument.format(old=old, new=new) for argument in arguments))
    assert code == 2
    assert said in " ".join(err.split())
    assert "999990019" not in err
    assert fingerprints(small.deliveries) == before


@pytest.mark.parametrize("arguments", [["withdraw", "{new}", "--reason", "fout"], ["forget", "--yes"]])
def test_a_run_that_is_busy_is_not_disturbed(small: Workspace, arguments: list[str]) -> None:
    _, new = ids(small)
    with workspace_lock(small):
        code, _, err = verb(small, *(argument.format(new=new) for argument in arguments))
        assert (code, "another run is at work" in err) == (2, True)
        assert verb(small, "register")[0] == verb(small, "forget")[0] == 0  # looking is free
    assert ids(small)[1] == new


def test_an_unknown_source_in_the_terms_is_named(small: Workspace) -> None:
    small.settings_file.write_text("[bewaren.ruw_per_bron]\nuitstrom = 1\n", encoding="utf-8")
    for name in ("register", "forget"):
        code, _, err = verb(small, name)
        assert (code, "bewaren.ruw_per_bron.uitstrom: unknown source" in err) == (2, True)


def test_forgetting_shows_first_deletes_when_told_and_every_verb_knows_it(small: Workspace) -> None:
    old, new = ids(small)
    small.settings_file.write_text("[bewaren]\nruw = 1\ngepseudonimiseerd = 2\n", encoding="utf-8")
    before = fingerprints(small.root)
    code, out, _ = verb(small, "forget")
    assert code == 0
    assert "would delete the rows" in out and "delete with --raw: data/raw/2017-11-01/a.csv" in out
    assert "figures would lack rows of: 2016-2017" in out and "add --yes" in out
    assert fingerprints(small.root) == before
    shown, done = answer(small, "forget", "--raw"), answer(small, "forget", "--raw", "--yes")
    assert (shown["gedaan"], done["gedaan"]) == (False, True)
    assert shown["leveringen"] == done["leveringen"] != []
    assert list(small.deliveries.rglob("rijen.parquet")) == list(small.raw.rglob("*.csv")) == []
    found = answer(small, "register")
    assert {line["id"]: line["staat"] for line in found["leveringen"]} == {old: "vergeten", new: "vergeten"}
    assert found["schooljaren_met_vergeten_leveringen"] == ["2016-2017"]
    assert answer(small, "status")["schooljaren_met_vergeten_leveringen"] == ["2016-2017"]
    assert "rows of 2016-2017, which are not counted anew" in " ".join(verb(small, "status")[1].split())
    again = answer(small, "forget", "--raw", "--yes")
    assert (again["leveringen"], again["bestanden"]) == ([], [])


def test_a_run_says_which_school_years_lack_forgotten_rows(small: Workspace) -> None:
    small.settings_file.write_text("[bewaren]\ngepseudonimiseerd = 2\n", encoding="utf-8")
    newer = leerling(PGN="123456782", Datum_uitstroom="10-07-2050")
    write_csv(small.raw / "2050-11-01" / "a.csv", [KOP, newer])
    answer(small, "forget", "--yes")
    gang = Gang(small, load_settings(small.settings_file), DEMO_SLEUTEL, choose_renderer(), Wens(), str)
    [counted] = take_deliveries(gang).actief
    assert counted.pad == "2050-11-01/a.csv"
    [step] = gang.verslag.stappen
    assert step.reden == "1 new, 0 known, 1 forgotten, not taken again; rows were forgotten of 2016-2017"


def test_a_run_finishes_what_a_crash_left_of_forgetting_before_anything_else(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliveries = Boek.read(small).leveringen
    with monkeypatch.context() as crash:
        crash.setattr(forgetting, "finish", lambda _: None)
        forgetting.forget(small, Bewaren(), date(2050, 1, 1), date(2050, 1, 1), bestanden=False)
    assert all(delivery.rows_file(small).exists() for delivery in deliveries)

    def stop(_: Gang) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(flow, "take_deliveries", stop)
    with pytest.raises(KeyboardInterrupt):
        flow.run(small, DEMO_SLEUTEL, Wens())
    assert not any(delivery.rows_file(small).exists() for delivery in deliveries)
    assert {state(Boek.read(small), delivery)[0] for delivery in deliveries} == {"vergeten"}
