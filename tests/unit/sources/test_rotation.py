"""Rotating the key: what is kept gets other pseudonyms, the same ones that new rows of those pupils get."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.pseudonym import Sleutel, clear_unfinished, key_lock, read_key, write_key
from pipeline.sources import rotation
from pipeline.sources.contract import contracten
from pipeline.sources.delivery import Boek
from pipeline.sources.koppelvelden import VELDEN
from pipeline.sources.rotation import catch_up
from pipeline.sources.trace import Intrekking, add, read
from pipeline.sources.withdrawal import withdraw
from pipeline.workspace import atomic
from pipeline.workspace.errors import LockError, SleutelError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import workspace_lock
from tests.support.exports import leerling, write_csv, write_uitstroom
from tests.support.register import DAG
from tests.support.rotating import (
    by_hand,
    deliveries,
    everything,
    key,
    keyed_columns,
    place,
    rotated,
    rows,
    taken,
)
from tests.support.workspaces import fingerprints

FIRST = bytes(range(32))
SLEUTEL = Sleutel(FIRST)
CAMBO = ["id", "createdat", "ketenid", "bsnhash", "status", "begindatum", "schooljaar", "caketenid"]
EVENT = ["1", "2024-02-03T10:00:00Z", "K-77", "abc123", "SUBMITTED", "2024-02-03T10:00:00Z", "2024", "CA-9"]
POINTER = "microdata.json"
MICRODATA = ("microdata-123.duckdb", "microdata-123.duckdb.wal", POINTER)
posix = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork on Windows")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an outflow list and a CAMBO log, and its key. Do not change it."""
    folder = tmp_path_factory.mktemp("rotatie") / "begin"
    workspace = Workspace.create(folder / "werkmap")
    write_key(key(folder), SLEUTEL)
    other = leerling(PGN="123456782", Leerlingnummer="1002", Werkgever="Café 't Anker")
    quarantined = leerling(PGN="", Leerlingnummer="")
    write_uitstroom(workspace.raw / "2017-11-01" / "a.csv", leerling(), other, quarantined)
    write_csv(workspace.raw / "2024-03-01" / "cambo.csv", [CAMBO, EVENT], separator=",")
    taken(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "f"))


def secrets_in(folder: Path) -> list[bytes]:
    return [bytes.fromhex(line) for line in key(folder).read_text().split()]


def of_source(folder: Path, bron: str) -> list[dict[str, object]]:
    [delivery] = [d for d in deliveries(folder) if d.bron == bron]
    return rows(folder, delivery)


def test_every_pseudonym_becomes_an_hmac_of_itself_under_one_more_secret(folder: Path) -> None:
    rotated(folder)
    chain = secrets_in(folder)
    assert chain[0] == FIRST and len(chain) == 2
    one, two, lost = of_source(folder, "uitstroom")
    assert one["persoon"] == by_hand(chain, "pgn", "999990019")
    assert one["leerling"] == by_hand(chain, "leerling", "99AA00/1001")
    assert two["persoon"] == by_hand(chain, "pgn", "123456782")
    assert lost["lot"] == "quarantaine" and lost["persoon"] is None
    [event] = of_source(folder, "cambo")
    assert event["ketenid"] == by_hand(chain, "keten", "K-77")
    assert event["bsnhash"] == by_hand(chain, "bsnhash", "abc123")
    assert event["caketenid"] == by_hand(chain, "caketen", "CA-9")


def test_a_second_rotation_adds_a_third_secret(folder: Path) -> None:
    first, second = rotated(folder), rotated(folder)
    assert (first.van, second.van, second.naar) == (SLEUTEL.id, first.naar, read_key(key(folder)).id)
    assert len(secrets_in(folder)) == 3
    one, *_ = of_source(folder, "uitstroom")
    assert one["persoon"] == by_hand(secrets_in(folder), "pgn", "999990019")


def test_what_is_kept_equals_what_the_same_files_give_with_the_new_key(folder: Path, tmp_path: Path) -> None:
    rotated(folder)
    again = Path(shutil.copytree(folder, tmp_path / "again"))
    shutil.rmtree(place(again).deliveries)
    taken(again)
    assert everything(folder) == everything(again)
    assert deliveries(folder) == deliveries(again)


def test_nothing_that_was_kept_before_matches_anything_after(folder: Path) -> None:
    before = pseudonyms(folder)
    rotated(folder)
    after = pseudonyms(folder)
    assert len(before) == len(after) == 9  # 2 persons, 2 numbers, 2 employers, 3 of the event
    assert before.isdisjoint(after)


