"""Taking a delivery back and undoing that: what counts, what is taken in again, and the trace of both."""

import json
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.microdata.build import inputs_of
from pipeline.sources.delivery import Boek, Delivery, active_deliveries
from pipeline.sources.opname import Opname
from pipeline.sources.register import take_in
from pipeline.sources.register_view import state
from pipeline.sources.withdrawal import find, undo, withdraw
from pipeline.vocabulary.maanddag import MaandDag
from pipeline.workspace.errors import LockError, SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import workspace_lock
from pipeline.workspace.settings import Settings
from tests.support.exports import KOP, leerling, write_xlsx
from tests.support.intake import OPNAME
from tests.support.register import DAG, A, B, counting, delivered, put, record, take

ONE, TWO, THREE = "999990019", "123456782", "111222333"
WHY = "verkeerde schooljaren"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "werkmap")


def states(workspace: Workspace) -> dict[str, str]:
    boek = Boek.read(workspace)
    return {delivery.id: state(boek, delivery)[0] for delivery in boek.leveringen}


def trace_of(workspace: Workspace, delivery: Delivery) -> object:
    return json.loads((delivery.folder(workspace) / "ingetrokken.json").read_text("utf-8"))


def test_a_withdrawn_delivery_no_longer_counts_and_its_rows_are_kept(workspace: Workspace) -> None:
    gone, stays = delivered(workspace, A, ONE), delivered(workspace, B, TWO)
    rows, before = gone.rows_file(workspace).read_bytes(), gone.to_json()
    gevolg = withdraw(workspace, gone.id, DAG, WHY, "R. Beheer")
    assert counting(workspace) == [stays.id]
    assert (gevolg.levering, gevolg.telt_niet_meer, gevolg.telt_weer) == (gone, (gone,), ())
    assert gone.rows_file(workspace).read_bytes() == rows
    assert (gone.folder(workspace) / "delivery.json").read_text("utf-8") == before
    event = {"wat": "ingetrokken", "dag": "2018-01-15", "reden": WHY, "door": "R. Beheer", "herstelt": False}
    assert trace_of(workspace, gone) == [event]


def test_it_is_not_taken_in_again_from_data_raw(workspace: Workspace) -> None:
    gone = delivered(workspace, A, ONE)
    put(workspace, B, TWO)
    withdraw(workspace, gone.id, DAG, WHY)
    again = take(workspace)
    assert (again.ingetrokken, [d.pad for d in again.genomen], again.ongewijzigd) == ([A], [B], [])
    assert again.summary() == "1 new, 0 known, 1 withdrawn, not taken again"
    assert states(workspace)[gone.id] == "ingetrokken"


@pytest.mark.parametrize("keep_first", [True, False])
def test_the_same_content_under_another_name_stays_withdrawn(workspace: Workspace, keep_first: bool) -> None:
    gone = delivered(workspace, A, ONE)
    withdraw(workspace, gone.id, DAG, WHY)
    (shutil.copy if keep_first else shutil.move)(workspace.raw / A, workspace.raw / B)
    assert take(workspace).ingetrokken == ([A, B] if keep_first else [B])
    assert counting(workspace) == []


def test_it_stays_withdrawn_when_everything_is_read_anew(workspace: Workspace) -> None:
    gone, stays = delivered(workspace, A, ONE), delivered(workspace, B, TWO)
    withdraw(workspace, gone.id, DAG, WHY)
    found = take_in(workspace, Opname(OPNAME.sleutel, MaandDag(8, 1)))
    assert [d.pad for d in found.genomen] == [B]
    assert found.genomen[0].vervangt == (stays.id,)
    assert found.ingetrokken == [A]


