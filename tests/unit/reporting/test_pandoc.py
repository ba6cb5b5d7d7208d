"""Which pandoc makes the pages: the one that is locked, whatever else is on the machine."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.reporting import pandoc
from pipeline.workspace.errors import RenderFout


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    for found in (pandoc.pandoc_path, pandoc.pandoc_version):
        found.cache_clear()
    yield
    for found in (pandoc.pandoc_path, pandoc.pandoc_version):
        found.cache_clear()


@pytest.mark.skipif(os.name == "nt", reason="the other pandoc is a shell script")
def test_a_newer_pandoc_on_the_machine_changes_no_report(tmp_path: Path) -> None:
    other = tmp_path / "pandoc"
    other.write_text('#!/bin/sh\necho "pandoc 99.1"\n', encoding="utf-8")
    other.chmod(0o755)
    paths = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    ask = "from pipeline.reporting.pandoc import *; print(pandoc_path(), pandoc_version())"
    command, environment = [sys.executable, "-c", ask], {**os.environ, "PATH": paths}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    said = done.stdout.split()
    assert said == [pandoc.pandoc_path(), pandoc.pandoc_version()]
    assert Path(said[0]).parent.name == "files" and said[1] != "99.1"


def test_its_version_is_what_it_says_itself() -> None:
    said = subprocess.run([pandoc.pandoc_path(), "-v"], capture_output=True, text=True, check=True).stdout
    assert said.startswith(f"pandoc {pandoc.pandoc_version()}\n")


def test_without_the_package_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "find_spec", lambda _: None)
    with pytest.raises(RenderFout, match="pip install pypandoc_binary"):
        pandoc.pandoc_path()


def test_one_that_does_not_run_is_not_taken_for_a_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "pandoc"
    broken.write_text("#!/bin/sh\necho no >&2\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(pandoc, "pandoc_path", lambda: str(broken))
    with pytest.raises(RenderFout, match="--version failed: no"):
        pandoc.pandoc_version()