def pseudonyms(folder: Path) -> set[str]:
    """Every 64 hex digits anywhere in the rows."""
    return set(re.findall(r"[0-9a-f]{64}", json.dumps(everything(folder), default=str)))


def test_everything_else_stays_cell_by_cell_and_row_by_row(folder: Path) -> None:
    before = everything(folder)
    rotated(folder)
    after = everything(folder)
    assert before.keys() == after.keys()
    keyed = {naam for contract in contracten().values() for naam in keyed_columns(contract)}
    for delivery, old in before.items():
        for row_before, row_after in zip(old, after[delivery], strict=True):
            assert row_before.keys() == row_after.keys()
            assert {k: v for k, v in row_before.items() if k not in keyed} == {
                k: v for k, v in row_after.items() if k not in keyed
            }


def test_the_same_raw_files_are_the_same_deliveries(folder: Path) -> None:
    ids = [(d.id, d.opname) for d in deliveries(folder)]
    rotated(folder)
    found = taken(folder)
    assert found.genomen == [] and len(found.ongewijzigd) == 2
    assert [(d.id, d.opname) for d in deliveries(folder)] == ids
    assert {d.sleutel_id for d in deliveries(folder)} == {read_key(key(folder)).id}


def test_rows_that_come_later_are_of_the_same_pupil(folder: Path) -> None:
    rotated(folder)
    write_uitstroom(place(folder).raw / "2018-11-01" / "b.csv", leerling(Bestemming="BOL"))
    [new] = taken(folder).genomen
    [row] = rows(folder, new)
    earlier = next(d for d in deliveries(folder) if d.bron == "uitstroom" and d.id != new.id)
    assert row["persoon"] == rows(folder, earlier)[0]["persoon"]
    assert row["werkgever"] == rows(folder, earlier)[0]["werkgever"]


def test_with_the_old_key_nothing_more_is_taken_in(folder: Path) -> None:
    rotated(folder)
    with pytest.raises(SleutelError, match="were made with key") as fault:
        taken(folder, SLEUTEL)
    assert "a copy of the key from before no longer serves" in fault.value.advice


def test_a_key_that_is_not_of_the_deliveries_is_not_rotated(folder: Path) -> None:
    key(folder).unlink()
    write_key(key(folder), Sleutel(FIRST[::-1]))
    before = fingerprints(place(folder).deliveries), key(folder).read_bytes()
    with pytest.raises(SleutelError, match="were made with key"):
        rotated(folder)
    assert (fingerprints(place(folder).deliveries), key(folder).read_bytes()) == before


def test_what_was_withdrawn_gets_the_new_key_and_keeps_its_trace(folder: Path) -> None:
    victim = next(d for d in deliveries(folder) if d.bron == "uitstroom")
    withdraw(place(folder), victim.id, DAG, "proef", "iemand", False)
    rotated(folder)
    assert of_source(folder, "uitstroom")[0]["persoon"] == by_hand(secrets_in(folder), "pgn", "999990019")
    [event] = read(victim.folder(place(folder)), Intrekking)
    assert event.reden == "proef"


def test_a_delivery_of_an_unknown_key_that_does_not_count_is_named(folder: Path) -> None:
    victim = next(d for d in deliveries(folder) if d.bron == "cambo")
    strange = replace(victim, sleutel_id="abcabcabcabc")
    (victim.folder(place(folder)) / "delivery.json").write_text(strange.to_json(), encoding="utf-8")
    add(victim.folder(place(folder)), Intrekking("ingetrokken", "2024-01-01", "proef", ""))
    done = rotated(folder)
    assert done.vreemd == (victim.id,) and done.leveringen == 1


def test_a_column_that_no_contract_knows_any_more_goes_along(folder: Path) -> None:
    [delivery] = [d for d in deliveries(folder) if d.bron == "uitstroom"]
    path = delivery.rows_file(place(folder))
    old = "ab" * 32
    rewrite(path, f"SELECT *, '{old}' AS moeder, 'gewoon' AS oud_veld FROM was")
    rotated(folder)
    chain = secrets_in(folder)
    row, *_ = of_source(folder, "uitstroom")
    assert row["moeder"] == hmac.new(chain[1], f"opnieuw\x1f{old}".encode(), hashlib.sha256).hexdigest()
    assert row["oud_veld"] == "gewoon"


