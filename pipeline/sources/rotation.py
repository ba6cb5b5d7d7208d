"""A new key for what is kept, so that pupils can be followed on while the old key opens nothing any more.

Raw files may be gone, so nobody can be pseudonymised anew. Instead the key grows by one secret, and HMAC with
that secret is applied to every pseudonym that is kept; the intake does the same to what still comes in. So
figures, delivery ids and what counts as delivered before stay as they are.

It is for a key that may have been seen by others. Who has the old key can compute no pseudonym of what is
kept now, and who has an old copy of the deliveries finds none of its pseudonyms back. It cannot undo what is
out: old key and old copy together tell who is in that copy, and who has a copy from before and one from after
can match rows by what is in them (school, dates, place in the file). So destroy old copies of both.

Whole or not at all: everything is made beside its place, the key file is replaced in one step, and from then
on a delivery with an earlier key of the chain is one that is behind: a run brings it along before it does
anything else. So does a workspace that shares the key, and a backup that was put back.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.pseudonym import (
    KEY_BYTES,
    Sleutel,
    install_again,
    key_lock,
    read_key,
    refuse_other_key,
    replace_key,
)
from pipeline.sources.delivery import Boek, Delivery
from pipeline.sources.forget import delete_microdata, finish
from pipeline.sources.keep import write_rows
from pipeline.sources.linked_names import unname
from pipeline.sources.typed import sql_text
from pipeline.workspace.atomic import clear_leftovers, move_into_place
from pipeline.workspace.errors import SettingsError, SleutelError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import workspace_lock

if TYPE_CHECKING:
    import duckdb

_PSEUDONYM = "[0-9a-f]{64}"
_KOPPELVELD = "kv_"
"""How the name of every link field begins, in this version and earlier ones (koppelvelden.py)."""


@dataclass(frozen=True)
class Wissel:
    """What a rotation did: ids of the two keys, and how many deliveries were re-keyed."""

    van: str
    naar: str
    leveringen: int
    vreemd: tuple[str, ...] = ()
    """Deliveries that do not count and were made with another key; they stay as they are."""


def rotate(workspace: Workspace, path: Path) -> Wissel:
    """Replace the key in a file by one that does not follow from it, and re-key everything that is kept.

    Raises SleutelError when the key is not the one of the deliveries or cannot be replaced, LockError when a
    run is at work here or another workspace is rotating the key, and SettingsError when a file is in use.
    Then every delivery is as it was, and so is the key, unless the disk failed after it was replaced: the
    message says which key it is, and the next run brings the deliveries along. The microdata may be gone;
    that run makes it again.
    """
    with workspace_lock(workspace), key_lock(path):
        clear_leftovers(workspace.processed)
        finish(workspace)
        old = read_key(path)
        new = old.rotated(secrets.token_bytes(KEY_BYTES))
        boek = Boek.read(workspace)
        refuse_other_key((d.sleutel_id for d in boek.actief), *old.eerdere, old)
        with _room(workspace) as room:
            staged = _stage(workspace, room, behind(workspace, boek, new), new)
            _replace(path, new)
            _put_in_place(workspace, staged, new)
        strange = tuple(d.id for d in boek.leveringen if _is_strange(workspace, d, new))
    return Wissel(old.id, new.id, len(staged), strange)


def catch_up(workspace: Workspace, sleutel: Sleutel) -> int:
    """Re-key the deliveries that are behind, and the register of links; gives how many deliveries there were.

    Hold the workspace's lock.
    """
    late = behind(workspace, Boek.read(workspace), sleutel) if sleutel.eerdere else []
    with _room(workspace) as room:
        staged = _stage(workspace, room, late, sleutel) if late else {}
        _put_in_place(workspace, staged, sleutel)
    return len(late)


def behind(workspace: Workspace, boek: Boek, sleutel: Sleutel) -> list[Delivery]:
    """The deliveries whose rows are there and have an earlier key of the chain."""
    earlier = {key.id for key in sleutel.eerdere}
    return [d for d in boek.leveringen if d.sleutel_id in earlier and d.rows_file(workspace).is_file()]


def _is_strange(workspace: Workspace, delivery: Delivery, sleutel: Sleutel) -> bool:
    known = {key.id for key in (*sleutel.eerdere, sleutel)}
    return delivery.sleutel_id not in known and delivery.rows_file(workspace).is_file()


@contextmanager
def _room(workspace: Workspace) -> Iterator[Path]:
    """Where re-keyed deliveries wait until all of them are there. What a killed rotation left in it goes."""
    room = workspace.processed / ".sleutelwissel"
    if room.exists():
        shutil.rmtree(room)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _stage(workspace: Workspace, room: Path, late: Sequence[Delivery], sleutel: Sleutel) -> dict[Path, Path]:
    """Make deliveries anew under a key, in a room of their own; gives where each is and where it belongs.

    The microdata, which has the old pseudonyms, goes: the next run makes it again.
    """
    import duckdb

    room.mkdir(mode=0o700, parents=True)
    staged = {room / d.bron / d.id: d.folder(workspace) for d in late}
    for new, place in staged.items():
        shutil.copytree(place, new, ignore=shutil.ignore_patterns("rijen.parquet"))
    with duckdb.connect(":memory:", config={"temp_directory": "", "threads": "2"}) as con:
        for new, delivery in zip(staged, late, strict=True):
            _rekey(con, delivery, delivery.rows_file(workspace), new / "rijen.parquet", sleutel)
    for new, delivery in zip(staged, late, strict=True):
        record = replace(delivery, sleutel_id=sleutel.id)
        (new / "delivery.json").write_text(record.to_json(), encoding="utf-8")
    try:
        delete_microdata(workspace)
    except PermissionError as fault:
        raise SettingsError(
            f"{fault.filename} cannot be deleted", "Close it in other programs, and call again."
        ) from fault
    return staged


def _put_in_place(workspace: Workspace, staged: dict[Path, Path], sleutel: Sleutel) -> None:
    """The deliveries last: as long as one of them is behind, all of this is done again."""
    _unname_links(workspace, sleutel)
    for new, place in staged.items():
        move_into_place(new, place)


def _unname_links(workspace: Workspace, sleutel: Sleutel) -> None:
    """Take the pseudonyms under earlier keys of the chain out of the register of links.

    They are cut off, so nothing can be made of them, and links of another key are compared with no link.
    """
    earlier = {key.id for key in sleutel.eerdere}
    if earlier:
        unname(workspace, lambda line: not earlier.isdisjoint(line["sleutels"].split()))


def _replace(path: Path, new: Sleutel) -> None:
    try:
        replace_key(path, new)
    except OSError as fault:
        raise SleutelError(
            f"the key at {path} cannot be replaced: {fault.strerror}; it is key {read_key(path).id}",
            "Make its folder one that you can write in, and call again.",
        ) from fault


def _rekey(
    con: duckdb.DuckDBPyConnection, delivery: Delivery, source: Path, target: Path, sleutel: Sleutel
) -> None:
    """Write the rows of a delivery, in their order, with every pseudonym under today's key."""
    install_again(con, sleutel.after(next(key for key in sleutel.eerdere if key.id == delivery.sleutel_id)))
    rows = f"read_parquet({sql_text(source)})"
    renewed = ", ".join(f'{sql} AS "{naam}"' for naam, sql in _renewed(con, rows, delivery))
    write_rows(con, f"SELECT * REPLACE ({renewed}) FROM {rows}" if renewed else f"FROM {rows}", target)


