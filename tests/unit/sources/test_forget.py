"""Forgetting what is past its retention date: what goes, what stays, and what a crash leaves behind."""

import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.microdata.build import build, current
from pipeline.sources import forget as forgetting
from pipeline.sources import trace
from pipeline.sources.delivery import Boek, Delivery, active_deliveries
from pipeline.sources.due import due
from pipeline.sources.forget import finish, forget
from pipeline.sources.opname import Opname
from pipeline.sources.register import take_in
from pipeline.sources.register_view import lost_years, state
from pipeline.sources.withdrawal import undo, withdraw
from pipeline.vocabulary.maanddag import MaandDag
from pipeline.workspace.errors import LockError, SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import workspace_lock
from pipeline.workspace.record import sha256_file
from pipeline.workspace.settings import Bewaren, Settings
from tests.support.exports import KOP, leerling, write_csv, write_xlsx
from tests.support.intake import OPNAME
from tests.support.register import DAG, A, B, counting, delivered, put, record, take
from tests.support.workbooks import write_zip
from tests.support.workspaces import fingerprints

ONE, TWO = "999990019", "123456782"
DOELEN = ["Schooljaar", "Niveau", "BRIN", "Bestuur", "Indicator", "Doel (%)"]
DOEL = ["2016-2017", "regio", "", "", "P1", "90"]
BEWAREN = Bewaren(ruw=1, gepseudonimiseerd=2)
OLD, NEW = A, "2019-11-01/a.csv"
LAST_DAY = date(2019, 11, 1)
"""Of the rows of OLD: two years after its delivery on 2017-11-01."""
AFTER = LAST_DAY + timedelta(days=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "werkmap")


def run_forget(workspace: Workspace, dag: date = AFTER, raw: bool = False) -> forgetting.Verlopen:
    return forget(workspace, BEWAREN, dag, dag, raw)


def test_what_is_due_is_shown_and_nothing_is_touched(workspace: Workspace) -> None:
    old, new = delivered(workspace, OLD, ONE), delivered(workspace, NEW, TWO)
    before = fingerprints(workspace.root)
    found = due(workspace, BEWAREN, AFTER)
    assert found.leveringen == ((old, LAST_DAY),)
    assert [(file.plaats, file.bewaard_tot) for file in found.bestanden] == [(OLD, date(2018, 11, 1))]
    assert (found.schooljaren, found.herleven, found.zonder_datum) == (["2016-2017"], (), ())
    assert due(workspace, BEWAREN, LAST_DAY).leveringen == ()  # the last day is still within the term
    assert fingerprints(workspace.root) == before
    assert sorted(counting(workspace)) == sorted([old.id, new.id])


def test_rows_go_and_the_record_that_they_existed_stays(workspace: Workspace) -> None:
    old, new = delivered(workspace, OLD, ONE), delivered(workspace, NEW, TWO)
    run_forget(workspace)
    assert not old.rows_file(workspace).exists()
    assert new.rows_file(workspace).is_file()
    assert (old.folder(workspace) / "delivery.json").read_text("utf-8") == old.to_json()
    event = {"wat": "rijen", "dag": "2019-11-02", "bewaard_tot": "2019-11-01", "telde": True, "plaats": ""}
    assert json.loads((old.folder(workspace) / "vergeten.json").read_text("utf-8")) == [event]
    assert counting(workspace) == [new.id]
    assert state(Boek.read(workspace), old) == ("vergeten", "on 2019-11-02, kept until 2019-11-01")
    assert (workspace.raw / OLD).is_file()


def test_nobody_whose_rows_went_is_named_in_the_register_of_links(workspace: Workspace) -> None:
    """A link is of two numbers; when either is in no row any more, neither is named."""
    old, new = delivered(workspace, OLD, ONE), delivered(workspace, NEW, TWO)
    gone, stays = (
        pq.read_table(delivery.rows_file(workspace))["persoon"][0].as_py()[:16] for delivery in (old, new)
    )
    line = {"run": "r", "wat": "gelegd", "cohort": 2016, "sleutels": "k", "soort": "volg"}
    both = [(gone, stays), (stays, gone), (gone, gone), (stays, stays), ("", "")]
    register = workspace.koppelregister
    lines = [line | {"sleutel": een, "persoon": ander} for een, ander in both]
    register.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    run_forget(workspace)
    after = [json.loads(text) for text in register.read_text("utf-8").splitlines()]
    named = [("", ""), ("", ""), ("", ""), (stays, stays), ("", "")]
    assert after == [line | {"sleutel": een, "persoon": ander} for een, ander in named]