def test_a_corrected_file_at_the_same_place_counts_and_stays_when_the_old_one_is_brought_back(
    workspace: Workspace,
) -> None:
    gone = delivered(workspace, A, ONE)
    withdraw(workspace, gone.id, DAG, WHY)
    better = delivered(workspace, A, TWO)
    assert (better.vervangt, counting(workspace)) == ((gone.id,), [better.id])
    gevolg = undo(workspace, gone.id, DAG)
    assert (gevolg.telt_weer, gevolg.telt_niet_meer) == ((), ())
    assert counting(workspace) == [better.id]
    assert states(workspace) == {gone.id: "vervangen", better.id: "geldt"}


def test_what_it_had_replaced_does_not_come_back_by_itself(workspace: Workspace) -> None:
    old = delivered(workspace, A, ONE)
    new = delivered(workspace, A, TWO)
    gevolg = withdraw(workspace, new.id, DAG, WHY)
    assert (gevolg.te_herstellen, gevolg.telt_weer) == ((old,), ())
    assert counting(workspace) == []
    assert states(workspace) == {old.id: "vervangen", new.id: "ingetrokken"}


def test_with_restore_it_does_and_undoing_replaces_it_again(workspace: Workspace) -> None:
    old = delivered(workspace, A, ONE)
    new = delivered(workspace, A, TWO)
    gevolg = withdraw(workspace, new.id, DAG, WHY, herstel=True)
    assert (gevolg.telt_weer, gevolg.te_herstellen) == ((old,), ())
    assert counting(workspace) == [old.id]
    assert take(workspace).genomen == []
    assert undo(workspace, new.id, DAG).telt_niet_meer == (old,)
    assert counting(workspace) == [new.id]


def test_restoring_goes_back_to_other_content_not_to_the_same_read_another_way(workspace: Workspace) -> None:
    old = delivered(workspace, A, ONE)
    first = delivered(workspace, A, TWO)
    [again] = take_in(workspace, Opname(OPNAME.sleutel, MaandDag(8, 1))).genomen
    assert (again.sha256, again.vervangt) == (first.sha256, (first.id,))
    gevolg = withdraw(workspace, again.id, DAG, WHY, herstel=True)
    assert gevolg.telt_weer == (old,)
    assert counting(workspace) == [old.id]


def test_restoring_at_one_place_leaves_another_place_of_the_same_content_alone(workspace: Workspace) -> None:
    record(workspace, id="x1", pad=A, sha256="x")
    record(workspace, id="w1", pad=A, sha256="w", vervangt=("x1",))
    record(workspace, id="z1", pad=A, sha256="z", vervangt=("w1",))
    record(workspace, id="y2", pad=B, sha256="y")
    record(workspace, id="w2", pad=B, sha256="w", vervangt=("y2",))
    withdraw(workspace, "w2", DAG, WHY, herstel=True)
    assert counting(workspace) == ["y2", "z1"]


def test_after_a_restore_new_content_replaces_both(workspace: Workspace) -> None:
    old = delivered(workspace, A, ONE)
    new = delivered(workspace, A, TWO)
    withdraw(workspace, new.id, DAG, WHY, herstel=True)
    third = delivered(workspace, A, THREE)
    assert set(third.vervangt) == {old.id, new.id}
    undo(workspace, new.id, DAG)
    assert counting(workspace) == [third.id]


def test_the_old_content_put_back_at_its_place_counts_again(workspace: Workspace) -> None:
    delivered(workspace, A, ONE)
    new = delivered(workspace, A, TWO)
    withdraw(workspace, new.id, DAG, WHY)
    again = delivered(workspace, A, ONE)
    assert counting(workspace) == [again.id]