def _renewed(con: duckdb.DuckDBPyConnection, rows: str, delivery: Delivery) -> Iterator[tuple[str, str]]:
    """The columns with pseudonyms, and SQL for each, by what the file holds: every cell that looks like one,
    and link fields, which are shorter, by their name. The delivery may be of an earlier contract, or of one
    that is gone."""
    for naam, kind, *_ in con.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall():
        if kind == "VARCHAR" and naam.startswith(_KOPPELVELD):
            yield naam, f'opnieuw("{naam}")'
        elif kind == "VARCHAR":
            yield (
                naam,
                f'CASE WHEN regexp_full_match("{naam}", \'{_PSEUDONYM}\') THEN opnieuw("{naam}")'
                f' ELSE "{naam}" END',
            )
        elif "VARCHAR" in kind:
            _refuse_hidden(con, rows, naam, delivery)


def _refuse_hidden(con: duckdb.DuckDBPyConnection, rows: str, naam: str, delivery: Delivery) -> None:
    """Raise SleutelError for pseudonyms in a list or the like, which this code would leave as they are."""
    looks = f"regexp_matches(CAST(\"{naam}\" AS VARCHAR), '{_PSEUDONYM}')"
    if con.execute(f"SELECT 1 FROM {rows} WHERE {looks} LIMIT 1").fetchone():
        raise SleutelError(
            f"column {naam} of {delivery.bron} holds pseudonyms that cannot be re-keyed; nothing was changed",
            "This is a gap in the program: report it.",
        )
