"""A notebook with rows of pupils in its output cannot be committed: tried with git itself."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.workspace.folders import project_root

ROW = "Jansen, 12-03-2006, VSO Sterrenkade"
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with the hooks on, and one commit."""
    shutil.copytree(
        project_root() / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(project_root() / "Makefile", tmp_path)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "user.name", "A")
    git(tmp_path, "config", "user.email", "a@example.org")
    done = subprocess.run(["make", "-s", "hooks"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    write(tmp_path / "notebooks" / "schoon.ipynb", [])
    assert commit(tmp_path).returncode == 0
    return tmp_path


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)


def commit(folder: Path) -> subprocess.CompletedProcess[str]:
    git(folder, "add", "--all", "--force")
    return git(folder, "commit", "--quiet", "--message", "x")


def write(path: Path, outputs: list[dict[str, object]]) -> None:
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": None, "source": ["v.panel()"]}
    notebook = {"cells": [{**cell, "outputs": outputs}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), "utf-8")


SHOWN: list[dict[str, object]] = [
    {"output_type": "execute_result", "data": {"text/plain": [ROW]}, "metadata": {}, "execution_count": 1}
]


@pytest.mark.parametrize(
    "place", ["notebooks/schoon.ipynb", "nieuw.ipynb", "data/verkenning/eigen vraag.IPYNB"]
)
def test_a_notebook_with_pupils_in_its_output_is_not_committed(checkout: Path, place: str) -> None:
    write(checkout / place, SHOWN)
    refused = commit(checkout)
    said = refused.stdout + refused.stderr
    assert refused.returncode != 0
    assert f"{place}: cell 1 has outputs" in said and "Jansen" not in said
    assert git(checkout, "rev-list", "--count", "HEAD").stdout.strip() == "1"
    write(checkout / place, [])
    commit(checkout)
    assert not git(checkout, "diff", "HEAD", "--name-only").stdout


def test_what_counts_is_what_would_be_committed(checkout: Path) -> None:
    """Cleared afterwards, but not added again."""
    path = checkout / "notebooks" / "schoon.ipynb"
    write(path, SHOWN)
    git(checkout, "add", "--all")
    write(path, [])
    assert git(checkout, "commit", "--message", "x").returncode != 0
    assert commit(checkout).returncode == 0 or not git(checkout, "status", "--porcelain").stdout


def test_what_is_no_notebook_is_refused(checkout: Path) -> None:
    (checkout / "half.ipynb").write_text('{"cells": [' + ROW, "utf-8")
    refused = commit(checkout)
    assert refused.returncode != 0 and "not a notebook" in refused.stdout + refused.stderr