def test_a_workbook_is_withdrawn_whole_and_brought_back_by_any_of_its_sheets(workspace: Workspace) -> None:
    write_xlsx(
        workspace.raw / "2017-11-01" / "b.xlsx",
        {"PRO": [KOP, leerling()], "VSO": [KOP, leerling(PGN=TWO, Leerlingnummer=TWO)]},
    )
    pro, vso = take(workspace).genomen
    gevolg = withdraw(workspace, pro.id, DAG, WHY)
    assert {d.id for d in gevolg.bladen} == {pro.id, vso.id} == {d.id for d in gevolg.telt_niet_meer}
    assert counting(workspace) == []
    with pytest.raises(SettingsError, match="withdrawn on 2018-01-15 already"):
        withdraw(workspace, vso.id, DAG, WHY)
    undo(workspace, vso.id, DAG, "toch goed", "R. Beheer")
    assert sorted(counting(workspace)) == sorted([pro.id, vso.id])
    assert take(workspace).ongewijzigd == ["2017-11-01/b.xlsx"]
    assert [event["wat"] for event in trace_of(workspace, pro)] == ["ingetrokken", "teruggedraaid"]
    assert not (vso.folder(workspace) / "ingetrokken.json").exists()


def test_every_withdrawal_and_undoing_stays_in_the_trace(workspace: Workspace) -> None:
    taken = delivered(workspace, A, ONE)
    for number in range(2):
        withdraw(workspace, taken.id, DAG, f"reden {number}")
        undo(workspace, taken.id, DAG, f"terug {number}")
    events = [(event["wat"], event["reden"]) for event in trace_of(workspace, taken)]
    assert events == [
        ("ingetrokken", "reden 0"),
        ("teruggedraaid", "terug 0"),
        ("ingetrokken", "reden 1"),
        ("teruggedraaid", "terug 1"),
    ]


def test_a_unique_start_of_the_id_is_enough_and_a_whole_id_is_always_unique(workspace: Workspace) -> None:
    for name in ("abc1", "abc2", "abc2-2", "xyz9"):
        record(workspace, id=name, sha256=name)
    boek = Boek.read(workspace)
    assert [find(boek, name).id for name in ("x", "abc1", "abc2", "abc2-")] == [
        "xyz9",
        "abc1",
        "abc2",
        "abc2-2",
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("abc", "3 deliveries start with 'abc': abc1, abc2, abc2-2"),
        ("q", "there is no delivery 'q'"),
        ("", "there is no delivery ''"),
        ("ABC1", "there is no delivery 'ABC1'"),
    ],
)
def test_an_id_that_is_unknown_or_not_unique_is_refused(workspace: Workspace, name: str, said: str) -> None:
    for known in ("abc1", "abc2", "abc2-2"):
        record(workspace, id=known, sha256=known)
    for verb in (lambda: withdraw(workspace, name, DAG, WHY), lambda: undo(workspace, name, DAG)):
        with pytest.raises(SettingsError) as fault:
            verb()
        assert (fault.value.message, fault.value.exit_code) == (said, 2)
        assert fault.value.advice


def test_what_is_not_withdrawn_cannot_be_brought_back_and_what_is_cannot_be_withdrawn(
    workspace: Workspace,
) -> None:
    taken = delivered(workspace, A, ONE)
    with pytest.raises(SettingsError, match="is not withdrawn"):
        undo(workspace, taken.id, DAG)
    withdraw(workspace, taken.id, DAG, WHY)
    with pytest.raises(SettingsError, match=f"on 2018-01-15 already: {WHY}") as fault:
        withdraw(workspace, taken.id, DAG, "nog eens")
    assert f"withdraw --undo {taken.id}" in fault.value.advice
    undo(workspace, taken.id, DAG)
    with pytest.raises(SettingsError, match="is not withdrawn"):
        undo(workspace, taken.id, DAG)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "needs a reason"),
        ("  ", "needs a reason"),
        ("leerling 999990019 stond er dubbel in", "holds a number"),
        ("nummer 9999.90.019", "holds a number"),
        ("12345678", "holds a number"),
    ],
)
def test_a_reason_is_needed_and_holds_no_number_of_a_pupil(
    workspace: Workspace, reason: str, said: str
) -> None:
    taken = delivered(workspace, A, ONE)
    with pytest.raises(SettingsError, match=said) as fault:
        withdraw(workspace, taken.id, DAG, reason)
    assert "999990019" not in str(fault.value)
    assert counting(workspace) == [taken.id]