def test_a_link_field_that_no_contract_has_any_more_goes_along(folder: Path) -> None:
    """Short as it is, it does not look like a pseudonym; its name says what it is."""
    [delivery] = [d for d in deliveries(folder) if d.bron == "uitstroom"]
    assert "kv_tweede_naam" not in keyed_columns(contracten()["uitstroom"])
    rewrite(
        delivery.rows_file(place(folder)),
        "SELECT *, CASE WHEN lot <> 'quarantaine' THEN '0123456789ab' END AS kv_tweede_naam FROM was",
    )
    rotated(folder)
    chain = secrets_in(folder)
    one, _, lost = of_source(folder, "uitstroom")
    again = hmac.new(chain[1], b"opnieuw\x1f0123456789ab", hashlib.sha256).hexdigest()
    assert (one["kv_tweede_naam"], lost["kv_tweede_naam"]) == (again[:12], None)


def test_everything_of_a_source_that_no_contract_has_any_more_goes_along(folder: Path) -> None:
    [delivery] = [d for d in deliveries(folder) if d.bron == "uitstroom"]
    gone = replace(delivery, bron="vroeger")
    gone.folder(place(folder)).parent.mkdir()
    shutil.move(delivery.folder(place(folder)), gone.folder(place(folder)))
    (gone.folder(place(folder)) / "delivery.json").write_text(gone.to_json(), encoding="utf-8")
    kept = keyed_columns(contracten()["uitstroom"])
    before = of_source(folder, "vroeger")
    rotated(folder)
    for was, now in zip(before, of_source(folder, "vroeger"), strict=True):
        assert {k for k in kept if was[k] != now[k]} == {k for k in kept if was[k]}
        assert {k: len(now[k]) for k in kept if now[k]} == {k: len(was[k]) for k in kept if was[k]}


def test_a_link_field_is_known_by_its_name() -> None:
    named = {veld for velden in VELDEN.values() for veld in velden}
    assert named and all(veld.startswith("kv_") for veld in named)
    assert not [k.naam for c in contracten().values() for k in c.bewaard if k.naam.startswith("kv_")]


def test_a_cell_in_plain_of_before_its_column_was_hashed_stays(folder: Path) -> None:
    [delivery] = [d for d in deliveries(folder) if d.bron == "uitstroom"]
    rewrite(delivery.rows_file(place(folder)), "SELECT * REPLACE ('Bakker' AS werkgever) FROM was")
    rotated(folder)
    assert {row["werkgever"] for row in of_source(folder, "uitstroom")} == {"Bakker"}


def test_pseudonyms_in_a_list_are_refused_and_everything_stays(folder: Path) -> None:
    [delivery] = [d for d in deliveries(folder) if d.bron == "uitstroom"]
    rewrite(delivery.rows_file(place(folder)), f"SELECT *, ['{'ab' * 32}'] AS namen FROM was")
    before = everything(folder)
    with pytest.raises(SleutelError, match="column namen of uitstroom"):
        rotated(folder)
    assert everything(folder) == before and read_key(key(folder)) == SLEUTEL


def rewrite(path: Path, query: str) -> None:
    with duckdb.connect() as con:
        con.execute("CREATE TABLE was AS FROM read_parquet(?)", [str(path)])
        con.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


def test_a_backup_that_is_put_back_is_brought_along(folder: Path, tmp_path: Path) -> None:
    backup = shutil.copytree(place(folder).deliveries, tmp_path / "backup")
    rotated(folder)
    wanted = everything(folder)
    shutil.rmtree(place(folder).deliveries)
    shutil.copytree(backup, place(folder).deliveries)
    assert catch_up(place(folder), read_key(key(folder))) == 2
    assert everything(folder) == wanted
    assert catch_up(place(folder), read_key(key(folder))) == 0


def test_the_microdata_goes_because_it_has_the_old_pseudonyms(folder: Path) -> None:
    workspace = place(folder)
    for name in MICRODATA:
        (workspace.processed / name).write_bytes(b"{}")
    rotated(folder)
    assert list(workspace.processed.glob("microdata*")) == []


LINK = {"run": "r", "wat": "gelegd", "cohort": 2016, "sleutel": "ab12", "persoon": "cd34", "kans": 0.9}


def remember(folder: Path, *keys: str) -> Path:
    """Write a register with one line per key, or keys, of the deliveries of a run."""
    register = place(folder).koppelregister
    register.write_text("".join(json.dumps(LINK | {"sleutels": made_with}) + "\n" for made_with in keys))
    return register


def named(register: Path) -> list[tuple[str, str]]:
    """Per line of which keys it is and whom it names; what else it says stays."""
    lines = [json.loads(text) for text in register.read_text().splitlines()]
    assert [line | {k: LINK[k] for k in ("sleutel", "persoon")} for line in lines] == [
        LINK | {"sleutels": line["sleutels"]} for line in lines
    ]
    return [(line["sleutels"], line["sleutel"] + line["persoon"]) for line in lines]