def test_a_second_time_there_is_nothing_left_to_forget(workspace: Workspace) -> None:
    delivered(workspace, OLD, ONE)
    run_forget(workspace, raw=True)
    before = fingerprints(workspace.root)
    again = run_forget(workspace, raw=True)
    assert (again.leveringen, again.bestanden) == ((), ())
    assert fingerprints(workspace.root) == before


def test_what_is_forgotten_is_not_taken_in_again(workspace: Workspace) -> None:
    delivered(workspace, OLD, ONE)
    run_forget(workspace)
    shutil.copy(workspace.raw / OLD, workspace.raw / B)
    again = take(workspace)
    assert (again.genomen, again.vergeten) == ([], [OLD, B])
    assert again.summary() == "0 new, 0 known, 2 forgotten, not taken again"
    changed = delivered(workspace, OLD, TWO)
    assert counting(workspace) == [changed.id]


def test_content_that_still_counts_elsewhere_is_no_forgotten_content(workspace: Workspace) -> None:
    """The same file, of an earlier and of a later day; its place of the earlier day got other content."""
    delivered(workspace, OLD, ONE)
    (workspace.raw / NEW).parent.mkdir()
    (workspace.raw / OLD).rename(workspace.raw / NEW)
    put(workspace, OLD, TWO)
    take(workspace)
    run_forget(workspace)
    again = take_in(workspace, Opname(OPNAME.sleutel, MaandDag(8, 1)))
    assert [delivery.pad for delivery in again.genomen] == [NEW]


def test_the_microdata_goes_with_the_rows(workspace: Workspace) -> None:
    delivered(workspace, OLD, ONE)
    made = build(workspace, active_deliveries(workspace), Settings(), "0" * 64)
    run_forget(workspace, dag=LAST_DAY)
    assert current(workspace) == made
    log = Path(f"{made.file}.wal")
    log.write_bytes(b"rows")
    run_forget(workspace)
    assert current(workspace) is None
    assert not made.file.exists() and not log.exists()


def test_files_go_only_when_asked_also_copies_and_also_of_rows_that_stay(workspace: Workspace) -> None:
    kept = delivered(workspace, OLD, ONE)
    shutil.copy(workspace.raw / OLD, workspace.raw / "2017-11-01" / "kopie.csv")
    delivered(workspace, NEW, TWO)
    found = run_forget(workspace, dag=date(2018, 11, 2), raw=True)
    assert found.leveringen == ()
    assert kept.id in counting(workspace)
    assert [file.plaats for file in found.bestanden] == [OLD, "2017-11-01/kopie.csv"]
    assert [path.name for path in workspace.raw.rglob("*.csv")] == ["a.csv"]
    assert (workspace.raw / NEW).is_file()
    events = json.loads((kept.folder(workspace) / "vergeten.json").read_text("utf-8"))
    assert [(event["wat"], event["plaats"]) for event in events] == [
        ("bestand", OLD),
        ("bestand", "2017-11-01/kopie.csv"),
    ]
    assert take(workspace).genomen == []


@pytest.mark.parametrize("raw", [True, False])
def test_what_was_made_to_hand_back_goes_with_the_files(workspace: Workspace, raw: bool) -> None:
    recorded(workspace, OLD)
    workspace.terug.mkdir()
    (workspace.terug / "99AA00.xlsx").write_bytes(b"rows of pupils")
    assert run_forget(workspace, dag=date(2017, 1, 1), raw=True).terug is False
    assert workspace.terug.is_dir()
    assert run_forget(workspace, raw=raw).terug is True
    assert workspace.terug.exists() is not raw


def test_a_workbook_goes_by_the_shortest_term_of_its_sheets(workspace: Workspace) -> None:
    sheets = {"PRO": [KOP, leerling()], "Doelen": [DOELEN, DOEL]}
    write_xlsx(workspace.raw / "2017-11-01" / "b.xlsx", sheets)
    assert len(take(workspace).genomen) == 2
    longer = Bewaren(ruw=1, gepseudonimiseerd=9, ruw_per_bron={"doelen": 3})
    assert due(workspace, longer, date(2018, 11, 1)).bestanden == ()
    assert [file.bewaard_tot for file in due(workspace, longer, date(2018, 11, 2)).bestanden] == [
        date(2018, 11, 1)
    ]


