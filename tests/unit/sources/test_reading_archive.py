"""A ZIP counts as the files in it, each with its own fate."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.sources import register
from pipeline.sources.check import check, learn_from
from pipeline.sources.delivery import active_deliveries
from pipeline.sources.proposals import Reden
from pipeline.sources.reading import Bestand, archive, bestanden, inhoud, reading_process
from pipeline.sources.register import take_in
from pipeline.status import status
from pipeline.workspace.errors import LeveringGeweigerd
from pipeline.workspace.folders import Workspace
from tests.support.exports import KOP, leerling, write_csv, write_xlsx
from tests.support.intake import OPNAME
from tests.support.workbooks import write_ods, write_zip


@pytest.fixture(autouse=True, scope="module")
def _child() -> Iterator[None]:
    """One child process for the tests of this file."""
    with reading_process():
        yield


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "room").mkdir()
    return tmp_path / "room"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "werkmap")


def _found(path: Path, room: Path) -> dict[str, bytes | str]:
    """Per place the content, or the refusal."""
    found: dict[str, bytes | str] = {}
    for number, file in enumerate(bestanden(path, path.parent, room)):
        if isinstance(file, LeveringGeweigerd):
            found[f"geweigerd {number}"] = str(file)
        else:
            assert (file.sha256, file.grootte) == (
                sha256(file.path.read_bytes()).hexdigest(),
                file.path.stat().st_size,
            )
            found[file.pad] = file.path.read_bytes()
    return found


def _refusal(path: Path, room: Path) -> str:
    """The one refusal of a whole archive; nothing of it may have been unpacked."""
    (found,) = bestanden(path, path.parent, room)
    assert isinstance(found, LeveringGeweigerd)
    assert found.exit_code == 3
    assert found.advice
    assert [p for p in room.rglob("*") if p.is_file()] == []
    return str(found)


def _lijst(*pgns: str) -> bytes:
    rows = [KOP, *(leerling(PGN=pgn, Leerlingnummer=pgn) for pgn in pgns)]
    return "\r\n".join(";".join(map(str, row)) for row in rows).encode()


def test_the_files_in_an_archive_by_their_places(tmp_path: Path, room: Path) -> None:
    path = write_zip(
        tmp_path / "2017-11-01" / "school.zip",
        {"uitstroom.csv": b"a;b", "map/": b"", "map/dieper/doelen.csv": b"c;d", "leeg.csv": b""},
    )
    assert _found(path, room) == {
        "school.zip/uitstroom.csv": b"a;b",
        "school.zip/map/dieper/doelen.csv": b"c;d",
        "school.zip/leeg.csv": b"",
    }
    (file,) = bestanden(write_zip(tmp_path / "2017-11-01" / "x.zip", {"y.csv": b"z"}), tmp_path, room)
    assert isinstance(file, Bestand)
    assert (file.pad, file.naam) == ("2017-11-01/x.zip/y.csv", "2017-11-01/x.zip: y.csv")


def test_what_is_unpacked_only_this_user_can_read(tmp_path: Path, room: Path) -> None:
    (file,) = bestanden(write_zip(tmp_path / "x.zip", {"y.csv": b"z"}), tmp_path, room)
    assert isinstance(file, Bestand)
    assert file.path.is_relative_to(room)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["x.zip", "x.xlsx", "x.csv"])
def test_an_archive_is_known_by_its_content(tmp_path: Path, room: Path, name: str) -> None:
    assert _found(write_zip(tmp_path / name, {"y.csv": b"z"}), room) == {f"{name}/y.csv": b"z"}


@pytest.mark.parametrize("name", ["x.zip", "x.xlsx"])
def test_a_workbook_is_no_archive(tmp_path: Path, room: Path, name: str) -> None:
    for path in (write_xlsx(tmp_path / name, {"A": [["a"]]}), write_ods(tmp_path / name, {"A": [["a"]]})):
        assert _found(path, room) == {name: path.read_bytes()}


def test_files_that_are_no_deliveries_are_left_in(tmp_path: Path, room: Path) -> None:
    names = [
        "__MACOSX/._a.csv",
        ".DS_Store",
        "map/Thumbs.db",
        "~$a.xlsx",
        "README.md",
        "map/.verborgen/x.csv",
    ]
    path = write_zip(tmp_path / "x.zip", dict.fromkeys([*names, "a.csv"], b"x"))
    assert _found(path, room) == {"x.zip/a.csv": b"x"}
    (tmp_path / "empty").mkdir()
    path = write_zip(tmp_path / "y.zip", dict.fromkeys(names, b"x"))
    assert "y.zip holds no files" in _refusal(path, tmp_path / "empty")


# A name as it is in the archive (bytes, and whether the flag for UTF-8 is set), and as it is read.
NAMES = {
    "flag": ("één.csv".encode(), True, "één.csv"),
    "UTF-8 without the flag": ("één.csv".encode(), False, "één.csv"),
    "Windows": ("Ã°één Ý.csv".encode("cp850"), False, "Ã°één Ý.csv"),
    "Mac": ("e\u0301e\u0301n.csv".encode(), True, "één.csv"),
}


def _named(path: Path, name: bytes, flag: bool) -> Path:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("#" * len(name), b"x")
    content = made.getvalue().replace(b"#" * len(name), name)
    if flag:
        content = content.replace(b"PK\x03\x04\x14\0\0\0", b"PK\x03\x04\x14\0\0\x08")
        content = content.replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\0\x08")
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("name", "flag", "read"), NAMES.values(), ids=NAMES)
def test_names_in_every_encoding(tmp_path: Path, room: Path, name: bytes, flag: bool, read: str) -> None:
    assert _found(_named(tmp_path / "x.zip", name, flag), room) == {f"x.zip/{read}": b"x"}


LEADS_OUT = [
    b"../x.csv",
    b"map/../../x.csv",
    b"map/..",
    b"/etc/x.csv",
    b"//server/x.csv",
    b"C:/x.csv",
    b"C:x.csv",
    b"..\\x.csv",
    b"map\\x.csv",
    b"./x.csv",
    b"map//x.csv",
]


@pytest.mark.parametrize("name", LEADS_OUT)
def test_a_name_that_leads_out_of_the_archive(tmp_path: Path, room: Path, name: bytes) -> None:
    said = _refusal(_named(tmp_path / "x.zip", name, flag=False), room)
    assert f"x.zip holds a file whose name leads out of the archive: {name.decode()}" in said


@pytest.mark.parametrize(
    "name", [b"a\nb.csv", b"<script>.csv", b"a\x1b[31m.csv", "\u202e.csv".encode(), b"x\0y.csv"]
)
def test_a_name_that_is_a_trap(tmp_path: Path, room: Path, name: bytes) -> None:
    said = _refusal(_named(tmp_path / "x.zip", name, flag=False), room)
    assert "a sign in it that belongs in no file name" in said
    assert all(sign.isprintable() or sign == "\n" for sign in said)
    assert len(said.splitlines()) == 2


def test_a_name_that_is_too_long(tmp_path: Path, room: Path) -> None:
    path = write_zip(tmp_path / "x.zip", {"x" * 201 + ".csv": b"x"})
    said = _refusal(path, room)
    assert said.startswith("x.zip: xxx") and "its name is longer than 200 characters" in said
    path = write_zip(tmp_path / "y.zip", {"/".join(["map"] * 300) + "/x.csv": b"x"})
    assert "or it lies too deep" in _refusal(path, room)


def _linked(path: Path, mode: int) -> Path:
    info = zipfile.ZipInfo("link.csv")
    info.external_attr = mode << 16
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.csv", b"x")
        packed.writestr(info, "/etc/passwd")
    return path


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_device_in_an_archive(tmp_path: Path, room: Path, kind: int) -> None:
    said = _refusal(_linked(tmp_path / "x.zip", kind | 0o777), room)
    assert "x.zip holds a link, not a file: link.csv" in said
    assert list(_found(_linked(tmp_path / "y.zip", stat.S_IFREG | 0o644), room)) == [
        "y.zip/a.csv",
        "y.zip/link.csv",
    ]


def test_two_files_of_one_name(tmp_path: Path, room: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("a.csv", b"1")
        packed.writestr("a.csv", b"2")
    assert "x.zip holds 2 files of one name: x.zip/a.csv" in _refusal(tmp_path / "x.zip", room)
    path = write_zip(tmp_path / "y.zip", {"é.csv": b"1", "e\u0301.csv": b"2"})
    assert "y.zip holds 2 files of one name" in _refusal(path, room)


def test_a_password(tmp_path: Path, room: Path) -> None:
    path = write_zip(tmp_path / "x.zip", {"a.csv": b"x"})
    content = path.read_bytes().replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\x01\0")
    path.write_bytes(content)
    assert "x.zip is protected with a password" in _refusal(path, room)


def test_an_archive_in_an_archive_is_named_and_the_rest_is_read(tmp_path: Path, room: Path) -> None:
    inner = write_zip(tmp_path / "inner.zip", {"a.csv": b"x"}).read_bytes()
    path = write_zip(tmp_path / "x.zip", {"a.csv": b"1", "dieper.zip": inner, "z.csv": b"2"})
    found = _found(path, room)
    assert found.pop("x.zip/a.csv") == b"1"
    assert found.pop("x.zip/z.csv") == b"2"
    (said,) = found.values()
    assert "x.zip: dieper.zip is an archive inside an archive\nunpack it" in str(said)


def test_a_damaged_file_is_named_and_the_rest_is_read(tmp_path: Path, room: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.csv", b"a" * 50)
        packed.writestr("b.csv", b"b" * 50)
    path.write_bytes(path.read_bytes().replace(b"a" * 50, b"a" * 49 + b"?", 1))
    found = _found(path, room)
    assert found.pop("x.zip/b.csv") == b"b" * 50
    (said,) = found.values()
    assert "x.zip: a.csv cannot be unpacked: it is damaged" in str(said)
    assert [place for place, _ in inhoud(path, tmp_path)] == ["x.zip/b.csv"]


def _method(content: bytes) -> bytes:
    """Packed in a way that the standard library does not know (Deflate64)."""
    return content.replace(b"PK\x03\x04\x14\0\0\0\x08\0", b"PK\x03\x04\x14\0\0\0\x09\0").replace(
        b"PK\x01\x02\x14\x03\x14\0\0\0\x08\0", b"PK\x01\x02\x14\x03\x14\0\0\0\x09\0"
    )


def test_packed_in_an_unknown_way(tmp_path: Path, room: Path) -> None:
    path = write_zip(tmp_path / "x.zip", {"a.csv": b"x" * 100})
    path.write_bytes(_method(path.read_bytes()))
    (said,) = _found(path, room).values()
    assert "x.zip: a.csv cannot be unpacked: it is damaged, or packed in a way that is not known here" in str(
        said
    )


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda good: good[: len(good) // 2],
    "directory damaged": lambda good: good.replace(b"PK\x01\x02", b"XXXX", 1),
    "only a start": lambda _: b"PK\x03\x04",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_archive(tmp_path: Path, room: Path, damage: str) -> None:
    path = write_zip(tmp_path / "x.zip", {"a.csv": b"x" * 100})
    path.write_bytes(DAMAGE[damage](path.read_bytes()))
    assert "x.zip cannot be opened as a spreadsheet or ZIP: it is damaged" in _refusal(path, room)


def test_an_empty_archive(tmp_path: Path, room: Path) -> None:
    assert "x.zip holds no files" in _refusal(write_zip(tmp_path / "x.zip", {}), room)


def test_the_limits(tmp_path: Path, room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = b"".join(b"%d;%d\r\n" % (n, n * n) for n in range(100_000))
    path = write_zip(tmp_path / "x.zip", {"a.csv": rows, "b.csv": b"x"})
    assert len(_found(path, room)) == 2
    for limit, value, said in [
        ("MAX_FILES", 1, "x.zip holds more than 1 files"),
        ("MAX_UNPACKED", 1024**2 - 1, "x.zip unpacks to 1 MB; at most 0 MB is read"),
        ("MAX_RATIO", 2, "x.zip holds a file that unpacks to more than 2 times its size: a.csv"),
    ]:
        (tmp_path / limit).mkdir()
        with monkeypatch.context() as patch:
            patch.setattr(archive, limit, value)
            assert said in _refusal(path, tmp_path / limit)


def test_what_is_in_a_file_without_unpacking_it(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "x.zip", {"a.csv": b"1", "README.md": b"", "b/c.csv": b"2"})
    assert inhoud(path, tmp_path) == [
        ("x.zip/a.csv", sha256(b"1").hexdigest()),
        ("x.zip/b/c.csv", sha256(b"2").hexdigest()),
    ]
    (tmp_path / "a.csv").write_bytes(b"1")
    assert inhoud(tmp_path / "a.csv", tmp_path) == [("a.csv", sha256(b"1").hexdigest())]
    (tmp_path / "y.zip").write_bytes(b"PK\x03\x04")
    assert inhoud(tmp_path / "y.zip", tmp_path) == [("y.zip", "")]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "x.zip", "y.zip"]


ZIP = "2017-11-01/school.zip"


def _places(workspace: Workspace) -> list[str]:
    return sorted(delivery.pad for delivery in active_deliveries(workspace))


def test_the_intake_of_an_archive(workspace: Workspace, tmp_path: Path) -> None:
    book = write_xlsx(tmp_path / "b.xlsx", {"Uit": [KOP, leerling(PGN="111222333", Leerlingnummer="3")]})
    write_zip(
        workspace.raw / ZIP,
        {
            "a.csv": _lijst("999990019"),
            "sub/b.xlsx": book.read_bytes(),
            "fout.csv": _lijst() + b"\r\n\0",
            "x.txt": b"lees mij",
        },
    )
    first = take_in(workspace, OPNAME)
    assert _places(workspace) == [f"{ZIP}/a.csv", f"{ZIP}/sub/b.xlsx"]
    assert {d.leverdatum for d in first.genomen} == {"2017-11-01"}
    assert len(first.geweigerd) == 2
    assert not workspace.scratch.exists()
    again = take_in(workspace, OPNAME)
    assert (again.genomen, again.ongewijzigd) == ([], _places(workspace))
    nieuw = status(workspace)["nieuw_in_raw"]
    assert nieuw == [f"{ZIP}/fout.csv", f"{ZIP}/x.txt"]


def test_the_same_content_in_an_archive_and_beside_it_counts_once(workspace: Workspace) -> None:
    write_zip(workspace.raw / ZIP, {"a.csv": _lijst("999990019")})
    (workspace.raw / "2017-11-01" / "a.csv").write_bytes(_lijst("999990019"))
    found = take_in(workspace, OPNAME)
    assert (len(found.genomen), found.zelfde_bestand) == (1, [(f"{ZIP}/a.csv", "2017-11-01/a.csv")])
    assert take_in(workspace, OPNAME).genomen == []


def test_a_file_out_of_an_archive_that_is_gone_is_the_same_delivery(workspace: Workspace) -> None:
    write_zip(workspace.raw / ZIP, {"a.csv": _lijst("999990019")})
    take_in(workspace, OPNAME)
    (workspace.raw / ZIP).unlink()
    (workspace.raw / "2017-11-01" / "a.csv").write_bytes(_lijst("999990019"))
    found = take_in(workspace, OPNAME)
    assert (found.genomen, found.zelfde_bestand) == ([], [("2017-11-01/a.csv", f"{ZIP}/a.csv")])


def test_old_content_moved_out_of_an_archive_for_new_content_counts_beside_it(workspace: Workspace) -> None:
    write_zip(workspace.raw / ZIP, {"a.csv": _lijst("999990019")})
    take_in(workspace, OPNAME)
    (workspace.raw / "2017-11-01" / "a.csv").write_bytes(_lijst("999990019"))
    write_zip(workspace.raw / ZIP, {"a.csv": _lijst("123456782", "111222333")})
    assert sorted(d.pad for d in take_in(workspace, OPNAME).genomen) == ["2017-11-01/a.csv", f"{ZIP}/a.csv"]
    assert sum(d.rijen["in"] for d in active_deliveries(workspace)) == 3
    assert take_in(workspace, OPNAME).genomen == []


def test_a_new_archive_replaces_file_by_file(workspace: Workspace) -> None:
    write_zip(workspace.raw / ZIP, {"a.csv": _lijst("999990019"), "b.csv": _lijst("123456782")})
    old = {d.pad: d.id for d in take_in(workspace, OPNAME).genomen}
    write_zip(workspace.raw / ZIP, {"a.csv": _lijst("999990019", "111222333"), "b.csv": _lijst("123456782")})
    (new,) = take_in(workspace, OPNAME).genomen
    assert (new.pad, new.vervangt) == (f"{ZIP}/a.csv", (old[f"{ZIP}/a.csv"],))
    assert len(active_deliveries(workspace)) == 2


def test_nothing_of_a_refused_archive_is_kept_and_others_are(workspace: Workspace) -> None:
    write_zip(workspace.raw / ZIP, {"a.csv": _lijst("999990019"), "../b.csv": _lijst("123456782")})
    write_csv(workspace.raw / "2017-11-01" / "z.csv", [KOP, leerling()])
    found = take_in(workspace, OPNAME)
    assert _places(workspace) == ["2017-11-01/z.csv"]
    assert [refusal.message.split(":")[0] for refusal in found.geweigerd] == [
        "school.zip holds a file whose name leads out of the archive"
    ]
    assert not workspace.scratch.exists()


def test_every_message_names_the_archive_and_the_file_in_it(workspace: Workspace) -> None:
    """Two schools each send an uitstroom.csv: by that name alone nobody knows whose is meant."""
    bad = _lijst("999990019").replace(leerling()[KOP.index("Bestemming")].encode(), b"vakantie")
    book = write_xlsx(workspace.root / "x.xlsx", {"Uit": [KOP, leerling(Bestemming="vakantie")]}).read_bytes()
    members = {
        "map/uitstroom.csv": bad,
        "uitstroom.xlsx": book,
        "map/x.csv": b"a;b;c",
        "x.xls": b"\xd0\xcf\x11\xe0",
    }
    write_zip(workspace.raw / ZIP, members)
    said = sorted(str(refusal) for refusal in take_in(workspace, OPNAME).geweigerd)
    begins = (
        "map/uitstroom.csv:",
        "map/x.csv: no row",
        "uitstroom.xlsx, sheet Uit:",
        "x.xls cannot be opened",
    )
    assert [
        line for line, begin in zip(said, begins, strict=True) if line.startswith(f"{ZIP}: {begin}")
    ] == said
    findings = check([workspace.raw], OPNAME)
    assert sorted(str(refusal) for finding in findings for refusal in finding.weigeringen) == said
    skipped = [place for finding in findings for place in finding.overgeslagen_bladen]
    assert skipped == [f"{ZIP}: map/x.csv"]
    learned = learn_from([workspace.raw], workspace.root, Reden("ik", "2017-11-01"))
    assert f"2 time(s), first in {ZIP}: map/uitstroom.csv, row 2, column" in learned.diff


def test_check_opens_an_archive_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tijdelijk").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tijdelijk"))
    write_zip(
        tmp_path / "raw" / ZIP,
        {"a.csv": _lijst("999990019"), "b.csv": _lijst("123456782", "x"), "c.csv": b""},
    )
    found = {finding.bestand: finding for finding in check([tmp_path / "raw"], OPNAME)}
    assert [d.rijen["in"] for f in found.values() for d in f.leveringen] == [1, 2]
    assert {place for place, finding in found.items() if finding.leveringen} == {
        f"{ZIP}/a.csv",
        f"{ZIP}/b.csv",
    }
    assert [str(w) for f in found.values() for w in f.weigeringen] == [
        f"{ZIP}: c.csv is empty\nexport it again"
    ]
    assert list((tmp_path / "tijdelijk").iterdir()) == []


def test_an_archive_that_changes_while_it_is_read(tmp_path: Path, room: Path) -> None:
    path = write_zip(tmp_path / "x.zip", {"a.csv": b"1", "b.csv": b"2"})
    files = bestanden(path, tmp_path, room)
    assert isinstance(next(files), Bestand)
    with path.open("ab") as file:
        file.write(struct.pack("<I", 0))
    assert "x.zip changed while it was read" in str(list(files)[-1])


def test_the_order_of_the_files_is_that_of_the_folder(workspace: Workspace) -> None:
    for name in ("b.zip", "a.zip"):
        write_zip(workspace.raw / name, {"2.csv": _lijst("999990019"), "1.csv": _lijst("123456782")})
    seen: list[str] = []
    take_in(workspace, OPNAME, seen.append)
    assert seen == ["a.zip/2.csv", "a.zip/1.csv"]
    assert [p.name for p in register.delivered_files(workspace.raw)] == ["a.zip", "b.zip"]