def test_the_register_of_links_names_nobody_by_an_old_pseudonym(folder: Path) -> None:
    rotated(folder)
    later = read_key(key(folder)).id
    mixed = f"{SLEUTEL.id} abcabcabcabc"
    register = remember(folder, SLEUTEL.id, later, mixed)
    rotated(folder)
    assert named(register) == [(SLEUTEL.id, ""), (later, ""), (mixed, "")]


def test_the_register_of_links_goes_along_where_no_delivery_is_behind(folder: Path) -> None:
    """A workspace that shares the key, whose rows were all forgotten; or a register that was put back."""
    rotated(folder)
    found = read_key(key(folder))
    register = remember(folder, SLEUTEL.id, found.id)
    assert catch_up(place(folder), found) == 0
    assert named(register) == [(SLEUTEL.id, ""), (found.id, "ab12cd34")]
    before = register.stat()
    catch_up(place(folder), found)
    assert register.stat().st_mtime_ns == before.st_mtime_ns and register.stat().st_ino == before.st_ino


def test_another_key_takes_nobody_out_of_the_register_of_links(folder: Path) -> None:
    """A run with a wrong key comes here before it is refused."""
    register = remember(folder, SLEUTEL.id)
    catch_up(place(folder), Sleutel(FIRST[::-1]).rotated(bytes(range(1, 33))))
    assert named(register) == [(SLEUTEL.id, "ab12cd34")]


def test_it_waits_for_no_other_run(folder: Path) -> None:
    with workspace_lock(place(folder)), pytest.raises(LockError):
        rotated(folder)


@posix
def test_the_new_key_file_is_private_and_in_the_place_of_the_old_one(folder: Path) -> None:
    rotated(folder)
    assert stat.S_IMODE(key(folder).stat().st_mode) == 0o600
    assert beside(folder) == {"sleutel.key", "sleutel.key.lock"}


def beside(folder: Path) -> set[str]:
    """What is in the folder of the key: the lock stays, as that of a workspace does."""
    return {path.name for path in key(folder).parent.iterdir()}


@pytest.fixture
def second(folder: Path) -> Workspace:
    """Another workspace that has deliveries of the same key file."""
    return Workspace(Path(shutil.copytree(place(folder).root, folder / "tweede")))


