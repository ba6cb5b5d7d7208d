"""The key and what is done with it. The digests were made with openssl, not with this program."""

import hashlib
import hmac
import os
import stat
import sys
import traceback
from pathlib import Path

import duckdb
import pytest

from pipeline.keys import key_file, key_of
from pipeline.pseudonym import (
    DEMO_SLEUTEL,
    KEY_FILE_VARIABLE,
    Sleutel,
    default_key_file,
    install_again,
    read_key,
    write_key,
)
from pipeline.workspace.errors import SleutelError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import load_settings

SECRET = bytes(range(32))
SLEUTEL = Sleutel(SECRET)
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such mode")

# printf 'pgn\x1f123456782' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102...1f
DIGESTS = [
    ("pgn", "123456782", "6f8ae6590a14b74413275fe9e14fa13f0a6b4626935ed6e359adefae00fb5342"),
    ("werkgever", "café", "642b9cd1be62ec54d01e04830f5b3ba978a390d17bc88043904a2db897af1a24"),
    ("leerling", "99AA00/17", "5c499f75fef4ce646b67aa1b04d4ea0461431996e6d150bf6d6c873af3d6479f"),
]


def _sql(doel: str, waarde: str | None, sleutel: Sleutel = SLEUTEL) -> str | None:
    with duckdb.connect(":memory:") as con:
        sleutel.install(con)
        row = con.execute("SELECT pseudoniem(?, ?::VARCHAR)", [doel, waarde]).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(("doel", "waarde", "digest"), DIGESTS)
def test_a_pseudonym_is_an_hmac(doel: str, waarde: str, digest: str) -> None:
    assert SLEUTEL.pseudonym(doel, waarde) == digest
    assert _sql(doel, waarde) == digest


@pytest.mark.parametrize("waarde", ["", "a", "x" * 200, "日本語 🙂", 'O\'Neill "q" \n\x1f', "é"])
def test_sql_and_standard_library_agree(waarde: str) -> None:
    by_hand = hmac.new(SECRET, f"pgn\x1f{waarde}".encode(), hashlib.sha256).hexdigest()
    assert _sql("pgn", waarde) == SLEUTEL.pseudonym("pgn", waarde) == by_hand


def test_nothing_stays_nothing() -> None:
    assert _sql("pgn", None) is None


def test_kinds_of_values_and_keys_are_kept_apart() -> None:
    made = {_sql("pgn", "1"), _sql("leerling", "1"), _sql("pgn", "1", Sleutel(SECRET[::-1]))}
    assert len(made) == 3


def test_a_second_key_replaces_the_first_in_a_session() -> None:
    with duckdb.connect(":memory:") as con:
        DEMO_SLEUTEL.install(con)
        SLEUTEL.install(con)
        assert con.execute("SELECT pseudoniem('pgn', '123456782')").fetchone() == (DIGESTS[0][2],)


ROTATED = SLEUTEL.rotated(SECRET[::-1])


def test_a_rotated_key_is_hmac_over_hmac() -> None:
    # printf 'opnieuw\x1f6f8a…5342' | openssl dgst -sha256 -mac HMAC -macopt hexkey:1f1e…00
    digest = "577289cd507c81b9f5c9c71d0e643abe0724f1f5577ca91e239af133d5bddbd5"
    assert ROTATED.pseudonym("pgn", "123456782") == digest
    assert _sql("pgn", "123456782", ROTATED) == digest
    assert _sql("pgn", None, ROTATED) is None


def test_a_short_pseudonym_is_cut_after_every_secret() -> None:
    first = DIGESTS[0][2][:12]
    second = hmac.new(SECRET[::-1], f"opnieuw\x1f{first}".encode(), hashlib.sha256).hexdigest()[:12]
    with duckdb.connect(":memory:") as con:
        for sleutel, wanted in ((SLEUTEL, first), (ROTATED, second)):
            sleutel.install(con)
            found = con.execute("SELECT pseudoniem_kort('pgn', '123456782', 12)").fetchone()
            assert found == (wanted,)
        install_again(con, ROTATED.after(SLEUTEL))
        assert con.execute("SELECT opnieuw(?), opnieuw(NULL)", [first]).fetchone() == (second, None)


def test_of_a_rotated_key_everything_differs_but_where_it_came_from() -> None:
    assert len({SLEUTEL.id, ROTATED.id, ROTATED.rotated(SECRET).id}) == 3
    assert ROTATED.stam == SLEUTEL and ROTATED.eerdere == (SLEUTEL,)
    assert SECRET[::-1].hex()[:16] not in repr(ROTATED)


def test_a_rotated_key_has_a_line_per_secret(tmp_path: Path) -> None:
    path = tmp_path / "sleutel.key"
    write_key(path, ROTATED)
    assert path.read_text() == f"{SECRET.hex()}\n{SECRET[::-1].hex()}\n"
    assert read_key(path) == ROTATED


def test_the_id_names_the_key_and_tells_nothing_of_it() -> None:
    # printf 'toeleiding key id' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102...1f
    assert SLEUTEL.id == "76aba7aad054"


def test_the_secret_is_never_shown(tmp_path: Path) -> None:
    path = tmp_path / "k"
    path.write_text(SECRET.hex()[:-1] + "z")
    path.chmod(0o600)
    with pytest.raises(SleutelError) as fault:
        read_key(path)
    shown = [repr(SLEUTEL), str(SLEUTEL), f"{SLEUTEL}", "".join(traceback.format_exception(fault.value))]
    for text in shown:
        assert SECRET.hex()[:16] not in text
        assert repr(SECRET)[2:20] not in text