@pytest.mark.parametrize(
    "reason", ["schooljaar 2016-2017 was fout", "brief van 2018-01-15", "brief van 15.01.2018"]
)
def test_a_reason_may_hold_other_numbers(workspace: Workspace, reason: str) -> None:
    taken = delivered(workspace, A, ONE)
    withdraw(workspace, taken.id, DAG, reason)
    assert counting(workspace) == []


def test_nothing_to_restore_is_refused_and_nothing_is_withdrawn(workspace: Workspace) -> None:
    taken = delivered(workspace, A, ONE)
    with pytest.raises(SettingsError, match="replaced nothing that can count again"):
        withdraw(workspace, taken.id, DAG, WHY, herstel=True)
    assert counting(workspace) == [taken.id]


def test_another_run_in_the_workspace_keeps_both_waiting(workspace: Workspace) -> None:
    taken = delivered(workspace, A, ONE)
    with workspace_lock(workspace):
        with pytest.raises(LockError):
            withdraw(workspace, taken.id, DAG, WHY)
        with pytest.raises(LockError):
            undo(workspace, taken.id, DAG)
    assert counting(workspace) == [taken.id]


PLACES, CONTENTS = ("p", "q"), ("a", "b", "c")
accept = st.tuples(st.just("accept"), st.sampled_from(PLACES), st.sampled_from(CONTENTS))
take_back = st.tuples(st.just("withdraw"), st.sampled_from(CONTENTS), st.booleans())
bring_back = st.tuples(st.just("undo"), st.sampled_from(CONTENTS), st.none())
histories = st.lists(st.one_of(accept, take_back, bring_back), max_size=12)


@settings(max_examples=40)
@given(history=histories)
def test_whatever_happened_a_place_has_one_content_and_undoing_is_exact(
    history: list[tuple[str, str, str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "werkmap")
        for number, (what, first, second) in enumerate(history):
            if what == "accept":
                _accept(workspace, f"d{number}", first, second)
            elif of_content := [d for d in Boek.read(workspace).leveringen if d.sha256 == first]:
                _try(workspace, what, of_content[-1], bool(second))
            boek = Boek.read(workspace)
            places = [delivery.pad for delivery in boek.actief]
            assert len(places) == len(set(places))
            assert not {delivery.sha256 for delivery in boek.actief} & boek.ingetrokken.keys()
        for delivery in active_deliveries(workspace):
            _there_and_back(workspace, delivery)


def _accept(workspace: Workspace, name: str, place: str, content: str) -> None:
    """What the intake does with a file of this content at this place."""
    boek = Boek.read(workspace)
    if content not in boek.terzijde and (place, content) not in [(d.pad, d.sha256) for d in boek.actief]:
        record(workspace, id=name, pad=place, sha256=content, vervangt=boek.op_plaats(place))


def _try(workspace: Workspace, what: str, delivery: Delivery, herstel: bool) -> None:
    try:
        if what == "undo":
            undo(workspace, delivery.id, DAG)
        else:
            withdraw(workspace, delivery.id, DAG, WHY, herstel=herstel)
    except SettingsError:
        pass


def _there_and_back(workspace: Workspace, delivery: Delivery) -> None:
    before = active_deliveries(workspace)
    made_of = inputs_of(before, Settings(), {"code": "code"})
    for herstel in (False, True):
        try:
            withdraw(workspace, delivery.id, DAG, WHY, herstel=herstel)
        except SettingsError:
            assert herstel
            continue
        assert delivery not in active_deliveries(workspace)
        undo(workspace, delivery.id, DAG)
        after = active_deliveries(workspace)
        assert (after, inputs_of(after, Settings(), {"code": "code"})) == (before, made_of)