def while_staging(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do something once, when the first rotation has read the key and is making deliveries anew."""
    stage, waiting = rotation._stage, [act]

    def staging(*arguments: Any) -> Any:
        if waiting:
            waiting.pop()()
        return stage(*arguments)

    monkeypatch.setattr(rotation, "_stage", staging)


def test_two_workspaces_that_rotate_one_key_at_once_lose_no_secret(
    folder: Path, second: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy: list[LockError] = []

    def other() -> None:
        with pytest.raises(LockError, match=r"sleutel\.key: .*another workspace") as fault:
            rotation.rotate(second, key(folder))
        busy.append(fault.value)

    while_staging(monkeypatch, other)
    rotated(folder)
    assert len(busy) == 1 and "call again" in busy[0].advice
    rotation.rotate(second, key(folder))
    found = read_key(key(folder))
    assert len(secrets_in(folder)) == 3
    for workspace in (place(folder), second):
        catch_up(workspace, found)
        assert {d.sleutel_id for d in Boek.read(workspace).leveringen} == {found.id}


def test_a_key_file_that_changed_meanwhile_is_not_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock does not reach a disk that another machine writes to; the file itself does."""
    before, elsewhere = everything(folder), SLEUTEL.rotated(FIRST[::-1])

    def other() -> None:
        key(folder).unlink()
        write_key(key(folder), elsewhere)

    while_staging(monkeypatch, other)
    with pytest.raises(SleutelError, match=r"sleutel\.key .*changed"):
        rotated(folder)
    assert read_key(key(folder)) == elsewhere and everything(folder) == before
    assert beside(folder) == {"sleutel.key", "sleutel.key.lock"}


def test_a_key_that_cannot_be_held_is_not_rotated(folder: Path) -> None:
    key(folder).with_name("sleutel.key.lock").mkdir()
    with pytest.raises(SleutelError, match=r"sleutel\.key cannot be locked: .*directory") as fault:
        rotated(folder)
    assert "can write in" in fault.value.advice and read_key(key(folder)) == SLEUTEL


def test_without_a_key_there_is_nothing_to_rotate(folder: Path) -> None:
    shutil.rmtree(key(folder).parent)
    with pytest.raises(SleutelError, match="no pseudonym key at"):
        rotated(folder)


def test_a_key_that_cannot_be_replaced_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(folder)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(rotation, "replace_key", refuse)
    with pytest.raises(SleutelError, match=f"cannot be replaced: Permission denied; it is key {SLEUTEL.id}"):
        rotated(folder)
    assert everything(folder) == before and read_key(key(folder)) == SLEUTEL
    assert {path.name for path in place(folder).processed.glob(".*")} == {".lock"}


@posix
def test_a_disk_that_fails_after_the_replace_is_no_reason_to_say_that_it_was_not_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, flush = everything(folder), atomic._flush_folder

    def fail(place_of: Path) -> None:
        if place_of == key(folder).parent:
            raise OSError(5, "Input/output error")
        flush(place_of)

    monkeypatch.setattr(atomic, "_flush_folder", fail)
    with pytest.raises(SleutelError, match="Input/output error; it is key ") as fault:
        rotated(folder)
    monkeypatch.undo()
    found = read_key(key(folder))
    assert found.eerdere == (SLEUTEL,) and f"it is key {found.id}" in fault.value.message
    assert everything(folder) == before
    assert catch_up(place(folder), found) == 2


def test_what_a_killed_rotation_left_beside_the_key_goes(folder: Path) -> None:
    left = key(folder).with_name(".toeleiding-new-01234567-sleutel.key")
    other = key(folder).with_name(".toeleiding-new-01234567-ander.key")
    for path in (left, other):
        path.write_text("ab" * 32)
    with key_lock(key(folder)):
        clear_unfinished(key(folder))
    assert left.exists()  # it is of whoever is rotating now
    clear_unfinished(key(folder))
    assert beside(folder) == {"sleutel.key", "sleutel.key.lock", other.name}


def test_where_nothing_was_left_beside_the_key_nothing_is_written(folder: Path) -> None:
    clear_unfinished(key(folder))
    assert beside(folder) == {"sleutel.key"}


@pytest.fixture
def furnished(folder: Path) -> Path:
    """A workspace as a run leaves it: with microdata and a register of links, both under its first key."""
    for name in MICRODATA:
        (place(folder).processed / name).write_text(json.dumps({"file": MICRODATA[0]}))
    remember(folder, SLEUTEL.id)
    return folder


def kill_everywhere(template: Path, out: Path) -> list[Path]:
    """Copies of a folder in which a rotation was killed, each one touch of the disk later."""
    out.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.killed", template, out, "tests.support.rotating:rotated"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [out / str(number) for number in range(1, int(done.stdout) + 1)]


def brought_along(folder: Path) -> int:
    """What a run does before anything else; gives how many deliveries were behind."""
    with workspace_lock(place(folder)):
        rotation.clear_leftovers(place(folder).processed)
        clear_unfinished(key(folder))
        return catch_up(place(folder), read_key(key(folder)))


@posix
def test_killed_at_any_moment_it_leaves_the_old_or_what_a_run_completes(
    furnished: Path, tmp_path: Path
) -> None:
    old, seen = fingerprints(place(furnished).deliveries), set[tuple[int, int]]()
    for copy in kill_everywhere(furnished, tmp_path / "gedood"):
        late = brought_along(copy)
        found, left = read_key(key(copy)), {path.name for path in place(copy).processed.iterdir()}
        microdata = left & set(MICRODATA)
        assert left - microdata == {".lock", "README.md", "deliveries", "koppelregister.jsonl"}
        assert {"sleutel.key"} <= beside(copy) <= {"sleutel.key", "sleutel.key.lock"}
        assert {d.sleutel_id for d in deliveries(copy)} == {found.id}
        if found.latere:
            assert not microdata and named(place(copy).koppelregister) == [(SLEUTEL.id, "")]
        else:
            assert fingerprints(place(copy).deliveries) == old
            assert named(place(copy).koppelregister) == [(SLEUTEL.id, "ab12cd34")]
            assert POINTER not in microdata or microdata == set(MICRODATA)
        assert of_source(copy, "uitstroom")[1]["persoon"] == by_hand(secrets_in(copy), "pgn", "123456782")
        assert of_source(copy, "cambo")[0]["ketenid"] == by_hand(secrets_in(copy), "keten", "K-77")
        if (len(found.latere), late) not in seen:
            assert rotated(copy).leveringen == 2
            assert beside(copy) == {"sleutel.key", "sleutel.key.lock"}
        seen.add((len(found.latere), late))
    assert {(0, 0), (1, 2), (1, 1), (1, 0)} <= seen