def test_a_plan_and_the_settings_do_not_hold_the_secret() -> None:
    with duckdb.connect(":memory:") as con:
        SLEUTEL.install(con)
        macro = con.execute(
            "SELECT macro_definition FROM duckdb_functions() WHERE function_name = 'pseudoniem'"
        )
        plan = con.execute("EXPLAIN SELECT pseudoniem('pgn', range::VARCHAR) FROM range(3)").fetchall()
        settings = con.execute("SELECT * FROM duckdb_settings()").fetchall()
        for text in (str(macro.fetchall()), str(plan), str(settings)):
            assert SECRET.hex() not in text.lower()


CHAIN = f"{SECRET.hex()}\n{SECRET[::-1].hex()}"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_key_file_that_an_editor_put_a_bom_in_front_of_is_read(tmp_path: Path, end: str) -> None:
    path = tmp_path / "sleutel.key"
    path.write_bytes(b"\xef\xbb\xbf" + f"{CHAIN}\n".replace("\n", end).encode())
    path.chmod(0o600)
    assert read_key(path) == ROTATED


# What the file holds, and what it must be called.
REFUSED = {
    "empty": ("", "empty or too weak"),
    "blank": (" \n", "empty or too weak"),
    "short": ("0001020304050607", "empty or too weak"),
    "long": (bytes(range(64)).hex(), "empty or too weak"),
    "all the same byte": ("ab" * 32, "empty or too weak"),
    "all zeros": ("00" * 32, "empty or too weak"),
    "eleven different bytes": ((bytes(range(11)) * 3)[:32].hex(), "empty or too weak"),
    "the same secret twice": (f"{bytes(range(32)).hex()}\n" * 2, "secret 2 repeats secret 1"),
    "an earlier secret again": (f"{CHAIN}\n{CHAIN.splitlines()[0]}\n", "secret 3 repeats secret 1"),
    "a weak secret after a good one": (f"{bytes(range(32)).hex()}\n{'00' * 32}\n", "empty or too weak"),
    "no hexadecimal": ("wachtwoord", "not a pseudonym key"),
    "no text": ("sleutel\0é", "not a pseudonym key"),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_weak_key_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "sleutel.key"
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(SleutelError, match=reason) as fault:
        read_key(path)
    assert fault.value.exit_code == 2


@pytest.mark.parametrize("missing", ["none.key", "folder"])
def test_no_key_is_refused(tmp_path: Path, missing: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(SleutelError, match="no pseudonym key at") as fault:
        read_key(tmp_path / missing)
    assert "toeleiding key new" in fault.value.advice


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o610])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "sleutel.key"
    write_key(path, SLEUTEL)
    path.chmod(mode)
    with pytest.raises(SleutelError, match=f"read by others .mode {mode:04o}"):
        read_key(path)


@posix
def test_a_new_key_is_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = write_key(tmp_path / "new" / "sleutel.key")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new" / "sleutel.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert read_key(tmp_path / "new" / "sleutel.key") == made


def test_two_new_keys_differ(tmp_path: Path) -> None:
    assert write_key(tmp_path / "a").secret != write_key(tmp_path / "b").secret


def test_a_key_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "sleutel.key"
    write_key(path, SLEUTEL)
    with pytest.raises(SleutelError, match="already a key"):
        write_key(path)
    assert read_key(path) == SLEUTEL


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "werkmap")


def _place(workspace: Workspace) -> Path:
    return key_file(workspace, load_settings(workspace.settings_file))


@pytest.mark.parametrize("inside", ["data/sleutel.key", "data/raw/x/sleutel.key", "reports/sleutel.key"])
@pytest.mark.parametrize("named_by", ["settings", "environment", "environment, relative", "link"])
def test_a_key_may_not_lie_with_the_data(
    workspace: Workspace, inside: str, named_by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace.root / inside
    if named_by == "settings":
        workspace.settings_file.write_text(f'[sleutel]\nbestand = "{inside}"\n', encoding="utf-8")
    elif named_by == "environment":
        monkeypatch.setenv(KEY_FILE_VARIABLE, str(path))
    elif named_by == "environment, relative":
        monkeypatch.chdir(workspace.root)
        monkeypatch.setenv(KEY_FILE_VARIABLE, inside)
    else:
        link = workspace.root.parent / "link"
        link.symlink_to(path)
        monkeypatch.setenv(KEY_FILE_VARIABLE, str(link))
    with pytest.raises(SleutelError, match="may not lie with the data"):
        _place(workspace)


def test_a_key_may_lie_beside_the_data(workspace: Workspace) -> None:
    workspace.settings_file.write_text('[sleutel]\nbestand = "../kluis/sleutel.key"\n', encoding="utf-8")
    assert _place(workspace) == workspace.root.parent / "kluis" / "sleutel.key"


@posix
def test_the_usual_place_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(KEY_FILE_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert default_key_file() == tmp_path.resolve() / "toeleiding" / "sleutel.key"


def test_no_key_no_run(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(KEY_FILE_VARIABLE, str(tmp_path / "none.key"))
    with pytest.raises(SleutelError, match="no pseudonym key"):
        key_of(workspace, load_settings(workspace.settings_file))


def test_the_demo_has_its_own_key(tmp_path: Path) -> None:
    demo = Workspace.create(tmp_path / "demo", demo=True)
    assert key_of(demo, load_settings(demo.settings_file)) == DEMO_SLEUTEL
