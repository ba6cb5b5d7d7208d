"""Whole or not at all: what stands when a write fails or is cut off."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.workspace import atomic


class Struck(Exception):
    """Stands for anything that can go wrong in a block."""


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    atomic.write_text(file, "één\nregel\n")
    assert file.read_bytes() == b"\xc3\xa9\xc3\xa9n\nregel\n"
    atomic.write_bytes(file, b"\r\n")
    assert file.read_bytes() == b"\r\n"
    assert _names(tmp_path) == ["a.txt"]


def test_the_temporary_file_has_the_suffix_tools_look_at(tmp_path: Path) -> None:
    with atomic.replacing(tmp_path / "a.parquet") as temporary:
        assert temporary.suffix == ".parquet"
        assert temporary.parent == tmp_path
        temporary.touch()


def test_a_failed_block_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(Struck), atomic.replacing(file) as temporary:
        temporary.write_text("half", encoding="utf-8")
        raise Struck
    assert file.read_text(encoding="utf-8") == "old"
    assert _names(tmp_path) == ["a.txt"]


def test_a_failed_first_write_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Struck), atomic.replacing(tmp_path / "a.txt") as temporary:
        temporary.touch()
        raise Struck
    assert _names(tmp_path) == []


def test_a_block_that_writes_nothing_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(FileNotFoundError), atomic.replacing(file):
        pass
    assert file.read_text(encoding="utf-8") == "old"


def test_a_folder_is_replaced_with_all_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    for content in ("first", "second"):
        with atomic.replacing_dir(folder) as temporary:
            (temporary / "sub").mkdir()
            (temporary / "sub" / f"{content}.txt").touch()
    assert _names(folder / "sub") == ["second.txt"]
    assert _names(tmp_path) == ["release"]


def test_a_failed_block_leaves_the_old_folder(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "old.txt").touch()
    with pytest.raises(Struck), atomic.replacing_dir(folder) as temporary:
        (temporary / "half.txt").touch()
        raise Struck
    assert _names(folder) == ["old.txt"]
    assert _names(tmp_path) == ["release"]


def test_a_folder_that_cannot_be_put_in_place_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "old.txt").touch()
    rename = Path.rename

    def refuse_the_new(self: Path, target: Path) -> Path:
        if self.name.startswith(".toeleiding-new-"):
            raise PermissionError("in use")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse_the_new)
    with pytest.raises(PermissionError), atomic.replacing_dir(folder):
        pass
    assert _names(folder) == ["old.txt"]
    assert _names(tmp_path) == ["release"]


def test_leftovers_are_cleared_and_put_back(tmp_path: Path) -> None:
    (tmp_path / "sub" / ".toeleiding-new-0badcafe-report").mkdir(parents=True)
    (tmp_path / "sub" / ".toeleiding-new-0badcafe-report" / ".toeleiding-new-00000000-a.txt").touch()
    (tmp_path / "sub" / ".toeleiding-new-0badcafe-report" / ".toeleiding-old-00000000-b").mkdir()
    (tmp_path / ".toeleiding-new-0badcafe-a.txt").touch()
    (tmp_path / ".toeleiding-old-0badcafe-moved").mkdir()
    (tmp_path / "there").mkdir()
    (tmp_path / ".toeleiding-old-0badcafe-there").mkdir()
    atomic.clear_leftovers(tmp_path)
    assert _names(tmp_path) == ["moved", "sub", "there"]
    assert _names(tmp_path / "sub") == []


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is Unix")
def test_a_killed_write_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old", encoding="utf-8")
    code = (
        "import os, pathlib, sys\n"
        "from pipeline.workspace.atomic import replacing\n"
        "with replacing(pathlib.Path(sys.argv[1])) as temporary:\n"
        "    temporary.write_text('half')\n"
        f"    os.kill(os.getpid(), {int(signal.SIGKILL)})\n"
    )
    root = Path(atomic.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], cwd=root, env={**os.environ}, timeout=60, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert file.read_text(encoding="utf-8") == "old"
    atomic.clear_leftovers(tmp_path)
    assert _names(tmp_path) == ["a.txt"]