def test_an_archive_goes_when_everything_in_it_is_past_its_date(workspace: Workspace) -> None:
    put(workspace, "2017-11-01/een.csv", ONE)
    write_csv(workspace.raw / "2017-11-01" / "twee.csv", [DOELEN, DOEL])
    members = {path.name: path.read_bytes() for path in workspace.raw.rglob("*.csv")}
    for path in workspace.raw.rglob("*.csv"):
        path.unlink()
    archive = write_zip(workspace.raw / "2017-11-01" / "school.zip", members)
    assert len(take(workspace).genomen) == 2
    longer = Bewaren(ruw=1, gepseudonimiseerd=9, ruw_per_bron={"doelen": 3})
    assert forget(workspace, longer, date(2018, 11, 2), date(2018, 11, 2), True).bestanden == ()
    assert archive.is_file()
    [gone] = forget(workspace, longer, date(2020, 11, 2), date(2020, 11, 2), True).bestanden
    assert (gone.plaats, gone.bewaard_tot) == ("2017-11-01/school.zip", date(2020, 11, 1))
    assert not archive.exists()


def test_an_archive_that_holds_something_else_too_is_left_alone(workspace: Workspace) -> None:
    put(workspace, "een.csv", ONE)
    members = {"een.csv": (workspace.raw / "een.csv").read_bytes(), "brief.txt": b"Geachte heer"}
    (workspace.raw / "een.csv").unlink()
    write_zip(workspace.raw / "2017-11-01" / "school.zip", members)
    assert len(take_in(workspace, OPNAME).genomen) == 1
    assert run_forget(workspace, raw=True).bestanden == ()


def test_a_file_with_other_content_is_left_alone(workspace: Workspace) -> None:
    delivered(workspace, OLD, ONE)
    put(workspace, OLD, TWO)
    put(workspace, B, "111222333")
    assert run_forget(workspace, raw=True).bestanden == ()
    assert (workspace.raw / OLD).is_file() and (workspace.raw / B).is_file()


