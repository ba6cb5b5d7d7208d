"""The commit of a checkout is read from its files, as git itself says it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.workspace.checkout import commit

git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")


def call(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )  # fmt: skip
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "a"
    folder.mkdir()
    call(folder, "init", "-q")
    call(folder, "commit", "-q", "--allow-empty", "-m", "one")
    return folder


@git
def test_of_a_branch_of_a_packed_one_and_of_none(checkout: Path) -> None:
    head = call(checkout, "rev-parse", "HEAD")
    assert commit(checkout) == head
    call(checkout, "pack-refs", "--all")
    assert not (checkout / ".git/refs/heads/main").exists() and commit(checkout) == head
    call(checkout, "checkout", "-q", "--detach")
    call(checkout, "commit", "-q", "--allow-empty", "-m", "two")
    assert commit(checkout) == call(checkout, "rev-parse", "HEAD") != head


@git
@pytest.mark.parametrize("packed", [False, True])
def test_of_a_worktree_it_is_its_own(checkout: Path, packed: bool) -> None:
    call(checkout, "worktree", "add", "-q", "-b", "zij/tak", str(checkout.parent / "b"))
    call(checkout.parent / "b", "commit", "-q", "--allow-empty", "-m", "beside")
    if packed:
        call(checkout, "pack-refs", "--all")
    assert commit(checkout.parent / "b") == call(checkout.parent / "b", "rev-parse", "HEAD")
    assert commit(checkout) == call(checkout, "rev-parse", "HEAD") != commit(checkout.parent / "b")


@pytest.mark.parametrize("head", ["", "ref: refs/heads/gone", "ref: HEAD", "abc", "ref: ../../x"])
def test_what_is_no_checkout_has_none(tmp_path: Path, head: str) -> None:
    assert commit(tmp_path) is None
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text(head, encoding="utf-8")
    assert commit(tmp_path) is None
    (tmp_path / "file").mkdir()
    (tmp_path / "file" / ".git").write_text("gitdir: nergens", encoding="utf-8")
    assert commit(tmp_path / "file") is None