def test_a_file_that_changes_after_the_decision_is_left_alone(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered(workspace, OLD, ONE)
    stop_at(monkeypatch, "_delete_file", 1)
    with pytest.raises(KeyboardInterrupt):
        run_forget(workspace, raw=True)
    monkeypatch.undo()
    put(workspace, OLD, TWO)
    finish(workspace)
    assert (workspace.raw / OLD).is_file()


def test_what_is_due_later_is_shown_and_never_deleted(workspace: Workspace) -> None:
    old = delivered(workspace, OLD, ONE)
    assert len(due(workspace, BEWAREN, AFTER).leveringen) == 1
    with pytest.raises(SettingsError, match="2019-11-02 is yet to come") as fault:
        forget(workspace, BEWAREN, AFTER, LAST_DAY, bestanden=True)
    assert fault.value.exit_code == 2
    assert old.rows_file(workspace).is_file()


def test_replaced_and_withdrawn_deliveries_are_forgotten_too_without_loss(workspace: Workspace) -> None:
    replaced = delivered(workspace, OLD, ONE)
    withdrawn = delivered(workspace, OLD, TWO)
    withdraw(workspace, withdrawn.id, DAG, "fout")
    found = run_forget(workspace)
    assert {delivery.id for delivery, _ in found.leveringen} == {replaced.id, withdrawn.id}
    assert (found.schooljaren, lost_years(Boek.read(workspace))) == ([], [])
    assert undo(workspace, withdrawn.id, DAG).telt_weer == ()
    assert counting(workspace) == []
    with pytest.raises(SettingsError, match="was forgotten on 2019-11-02"):
        withdraw(workspace, replaced.id, DAG, "fout")


def test_the_school_years_that_lost_rows_are_known(workspace: Workspace) -> None:
    record(workspace, id="old", leverdatum="2017-11-01", cohorten=(2014, 2016))
    record(workspace, id="new", leverdatum="2019-11-01", cohorten=(2017,), sha256="1")
    assert run_forget(workspace).schooljaren == ["2014-2015", "2016-2017"]
    assert lost_years(Boek.read(workspace)) == ["2014-2015", "2016-2017"]


def test_rows_that_would_count_again_are_named(workspace: Workspace) -> None:
    """A list without a day is older than any with one, and may be kept longer."""
    undated = record(workspace, id="undated", pad="a.csv", leverdatum=None, cohorten=(2016, 2018), sha256="1")
    record(workspace, id="other", pad="b.csv", leverdatum=None, cohorten=(2018,), sha256="2")
    record(workspace, id="esf", pad="c.csv", bron="esf", leverdatum=None, cohorten=(2016, 2018), sha256="3")
    record(workspace, id="dated", leverdatum="2017-11-01", cohorten=(2016,))
    assert due(workspace, BEWAREN, AFTER).herleven == (undated,)


def test_what_has_no_date_is_named_and_stays(workspace: Workspace) -> None:
    nameless = record(workspace, leverdatum=None, cohorten=())
    found = run_forget(workspace, dag=date(2099, 1, 1))
    assert (found.zonder_datum, found.leveringen, found.bestanden) == ((nameless,), (), ())
    assert counting(workspace) == [nameless.id]


def test_a_term_for_an_unknown_source_stops_it(workspace: Workspace) -> None:
    old = delivered(workspace, OLD, ONE)
    with pytest.raises(SettingsError, match="unknown source"):
        forget(workspace, Bewaren(ruw_per_bron={"uitstrom": 1}), date(2099, 1, 1), date(2099, 1, 1), True)
    assert counting(workspace) == [old.id]


def test_another_run_in_the_workspace_keeps_it_waiting(workspace: Workspace) -> None:
    old = delivered(workspace, OLD, ONE)
    with workspace_lock(workspace), pytest.raises(LockError):
        run_forget(workspace)
    assert counting(workspace) == [old.id]


def stop_at(monkeypatch: pytest.MonkeyPatch, name: str, call: int) -> None:
    """Be cut off at the n-th call of a step."""
    step: Callable[..., None] = getattr(forgetting, name)
    calls = iter(range(1, 99))

    def cut_off(*arguments: object) -> None:
        if next(calls) == call:
            raise KeyboardInterrupt
        step(*arguments)

    monkeypatch.setattr(forgetting, name, cut_off)


CUTS = [
    ("_add_once", 1),
    ("_add_once", 2),
    ("_add_once", 3),
    ("_delete_file", 1),
    ("_delete_file", 2),
    ("delete_microdata", 1),
]


@pytest.mark.parametrize(("step", "call"), CUTS)
@pytest.mark.parametrize("next_call", ["finish", "forget"])
def test_a_crash_halfway_is_finished_by_the_next_call(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, step: str, call: int, next_call: str
) -> None:
    deliveries = [recorded(workspace, OLD), recorded(workspace, B)]
    workspace.microdata_pointer.write_text('{"file": "microdata-0.duckdb", "inputs": ""}', encoding="utf-8")
    (workspace.processed / "microdata-0.duckdb").write_bytes(b"rows")
    stop_at(monkeypatch, step, call)
    with pytest.raises(KeyboardInterrupt):
        run_forget(workspace, raw=True)
    assert counting(workspace) == []  # decided for all, so none counts
    monkeypatch.undo()
    finish(workspace) if next_call == "finish" else run_forget(workspace)
    assert [delivery.rows_file(workspace).exists() for delivery in deliveries] == [False, False]
    assert list(workspace.raw.rglob("*.csv")) == []
    assert (current(workspace), list(workspace.processed.glob("*.duckdb"))) == (None, [])
    assert not trace.journal(workspace).exists()
    for delivery in deliveries:
        events = json.loads((delivery.folder(workspace) / "vergeten.json").read_text("utf-8"))
        assert [event["wat"] for event in events] == ["rijen", "bestand"]


def recorded(workspace: Workspace, pad: str) -> Delivery:
    """A delivery with its file in data/raw, without going through the intake."""
    file = workspace.raw / pad
    file.parent.mkdir(exist_ok=True)
    file.write_text(pad, encoding="utf-8")
    return record(workspace, id=pad[-5], pad=pad, sha256=sha256_file(file))


def test_between_a_crash_and_the_next_call_nothing_is_taken_in_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered(workspace, OLD, ONE)
    stop_at(monkeypatch, "_add_once", 1)
    with pytest.raises(KeyboardInterrupt):
        run_forget(workspace)
    again = take(workspace)
    assert (again.genomen, again.vergeten) == ([], [OLD])


def test_a_crash_before_the_decision_changes_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = delivered(workspace, OLD, ONE)
    before = fingerprints(workspace.raw) | fingerprints(workspace.deliveries)
    stop_at(monkeypatch, "write_text", 1)
    with pytest.raises(KeyboardInterrupt):
        run_forget(workspace, raw=True)
    assert fingerprints(workspace.raw) | fingerprints(workspace.deliveries) == before
    assert counting(workspace) == [old.id]


def test_a_file_that_is_in_use_is_named_and_the_rest_is_done_later(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = delivered(workspace, OLD, ONE)
    unlink = Path.unlink

    def in_use(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".parquet":
            raise PermissionError(13, "in use", str(path))
        unlink(path, missing_ok)

    with monkeypatch.context() as busy:
        busy.setattr(Path, "unlink", in_use)
        with pytest.raises(SettingsError, match=r"rijen.parquet cannot be deleted") as fault:
            run_forget(workspace)
    assert (fault.value.exit_code, counting(workspace)) == (2, [])
    finish(workspace)
    assert not old.rows_file(workspace).exists()
